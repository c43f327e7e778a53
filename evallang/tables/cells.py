"""Texts to typed cells: which column gives which input, then row by row."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from evallang.ir.data import Address, BodyRecord, Cell, Datum
from evallang.ir.program import InputDef
from evallang.tables.columns import Ambiguous
from evallang.tables.context import Context, Placed
from evallang.tables.values import Converter, converter
from evallang.tables.wording import Suggestions, quoted
from evallang.types import Quantity, Type

Outcome = tuple[Datum | None, str | None]
"""A value, or why there is none, or neither where nothing stands."""

# Texts that are remembered with their values: data repeats itself.
_REMEMBERED = 200_000


class _Outcomes(dict[str, Outcome]):
    """What the texts of one type come to, each found once."""

    def __init__(self, convert: Converter) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, text: str) -> Outcome:
        outcome: Outcome = (None, None)
        if text and not text.isspace():
            try:
                outcome = (self._convert(text), None)
            except ValueError as error:
                outcome = (None, str(error))
        if len(self) < _REMEMBERED:
            self[text] = outcome
        return outcome


@frozen
class InputColumn:
    """One column as it fills one input; `joined` says that another table has given that input before."""

    place: int
    header: str
    number: int
    kinds: frozenset[str] | None
    outcomes: _Outcomes
    joined: bool


def fill_cells(ctx: Context) -> dict[int | None, set[int]]:
    """Fill the records from their rows; the result is the inputs that have a column, by level."""
    filled: dict[int | None, set[int]] = {level: set() for level in ctx.headers}
    known: dict[tuple[object, ...], _Outcomes] = {}
    for placed in ctx.placed:
        columns = input_columns(ctx, placed, filled[placed.level], known)
        _fill(placed, columns)
        filled[placed.level] |= {column.number for column in columns}
    return filled


def input_columns(
    ctx: Context, placed: Placed, before: set[int], known: dict[tuple[object, ...], _Outcomes]
) -> list[InputColumn]:
    """The columns that give inputs; what is wrong with the others is said."""
    suggestions = Suggestions(ctx.headers[placed.level].names())
    taken: dict[int, str] = {}
    columns: list[InputColumn] = []
    comma = placed.table.decimal_comma
    for place, header in enumerate(placed.table.headers):
        if not header or place in placed.key_columns:
            continue
        for definition in _definitions(ctx, placed, place, suggestions, taken):
            number, key = definition.number, (comma, *_sameness(definition.type))
            outcomes = known.get(key)
            if outcomes is None:
                outcomes = known[key] = _Outcomes(converter(definition.type, comma, ctx.bodies))
            columns.append(InputColumn(place, header, number, definition.kinds, outcomes, number in before))
            taken[number] = header
    return columns


def _sameness(kind: Type) -> tuple[object, ...]:
    """What types that read every text alike have in common; equal types may differ in bounds and labels."""
    if isinstance(kind, Quantity):
        return (kind.low, kind.high, kind.whole, kind.share)
    return (id(kind),)


def _definitions(
    ctx: Context, placed: Placed, column: int, suggestions: Suggestions, taken: dict[int, str]
) -> Sequence[InputDef]:
    """The inputs that a column gives: none where it cannot be taken, which is said."""
    header, address = placed.table.headers[column], placed.table.header_address(column)
    found = ctx.headers[placed.level].find(header)
    if isinstance(found, Ambiguous):
        names = ", ".join(quoted(name) for name in found.names[:8]) + (", …" if len(found.names) > 8 else "")
        ctx.error(f"the column {quoted(header)} may be {names}; it is not read", address)
        return ()
    if not found:
        help_text = _belongs_elsewhere(ctx, placed.level, header) or suggestions.ask(header)
        ctx.warn(f"the column {quoted(header)} is no input and is not read", address, help_text)
        return ()
    other = next((taken[d.number] for d in found if d.number in taken), None)
    if other is not None:
        same = f"gives the same input as {quoted(other)}; it is not read"
        twice = "stands twice; only the first one is read"
        message = f"the column {quoted(header)} {twice if header == other else same}"
        ctx.error(message, address)
        return ()
    return found


def _belongs_elsewhere(ctx: Context, level: int | None, header: str) -> str | None:
    for other, headers in ctx.headers.items():
        if other != level and headers.find(header):
            name = "bodies" if other is None else ctx.program.items[other].name
            return f"it is an input of {quoted(name)}"
    return None


def _fill(placed: Placed, columns: Sequence[InputColumn]) -> None:
    """The cells of a table, row by row: what is made together is used together."""
    table = placed.table
    file = table.file
    for record, row in placed.rows:
        texts, cells, place, outside = row.texts, record.cells, row.place, row.elsewhere
        kind = record.kind if isinstance(record, BodyRecord) else None
        for column in columns:
            if column.kinds is not None and kind is not None and kind not in column.kinds:
                continue
            value, invalid = column.outcomes[texts[column.place]]
            if outside is None:
                address = Address(file, place, column.header)
            else:
                address = table.address(row, column.place)
            cell = Cell(None, address, row.wrong) if row.wrong else Cell(value, address, invalid)
            if column.joined and column.number in cells:
                cell = _join(cells[column.number], cell)
            cells[column.number] = cell


def _join(old: Cell, new: Cell) -> Cell:
    """One value given in two files: it must be the same."""
    if new.invalid is None and new.value is None:
        return old
    if old.invalid is None and old.value is None:
        return new
    if old.invalid or (not new.invalid and old.value == new.value):
        return old
    if new.invalid:
        return new
    return Cell(None, new.address, f"another value is given at {old.address}")
