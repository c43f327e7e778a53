"""What databases that read files have in common: the tables of the query from texts, and the results in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evallang.backends.sql.engine import Row, levels_with_results, row_of, unsettled_test
from evallang.backends.sql.inputs import Table
from evallang.backends.sql.query import Query
from evallang.backends.sql.reading import Reading
from evallang.backends.sql.staging import File, Stage, csv_header, files, parquet_header, stages
from evallang.backends.sql.steps import Level
from evallang.tables.raw import DataError, RawData, RawRow, RawTable

ASKED = "asked"
"""The table of the bodies that are to be settled."""


class FilesEngine(ABC):
    """The data of some files in a database, whose own errors are `error`. Raises DataError for what it cannot use."""

    title: str
    error: type[Exception] | tuple[type[Exception], ...]

    def __init__(self, query: Query, paths: Sequence[Path], key: str) -> None:
        self.query, self.key, self.stages = query, key, list[Stage]()
        self.name = query.dialect.name_of
        try:
            self._read(paths)
        except BaseException:
            self.close()
            raise

    # ---- what each database does in its own way

    @abstractmethod
    def close(self) -> None:
        """Leave nothing behind."""

    @abstractmethod
    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""

    @abstractmethod
    def stream(self, sql: str) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        """The columns of a query, and its rows one after the other."""

    @abstractmethod
    def create(self, name: str, sql: str) -> None:
        """Call the rows of a query by a name."""

    @abstractmethod
    def score(self, name: str, level: Level) -> None:
        """Keep the results of a level by a name."""

    @abstractmethod
    def ask(self, bodies: Collection[str]) -> None:
        """Put bodies into the one column `body` of the table `asked`."""

    @abstractmethod
    def csv_sql(self, path: Path, table: RawTable) -> str:
        """The SQL that reads a CSV file as texts with their lines."""

    @abstractmethod
    def parquet_columns(self, path: Path) -> Sequence[str]:
        """The names of the columns of a Parquet file."""

    @abstractmethod
    def parquet_sql(self, path: Path, table: RawTable) -> str:
        """The SQL that reads a Parquet file, every value as the text that stands for it."""

    # ---- reading

    def _read(self, paths: Sequence[Path]) -> None:
        named, found = set(paths), list[File]()
        for path, suffix in files(paths):
            if suffix == ".csv":
                header = csv_header(path, named=path in named)
                found.append(File(header, self.csv_sql(path, header)))
            else:
                with self._reading(path.name):
                    columns = self.parquet_columns(path)
                header = parquet_header(path, columns, named=path in named)
                found.append(File(header, self.parquet_sql(path, header)))
        self.stages = stages(self.query, found, self.key)
        by_table = {stage.table.name: stage for stage in self.stages}
        for table in self.query.tables:
            if table.name in by_table:
                stage = by_table[table.name]
                with self._reading(stage.file.table.file):
                    self.create(stage.raw, _filled(stage))
                    self._fill(stage, set(by_table) - {"bodies"})
            else:
                self.create(table.name, f"{self._columns(table, None)} WHERE FALSE")
        for level in levels_with_results(self.query):
            self.score(_scored(level), level)

    @contextmanager
    def _reading(self, file: str) -> Iterator[None]:
        try:
            yield
        except self.error as error:
            raise DataError(f"{file}: {self.title} cannot read it: {str(error).splitlines()[0]}") from None

    def _columns(self, table: Table, texts: Sequence[str] | None) -> str:
        """SELECT with the columns of a table by their types; NULL without texts."""
        columns = (*table.keys, *table.columns)
        held = zip(texts or ["NULL"] * len(columns), columns, strict=True)
        return "SELECT " + ", ".join(f"CAST({text} AS {c.type}) AS {self.name(c.name)}" for text, c in held)

    def _fill(self, stage: Stage, lists: set[str]) -> None:
        """The table of the query; the keys are looked through first."""
        reading, level = Reading(self.query, stage, self.key), stage.table.level
        period, keys, joined = reading.period(), reading.keys(), ""
        year = "0" if period is None else f"TRY_CAST({period} AS INTEGER)"
        if period is None and level:  # what no year changes holds for each year of the body
            bodies = "SELECT body AS b0, COALESCE(period, 0) AS b1 FROM bodies"
            year, joined = "b.b1", f" JOIN ({bodies}) b ON b.b0 = {reading.body()}"
        named = [f"{text} AS k{i}" for i, text in enumerate([reading.body(), year, *keys])]
        inner = f"(SELECT {', '.join(named)}, r.* FROM {self.name(stage.raw)} r{joined}) x"
        place = ", ".join(f"k{i}" for i in range(2 + len(level)))
        self.create(_lines(level), f"SELECT {place}, line FROM {inner}")
        self._check(stage, place)
        year = "k1" if period is not None else "NULLIF(k1, 0)"
        texts = ["k0", year, *(f"k{i + 2}" for i in range(len(level))), *reading.columns(lists)]
        self.create(stage.table.name, f"{self._columns(stage.table, texts)} FROM {inner}")

    def _check(self, stage: Stage, place: str) -> None:
        """Raise DataError for rows without keys, and for two with the same."""
        lines, file = self.name(_lines(stage.table.level)), stage.file.table.file
        text = self.query.dialect.text
        blank = " OR ".join(f"{key} IS NULL OR CAST({key} AS {text}) = ''" for key in place.split(", "))
        twice = f"SELECT MIN(line) AS line FROM {lines} GROUP BY {place} HAVING COUNT(*) > 1"
        bodies = "SELECT body AS b0, COALESCE(period, 0) AS b1 FROM bodies"
        strange = f"SELECT line FROM {lines} l LEFT JOIN ({bodies}) b ON b.b0 = l.k0 AND b.b1 = l.k1 WHERE b.b0 IS NULL"
        asked = [(f"SELECT line FROM {lines} WHERE {blank}", "has no key"), (twice, "stands twice")]
        if stage.table.level:
            asked.append((strange, "names no body of the data"))
        for sql, what in asked:
            ((line, count),) = self.fetch(f"SELECT MIN(line), COUNT(*) FROM ({sql}) x")
            if count:
                more = f", as {count - 1} more" if count > 1 else ""
                raise DataError(f"{file}:{line}: the row {what}{more}; a database scores data without such rows")

    # ---- results

    def periods(self) -> list[int]:
        """The periods of the data; 0 for data without."""
        return sorted(p for (p,) in self.fetch(f"SELECT DISTINCT k1 FROM {self.name(_lines(()))}"))

    def sample(self) -> list[str]:
        """A few bodies, one of each kind, and those that the methodology names."""
        by = "GROUP BY kind" if self.query.program.kinds else ""
        found = self.fetch(f"SELECT MIN(body) FROM bodies {by}")
        words = [word for body in self.query.program.bodies for word in (body.name, body.label) if word]
        texts = ", ".join(map(self.query.dialect.string, words)) or "NULL"
        found += self.fetch(f"SELECT DISTINCT body FROM bodies WHERE body IN ({texts})")
        return [body for (body,) in found if body is not None]

    def unsettled(self, periods: Sequence[int]) -> list[str]:
        """The bodies of which some result is in doubt, or is not known with all its digits."""
        years = ", ".join(str(int(p)) for p in periods) or "NULL"
        parts = [
            f"SELECT body FROM {self.name(_scored(level))} "
            f"WHERE period IN ({years}) AND ({unsettled_test(self.query, level)})"
            for level in levels_with_results(self.query)
        ]
        return [body for (body,) in self.fetch(" UNION ".join(parts))] if parts else []

    def rows(self, level: Level, period: int) -> Iterator[Row]:
        """The results of a period in the order of the data."""
        keys, joins, order = [f"k{i}" for i in range(2 + len(level))], "", []
        names = [self.name(k.name) for table in self.query.tables if table.level == level for k in table.keys]
        for depth in range(len(level) + 1):
            on = " AND ".join(f"l{depth}.{k} = r.{n}" for k, n in zip(keys[: 2 + depth], names, strict=False))
            joins += f" LEFT JOIN {self.name(_lines(level[:depth]))} l{depth} ON {on}"
            order.append(f"l{depth}.line")
        columns, rows = self.stream(
            f"SELECT r.* FROM {self.name(_scored(level))} r{joins} "
            f"WHERE r.period = {int(period)} ORDER BY {', '.join(order)}"
        )
        return (row_of(self.query, level, columns, cells) for cells in rows)

    def raw(self, bodies: Collection[str] | None) -> RawData:
        """The data of some bodies, or of all, cell by cell."""
        if bodies is not None:
            self.ask(bodies)
        return RawData(tuple(self._raw(stage, some=bodies is not None) for stage in self.stages))

    def _raw(self, stage: Stage, *, some: bool) -> RawTable:
        given, reading = stage.file.table, Reading(self.query, stage, self.key)
        cells = ", ".join(f"COALESCE(c{i}, '')" for i in range(len(given.headers)))
        where = f"WHERE {reading.body()} IN (SELECT a.body FROM {ASKED} a)" if some else ""
        sql = f"SELECT line, {cells} FROM {self.name(stage.raw)} {where} ORDER BY line"
        rows = [RawRow(str(line), texts) for line, *texts in self.fetch(sql)]
        return RawTable(
            given.name, given.file, given.headers, rows, given.top, given.decimal_comma, given.under, given.named
        )


def _filled(stage: Stage) -> str:
    """The rows without remarks and blank ones."""
    filled = " OR ".join(f"COALESCE(TRIM(c{i}), '') <> ''" for i in range(len(stage.file.table.headers)))
    return f"SELECT * FROM ({stage.file.sql}) x WHERE ({filled}) AND NOT COALESCE(TRIM(c0) LIKE '#%', FALSE)"


def _scored(level: Level) -> str:
    return "scored " + ".".join(map(str, level))


def _lines(level: Level) -> str:
    return "lines " + ".".join(map(str, level))
