"""The kernel's scalar operations over exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallang import numbers
from evallang.backends.interpreter.absence import UNDECIDED, Absent, undefined
from evallang.numbers import Number, RoundingMode

ONE = Fraction(1)


def guarded(operation: Callable[..., Any], *args: Any) -> Any:
    """An operation on numbers, its failures as absence."""
    try:
        return operation(*args)
    except numbers.Undecided as error:
        return Absent(UNDECIDED, str(error))
    except numbers.NumberError as error:
        return undefined(str(error))


def add(*terms: Number) -> Number:
    """The terms added."""
    return numbers.add(*terms) if len(terms) == 2 else numbers.add_all(terms)


def mul(*factors: Number) -> Number:
    """The factors multiplied."""
    result: Number = factors[0]
    for factor in factors[1:]:
        result = numbers.mul(result, factor)
    return result


def least(*values: Number) -> Number:
    """The smallest; of equal ones, the first."""
    result = values[0]
    for value in values[1:]:
        if numbers.compare(value, result) < 0:
            result = value
    return result


def greatest(*values: Number) -> Number:
    """The greatest; of equal ones, the first."""
    result = values[0]
    for value in values[1:]:
        if numbers.compare(value, result) > 0:
            result = value
    return result


def clamp(value: Number, low: Number | None, high: Number | None) -> Number:
    """The value drawn in to the bounds; with crossed bounds the upper one wins."""
    if low is not None:
        value = greatest(value, low)
    return value if high is None else least(value, high)


def _whole(operation: Callable[[Number], Any]) -> Callable[[Number], Number]:
    return lambda x: Fraction(operation(x))


SCALAR: dict[str, Callable[..., Any]] = {
    "add": add, "sub": numbers.sub, "mul": mul, "neg": numbers.neg, "power": numbers.power, "min": least,
    "max": greatest, "abs": numbers.abs_, "floor": _whole(numbers.floor), "ceiling": _whole(numbers.ceiling),
    "sqrt": numbers.sqrt, "root": numbers.root, "ln": numbers.ln, "exp": numbers.exp, "sum": add, "product": mul,
    "equal": lambda a, b: numbers.compare(a, b) == 0, "unequal": lambda a, b: numbers.compare(a, b) != 0,
    "less": lambda a, b: numbers.compare(a, b) < 0, "less_equal": lambda a, b: numbers.compare(a, b) <= 0,
    "greater": lambda a, b: numbers.compare(a, b) > 0, "greater_equal": lambda a, b: numbers.compare(a, b) >= 0,
}  # fmt: skip


def rounding(mode: str) -> Callable[[Number, Number], Any]:
    """Rounding to a step in a mode."""
    chosen = RoundingMode(mode)

    def rounded(value: Number, step: Number) -> Any:
        if not isinstance(step, Fraction) or step <= 0:
            return undefined("the rounding step is not a number above 0")
        return numbers.round_number(value, step, chosen)

    return rounded
