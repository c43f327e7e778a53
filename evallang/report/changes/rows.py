"""Lines of the tables of indicators in the words of the law: what stands in each column, by its heading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from evallang.syntax import ast

_HEADLESS = ("no", "indicator", "label", "§")


@frozen
class RowWords:
    """A line in words: what it is of, and its cells by the headings of the columns."""

    label: str
    cells: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The cells: `In Kazakh: 3.5; in Russian: 3.5`."""
        return "; ".join(f"{head}: {cell}" for head, cell in self.cells)


def rows_of(module: ast.Module, points: str) -> dict[int, RowWords]:
    """Every line of the tables of indicators by where it and its cells begin; `points` heads the column of points."""
    statements = list(_all(module.statements))
    versions = [s for s in statements if isinstance(s, ast.Versions)]
    heads = {c.name.text: c.label.value for s in versions for c in s.choices if c.label is not None} | {
        "points": points
    }
    tables = (s.table for s in statements if isinstance(s, ast.IndicatorTable))
    found: dict[int, RowWords] = {}
    for table in tables:
        for row in table.rows:
            found |= dict.fromkeys((p.span.start for p in (row, *row.cells)), _row(row, table, heads))
    return found


def _all(statements: tuple[Any, ...]) -> Iterator[Any]:
    for s in statements:
        yield s
        yield from _all(getattr(s, "body", None) or ())


def _row(row: ast.Row, table: ast.Table, heads: dict[str, str]) -> RowWords:
    cells = dict(zip((h.text for h in table.header), map(_cell, row.cells), strict=False))
    shown = [(heads.get(h, h), cell) for h, cell in cells.items() if h not in _HEADLESS and cell]
    return RowWords(cells.get("label") or cells.get("indicator", ""), tuple(shown))


def _cell(cell: Any) -> str:
    """What stands in a cell; a star belongs to it."""
    match cell:
        case ast.Starred(value=value):
            return _cell(value) + "*"
        case ast.Text(value=words):
            return words
        case ast.Constant(text=text) | ast.Ordinal(text=text):
            return text
        case ast.Path():
            return str(cell)
    return ""
