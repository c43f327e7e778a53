"""Tables of a user as the query reads them: other types than those of `--schema` as these, or refused; texts as cells.

A number is taken where the type of the query holds it as it is; elsewhere its row is in doubt, so that the interpreter
reads the text that stands for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from evallang.backends.sql.dialect import Dialect
from evallang.backends.sql.tables import DOUBTFUL, PLACES, Column, Table
from evallang.tables.bodies import BODY
from evallang.tables.raw import DataError

_WHOLE, _NUMERIC, _FLOATS = {20, 21, 23}, 1700, {700, 701}
"""What PostgreSQL calls its types of numbers, as it numbers them."""
_PADDED = 1042
"""CHAR(n), whose texts have blanks at their end."""
_SAME = {"BOOLEAN": {16}, "DATE": {1082}, "TEXT": {25, 1043, _PADDED}, "INTEGER": _WHOLE}
_MEANT = {"BOOLEAN": "boolean", "DATE": "date", "TEXT": "text", "INTEGER": "integer"}
_MOST = "1e18"
"""Numbers up to which a cast to the type of the query is no error."""


@frozen
class Type:
    """The type of a column: its number and name, its decimal places where it has so many, and whether it is words.

    `is_collated`: its collation may take texts for equal that differ, or be another than that of a column beside it.
    """

    code: int
    name: str
    scale: int | None
    is_words: bool
    is_collated: bool


TYPES = "SELECT oid::INT, FORMAT_TYPE(oid, NULL), typtype = 'e' OR typname = 'citext' FROM pg_type WHERE oid IN ({})"
"""What there is to say of some types by their numbers; the words are those of an ENUM, or the texts of CITEXT."""
COLLATED = (
    "SELECT CAST(a.attname AS TEXT) FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation "
    "WHERE a.attrelid = CAST({} AS REGCLASS) AND c.collname NOT IN ('default', 'C')"
)
"""The columns of a table with a collation of their own, which differs from that of texts in the query."""
COMPOSED_SINCE = 130_000
"""The version of PostgreSQL that composes texts first."""


def source(dialect: Dialect, table: Table, types: Sequence[Type], *, composes: bool) -> str | None:
    """The SQL that reads a table by the types of the query, texts as the interpreter reads cells.

    None where that is the table as it is. `types` are those of its keys and columns; `composes` says that the server
    composes texts. Raises DataError for what is not read.
    """
    columns, tests = dict[str, str](), list[str]()
    for column, held in zip((*table.keys, *table.columns), types, strict=True):
        name = dialect.name_of(column.name)
        cast = _cast(table, column, held, name)
        if cast and column.type != "TEXT":
            tests.append(f"{cast} IS DISTINCT FROM {name}")
        is_cell = column.type == "TEXT" and column not in table.keys
        columns[column.name] = _cell(dialect, cast or name, composes=composes) if is_cell else cast or name
    if all(text == dialect.name_of(name) for name, text in columns.items()):
        return None
    columns[DOUBTFUL] = " OR ".join([f"COALESCE({columns[DOUBTFUL]}, FALSE)", *tests])
    texts = ",\n    ".join(f"{text} AS {dialect.name_of(name)}" for name, text in columns.items())
    return f"(SELECT\n    {texts}\n  FROM {dialect.name_of(table.name)})"


def keys_of_bodies(dialect: Dialect, table: Table, types: Sequence[Type]) -> str:
    """The SQL of the keys of all bodies, `body`, from their table."""
    cast = _cast(table, table.keys[0], types[0], dialect.name_of(BODY))
    return f"(SELECT {cast} AS {BODY} FROM {table.name})" if cast else table.name


def _cell(dialect: Dialect, text: str, *, composes: bool) -> str:
    """A text as the interpreter reads a cell: composed, without blanks around it, and missing where that is all."""
    if composes:  # most texts are composed, and to ask is quicker than to compose
        text = f"CASE WHEN {text} IS NFC NORMALIZED THEN {text} ELSE NORMALIZE({text}, NFC) END"
    return f"NULLIF({dialect.trimmed(text)}, '')"


def _cast(table: Table, column: Column, held: Type, name: str) -> str:
    """The value as the query reads it, NULL where it cannot be so; empty where it is of such a type."""
    kind = held.code
    if column.type in _SAME:
        is_words = column.type == "TEXT" and held.is_words and column not in table.keys
        if kind not in _SAME[column.type] and not is_words:
            raise _refusal(table, column, held, _MEANT[column.type])
        if held.is_collated:
            return f'CAST({name} AS TEXT) COLLATE "C"'
        return f"CAST({name} AS TEXT)" if is_words or kind == _PADDED else ""
    places = 0 if column.type == "BIGINT" else PLACES
    if kind in _WHOLE or (kind == _NUMERIC and held.scale is not None and held.scale <= places):
        return ""
    if kind != _NUMERIC and kind not in _FLOATS:
        raise _refusal(table, column, held, "a type of numbers")
    return f"CASE WHEN {name} BETWEEN -{_MOST} AND {_MOST} THEN CAST({name} AS {column.type}) END"


def _refusal(table: Table, column: Column, held: Type, meant: str) -> DataError:
    return DataError(
        f"table {table.name}: the column `{column.name}` is of the type {held.name}, and the rules ask for "
        f"{meant}; score a view in which it is cast"
    )
