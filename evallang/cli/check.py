"""`evallang check PATH…`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evallang.checking import Checked, check_file
from evallang.cli.arguments import RulesPath
from evallang.cli.days import OnDay, day_options, taken_out
from evallang.cli.failures import LACKING, WRONG, finish, plainly
from evallang.cli.rulefiles import counted, found_files
from evallang.cli.together import check_together
from evallang.diagnostics import Diagnostic, has_errors
from evallang.report.diagnostics import counts, render
from evallang.source import SourceError


@click.command("check")
@click.argument("paths", type=RulesPath(), nargs=-1, required=True, metavar="PATH…")
@day_options("only that text is checked")
@plainly
def command(paths: tuple[Path, ...], **given: Any) -> None:
    """Check rule files: syntax, names, types, tables.

    PATH is a rule file or a folder; of a folder every rule file below it is checked. An amendment is checked with
    the acts of its folder, and in the text that it makes on each day from which it holds.
    """
    when = taken_out(given)
    if when.said:
        _check_texts(paths, when)
        return
    files, unreadable = found_files(paths)
    found: list[Diagnostic] = []
    loaded: list[Checked] = []
    amending: list[Path] = []
    for file in files:
        try:
            checked, diagnostics = check_file(file)
        except SourceError as error:
            click.echo(f"error: {error}\n")
            unreadable += 1
            continue
        if checked is not None:
            loaded.append(checked)
        elif not has_errors(diagnostics):
            amending.append(file)  # what has no rules and no errors amends others
        found += diagnostics
    found += check_together(loaded)
    if amending:
        from evallang.amending import check_amendments  # noqa: PLC0415  # most files amend nothing

        said = {_told(d) for d in found}  # a mistake of the base is one of each text that is made of it
        found += [d for d in check_amendments(amending) if _told(d) not in said]
    for diagnostic in found:
        click.echo(render(diagnostic) + "\n")
    result = ", ".join(filter(None, [counts(found), f"{unreadable} unreadable" if unreadable else ""]))
    click.echo(f"{counted(len(files), 'file')} checked: {result or 'no mistakes'}")
    if has_errors(found) or unreadable:
        finish(WRONG)


def _told(d: Diagnostic) -> tuple[object, ...]:
    return d.code, d.message, d.source.name if d.source else "", d.span


def _check_texts(paths: tuple[Path, ...], when: OnDay) -> None:
    """Check the text of a day that each folder makes."""
    from evallang.cli.dated import version_note  # noqa: PLC0415  # as above
    from evallang.editions import NotHeld, rules_on  # noqa: PLC0415

    lacking = False
    for path in paths:
        try:
            rules, version = rules_on(path, when.day, when.known, name=when.document, drafts=when.drafts)
        except NotHeld as error:
            click.echo(str(error))
            lacking = True
            continue
        click.echo(version_note(version), err=True)
        for diagnostic in rules.diagnostics:
            click.echo(render(diagnostic) + "\n")
        click.echo(f"{version.name} on {version.on} checked: {counts(rules.diagnostics) or 'no mistakes'}")
    if lacking:
        finish(LACKING)
