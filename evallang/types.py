"""What a value can be: numbers with units, flags, choices, bodies, dates, texts."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen


@frozen
class Quantity:
    """A number. `unit` is None when it is not known to have one: such a number mixes with every unit.

    `low` and `high` bound an input; `whole` says that it counts something; `share` that it may be written `45%`.
    """

    unit: str | None = None
    low: Fraction | None = field(default=None, eq=False)
    high: Fraction | None = field(default=None, eq=False)
    whole: bool = field(default=False, eq=False)
    share: bool = field(default=False, eq=False)
    word: str = field(default="number", eq=False)


@frozen
class Flag:
    """Yes or no."""


@frozen
class Choice:
    """One of a few named options; two choices are the same type when they have the same options."""

    options: tuple[str, ...]
    labels: tuple[str, ...] = field(default=(), eq=False)

    def label(self, option: str) -> str:
        """The words for an option, or its name where it has none."""
        words = dict(zip(self.options, self.labels, strict=False)).get(option)
        return words or option


@frozen
class BodyType:
    """A body of the register."""


@frozen
class DateType:
    """A calendar date."""


@frozen
class TextType:
    """Words that only people read."""


@frozen
class Unknown:
    """What has no value of any type (`undefined "…"`), or what an error has already been reported for."""


Type = Quantity | Flag | Choice | BodyType | DateType | TextType | Unknown

NUMBER = Quantity()
FLAG = Flag()
BODY = BodyType()
DATE = DateType()
TEXT = TextType()
UNKNOWN = Unknown()

_ZERO = Fraction(0)
NAMED: dict[str, Type] = {
    "count": Quantity(low=_ZERO, whole=True, word="count"),
    "number": NUMBER,
    "share": Quantity(low=_ZERO, high=Fraction(1), share=True, word="share"),
    "points": NUMBER,
    "hours": Quantity(unit="hours", low=_ZERO, word="hours"),
    "days": Quantity(unit="days", low=_ZERO, word="days"),
    "year": Quantity(unit="year", whole=True, word="year"),
    "flag": FLAG,
    "date": DATE,
    "text": TEXT,
    "body": BODY,
}


def shown(kind: Type) -> str:
    """A type in a few words, for messages."""
    match kind:
        case Quantity(unit=unit, word=word):
            return f"a number ({unit})" if unit else f"a {word}" if word in ("share", "count") else "a number"
        case Flag():
            return "yes or no"
        case Choice(options=options):
            return "one of " + ", ".join(f"`{o}`" for o in options[:6]) + (", …" if len(options) > 6 else "")
        case BodyType():
            return "a body"
        case DateType():
            return "a date"
        case TextType():
            return "text"
        case Unknown():
            return "nothing"
