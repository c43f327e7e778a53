"""Ranges of roots, logarithms and exponentials: their ends are enclosed by fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from evallang import numbers
from evallang.lint.ranges import Range, exactly, is_empty
from evallang.lint.ranges import power as whole_power
from evallang.numbers import Number
from evallang.numbers.enclose import enclosure

_DIGITS = 30
_ZERO, _POSITIVE = Fraction(0), Range(Fraction(0), None, True, False)


def ln(r: Range) -> Range:
    """The natural logarithm of numbers above 0."""
    return _rising(numbers.ln, r, Range())


def exp(r: Range) -> Range:
    """e ^ x."""
    return _rising(numbers.exp, r, Range(_ZERO, None, False, False, nonzero=True))


def root(r: Range, degree: Range) -> Range:
    """The n-th root of numbers that are not below 0; of others only what is known of all."""
    n = degree.point
    if n is None or r.low is None or r.low < 0:
        return Range() if n is None or n.numerator % 2 else _POSITIVE
    return _rising(lambda x: numbers.root(x, n), r, _POSITIVE)


def power(base: Range, exponent: Range) -> Range:
    """x ^ n, also for a broken exponent."""
    n = exponent.point
    if n is None or n <= 0 or n.denominator == 1 or base.low is None or base.low < 0:
        return whole_power(base, exponent)
    return _rising(lambda x: numbers.power(x, n), base, _POSITIVE)


def _rising(function: Callable[[Number], Number], r: Range, most: Range) -> Range:
    """The values of a function that rises; `most` is what holds of all its values."""
    if is_empty(r):
        return r
    low, high = _value(function, r.low), _value(function, r.high)
    exact = low is not None and low[0] == low[1] and r.low_closed
    exact_high = high is not None and high[0] == high[1] and r.high_closed
    if low is not None and low == high and low[0] == low[1]:
        return exactly(low[0])
    return Range(
        most.low if low is None else low[0], most.high if high is None else high[1],
        most.low_closed if low is None else exact, most.high_closed if high is None else exact_high,
        nonzero=most.nonzero or (low is not None and low[0] > 0),
    )  # fmt: skip


def _value(function: Callable[[Number], Number], x: Fraction | None) -> tuple[Fraction, Fraction] | None:
    """Fractions between which a value lies; None where it has none that can be written."""
    if x is None:
        return None
    try:
        found = function(x)
        if isinstance(found, Fraction):
            return found, found
        at = enclosure(found, _DIGITS)
    except (numbers.NumberError, OverflowError):
        return None
    return Fraction(at.lo), Fraction(at.hi)
