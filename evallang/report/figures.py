"""Numbers as files and tables show them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from evallang.backends.scores import Result
from evallang.numbers import Number, decimal34

PLACES = 4
"""Decimal places of a table; `…` says that more digits follow."""

_LONGEST = 2_000


def exact_text(x: Number) -> str:
    """Every digit where the decimals end (`0.125`), else 34 significant digits."""
    return _fraction_text(x) if isinstance(x, Fraction) else decimal34(x)[0]


@lru_cache(maxsize=1 << 14)  # the scores of many bodies are few, and mostly rounded
def _fraction_text(x: Fraction) -> str:
    text, exact = decimal34(x)
    return text if exact else _finite(x) or text


def _finite(x: Fraction) -> str | None:
    """The decimals of a fraction whose denominator has no other factors than 2 and 5; None for others."""
    rest, twos, fives = x.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > _LONGEST or abs(x.numerator).bit_length() > 3 * _LONGEST:
        return None
    digits = str(abs(x.numerator) * 10**places // x.denominator).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if x < 0 else "") + whole + (f".{part}" if part else "")


def cell_text(result: Result) -> str:
    """A result as a cell of a data file: nothing where there is no value."""
    value = result.value
    if result.status != "value" or value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | date):
        return str(value)
    return exact_text(value)


def short_number(x: Number) -> str:
    """A number in few characters, never rounded: `9.75`, or `9.7512…` where digits are left out."""
    text, exact = decimal34(x)
    if "e" in text:
        return text if exact and len(text) < 12 else _short_power(text)
    whole, _, part = text.partition(".")
    if exact and len(part) <= PLACES:
        return text
    return f"{whole}.{part[:PLACES]}…"


def _short_power(text: str) -> str:
    digits, _, power = text.partition("e")
    cut = digits[: PLACES + 3]
    return f"{cut}{'…' if len(cut) < len(digits) else ''}e{power}"


def short_text(result: Result) -> str:
    """A result in a table: its value in few characters, or its status."""
    value = result.value
    if result.status != "value" or value is None:
        return "–" if result.status == "not applicable" else result.status
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | date):
        return str(value)
    return short_number(value)
