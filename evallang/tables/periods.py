"""Inputs that are not given for each year have one value over all periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evallang.ir.data import Cell, Record
from evallang.tables.columns import level_of
from evallang.tables.context import Context


def carry_fixed(ctx: Context) -> None:
    """Carry fixed values to all periods of their body or item; two values make each of them invalid.

    Nothing is done where no input of the methodology is yearly: there each period is scored by itself.
    """
    if not ctx.yearly:
        return
    fixed: dict[int | None, list[int]] = {}
    for definition in ctx.program.inputs:
        if not definition.yearly:
            fixed.setdefault(level_of(definition), []).append(definition.number)
    for records in ctx.by_body.values():
        _carry(records, None, fixed)


def _carry(records: Sequence[Record], level: int | None, fixed: dict[int | None, list[int]]) -> None:
    """The same body or item in several periods, and what they hold."""
    if len(records) < 2:
        return
    for number in fixed.get(level, ()):
        _settle(records, number)
    for item in {number for record in records for number in record.items}:
        by_key: dict[str, list[Record]] = {}
        for record in records:
            for inner in record.items.get(item, ()):
                by_key.setdefault(inner.key, []).append(inner)
        for same in by_key.values():
            _carry(same, item, fixed)


def _settle(records: Sequence[Record], number: int) -> None:
    cells = [cell for record in records if (cell := record.cells.get(number))]
    given = [cell for cell in cells if cell.value is not None]
    differing = next((cell for cell in given[1:] if cell.value != given[0].value), None)
    if differing is not None:
        for record in records:
            cell = record.cells.get(number)
            if cell is not None and cell.value is not None:
                other = differing if cell.value == given[0].value else given[0]
                reason = f"the value is to be the same in every period; another stands at {other.address}"
                record.cells[number] = Cell(None, cell.address, reason)
        given = []
    carried = next(_usable(given, records, number), None)
    if carried is not None:
        for record in records:
            cell = record.cells.get(number)
            if cell is None or (cell.value is None and cell.invalid is None):
                record.cells[number] = carried


def _usable(given: Sequence[Cell], records: Iterable[Record], number: int) -> Iterator[Cell]:
    yield from given
    yield from (cell for record in records if (cell := record.cells.get(number)) and cell.invalid)
