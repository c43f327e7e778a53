"""The rows of items as records, hung under their bodies or under the items that hold them."""

from __future__ import annotations

from evallang.ir.data import Address, BodyRecord, Record
from evallang.tables.columns import column_number
from evallang.tables.context import Context, Placed
from evallang.tables.item_keys import Keys, bodies_of, item_twice, key_columns, report_strangers
from evallang.tables.raw import DataError, RawRow, RawTable
from evallang.tables.roles import item_under
from evallang.tables.wording import Suggestions, quoted


def place_items(ctx: Context, tables: list[tuple[int, RawTable]]) -> None:
    """Make the records of the items, outer ones first. Raises DataError where a key column is absent."""
    for number, table in tables:
        if table.under is not None:
            _nested(ctx, number, table)
        else:
            _keyed(ctx, number, table)
    _deliver(ctx)


def _nested(ctx: Context, number: int, table: RawTable) -> None:
    """Rows that stand in their parents."""
    if not table.rows:
        return
    item = ctx.program.items[number]
    column = column_number(table.headers, item.key)
    if column is None:
        raise DataError(f'{table.file}: {quoted(table.name)} has no "{item.key}", the key of the item')
    placed = Placed(table, number, frozenset((column,)))
    for row in table.rows:
        parent = ctx.made.get(id(row.parent))
        if parent is not None:
            _add(ctx, placed, row, parent, column)
    ctx.placed.append(placed)


def _keyed(ctx: Context, number: int, table: RawTable) -> None:
    """Rows that name their parents by key columns."""
    ctx.delivered.add(number)
    if not table.headers:
        return
    keys = key_columns(ctx, number, table)
    columns = {keys.body, *(column for _, column in keys.items)} | ({keys.period} - {None})
    placed = Placed(table, number, frozenset(c for c in columns if c is not None))
    for row in table.rows:
        for body in bodies_of(ctx, table, row, keys):
            parent = _parent(ctx, table, row, body, keys)
            if parent is not None:
                _add(ctx, placed, row, parent, keys.items[-1][1])
    ctx.placed.append(placed)
    report_strangers(ctx, keys)


def _parent(ctx: Context, table: RawTable, row: RawRow, body: BodyRecord, keys: Keys) -> Record | None:
    """The record that holds the item of a row."""
    parent: Record = body
    for item, column in keys.items[:-1]:
        key = row.texts[column].strip()
        inner = ctx.found.get((item, id(parent), key))
        if inner is None:
            name = ctx.program.items[item].name
            ctx.error(
                f"{quoted(body.key)} has no {name} {quoted(key)}; the row is not read",
                table.address(row, column),
            )
            return None
        parent = inner
    return parent


def _add(ctx: Context, placed: Placed, row: RawRow, parent: Record, column: int) -> None:
    """Hang one item under its parent; the second of two equal keys in one file is not used."""
    number, table = placed.level, placed.table
    assert number is not None
    key = row.texts[column].strip()
    name = ctx.program.items[number].name
    if not key:
        ctx.error(f"the row has no key of the {name} and is not read", table.address(row, column))
        return
    record = ctx.found.get((number, id(parent), key))
    if record is None:
        record = Record(key, address=table.address(row))
        ctx.found[number, id(parent), key] = record
        ctx.of_item.setdefault(number, []).append(record)
        parent.items.setdefault(number, []).append(record)
    elif record.address and record.address.file == table.file:
        twice = item_twice(name, key)
        ctx.error(f"{twice}: the row at {record.address} counts, the one here is not read", table.address(row))
        return
    placed.rows.append((record, row))
    if row.lists:
        ctx.made[id(row)] = record


def _deliver(ctx: Context) -> None:
    """Give an empty list to each parent without rows: where a file came, or a list stands there."""
    lacking = {(id(record), path) for placed in ctx.placed for record, row in placed.rows for path in row.not_given}
    for number in ctx.delivered:
        item = ctx.program.items[number]
        path, outer = ".".join(item.path), item.parent
        parents = ctx.dataset.records.values() if outer is None else ctx.of_item.get(outer, [])
        for parent in parents:
            if (id(parent), path) not in lacking:
                parent.items.setdefault(number, [])
    _deliver_lists(ctx)


def _deliver_lists(ctx: Context) -> None:
    unknown: dict[str, Address] = {}
    for placed in ctx.placed:
        under = placed.table.under
        outer = () if under is None else (*under, placed.table.name)
        meant = {
            name: item_under(ctx.program, (*outer, name))
            for name in {name for _, row in placed.rows for name in row.lists}
        }
        for record, row in placed.rows:
            for name in row.lists:
                number = meant[name]
                if number is None:
                    unknown.setdefault(name, placed.table.address(row))
                else:
                    record.items.setdefault(number, [])
    suggestions = Suggestions([item.name for item in ctx.program.items])
    for name, address in unknown.items():
        message = f"the list {quoted(name)} is no item of the methodology and is not read"
        ctx.warn(message, address, suggestions.ask(name))
