"""Spark as the engine, here or on a cluster: Parquet is read by its parts, what Spark keeps lies in memory and on disk.

CSV is read by `evallang.tables`, row by row: Spark drops blank lines and does not say where a row stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

from evallang.backends.parquet_durations import durations
from evallang.backends.parquet_parts import Part, parts
from evallang.backends.sql.csv_files import columns_of, rows, write_lines
from evallang.backends.sql.files import ASKED, FilesEngine
from evallang.backends.sql.query import Query
from evallang.backends.sql.reading import whole_year
from evallang.backends.sql.refusals import DURATION
from evallang.backends.sql.spark_session import Session, reason
from evallang.backends.sql.staging import File
from evallang.backends.sql.steps import Level
from evallang.tables.raw import DataError, RawTable

_ODD = "[^\\u0000-\\u02FF\\u0400-\\u0482\\u048A-\\u052F\\u2010-\\u2027\\u2030-\\u205E\\u2116]"
"""A character that may have to be composed: none of the Latin and Cyrillic letters, digits and marks in common use."""

_SCHEMA = re.compile(r'^"STRUCT<(.*)>"', re.MULTILINE)
_FIELD = re.compile(r"(`[^`]+`|\w+): ([A-Z_]+(?:\([0-9,]+\))?)")


class Spark(FilesEngine):
    """The data of some files in Spark. Raises DataError, and what a session raises; one that is given stays open."""

    title = "Spark"

    def __init__(
        self, query: Query, paths: Sequence[Path], key: str, session: Session | None = None, master: str | None = None
    ) -> None:
        self.session, self._own = session or Session(master), session is None
        self.error, self._views, self._is_read = self.session.error, list[str](), False
        self._frames = dict[Path, Any]()
        super().__init__(query, paths, key)
        self._is_read = True

    def close(self) -> None:
        """Stop Spark, or leave a session that was given as it was."""
        if self._own:
            self.session.close()
        else:
            self.session.forget(self._views)

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self._told():
            return [tuple(row) for row in self.session.spark.sql(sql).collect()]

    def stream(self, sql: str) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """The columns of a query, and its rows part by part."""
        frame = self.session.spark.sql(sql)
        return frame.columns, self._parts(frame)

    def _parts(self, frame: Any) -> Iterator[Sequence[Any]]:
        with self._told():
            yield from frame.toLocalIterator()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors as DataError, once the files are read: the loss of an executor is one; before, the file is named."""
        try:
            yield
        except self.error as error:
            if not self._is_read:
                raise
            raise DataError(f"Spark: {reason(error)}") from None

    def create(self, name: str, sql: str) -> None:
        """A view: the files stay where they are."""
        self._view(self.session.spark.sql(sql), name)

    def _view(self, frame: Any, name: str) -> None:
        frame.createOrReplaceTempView(self.name(name))
        self._views.append(name)

    def score(self, name: str, level: Level) -> None:
        """The results of a level, computed once."""
        try:
            self._view(self.session.scored(self.query, level), name)
        except self.error as error:
            raise DataError(f"Spark: {reason(error)}") from None

    def ask(self, bodies: Collection[str]) -> None:
        """The view `asked bodies`."""
        self._view(self._texts("asked", ["body"], ({"body": body} for body in bodies)), ASKED)

    def csv_sql(self, path: Path, table: RawTable) -> str:
        """The rows as texts; a row that is too long is refused."""
        name = f"file {path.as_posix()}"
        self._view(self._texts(f"{len(self._views)}", columns_of(table), rows(path, table)), name)
        return f"SELECT * FROM {self.name(name)}"

    def _texts(self, name: str, columns: Sequence[str], held: Iterable[dict[str, Any]]) -> Any:
        """Rows of texts by way of a file."""
        file = self.session.folder / f"{name}.jsonl"
        write_lines(file, held)
        schema = ", ".join(["line BIGINT", "short BOOLEAN", *(f"{column} STRING" for column in columns)])
        return self.session.json(schema, file)

    def load(self, name: str, file: File) -> None:
        """A view; Spark composes no letters, so texts that are not composed are refused."""
        super().load(name, file)
        if file.is_csv:
            return
        columns = columns_of(file.table)
        odd = " OR ".join(f"{column} RLIKE {self.query.dialect.string(_ODD)}" for column in columns)
        for line, *texts in self.stream(f"SELECT line, {', '.join(columns)} FROM {self.name(name)} WHERE {odd}")[1]:
            if not all(is_normalized("NFC", text or "") for text in texts):
                raise DataError(
                    f"{file.table.file}:{line}: letters are not composed, and Spark does not compose them; "
                    "write the file in the form NFC, or take `--engine duckdb`"
                )

    def types(self, path: Path) -> Sequence[Collection[str]]:
        """The types of its columns."""
        held = self._parquet(path).dtypes
        spans = frozenset[str]()
        if any(kind == "bigint" for _, kind in held):
            spans = spans.union(*(durations(part.path) for part in (parts(path) if path.is_dir() else [Part(path)])))
        return [[kind, DURATION] if kind == "bigint" and column in spans else [kind] for column, kind in held]

    def parquet_columns(self, path: Path) -> Sequence[str]:
        """The names of its columns."""
        return list(self._parquet(path).columns)

    def _parquet(self, path: Path) -> Any:
        """A file, or a folder of parts with the columns that any of them has. Raises DataError for unlike types."""
        if path not in self._frames:
            if path.is_dir():
                parts(path)  # what is said of a folder that is none
            try:  # without this option the types of one part are taken for all
                self._frames[path] = self.session.spark.read.option("mergeSchema", "true").parquet(self._place(path))
            except self.error as error:
                if "CANNOT_MERGE_SCHEMA" not in str(error):
                    raise
                raise DataError(
                    f"{path.name}: Spark reads parts of the same types only{_unlike(str(error))}; write them with the "
                    "same types, or take `--engine duckdb` or `--engine columns`"
                ) from None
        return self._frames[path]

    def _place(self, path: Path) -> str:
        """A path, here under a name in which Java and Spark see no more than letters.

        Other machines see no such name: they have it under its own, of which nothing is a pattern.
        """
        if not self.session.master.is_here:
            return re.sub(r"([][{}*?\\])", r"\\\1", str(path.absolute()))
        link = self.session.folder / f"{sha256(bytes(path.absolute())).hexdigest()}.parquet"
        if not link.exists():
            link.symlink_to(path.absolute())
        return str(link)

    def said(self, error: Exception) -> str:
        """What Spark says, in one line."""
        return reason(error)

    def parquet_sql(self, path: Path, table: RawTable) -> str:  # noqa: ARG002  # its headers are composed
        """A row for each row; numbers without an exponent, if their digits are few enough."""
        frame, name = self._parquet(path), f"file {path.as_posix()}"
        kinds = dict(frame.dtypes)
        sql = (_as_text(column, self.name(column), kinds[column]) for column in frame.columns)
        texts = [f"{text} AS c{i}" for i, text in enumerate(sql)]
        parts = "ROW_NUMBER() OVER (ORDER BY _metadata.file_path, _metadata.row_index)"
        line = parts if path.is_dir() else "_metadata.row_index + 1"
        self._view(frame.selectExpr(*texts, f"{line} AS line"), name)
        return f"SELECT * FROM {self.name(name)}"


