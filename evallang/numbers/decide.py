"""Signs, comparisons and whole parts of numbers."""

import math
from fractions import Fraction
from typing import Literal, TypeAlias

from evallang.numbers.enclose import enclosure
from evallang.numbers.errors import TooCoarse, Undecided
from evallang.numbers.limits import LADDER
from evallang.numbers.real import Number, Real
from evallang.numbers.ring import neg, scale, sub
from evallang.numbers.rounding import RoundingMode, nearest_whole, round_to
from evallang.numbers.zero import exact_sign

Order: TypeAlias = "Literal[-1, 0, 1]"


def sign(x: Number) -> Order:
    """-1, 0 or 1. Raises `Undecided` where neither digits nor exact arithmetic settle it.

    `x` is enclosed at 40, 80, 160 and 320 significant digits in turn. It is settled whenever
    its absolute value is more than 10^-200 of the largest of the terms that it is the sum of
    (unless over 100 digits cancel *inside* one term), and by `zero.exact_sign` where that
    applies; only the latter can answer 0.
    """
    if isinstance(x, Fraction):
        return _order(x.numerator)
    for digits in LADDER:
        try:
            found = enclosure(x, digits).sign
        except TooCoarse:
            found = None
        if found is None and digits == LADDER[0]:
            found = exact_sign(x)
        if found is not None:
            return _order(found)
    raise Undecided("200 digits do not settle whether the two values are equal")


def _order(n: int) -> Order:
    if n > 0:
        return 1
    return -1 if n < 0 else 0


def compare(a: Number, b: Number) -> Order:
    """-1 where a < b, 0 where they are equal, 1 where a > b; raises `Undecided`.

    It is the sign of a - b: settled whenever a and b differ by more than 10^-200 of the larger
    of them (see `sign` for the fine print), and where equality can be proved.
    """
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return _order(a.numerator * b.denominator - b.numerator * a.denominator)
    return sign(sub(a, b))


def abs_(x: Number) -> Number:
    """The absolute value; raises `Undecided` where the sign is."""
    if isinstance(x, Fraction):
        return abs(x)
    return neg(x) if sign(x) < 0 else x


def floor(x: Number) -> Fraction:
    """The largest whole number that is not above `x`; raises `Undecided`."""
    if isinstance(x, Fraction):
        return Fraction(x.numerator // x.denominator)
    return Fraction(whole_part(x))


def ceiling(x: Number) -> Fraction:
    """The smallest whole number that is not below `x`; raises `Undecided`."""
    return -floor(neg(x))


def round_number(x: Number, step: Fraction, mode: RoundingMode) -> Fraction:
    """`x` rounded to a multiple of `step` > 0 as by `round_to`; raises `Undecided`.

    A real is settled like a comparison with the edges: the multiples, and for the half modes
    the middles between them.
    """
    if isinstance(x, Fraction):
        return round_to(x, step, mode)
    if step <= 0:
        raise ValueError("the step of a rounding must be above 0")
    steps = scale(x, 1 / step)
    assert isinstance(steps, Real)  # a multiple of a real
    below = whole_part(steps)
    rest = sub(steps, Fraction(below))
    if sign(rest) == 0:
        return below * step
    to_half = compare(rest, Fraction(1, 2)) if mode.looks_at_halves else 0
    return nearest_whole(below, to_half, mode) * step


def whole_part(x: Real) -> int:
    """The largest whole number that is not above a real; raises `Undecided`."""
    for digits in LADDER:
        try:
            at = enclosure(x, digits)
        except TooCoarse:
            continue
        if max(at.lo.adjusted(), at.hi.adjusted()) >= digits:
            continue  # the whole part has more digits than were computed
        low, high = math.floor(at.lo), math.floor(at.hi)
        if low == high:
            return low
        if high == low + 1:
            return high if sign(sub(x, Fraction(high))) >= 0 else low
    raise Undecided("200 digits do not settle the whole part of the value")
