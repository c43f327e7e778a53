"""Numbers from text, exactly: what a cell of a data file or a command line may hold."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

MAX_LENGTH: Final = 10_000
"""Characters of a number, and the largest exponent."""
_SHOWN: Final = 40

# each part can match in one way only, so matching takes linear time
_DECIMAL = re.compile(r"([+-]?)([0-9]+(?:_[0-9]+)*)?(?:([.,])([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_RATIO = re.compile(r"([+-]?[0-9]+(?:_[0-9]+)*)/([0-9]+(?:_[0-9]+)*)")
_NO_NUMBERS: Final = frozenset({"nan", "inf", "infinity"})
_UNNAMED: Final = {"\t": "tab", "\n": "line break", "\r": "line break"}
_KNOWN: Final = frozenset("0123456789+-.,/_eE%")


def parse_number(text: str, decimal_comma: bool = False) -> Fraction:
    """`10`, `-3.5`, `10_000`, `2/37`, `1e-3`, and `3,5` where `decimal_comma` is set.

    Blanks around the number are left out. Raises `ValueError` with a lower-case sentence, without
    a final stop, that says what is wrong.
    """
    body = text.strip()
    if len(body) > MAX_LENGTH:
        raise ValueError("a number of more than 10,000 characters is not read")
    ratio = _RATIO.fullmatch(body)
    if ratio:
        return _ratio(body, ratio[1], ratio[2])
    found = _DECIMAL.fullmatch(body)
    if found and (found[2] or found[4]) and (found[3] != "," or decimal_comma):
        return _decimal(found)
    raise ValueError(_reason(body, decimal_comma))


def parse_share(text: str, decimal_comma: bool = False) -> Fraction:
    """A share: `0.45` or `45%`; errors as in `parse_number`. The range is not looked at."""
    body = text.strip()
    if not body.endswith("%"):
        return parse_number(body, decimal_comma)
    inner = body[:-1]
    if inner != inner.rstrip():
        raise ValueError(f"there is {_character(inner[-1])} before the percent sign: write `45%`")
    if not inner:
        raise ValueError("there is no number before the percent sign")
    return parse_number(inner, decimal_comma) / 100


def _ratio(body: str, top: str, bottom: str) -> Fraction:
    divisor = _whole(bottom)
    if not divisor:
        raise ValueError(f"{_quoted(body)} divides by zero")
    return Fraction(_whole(top), divisor)


def _decimal(found: re.Match[str]) -> Fraction:
    minus, whole, _, places, power = found.groups()
    digits = (whole or "") + (places or "")
    exponent = _whole(power) if power else 0
    if abs(exponent) > MAX_LENGTH:
        raise ValueError("an exponent beyond 10,000 is not read")
    exponent -= len(places or "")
    n = _whole(minus + digits)
    return Fraction(n * 10**exponent) if exponent >= 0 else Fraction(n, 10**-exponent)


def _whole(digits: str) -> int:
    # decimals are free of the limit that `int` sets on long texts
    return int(digits) if len(digits) < 4000 else int(Decimal(digits.replace("_", "")))


def _reason(body: str, decimal_comma: bool) -> str:
    """What is wrong with a text that is no number."""
    if not body:
        return "the text is empty; a number is expected"
    if body.lstrip("+-").lower() in _NO_NUMBERS:
        return f"{_quoted(body)} is not a number that can be computed with"
    odd = next((c for c in body if c not in _KNOWN), None)
    if odd is not None:
        return _about_character(body, odd)
    if "%" in body:
        return "a percent sign is read only where a share is expected"
    if "," in body:
        return _about_comma(body, decimal_comma)
    if "/" in body:
        return f"{_quoted(body)} is not a fraction of two whole numbers like `2/37`"
    if "_" in body:
        return f"{_quoted(body)}: an underscore stands between two digits, as in `10_000`"
    if body.endswith("."):
        return f"{_quoted(body)} ends with a point: a digit is expected after it"
    return f"{_quoted(body)} is not a number"


def _about_comma(body: str, decimal_comma: bool) -> str:
    if "." in body or body.count(",") > 1:
        return f"{_quoted(body)} has separators between thousands: leave them out"
    if decimal_comma:
        return f"{_quoted(body)} is not a number"
    return f"{_quoted(body)} has a comma: write {_quoted(body.replace(',', '.'))} with a point"


def _about_character(body: str, odd: str) -> str:
    if odd.isspace():
        return f"there is {_character(odd)} inside {_quoted(body)}: leave it out"
    if odd in "\u2212\u2010\u2011\u2012\u2013\u2014":
        return f"{_quoted(body)} holds {_character(odd)}: write the minus sign as `-`"
    if (odd.isascii() and odd.isprintable()) or not any(c.isdecimal() for c in body):
        return f"{_quoted(body)} is not a number"
    return f"{_quoted(body)} holds {_character(odd)}, which is no part of a number"


def _character(c: str) -> str:
    name = _UNNAMED.get(c) or unicodedata.name(c, "control character").lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name} (U+{ord(c):04X})"


def _quoted(body: str) -> str:
    shown = body if len(body) <= _SHOWN else body[:_SHOWN] + "…"
    return "`" + "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in shown) + "`"
