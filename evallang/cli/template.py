"""`evallang template RULES -o DIR`."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import click

from evallang.cli.arguments import FilePath, RulesPath, pairs, reading_option
from evallang.cli.days import day_options, taken_out
from evallang.cli.failures import Failure, plainly
from evallang.cli.output import write_all
from evallang.cli.scoring import rules_of
from evallang.rules import active_under
from evallang.tables.csv_out import csv_text
from evallang.tables.template import template


@click.command("template")
@click.argument("rules", type=RulesPath())
@click.option("-o", "--output", type=FilePath(), required=True, metavar="DIR", help="The folder to write to.")
@click.option("--semicolon", is_flag=True, help="Separate by `;`, for a spreadsheet with the decimal comma.")
@reading_option
@day_options("for a folder with amendments")
@plainly
def command(rules: Path, output: Path, semicolon: bool, readings: tuple[str, ...], **when: Any) -> None:
    """Write empty data files for a methodology.

    One file for the bodies and one for each list, with a row of labels behind `#`, which is not read. Only
    what the chosen readings need is asked for. No file is overwritten.
    """
    loaded = rules_of(rules, [], taken_out(when))
    choices = loaded.choices(pairs(readings, "--reading", "ID=option"))
    texts = template(loaded.program, active_under(choices))
    files = {output / name: _for_spreadsheets(text, semicolon) for name, text in texts.items()}
    taken = next((path for path in files if path.exists()), None)
    if taken is not None:
        raise Failure(f"{taken.as_posix()}: there is such a file already", "name another folder with -o")
    write_all(files)


def _for_spreadsheets(text: str, semicolon: bool) -> str:
    """The same rows with a byte order mark, by which spreadsheets know UTF-8, and the separator asked for."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return csv_text(header, rows, bom=True, semicolon=semicolon)
