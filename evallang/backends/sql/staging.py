"""Files as the tables of a query, in DuckDB: each cell is read if it is written plainly, else its row is in doubt.

What needs more than a pattern (`45%`, the label of an option, a day with dots, a number in words) is read by
`evallang.tables` when the row is settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from evallang.backends.sql.dialect import DIALECTS
from evallang.backends.sql.inputs import Column, Table, exact_literal, given_name
from evallang.backends.sql.query import Query
from evallang.ir.program import InputDef
from evallang.tables.bind import table_roles
from evallang.tables.bodies import KIND, PERIOD
from evallang.tables.columns import Ambiguous, column_number, headers_by_level
from evallang.tables.csv_in import parse_csv
from evallang.tables.item_keys import key_headers
from evallang.tables.raw import DataError, RawTable
from evallang.types import Choice, Quantity

_HEAD = 1 << 20
_D = DIALECTS["duckdb"]
_NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"
_WHOLE = r"-?[0-9]{1,15}"
_YES, _NO = ("1", "yes", "true"), ("0", "no", "false")


@frozen
class File:
    """A file of data: its header, and the SQL that reads its cells as texts `c0`, `c1`, …."""

    table: RawTable
    sql: str


def files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The CSV and Parquet files meant, folders looked into. Raises DataError for others."""
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in inside:
            suffix = file.suffix.lower()
            if suffix in (".csv", ".parquet"):
                yield file, suffix
            elif not path.is_dir():
                raise DataError(f"{file.as_posix()}: a database reads .csv and .parquet files and folders of them")


