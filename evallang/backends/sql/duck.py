"""DuckDB as the engine: files are read, scored and kept in a database on disk, so the data may exceed the memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from evallang.backends.sql.csv_files import columns_of, is_plain, rows, write_lines
from evallang.backends.sql.dialect import DIALECTS
from evallang.backends.sql.duck_parquet import ParquetFile, path_literal
from evallang.backends.sql.files import ASKED, FilesEngine
from evallang.backends.sql.query import Query
from evallang.backends.sql.staging import File
from evallang.backends.sql.steps import Level
from evallang.tables.raw import DataError, RawTable

MEMORY = "EVALLANG_DUCKDB_MEMORY"
"""The variable with the most memory that DuckDB may take, as `2GB`; without it, that is 80 % of the machine's."""
_BLOCK = 2_000
_MOST = 1 << 28
"""Bytes of one row that is handed over."""


class DuckDB(FilesEngine):
    """The data of some files in DuckDB. Raises DataError, and ImportError without the package."""

    title = "DuckDB"

    def __init__(self, query: Query, paths: Sequence[Path], key: str) -> None:
        import duckdb  # noqa: PLC0415  # an extra

        self.error = duckdb.Error
        self._lines: list[Path] = []
        self._files: dict[Path, ParquetFile] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="evallang-")
        self.connection: Any = duckdb.connect(str(Path(self._folder.name) / "data.duckdb"))
        try:
            self._limit(os.environ.get(MEMORY, ""))
        except BaseException:
            self.close()
            raise
        super().__init__(query, paths, key)

    def _limit(self, memory: str) -> None:
        """Bound the memory of DuckDB, which puts what is more into the temporary folder. Raises DataError."""
        if not memory:
            return
        text = DIALECTS["duckdb"].string(memory)
        try:
            self.connection.execute(f"SET memory_limit = {text}")
        except self.error as error:
            raise DataError(f"{MEMORY}={memory}: {str(error).splitlines()[0]}") from None

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
        """The table `asked bodies`."""
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {self.name(ASKED)} AS SELECT UNNEST(?) AS body", [list(bodies)]
        )

    def csv_sql(self, path: Path, table: RawTable) -> str:
        """A row for each line after the header; what others might read otherwise is read by `evallang.tables`."""
        if not is_plain(path):
            return self.read_sql(path, table)
        columns = ", ".join(f"'{column}': 'VARCHAR'" for column in columns_of(table))
        separator, text = ";" if table.decimal_comma else ",", path_literal(self.query.dialect, path)
        cells = [f"COALESCE({self.query.dialect.trimmed(column)}, '')" for column in columns_of(table)]
        filled = " OR ".join(f"{cell} <> ''" for cell in cells)
        return (
            f"SELECT *, {columns_of(table)[-1]} IS NULL AS short FROM "
            f"(SELECT *, ROW_NUMBER() OVER () + {int(table.top)} AS line FROM read_csv({text}, "
            f"header = false, skip = {int(table.top)}, delim = '{separator}', quote = '', escape = '', "
            f"auto_detect = false, null_padding = true, nullstr = '\x01', columns = {{{columns}}})) x "
            f"WHERE ({filled}) AND NOT COALESCE(STARTS_WITH(c0, '#'), FALSE)"
        )

    def read_sql(self, path: Path, table: RawTable) -> str:
        """The rows as `evallang.tables` reads them."""
        file = Path(self._folder.name) / f"{len(self._lines)}.jsonl"
        self._lines.append(file)
        write_lines(file, rows(path, table))
        texts = ", ".join(f"'{column}': 'VARCHAR'" for column in columns_of(table))
        return (
            f"SELECT * FROM read_json({path_literal(self.query.dialect, file)}, format = 'newline_delimited', "
            f"maximum_object_size = {_MOST}, columns = {{'line': 'BIGINT', 'short': 'BOOLEAN', {texts}}})"
        )

    def load(self, name: str, file: File) -> None:
        """A table with the texts of a file; where DuckDB cannot read CSV, ours are the rows, or the reason."""
        try:
            super().load(name, file)
        except self.error:
            if not file.is_csv:
                raise
            self.create(name, self.read_sql(file.path, file.table))

    def parquet_columns(self, path: Path) -> Sequence[str]:
        """The names of its columns."""
        return self._parquet(path).headers

    def parquet_sql(self, path: Path, table: RawTable) -> str:  # noqa: ARG002  # its headers are composed
        """A row for each row, texts composed."""
        return self._parquet(path).sql()

    def types(self, path: Path) -> Sequence[Collection[str]]:
        """The types of its columns."""
        return self._parquet(path).types()

    def _parquet(self, path: Path) -> ParquetFile:
        if path not in self._files:
            self._files[path] = ParquetFile(self.connection, self.query.dialect, path, Path(self._folder.name))
        return self._files[path]


def _rows(cursor: Any) -> Iterator[Sequence[Any]]:
    while block := cursor.fetchmany(_BLOCK):
        yield from block
