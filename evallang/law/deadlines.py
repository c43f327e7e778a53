"""The days of deadlines: in a year, or after an event."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from attrs import evolve, frozen

from evallang.ir.law import DeadlineDef, Due, DueDay
from evallang.law.calendar import Calendar


@frozen
class Dated:
    """A deadline with its last day, and the first where it is a span of time.

    `last` is None where the calendar does not hold the year, or no calendar does; `why` says so, or that the last
    day is a day off.
    """

    deadline: DeadlineDef
    last: date | None
    first: date | None = None
    why: str = ""


def dated(
    deadlines: Iterable[DeadlineDef], calendar: Calendar, year: int | None, events: Mapping[str, date]
) -> tuple[Dated, ...]:
    """The deadlines of an assessed year, a fixed date in that year among them, and those that run from given events.

    Days are counted from the day after the event (Civil Code of Kazakhstan, article 173). A last day that is a day off
    stays, with a note: whether it moves to the next working day (article 175) is for the reader of the act to say.
    """
    found = [_dated(d, calendar, year, events) for d in deadlines]
    noted = (_noted(d, calendar) for d in found if d is not None)
    return tuple(sorted(noted, key=lambda d: (d.last is None, d.last or date.max)))


def _noted(found: Dated, calendar: Calendar) -> Dated:
    """The deadline, with a note if its last day is a day off, or may be one."""
    if found.last is None:
        return found
    if not calendar.knows(found.last, found.last):
        return evolve(found, why=f"{calendar.held()}; whether this is a working day is not known")
    off = calendar.why_off(found.last)
    if not off:
        return found
    following = calendar.working_days_after(found.last, 1)
    then = f"; the next working day is {following}" if following is not None else ""
    return evolve(found, why=f"a day off ({off}){then}")


def _dated(d: DeadlineDef, calendar: Calendar, year: int | None, events: Mapping[str, date]) -> Dated | None:
    due = d.due
    if due.word == "within":
        start = events.get(due.event)
        return None if start is None else _within(d, calendar, start)
    if year is None or (due.day.date is not None and due.day.date.year != year):
        return None
    if due.word == "in":
        in_year = year + due.day.next_year
        length = months.monthrange(in_year, due.day.month)[1]
        return Dated(d, date(in_year, due.day.month, length), date(in_year, due.day.month, 1))
    last = _day(due.day, year, before=due.word == "before")
    return Dated(d, last, why="" if last is not None else f"no day is before {date.min}")


def _day(day: DueDay, year: int, *, before: bool) -> date | None:
    """The day meant, or the one before it. A day that the year lacks, 29 February, is the last of its month."""
    found, lacking = day.date, False
    if found is None:
        in_year = year + day.next_year
        length = months.monthrange(in_year, day.month)[1]
        found, lacking = date(in_year, day.month, min(day.day, length)), day.day > length
    if not before or lacking:
        return found
    return found - timedelta(days=1) if found > date.min else None


def _within(d: DeadlineDef, calendar: Calendar, start: date) -> Dated:
    due = d.due
    if due.unit == "working days":
        last = calendar.working_days_after(start, due.count)
        why = f"{calendar.held()}; working days from {start} cannot be counted"
        return Dated(d, last, why="" if last is not None else why)
    last = _later(start, due)
    return Dated(d, last, why="" if last is not None else f"the last day would be after {date.max}")


def _later(start: date, due: Due) -> date | None:
    """A number of calendar days or months later; None for what no calendar holds."""
    try:
        return start + timedelta(days=due.count) if due.unit == "calendar days" else _months_after(start, due.count)
    except (OverflowError, ValueError):
        return None


def _months_after(start: date, count: int) -> date:
    """The same day of a later month, or its last day (Civil Code of Kazakhstan, article 174).

    Raises ValueError or OverflowError where it is after the year 9999.
    """
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
