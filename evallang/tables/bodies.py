"""The rows of bodies as records: keys, periods, kinds, and the bodies that the methodology names."""

from __future__ import annotations

from collections.abc import Container, Sequence

from attrs import define, field

from evallang.ir.data import Address, BodyRecord
from evallang.ir.program import Program
from evallang.suggest import skeleton
from evallang.tables.columns import column_number
from evallang.tables.context import Context, Placed
from evallang.tables.raw import DataError, RawRow, RawTable
from evallang.tables.values import Words, option_words
from evallang.tables.wording import quoted, several

BODY = "body"
PERIOD = "period"
KIND = "kind"

ABOVE = 10
"""Rows in which a header is looked for below titles."""
_NAMED = 6
"""Columns that are listed where the header is not found."""


@define(eq=False)
class _Kinds:
    """Kinds by their words; texts that are none, each with the first row and the number of rows."""

    words: Words
    wrong: dict[str, tuple[Address, int]] = field(factory=dict)
    conflicting: set[int] = field(factory=set)


def place_bodies(ctx: Context, tables: Sequence[RawTable]) -> None:
    """Make the records of the bodies. Raises DataError where a key column is absent.

    A body (in a period) that stands in two files is joined; twice in one file, the first row counts.
    """
    kinds = _Kinds(option_words([(kind.name, kind.words) for kind in ctx.program.kinds], "kinds"))
    filled = [table for table in tables if table.headers]
    with_period = {column_number(table.headers, PERIOD) is not None for table in filled}
    if len(with_period) > 1:
        files = ", ".join(table.file for table in filled)
        raise DataError(f'a column "{PERIOD}" stands in some of {files}, not in all')
    for table in filled:
        _place(ctx, table, kinds)
    _name_bodies(ctx)
    if ctx.program.kinds:
        _settle_kinds(ctx, kinds)
    if not ctx.dataset.records:
        ctx.warn("the data holds no body", Address(tables[0].file))


def _place(ctx: Context, table: RawTable, kinds: _Kinds) -> None:
    body = body_column(table, ctx.key)
    period = column_number(table.headers, PERIOD)
    if period is None and ctx.yearly:
        raise DataError(f'{table.file}: there is no column "{PERIOD}"; some inputs are given for each year')
    kind = column_number(table.headers, KIND) if ctx.program.kinds else None
    placed = Placed(table, None, frozenset(c for c in (body, period, kind) if c is not None))
    for row in table.rows:
        record = _record(ctx, table, row, body, period)
        if record is None:
            continue
        placed.rows.append((record, row))
        if row.lists:
            ctx.made[id(row)] = record
        if kind is not None and (text := row.texts[kind].strip()):
            _take_kind(ctx, kinds, record, text, table.address(row, kind))
    ctx.placed.append(placed)


def body_column(table: RawTable, *names: str) -> int:
    """The column that names the body, headed by the first of some names that there is. Raises DataError for none.

    The first rows of the table show where its header may stand.
    """
    found = (column_number(table.headers, name) for name in names)
    column = next((place for place in found if place is not None), None)
    if column is None:
        advice = _key_advice(table, names[0])
        raise DataError(f'{table.file}: there is no column "{names[0]}" that names the body; {advice}')
    return column


def _key_advice(table: RawTable, key: str) -> str:
    """What to do about a table without the column that names the body."""
    header = next((row for row in table.rows[:ABOVE] if column_number(row.texts, key) is not None), None)
    if header is not None:
        return f"line {header.place} looks like the header: delete what stands above it"
    twin = next((name for name in table.headers if skeleton(name) == skeleton(key)), None)
    if twin is not None:
        return f"{quoted(twin)} looks the same and has letters of another alphabet: type it anew"
    names = [quoted(name) for name in table.headers if name]
    shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    return f'head the column of the names "{key}", or say with `--key COLUMN` which it is: the columns are {shown}'


