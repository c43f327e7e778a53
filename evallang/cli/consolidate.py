"""`evallang consolidate FOLDER --on DATE`."""

from __future__ import annotations

from pathlib import Path

import click

from evallang.cli.arguments import FilePath
from evallang.cli.dated import AskedOn, on_a_day, version_note
from evallang.cli.failures import LACKING, Failure, finish, plainly
from evallang.cli.output import write_all
from evallang.editions import Library, document_of, edition, library, rules_of
from evallang.report.diagnostics import render, render_all
from evallang.rules import RulesError
from evallang.syntax import format_module


@click.command("consolidate")
@on_a_day
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write the text to this file.")
@plainly
def command(asked: AskedOn, output: Path | None) -> None:
    """Write the text of a document as it is on a date.

    RULES is a folder with the acts that make and amend the document, or one of its files. Each provision that was
    changed is marked with the act that changed it. A date between two acts of which the later one amends an edition
    that is not held has no known text. Nothing is written where the acts, or the text that they make, have errors.
    """
    held = library(asked.rules)
    name = document_of(held, asked.rules, asked.document)
    if output is not None:
        _not_among(held, name, output)
    try:
        version = edition(held, name, asked.on, asked.known, drafts=asked.drafts)
        if version.module is None:
            click.echo(version_note(version))
            finish(LACKING)
        rules_of(version, version.module)
    except RulesError as error:
        click.echo(render_all([d for d in error.diagnostics if d.is_error]), err=True)
        raise Failure(f"no text is written: {error}") from None
    for warning in version.diagnostics:
        click.echo(render(warning) + "\n", err=True)
    click.echo(version_note(version), err=True)
    text = format_module(version.module)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_all({output: text}, [Path(act.source.name) for act in held.acts])


def _not_among(held: Library, name: str, output: Path) -> None:
    """Raise Failure for a file that would be read as one more act of the folder, or that is one of its acts."""
    folder = (held.place if held.place.is_dir() else held.place.parent).resolve()
    file = output.resolve()
    if file in {Path(act.source.name).resolve() for act in held.acts}:
        raise Failure(f"{output.as_posix()}: the file is read here and not written over", "name another one with -o")
    if file.suffix == ".eval" and file.is_relative_to(folder):
        message = f"{output.as_posix()}: the folder of the acts would then hold `{name}` twice"
        raise Failure(message, "name a file outside of it with -o")
