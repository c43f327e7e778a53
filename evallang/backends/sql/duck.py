"""DuckDB as the engine: files are read, scored and kept in a database on disk, so the data may exceed the memory."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from evallang.backends.sql.files import ASKED, FilesEngine
from evallang.backends.sql.query import Query
from evallang.backends.sql.steps import Level
from evallang.tables.raw import RawTable

_BLOCK = 2_000


class DuckDB(FilesEngine):
    """The data of some files in DuckDB. Raises DataError, and ImportError without the package."""

    title = "DuckDB"

    def __init__(self, query: Query, paths: Sequence[Path], key: str) -> None:
        import duckdb  # noqa: PLC0415  # an extra

        self.error = duckdb.Error
        self._folder = tempfile.TemporaryDirectory(prefix="evallang-")
        self.connection: Any = duckdb.connect(str(Path(self._folder.name) / "data.duckdb"))
        super().__init__(query, paths, key)

    def close(self) -> None:
        """Close the database and remove its file."""
        self.connection.close()
        self._folder.cleanup()

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return list(self.connection.execute(sql).fetchall())

    def stream(self, sql: str) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
        """The columns of a query, and its rows block by block."""
        cursor = self.connection.cursor().execute(sql)
        return [column[0] for column in cursor.description], _rows(cursor)

    def create(self, name: str, sql: str) -> None:
        """A table with the rows of a query."""
        self.connection.execute(f"CREATE TABLE {self.name(name)} AS {sql}")

    def score(self, name: str, level: Level) -> None:
        """The results of a level as a table, step by step."""
        for statement in self.query.script(self.name(name), level):
            self.connection.execute(statement)

    def ask(self, bodies: Collection[str]) -> None:
        """The table `asked`."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {ASKED} AS SELECT UNNEST(?) AS body", [list(bodies)])

    def csv_sql(self, path: Path, table: RawTable) -> str:
        """A row for each line after the header."""
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(table.headers)))
        separator, text = ";" if table.decimal_comma else ",", self.query.dialect.string(path.as_posix())
        return (
            f"SELECT *, ROW_NUMBER() OVER () + {int(table.top)} AS line FROM read_csv({text}, "
            f"header = false, skip = {int(table.top)}, delim = '{separator}', quote = '\"', escape = '\"', "
            f"auto_detect = false, null_padding = true, columns = {{{columns}}})"
        )

    def parquet_columns(self, path: Path) -> Sequence[str]:
        """The names of its columns."""
        read = self.connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [_pattern(path)])
        return [column[0] for column in read.description]

    def parquet_sql(self, path: Path, table: RawTable) -> str:
        """A row for each row."""
        texts = ", ".join(f"CAST({self.name(name)} AS VARCHAR) AS c{i}" for i, name in enumerate(table.headers))
        read = f"read_parquet({self.query.dialect.string(_pattern(path))})"
        return f"SELECT {texts}, ROW_NUMBER() OVER () AS line FROM {read}"


def _pattern(path: Path) -> str:
    """What DuckDB reads: a file, or all parts in a folder."""
    return f"{path.as_posix()}/*.parquet" if path.is_dir() else path.as_posix()


def _rows(cursor: Any) -> Iterator[Sequence[Any]]:
    while block := cursor.fetchmany(_BLOCK):
        yield from block
