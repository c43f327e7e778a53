"""One text of the data to one value, by the declared type of the input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from evallang.ir.data import Datum
from evallang.numbers import parse_number, parse_share
from evallang.tables.wording import Suggestions, number, quoted
from evallang.types import BodyType, Choice, DateType, Flag, Quantity, Type

Converter = Callable[[str], Datum]
"""From a text that is not blank to its value; raises ValueError with the reason in lower case."""

_YES = ("1", "yes", "true", "иә", "да", "истина", "ақиқат")  # the last are what spreadsheets write in these languages
_NO = ("0", "no", "false", "жоқ", "нет", "ложь", "жалған")
# A column of yes and no with a gap is one of floats for pandas, which writes 1.0 and 0.0.
_FLOATS = {"1.0": True, "0.0": False, "-0.0": False}
FLAGS = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False) | _FLOATS
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DOTTED = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")


def converter(kind: Type, decimal_comma: bool, bodies: Words) -> Converter:
    """The reading of texts for a type; `bodies` says which bodies there are."""
    match kind:
        case Quantity():
            return _quantity(kind, decimal_comma)
        case Flag():
            return _flag
        case Choice():
            return option_words(((option, kind.label(option)) for option in kind.options), "options").find
        case BodyType():
            return bodies.find
        case DateType():
            return _date
    return str.strip


class Words:
    """Names that a text may give: `find` reads one, capitals aside where that is not ambiguous."""

    def __init__(self, meanings: Mapping[str, str], what: str, *, fold: bool = True) -> None:
        self._exact = meanings
        self._folded: dict[str, str | None] = {}
        for word, name in meanings.items() if fold else ():
            key = word.casefold()
            self._folded[key] = name if self._folded.get(key, name) == name else None
        self._what = what
        self._suggestions = Suggestions(meanings)

    def get(self, text: str) -> str | None:
        """The name that a text means, or None."""
        word = text.strip()
        return self._exact.get(word) or self._folded.get(word.casefold())

    def ask(self, text: str) -> str | None:
        """A question that names the nearest word, or None."""
        return self._suggestions.ask(text.strip())

    def find(self, text: str) -> str:
        """The name that a text means; raises ValueError with the nearest one."""
        name = self.get(text)
        if name is not None:
            return name
        ask = self.ask(text)
        raise ValueError(f"{quoted(text.strip())} is none of the {self._what}" + (f"; {ask}" if ask else ""))


def option_words(options: Iterable[tuple[str, str]], what: str) -> Words:
    """Names with their labels: a name wins over a label, a label that two share means nothing."""
    named = list(options)
    meanings: dict[str, str] = {}
    shared = set()
    for name, label in named:
        if label and meanings.setdefault(label, name) != name:
            shared.add(label)
    for label in shared:
        del meanings[label]
    meanings.update((name, name) for name, _ in named)
    return Words(meanings, what)


def _quantity(kind: Quantity, decimal_comma: bool) -> Converter:
    parse = parse_share if kind.share else parse_number
    low, high, whole = kind.low, kind.high, kind.whole

    def convert(text: str) -> Fraction:
        # most cells are short whole numbers, which need no grammar
        plain = len(text) < 19 and text.isascii() and text.isdigit()
        value = Fraction(int(text)) if plain else parse(text, decimal_comma)
        if whole and value.denominator != 1:
            raise ValueError(f"{quoted(text.strip())} is not a whole number")
        if low is not None and value < low:
            raise ValueError(f"{quoted(text.strip())} is less than {number(low)}")
        if high is not None and value > high:
            hint = ": a share is written `0.45` or `45%`" if kind.share and "%" not in text else ""
            raise ValueError(f"{quoted(text.strip())} is more than {number(high)}{hint}")
        return value

    return convert


def _flag(text: str) -> bool:
    value = FLAGS.get(text.strip().casefold())
    if value is None:
        raise ValueError(f"{quoted(text.strip())} is neither yes nor no: write 1 or 0")
    return value


def _date(text: str) -> date:
    word = text.strip()
    if found := _ISO.fullmatch(word):
        year, month, day = found.groups()
    elif found := _DOTTED.fullmatch(word):
        day, month, year = found.groups()
    else:
        raise ValueError(f"{quoted(word)} is not a date: write 2020-12-31 or 31.12.2020")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"{quoted(word)} is no day of the calendar") from None
