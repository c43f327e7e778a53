"""`evallang timeline FOLDER`."""

from __future__ import annotations

from pathlib import Path

import click

from evallang.cli.arguments import rules_argument
from evallang.cli.failures import LACKING, finish, plainly
from evallang.editions import BEGINS, ENDS, Moment, library, timeline, wrong_acts
from evallang.rules import RulesError, UsageError


@click.command("timeline")
@rules_argument
@plainly
def command(rules: Path) -> None:
    """List the acts of a folder, their dates, what they change."""
    held = library(rules)
    moments = timeline(held.acts)
    for moment in moments:
        click.echo(_line(moment))
        for changed in moment.provisions:
            click.echo(f"            {changed}")
    wrong = wrong_acts(held)
    if wrong:
        raise RulesError(f"{rules.as_posix()}: {wrong[0].message}", wrong)
    if not held.acts:
        raise UsageError(f"{rules.as_posix()} holds no act; {BEGINS}")
    if not moments:
        click.echo(f"{rules.as_posix()} holds no act with a day from which it is in force")
        finish(LACKING)


def _line(moment: Moment) -> str:
    act = moment.act
    notes = [f"adopted {act.adopted}" if act.adopted else "", "a draft, never in force" if act.draft else ""]
    notes.append("the edition that it amends is not held in full" if act.base_in_part else "")
    assumed = act.until_assumed if moment.what == ENDS else act.assumed if moment.day == act.since else ""
    notes.append(f"date assumed: {assumed}" if assumed else "")
    shown = "; ".join(filter(None, notes))
    return f"{moment.day}  {act.shown} {moment.what}" + (f" ({shown})" if shown else "")
