"""`evallang fmt PATH… [--check]`."""

from __future__ import annotations

from pathlib import Path

import click

from evallang.cli.arguments import RulesPath
from evallang.cli.failures import LACKING, WRONG, finish, plainly
from evallang.cli.rewriting import like, replace
from evallang.cli.rulefiles import counted, found_files
from evallang.report.diagnostics import render_all
from evallang.source import SourceError, read
from evallang.syntax import format_module, parse


@click.command("fmt")
@click.argument("paths", type=RulesPath(), nargs=-1, required=True, metavar="PATH…")
@click.option("--check", is_flag=True, help="Change nothing: name the files that would be changed; exit code 1.")
@plainly
def command(paths: tuple[Path, ...], check: bool) -> None:
    """Bring rule files into the one layout.

    PATH is a rule file or a folder. Comments are kept, tables are lined up; what a file means does not
    change. A file keeps its line ends and its byte order mark; one with mistakes of syntax is left as it is.
    """
    refused = changed = 0
    files, empty = found_files(paths)
    for file in files:
        before = after = None
        try:
            before, after = _formatted(file)
        except SourceError as error:
            click.echo(f"error: {error}", err=True)
        if before is None or after is None:
            refused += 1
        elif before != after:
            changed += 1
            click.echo(f"{file.as_posix()}: {'is not in layout' if check else 'brought into layout'}")
            if not check:
                replace(file, after)
    word = "would change" if check else "changed"
    left = f", {refused} with mistakes left as {'it is' if refused == 1 else 'they are'}" if refused else ""
    click.echo(f"{counted(len(files), 'file')}: {changed} {word}{left}")
    if refused or empty or (check and changed):
        finish(WRONG if refused or empty else LACKING)


def _formatted(file: Path) -> tuple[bytes, bytes | None]:
    """A file as it is and as it should be; None for the latter where mistakes of syntax forbid it."""
    source = read(file)
    before = file.read_bytes()
    module, diagnostics = parse(source)
    errors = [d for d in diagnostics if d.is_error]
    if errors:
        click.echo(render_all(errors) + "\n", err=True)
        return before, None
    return before, like(before, format_module(module))
