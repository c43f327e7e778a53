"""`evallang diff OLD NEW`."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from evallang.cli.arguments import BODY, FilePath, data_in, data_option, key_option, pairs, reading_option, rules_in
from evallang.cli.days import Day
from evallang.cli.failures import Failure, plainly
from evallang.cli.output import deliver, refuse, write_all
from evallang.comparison import as_amendment, difference, lines_of, version_of, version_on_day
from evallang.diff.compare import Difference
from evallang.diff.provision import Key
from evallang.report.changes import json_out, page
from evallang.report.changes import text as words
from evallang.report.changes.given import provision_of
from evallang.tables.csv_in import records

_ADDRESS = re.compile(r"(?:app|ch|t)?\d|annex|preamble|list")
_FORMATS = ["text", "json", "md", "html", "docx", "eval"]
_WRITERS = {"text": words.text, "md": words.markdown, "json": json_out.to_json}


@click.command("diff")
@click.argument("old", type=FilePath())
@click.argument("new", type=FilePath(), required=False)
@data_option(required=False)
@key_option(default=None)
@reading_option
@click.option("--from", "since", type=Day(), metavar="DATE", help="With one folder: the earlier day.")
@click.option("--to", "until", type=Day(), metavar="DATE", help="With one folder: the later day.")
@click.option("--document", metavar="NAME", help="Which document of the folder, by its name.")
@click.option("--include-drafts", "drafts", is_flag=True, help="Take drafts for acts in force.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", help="How to print.")
@click.option("--language", type=click.Choice(["kk", "ru", "en"]), help="Of the table; without it the document's.")
@click.option("--reasons", type=FilePath(), metavar="FILE", help="For the table: a CSV file of provision and reason.")
@click.option("--textconv", is_flag=True, help="Print OLD alone as lines that compare, for `git diff`.")
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write to this file.")
@plainly
def command(  # noqa: PLR0913, PLR0917  # one argument for each option
    old: Path, new: Path | None, data: tuple[Path, ...], key: str | None, readings: tuple[str, ...],
    since: date | None, until: date | None, document: str | None, drafts: bool, form: str, language: str | None,
    reasons: Path | None, textconv: bool, output: Path | None,
) -> None:  # fmt: skip
    """Compare two versions: provisions, rules, meaning, who moves.

    OLD and NEW are rule files or folders; or OLD is a folder of acts, and --from and --to are the days. With data the
    bodies that move are listed; --reading then switches both versions. `--format docx` writes the comparative table of
    a draft, `--format eval` the difference as an amendment of OLD.
    """
    if textconv:
        _check_alone(click.get_current_context())
        click.echo(lines_of(old), nl=False)
        return
    _check_usage(new, since, until, form, reasons, output)
    _check_idle(new, document, drafts, form, language, data, key, readings)
    switched = pairs(readings, "--reading", "ID=option")
    if new is not None:
        (before, rules), (after, _) = version_of(old), version_of(new)
    else:
        assert since is not None and until is not None
        before, rules = version_on_day(old, since, document=document, drafts=drafts)
        after, _ = version_on_day(old, until, document=document, drafts=drafts)
        for note in dict.fromkeys((*before.rests, *after.rests)):
            click.echo(f"note: {note}", err=True)
    found = difference(before, after, rules, list(data) or None, key=key or BODY, readings=switched)
    kept = [*rules_in([old, *([new] if new is not None else [])]), *data_in(data)]
    if form == "docx" and output is not None:
        refuse([output], [*kept, *([reasons] if reasons is not None else [])])
        _save(found, output, _reasons(reasons, found), language)
        return
    text = as_amendment(found, until) if form == "eval" else _written(found, form, language)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_all({output: text}, kept)


def _check_usage(
    new: Path | None, since: date | None, until: date | None, form: str, reasons: Path | None, output: Path | None
) -> None:
    """Refuse what would be left aside in silence."""
    if (new is None and (since is None or until is None)) or (
        new is not None and since is not None and until is not None
    ):
        raise click.UsageError("name two versions: OLD NEW, or FOLDER --from DATE --to DATE")
    if new is not None and (since is not None or until is not None):
        raise click.UsageError("--from and --to are days of one folder: leave out NEW, or both of them")
    if form == "docx" and output is None:
        raise click.UsageError("a Word document is written to a file: add -o FILE.docx")
    if form != "docx" and reasons is not None:
        raise click.UsageError("reasons stand in the comparative table only: add --format docx -o FILE.docx")


def _check_idle(  # noqa: PLR0913, PLR0917  # the options that act in some cases only
    new: Path | None, document: str | None, drafts: bool, form: str, language: str | None, data: tuple[Path, ...],
    key: str | None, readings: tuple[str, ...],
) -> None:  # fmt: skip
    """Refuse options that do nothing beside the others."""
    if new is not None and (document is not None or drafts):
        option = "--document" if document is not None else "--include-drafts"
        raise click.UsageError(f"{option} is for days of one folder: FOLDER --from DATE --to DATE")
    if language is not None and form not in ("docx", "html"):
        raise click.UsageError(
            f"--language is for tables, and `{form}` has none: use --format html, or --format docx -o FILE.docx"
        )
    if data and form in ("docx", "eval"):
        raise click.UsageError(f"--format {form} says nothing of bodies: leave out --data, or use --format html")
    if not data and (key is not None or readings):
        raise click.UsageError(f"{'--key' if key is not None else '--reading'} is for data: add --data FILE")


def _check_alone(context: click.Context) -> None:
    """Refuse whatever else is given with `--textconv`."""
    given = context.params
    others = [
        option for option in context.command.params
        if option.name not in ("old", "textconv", "form") and given.get(option.name or "")
    ]  # fmt: skip
    if others or given["form"] != "text":
        name = "NEW" if others and isinstance(others[0], click.Argument) else ""
        name = name or (others[0].opts[0] if others else "--format")
        raise click.UsageError(f"--textconv prints OLD alone as lines: leave out {name}")


def _written(found: Difference, form: str, language: str | None) -> str:
    return page.page(found, language) if form == "html" else _WRITERS[form](found)


def _save(found: Difference, output: Path, reasons: Mapping[Key, str], language: str | None) -> None:
    from evallang.report.changes import word  # noqa: PLC0415  # no other format needs it

    with tempfile.TemporaryDirectory(prefix="evallang-") as folder:
        held = Path(folder) / "table.docx"
        try:
            word.save(found, held, reasons, language)
        except word.WordMissing as error:
            raise Failure(*str(error).split("; ", 1)) from None
        deliver({output: held}, output)


def _reasons(file: Path | None, found: Difference) -> dict[Key, str]:
    """The reasons of a CSV file, its first column the provision and its second the reason; a header may stand above.

    What names no provision that changed is told, with its line.
    """
    if file is None:
        return {}
    reasons = {}
    for at, (number, row) in enumerate(records(file.read_bytes(), file.as_posix())):
        if len(row) != 2:
            raise Failure(f"{file}:{number}: a line has a provision and a reason", "such as `§16,the office is new`")
        cited = row[0].strip().lstrip("§").strip()
        if at == 0 and not _ADDRESS.match(cited):
            continue  # the header
        key, wrong = provision_of(row[0].strip(), found) if cited else (None, "")
        if key is not None:
            reasons[key] = row[1].strip()
        elif wrong:
            click.echo(f"warning: {file.as_posix()}:{number}: {wrong}", err=True)
    return reasons
