"""PostgreSQL as the engine: the query runs where the data is; the tables are those of `--schema`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any
from unicodedata import normalize

from evallang.backends.sql.engine import Row, exact_column, levels_with_results, row_of
from evallang.backends.sql.inputs import DOUBTFUL, Table, given_name
from evallang.backends.sql.postgres_rows import NORMALIZED, checks
from evallang.backends.sql.query import Query
from evallang.backends.sql.steps import Level
from evallang.tables.raw import DataError, RawData, RawRow, RawTable
from evallang.tables.wording import quoted


class Postgres:
    """A database by its DSN. Raises DataError where it cannot be used, and ImportError without the package."""

    def __init__(self, query: Query, dsn: str | None) -> None:
        import psycopg  # noqa: PLC0415  # an extra

        self.query, self._error = query, psycopg.Error
        try:
            self.connection: Any = psycopg.connect(dsn or "")
            # One transaction that changes nothing: every table is seen as it is now.
            self.connection.read_only = True
            self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        except psycopg.Error as error:
            advice = "" if dsn else "\nsay which database with `--dsn`, or in EVALLANG_POSTGRES"
            raise DataError(f"PostgreSQL: {str(error).strip()}{advice}") from None
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    def _check(self) -> None:
        """Raise DataError for rows that the interpreter would leave out: the query would score them."""
        info = self.connection.info
        composed = info.server_version >= NORMALIZED and info.parameter_status("server_encoding") == "UTF8"
        for check in checks(self.query, composed=composed):
            ((first, count),) = self._fetch(f"SELECT MIN(k), COUNT(*) FROM ({check.sql}) x")[1]
            if count:
                more = f", as {count - 1} more" if count > 1 else ""
                row = f"the row {quoted(first)}" if first else "a row"
                raise DataError(
                    f"table {check.table}: {row} {check.what}{more}; a database scores tables without such rows"
                )

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def _fetch(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        try:
            cursor = self.connection.execute(sql)
        except self._error as error:
            raise DataError(
                f"PostgreSQL: {str(error).splitlines()[0]}; "
                "`evallang compile RULES --to sql --dialect postgres --schema` writes the tables"
            ) from None
        return [column.name for column in cursor.description], cursor.fetchall()

    @cached_property
    def _results(self) -> dict[Level, list[Row]]:
        """All results, by the names of the bodies and the keys of items."""
        found = {}
        for level in levels_with_results(self.query):
            names, cells = self._fetch(self.query.text(level))
            rows = [row_of(self.query, level, names, row) for row in cells]
            found[level] = sorted(rows, key=lambda row: tuple(map(str, row.keys)))
        return found

    def periods(self) -> list[int]:
        """The periods of the data; 0 for data without."""
        return [p for (p,) in self._fetch("SELECT DISTINCT COALESCE(period, 0) FROM bodies ORDER BY 1")[1]]

    def sample(self) -> list[str]:
        """A few bodies, one of each kind, and those that the methodology names."""
        found: dict[str | None, str] = {}
        words = {word for body in self.query.program.bodies for word in (body.name, body.label)}
        rows = self._results[()]
        for row in rows:
            found.setdefault(row.kind, row.keys[0])
        return [*found.values(), *{row.keys[0] for row in rows if row.keys[0] in words}]

    def unsettled(self, periods: Sequence[int]) -> list[str]:
        """The bodies of which some result is in doubt, or is not known with all its digits."""
        found = set()
        for level, rows in self._results.items():
            numbers = [p for p in self.query.results(level) if exact_column(self.query, level, p) != ""]
            for row in rows:
                open_ = "in doubt" in row.statuses.values() or any(
                    row.statuses[p] == "value" and row.values[p] is None for p in numbers
                )
                if open_ and row.keys[1] in periods:
                    found.add(row.keys[0])
        return sorted(found)

    def rows(self, level: Level, period: int) -> Iterator[Row]:
        """The results of a period, by the names of the bodies: a table has no order."""
        return (row for row in self._results[level] if row.keys[1] == period)

    def raw(self, bodies: Collection[str] | None) -> RawData:
        """The data of some bodies, or of all, cell by cell."""
        return RawData(tuple(self._raw(table, bodies) for table in self.query.tables))

    def _raw(self, table: Table, bodies: Collection[str] | None) -> RawTable:
        name = self.query.dialect.name_of
        lists = {given_name(item.name) for item in self.query.program.items}
        columns = [c for c in (*table.keys, *table.columns) if c.name not in lists and c.name != DOUBTFUL]
        if not any(self.periods()) and not any(d.yearly for d in self.query.program.inputs):
            columns = [c for c in columns if c.name != "period"]
        texts = ", ".join(f"COALESCE(CAST({name(c.name)} AS TEXT), '')" for c in columns)
        keys = ", ".join(name(k.name) for k in table.keys)
        where = ""
        if bodies is not None:
            where = f" WHERE body IN ({', '.join(map(self.query.dialect.string, bodies)) or 'NULL'})"
        _, rows = self._fetch(f"SELECT {texts} FROM {name(table.name)}{where} ORDER BY {keys}")
        held = [RawRow(str(i + 1), [normalize("NFC", text) for text in row]) for i, row in enumerate(rows)]
        file = f"table {table.name}"
        return RawTable(table.name, file, tuple(c.name for c in columns), held, named=not table.level)
