"""`at most X`: where it is broken, both values are invalid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from evallang.ir.data import Cell, Record
from evallang.ir.program import InputDef
from evallang.tables.columns import level_of
from evallang.tables.context import Context
from evallang.tables.wording import number, quoted

Holders = tuple[Record, ...]
"""A record and those that hold it, the innermost first."""


def check_at_most(ctx: Context) -> None:
    """Make each value invalid that is more than it may be, and the one that bounds it."""
    bounded: dict[int | None, list[InputDef]] = {}
    for definition in ctx.program.inputs:
        if definition.at_most:
            bounded.setdefault(level_of(definition), []).append(definition)
    if not bounded:
        return
    broken: list[tuple[Record, int, Cell]] = []
    for level, holders in _all(ctx.dataset.records.values(), None, ()):
        for definition in bounded.get(level, ()):
            broken += _broken(ctx, definition, holders)
    for record, number_, cell in broken:
        if record.cells[number_].invalid is None:
            record.cells[number_] = cell


def _all(records: Iterable[Record], level: int | None, outer: Holders) -> Iterator[tuple[int | None, Holders]]:
    for record in records:
        holders = (record, *outer)
        yield level, holders
        for item, inside in record.items.items():
            yield from _all(inside, item, holders)


def _broken(ctx: Context, definition: InputDef, holders: Holders) -> Iterator[tuple[Record, int, Cell]]:
    record = holders[0]
    cell = record.cells.get(definition.number)
    if cell is None or not isinstance(cell.value, Fraction):
        return
    for target in definition.at_most:
        holder = next((h for h in holders if target in h.cells), None)
        bound = holder.cells[target] if holder else None
        if holder is None or bound is None or not isinstance(bound.value, Fraction):
            continue
        if cell.value <= bound.value:
            continue
        name, over = definition.name, ctx.program.definitions[target].name
        more = f"{quoted(name)} ({number(cell.value)}) is more than {quoted(over)} ({number(bound.value)})"
        yield record, definition.number, Cell(None, cell.address, f"{more} at {bound.address}")
        yield holder, target, Cell(None, bound.address, f"{more} at {cell.address}")
