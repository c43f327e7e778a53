"""Text in columns: names to the left, numbers with their points one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from evallang.source import width

GAP = "  "


@frozen
class Column:
    """One column: its head, one text for each row, and whether the texts are numbers."""

    head: str
    cells: tuple[str, ...]
    numbers: bool = False


def clipped(text: str, most: int) -> str:
    """A text of at most so many columns, `…` for what is cut off."""
    if width(text) <= most:
        return text
    kept = text[: max(most - 1, 1)]
    while width(kept) > max(most - 1, 1):
        kept = kept[:-1]
    return kept.rstrip() + "…"


def laid_out(columns: Sequence[Column]) -> list[str]:
    """The heads, a rule, and the rows as lines."""
    shown = [_cells(column) for column in columns]
    sizes = [max(map(width, (c.head, *cells))) for c, cells in zip(columns, shown, strict=True)]
    lines = [_line([c.head for c in columns], sizes), _line(["─" * size for size in sizes], sizes)]
    return lines + [_line(cells, sizes) for cells in zip(*shown, strict=True)]


def total_width(columns: Sequence[Column]) -> int:
    """How many columns of the terminal a table takes."""
    sizes = (max(map(width, (c.head, *_cells(c)))) for c in columns)
    return sum(sizes) + len(GAP) * max(len(columns) - 1, 0)


def _cells(column: Column) -> tuple[str, ...]:
    if not column.numbers:
        return column.cells
    before = max((len(cell.partition(".")[0]) for cell in column.cells if _is_number(cell)), default=0)
    return tuple(
        " " * max(before - len(cell.partition(".")[0]), 0) + cell if _is_number(cell) else cell for cell in column.cells
    )


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or (cell[:1] == "-" and cell[1:2].isdigit())


def _line(cells: Sequence[str], sizes: Sequence[int]) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, sizes, strict=True))
    return GAP.join(padded).rstrip()
