"""`evallang deadlines RULES`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from evallang.cli.arguments import FilePath, pairs, reading_option, rules_in
from evallang.cli.dated import AskedOn, on_a_day, version_note
from evallang.cli.days import Day
from evallang.cli.failures import LACKING, finish, plainly
from evallang.cli.output import write_all
from evallang.editions import rules_on
from evallang.ir.law import EventDef
from evallang.law.calendar import kazakhstan
from evallang.law.deadlines import Dated, dated, due_text
from evallang.report.columns import Column, laid_out
from evallang.report.icalendar import icalendar
from evallang.rules import UsageError, active_under
from evallang.suggest import nearest


@click.command("deadlines")
@on_a_day
@click.option("--year", type=click.IntRange(1990, 2200), help="The assessed year.")
@click.option("--event", "events", multiple=True, metavar="NAME=DATE", help="The day of an event; may be repeated.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "icalendar"]), default="table", help="How to print."
)
@reading_option
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write to this file.")
@plainly
def command(  # one argument for each option
    asked: AskedOn, year: int | None, events: tuple[str, ...], form: str, readings: tuple[str, ...],
    output: Path | None,
) -> None:  # fmt: skip
    """List the deadlines of a year, or those after an event.

    `--year` is the assessed year: the deadlines that the law ties to it, and those with a fixed date in it; `--event`
    those that run from the event. Working days are counted by the calendar of the Republic of Kazakhstan in
    `rules/calendar`. A year that it does not hold is not guessed: the last day is not known, and the note says why.
    """
    if year is None and not events:
        raise click.UsageError("say which deadlines: --year 2020, or --event NAME=2021-04-01")
    rules, version = rules_on(asked.rules, asked.on, asked.known, name=asked.document, drafts=asked.drafts)
    law = rules.program.law
    given = {name: _day(name, text) for name, text in pairs(events, "--event", "NAME=DATE").items()}
    _known(given, law.events)
    active = active_under(rules.choices(pairs(readings, "--reading", "ID=option")))
    found = dated((d for d in law.deadlines if active(d.conditions)), kazakhstan(), year, given)
    click.echo(version_note(version), err=True)
    text = _written(found, form, version.name)
    if output is None:
        click.echo(text, nl=False)
    else:
        place = asked.rules if asked.rules.is_dir() else asked.rules.parent  # all its acts are read
        write_all({output: text}, rules_in([place]))
    lacking = [d for d in found if d.last is None]
    for d in lacking if form == "icalendar" else ():
        click.echo(f"left out: {d.deadline.label or d.deadline.name}: the last day is not known, {d.why}", err=True)
    if lacking:
        finish(LACKING)


def _day(name: str, text: str) -> date:
    try:
        return Day().convert(text, None, None)
    except click.BadParameter as error:
        raise click.BadParameter(f"the day of `{name}`: {error.message}", param_hint="--event") from error


def _written(found: tuple[Dated, ...], form: str, name: str) -> str:
    if form == "json":
        return json.dumps([_json(d) for d in found], ensure_ascii=False, indent=2) + "\n"
    if form == "icalendar":
        return icalendar(name, found)
    return "\n".join(laid_out(_columns(found)) if found else ["no deadline is set for this"]) + "\n"


def _known(given: dict[str, date], events: tuple[EventDef, ...]) -> None:
    names = [e.name for e in events]
    for name in given:
        if name not in names:
            near = nearest(name, names)
            raise UsageError(
                f"no event is called `{name}`; "
                + (f"did you mean `{near}`?" if near else f"there are: {', '.join(names) or 'none'}")
            )


def _columns(found: tuple[Dated, ...]) -> list[Column]:
    return [
        Column("last day", tuple(d.last.isoformat() if d.last else "not known" for d in found)),
        Column("what", tuple(d.deadline.label or d.deadline.name for d in found)),
        Column("rule", tuple(due_text(d.deadline.due) for d in found)),
        Column("by", tuple(", ".join(d.deadline.provisions) for d in found)),
        Column("note", tuple(d.why for d in found)),
    ]


def _json(d: Dated) -> dict[str, object]:
    return {
        "name": d.deadline.name, "label": d.deadline.label, "first": d.first.isoformat() if d.first else None,
        "last": d.last.isoformat() if d.last else None, "rule": due_text(d.deadline.due),
        "provisions": list(d.deadline.provisions), "note": d.why,
    }  # fmt: skip
