"""The days that `evallang deadlines` gives, counted by hand on the calendar of the Republic."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner, Result

from evallang.cli.group import main
from evallang.ir.law import DeadlineDef, Due, DueDay
from evallang.law.calendar import kazakhstan
from evallang.law.deadlines import Dated, dated
from evallang.report.icalendar import icalendar
from evallang.resources import folder

_RULES = str(folder("rules") / "interaction-2020")


def _asked(*arguments: str) -> dict[str, tuple[str | None, str]]:
    result = CliRunner().invoke(main, ["deadlines", _RULES, "--on", "2021-01-15", "--format", "json", *arguments])
    found = {d["name"]: (d["last"], d["note"]) for d in json.loads(result.stdout)}
    assert result.exit_code == (1 if any(last is None for last, _ in found.values()) else 0), result.output
    return found


@pytest.mark.parametrize(
    ("event", "name", "last"),
    [
        # 15; not 16-19; Sunday 20 was worked; 21, 22, 23
        ("conclusion_received=2020-12-14", "objections", "2020-12-23"),
        # 5, 6; not 7-10; Monday 11 was worked; 12, 13
        ("conclusion_received=2020-05-04", "no_objections", "2020-05-13"),
        # 19, 20; not 21-25; 26, 27; not 28, 29; 30
        ("commission_met=2020-03-18", "openness_conclusion", "2020-03-30"),
        # 10, 11, 14, 15, Sunday 20, 21-25, 28-31; not 1-4 January; 5 January
        ("plan_report_formed=2020-12-09", "plan_report_due", "2021-01-05"),
        # 28; not 29-31 August (Saturday, Sunday, carried); 1-4 September
        ("appeal_held=2020-08-27", "complaints_for_recheck", "2020-09-04"),
    ],
)
def test_working_days(event: str, name: str, last: str) -> None:
    assert _asked("--event", event)[name] == (last, "")


def test_calendar_days_that_end_on_a_day_off() -> None:
    note = "a day off (moved from 2020-12-20); the next working day is 2020-12-20"
    assert _asked("--event", "objections_received=2020-12-03")["decision_after_receipt"] == ("2020-12-18", note)


def test_the_days_of_the_year() -> None:
    found = _asked("--year", "2020")
    assert found["late_services_report"] == ("2021-02-14", "a day off (Sunday); the next working day is 2021-02-15")
    assert found["programme_report_due"] == ("2021-04-01", "")


@pytest.mark.parametrize("day", ["2009-06-01", "2026-12-28"])
def test_years_that_are_not_held_are_not_guessed(day: str) -> None:
    why = f"the calendar holds 2010 to 2026; working days from {day} cannot be counted"
    assert _asked("--event", f"conclusion_received={day}")["objections"] == (None, why)


def _one(due: Due, year: int | None = None, **events: date) -> Dated:
    (found,) = dated([DeadlineDef("d", "", due, "", ())], kazakhstan(), year, events)
    return found


def test_the_first_and_the_last_day_that_are_held() -> None:
    due = Due("within", count=1, unit="working days", event="e")
    assert _one(due, e=date(2009, 12, 31)).last == date(2010, 1, 5)  # 1 and 2 January, carried to the 4th
    assert _one(due, e=date(2026, 12, 30)).last == date(2026, 12, 31)
    assert _one(due, e=date(2026, 12, 31)).last is None


def test_a_fixed_day_of_a_year_that_is_not_held() -> None:
    found = _one(Due("by", DueDay(day=1, month=4, next_year=True)), year=2026)
    assert found.last == date(2027, 4, 1)
    assert found.why == "the calendar holds 2010 to 2026; whether this is a working day is not known"


@pytest.mark.parametrize(
    ("word", "year", "last"),
    [
        ("before", 2023, date(2023, 2, 28)),  # the day that the year lacks would be the one after 28 February
        ("by", 2023, date(2023, 2, 28)),
        ("before", 2024, date(2024, 2, 28)),
        ("by", 2024, date(2024, 2, 29)),
    ],
)
def test_the_29th_of_february(word: Literal["before", "by"], year: int, last: date) -> None:
    assert _one(Due(word, DueDay(day=29, month=2)), year=year).last == last
    assert _one(Due(word, DueDay(day=29, month=2, next_year=True)), year=year - 1).last == last


@pytest.mark.parametrize(
    ("start", "count", "unit", "why"),
    [
        (date(9999, 12, 30), 5, "working days", "the calendar holds 2010 to 2026; working days from 9999-12-30"),
        (date(2020, 1, 1), 99_999_999, "working days", "the calendar holds 2010 to 2026; working days from 2020-01-01"),
        (date(2020, 1, 1), 9_999_999_999, "calendar days", "the last day would be after 9999-12-31"),
        (date(9999, 12, 31), 1, "calendar days", "the last day would be after 9999-12-31"),
        (date(9999, 11, 30), 2, "months", "the last day would be after 9999-12-31"),
        (date(2020, 1, 1), 10**17, "months", "the last day would be after 9999-12-31"),
    ],
)
def test_days_that_no_calendar_has(
    start: date, count: int, unit: Literal["working days", "calendar days", "months"], why: str
) -> None:
    found = _one(Due("within", count=count, unit=unit, event="e"), e=start)
    assert found.last is None and found.why.startswith(why)


def test_the_day_before_the_first_day_and_the_last_day_of_all() -> None:
    assert _one(Due("before", DueDay(date=date.min)), year=1).last is None
    last = _one(Due("within", count=1, unit="calendar days", event="e"), e=date(9999, 12, 30))
    assert last.last == date.max
    written = icalendar("a", [last])
    assert "DTSTART;VALUE=DATE:99991231" in written and "DTEND" not in written


_ACT = """act a "A"
in force 2020-01-01
language en
event receipt "The receipt"
deadline plan "The plan" by 2024-03-01
deadline answer "The answer" within 5 working days of receipt
deadline report "The report" before 1 March of next year
"""


def _listed(folder: Path, *arguments: str) -> Result:
    (folder / "a.eval").write_text(_ACT, encoding="utf-8")
    return CliRunner().invoke(main, ["deadlines", str(folder), "--on", "2024-05-01", *arguments])


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--year", "2200"], ["report"]),
        (["--year", "2024"], ["plan", "report"]),
        (["--event", "receipt=2024-05-02"], ["answer"]),
        (["--year", "2024", "--event", "receipt=2024-05-02"], ["plan", "answer", "report"]),
    ],
)
def test_which_are_listed(tmp_path: Path, arguments: list[str], names: list[str]) -> None:
    found = json.loads(_listed(tmp_path, *arguments, "--format", "json").stdout)
    assert [d["name"] for d in found] == names


def test_an_icalendar_says_what_it_leaves_out(tmp_path: Path) -> None:
    result = _listed(tmp_path, "--year", "2024", "--event", "receipt=2030-05-02", "--format", "icalendar")
    assert result.exit_code == 1
    assert result.stdout.count("BEGIN:VEVENT") == 2
    why = "the calendar holds 2010 to 2026; working days from 2030-05-02 cannot be counted"
    assert result.stderr.splitlines()[1:] == [f"left out: The answer: the last day is not known, {why}"]


def test_a_day_that_is_none_names_its_option_and_its_event(tmp_path: Path) -> None:
    result = _listed(tmp_path, "--event", "receipt=2023-02-30")
    assert result.exit_code == 2
    assert "Invalid value for --event: the day of `receipt`: `2023-02-30` is no date" in result.stderr
