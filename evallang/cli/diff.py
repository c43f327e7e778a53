"""`evallang diff OLD NEW`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from evallang.cli.arguments import FilePath, data_option
from evallang.cli.days import Day
from evallang.cli.failures import plainly
from evallang.cli.output import write_all
from evallang.comparison import difference, version_of, version_on_day
from evallang.diff.compare import Difference
from evallang.report.changes import json_out, page
from evallang.report.changes import text as words

_FORMATS = ["text", "json", "md", "html"]


@click.command("diff")
@click.argument("old", type=FilePath())
@click.argument("new", type=FilePath(), required=False)
@data_option(required=False)
@click.option("--from", "since", type=Day(), metavar="DATE", help="With one folder: the earlier day.")
@click.option("--to", "until", type=Day(), metavar="DATE", help="With one folder: the later day.")
@click.option("--document", metavar="NAME", help="Which document of the folder, by its name.")
@click.option("--include-drafts", "drafts", is_flag=True, help="Take drafts for acts in force.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", help="How to print.")
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write to this file.")
@plainly
def command(  # noqa: PLR0913, PLR0917  # one argument for each option
    old: Path, new: Path | None, data: tuple[Path, ...], since: date | None, until: date | None, document: str | None,
    drafts: bool, form: str, output: Path | None,
) -> None:  # fmt: skip
    """Compare two versions: provisions, rules, meaning, who moves.

    OLD and NEW are rule files or folders; or OLD is a folder of acts, and --from and --to are the days.
    """
    if (new is None) == (since is None or until is None):
        raise click.UsageError("name two versions: OLD NEW, or FOLDER --from DATE --to DATE")
    if new is not None:
        (before, rules), (after, _) = version_of(old), version_of(new)
    else:
        assert since is not None and until is not None
        before, rules = version_on_day(old, since, document=document, drafts=drafts)
        after, _ = version_on_day(old, until, document=document, drafts=drafts)
    found = difference(before, after, rules, list(data) or None)
    text = _written(found, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_all({output: text})


def _written(found: Difference, form: str) -> str:
    writers = {"text": words.text, "md": words.markdown, "json": json_out.to_json, "html": page.page}
    return writers[form](found)
