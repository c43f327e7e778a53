"""The calendar of the Republic: its file against the rules of the law, and days that were looked up one by one."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest

from evallang.law.calendar import SATURDAY, calendar_of, kazakhstan
from evallang.resources import folder

_FILE = folder("rules") / "calendar" / "kazakhstan.csv"
_ROWS = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
_DAYS = {date.fromisoformat(row["day"]): row for row in _ROWS}
_KURBAN = "Kurban Ait, first day"


def _holidays(year: int) -> set[date]:
    """The national and state holidays of a year, from articles 2 and 3 of Law No. 267-II and its amendments."""
    days = {(1, 1), (1, 2), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 9), (7, 6), (12, 16)}
    days |= {(5, 7)} if year >= 2013 else set()
    days |= {(8, 30)} if year < 2026 else set()
    days |= {(10, 25)} if year >= 2022 else {(12, 17)}
    days |= {(12, 1)} if 2012 <= year < 2022 else set()
    return {date(year, month, day) for month, day in days}


def test_every_row_is_whole_and_in_order() -> None:
    assert list(_DAYS) == sorted(_DAYS) and len(_DAYS) == len(_ROWS)
    for row in _ROWS:
        assert row["kind"] in ("holiday", "day off", "working")
        assert row["name"] and row["source"].startswith(
            ("Law No.", "Labour Code No.", "Government res", "Order of the")
        )


@pytest.mark.parametrize("year", range(2010, 2027))
def test_the_holidays_are_those_of_the_law(year: int) -> None:
    assert {day for day, row in _DAYS.items() if day.year == year and row["kind"] == "holiday"} == _holidays(year)
    offs = [row["name"] for day, row in _DAYS.items() if day.year == year and row["kind"] == "day off"]
    assert offs.count(_KURBAN) == 1 and offs.count("Orthodox Christmas") == 1


@pytest.mark.parametrize("year", range(2010, 2027))
def test_a_holiday_on_a_weekend_is_carried_to_the_next_working_day(year: int) -> None:
    """Article 5; a day that is itself a holiday, or taken by another, is passed over."""
    taken = _holidays(year)
    expected = set()
    for holiday in sorted(_holidays(year)):
        if holiday.weekday() >= SATURDAY:
            later = (holiday + timedelta(days=n) for n in range(1, 8))
            next_working = next(day for day in later if day.weekday() < SATURDAY and day not in taken)
            taken.add(next_working)
            expected.add(next_working)
    carried = {day for day, row in _DAYS.items() if day.year == year and ", carried from" in row["name"]}
    # Victory Day of 2020 was carried to Monday 11 May, and from there moved to Friday 8 May.
    assert expected - carried == ({date(2020, 5, 11)} if year == 2020 else set())
    assert not carried - expected


def test_a_moved_day_off_has_its_working_day() -> None:
    there = {day: date.fromisoformat(r["name"].split()[-1]) for day, r in _DAYS.items() if r["kind"] == "working"}
    back = {
        date.fromisoformat(r["name"].split()[-1]): d for d, r in _DAYS.items() if r["name"].startswith("moved from")
    }
    assert there == back and len(there) == 31
    for worked, off in there.items():
        assert _DAYS[worked]["source"] == _DAYS[off]["source"]
        assert worked.weekday() >= SATURDAY or worked == date(2020, 5, 11)
        assert off.weekday() < SATURDAY


@pytest.mark.parametrize(
    ("first", "last", "working"),
    [
        # What was announced for these days.
        ("2012-03-08", "2012-03-11", "2012-03-11"),
        ("2014-05-01", "2014-05-11", "2014-05-04 2014-05-05 2014-05-06 2014-05-11"),
        ("2016-05-07", "2016-05-10", ""),
        ("2020-05-07", "2020-05-11", "2020-05-11"),
        ("2020-12-16", "2020-12-20", "2020-12-20"),
        ("2022-10-22", "2022-10-25", "2022-10-22"),
        ("2022-12-16", "2022-12-19", "2022-12-19"),
        ("2023-01-06", "2023-01-09", "2023-01-06 2023-01-09"),
        # In 2024 the first day of Kurban Ait was a Sunday: 17 June stayed a working day.
        ("2024-06-14", "2024-06-17", "2024-06-14 2024-06-17"),
        ("2025-01-01", "2025-01-05", "2025-01-05"),
        # No Constitution Day in 2026: 15 March had passed and 30 August was a holiday no more.
        ("2026-08-28", "2026-08-31", "2026-08-28 2026-08-31"),
        ("2026-03-13", "2026-03-16", "2026-03-13 2026-03-16"),
    ],
)
def test_days_as_they_were(first: str, last: str, working: str) -> None:
    day, end, found = date.fromisoformat(first), date.fromisoformat(last), []
    while day <= end:
        if kazakhstan().is_working(day):
            found.append(str(day))
        day += timedelta(days=1)
    assert found == working.split()


def test_why_a_day_is_off() -> None:
    calendar = kazakhstan()
    assert calendar.why_off(date(2024, 6, 16)) == _KURBAN
    assert calendar.why_off(date(2024, 6, 15)) == "Saturday"
    assert calendar.why_off(date(2024, 5, 8)) == "moved from 2024-05-04"
    assert calendar.why_off(date(2024, 5, 4)) == calendar.why_off(date(2024, 6, 17)) == ""


def test_the_years_that_are_held() -> None:
    calendar = kazakhstan()
    assert calendar.held() == "the calendar holds 2010 to 2026"
    assert calendar.knows(date(2010, 1, 1), date(2026, 12, 31))
    assert not calendar.knows(date(2009, 12, 31), date(2010, 1, 1))
    assert not calendar.knows(date(2026, 12, 31), date(2027, 1, 1))
    assert calendar_of([]).held() == "the calendar is empty"


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ([("2020-02-30", "holiday")], "day"),
        ([("2020-01-01", "holiday"), ("2020-01-01", "working")], "2020-01-01 stands twice"),
        ([("2020-01-01", "festive")], "2020-01-01 is 'festive'"),
        ([("2020-01-01", "holiday"), ("2022-01-01", "holiday")], "years are missing"),
    ],
)
def test_a_wrong_file_is_refused(days: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        calendar_of({"day": day, "kind": kind, "name": "x"} for day, kind in days)
