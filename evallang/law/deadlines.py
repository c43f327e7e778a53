"""The days of deadlines: in a year, or after an event."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from attrs import frozen

from evallang.ir.law import DeadlineDef, Due, DueDay
from evallang.law.calendar import Calendar


@frozen
class Dated:
    """A deadline with its last day, and the first where it is a span of time; `why` says what is uncertain."""

    deadline: DeadlineDef
    last: date | None
    first: date | None = None
    why: str = ""


def dated(
    deadlines: Iterable[DeadlineDef], calendar: Calendar, year: int | None, events: Mapping[str, date]
) -> tuple[Dated, ...]:
    """The deadlines of an assessed year and those that run from the given events.

    Days are counted from the day after the event (Civil Code of Kazakhstan, article 173).
    """
    found = [_dated(d, calendar, year, events) for d in deadlines]
    return tuple(sorted((d for d in found if d is not None), key=lambda d: (d.last is None, d.last or date.max)))


def _dated(d: DeadlineDef, calendar: Calendar, year: int | None, events: Mapping[str, date]) -> Dated | None:
    due = d.due
    if due.word == "within":
        start = events.get(due.event)
        return None if start is None else _within(d, calendar, start)
    if due.day.date is None and year is None:
        return None
    if due.word == "in":
        assert year is not None
        in_year = year + due.day.next_year
        last = months.monthrange(in_year, due.day.month)[1]
        return Dated(d, date(in_year, due.day.month, last), date(in_year, due.day.month, 1))
    day = _day(due.day, year)
    return Dated(d, day - timedelta(days=1) if due.word == "before" else day)


def _day(day: DueDay, year: int | None) -> date:
    if day.date is not None:
        return day.date
    assert year is not None
    in_year = year + day.next_year
    return date(in_year, day.month, min(day.day, months.monthrange(in_year, day.month)[1]))


def _within(d: DeadlineDef, calendar: Calendar, start: date) -> Dated:
    due = d.due
    if due.unit == "calendar days":
        return Dated(d, start + timedelta(days=due.count))
    if due.unit == "months":
        return Dated(d, _months_after(start, due.count))
    last = calendar.working_days_after(start, due.count)
    if calendar.knows(start, last):
        return Dated(d, last)
    return Dated(d, last, why=f"the holidays of {last.year} are not in the calendar: only weekends are left out")


def _months_after(start: date, count: int) -> date:
    """The same day of a later month, or its last day (Civil Code of Kazakhstan, article 174)."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def due_text(due: Due) -> str:
    """`within 5 working days of receipt`, `before 1 March of the next year`."""
    if due.word == "within":
        unit = due.unit if due.count != 1 else due.unit.removesuffix("s")
        return f"within {due.count} {unit} of {due.event}"
    if due.day.date is not None:
        return f"{due.word} {due.day.date}"
    month = months.month_name[due.day.month]
    year = " of the next year" if due.day.next_year else ""
    return f"{due.word} {f'{due.day.day} ' if due.day.day else ''}{month}{year}"
