"""The arguments of commands that look at documents on a day."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from evallang.cli.arguments import rules_argument
from evallang.cli.days import day_options, taken_out
from evallang.law.consolidate import Version

R = TypeVar("R")


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
        when = taken_out(given)
        return function(AskedOn(given.pop("rules"), when.document, when.day, when.known, when.drafts), **given)

    return rules_argument(day_options("without it, today")(run))


def version_note(version: Version) -> str:
    """Which version is used and why."""
    held = f"; not held: {', '.join(version.trusted)}" if version.trusted else ""
    return f"{version.name} on {version.on}: {version.why}{held}"
