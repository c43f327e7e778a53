"""`evallang demo`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import click

from evallang.backends.scores import Scores
from evallang.cli.failures import plainly
from evallang.numbers import compare
from evallang.pipeline import load
from evallang.report.columns import Column, clipped, laid_out
from evallang.report.explain import explain
from evallang.report.figures import short_text
from evallang.report.main_results import main_nodes, top_nodes
from evallang.report.ordered import Place, in_order
from evallang.report.table import reasons
from evallang.resources import folder

_RULES = "interaction-2020"
_DATA = "2020"
_NAME = 44


@click.command("demo")
@plainly
def command() -> None:
    """Score the sample register by the methodology of 2020.

    The register is invented. It prints the bodies of the last year in order, why some have no result, and how
    one of them came to one of its figures.
    """
    home = folder("rules")
    rules = load(home / _RULES)
    scores = rules.score(home / "samples" / _DATA)
    top = top_nodes(rules.program)[-1]
    places = in_order(scores, top)
    program = rules.program
    click.echo(f"{program.label}\n{program.origin}; an invented register, scored for {scores.periods[-1]}\n")
    click.echo("\n".join(_table(scores, places, top)))
    lacking = [place.body for place in places if place.place is None]
    if lacking:
        click.echo("\nNo total: nothing that is missing counts as zero.\n")
        click.echo("\n".join(reasons(scores, lacking)))
    body, node = _explained(places)
    click.echo("\nHow the first figure that cost the second body points came about:\n")
    click.echo(explain(scores, body, node).text, nl=False)


def _table(scores: Scores, places: Sequence[Place], top: str) -> list[str]:
    """Place, name, kind, the parts of the total, the total, its grade."""
    columns = [
        Column("", tuple(str(place.place or "–").rjust(2) for place in places)),
        Column("body", tuple(clipped(place.body.key, _NAME) for place in places)),
        Column("kind", tuple(place.body.kind or "" for place in places)),
    ]
    columns += [
        Column(path, tuple(short_text(place.body[path]) for place in places), numbers=True)
        for path in main_nodes(scores.program)
    ]
    grades = (place.body[f"{top}.grade"] for place in places)
    columns.append(Column("grade", tuple(grade.label if grade.status == "value" else "–" for grade in grades)))
    return laid_out(columns)


def _explained(places: Sequence[Place]) -> tuple[str, str]:
    """The second body, and the first of its figures that cost it points."""
    body = next(place.body for place in places if place.place and place.place > 1)
    for node in body.scores.program.nodes:
        if not node.level and node.clauses and not node.parts:
            result = body[node.short]
            if isinstance(result.value, Fraction) and result.points and compare(result.value, result.points) < 0:
                return body.key, node.short
    return body.key, places[0].result.path
