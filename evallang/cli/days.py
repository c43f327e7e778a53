"""Options that say of which day a document is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click
from attrs import frozen

F = TypeVar("F", bound=Callable[..., Any])


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
class OnDay:
    """A document on a day: its name, the day (None: not said), what had been adopted, drafts or not."""

    document: str | None
    on: date | None
    known: date | None
    drafts: bool

    @property
    def said(self) -> bool:
        """Whether any of it was said."""
        return bool(self.document or self.on or self.known or self.drafts)

    @property
    def day(self) -> date:
        """The day that was said, else today."""
        return self.on or date.today()


def day_options(default: str) -> Callable[[F], F]:
    """`--on`, `--known`, `--include-drafts`, `--document`; `default` says what is taken without `--on`."""
    options = [
        click.option("--on", type=Day(), metavar="DATE", help=f"The text in force on this day; {default}."),
        click.option("--known", type=Day(), metavar="DATE", help="Only acts that had been adopted by this day."),
        click.option("--include-drafts", is_flag=True, help="Take drafts as if they were in force."),
        click.option("--document", metavar="NAME", help="Which document of the folder, by its name."),
    ]

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def taken_out(given: dict[str, Any]) -> OnDay:
    """These options, taken out of those of a command."""
    return OnDay(given.pop("document"), given.pop("on"), given.pop("known"), given.pop("include_drafts"))
