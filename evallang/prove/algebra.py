"""Numbers, conditions and options as terms of z3, each with when it is there, and the operations on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import z3
from attrs import frozen

from evallang.ir.program import Interval, Test
from evallang.lint.ranges import Range

YES, NO = z3.BoolVal(True), z3.BoolVal(False)


@frozen(eq=False)
class Number:
    """A number, and when it is there."""

    value: Any
    there: Any = YES


@frozen(eq=False)
class Truth:
    """When a condition is true, and when it is false; neither where it has no value."""

    yes: Any
    no: Any


@frozen(eq=False)
class Option:
    """One of several options, as a number in the order of the type; `names` are the options."""

    value: Any
    names: tuple[object, ...]
    there: Any = YES


Term = Number | Truth | Option


def holds(given: Term, test: Test) -> Any:
    """What a cell asks of its column."""
    match given, test:
        case _, None:
            return YES
        case Number(value=value), Interval():
            return z3.And(within(value, Range(test.low, test.high, test.low_closed, test.high_closed)) or [YES])
        case Number(value=value), Fraction():
            return value == real(test)
        case Option(value=value, names=names), str() if test in names:
            return value == names.index(test)
        case Truth(yes=yes, no=no), bool():
            return yes if test else no
    return NO


def within(value: Any, r: Range) -> list[Any]:
    """That a number is in a range."""
    found = []
    if r.low is not None:
        found.append(value >= real(r.low) if r.low_closed else value > real(r.low))
    if r.high is not None:
        found.append(value <= real(r.high) if r.high_closed else value < real(r.high))
    return [*found, value != 0] if r.nonzero else found


def real(value: Fraction) -> Any:
    """A number as written."""
    return z3.RealVal(f"{value.numerator}/{value.denominator}")


def logic(op: str, given: Sequence[Truth]) -> Truth:
    """Kleene's three values."""
    if op == "not":
        return Truth(given[0].no, given[0].yes)
    yes, no = [g.yes for g in given], [g.no for g in given]
    return Truth(z3.And(yes), z3.Or(no)) if op == "and" else Truth(z3.Or(yes), z3.And(no))


def _least(values: Sequence[Any]) -> Any:
    found = values[0]
    for value in values[1:]:
        found = z3.If(value < found, value, found)
    return found


def _product(values: Sequence[Any]) -> Any:
    found = values[0]
    for value in values[1:]:
        found = found * value
    return found


COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "unequal": lambda a, b: a != b,
}
OPERATIONS: dict[str, Callable[[Sequence[Any]], Any]] = {
    "add": lambda v: z3.Sum(list(v)),
    "mul": _product,
    "neg": lambda v: -v[0],
    "div": lambda v: v[0] / v[1],
    "min": _least,
    "max": lambda v: -_least([-x for x in v]),
    "abs": lambda v: z3.If(v[0] >= 0, v[0], -v[0]),
    "mean": lambda v: z3.Sum(list(v)) / len(v),
}
