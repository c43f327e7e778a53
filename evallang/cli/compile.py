"""`evallang compile RULES --to python -o FILE`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from evallang.cli.arguments import FilePath, RulesPath, pairs, parameter_option, reading_option
from evallang.cli.days import day_options, taken_out
from evallang.cli.failures import Failure, plainly
from evallang.cli.output import write_all
from evallang.cli.scoring import rules_of
from evallang.rules import Rules


@frozen
class Asked:
    """What is to be written: readings and parameters that are switched, and the results that are wanted."""

    readings: dict[str, str]
    parameters: dict[str, str]
    outputs: tuple[str, ...]


def _python(rules: Rules, asked: Asked) -> str:
    from evallang.backends.python.unit import NotCompiled  # noqa: PLC0415  # not for --help

    try:
        scorer = rules.compile(
            readings=asked.readings, parameters=asked.parameters, outputs=asked.outputs or None
        )  # fmt: skip
    except NotCompiled as error:
        line = rules.program.source.position(error.span.start).line
        place = f"{rules.program.source.name}:{line}"
        advice = "name the results that do without it with --output-of, or score with `evallang score`"
        raise Failure(f"{place}: {error} cannot be compiled", advice) from None
    return scorer.source


TARGETS: dict[str, Callable[[Rules, Asked], str]] = {"python": _python}
"""What rules can be compiled to, each with what writes it."""


@click.command("compile")
@click.argument("rules", type=RulesPath())
@click.option("--to", "target", type=click.Choice(list(TARGETS)), required=True, help="The language to write.")
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="The file to write; else it is printed.")
@click.option(
    "--output-of", "outputs", multiple=True, metavar="PATH", help="Only this result, as `total` or `total.grade`."
)
@reading_option
@parameter_option
@day_options("for a folder with amendments")
@plainly
def command(
    rules: Path, target: str, output: Path | None, outputs: tuple[str, ...], readings: tuple[str, ...],
    parameters: tuple[str, ...], **when: Any,
) -> None:  # fmt: skip
    """Compile a methodology into code that scores without it.

    The code computes exactly what `evallang score` does, the same to the last digit, and cites the provisions.
    """
    loaded = rules_of(rules, [], taken_out(when))
    asked = Asked(
        pairs(readings, "--reading", "ID=option"), pairs(parameters, "--parameter", "NAME=value"), outputs
    )  # fmt: skip
    text = TARGETS[target](loaded, asked)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_all({output: text})
