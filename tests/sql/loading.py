"""Data as a user of the package gives it, in the tables that a query reads."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from evallang.backends.sql.query import Query
from evallang.backends.sql.tables import DOUBTFUL, PLACES, Column, Table
from evallang.ir.program import Program

Row = list[Any]


def rows_of(query: Query, given: Sequence[Mapping[str, Any]]) -> dict[str, list[Row]]:
    """The rows of each table, in the order of its columns."""
    found: dict[str, list[Row]] = {table.name: [] for table in query.tables}
    for body in given:
        for table in query.tables:
            found[table.name] += list(_rows(query.program, table, body, 0, [body["body"], body.get("period")]))
    return found


def _rows(program: Program, table: Table, held: Mapping[str, Any], depth: int, keys: Row) -> Iterator[Row]:
    if depth < len(table.level):
        item = program.items[table.level[depth]]
        for inner in held.get(item.name) or ():
            yield from _rows(program, table, inner, depth + 1, [*keys, inner[item.key]])
        return
    odd, cells = False, []
    for column in table.columns[:-1]:
        assert column.name != DOUBTFUL
        if column.item is not None:
            cells.append(program.items[column.item].name in held)
            continue
        value, fits = as_cell(_held(held, column), column.type)
        odd |= not fits
        cells.append(value)
    yield [*keys, *cells, odd]


def _held(held: Mapping[str, Any], column: Column) -> Any:
    """The cell of a column, whose header may be any end of the path."""
    path = column.inputs[0].path if column.inputs else (column.name,)
    names = [column.name, *(".".join(path[start:]) for start in range(len(path)))]
    return next((held[name] for name in names if name in held), None)


def as_cell(value: Any, kind: str) -> tuple[Any, bool]:
    """A value as its column holds it, and whether it can."""
    if value is None:
        return None, True
    if kind == "BOOLEAN":
        return (value, True) if isinstance(value, bool) else (None, False)
    if kind == "DATE":
        return (value, True) if isinstance(value, date) else (None, False)
    if not isinstance(value, Fraction):
        is_text = kind in ("VARCHAR", "TEXT", "STRING")
        return (value, True) if is_text and value != "what?" else (None, False)
    places = 0 if kind == "BIGINT" else PLACES
    whole = value * 10**places
    if whole.denominator != 1 or abs(whole) >= 10 ** (18 + places):
        return None, False
    digits = str(abs(int(whole))).rjust(places + 1, "0")
    text = f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}".rstrip(".")
    return ("-" if value < 0 else "") + text, True


def fill(connection: Any, query: Query, given: Sequence[Mapping[str, Any]], mark: str = "?") -> None:
    """Make the tables and fill them."""
    if query.dialect.name == "spark":
        connection.fill(query, rows_of(query, given))
        return
    for statement in filter(str.strip, query.schema().split(";\n")):
        connection.execute(statement)
    for name, rows in rows_of(query, given).items():
        table = next(t for t in query.tables if t.name == name)
        casts = ", ".join(f"CAST({mark} AS {c.type})" for c in (*table.keys, *table.columns))
        for row in rows:
            connection.execute(f"INSERT INTO {query.dialect.name_of(name)} VALUES ({casts})", row)
