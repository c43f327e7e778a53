"""PostgreSQL as the engine: the query runs where the data is; the tables are those of `--schema`."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import normalize

from attrs import frozen

from evallang.backends.sql.engine import Reader, Row, levels_with_results
from evallang.backends.sql.postgres_rows import checks
from evallang.backends.sql.postgres_types import COLLATED, COMPOSED_SINCE, TYPES, Type, keys_of_bodies, source
from evallang.backends.sql.query import Query
from evallang.backends.sql.steps import Level
from evallang.backends.sql.tables import DOUBTFUL, Table
from evallang.tables.raw import DataError, RawData, RawRow, RawTable
from evallang.tables.roles import BODIES
from evallang.tables.wording import quoted

_BLOCK = 2_000
"""Rows that are fetched at once."""
_TOO_MANY_COLUMNS = "54011"
"""The number of that error."""


@frozen
class Kept:
    """Results in a file, block by block."""

    reader: Reader
    file: Path

    def rows(self, period: int) -> Iterator[Row]:
        """Those of a period, one after the other."""
        return (self.reader.row(cells) for cells in self.cells() if (cells[1] or 0) == period)

    def open_bodies(self, periods: Collection[int]) -> Iterator[str]:
        """The bodies of the rows of some periods that are open; of rows behind one another once."""
        held = (cells[0] for cells in self.cells() if (cells[1] or 0) in periods and self.reader.is_open(cells))
        return (body for body, _ in groupby(held))

    def cells(self) -> Iterator[Sequence[Any]]:
        """The cells of all rows."""
        with self.file.open("rb") as held:
            while held.peek(1):
                yield from pickle.load(held)  # this process wrote it


class Postgres:
    """A database by its DSN. Raises DataError where it cannot be used, and ImportError without the package."""

    def __init__(self, query: Query, dsn: str | None) -> None:
        import psycopg  # noqa: PLC0415  # an extra

        self.query, self._error = query, psycopg.Error
        try:
            # Whatever the client is set to, the server sends texts that are decoded here.
            self.connection: Any = psycopg.connect(dsn or "", client_encoding="UTF8")
        except psycopg.Error as error:
            said = "; ".join(line.strip() for line in str(error).splitlines() if line.strip())
            advice = "" if dsn else "; say which database with `--dsn`, or in EVALLANG_POSTGRES"
            raise DataError(f"PostgreSQL: {said}{advice}") from None
        self._folder = tempfile.TemporaryDirectory(prefix="evallang-")
        try:
            self._prepare(psycopg.IsolationLevel.REPEATABLE_READ)
            self._check()
        except BaseException:
            self.close()
            raise

    def _prepare(self, isolation: Any) -> None:
        """Set the connection up. Raises DataError for a database of another encoding."""
        encoding = self.connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise DataError(
                f"PostgreSQL: the encoding of the database is {encoding}, and texts are read and compared in UTF8; "
                "score a copy in a database that is made with `ENCODING 'UTF8' TEMPLATE template0`"
            )
        # One transaction that changes nothing: every table is seen as it is now.
        self.connection.read_only = True
        self.connection.isolation_level = isolation
        # Cells are read as texts, which are to say the same whatever the server or the role is set to.
        self._run("SET datestyle TO 'ISO, YMD'")
        # A backslash in a text of the query is a letter like others.
        self._run("SET standard_conforming_strings TO on")
        self._run("SET extra_float_digits TO 1")

    def _check(self) -> None:
        """Raise DataError for types that are not read, and rows that the interpreter would leave out."""
        composes = self.connection.info.server_version >= COMPOSED_SINCE
        for table in self.query.tables:
            types = self._types(table)
            if not table.level:
                self.query.bodies = keys_of_bodies(self.query.dialect, table, types)
            read = source(self.query.dialect, table, types, composes=composes)
            if read is not None:
                self.query.sources[table.level] = read
        for check in checks(self.query, composes=composes):
            ((first, count),) = self._fetch(f"SELECT MIN(k), COUNT(*) FROM ({check.sql}) x")
            if count:
                more = f", as {count - 1} more" if count > 1 else ""
                row = f"the row {quoted(first)}" if first else "a row"
                raise DataError(
                    f"table {check.table}: {row} {check.what}{more}; a database scores tables without such rows"
                )

    def close(self) -> None:
        """Close the connection, and remove what was kept."""
        self.connection.close()
        self._folder.cleanup()

    def _run(self, sql: str) -> Any:
        try:
            return self.connection.execute(sql)
        except self._error as error:
            raise DataError(_said(error)) from None

    def _types(self, table: Table) -> list[Type]:
        """The types of the keys and columns of a table."""
        held, name = (*table.keys, *table.columns), self.query.dialect.name_of
        columns = self._run(
            f"SELECT {', '.join(name(c.name) for c in held)} FROM {name(table.name)} LIMIT 0"
        ).description
        codes = ", ".join(str(column.type_code) for column in columns)
        about = {code: rest for code, *rest in self._fetch(TYPES.format(codes))}
        own = {column for (column,) in self._fetch(COLLATED.format(self.query.dialect.string(name(table.name))))}
        return [
            Type(c.type_code, about[c.type_code][0], c.scale, about[c.type_code][1], c.name in own) for c in columns
        ]

    def _fetch(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._run(sql).fetchall()
        return rows

    @cached_property
    def _results(self) -> dict[Level, Kept]:
        """All results in a file, by the names of the bodies and the keys of items: the query runs once."""
        found = dict[Level, Kept]()
        for level in levels_with_results(self.query):
            file = Path(self._folder.name) / f"{len(found)}"
            try:
                names = self._keep(level, file)
            except self._error as error:
                raise DataError(_said(error)) from None
            found[level] = Kept(Reader(self.query, level, names), file)
        return found

    def _keep(self, level: Level, file: Path) -> list[str]:
        """Write the results of a level, block by block; the server holds what has not been asked for."""
        keys = next(table.keys for table in self.query.tables if table.level == level)
        # Bytes of UTF-8 stand in the order of the letters in Unicode, whatever the collation of the database.
        order = (f"CONVERT_TO(CAST({self.query.dialect.name_of(key.name)} AS TEXT), 'UTF8')" for key in keys)
        sql = f"SELECT * FROM (\n{self.query.text(level)}) x ORDER BY {', '.join(order)}"
        self.connection.execute("SET LOCAL cursor_tuple_fraction = 1")  # all rows are wanted, not the first
        with self.connection.cursor(name="results") as cursor, file.open("wb") as out:
            cursor.execute(sql)
            while block := cursor.fetchmany(_BLOCK):
                pickle.dump(block, out, pickle.HIGHEST_PROTOCOL)
            return [column.name for column in cursor.description]

    def periods(self) -> list[int]:
        """The periods of the data; 0 for data without."""
        return [p for (p,) in self._fetch("SELECT DISTINCT COALESCE(period, 0) FROM bodies ORDER BY 1")]

    def sample(self) -> list[str]:
        """A few bodies, one of each kind, one with each list, and those that the methodology names."""
        found: dict[str | None, str] = {}
        words = {word for body in self.query.program.bodies for word in (body.name, body.label)}
        named = dict[str, None]()
        kept = self._results.get(())
        for cells in kept.cells() if kept is not None else ():
            found.setdefault(cells[2] if self.query.program.kinds else None, cells[0])
            if cells[0] in words:
                named[cells[0]] = None
        return list(dict.fromkeys([*found.values(), *named, *self._with_lists()]))

    def _with_lists(self) -> Iterator[str]:
        """A body with each list that is given somewhere: where it is not, that is said of the data as a whole."""
        name = self.query.dialect.name_of
        for table in self.query.tables:
            for column in table.columns:
                if column.item is not None:
                    given = f"COALESCE({name(column.name)}, TRUE)"
                    ((body,),) = self._fetch(f"SELECT MIN(CAST(body AS TEXT)) FROM {name(table.name)} WHERE {given}")
                    yield from () if body is None else (body,)

    def count_open(self, periods: Sequence[int]) -> int:
        """How many bodies have some result in doubt, or not known with all its digits."""
        return sum(1 for _ in groupby(merge(*(kept.open_bodies(periods) for kept in self._results.values()))))

    def open_bodies(self, level: Level, period: int) -> Iterator[str]:
        """The bodies of which some result is open, in the order of the rows."""
        return self._results[level].open_bodies([period])

    def rows(self, level: Level, period: int) -> Iterator[Row]:
        """The results of a period, by the names of the bodies: a table has no order."""
        return self._results[level].rows(period)

    def raw(self, bodies: Collection[str] | None) -> RawData:
        """The data of some bodies, or of all, cell by cell."""
        return RawData(tuple(self._raw(table, bodies) for table in self.query.tables))

    def _raw(self, table: Table, bodies: Collection[str] | None) -> RawTable:
        name = self.query.dialect.name_of
        columns = [c for c in (*table.keys, *table.columns) if c.item is None and c.name != DOUBTFUL]
        if not any(self.periods()) and not any(d.yearly for d in self.query.program.inputs):
            columns = [c for c in columns if c.name != "period"]
        lists = [c for c in table.columns if c.item is not None]
        shown = [f"COALESCE(CAST({name(c.name)} AS TEXT), '')" for c in columns]
        shown += [f"{name(c.name)} IS FALSE" for c in lists]
        keys = ", ".join(name(k.name) for k in table.keys)
        where = ""
        if bodies is not None:
            where = f" WHERE body IN ({', '.join(map(self.query.dialect.string, bodies)) or 'NULL'})"
        rows = self._fetch(f"SELECT {', '.join(shown)} FROM {name(table.name)}{where} ORDER BY {keys}")
        own = [place for place, c in enumerate(columns) if c in table.keys]
        paths = [".".join(self.query.program.items[c.item].path) for c in lists if c.item is not None]
        held = [_raw_row(row, len(columns), own, paths) for row in rows]
        # The list `bodies` is not to be taken for the bodies, which stand in the table of that name without a blank.
        title = f" {table.title}" if table.level and table.title.casefold() == BODIES else table.title
        file, headers = f"table {table.name}", tuple(c.header for c in columns)
        return RawTable(title, file, headers, held, named=not table.level)


def _raw_row(row: Sequence[Any], count: int, keys: Sequence[int], lists: Sequence[str]) -> RawRow:
    """A row of so many texts, with the lists of which it says that they were not given.

    A table has no lines, so where a row stands is said by its keys.
    """
    place = f", the row {quoted(', '.join(row[key] for key in keys if row[key]))}"
    lacking = tuple(path for path, is_lacking in zip(lists, row[count:], strict=True) if is_lacking)
    return RawRow(place, [normalize("NFC", text) for text in row[:count]], not_given=lacking)


def _said(error: Exception) -> str:
    if getattr(error, "sqlstate", None) == _TOO_MANY_COLUMNS:
        return (
            "PostgreSQL: a query has at most 1,664 columns, and a rounded result has four of them; "
            "choose results with `--output-of`, in several runs where all are wanted"
        )
    return (
        f"PostgreSQL: {str(error).splitlines()[0]}; "
        "`evallang compile RULES --to sql --dialect postgres --schema` writes the tables"
    )
