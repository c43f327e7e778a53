"""The days that `evallang deadlines` gives, counted by hand on the calendar of the Republic."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from evallang.cli.group import main
from evallang.ir.law import DeadlineDef, Due, DueDay
from evallang.law.calendar import kazakhstan
from evallang.law.deadlines import Dated, dated
from evallang.resources import folder

_RULES = str(folder("rules") / "interaction-2020")


def _asked(*arguments: str) -> dict[str, tuple[str | None, str]]:
    result = CliRunner().invoke(main, ["deadlines", _RULES, "--on", "2021-01-15", "--format", "json", *arguments])
    assert result.exit_code == 0, result.output
    return {d["name"]: (d["last"], d["note"]) for d in json.loads(result.stdout)}


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
