"""Working days: weekends, holidays and days that were moved, from a dated file.

The file is `rules/calendar/kazakhstan.csv`: a day, what it is (`holiday`, `day off`, `working`), its name, its source.
A year that has a row is held as a whole.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from attrs import frozen

from evallang.resources import folder

SATURDAY = 5
_WEEKEND = {SATURDAY: "Saturday", 6: "Sunday"}
_KINDS = ("holiday", "day off", "working")


@frozen
class Calendar:
    """Days that are off although a week day, or on although a weekend; `years` are those that are known."""

    off: frozenset[date]
    on: frozenset[date]
    names: Mapping[date, str]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Whether work is done on a day."""
        return day in self.on or (day not in self.off and day.weekday() < SATURDAY)

    def working_days_after(self, start: date, count: int) -> date | None:
        """The last of `count` working days, not counting the day of the event; None outside of the years known."""
        day = start
        while count > 0:
            if day == date.max:
                return None
            day += timedelta(days=1)
            if day.year not in self.years:
                return None
            count -= self.is_working(day)
        return day

    def knows(self, first: date, last: date) -> bool:
        """Whether the holidays of all years from one day to another are known."""
        return set(range(first.year, last.year + 1)) <= self.years

    def why_off(self, day: date) -> str:
        """What makes a day a day off: its name in the file, else the day of the week; empty on a working day."""
        return "" if self.is_working(day) else self.names.get(day) or _WEEKEND[day.weekday()]

    def held(self) -> str:
        """Which years are known: `the calendar holds 2010 to 2026`."""
        return f"the calendar holds {min(self.years)} to {max(self.years)}" if self.years else "the calendar is empty"


def calendar_of(rows: Iterable[Mapping[str, str]]) -> Calendar:
    """A calendar from the rows of its file.

    Raises ValueError for a day that is none or stands there twice, an unknown kind, or years with a gap.
    """
    off: set[date] = set()
    on: set[date] = set()
    names: dict[date, str] = {}
    for row in rows:
        day = date.fromisoformat(row["day"])
        if day in names or row["kind"] not in _KINDS:
            raise ValueError(
                f"{day} stands twice" if day in names else f"{day} is {row['kind']!r}, not one of {_KINDS}"
            )
        (on if row["kind"] == "working" else off).add(day)
        names[day] = row["name"]
    years = {day.year for day in names}
    if years and len(years) != max(years) - min(years) + 1:
        raise ValueError("years are missing between the first and the last")
    return Calendar(frozenset(off), frozenset(on), names, frozenset(years))


@cache
def kazakhstan() -> Calendar:
    """The calendar of the Republic of Kazakhstan, for the years in its file."""
    text = (folder("rules") / "calendar" / "kazakhstan.csv").read_text(encoding="utf-8")
    return calendar_of(csv.DictReader(text.splitlines()))
