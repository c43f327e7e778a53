"""The kernel's scalar operations over exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import UNDECIDED, Absent, undefined
from evallang.numbers.decide import abs_, ceiling, compare, floor, round_number
from evallang.numbers.elementary import exp, ln, power, root, sqrt
from evallang.numbers.errors import NumberError, Undecided
from evallang.numbers.real import Number
from evallang.numbers.ring import add, add_all, mul, neg, sub
from evallang.numbers.rounding import RoundingMode


def guarded(operation: Callable[..., Any], *args: Any) -> Any:
    """An operation on numbers, its failures as absence."""
    try:
        return operation(*args)
    except Undecided as error:
        return Absent(UNDECIDED, str(error))
    except NumberError as error:
        return undefined(str(error))


def added_up(*terms: Number) -> Number:
    """The terms added."""
    return add(*terms) if len(terms) == 2 else add_all(terms)


def multiplied(*factors: Number) -> Number:
    """The factors multiplied."""
    result: Number = factors[0]
    for factor in factors[1:]:
        result = mul(result, factor)
    return result


def least(*values: Number) -> Number:
    """The smallest; of equal ones, the first."""
    result = values[0]
    for value in values[1:]:
        if compare(value, result) < 0:
            result = value
    return result


def greatest(*values: Number) -> Number:
    """The greatest; of equal ones, the first."""
    result = values[0]
    for value in values[1:]:
        if compare(value, result) > 0:
            result = value
    return result


def clamp(value: Number, low: Number | None, high: Number | None) -> Number:
    """The value drawn in to the bounds; with crossed bounds the upper one wins."""
    if low is not None:
        value = greatest(value, low)
    return value if high is None else least(value, high)


def _as_number(operation: Callable[[Number], Any]) -> Callable[[Number], Number]:
    return lambda x: Fraction(operation(x))


SCALAR: dict[str, Callable[..., Any]] = {
    "add": added_up, "sub": sub, "mul": multiplied, "neg": neg, "power": power, "min": least,
    "max": greatest, "abs": abs_, "floor": _as_number(floor), "ceiling": _as_number(ceiling),
    "sqrt": sqrt, "root": root, "ln": ln, "exp": exp, "sum": added_up, "product": multiplied,
    "equal": lambda a, b: compare(a, b) == 0, "unequal": lambda a, b: compare(a, b) != 0,
    "less": lambda a, b: compare(a, b) < 0, "less_equal": lambda a, b: compare(a, b) <= 0,
    "greater": lambda a, b: compare(a, b) > 0, "greater_equal": lambda a, b: compare(a, b) >= 0,
}  # fmt: skip


def rounding(mode: str) -> Callable[[Number, Number], Any]:
    """Rounding to a step in a mode."""
    chosen = RoundingMode(mode)

    def rounded(value: Number, step: Number) -> Any:
        if not isinstance(step, Fraction) or step <= 0:
            return undefined("the rounding step is not a number above 0")
        return round_number(value, step, chosen)

    return rounded
