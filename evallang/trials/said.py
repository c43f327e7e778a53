"""Values, keys and paths as an example says them; None for what no example can say."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import INVALID, NOT_APPLICABLE, UNDECIDED, Absent
from evallang.numbers import Real, decimal34
from evallang.syntax.words import spellings
from evallang.trials.sides import Graded

LONG = 60
"""A number of more characters says nothing to a reader."""

_NAME = re.compile(r"[^\W\d]\w*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def quoted(text: str) -> str | None:
    """A text in quotes, as data would give it: on one line, without blanks at its ends."""
    if not text or text != text.strip() or '"' in text or not text.isprintable():
        return None
    return f'"{text}"'


def word(text: str) -> str | None:
    """A name without quotes, unless it is a word of the language; anything else in quotes."""
    return text if _NAME.fullmatch(text) and text not in spellings().values() else quoted(text)


def key(text: str) -> str | None:
    """The key of an item in its table: a name, a whole number or a text in quotes."""
    return text if text.isascii() and text.isdigit() and len(text) < LONG else word(text)


def path(segments: tuple[str, ...]) -> str | None:
    """A path; what is no name stands in quotes."""
    shown = [s if _NAME.fullmatch(s) else quoted(s) for s in segments]
    return None if None in shown else ".".join(filter(None, shown))


def number(value: Fraction) -> str | None:
    """A number in all its digits, or as a ratio."""
    if value.numerator.bit_length() + value.denominator.bit_length() > 4 * LONG:
        return None
    text, exact = decimal34(value)
    text = text if exact and "e" not in text.casefold() else str(value)
    return text if len(text) <= LONG else None


def given(value: Any) -> str | None:
    """What is given for an input; None in the data is a value that is missing."""
    match value:
        case None:
            return "missing"
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return number(value)
        case date():
            return value.isoformat()
        case str():
            return value if _DAY.fullmatch(value) else word(value)
    return None


def shown(value: Any) -> str:
    """A value in a sentence; of a number with many digits the first 34."""
    return given(value) or (decimal34(value)[0] if isinstance(value, Fraction | Real) else str(value))


def cell(value: Any) -> str | None:
    """The same in a table, where what is missing is an empty cell."""
    return "" if value is None else given(value)


def expected(value: Any) -> str | None:
    """A result: None for one that cannot be said exactly, an irrational number above all."""
    if isinstance(value, Absent):
        if value.status in (UNDECIDED, INVALID):
            return None
        return NOT_APPLICABLE if value.status == NOT_APPLICABLE else "undefined"
    if isinstance(value, Graded):
        return word(value.name)
    return None if value is None or isinstance(value, date) else given(value) if not _is_day(value) else quoted(value)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(_DAY.fullmatch(value))
