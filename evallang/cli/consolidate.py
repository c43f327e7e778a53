"""`evallang consolidate FOLDER --on DATE`."""

from __future__ import annotations

from pathlib import Path

import click

from evallang.cli.arguments import FilePath
from evallang.cli.dated import AskedOn, on_a_day, version_note
from evallang.cli.failures import LACKING, finish, plainly
from evallang.cli.output import write_all
from evallang.editions import document_of, edition, library


@click.command("consolidate")
@on_a_day
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write the text to this file.")
@plainly
def command(asked: AskedOn, output: Path | None) -> None:
    """Write the text of a document as it is on a date.

    RULES is a folder with the acts that make and amend the document, or one of its files. Each provision that was
    changed is marked with the act that changed it. A date between two acts of which the later one amends an edition
    that is not held has no known text.
    """
    held = library(asked.rules)
    name = document_of(held, asked.rules, asked.document)
    version = edition(held, name, asked.on, asked.known, drafts=asked.drafts)
    if version.module is None:
        click.echo(version_note(version))
        finish(LACKING)
    click.echo(version_note(version), err=True)
    text = version.module.source.text
    if output is None:
        click.echo(text, nl=False)
    else:
        write_all({output: text})
