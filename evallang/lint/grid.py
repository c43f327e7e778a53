"""A table taken apart into cells that no row divides: which rows answer in each, and which cells none answers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import prod

from attrs import frozen

from evallang.ir.program import Interval, TableRow
from evallang.lint.sets import Atom, Domain, high_key, joined, low_key, span_of

MOST_CELLS = 200_000


@frozen
class Cell:
    """A cell, with the rows that answer in it."""

    atoms: tuple[Atom, ...]
    rows: tuple[TableRow, ...]


@frozen
class Region:
    """Neighbouring cells as one; None where it is all of a column."""

    atoms: tuple[Atom | None, ...]

    @property
    def interval(self) -> Interval | None:
        """The numbers of the first column that it bounds."""
        return next((a for a in self.atoms if isinstance(a, Interval)), None)

    @property
    def is_point(self) -> bool:
        """Whether it is a single number."""
        return (i := self.interval) is not None and i.low is not None and i.low == i.high

    @property
    def column(self) -> int:
        """Where that column stands; the first column where none has numbers."""
        return next((i for i, a in enumerate(self.atoms) if isinstance(a, Interval)), 0)


def cells(rows: Sequence[TableRow], domains: Sequence[Domain]) -> list[Cell] | None:
    """All cells of a table over the domains of its columns; None where there are more than `MOST_CELLS`."""
    columns = [domain.atoms(row.tests[i] for row in rows) for i, domain in enumerate(domains)]
    if prod(len(column) for column in columns) > MOST_CELLS:
        return None
    return list(_cells(rows, columns, ()))


def _cells(rows: Sequence[TableRow], columns: Sequence[Sequence[Atom]], before: tuple[Atom, ...]) -> Iterator[Cell]:
    for atom, held in _swept(rows, len(before), columns[len(before)]):
        here = (*before, atom)
        if len(here) < len(columns):
            yield from _cells(held, columns, here)
        else:
            yield Cell(here, tuple(held))


def _swept(rows: Sequence[TableRow], column: int, atoms: Sequence[Atom]) -> Iterator[tuple[Atom, list[TableRow]]]:
    """Each piece of a column with the rows that hold in it: they come where their cell begins and go where it ends."""
    begin: list[list[int]] = [[] for _ in range(len(atoms) + 1)]
    end: list[list[int]] = [[] for _ in range(len(atoms) + 1)]
    keys = [low_key(a) for a in atoms if isinstance(a, Interval)]
    for number, row in enumerate(rows):
        first, last = _stretch(row, column, atoms, keys)
        if first < last:
            begin[first].append(number)
            end[last].append(number)
    held: list[int] = []
    for i, atom in enumerate(atoms):
        for number in end[i]:
            held.remove(number)
        for number in begin[i]:
            insort(held, number)
        yield atom, [rows[number] for number in held]


def _stretch(
    row: TableRow, column: int, atoms: Sequence[Atom], keys: Sequence[tuple[int, object, int]]
) -> tuple[int, int]:
    """From which piece of a column to which a row holds."""
    test = row.tests[column]
    if test is None:
        return 0, len(atoms)
    if not keys:
        at = next((i for i, atom in enumerate(atoms) if atom == test), None)
        return (0, 0) if at is None else (at, at + 1)
    span = span_of(test)
    return (0, 0) if span is None else (bisect_left(keys, low_key(span)), bisect_right(keys, high_key(span)))


# ---- regions


def holes(found: Sequence[Cell], domains: Sequence[Domain]) -> list[Region]:
    """Where no row answers, in as few regions as it takes."""
    return _regions([cell.atoms for cell in found if not cell.rows], domains)


def overlaps(found: Sequence[Cell], domains: Sequence[Domain]) -> list[tuple[TableRow, TableRow, Region]]:
    """Where two rows answer: each with the next one that answers there too."""
    by_pair: dict[tuple[int, int], tuple[TableRow, TableRow, list[tuple[Atom, ...]]]] = {}
    for cell in found:
        for one, other in pairwise(cell.rows):
            by_pair.setdefault((id(one), id(other)), (one, other, []))[2].append(cell.atoms)
    return [
        (one, other, region) for one, other, atoms in by_pair.values() for region in _regions(atoms, domains)
    ]  # fmt: skip


def _regions(given: Iterable[tuple[Atom | None, ...]], domains: Sequence[Domain]) -> list[Region]:
    """Cells that differ in one column only are put together, column by column."""
    found = list(given)
    for column, domain in enumerate(domains):
        groups: dict[tuple[Atom | None, ...], list[Atom | None]] = {}
        for atoms in found:
            groups.setdefault((*atoms[:column], *atoms[column + 1 :]), []).append(atoms[column])
        found = [
            (*rest[:column], atom, *rest[column:])
            for rest, atoms in groups.items()
            for atom in _together(atoms, domain)
        ]
    return [Region(atoms) for atoms in found]


def _together(atoms: Sequence[Atom | None], domain: Domain) -> Sequence[Atom | None]:
    intervals = [a for a in atoms if isinstance(a, Interval)]
    if intervals:
        return [None if a == domain.bounds else a for a in joined(intervals)]
    return [None] if len(atoms) == len(domain.options) else atoms
