"""Results over columns against those of the interpreter: every value, status and reason."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from evallang import numbers
from evallang.backends.columns.column import STATUSES
from evallang.backends.columns.results import Columns
from evallang.backends.scores import Scores
from evallang.rules import Rules
from evallang.tables.raw import RawData, RawRow, RawTable


def text_of(value: Any) -> str:
    """A value as a file holds it, written here a second time."""
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def columns_of(records: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Records as columns; what a record does not have is None."""
    headers = list(dict.fromkeys(header for record in records for header in record))
    return {header: [record.get(header) for record in records] for header in headers}


def as_objects(columns: Mapping[str, Sequence[Any]]) -> dict[str, np.ndarray]:
    """Columns as arrays of objects, which read everything that a file may hold."""
    arrays = {}
    for header, values in columns.items():
        arrays[header] = np.empty(len(values), dtype=object)
        arrays[header][:] = values
    return arrays


def by_interpreter(
    rules: Rules, columns: Mapping[str, Sequence[Any]], lists: Mapping[str, Mapping[str, Sequence[Any]]] | None = None,
    **options: Any,
) -> Scores:  # fmt: skip
    """The same rules through the data reader; where no column names the bodies, by their numbers."""
    size = len(next(iter(columns.values())))
    full = dict(columns) if "body" in columns else {**columns, "body": list(range(size))}
    tables = [_table("bodies", "frame", full), *(_table(name, name, held) for name, held in (lists or {}).items())]
    return rules.score(RawData(tuple(tables)), **options)


def _table(name: str, file: str, columns: Mapping[str, Sequence[Any]]) -> RawTable:
    table = RawTable(name, file, tuple(columns))
    size = len(next(iter(columns.values()), ()))
    table.rows += [RawRow(str(i), [text_of(values[i]) for values in columns.values()]) for i in range(size)]
    return table


def differences(found: Columns, wanted: Scores, columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """What differs, in words."""
    size = len(next(iter(columns.values())))
    bodies = columns.get("body", range(size))
    periods = columns.get("period", [None] * size)
    values = {path: column.values for path, column in found.items()}
    said = []
    seen = set()
    unread = {f.address.row: f.message for f in wanted.findings if f.address and f.address.file == "frame"}
    for row in range(size):
        place = (text_of(bodies[row]).strip(), None if periods[row] is None else int(periods[row]))
        scored = place in wanted and place not in seen
        seen.add(place)
        for path, column in found.items():
            ours = (STATUSES[column.status[row]], column.exact(row), column.reason(row))
            theirs: tuple[Any, ...] = (
                "not scored",
                None,
                unread.get(str(row), f"the row is not scored: it is of the period {place[1]}"),
            )
            if scored:
                result = wanted[place][path]
                theirs = (result.status, result.value, result.because)
                if result.status == "value" and not near(values[path][row], result.value):
                    said.append(f"{path}, row {row}: {values[path][row]!r} is not near {result.value}")
            if ours != theirs:
                said.append(f"{path}, row {row}: columns {ours}, interpreter {theirs}")
    return said


def near(found: Any, value: Any) -> bool:
    """Whether a value of a column is the exact one, as far as it can be."""
    if not isinstance(value, Fraction | numbers.Real):
        return bool(found == value)
    exact = Fraction(numbers.decimal34(value)[0])
    if not math.isfinite(found):
        return abs(exact) > 10**300
    return abs(Fraction(float(found)) - exact) <= abs(exact) / 10**9 + Fraction(1, 10**9)
