"""The results of a frame as rows of a CSV file.

What ends is written once for all rows that have it. Numbers that do not end (40/3) are computed by compiled Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from evallang.backends.columns.different import Different, different
from evallang.backends.columns.records import records
from evallang.backends.python.unit import NotCompiled
from evallang.backends.scores import Result
from evallang.report.figures import cell_text, exact_text
from evallang.rules import Rules
from evallang.semantics.others import looks_at_others
from evallang.tables.context import has_yearly

if TYPE_CHECKING:
    from evallang.backends.columns.inputs import Given
    from evallang.backends.columns.results import Columns
    from evallang.backends.columns.scoring import Held
    from evallang.cli.arguments import Asked

Row = tuple[str, ...]
Record = dict[str, Any]


def rows_of(
    rules: Rules, asked: Asked, held: Held, givens: Mapping[str, Given], columns: Columns, keys: Mapping[str, list[str]]
) -> Iterable[Row] | None:
    """The rows, each with its `keys`; None where numbers that do not end are asked for, and nobody has them."""
    found = {path: different(column) for path, column in columns.items()}
    texts = {path: _texts(path, values) for path, values in found.items() if values is not None}
    open_ = [path for path, values in found.items() if values is None]
    if not open_:
        return zip(*keys.values(), *texts.values(), strict=True)
    exact = _exact(rules, asked, columns, open_, lambda: records(givens, held.order, keys, columns.size))
    if exact is None:
        return None
    names = [*keys, *texts, *open_]
    in_order = itemgetter(*(names.index(name) for name in (*keys, *columns)))
    fixed = zip(*keys.values(), *texts.values(), strict=True)
    return (in_order((*first, *last)) for first, last in zip(fixed, exact, strict=True))


def _texts(path: str, found: Different) -> list[str]:
    """The cell of each row."""
    texts = [*(cell_text(Result(path, "value", value)) for value in found.values), ""]
    return [texts[place] for place in found.places.tolist()]


def _exact(
    rules: Rules, asked: Asked, columns: Columns, paths: Sequence[str], rows: Callable[[], Iterator[Record]]
) -> Iterator[Row] | None:
    """The texts of some numbers, row by row; None for what is not compiled to score a body by itself."""
    if looks_at_others(rules.program) or has_yearly(rules.program):
        return None
    try:
        scorer = rules.compile(readings=asked.readings, parameters=asked.parameters, outputs=paths)
    except NotCompiled:
        return None
    states = zip(*(columns[path].status.tolist() for path in paths), strict=True)

    def texts(record: Record, row: Row) -> Row:
        found = scorer.score(record)
        return tuple("" if state else _number(found[path]) for path, state in zip(paths, row, strict=True))

    return map(texts, rows(), states)


def _number(value: Any) -> str:
    """A number as compiled Python gives it; one that is no fraction writes itself, with 34 digits too."""
    return exact_text(value) if isinstance(value, Fraction) else str(value)
