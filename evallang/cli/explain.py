"""`evallang explain RULES --data FILE… --body NAME [NODE]`."""

from __future__ import annotations

from pathlib import Path

import click

from evallang.cli.arguments import Asked, FilePath, inputs, no_more, scoring_arguments
from evallang.cli.failures import Failure, plainly
from evallang.cli.output import known_ending, write_all
from evallang.cli.scoring import body_key, rules_of
from evallang.report.explain import explain


@click.command("explain")
@scoring_arguments(more="[NODE]")
@click.option("--body", required=True, metavar="NAME", help="The body, or a part of its name that no other has.")
@click.option("--format", "form", type=click.Choice(["text", "md"]), help="Plain text by default.")
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write to this file; .md is Markdown.")
@plainly
def command(asked: Asked, body: str, form: str | None, output: Path | None) -> None:
    """Explain how a body came to its results.

    NODE is the path of an indicator, a criterion or a block: `complaint_rate`, or `measure.a.growth` for one
    item of a list. Without it everything is explained.
    """
    no_more(asked.rest[1:])
    known_ending(output, {".txt": "", ".md": ""})
    node = asked.rest[0] if asked.rest else None
    if asked.period == "all":
        raise Failure("one period is explained at a time", "give `--period` a year")
    rules = rules_of(asked.rules, asked.others, asked.when)
    scores = rules.score(
        asked.data, readings=asked.readings, period=asked.period, parameters=asked.parameters, key=asked.key
    )
    period = scores.periods[-1]
    explanation = explain(scores, body_key(scores, body, period), node, period)
    markdown = form == "md" or (form is None and output is not None and output.suffix.lower() == ".md")
    text = explanation.markdown if markdown else explanation.text
    if output is None:
        click.echo(text, nl=False)
    else:
        write_all({output: text}, inputs(asked))
