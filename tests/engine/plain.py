"""What the Python of a random program is made of: small operations over fractions that know nothing of the language.

A value is a Fraction, a flag, a word, a day; or `None` (undefined, missing), `UNREAD` (a cell that cannot be read, and
what needs it) or `NA` (not applicable). Where all are needed, `UNREAD` beside `None` is `None`: there is no value
whatever the cell says. Where one may decide, it is `UNREAD`, for the cell may.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field, frozen

F = Fraction
NA = "not applicable"
UNREAD = "unread"
# A number with more bits than this is not worth the time; the data that leads to it is left out.
LARGE = 20_000
Values = dict[str, Any]
Code = Callable[["At"], Any]


class TooLarge(Exception):
    """A power that would take the test too long."""


@define(eq=False)
class Row:
    """A row of a list: its key, its inputs, and its own rows (None: that list was not delivered)."""

    key: str
    inputs: Values
    rows: list["Row"] | None = None


@define(eq=False)
class Body:
    """A body of one period: its kind (None: not given), its inputs, its rows."""

    key: str
    kind: str | None
    period: int | None
    inputs: Values
    rows: list[Row] | None


@define(eq=False)
class World:
    """All bodies, the options chosen, the period that is scored, and what has been computed."""

    bodies: list[Body]
    choices: dict[str, str]
    scored: int | None
    memo: dict[Any, Any] = field(factory=dict)

    def of(self, period: int | None) -> list[Body]:
        """The bodies of a period."""
        return [body for body in self.bodies if body.period == period]


@frozen(eq=False)
class At:
    """Where something is computed: for a body, for one of its rows, for a row of that; and for whose rule."""

    world: World
    body: Body
    rows: tuple[Row, ...] = ()
    this: Body | None = None

    def on(self, level: int) -> "At":
        """The same body or outer row, as a rule of its own sees it."""
        return At(self.world, self.body, self.rows[:level], self.body)

    def inside(self, row: Row) -> "At":
        """One of the rows."""
        return evolve(self, rows=(*self.rows, row))

    def other(self, body: Body) -> "At":
        """Another body."""
        return evolve(self, body=body, rows=())

    def shifted(self, period: int) -> "At | None":
        """The same in another period, if it is there."""
        found = next((b for b in self.world.of(period) if b.key == self.body.key), None)
        if found is None:
            return None
        rows, held = [], found.rows
        for row in self.rows:
            same = next((r for r in held or () if r.key == row.key), None)
            if same is None:
                return None
            rows.append(same)
            held = same.rows
        return At(self.world, found, tuple(rows), found)


def day(text: str) -> date:
    return date.fromisoformat(text)


def absent(value: Any) -> bool:
    return value is None or value is NA or value is UNREAD


def spread(value: Any) -> Any:
    """What this makes of something that needs it."""
    return None if value is NA else value


def strict(operation: Callable[..., Any], *values: Any) -> Any:
    """An operation that needs all of its operands."""
    return lacking(values) if any(map(absent, values)) else operation(*values)


def lacking(values: Iterable[Any]) -> Any:
    """What has no value because some of these have none."""
    return None if any(value is None or value is NA for value in values) else UNREAD


# ---- arithmetic


def plus(a: Any, b: Any) -> Any:
    return strict(lambda x, y: x + y, a, b)


def less(a: Any, b: Any) -> Any:
    return strict(lambda x, y: x - y, a, b)


def times(a: Any, b: Any) -> Any:
    return strict(lambda x, y: x * y, a, b)


def over(a: Any, b: Any) -> Any:
    return strict(lambda x, y: x / y if y else None, a, b)


def power(a: Any, n: int) -> Any:
    return strict(lambda x: _power(x, n), a)


def _power(x: Fraction, n: int) -> Fraction | None:
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > LARGE // max(1, n):
        raise TooLarge
    return None if n < 0 and not x else x**n


def rounded(mode: str, step: str, value: Any) -> Any:
    return strict(lambda x: _rounded(mode, x / Fraction(step)) * Fraction(step), value)


def _rounded(mode: str, q: Fraction) -> int:
    sign, half = (-1 if q < 0 else 1), Fraction(1, 2)
    match mode:
        case "half up":
            return sign * math.floor(abs(q) + half)
        case "half down":
            return sign * math.ceil(abs(q) - half)
        case "half even":
            return round(q)
        case "up":
            return sign * math.ceil(abs(q))
        case "down":
            return sign * math.floor(abs(q))
        case "floor":
            return math.floor(q)
        case _:
            return math.ceil(q)


def clamped(value: Any, low: Any, high: Any) -> Any:
    """Drawn in to bounds, of which one may be the word "open"; crossed bounds: the upper one wins."""
    ends = [end for end in (low, high) if end != "open"]
    return strict(lambda x, *_: _clamped(x, low, high), value, *ends)


def _clamped(x: Fraction, low: Any, high: Any) -> Fraction:
    x = x if low == "open" else max(x, low)
    return x if high == "open" else min(x, high)


# ---- conditions


def compared(sign: str, a: Any, b: Any) -> Any:
    return strict(_SIGNS[sign], a, b)


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def kleene(word: str, *values: Any) -> Any:
    """`and`, `or`: what is not applicable leaves no value; else the operands that are known, or come to be, decide."""
    if any(v is NA for v in values):
        return None
    decisive = word == "or"
    if any(v is decisive for v in values):
        return decisive
    return undecided(values) if any(map(absent, values)) else not decisive


def undecided(values: Iterable[Any]) -> Any:
    """What none of these decides."""
    return UNREAD if any(value is UNREAD for value in values) else None


def negated(value: Any) -> Any:
    return strict(lambda a: not a, value)


def known(value: Any) -> Any:
    return UNREAD if value is UNREAD else not absent(value)


def choose(condition: Any, then: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
    return spread(condition) if absent(condition) else then() if condition else otherwise()


# ---- tables


def looked_up(rows: Sequence[tuple[Sequence[Callable[[Any], bool]], Any]], *values: Any) -> Any:
    """The answer of the only row that fits."""
    if any(map(absent, values)):
        return lacking(values)
    found = [answer for tests, answer in rows if all(t(v) for t, v in zip(tests, values, strict=True))]
    return found[0] if len(found) == 1 else None


def by_kind(at: At, columns: dict[str, Callable[..., Any]], *values: Any) -> Any:
    """What a table with a column for each kind answers."""
    return None if at.body.kind is None else columns[at.body.kind](at, *values)
