"""What a record gives: values of Python, read as the texts of a data file are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import INVALID, MISSING, UNDEFINED, Absent
from evallang.backends.python.runtime.words import Words, texted
from evallang.numbers.digits import decimal_text
from evallang.numbers.parse import parse_number, parse_share
from evallang.suggest import nearest, skeleton

LONG = 60
"""Characters of a text that a sentence shows."""
STEPS = 10_000_000
"""Pairs of letters that are compared for one text at most."""
REMEMBERED = 100_000
"""So many different texts and decimals of an input are remembered."""
_YES, _NO = ("1", "yes", "true", "иә", "да", "истина", "ақиқат"), ("0", "no", "false", "жоқ", "нет", "ложь", "жалған")
_FLOATS = {"1.0": True, "0.0": False, "-0.0": False}
FLAGS = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False) | _FLOATS


class Input:
    """An input: its key in a record, its name, what it takes (`number`, `flag`, `choice`, `body`, …), bounds."""

    __slots__ = ("high", "key", "low", "name", "options", "share", "takes", "whole")

    def __init__(  # noqa: PLR0913  # each is something that a text may have to be
        self, key: str, name: str, takes: str, low: int | Fraction | None = None,
        high: int | Fraction | None = None, *, whole: bool = False, share: bool = False,
        options: Words | None = None,
    ) -> None:  # fmt: skip
        self.key, self.name, self.takes = key, name, takes
        self.low, self.high, self.whole, self.share = low, high, whole, share
        self.options = options or Words()


def no_kind(record: Mapping[str, Any]) -> Absent:
    """Why the kind of a body is not known."""
    return Absent(UNDEFINED, f"the kind of `{record.get('body', '')}` is not given")


def said(lines: dict[str, bool], name: str, key: str, otherwise: Any, *why: str) -> Any:
    """What the line of a body in the registers says; where it has none, a flag, or the status and the words for it."""
    found = lines.get(name, lines.get(key))
    if found is not None:
        return found
    return Absent(otherwise, f"{why[0]}`{key}`{why[1]}") if why else otherwise


def seen(given: Any, spec: Input, known: dict[Any, tuple[int, int]]) -> tuple[Any, int]:
    """A number that is no whole number, as a pair; None where it is not plain.

    Floats and texts are remembered; a `Decimal` is not, which may equal a float that reads otherwise.
    """
    is_kept = type(given) in (float, str)
    if is_kept and given in known:
        return known[given]
    try:
        value = _number(given, spec)
    except (ValueError, TypeError):
        return None, 1
    pair = (value.numerator, value.denominator)
    if is_kept and len(known) < REMEMBERED:
        known[given] = pair
    return pair


def within(top: Any, bottom: int, above: Any, below: int, name: str, over: str) -> tuple[Any, Any]:
    """Two numbers as they are, or invalid both where the first is more than the second."""
    if type(top) is Absent or type(above) is Absent or top * below <= above * bottom:
        return top, above
    more, most = (decimal_text(x) for x in (Fraction(top, bottom), Fraction(above, below)))
    because = f"`{name}` ({more}) is more than `{over}` ({most})"
    return tuple(Absent(INVALID, f"`{n}` cannot be read: {because}") for n in (name, over))  # type: ignore[return-value]  # two of them


def marked(value: Any, why: Any) -> Any:
    """A value, or why it is not believed."""
    return why if type(why) is Absent and type(value) is not Absent else value


def number(record: Mapping[str, Any], spec: Input) -> tuple[Any, int]:
    """A number as a pair, or why it is not there."""
    value = value_of(record, spec)
    if type(value) is Absent:
        return value, 1
    return value.numerator, value.denominator


def result(record: Mapping[str, Any], spec: Input) -> tuple[Any, int]:
    """What another document gives to a node, as a pair, or why the record does not say it."""
    value = value_of(record, spec)
    if type(value) is not Absent:
        return value.numerator, value.denominator
    if value.status == MISSING:
        return Absent(UNDEFINED, f"the result of `{spec.name}` is not given"), 1
    because = value.because.partition(" cannot be read")[2]
    return Absent(INVALID, f"the result of `{spec.name}` cannot be read{because}"), 1


def body_of(record: Mapping[str, Any], spec: Input, names: Mapping[str, str]) -> Any:
    """The name of a body that is scored too, or that the rules name."""
    value = value_of(record, spec)
    if type(value) is Absent:
        return value
    if value not in names:
        because = f"{quoted(value)} is none of the bodies{meant_by(value, names)}"
        return Absent(INVALID, f"`{spec.name}` cannot be read: {because}")
    return names[value]


def value_of(record: Mapping[str, Any], spec: Input) -> Any:
    """What a record gives for an input, or why it is not there."""
    given = record.get(spec.key)
    if type(given) is Absent:  # that was found out before
        return given
    if isinstance(given, (list, tuple)) and not all(isinstance(entry, dict) for entry in given):
        return Absent(INVALID, f"`{spec.name}` cannot be read: a list is not one value")
    if given is None or isinstance(given, (dict, list, tuple)) or (isinstance(given, str) and not given.strip()):
        return Absent(MISSING, f"`{spec.name}` is missing")
    try:
        return _read(given, spec)
    except ValueError as error:
        return Absent(INVALID, f"`{spec.name}` cannot be read: {error}")


def _read(given: Any, spec: Input) -> Any:
    if spec.takes == "number":
        return _number(given, spec)
    text = texted(given).strip()
    match spec.takes:
        case "flag":
            word = given if isinstance(given, bool) else FLAGS.get(text.casefold())
            if word is None:
                raise ValueError(f"{quoted(text)} is neither yes nor no: write 1 or 0")
            return word
        case "choice":
            option = spec.options.meant(text)
            if not option:
                raise ValueError(f"{quoted(text)} is none of the options{meant_by(text, spec.options)}")
            return option
        case "day":
            return _day(text)
    return text


def _day(word: str) -> date:
    parts = word.split("-") if "-" in word else word.split(".")[::-1]
    if [len(part) for part in parts] != [4, 2, 2] or not (word.isascii() and "".join(parts).isdecimal()):
        raise ValueError(f"{quoted(word)} is not a date: write 2020-12-31 or 31.12.2020")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise ValueError(f"{quoted(word)} is no day of the calendar") from None


def _number(given: Any, spec: Input) -> Fraction:
    value = exact(given, spec.share)
    if spec.whole and value.denominator != 1:
        raise ValueError(f"{quoted(texted(given).strip())} is not a whole number")
    if spec.low is not None and value < spec.low:
        raise ValueError(f"{quoted(texted(given).strip())} is less than {decimal_text(Fraction(spec.low))}")
    if spec.high is not None and value > spec.high:
        hint = ": a share is written `0.45` or `45%`" if spec.share and "%" not in texted(given) else ""
        raise ValueError(f"{quoted(texted(given).strip())} is more than {decimal_text(Fraction(spec.high))}{hint}")
    return value


def exact(given: Any, share: bool = False) -> Fraction:
    """A number exactly: a float by its shortest decimal, `0.1` is a tenth. Raises ValueError for what is none."""
    if isinstance(given, (int, Fraction)) and not isinstance(given, bool):  # it may not be loaded yet
        return Fraction(given)
    text = texted(given)
    return parse_share(text) if share else parse_number(text)


def meant_by(text: str, words: Mapping[str, str]) -> str:
    """The end of a sentence, which names the word that is nearest to a text; nothing where none is near."""
    near = nearest(text, words) if len(words) * len(text) ** 2 <= STEPS else None
    if near is None:
        return ""
    if skeleton(near) == skeleton(text):
        return f"; {quoted(near)} looks the same and has letters of another alphabet: type it anew"
    return f"; did you mean {quoted(near)}?"


def quoted(text: str) -> str:
    """A text in a sentence, clipped."""
    shown = text if len(text) <= LONG else text[:LONG] + "…"
    return "`" + "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in shown) + "`"
