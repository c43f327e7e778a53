"""`evallang timeline FOLDER`."""

from __future__ import annotations

from pathlib import Path

import click

from evallang.cli.arguments import rules_argument
from evallang.cli.failures import plainly
from evallang.editions import Moment, library, timeline


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
    if not moments:
        click.echo(f"{rules.as_posix()} holds no act with a date in force")


def _line(moment: Moment) -> str:
    act = moment.act
    notes = [f"adopted {act.adopted}" if act.adopted else "", "a draft, never in force" if act.draft else ""]
    notes.append("the edition that it amends is not held in full" if act.base_in_part else "")
    notes.append(f"date assumed: {act.assumed}" if act.assumed else "")
    shown = "; ".join(filter(None, notes))
    return f"{moment.day}  {act.shown} {moment.what}" + (f" ({shown})" if shown else "")
