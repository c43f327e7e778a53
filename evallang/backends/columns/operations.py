"""What operations make of values: of those of a block, and of the rows that have none.

The rules are those of `evallang.backends.interpreter.compile`, the reference.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from evallang.backends.columns import states
from evallang.backends.columns.lookup import Brackets
from evallang.backends.columns.states import NOT_APPLICABLE, UNDEFINED, choose, in_doubt, lack, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import (
    UNDEFINED_EVERYWHERE,
    Block,
    Days,
    Flags,
    Operations,
    Value,
    Words,
    all_names,
    is_absent,
)
from evallang.backends.interpreter.absence import Absent
from evallang.numbers import RoundingMode

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "equal": operator.eq, "unequal": operator.ne, "less": operator.lt, "less_equal": operator.le,
    "greater": operator.gt, "greater_equal": operator.ge,
}  # fmt: skip
NUMBERS: dict[str, Callable[[Operations, list[Any]], Any]] = {
    "add": lambda ops, v: reduce(ops.add, v), "sum": lambda ops, v: reduce(ops.add, v),
    "mul": lambda ops, v: reduce(ops.mul, v), "product": lambda ops, v: reduce(ops.mul, v),
    "sub": lambda ops, v: ops.sub(v[0], v[1]), "neg": lambda ops, v: ops.neg(v[0]),
    "min": lambda ops, v: reduce(ops.least, v), "max": lambda ops, v: reduce(ops.greatest, v),
    "abs": lambda ops, v: ops.absolute(v[0]),
    "mean": lambda ops, v: ops.mul(reduce(ops.add, v), ops.constant(Fraction(1, len(v)))),
    "floor": lambda ops, v: ops.rounded(v[0], Fraction(1), RoundingMode.FLOOR),
    "ceiling": lambda ops, v: ops.rounded(v[0], Fraction(1), RoundingMode.CEILING),
}  # fmt: skip


def constant(ops: Operations, value: Any) -> Value:
    """A value that is the same for all rows. Raises Unsupported for a number that is no fraction."""
    match value:
        case bool():
            return Value(Flags(value))
        case Fraction():
            return Value(ops.constant(value))
        case str():
            return Value(Words(0, (value,)))
        case date():
            return Value(Days(value.toordinal()))
        case Absent(status="undefined", unread=False):
            return UNDEFINED_EVERYWHERE
        case Absent(status="invalid"):
            return Value(None, np.uint8(states.INVALID))
    raise Unsupported("a constant that is no fraction")


def applied(block: Block, operation: Callable[[Operations, list[Any]], Any], values: list[Value]) -> Value:
    """An operation on numbers; absent where one of them is."""
    state = lack([v.state for v in values])
    if is_absent(state) or any(v.nowhere for v in values):
        return Value(None, state)
    return Value(operation(block.ops, [v.held for v in values]), state)


def divided(block: Block, a: Value, b: Value) -> Value:
    """A quotient; undefined where the divisor is 0."""
    state = lack((a.state, b.state))
    if a.nowhere or b.nowhere:
        return Value(None, state)
    held, zero = block.ops.div(a.held, b.held)
    if zero is None:
        return Value(held, state)
    if zero is True:
        undefined = np.uint8(UNDEFINED)
        return Value(None, undefined if state is None else choose(state == 0, undefined, state))
    return Value(held, choose(zero if state is None else zero & (state == 0), np.uint8(UNDEFINED), state))


def rounded(block: Block, value: Value, step: Fraction | None, mode: RoundingMode) -> Value:
    """A rounding; undefined where the step, None, is not above 0."""
    if value.nowhere:
        return value.spread()
    if step is None:
        return (
            Value(None, lack((value.state, np.uint8(UNDEFINED))))
            if value.state is None
            else value.with_state(settled(np.where(value.state != 0, spread(value.state), UNDEFINED)))
        )
    return Value(block.ops.rounded(value.held, step, mode), spread(value.state))


def negated(value: Value) -> Value:
    """`not`."""
    if value.nowhere:
        return value.spread()
    yes = value.held.yes
    return Value(Flags(not yes if np.ndim(yes) == 0 else ~yes), spread(value.state))


def compared(block: Block, test: Callable[[Any, Any], Any], a: Value, b: Value) -> Value:
    """A comparison of two values of one sort."""
    state = lack((a.state, b.state))
    if a.nowhere or b.nowhere:
        return Value(None, state)
    x, y = a.held, b.held
    match x, y:
        case Words(), Words():
            names = all_names((x, y))
            found = test(x.among(names), y.among(names))
        case Flags(), Flags():
            found = test(x.yes, y.yes)
        case Days(), Days():
            found = test(x.ordinals, y.ordinals)
        case (Words() | Flags() | Days(), _) | (_, Words() | Flags() | Days()):
            found = test is operator.ne
        case _:
            found = block.ops.compare(x, y, test)
    return Value(Flags(bool(found) if np.ndim(found) == 0 else found), state)


def logical(values: list[Value], decisive: bool) -> Value:
    """`or` where `decisive` is yes, else `and`."""
    decided: Any = False
    not_applicable: Any = False
    for value in values:
        here: Any = True if value.state is None else value.state == 0
        if value.state is not None:
            not_applicable = not_applicable | (value.state == NOT_APPLICABLE)
        if not value.nowhere:
            yes = value.held.yes
            decided = decided | (here & (yes if decisive else np.logical_not(yes)))
    held = Flags(decided if decisive else np.logical_not(decided))
    if all(value.state is None for value in values):
        return Value(Flags(bool(held.yes)) if np.ndim(held.yes) == 0 else held)
    unknown = np.where(decided, states.VALUE, in_doubt([v.state for v in values]))
    state = settled(np.where(not_applicable, UNDEFINED, unknown))
    if state is not None and np.ndim(state) == 0:
        return Value(None, state[()])
    return Value(Flags(bool(held.yes)) if np.ndim(held.yes) == 0 else held, state)


def under(state: Any, value: Value) -> Value:
    """A value where a condition is known, and what that makes of it where it is not."""
    if state is None:
        return value
    own = np.uint8(0) if value.state is None else value.state
    return value.with_state(settled(np.where(state != 0, spread(state), own)))


def look_up(block: Block, table: Brackets, values: list[Value]) -> Value:
    """What brackets answer; absent where a value is."""
    state = lack(v.state for v in values)
    if any(v.nowhere for v in values):
        return Value(None, state)
    found = table.find(block, [v.held for v in values])
    return under(state, found)
