"""What databases that read files have in common: the tables of the query from texts, and the results in order."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import Any

from attrs import evolve

from evallang.backends.sql.engine import Reader, Row, levels_with_results, unsettled_test
from evallang.backends.sql.kinds import named
from evallang.backends.sql.query import Query
from evallang.backends.sql.reading import Reading
from evallang.backends.sql.refusals import Refusals, first_line, lines_of
from evallang.backends.sql.staging import File, Stage, csv_header, files, parquet_header, stages
from evallang.backends.sql.steps import Level
from evallang.backends.sql.tables import Table
from evallang.ir.data import Finding
from evallang.tables.bodies import called_otherwise
from evallang.tables.csv_in import too_short, unnamed
from evallang.tables.raw import DataError, RawData, RawRow, RawTable

ASKED = "asked bodies"
"""The table of the bodies that are to be settled."""


class FilesEngine(ABC):
    """The data of some files in a database, whose own errors are `error`. Raises DataError for what it cannot use."""

    title: str
    error: type[Exception] | tuple[type[Exception], ...]

    def __init__(self, query: Query, paths: Sequence[Path], key: str) -> None:
        self.query, self.key, self.stages = query, key, list[Stage]()
        self.unused, self.findings = list[File](), list[Finding]()
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
        """Put bodies into the one column `body` of the table `asked bodies`."""

    @abstractmethod
    def csv_sql(self, path: Path, table: RawTable) -> str:
        """The SQL that reads a CSV file as texts with their lines."""

    @abstractmethod
    def parquet_columns(self, path: Path) -> Sequence[str]:
        """The names of the columns of a Parquet file."""

    @abstractmethod
    def parquet_sql(self, path: Path, table: RawTable) -> str:
        """The SQL that reads a Parquet file, every value as the text that stands for it."""

    def load(self, name: str, file: File) -> None:
        """Call the texts of a file by a name."""
        self.create(name, file.sql)

    @abstractmethod
    def types(self, path: Path) -> Sequence[Collection[str]]:
        """The types that the columns of a Parquet file have in its parts, as this database calls them."""

    # ---- reading

    def _read(self, paths: Sequence[Path]) -> None:
        named, found = set(paths), list[File]()
        for path, suffix in files(paths):
            if suffix == ".csv":
                header = csv_header(path, named=path in named)
                found.append(File(header, path, partial(self.csv_sql, path, header)))
            else:
                with self._reading(path.name):
                    columns = self.parquet_columns(path)
                    header = parquet_header(path, columns, named=path in named)
                    found.append(File(header, path, partial(str, self.parquet_sql(path, header))))
        self.stages = stages(self.query, found, self.key)
        for stage in self.stages:
            stage.check_keys(self.query.program, self.key)
        self.unused = [file for file in found if not any(stage.file is file for stage in self.stages)]
        by_table = {stage.table.name: stage for stage in self.stages}
        for table in self.query.tables:
            if table.name in by_table:
                stage = by_table[table.name]
                with self._reading(stage.file.table.file):
                    self.load(stage.raw, stage.file)
                    self._about(stage)
                    self._fill(stage)
            else:
                self.create(table.name, f"{self._columns(table, None)} WHERE FALSE")
                self.create(lines_of(table.level), self._no_lines(table.level))
        for level in levels_with_results(self.query):
            self.score(_scored(level), level)

    @contextmanager
    def _reading(self, file: str) -> Iterator[None]:
        try:
            yield
        except self.error as error:
            raise DataError(f"{file}: {self.title} cannot read it: {self.said(error)}") from None

    def said(self, error: Exception) -> str:
        """What the database says, in one line."""
        return str(error).splitlines()[0]

    def _columns(self, table: Table, texts: Sequence[str] | None) -> str:
        """SELECT with the columns of a table by their types; NULL without texts."""
        columns = (*table.keys, *table.columns)
        held = zip(texts or ["NULL"] * len(columns), columns, strict=True)
        return "SELECT " + ", ".join(f"CAST({text} AS {c.type}) AS {self.name(c.name)}" for text, c in held)

    def _no_lines(self, level: Level) -> str:
        """The keys and lines of a list that was not delivered."""
        kinds = ["INTEGER" if i == 1 else self.query.dialect.text for i in range(2 + len(level))]
        texts = ", ".join(f"CAST(NULL AS {kind}) AS k{i}" for i, kind in enumerate(kinds))
        return f"SELECT {texts}, CAST(NULL AS BIGINT) AS line WHERE FALSE"

    def _about(self, stage: Stage) -> None:
        """Keep what there is to say about a file as a whole."""
        table = stage.file.table
        if not stage.file.is_csv:
            return
        rows = f"SELECT line FROM {self.name(stage.raw)} WHERE"
        for place, header in enumerate(table.headers):
            if not header and first_line(self.fetch, f"{rows} c{place} <> ''")[1]:
                self.findings.append(unnamed(table, place))
        line, count = first_line(self.fetch, f"{rows} short")
        if count:
            self.findings.append(too_short(table, count, str(line)))

    def _reader(self, stage: Stage) -> Reading:
        return Reading(self.query, stage, self.key, self._others if stage.table.level else {})

    @cached_property
    def _others(self) -> dict[str, str]:
        """What lists may call bodies besides their keys, as the table of the bodies is filled by then."""
        return called_otherwise(self.query.program, {body for (body,) in self._named_bodies()})

    def _named_bodies(self) -> list[tuple[Any, ...]]:
        """The bodies of the data that the methodology names."""
        words = [word for body in self.query.program.bodies for word in (body.name, body.label) if word]
        texts = ", ".join(map(self.query.dialect.string, words)) or "NULL"
        return self.fetch(f"SELECT DISTINCT body FROM bodies WHERE body IN ({texts})")

    def _fill(self, stage: Stage) -> None:
        """The table of the query; the keys are looked through first."""
        levels = frozenset(stage.table.level for stage in self.stages)
        refusals = Refusals(self.query, self.title, self.fetch, levels)
        reading, level = self._reader(stage), stage.table.level
        if not stage.file.is_csv:
            refusals.types(stage, reading.places(), self.types(stage.file.path))
        period, keys, joined = reading.period(), reading.keys(), ""
        refusals.period(stage, period)
        year = "0" if period is None else reading.year(period)
        if period is None and level:  # what no year changes holds for each year of the body
            bodies = "SELECT body AS b0, COALESCE(period, 0) AS b1 FROM bodies"
            year, joined = "b.b1", f" LEFT JOIN ({bodies}) b ON b.b0 = {reading.body()}"
        named = [f"{text} AS k{i}" for i, text in enumerate([reading.body(), year, *keys])]
        inner = f"(SELECT {', '.join(named)}, r.* FROM {self.name(stage.raw)} r{joined}) x"
        place = ", ".join(f"k{i}" for i in range(2 + len(level)))
        self.create(lines_of(level), f"SELECT {place}, line FROM {inner}")
        refusals.rows(stage, dated=period is not None)
        year = "k1" if period is not None else "NULLIF(k1, 0)"
        texts = ["k0", year, *(f"k{i + 2}" for i in range(len(level))), *reading.columns(levels)]
        self.create(stage.table.name, f"{self._columns(stage.table, texts)} FROM {inner}")

    # ---- results

    def periods(self) -> list[int]:
        """The periods of the data; 0 for data without."""
        return sorted(p for (p,) in self.fetch(f"SELECT DISTINCT k1 FROM {self.name(lines_of(()))}"))

    def sample(self) -> list[str]:
        """A few bodies, one of each kind, and those that the methodology names."""
        program, dialect = self.query.program, self.query.dialect
        by = f"GROUP BY {named(dialect, program, 'kind')}" if program.kinds else ""
        found = self.fetch(f"SELECT MIN(body) FROM bodies {by}")
        found += self._named_bodies()
        return [body for (body,) in found if body is not None]

    def count_open(self, periods: Sequence[int]) -> int:
        """How many bodies have some result in doubt, or not known with all its digits."""
        years = ", ".join(str(int(p)) for p in periods) or "NULL"
        parts = [
            f"SELECT body FROM {self.name(_scored(level))} "
            f"WHERE COALESCE(period, 0) IN ({years}) AND ({unsettled_test(self.query, level)})"
            for level in levels_with_results(self.query)
        ]
        if not parts:
            return 0
        ((count,),) = self.fetch(f"SELECT COUNT(*) FROM ({' UNION '.join(parts)}) x")
        return int(count)

    def open_bodies(self, level: Level, period: int) -> Iterator[str]:
        """The bodies of which some result is open, in the order of the rows."""
        test = unsettled_test(self.query, level)
        held = self._columns_of(level, f"({test}) AS is_open")
        _, rows = self.stream(self._in_order(level, period, held, "r.body", "r.is_open"))
        yield from (body for body, _ in groupby(body for (body,) in rows))

    def rows(self, level: Level, period: int) -> Iterator[Row]:
        """The results of a period in the order of the data."""
        columns, rows = self.stream(self._in_order(level, period, self.name(_scored(level)), "r.*"))
        return map(Reader(self.query, level, columns).row, rows)

    def _columns_of(self, level: Level, test: str) -> str:
        """The keys of the results of a level, with a test."""
        keys = next(table.keys for table in self.query.tables if table.level == level)
        names = ", ".join(self.name(key.name) for key in keys)
        return f"(SELECT {names}, {test} FROM {self.name(_scored(level))})"

    def _in_order(self, level: Level, period: int, source: str, columns: str, test: str = "TRUE") -> str:
        """Columns of the results of a period, as the rows of the files stand."""
        keys, joins, order = [f"k{i}" for i in range(2 + len(level))], "", []
        names = [f"r.{self.name(k.name)}" for table in self.query.tables if table.level == level for k in table.keys]
        names[1] = f"COALESCE({names[1]}, 0)"
        for depth in range(len(level) + 1):
            on = " AND ".join(f"l{depth}.{k} = {n}" for k, n in zip(keys[: 2 + depth], names, strict=False))
            joins += f" LEFT JOIN {self.name(lines_of(level[:depth]))} l{depth} ON {on}"
            order.append(f"l{depth}.line")
        return (
            f"SELECT {columns} FROM {source} r{joins} "
            f"WHERE {names[1]} = {int(period)} AND {test} ORDER BY {', '.join(order)}"
        )

    def raw(self, bodies: Collection[str] | None) -> RawData:
        """The data of some bodies, or of all, cell by cell."""
        if bodies is not None:
            self.ask(bodies)
        tables = [self._raw(stage, some=bodies is not None) for stage in self.stages]
        return RawData((*tables, *self._not_read), findings=tuple(self.findings))

    @cached_property
    def _not_read(self) -> list[RawTable]:
        """The files that are for no table: how many rows they have is said."""
        return [self._counted(file) for file in self.unused]

    def _counted(self, file: File) -> RawTable:
        ((count,),) = self.fetch(f"SELECT COUNT(*) FROM ({file.sql}) x")
        return evolve(file.table, rows=[RawRow("", ())] * count)

    def _raw(self, stage: Stage, *, some: bool) -> RawTable:
        given, reading = stage.file.table, self._reader(stage)
        cells = ", ".join(f"COALESCE(c{i}, '')" for i in range(len(given.headers)))
        where = f"WHERE {reading.body()} IN (SELECT a.body FROM {self.name(ASKED)} a)" if some else ""
        sql = f"SELECT line, {cells} FROM {self.name(stage.raw)} {where} ORDER BY line"
        rows = [RawRow(str(line), texts) for line, *texts in self.fetch(sql)]
        return RawTable(
            given.name, given.file, given.headers, rows, given.top, given.decimal_comma, given.under, given.named
        )


def _scored(level: Level) -> str:
    return "scored " + ".".join(map(str, level))
