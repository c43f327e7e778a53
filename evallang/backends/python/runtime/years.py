"""Bodies in several years, and what is looked at in another year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from evallang.backends.interpreter.absence import MISSING, Absent, lack
from evallang.backends.python.runtime.forms import Level, key_in, row_with, rows_of
from evallang.backends.python.runtime.population import Of, Periods, Population, Record
from evallang.backends.python.runtime.records import period_of


class Elsewhere:
    """What is looked at in other years: its number and words, the lists that it stands in."""

    def __init__(self, number: int, name: str, lists: Sequence[Level], value: Of) -> None:
        self.number, self.name, self.lists, self.value = number, name, lists, value


class Years(Periods):
    """Records of some years, each scored in its own."""

    def __init__(self, records: Sequence[Record], kinds: Mapping[str, str], names: Mapping[str, str]) -> None:
        super().__init__(records, kinds, names)
        self.known: dict[tuple[str, int | None], Record] = {}
        for record in records:
            self.known.setdefault((str(record.get("body", "")), period_of(record)), record)
        self._years: dict[tuple[int | None, int | None], Year] = {}

    def of(self, record: Record) -> Year:
        """The bodies of the year of a record, which is scored."""
        period = period_of(record)
        return self.year(period, period)

    def year(self, period: int | None, scored: int | None) -> Year:
        """The bodies of a year, as they are seen from the year that is scored."""
        place = (period, scored)
        if place not in self._years:
            self._years[place] = Year(self, period, scored)
        return self._years[place]


class Year(Population):
    """The bodies of one year; only where it `is_scored` does something stand in for a missing value."""

    def __init__(self, years: Years, period: int | None, scored: int | None) -> None:
        super().__init__(years.by_period.get(period, []), years.kinds, years.names)
        self.years, self.period, self.scored = years, period, scored
        self.is_scored = period == scored
        self._values: dict[tuple[int, ...], tuple[Any, int]] = {}

    def before(self, other: Elsewhere, back: int, record: Record, rows: tuple[Record, ...] = ()) -> tuple[Any, int]:
        """The value so many years before, with its denominator."""
        return self.at(other, None if self.period is None else self.period - back, record, rows)

    def at(self, other: Elsewhere, year: int | None, record: Record, rows: tuple[Record, ...] = ()) -> tuple[Any, int]:
        """The value in a year, with its denominator, or why there is none."""
        if self.period is None or year is None:
            why = f"`{other.name}` of another period is needed, and the data has no periods"
            return Absent(MISSING, why), 1
        if year == self.period:
            return self.value(other, record, rows)
        there = self.years.year(year, self.scored)
        same = there.same(other, record, rows)
        if same is None:
            whose = f"`{key_in(rows[-1], other.lists[-1])}`" if rows else "this body"
            why = f"`{other.name}` of the year {year} is needed, and the data has no row of {whose} for it"
            return Absent(MISSING, why), 1
        return there.value(other, *same)

    def same(
        self, other: Elsewhere, record: Record, rows: tuple[Record, ...]
    ) -> tuple[Record, tuple[Record, ...]] | None:  # fmt: skip
        """The same body in this year, and the same items of it; None where it has none."""
        body = self.years.known.get((str(record.get("body", "")), self.period))
        inner, found = body, list[Record]()
        for level, row in zip(other.lists, rows, strict=True):
            held = None if inner is None else rows_of(inner, level)
            inner = None if held is None else row_with(held, level, key_in(row, level))
            if inner is not None:
                found.append(inner)
        return None if body is None or inner is None else (body, tuple(found))

    def value(self, other: Elsewhere, record: Record, rows: tuple[Record, ...]) -> tuple[Any, int]:
        """The value in this year; it is found once."""
        place = (other.number, id(record), *map(id, rows))
        if place not in self._values:
            self._values[place] = other.value[self.kind(record)](record, self, rows)
        return self._values[place]


def year_in(top: Any, bottom: int) -> int | None:
    """The year that a number is; None where it is none."""
    if type(top) is not int:
        top, bottom = (top.numerator, top.denominator) if hasattr(top, "numerator") else (0, 1)
    year, rest = divmod(top, bottom)
    return year if not rest and 0 < year < 10_000 else None  # years have four digits


def worse(more_is_better: bool, values: Sequence[tuple[Any, int]]) -> Any:
    """Whether each of some values, given with their denominators, is worse than the one before."""
    absent = lack(top for top, _ in values)
    if absent is not None:
        return absent
    falls = [b * c < a * d for (a, c), (b, d) in pairwise(values)]
    rises = [b * c > a * d for (a, c), (b, d) in pairwise(values)]
    return all(falls if more_is_better else rises)
