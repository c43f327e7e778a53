"""DuckDB as the engine: files are read, scored and kept in a database on disk, so the data may exceed the memory."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from evallang.backends.sql.engine import Row, levels_with_results, row_of, unsettled_test
from evallang.backends.sql.query import Query
from evallang.backends.sql.staging import Reading, Stage, csv_file, files, parquet_file, stages
from evallang.backends.sql.steps import Level
from evallang.tables.raw import DataError, RawData, RawRow, RawTable

_BLOCK = 2_000


class DuckDB:
    """The data of some files in DuckDB. Raises DataError, and ImportError without the package."""

    def __init__(self, query: Query, paths: Sequence[Path], key: str) -> None:
        import duckdb  # noqa: PLC0415  # an extra

        self.query, self.key = query, key
        self._folder = tempfile.TemporaryDirectory(prefix="evallang-")
        self.connection: Any = duckdb.connect(str(Path(self._folder.name) / "data.duckdb"))
        try:
            self._read(paths)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the database and remove its file."""
        self.connection.close()
        self._folder.cleanup()

    # ---- reading

    def _read(self, paths: Sequence[Path]) -> None:
        import duckdb  # noqa: PLC0415  # an extra

        named = {path for path in paths if not path.is_dir()}
        found = []
        for path, suffix in files(paths):
            if suffix == ".csv":
                found.append(csv_file(path, named=path in named))
            else:
                read = self.connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [path.as_posix()])
                found.append(parquet_file(path, [c[0] for c in read.description], named=path in named))
        self.stages = stages(self.query, found, self.key)
        for stage in self.stages:
            try:
                self.connection.execute(f"CREATE TABLE {stage.raw} AS {self._filtered(stage)}")
            except duckdb.Error as error:
                raise DataError(
                    f"{stage.file.table.file}: DuckDB cannot read it: {str(error).splitlines()[0]}"
                ) from None
        for statement in filter(str.strip, self.query.schema().split(";\n")):
            self.connection.execute(statement)
        lists = {stage.table.name for stage in self.stages if stage.table.level}
        for stage in self.stages:
            self._fill(stage, lists)
        for level in levels_with_results(self.query):
            for statement in self.query.script(_scored(level), level):
                self.connection.execute(statement)

    @staticmethod
    def _filtered(stage: Stage) -> str:
        """The rows without remarks and blank ones."""
        cells = [f"c{i}" for i in range(len(stage.file.table.headers))]
        filled = " OR ".join(f"COALESCE(TRIM({c}), '') <> ''" for c in cells)
        return f"SELECT * FROM ({stage.file.sql}) WHERE ({filled}) AND NOT COALESCE(STARTS_WITH(TRIM(c0), '#'), FALSE)"

    def _fill(self, stage: Stage, lists: set[str]) -> None:
        """The table of the query; the keys are looked through first."""
        reading, level = Reading(self.query, stage, self.key), stage.table.level
        period, keys = reading.period(), reading.keys()
        year = "0" if period is None else f"TRY_CAST({period} AS INTEGER)"
        named = [f"{text} AS k{i}" for i, text in enumerate([reading.body(), year, *keys])]
        inner = f"SELECT {', '.join(named)}, * FROM {stage.raw}"
        if period is None and level:  # what no year changes holds for each year of the body
            inner = f"SELECT r.* REPLACE (COALESCE(b.period, 0) AS k1) FROM ({inner}) r JOIN bodies b ON b.body = r.k0"
        place = ", ".join(f"k{i}" for i in range(2 + len(level)))
        self.connection.execute(f"CREATE TABLE {_lines(level)} AS SELECT {place}, line FROM ({inner})")
        self._check(stage, place)
        year = "k1" if period is not None else "NULLIF(k1, 0)"
        columns = ", ".join(["k0", year, *(f"k{i + 2}" for i in range(len(level))), *reading.columns(lists)])
        self.connection.execute(
            f"INSERT INTO {self.query.dialect.name_of(stage.table.name)} SELECT {columns} FROM ({inner})"
        )

    def _check(self, stage: Stage, place: str) -> None:
        """Raise DataError for rows without keys, and for two with the same."""
        lines, file = _lines(stage.table.level), stage.file.table.file
        blank = " OR ".join(f"{key} IS NULL OR CAST({key} AS VARCHAR) = ''" for key in place.split(", "))
        twice = f"SELECT MIN(line) FROM {lines} GROUP BY {place} HAVING COUNT(*) > 1"
        strange = f"SELECT l.line FROM {lines} l ANTI JOIN bodies b ON b.body = l.k0 AND COALESCE(b.period, 0) = l.k1"
        asked = [(f"SELECT line FROM {lines} WHERE {blank}", "has no key"), (twice, "stands twice")]
        if stage.table.level:
            asked.append((strange, "names no body of the data"))
        for sql, what in asked:
            found = self.connection.execute(f"SELECT MIN(line), COUNT(*) FROM ({sql}) t(line)").fetchone()
            if found[1]:
                more = f", as {found[1] - 1} more" if found[1] > 1 else ""
                raise DataError(f"{file}:{found[0]}: the row {what}{more}; a database scores data without such rows")

    # ---- results

    def periods(self) -> list[int]:
        """The periods of the data; 0 for data without."""
        return [p for (p,) in self.connection.execute(f"SELECT DISTINCT k1 FROM {_lines(())} ORDER BY 1").fetchall()]

    def sample(self) -> list[str]:
        """A few bodies, one of each kind, and those that the methodology names."""
        by = "GROUP BY kind" if self.query.program.kinds else ""
        found = self.connection.execute(f"SELECT MIN(body) FROM bodies {by}").fetchall()
        words = [word for body in self.query.program.bodies for word in (body.name, body.label) if word]
        named = self.connection.execute("SELECT DISTINCT body FROM bodies WHERE list_contains(?, body)", [words])
        return [body for (body,) in [*found, *named.fetchall()] if body is not None]

    def unsettled(self, periods: Sequence[int]) -> list[str]:
        """The bodies of which some result is in doubt, or is not known with all its digits."""
        years = ", ".join(str(int(p)) for p in periods) or "NULL"
        parts = [
            f"SELECT body FROM {_scored(level)} WHERE period IN ({years}) AND ({unsettled_test(self.query, level)})"
            for level in levels_with_results(self.query)
        ]
        return [body for (body,) in self.connection.execute(" UNION ".join(parts)).fetchall()] if parts else []

    def rows(self, level: Level, period: int) -> Iterator[Row]:
        """The results of a period in the order of the data."""
        keys, joins, order = [f"k{i}" for i in range(2 + len(level))], "", []
        names = [self.query.dialect.name_of(k.name) for k in self._table(level).keys]
        for depth in range(len(level) + 1):
            on = " AND ".join(f"l{depth}.{k} = r.{n}" for k, n in zip(keys[: 2 + depth], names, strict=False))
            joins += f" LEFT JOIN {_lines(level[:depth])} l{depth} ON {on}"
            order.append(f"l{depth}.line")
        cursor = self.connection.cursor().execute(
            f"SELECT r.* FROM {_scored(level)} r{joins} WHERE r.period = {int(period)} ORDER BY {', '.join(order)}"
        )
        columns = [column[0] for column in cursor.description]
        while block := cursor.fetchmany(_BLOCK):
            for cells in block:
                yield row_of(self.query, level, columns, cells)

    def _table(self, level: Level) -> Any:
        return next(table for table in self.query.tables if table.level == level)

    def raw(self, bodies: Collection[str] | None) -> RawData:
        """The data of some bodies, or of all, cell by cell."""
        return RawData(tuple(self._raw(stage, bodies) for stage in self.stages))

    def _raw(self, stage: Stage, bodies: Collection[str] | None) -> RawTable:
        given, reading = stage.file.table, Reading(self.query, stage, self.key)
        cells = ", ".join(f"COALESCE(c{i}, '')" for i in range(len(given.headers)))
        where, asked = ("", []) if bodies is None else (f"WHERE list_contains(?, {reading.body()})", [list(bodies)])
        sql = f"SELECT line, {cells} FROM {stage.raw} {where} ORDER BY line"
        rows = [RawRow(str(line), texts) for line, *texts in self.connection.execute(sql, asked).fetchall()]
        return RawTable(
            given.name, given.file, given.headers, rows, given.top, given.decimal_comma, given.under, given.named
        )


def _scored(level: Level) -> str:
    return '"scored ' + ".".join(map(str, level)) + '"'


def _lines(level: Level) -> str:
    return '"lines ' + ".".join(map(str, level)) + '"'
