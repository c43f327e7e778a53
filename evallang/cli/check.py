"""`evallang check PATH…`."""

from __future__ import annotations

from pathlib import Path

import click

from evallang.checking import Checked, check_file
from evallang.cli.arguments import RulesPath
from evallang.cli.failures import WRONG, finish, plainly
from evallang.cli.rulefiles import counted, found_files
from evallang.cli.together import check_together
from evallang.diagnostics import Diagnostic, has_errors
from evallang.report.diagnostics import counts, render
from evallang.source import SourceError


@click.command("check")
@click.argument("paths", type=RulesPath(), nargs=-1, required=True, metavar="PATH…")
@plainly
def command(paths: tuple[Path, ...]) -> None:
    """Check rule files: syntax, names, types, tables.

    PATH is a rule file or a folder; of a folder every rule file below it is checked.
    """
    files = found_files(paths)
    found: list[Diagnostic] = []
    loaded: list[Checked] = []
    unreadable = 0
    for file in files:
        try:
            checked, diagnostics = check_file(file)
        except SourceError as error:
            click.echo(f"error: {error}\n")
            unreadable += 1
            continue
        if checked is not None:
            loaded.append(checked)
        found += diagnostics
    found += check_together(loaded)
    for diagnostic in found:
        click.echo(render(diagnostic) + "\n")
    result = ", ".join(filter(None, [counts(found), f"{unreadable} unreadable" if unreadable else ""]))
    click.echo(f"{counted(len(files), 'file')} checked: {result or 'no mistakes'}")
    if has_errors(found) or unreadable:
        finish(WRONG)