def _record(ctx: Context, table: RawTable, row: RawRow, body: int, period: int | None) -> BodyRecord | None:
    """The record of a row, new or joined; None where the row is not used, which is said."""
    key = row.texts[body].strip()
    if not key:
        ctx.error("the row names no body and is not read", table.address(row, body))
        return None
    year = None if period is None else year_of(ctx, table, row, period)
    if year is None and period is not None:
        return None
    record = ctx.dataset.records.get((key, year))
    if record is None:
        return ctx.add_body(key, year, table.address(row))
    if record.address and record.address.file == table.file:
        ctx.error(
            f"{body_twice(key, year)}: the row at {record.address} counts, the one here is not read",
            table.address(row),
        )
        return None
    return record


def body_twice(key: str, year: int | None) -> str:
    """That a body has two rows, of one year where there are years."""
    return f"{quoted(key)}{f' in {year}' if year is not None else ''} stands twice"


def year_of(ctx: Context, table: RawTable, row: RawRow, column: int) -> int | None:
    """The period of a row; None, which is said, where it is no year."""
    text = row.texts[column].strip()
    if len(text) == 4 and text.isascii() and text.isdigit():
        return int(text)
    what = f"{quoted(text)} is not a year of four digits" if text else "the row names no period"
    ctx.error(f"{what}; the row is not read", table.address(row, column))
    return None


def _take_kind(ctx: Context, kinds: _Kinds, record: BodyRecord, text: str, address: Address) -> None:
    name = kinds.words.get(text)
    if name is None:
        first, count = kinds.wrong.get(text, (address, 0))
        kinds.wrong[text] = (first, count + 1)
        kinds.conflicting.add(id(record))
    elif record.kind is None:
        record.kind = name
    elif record.kind != name:
        ctx.error(f"{quoted(record.key)} is {quoted(record.kind)} in another file, which counts", address)


def _settle_kinds(ctx: Context, kinds: _Kinds) -> None:
    """Report wrong kinds and absent ones; over the years a kind that is left out is that of another year."""
    for text, (address, count) in kinds.wrong.items():
        more = f", as in {several(count - 1, 'more row', 'more rows')}" if count > 1 else ""
        ctx.error(f"{quoted(text)} is none of the kinds{more}", address, kinds.words.ask(text))
    without: list[BodyRecord] = []
    for records in ctx.by_body.values():
        known = next((record.kind for record in records if record.kind), None)
        for record in records:
            if record.kind is None and id(record) not in kinds.conflicting:
                record.kind = known if ctx.yearly else None
                if record.kind is None:
                    without.append(record)
    if without:
        rows = several(len(without), "row has", "rows have")
        message = f"{rows} no kind, the first is {quoted(without[0].key)}"
        options = ", ".join(quoted(kind.name) for kind in ctx.program.kinds)
        ctx.error(message, without[0].address, f'the column "{KIND}" holds one of {options}')


def _name_bodies(ctx: Context) -> None:
    """Find the bodies that the methodology names, by name or label."""
    for body in ctx.program.bodies:
        keys = [key for key in dict.fromkeys((body.name, body.label)) if key in ctx.by_body]
        if len(keys) > 1:
            first, second = (ctx.by_body[key][0].address for key in keys)
            ctx.error(
                f"{quoted(keys[0])} at {first} and {quoted(keys[1])} are one body of the methodology; "
                "only the first is taken for it",
                second,
            )
        if keys:
            ctx.dataset.names[keys[0]] = body.name
    meanings = called_otherwise(ctx.program, ctx.by_body)
    meanings.update((key, key) for key in ctx.by_body)
    ctx.bodies = Words(meanings, "bodies", fold=False)


def called_otherwise(program: Program, known: Container[str]) -> dict[str, str]:
    """What else the bodies that the methodology names may be called, with what the data, where it has them, calls them.

    `known` are the keys of the bodies of the data, which mean themselves.
    """
    meanings: dict[str, str] = {}
    for body in program.bodies:
        words = [word for word in (body.name, body.label) if word]
        meanings |= dict.fromkeys(words, next((word for word in words if word in known), body.name))
    return {word: key for word, key in meanings.items() if word not in known}
