"""Aggregates over bodies: what each body has, by groups, becomes one value for every body of a group."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.per_group import PerGroup
from evallang.backends.columns.quotients import Quotients, quotients
from evallang.backends.columns.scaled import LIMIT
from evallang.backends.columns.states import NOT_APPLICABLE, UNDEFINED, UNREAD, VALUE, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Flags
from evallang.ir import expr as ir
from evallang.ir.walk import walk

if TYPE_CHECKING:
    from evallang.backends.columns.engine import Engine

_LISTED: Final = ("sum", "mean", "min", "max")
_COUNTED: Final = ("count", "some", "every")
_MOST: Final = 2**62
_DIVISORS: Final = 1000
"""So many different divisors are added up each by itself."""
_GROUPS: Final = 16
"""So many groups may have numbers without a common denominator."""


@define(eq=False)
class Groups:
    """Bodies of a period with something in common: the group of each row, and why it has none."""

    places: NDArray[np.intp]
    count: int
    state: NDArray[np.uint8]


def groups_of(engine: Engine, over: ir.BodiesOf) -> Groups:
    """The groups of a list of bodies. Raises Unsupported."""
    rows = engine.scored
    state = np.zeros(engine.rows.size, np.uint8)
    keys = np.zeros(engine.rows.size, np.int64)
    if over.same is not None:
        same = engine.hidden(over.same)
        state, keys = same.state, same.keys()
    elif over.same_kind and engine.rows.program.kinds:
        keys = engine.kinds.astype(np.int64)
        state = np.where(keys < 0, UNDEFINED, VALUE).astype(np.uint8)
    if engine.periods is not None:
        keys = np.stack([keys, engine.periods], axis=1)
        _, places = np.unique(keys, axis=0, return_inverse=True)
    else:
        _, places = np.unique(keys, return_inverse=True)
    places = places.reshape(-1)
    state = np.where(rows, state, NOT_APPLICABLE).astype(np.uint8)  # a row that is not scored is in no list
    return Groups(places, int(places.max(initial=-1)) + 1, state)


def population(engine: Engine, e: ir.Aggregate) -> tuple[Given, Given]:
    """The value for each row, and where the list is empty. Raises Unsupported."""
    over = e.over
    assert isinstance(over, ir.BodiesOf)
    inside = [x for x in (e.value, over.where, over.same) if x is not None]
    if any(looks_at_this(root) for root in inside):
        raise Unsupported("a list that looks at the body that asks")
    if e.weight is not None or e.extra or e.own is not None or e.op not in (*_LISTED, *_COUNTED):
        raise Unsupported(f"{e.op} over bodies")
    if e.least is not None and not isinstance(e.least, ir.Const):
        raise Unsupported("a least count that is computed")
    groups = groups_of(engine, over)
    if engine.periods is not None and bool(np.any(groups.state[engine.scored] != VALUE)):
        raise Unsupported("bodies of which the group is not known, in periods")
    belongs, holds = _members(engine, over, groups)
    if e.op in _COUNTED:
        return _counting(engine, e, groups, belongs, holds), Given(Flags, np.zeros(engine.rows.size, bool))
    assert e.value is not None
    number = quotients(engine, e.value) if e.op in ("sum", "mean") else Quotients(*engine.hidden(e.value).numbers())
    return _listed(e, groups, belongs, holds, engine.hidden(e.value).state, number)


def looks_at_this(e: ir.Expr) -> bool:
    """Whether an expression for members of a list looks at the body that asks; the parts of a node are no argument."""
    return any(isinstance(x, ir.ThisBody) or (isinstance(x, ir.Local) and x.index >= 0) for x in walk(e))


def _members(engine: Engine, over: ir.BodiesOf, groups: Groups) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """The rows that are or may be in a list, and what is not known of that."""
    belongs = groups.state != NOT_APPLICABLE
    holds = spread(groups.state)
    if over.where is not None:
        where = engine.hidden(over.where)
        yes = np.asarray(where.flags())
        belongs = belongs & (yes | (where.state != VALUE)) & (where.state != NOT_APPLICABLE)
        doubt = np.where(spread(where.state) == UNREAD, UNREAD, holds)
        holds = np.where(holds == VALUE, where.state, np.where(where.state == VALUE, holds, doubt))
    return belongs, holds


def _fold(groups: Groups, rows: NDArray[np.bool_], operation: Any, start: Any, values: Any = 1) -> NDArray[Any]:
    """An operation over the rows of each group; those of no known group are in every group."""
    found = np.full(groups.count, start)
    known = rows & (groups.state == VALUE)
    operation.at(found, groups.places[known], values[known] if np.ndim(values) else values)
    for row in np.flatnonzero(rows & (groups.state != VALUE)).tolist():
        found = operation(found, values[row] if np.ndim(values) else values)
    return found


def _absent(groups: Groups, rows: NDArray[np.bool_], state: NDArray[np.uint8], first: int) -> NDArray[np.uint8]:
    """What the absent members of each group come to; `first` is the code that goes before the other."""
    codes = spread(state)
    other = UNREAD if first == UNDEFINED else UNDEFINED
    has = [_fold(groups, rows & (codes == code), np.add, 0) > 0 for code in (first, other)]
    return np.where(has[0], first, np.where(has[1], other, VALUE)).astype(np.uint8)


def _for_rows(groups: Groups, state: NDArray[np.uint8]) -> Any:
    """The state of a group for its rows, and of rows whose group is not known."""
    own = np.where(groups.state == NOT_APPLICABLE, UNDEFINED, spread(groups.state))
    return settled(np.where(own == VALUE, state[groups.places], own))


def _listed(
    e: ir.Aggregate, groups: Groups, belongs: NDArray[np.bool_], holds: NDArray[np.uint8],
    own: NDArray[np.uint8], number: Quotients,
) -> tuple[Given, Given]:  # fmt: skip
    state = np.where(holds != VALUE, holds, own).astype(np.uint8)
    belongs = belongs & ~((holds == VALUE) & (own == NOT_APPLICABLE))
    absent = _absent(groups, belongs & (state != VALUE), state, UNDEFINED)
    there = belongs & (state == VALUE)
    counts = _fold(groups, there, np.add, 0)
    empty = (counts == 0) & (absent == VALUE)
    few = np.zeros(groups.count, bool)
    if isinstance(e.least, ir.Const):
        assert isinstance(e.least.value, Fraction)
        few = counts < e.least.value
    code = np.where((absent == VALUE) & (few | empty), UNDEFINED, absent).astype(np.uint8)
    totals = _added(e.op, groups, there, number)
    results = [
        total / (count if e.op == "mean" else 1) if not bad else Fraction(0)
        for total, count, bad in zip(totals, counts.tolist(), (code != VALUE).tolist(), strict=True)
    ]
    return _given(results, groups, code), Given(Flags, empty[groups.places] & (_for_group(groups) == VALUE))


def _for_group(groups: Groups) -> Any:
    return np.where(groups.state == NOT_APPLICABLE, UNDEFINED, spread(groups.state))


def _added(op: str, groups: Groups, there: NDArray[np.bool_], number: Quotients) -> list[Fraction]:
    """What the values of each group come to; quotients are added up by their divisors."""
    if number.divisors is None:
        return [Fraction(total, number.den) for total in _totals(op, groups, there, number.nums)]
    found = [Fraction(0)] * groups.count
    divisors = np.unique(number.divisors[there]).tolist()
    if len(divisors) > _DIVISORS:
        raise Unsupported("quotients of too many divisors")
    for divisor in divisors:
        totals = _totals(op, groups, there & (number.divisors == divisor), number.nums)
        found = [one + Fraction(total, number.den * divisor) for one, total in zip(found, totals, strict=True)]
    return found


def _totals(op: str, groups: Groups, there: NDArray[np.bool_], nums: NDArray[np.int64]) -> list[int]:
    if op in ("min", "max"):
        ufunc, start = (np.minimum, LIMIT) if op == "min" else (np.maximum, -LIMIT)
        return [int(n) for n in _fold(groups, there, ufunc, np.int64(start), nums)]
    if int(np.abs(nums).max(initial=0)) * max(len(nums), 1) < _MOST:
        return [int(n) for n in _fold(groups, there, np.add, np.int64(0), nums)]
    low, high = (_fold(groups, there, np.add, np.int64(0), part) for part in (nums & 0xFFFFFFFF, nums >> 32))
    return [int(h) * 2**32 + int(n) for h, n in zip(high, low, strict=True)]


def _given(results: list[Fraction], groups: Groups, code: NDArray[np.uint8]) -> Given:
    den = lcm(*(value.denominator for value in results)) if results else 1
    nums = [int(value * den) for value in results]
    if den > _MOST or any(abs(n) > _MOST for n in nums):
        if groups.count > _GROUPS:
            raise Unsupported("aggregates that 63 bits do not hold")
        return PerGroup(type(None), groups.places, _for_rows(groups, code), results=tuple(results))
    return Given(type(None), np.array(nums, np.int64)[groups.places], _for_rows(groups, code), den)


def _counting(
    engine: Engine, e: ir.Aggregate, groups: Groups, belongs: NDArray[np.bool_], holds: NDArray[np.uint8]
) -> Given:
    """`count`, `some`, `every` with Kleene's three values."""
    state, yes = holds, np.ones(engine.rows.size, bool)
    if e.value is not None:
        value = engine.hidden(e.value)
        belongs = belongs & ~((holds == VALUE) & (value.state == NOT_APPLICABLE))
        state = np.where(holds != VALUE, holds, value.state).astype(np.uint8)
        yes = value.flags() if value.column.sort == "flag" else yes
    there = belongs & (state == VALUE)
    holding = _fold(groups, there & yes, np.add, 0)
    unknown = _absent(groups, belongs & (state != VALUE), state, UNDEFINED if e.op == "count" else UNREAD)
    if e.op == "count":
        return _given([Fraction(int(n)) for n in holding], groups, unknown)
    not_holding = _fold(groups, there & ~yes, np.add, 0) > 0
    decided = holding > 0 if e.op == "some" else not_holding
    found = decided if e.op == "some" else ~not_holding
    return Given(Flags, found[groups.places], _for_rows(groups, np.where(decided, VALUE, unknown).astype(np.uint8)))
