"""Numbers as text: 34 significant digits, or the fraction."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final

from evallang.numbers.decide import compare
from evallang.numbers.digits import DIGITS, layout, rounded, value
from evallang.numbers.enclose import enclosure
from evallang.numbers.errors import NumberError, TooCoarse
from evallang.numbers.interval import Interval
from evallang.numbers.limits import LADDER, POWER_DIGITS
from evallang.numbers.real import Number, Real

_RANGE: Final = (MIN_EMIN, MAX_EMAX)
_QUOTIENTS: Final = Context(DIGITS, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX)
_ENDING: Final = 10**40
"""What divides it has quotients that end; those of nothing else have 34 digits from 10^-6 on."""


def decimal34(x: Number) -> tuple[str, bool]:
    """`x` to 34 significant digits, half even, and whether that is `x` exactly.

    An exact decimal has no trailing zeros (`9.7`); another one keeps them, they are digits.
    The exponent form `1.5e45` is used outside 10^-40 … 10^40, and for whole parts too long for
    the digits. Of a real, fewer digits are given where the last ones cannot be settled, and `0`
    (not exact) where not even the first can.
    """
    if isinstance(x, Real):
        return _real(x)
    return _plain(x) or _any(x)


def _plain(x: Fraction) -> tuple[str, bool] | None:
    """By the decimal numbers of Python, whose quotients are rounded once; None where it takes another look.

    That is where they would be written with an exponent, and where all digits are taken up and might yet be all.
    """
    top, bottom = x.numerator, x.denominator
    text = str(_QUOTIENTS.divide(Decimal(top), Decimal(bottom)))
    if "E" in text:
        return None
    if _ENDING % bottom:  # a quotient that does not end
        return text, False
    digits = text.replace(".", "").lstrip("-0")
    return (text, True) if len(digits) < DIGITS else None


def _any(x: Fraction) -> tuple[str, bool]:
    digits, exponent = rounded(x, DIGITS)
    exact = value(digits, exponent) == x
    return layout(digits, exponent, exact), exact


def fraction_text(x: Fraction) -> str:
    """`97/10`, or `97` for a whole number."""
    top = _digits_of(x.numerator)
    return top if x.denominator == 1 else f"{top}/{_digits_of(x.denominator)}"


def _digits_of(n: int) -> str:
    # decimals are free of the limit that `str` sets on long whole numbers
    return str(n) if n.bit_length() < 10_000 else format(Decimal(n), "f")


def _real(x: Real) -> tuple[str, bool]:
    at: Interval | None = None
    for rung in LADDER:
        try:
            at = enclosure(x, rung)
        except TooCoarse:
            continue
        found = _common(at, DIGITS)
        if found is not None:
            exact = _is_exactly(x, *found)
            return layout(*found, exact), exact
    for count in range(DIGITS - 1, 0, -1) if at else ():
        found = _common(at, count) if at else None
        if found is not None:
            return layout(*found, False), False
    return "0", _is_exactly(x, 0, 0)


def _common(at: Interval, count: int) -> tuple[int, int] | None:
    """The digits to which both ends round, if they are the same."""
    if at.sign is None:
        return None
    low, high = (Context(count, ROUND_HALF_EVEN, *_RANGE).plus(end) for end in (at.lo, at.hi))
    if low != high:
        return None
    sign, digits, exponent = low.as_tuple()
    assert isinstance(exponent, int)  # no end is infinite
    n = int("".join(map(str, digits)))
    missing = count - len(digits)
    return (-n if sign else n) * 10**missing, exponent - missing


def _is_exactly(x: Real, digits: int, exponent: int) -> bool:
    """Whether a real is that decimal after all; only looked into where zeros suggest it."""
    if digits % 1000 or abs(exponent) > POWER_DIGITS:
        return False
    try:
        return compare(x, value(digits, exponent)) == 0
    except NumberError:
        return False
