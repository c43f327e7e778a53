"""Lines of a page, and columns that line up in lines of one sort that follow each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import define, evolve

from evallang.source import width
from evallang.syntax.print.flow import Flow, FlowLine, words

FAR = 24
"""Columns that lie further apart than this are not lined up …"""

ALWAYS = frozenset({"input", "option", "parameter", "body"})
"""… but in these lines they are: labels differ in length, and what stands behind them is read downwards."""


@define
class Line:
    """One statement, or its head, or its closing brace, before it is put into columns.

    `opens` says that a block follows, `closes` that one ends here, `begins` that a statement begins here.
    `apart` says that a blank line or a comment stands before it.
    """

    indent: int
    cells: tuple[Flow, ...]
    group: str = ""
    opens: bool = False
    closes: bool = False
    begins: bool = True
    apart: bool = False

    @property
    def plain(self) -> bool:
        """Whether all of it stands on one line."""
        return all(cell.single is not None for cell in self.cells)

    @property
    def flow(self) -> Flow:
        """Its words without columns."""
        return words(*self.cells)


def lined_up(lines: Sequence[Line]) -> list[tuple[FlowLine, ...]]:
    """The printed lines of each line; the columns of neighbours of one sort are lined up."""
    cells = [line.cells for line in lines]
    for run in _runs(lines, lambda line: line.group if line.group == "when" else ""):
        _pad(cells, run, (0,), always=False)
    # The guards of `when` line up with each other, what is cited behind them with that of other clauses too.
    for i, line in enumerate(lines):
        if line.group == "when":
            cells[i] = (words(*cells[i][:2]), *cells[i][2:])
    for run in _runs(lines, lambda line: "clause" if line.group == "when" else line.group):
        columns = range(max(len(cells[i]) for i in run) - 1)
        _pad(cells, run, columns, always=lines[run[0]].group in ALWAYS)
    return [_printed(line, parts) for line, parts in zip(lines, cells, strict=True)]


def _runs(lines: Sequence[Line], sort: Callable[[Line], str]) -> Iterable[list[int]]:
    """Neighbours of one sort, with nothing between them."""
    run: list[int] = []
    for i, line in enumerate(lines):
        if run and line.plain and not line.apart and _alike(lines[run[-1]], line, sort):
            run.append(i)
            continue
        if len(run) > 1:
            yield run
        run = [i] if sort(line) and line.plain else []
    if len(run) > 1:
        yield run


def _alike(one: Line, other: Line, sort: Callable[[Line], str]) -> bool:
    return sort(one) == sort(other) and one.indent == other.indent and not one.opens


def _pad(cells: list[tuple[Flow, ...]], run: list[int], columns: Iterable[int], *, always: bool) -> None:
    for column in columns:
        for part in _near(cells, run, column, always=always):
            widest = max(_end(cells[i], column) for i in part)
            for i in part:
                cells[i] = _stretched(cells[i], column, widest)


def _near(cells: list[tuple[Flow, ...]], run: list[int], column: int, *, always: bool) -> Iterable[list[int]]:
    """The lines of a run that go on behind a column, in parts within which it can be lined up."""
    part: list[int] = []
    first = last = 0
    for i in run:
        if not any(cell.lines for cell in cells[i][column + 1 :]):
            continue
        end = _end(cells[i], column)
        if part and not always and max(last, end) - min(first, end) > FAR:
            yield part
            part = []
        first, last = (min(first, end), max(last, end)) if part else (end, end)
        part.append(i)
    if part:
        yield part


def _end(cells: tuple[Flow, ...], column: int) -> int:
    """Where a column ends."""
    return width(words(*cells[: column + 1]).single or "")


def _stretched(cells: tuple[Flow, ...], column: int, to: int) -> tuple[Flow, ...]:
    """The cells with a column that ends at `to`."""
    done = words(*cells[: column + 1])
    missing = to - width(done.single or "")
    if missing <= 0 or not done.lines:
        return cells
    only = done.lines[0]
    padded = Flow((evolve(only, text=only.text + " " * missing),))
    return (*[Flow()] * column, padded, *cells[column + 1 :])


def _printed(line: Line, cells: tuple[Flow, ...]) -> tuple[FlowLine, ...]:
    return tuple(
        evolve(part, indent=part.indent + line.indent, text=part.text.rstrip(" ")) for part in words(*cells).lines
    )
