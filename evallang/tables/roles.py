"""Which table holds the bodies and which one the items of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evallang.ir.data import Address
from evallang.ir.program import ItemDef, Program
from evallang.suggest import nearest
from evallang.tables.columns import column_number
from evallang.tables.context import Context
from evallang.tables.raw import DataError, RawTable
from evallang.tables.wording import quoted, several

BODIES = "bodies"


def sort_tables(ctx: Context, tables: Sequence[RawTable]) -> tuple[list[RawTable], list[tuple[int, RawTable]]]:
    """The tables of bodies, and the tables of items with the numbers of these, outer items first.

    A file that is asked for by name, and whose name is that of no item, holds bodies. Raises DataError where
    there are no bodies or a name means several items.
    """
    bodies: list[RawTable] = []
    items: list[tuple[int, RawTable]] = []
    for table in tables:
        if table.under is not None:
            number = item_under(ctx.program, (*table.under, table.name))
            if number is not None:
                items.append((number, table))
        elif table.name.casefold() == BODIES:
            bodies.append(table)
        else:
            number = _item_named(ctx.program, table)
            if number is not None:
                items.append((number, table))
            elif table.named and not _looks_like_item(ctx, table):
                bodies.append(table)
            else:
                _unknown(ctx, table)
    if not bodies:
        raise DataError(_no_bodies(tables))
    return bodies, sorted(items, key=lambda entry: len(chain(ctx.program, entry[0])))


def _no_bodies(tables: Sequence[RawTable]) -> str:
    """That no table holds the bodies, and where they would stand: in a file of CSV, or a list of JSON."""
    files = list(dict.fromkeys(table.file for table in tables))
    shown = ", ".join(files) or "the files given"
    if not files or any(file.lower().endswith((".csv", ".parquet")) for file in files):
        return f"there is no table `{BODIES}` in {shown}; the bodies stand in a file `bodies.csv`"
    alone = any(file.lower().endswith(".json") for file in files)
    named = ", or call a file that is a list alone `bodies.json`" if alone else ""
    return f'there is no list "{BODIES}" in {shown}; write {{"{BODIES}": [{{"body": "A", …}}, …]}}{named}'


def chain(program: Program, number: int) -> tuple[int, ...]:
    """An item with all that hold it, outermost first."""
    parent = program.items[number].parent
    return (*(() if parent is None else chain(program, parent)), number)


def item_under(program: Program, lists: tuple[str, ...]) -> int | None:
    """The item that lists nested in each other mean, the outermost list first."""
    parent: int | None = None
    for name in lists:
        inside = [i for i, item in enumerate(program.items) if item.parent == parent]
        found = _meant(program, name, inside)
        if len(found) != 1:
            return None
        parent = found[0]
    return parent


def _item_named(program: Program, table: RawTable) -> int | None:
    found = _meant(program, table.name, range(len(program.items)))
    if len(found) > 1:
        names = ", ".join(quoted(".".join(program.items[i].path)) for i in found)
        raise DataError(f"{table.file}: {quoted(table.name)} may be {names}; name the file by the whole path")
    return found[0] if found else None


def _meant(program: Program, name: str, numbers: Iterable[int]) -> list[int]:
    """The items among some that a name may mean: by whole path, else by label or the end of the path."""
    word = name.strip().casefold()
    several_ = [i for i in numbers if any(word == end.casefold() for end in words_of_item(program.items[i]))]
    exact = [i for i in several_ if word == ".".join(program.items[i].path).casefold()]
    return exact or several_


def words_of_item(item: ItemDef) -> list[str]:
    """What a list of items may be called: the ends of its path, and its label."""
    ends = [".".join(item.path[start:]) for start in range(len(item.path))]
    return [*ends, item.name, *([item.label] if item.label else [])]


def _looks_like_item(ctx: Context, table: RawTable) -> bool:
    """Whether a file of unknown name has the key column of the item whose name is near."""
    near = nearest(table.name, [item.name for item in ctx.program.items])
    return any(item.name == near and column_number(table.headers, item.key) is not None for item in ctx.program.items)


def _unknown(ctx: Context, table: RawTable) -> None:
    names = [BODIES, *(item.name for item in ctx.program.items)]
    near = nearest(table.name, names)
    rows = several(len(table.rows), "row is", "rows are")
    ctx.warn(
        f"{quoted(table.name)} is neither `{BODIES}` nor an item of the methodology; its {rows} not read",
        Address(table.file),
        f"did you mean {quoted(near)}?" if near else None,
    )
