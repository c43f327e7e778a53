"""Fractions as decimals of 34 significant digits."""

from fractions import Fraction
from typing import Final

DIGITS: Final = 34
PLAIN: Final = 40
"""Numbers from 10^-PLAIN up to 10^PLAIN are written without an exponent."""


def decimal_text(x: Fraction) -> str:
    """`x` to 34 significant digits, half even, as `decimal34` writes it."""
    digits, exponent = rounded(x, DIGITS)
    return layout(digits, exponent, value(digits, exponent) == x)


def value(digits: int, exponent: int) -> Fraction:
    """digits * 10^exponent."""
    return Fraction(digits * 10**exponent) if exponent >= 0 else Fraction(digits, 10**-exponent)


def rounded(x: Fraction, count: int) -> tuple[int, int]:
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


def layout(digits: int, exponent: int, exact: bool) -> str:
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
