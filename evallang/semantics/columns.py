"""What every table must have: each column once, and as many cells in a row as the header has."""

from __future__ import annotations

from collections.abc import Callable

from evallang.diagnostics import Label
from evallang.source import Span
from evallang.syntax import ast

Report = Callable[..., None]
"""Takes a code, a message, a span, advice and labels."""


def check_columns(report: Report, table: ast.Table) -> None:
    """Report a column that stands twice."""
    seen: dict[str, ast.HeaderCell] = {}
    for cell in table.header:
        first = seen.setdefault(cell.text, cell)
        if first is not cell:
            report(
                "E0203",
                f"the column `{cell.text}` stands twice",
                cell.span,
                "rename or delete one of them",
                Label(first.span, "the first one"),
            )


def row_fits(report: Report, table: ast.Table, row: ast.Row) -> bool:
    """Whether a row has a cell for each column; reports one that has not."""
    width, own = len(table.header), len(row.cells)
    if own == width:
        return True
    advice = "give every column a cell; an empty one is `| |`"
    if own > width:
        advice = "give the header a name for the last cell, or delete it"
    report("E0215", f"the row has {_cells(own)}, and the header has {_cells(width)}", row.span, advice)
    return False


def _cells(number: int) -> str:
    return f"{number} cell" if number == 1 else f"{number} cells"


def header_span(table: ast.Table) -> Span:
    """Where the names of the columns stand."""
    return table.header[0].span.to(table.header[-1].span)
