"""Results as CSV: a row for each body and period, and a file for each list whose items have nodes.

The files can be read again as the data of another methodology: the columns are paths of nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.backends.interpreter.absence import NOT_APPLICABLE
from evallang.backends.interpreter.frames import Frame
from evallang.backends.scores import BodyScores, Result, Scores
from evallang.ir.program import NodeDef, Program
from evallang.report.figures import cell_text
from evallang.report.results_json import nodes_of_item
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.csv_out import csv_text
from evallang.tables.item_keys import key_headers
from evallang.tables.roles import BODIES, chain


def results_csv(scores: Scores, *, bom: bool = False) -> dict[str, str]:
    """The texts of the files by what they hold: `bodies`, then the name of each list of items with nodes."""
    found = {BODIES: bodies_csv(scores, bom=bom)}
    for number in range(len(scores.program.items)):
        if any(True for _ in nodes_of_item(scores.program, number)):
            found[list_name(scores.program, number)] = _items_csv(scores, number, bom=bom)
    return found


def bodies_csv(scores: Scores, *, bom: bool = False, paths: Sequence[str] = ()) -> str:
    """One row for each body and period: keys, nodes, ranks, grades, triggers. No value is an empty cell.

    `paths` are the results that are wanted, none for all.

    A number is written with all its digits where they end, else with 34 significant ones.
    """
    columns = paths or scores.columns
    rows = ([*_keys(scores, body), *(cell_text(body[path]) for path in columns)] for body in scores)
    return csv_text([*_key_headers(scores), *columns], rows, bom=bom)


def list_name(program: Program, number: int) -> str:
    """The name of a list, or its path where several have the name."""
    item = program.items[number]
    alone = sum(other.name == item.name for other in program.items) == 1
    return item.name if alone else ".".join(item.path)


def _key_headers(scores: Scores) -> list[str]:
    kinds = [KIND] if scores.program.kinds else []
    return [BODY, *kinds, *([PERIOD] if _has_periods(scores) else [])]


def _has_periods(scores: Scores) -> bool:
    return any(period is not None for period in scores.periods)


def _keys(scores: Scores, body: BodyScores) -> list[str]:
    kind = [body.kind or ""] if scores.program.kinds else []
    return [body.key, *kind, *([str(body.period or "")] if _has_periods(scores) else [])]


def _items_csv(scores: Scores, number: int, *, bom: bool) -> str:
    program = scores.program
    start = len(program.items[number].path)
    columns: dict[str, list[NodeDef]] = {}
    for node in nodes_of_item(program, number):
        columns.setdefault(".".join(node.path[start:]), []).append(node)
    period = [PERIOD] if _has_periods(scores) else []
    header = [BODY, *period, *key_headers(program, number), *columns]
    rows = (
        [
            *_item_keys(scores, body, keys),
            *(cell_text(result_of(scores, frame, found)) for found in columns.values()),
        ]
        for body in scores
        for keys, frame in item_frames(body.frame, chain(program, number))
    )
    return csv_text(header, rows, bom=bom)


def _item_keys(scores: Scores, body: BodyScores, keys: tuple[str, ...]) -> list[str]:
    return [body.key, *([str(body.period or "")] if _has_periods(scores) else []), *keys]


def item_frames(above: Frame, numbers: tuple[int, ...]) -> Iterator[tuple[tuple[str, ...], Frame]]:
    """The items at the end of a chain of lists, each with its keys from the outermost on."""
    for frame in above.items(numbers[0]) or ():
        if len(numbers) == 1:
            yield (frame.key,), frame
        else:
            yield from (((frame.key, *keys), inner) for keys, inner in item_frames(frame, numbers[1:]))


def result_of(scores: Scores, frame: Frame, nodes: list[NodeDef]) -> Result:
    """The result of the variant for the kind of the body."""
    node = next((n for n in nodes if n.kinds is None or frame.kind in n.kinds), None)
    return scores.of_node(frame, node) if node else Result("", NOT_APPLICABLE)
