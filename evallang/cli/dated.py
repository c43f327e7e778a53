"""The arguments of commands that look at documents on a day."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from evallang.cli.arguments import rules_argument
from evallang.law.consolidate import Version

R = TypeVar("R")


class Day(click.ParamType[date]):
    """A date as 2023-05-29."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"`{value}` is no date; write year-month-day, as in 2023-05-29", param, ctx)


@frozen
class AskedOn:
    """A document on a day: where it stands, its name, the day, what had been adopted, drafts or not."""

    rules: Path
    document: str | None
    on: date
    known: date | None
    drafts: bool


def on_a_day(function: Callable[..., R]) -> Callable[..., R]:
    """RULES, `--on`, `--known`, `--include-drafts`, `--document`: the function gets them as one `AskedOn`."""

    @functools.wraps(function)
    def run(**given: Any) -> R:
        asked = AskedOn(
            given.pop("rules"), given.pop("document"), given.pop("on") or date.today(), given.pop("known"),
            given.pop("include_drafts"),
        )  # fmt: skip
        return function(asked, **given)

    options = [
        rules_argument,
        click.option("--on", type=Day(), metavar="DATE", help="In force on this day; without it, today."),
        click.option("--known", type=Day(), metavar="DATE", help="Only acts that had been adopted by this day."),
        click.option("--include-drafts", is_flag=True, help="Take drafts for acts in force."),
        click.option("--document", metavar="NAME", help="Which document of the folder, by its name."),
    ]
    found: Callable[..., R] = run
    for option in reversed(options):
        found = option(found)
    return found


def version_note(version: Version) -> str:
    """Which version is used and why."""
    held = f"; not held: {', '.join(version.trusted)}" if version.trusted else ""
    return f"{version.name} on {version.on}: {version.why}{held}"
