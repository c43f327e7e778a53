"""The key columns of tables of items: which they are, and to which bodies their rows belong."""

from __future__ import annotations

from attrs import define, field

from evallang.ir.data import Address, BodyRecord
from evallang.ir.program import Program
from evallang.tables.bodies import BODY, PERIOD, body_column, year_of
from evallang.tables.columns import column_number
from evallang.tables.context import Context
from evallang.tables.raw import DataError, RawRow, RawTable
from evallang.tables.roles import chain
from evallang.tables.wording import Suggestions, quoted, several

_TAKEN = (BODY, PERIOD)
"""What the columns of the body and the period are called."""


@define(eq=False)
class Keys:
    """The key columns of a table of items: the body, the period, each item of the chain with its own.

    `strangers` are texts that name no body, each with the first row and the number of rows.
    """

    body: int
    period: int | None
    items: list[tuple[int, int]]
    strangers: dict[str, tuple[Address, int]] = field(factory=dict)


def key_headers(program: Program, number: int) -> list[str]:
    """The headers of the keys of an item and of all that hold it, outermost first.

    Keys of one name, capitals aside, and those called as the columns of the body and the period are, stand behind the
    names of their items.
    """
    items = [program.items[i] for i in chain(program, number)]
    words = [item.key.casefold() for item in items]
    return [
        item.key if words.count(word) == 1 and word not in _TAKEN else f"{item.name}.{item.key}"
        for item, word in zip(items, words, strict=True)
    ]


def key_columns(ctx: Context, number: int, table: RawTable) -> Keys:
    """The key columns of a table of an item. Raises DataError where one is absent."""
    body = body_column(table, ctx.key, BODY)
    items = item_columns(ctx.program, number, table)
    period = column_number(table.headers, PERIOD)
    _check_period(ctx, number, table, period)
    return Keys(body, period, items)


def item_columns(program: Program, number: int, table: RawTable) -> list[tuple[int, int]]:
    """An item and all that hold it, outermost first, with the columns of their keys. Raises DataError for none."""
    items: list[tuple[int, int]] = []
    for i, header in zip(chain(program, number), key_headers(program, number), strict=True):
        item = program.items[i]
        words = (header, f"{item.name}.{item.key}", item.name, *(w for w in (item.key,) if w.casefold() in _TAKEN))
        tried = (column_number(table.headers, word) for word in words)
        column = next((c for c in tried if c is not None), None)
        if column is None:
            raise DataError(f'{table.file}: there is no column "{header}", the key of {quoted(item.name)}')
        items.append((i, column))
    return items


def item_twice(name: str, key: str) -> str:
    """That an item of a body, or of an item that holds it, has two rows."""
    return f"{name} {quoted(key)} stands twice"


def _check_period(ctx: Context, number: int, table: RawTable, period: int | None) -> None:
    """A table of items has periods where the bodies have; without them it may hold what no year changes."""
    known = ctx.dataset.periods
    if period is not None and known == (None,):
        raise DataError(f'{table.file}: there is a column "{PERIOD}", but none where the bodies stand')
    if period is None and len(known) > 1:
        inside = (d for d in ctx.program.inputs if number in d.level)
        if not ctx.yearly or any(definition.yearly for definition in inside):
            what = f'there is no column "{PERIOD}", and the bodies have several periods'
            raise DataError(f"{table.file}: {what}")


def bodies_of(ctx: Context, table: RawTable, row: RawRow, keys: Keys) -> list[BodyRecord]:
    """The records of the body that a row belongs to: all its periods where the table has none."""
    text = row.texts[keys.body].strip()
    if not text:
        ctx.error("the row names no body and is not read", table.address(row, keys.body))
        return []
    key = ctx.bodies.get(text)
    records = ctx.by_body.get(key or "")
    if key is None or not records:
        first, count = keys.strangers.get(text, (table.address(row, keys.body), 0))
        keys.strangers[text] = (first, count + 1)
        return []
    if keys.period is None:
        return records
    year = year_of(ctx, table, row, keys.period)
    if year is None:
        return []
    record = ctx.dataset.records.get((key, year)) or _earlier(ctx, table, row, key, year)
    return [record] if record else []


def _earlier(ctx: Context, table: RawTable, row: RawRow, key: str, year: int) -> BodyRecord | None:
    """A new record for a year before the last one of the body: only its items have values in that year."""
    records = ctx.by_body[key]
    if ctx.yearly and any(record.period is not None and year < record.period for record in records):
        record = ctx.add_body(key, year, table.address(row))
        record.kind = records[0].kind
        return record
    ctx.error(f"{quoted(key)} has no row for {year} among the bodies; the row is not read", table.address(row))
    return None


def report_strangers(ctx: Context, keys: Keys) -> None:
    """Say which texts named no body, one finding for each text."""
    suggestions = Suggestions(list(ctx.by_body))
    for text, (address, count) in keys.strangers.items():
        rows = several(count, "row is", "rows are")
        message = f"there is no body {quoted(text)} among the bodies; its {rows} not read"
        ctx.error(message, address, suggestions.ask(text))