def csv_file(path: Path, *, named: bool) -> File:
    """A CSV file. Raises DataError where its beginning cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise DataError(f"{path.name}: the file cannot be read: {error.strerror}") from None
    if len(head) == _HEAD:
        head = head[: head.rfind(b"\n") + 1]
    table, _ = parse_csv(head, path.stem, path.name)
    table.rows, table.named = [], named
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(table.headers)))
    separator = ";" if table.decimal_comma else ","
    sql = (
        f"SELECT *, ROW_NUMBER() OVER () + {int(table.top)} AS line FROM read_csv({_D.string(path.as_posix())}, "
        f"header = false, skip = {int(table.top)}, delim = '{separator}', quote = '\"', escape = '\"', "
        f"auto_detect = false, null_padding = true, columns = {{{columns}}})"
    )
    return File(table, sql)


def parquet_file(path: Path, headers: Sequence[str], *, named: bool) -> File:
    """A Parquet file: every value as the text that stands for it."""
    table = RawTable(path.stem, path.name, tuple(headers), top="1", named=named)
    texts = ", ".join(f"CAST({_D.name_of(name)} AS VARCHAR) AS c{i}" for i, name in enumerate(headers))
    return File(table, f"SELECT {texts}, ROW_NUMBER() OVER () AS line FROM read_parquet({_D.string(path.as_posix())})")


@frozen(eq=False)
class Stage:
    """One table of the query and the file that gives it."""

    table: Table
    file: File

    @property
    def raw(self) -> str:
        """The name of the texts."""
        return _D.name_of(f"raw {self.table.name}")


def stages(query: Query, found: Sequence[File], key: str) -> list[Stage]:
    """Which file gives which table. Raises DataError where two give one, or where no file has the bodies."""
    bodies, items = table_roles(query.program, query.shared.holds.active, [f.table for f in found], key)
    if len(bodies) > 1:
        raise DataError("the bodies stand in several files; a database takes one file for each table")
    by_table = {id(f.table): f for f in found}
    held = [(None, bodies[0]), *items]
    result = []
    for table in query.tables:
        level = table.level[-1] if table.level else None
        mine = [t for number, t in held if number == level]
        if len(mine) > 1:
            raise DataError(f"`{table.name}` stands in several files; a database takes one file for each table")
        if mine:
            result.append(Stage(table, by_table[id(mine[0])]))
    return result


class Reading:
    """The SQL that makes a table of the query of the texts of a file."""

    def __init__(self, query: Query, stage: Stage, key: str) -> None:
        self.query, self.stage, self.key = query, stage, key
        self.headers = stage.file.table.headers
        self.given = self._inputs()
        self.odd: list[str] = []

    def _inputs(self) -> dict[int, int]:
        """The column of each input."""
        level = self.stage.table.level[-1] if self.stage.table.level else None
        headers = headers_by_level(self.query.program, self.query.shared.holds.active)[level]
        found: dict[int, int] = {}
        for place, header in enumerate(self.headers):
            meant = headers.find(header) if header else ()
            if not isinstance(meant, Ambiguous):
                for d in meant:
                    found.setdefault(d.number, place)
        return found

    def body(self) -> str:
        """The text of the key of the body."""
        place = column_number(self.headers, self.key)
        if place is None:
            place = column_number(self.headers, "body")
        if place is None:
            raise DataError(f'{self.stage.file.table.file}: there is no column "{self.key}" that names the body')
        return f"TRIM(c{place})"

    def period(self) -> str | None:
        """The text of the period; None where there is no such column."""
        place = column_number(self.headers, PERIOD)
        return None if place is None else f"TRIM(c{place})"

    def keys(self) -> list[str]:
        """The texts of the keys of items."""
        names = key_headers(self.query.program, self.stage.table.level[-1]) if self.stage.table.level else []
        items = [self.query.program.items[n] for n in self.stage.table.level]
        found = []
        for name, item in zip(names, items, strict=True):
            tried = (column_number(self.headers, word) for word in (name, f"{item.name}.{item.key}", item.name))
            place = next((p for p in tried if p is not None), None)
            if place is None:
                raise DataError(f'{self.stage.file.table.file}: there is no column "{name}", the key of {item.name}')
            found.append(f"TRIM(c{place})")
        return found

    def columns(self, lists: set[str]) -> list[str]:
        """The columns of the table in their order, `in_doubt` last; `lists` are those for which there is a file."""
        names = {given_name(item.name): item.name for item in self.query.program.items}
        texts = []
        for column in self.stage.table.columns[:-1]:
            if column.name in names:
                texts.append("TRUE" if names[column.name] in lists else "FALSE")
            elif column.name == KIND and not column.inputs:
                texts.append(self._kind())
            else:
                texts.append(self._input(column))
        doubt = " OR ".join(f"({odd})" for odd in self.odd) or "FALSE"
        return [*texts, f"COALESCE({doubt}, FALSE)"]

    def _kind(self) -> str:
        place = column_number(self.headers, KIND)
        if place is None:
            self.odd.append("TRUE")
            return "NULL"
        text = f"NULLIF(TRIM(c{place}), '')"
        kinds = ", ".join(_D.string(k.name) for k in self.query.program.kinds)
        self.odd.append(f"{text} IS NULL OR {text} NOT IN ({kinds})")
        return f"CASE WHEN {text} IN ({kinds}) THEN {text} END"

    def _input(self, column: Column) -> str:
        place = next((self.given[d.number] for d in column.inputs if d.number in self.given), None)
        if place is None:
            return f"CAST(NULL AS {column.type})"
        text = f"NULLIF(TRIM(c{place}), '')"
        fits, value = _cell(column.inputs[0], column.type, text, comma=self.stage.file.table.decimal_comma)
        self.odd.append(f"{text} IS NOT NULL AND NOT ({fits})")
        return f"CASE WHEN {fits} THEN {value} END"


def _cell(d: InputDef, kind: str, text: str, *, comma: bool) -> tuple[str, str]:
    """Whether a text is written plainly, and its value then."""
    if kind == "BOOLEAN":
        low = f"LOWER({text})"
        yes, no = (", ".join(map(_D.string, words)) for words in (_YES, _NO))
        return f"{low} IN ({yes}, {no})", f"{low} IN ({yes})"
    if kind == "DATE":
        iso = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
        return f"REGEXP_FULL_MATCH({text}, '{iso}') AND TRY_CAST({text} AS DATE) IS NOT NULL", f"CAST({text} AS DATE)"
    if kind == "VARCHAR":
        if isinstance(d.type, Choice):
            return f"{text} IN ({', '.join(map(_D.string, d.type.options))})", text
        return f"{text} IS NOT NULL", text
    number = f"REPLACE({text}, ',', '.')" if comma else text
    pattern = _WHOLE if kind == "BIGINT" else _NUMBER
    value = f"TRY_CAST({number} AS {kind})"
    bounds = [f"{value} {sign} {bound}" for sign, bound in _bounds(d)]
    return " AND ".join([f"REGEXP_FULL_MATCH({number}, '{pattern}')", *bounds]), value


def _bounds(d: InputDef) -> Iterator[tuple[str, str]]:
    """The bounds of an input: what breaks them is said with its place when the row is settled."""
    if isinstance(d.type, Quantity):
        for sign, bound in ((">=", d.type.low), ("<=", d.type.high)):
            if bound is not None:
                yield sign, exact_literal(bound)
