"""Numbers as text: 34 significant digits, or the fraction."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final

from evallang.numbers.decide import compare
from evallang.numbers.enclose import enclosure
from evallang.numbers.errors import NumberError, TooCoarse
from evallang.numbers.interval import Interval
from evallang.numbers.limits import LADDER, POWER_DIGITS
from evallang.numbers.real import Number, Real

DIGITS: Final = 34
_RANGE: Final = (MIN_EMIN, MAX_EMAX)
PLAIN: Final = 40
"""Numbers from 10^-PLAIN up to 10^PLAIN are written without an exponent."""


def decimal34(x: Number) -> tuple[str, bool]:
    """`x` to 34 significant digits, half even, and whether that is `x` exactly.

    An exact decimal has no trailing zeros (`9.7`); another one keeps them, they are digits.
    The exponent form `1.5e45` is used outside 10^-40 … 10^40, and for whole parts too long for
    the digits. Of a real, fewer digits are given where the last ones cannot be settled, and `0`
    (not exact) where not even the first can.
    """
    if isinstance(x, Real):
        return _real(x)
    digits, exponent = _rounded(x, DIGITS)
    exact = _value(digits, exponent) == x
    return _layout(digits, exponent, exact), exact


def fraction_text(x: Fraction) -> str:
    """`97/10`, or `97` for a whole number."""
    top = _whole(x.numerator)
    return top if x.denominator == 1 else f"{top}/{_whole(x.denominator)}"


def _whole(n: int) -> str:
    # decimals are free of the limit that `str` sets on long whole numbers
    return str(n) if n.bit_length() < 10_000 else format(Decimal(n), "f")


def _value(digits: int, exponent: int) -> Fraction:
    return Fraction(digits * 10**exponent) if exponent >= 0 else Fraction(digits, 10**-exponent)


def _rounded(x: Fraction, count: int) -> tuple[int, int]:
    """`(n, e)`: n * 10^e is `x` rounded half even to `count` significant digits; (0, 0) for 0."""
    n, d = abs(x.numerator), x.denominator
    if not n:
        return 0, 0
    size = (n.bit_length() - d.bit_length()) * 30103 // 100000  # of the leading digit, or 1 off
    exponent = size - count
    limit = 10**count
    while True:
        top, bottom = (n, d * 10**exponent) if exponent >= 0 else (n * 10**-exponent, d)
        if top < limit * bottom:
            break
        exponent += 1
    digits, rest = divmod(top, bottom)
    if 2 * rest > bottom or (2 * rest == bottom and digits % 2):
        digits += 1
    if digits == limit:
        digits, exponent = digits // 10, exponent + 1
    return (digits if x > 0 else -digits), exponent


def _layout(digits: int, exponent: int, exact: bool) -> str:
    """The text of digits * 10^exponent."""
    if not digits:
        return "0"
    text, minus = str(abs(digits)), "-" if digits < 0 else ""
    if exact:
        short = text.rstrip("0")
        exponent, text = exponent + len(text) - len(short), short
    leading = exponent + len(text) - 1
    if abs(leading) >= PLAIN or (exponent > 0 and not exact):
        tail = f".{text[1:]}" if len(text) > 1 else ""
        return f"{minus}{text[0]}{tail}e{leading}"
    if exponent >= 0:
        return minus + text + "0" * exponent
    if leading >= 0:
        return f"{minus}{text[: leading + 1]}.{text[leading + 1 :]}"
    return f"{minus}0.{'0' * (-leading - 1)}{text}"


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
            return _layout(*found, exact), exact
    for count in range(DIGITS - 1, 0, -1) if at else ():
        found = _common(at, count) if at else None
        if found is not None:
            return _layout(*found, False), False
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
        return compare(x, _value(digits, exponent)) == 0
    except NumberError:
        return False
