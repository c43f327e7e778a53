"""A table taken apart into cells that no row divides: which rows answer in each, and which cells none answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from attrs import frozen

from evallang.ir.program import Interval, TableRow
from evallang.lint.sets import Atom, Domain, inside, joined

MOST_CELLS = 20_000


@frozen
class Cell:
    """A cell, with the rows that answer in it."""

    atoms: tuple[Atom, ...]
    rows: tuple[TableRow, ...]


def cells(rows: Sequence[TableRow], domains: Sequence[Domain]) -> list[Cell] | None:
    """All cells of a table over the domains of its columns; None where there are more than `MOST_CELLS`."""
    columns = [domain.atoms(row.tests[i] for row in rows) for i, domain in enumerate(domains)]
    if prod(len(column) for column in columns) > MOST_CELLS:
        return None
    return [
        Cell(atoms, tuple(row for row in rows if all(map(inside, atoms, row.tests)))) for atoms in product(*columns)
    ]


def regions(found: Sequence[Cell]) -> Iterator[tuple[Atom, ...]]:
    """Cells as few regions: neighbours in the first column that agree in the others are joined."""
    by_rest: dict[tuple[Atom, ...], list[Atom]] = {}
    for cell in found:
        by_rest.setdefault(cell.atoms[1:], []).append(cell.atoms[0])
    for rest, first in by_rest.items():
        intervals = [a for a in first if isinstance(a, Interval)]
        yield from ((atom, *rest) for atom in (joined(intervals) if intervals else first))
