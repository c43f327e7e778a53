"""`evallang score --engine columns`: nodes are computed over columns, all else by the interpreter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from evallang.backends.scores import Scores
from evallang.cli.arguments import Asked
from evallang.cli.failures import Failure
from evallang.diagnostics import Severity
from evallang.ir.program import NodeDef
from evallang.rules import Rules, active_under
from evallang.tables.wording import several

if TYPE_CHECKING:
    from evallang.backends.columns.results import Columns
    from evallang.backends.columns.scoring import Held

_INSTALL = "pip install 'evallang[columns]', and pyarrow for Parquet"


def score_by_columns(rules: Rules, asked: Asked, wanted: Sequence[str] = ()) -> Scores:
    """The scores of data files: those of the interpreter, which finds the values of nodes there already.

    `wanted` are the results that are asked for, none for all. Raises Failure for a package that is not installed, and
    as `Rules.score` does.
    """
    try:
        from evallang.backends.columns.tables_in import NoFrame, frames_of, read_files  # noqa: PLC0415  # an extra

        raw = read_files(rules.program, asked.data, asked.key)
    except ImportError as error:
        raise not_installed(error) from None
    scores = rules.score(raw, readings=asked.readings, period=asked.period, parameters=asked.parameters, key=asked.key)
    clean = not any(finding.severity is Severity.ERROR for finding in scores.data.findings)
    try:
        tables = frames_of(rules.program, active_under(scores.choices), raw, asked.key, clean=clean)
    except NoFrame:
        click.echo("note: the data is no plain table of bodies; the interpreter scored it", err=True)
        return scores
    held = rules.read_columns(tables.bodies, lists=tables.lists, key=asked.key)
    held.rows.commas, held.rows.parameters = frozenset(tables.commas), raw.parameters
    _take(rules, asked, scores, held, _nodes(rules, wanted))
    return scores


def not_installed(error: ImportError) -> Failure:
    """What is said where a package is missing."""
    return Failure(f"columns need a package that is not installed: {error}", _INSTALL)


def _nodes(rules: Rules, wanted: Sequence[str]) -> list[NodeDef]:
    """The nodes of bodies whose values or grades are wanted; all where something else is."""
    nodes = [node for node in rules.program.nodes if not node.level]
    chosen = {path.removesuffix(".grade") for path in wanted}
    known = chosen and chosen <= {node.short for node in nodes}
    return [node for node in nodes if node.short in chosen] if known else nodes


def _take(rules: Rules, asked: Asked, scores: Scores, held: Held, nodes: Sequence[NodeDef]) -> None:
    """Put what columns give for the nodes of bodies where the interpreter looks first."""
    columns = rules.score_columns(
        held, readings=asked.readings, period=asked.period, parameters=asked.parameters,
        paths=list(dict.fromkeys(node.short for node in nodes)),
    )  # fmt: skip
    for row in range(columns.size):
        period = None if held.periods is None else int(held.periods[row])
        run = scores.runs.get(period)
        frame = run.frame(held.rows.key_of(row), period) if run is not None else None
        if frame is None or not held.readable[row]:
            continue
        for node in nodes:
            if node.kinds is None or frame.kind in node.kinds:
                value = columns[node.short].held(row)
                if value is not None:
                    frame.memo[node.number] = value
    click.echo(f"note: {share(columns)}", err=True)


def share(columns: Columns) -> str:
    """What of the results is the interpreter's."""
    whole = f", and {several(len(columns.whole), 'column', 'columns')}" if columns.whole else ""
    return settled(columns.settled, whole)


def settled(bodies: int, more: str = "") -> str:
    """That so many bodies, and what more there is, were settled."""
    verb = "was" if bodies == 1 and not more else "were"
    return f"{several(bodies, 'body', 'bodies')}{more} {verb} settled by the interpreter"
