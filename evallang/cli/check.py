"""`evallang check PATH…`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from evallang.cli.arguments import FilePath, RulesPath
from evallang.cli.checked import Asked, Checks, files_checked, texts_checked
from evallang.cli.days import day_options, taken_out
from evallang.cli.failures import LACKING, WRONG, Failure, finish, plainly
from evallang.cli.rulefiles import counted
from evallang.diagnostics import Severity, has_errors
from evallang.report.diagnostics import counts, render


@click.command("check")
@click.argument("paths", type=RulesPath(), nargs=-1, required=True, metavar="PATH…")
@click.option("--format", "output", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
              help="How the findings are written.")  # fmt: skip
@click.option("--select", multiple=True, metavar="CODE", help="Only these checks: C301, or C3 for all of a family.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Without these checks.")
@click.option("--prove/--no-prove", default=None, help="Decide more with a solver; by default where it is installed.")
@click.option(
    "--data",
    type=FilePath(),
    multiple=True,
    metavar="FILE",
    help="Say which results of this data depend on a rounding.",
)
@day_options("only that text is checked")
@plainly
def command(
    paths: tuple[Path, ...], output: str, select: tuple[str, ...], ignore: tuple[str, ...], prove: bool | None,
    data: tuple[Path, ...], **given: Any,
) -> None:  # fmt: skip
    """Check rule files, and find what is wrong with a methodology.

    PATH is a rule file or a folder; of a folder every rule file below it is checked. An amendment is checked with
    the acts of its folder, and in the text that it makes on each day from which it holds. `evallang rule CODE` says
    more about a finding.
    """
    when = taken_out(given)
    asked = _asked(select, ignore, prove, data)
    checks = texts_checked(paths, when, asked) if when.said else files_checked(paths, asked)
    if checks.data:
        from evallang.report.findings import lines  # noqa: PLC0415  # it knows what scores

        click.echo("\n".join(lines(tuple(checks.data))), err=True)
    if output == "text":
        _print(checks)
    else:
        click.echo(_written(checks, output), nl=False)
    if has_errors(checks.diagnostics) or checks.unreadable:
        finish(WRONG)
    grave = any(f.severity is not Severity.NOTE for text in checks.texts for f in text.findings)
    if grave or checks.lacking or any(f.severity is Severity.ERROR for f in checks.data):
        finish(LACKING)


def _asked(select: tuple[str, ...], ignore: tuple[str, ...], prove: bool | None, data: tuple[Path, ...]) -> Asked:
    from evallang.examining import UnknownCheck, has_solver, selected  # noqa: PLC0415  # not for --help

    asked = Asked(_codes(select), _codes(ignore), prove, data)
    try:
        selected(asked.select, asked.ignore)
    except UnknownCheck as error:
        raise Failure(str(error), "`evallang rule` lists them") from None
    if prove and not has_solver():
        raise Failure("the solver is not installed", "install the extra: pip install evallang[prove]")
    return asked


def _codes(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for word in words for code in word.replace(",", " ").split())


def _print(checks: Checks) -> None:
    from evallang.report.examined.text import shown, summary  # noqa: PLC0415  # not for --help

    for diagnostic in checks.diagnostics:
        click.echo(render(diagnostic) + "\n")
    for text in checks.texts:
        for finding in text.findings:
            click.echo(shown(finding, text.source) + "\n")
    wrong = filter(None, [counts(checks.diagnostics), f"{checks.unreadable} unreadable" if checks.unreadable else ""])
    result = "; ".join([", ".join(wrong) or "no mistakes", *summary(checks.texts)])
    click.echo(f"{checks.what or counted(checks.files, 'file')} checked: {result}")


def _written(checks: Checks, output: str) -> str:
    from evallang.report.examined.json_out import to_json  # noqa: PLC0415  # each only where it is asked for
    from evallang.report.examined.sarif import to_sarif  # noqa: PLC0415

    return (to_json if output == "json" else to_sarif)(checks.diagnostics, checks.texts)
