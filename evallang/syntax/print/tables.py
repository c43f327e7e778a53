"""Tables with their bars lined up: numbers to the right, words to the left."""

from __future__ import annotations

from collections.abc import Sequence

from evallang.source import width
from evallang.syntax import ast
from evallang.syntax.print.flow import Flow
from evallang.syntax.print.pieces import mark, path, text

_LEFT = frozenset({"no", "§"})
"""Columns of row numbers and provisions: figures that nobody adds up."""


def table(value: ast.Table) -> list[Flow]:
    """The header and the rows, one flow each."""
    header = [f'"{h.text}"' if h.quoted else h.text for h in value.header]
    rows = [[cell(c) for c in row.cells] for row in value.rows]
    widths = _widths(header, rows)
    right = [_numeric(value, column) for column in range(len(header))]
    shown = [_line(_plain(header, widths, [False] * len(header)), value.marks)]
    for row, cells in zip(value.rows, rows, strict=True):
        shown.append(_line(_row(cells, widths, right), row.marks))
    spans = [value.header[0].span, *(row.span for row in value.rows)]
    return [Flow.of(line, span) for line, span in zip(shown, spans, strict=True)]


def rows(values: Sequence[ast.Row]) -> list[Flow]:
    """Rows without a header, as an amendment gives them."""
    shown = [[cell(c) for c in row.cells] for row in values]
    columns = max(map(len, shown))
    widths = [max((width(r[i]) for r in shown if i < len(r) and "\n" not in r[i]), default=0) for i in range(columns)]
    lines = [_line(_plain(cells, widths, ()), row.marks) for row, cells in zip(values, shown, strict=True)]
    return [Flow.of(line, row.span) for line, row in zip(lines, values, strict=True)]


def cell(value: ast.Cell) -> str:
    """A cell as written between two bars."""
    match value:
        case ast.Empty():
            return ""
        case ast.Constant() | ast.Ordinal():
            return value.text
        case ast.Path():
            return path(value)
        case ast.Text():
            return text(value)
        case ast.Starred():
            return f"{cell(value.value)} *"
        case ast.AnyValue():
            return "any"
        case ast.OneSided():
            return f"{value.bound.text} and up" if value.word == "and up" else f"{value.word} {value.bound.text}"
        case ast.Between():
            return f"{value.low.text} {value.operator} {value.high.text}"


def _widths(header: list[str], rows: list[list[str]]) -> list[int]:
    """The width of each column; in a row with too few cells, those before the one for several count."""
    widths = [width(name) for name in header]
    for cells in rows:
        if len(cells) == len(header):
            for i, shown in enumerate(cells):
                if "\n" not in shown:
                    widths[i] = max(widths[i], width(shown))
    for cells in rows:
        merged = _merged(cells) if len(cells) < len(header) else len(header)
        for i, shown in enumerate(cells[:merged]):
            if i < len(widths) and len(cells) != len(header) and "\n" not in shown:
                widths[i] = max(widths[i], width(shown))
    return widths


def _merged(cells: Sequence[str]) -> int:
    """The cell that stands for several columns in a row with too few: the last that is not empty."""
    return max((i for i, shown in enumerate(cells) if shown), default=len(cells) - 1)


def _numeric(value: ast.Table, column: int) -> bool:
    """Whether a column holds numbers, so that they stand at its right."""
    if value.header[column].text in _LEFT:
        return False
    found = [r.cells[column] for r in value.rows if len(r.cells) == len(value.header)]
    filled = [c.value if isinstance(c, ast.Starred) else c for c in found if not isinstance(c, ast.Empty)]
    return bool(filled) and all(isinstance(c, ast.Constant) for c in filled)


def _row(cells: list[str], widths: list[int], right: list[bool]) -> list[str]:
    missing = len(widths) - len(cells)
    if missing <= 0:
        return _plain(cells, widths, right)
    at = _merged(cells)
    over = widths[at : at + missing + 1]
    room = sum(over) + 3 * (len(over) - 1)
    fitted = [*widths[:at], room, *widths[at + missing + 1 :]]
    done = _plain(cells, fitted, [*right[:at], False, *right[at + missing + 1 :]])
    spare = max(room - width(cells[at]), 0)
    done[at] = " " * (spare // 2) + cells[at] + " " * (spare - spare // 2)
    return done


def _plain(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    """Each cell padded to the width of its column; cells beyond the last column as they are."""
    done = []
    for i, shown in enumerate(cells):
        spare = " " * max(widths[i] - width(shown), 0) if i < len(widths) else ""
        done.append(spare + shown if i < len(right) and right[i] else shown + spare)
    return done


def _line(cells: Sequence[str], marks: ast.Marks) -> str:
    line = "|" + "".join(f" {shown} |" for shown in cells)
    return f"{line}  {' '.join(map(mark, marks))}" if marks else line