def _unlike(text: str) -> str:
    """The first column that has two types, of an error with both schemas."""
    first, second = ([dict(_FIELD.findall(held)) for held in _SCHEMA.findall(text)] + [{}, {}])[:2]
    for column, kind in first.items():
        if second.get(column, kind) != kind:
            return f", and `{column.strip('`')}` is {kind} in one and {second[column]} in another"
    return ""


def _as_text(header: str, column: str, kind: str) -> str:
    """A value as the text that stands for it; `column` is the header in SQL.

    Java writes 1.0E7 for ten millions, and before version 19 not always the fewest digits; a decimal that is the same
    float has them.
    """
    if kind.startswith("timestamp"):
        day = f"CAST(CAST({column} AS DATE) AS STRING)"
        return f"CASE WHEN {column} = DATE_TRUNC('DAY', {column}) THEN {day} ELSE CAST({column} AS STRING) END"
    if kind not in ("double", "float"):
        text = f"CAST({column} AS STRING)"
        return whole_year(header, text) if kind.startswith("decimal") else text
    decimal = f"TRY_CAST({column} AS DECIMAL(28, 9))"
    plain = f"REGEXP_REPLACE(CAST({decimal} AS STRING), '[.]?0+$', '')"
    return f"CASE WHEN CAST({decimal} AS {kind}) = {column} THEN {plain} ELSE CAST({column} AS STRING) END"
