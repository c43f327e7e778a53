"""Spark for the tests that are asked for by `EVALLANG_SPARK=1`: one session for all of them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from attrs import define, field

from evallang.backends.sql.query import Query
from evallang.backends.sql.spark_session import Session
from evallang.backends.sql.tables import Table


@define(eq=False)
class SparkTables:
    """The tables of one query as views, which are gone when it is closed."""

    session: Session
    _views: list[str] = field(factory=list)

    def fill(self, query: Query, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """A view for each table."""
        for table in query.tables:
            self.session.spark.sql(_values(query, table, rows[table.name])).createOrReplaceTempView(
                query.dialect.name_of(table.name)
            )
            self._views.append(table.name)

    def answers(self, query: Query, level: tuple[int, ...], *, whole: bool) -> list[dict[str, Any]]:
        """The results of a level: of the steps as the engine takes them, or of the whole query."""
        frame = self.session.spark.sql(query.text(level)) if whole else self.session.scored(query, level)
        return [row.asDict() for row in frame.collect()]

    def close(self) -> None:
        """Drop the views."""
        self.session.forget(self._views)


def _values(query: Query, table: Table, rows: Sequence[Sequence[Any]]) -> str:
    columns = (*table.keys, *table.columns)
    names = [f"v{number}" for number in range(len(columns))]
    casts = (
        f"CAST({name} AS {column.type}) AS {query.dialect.name_of(column.name)}"
        for name, column in zip(names, columns, strict=True)
    )
    texts = [[None if cell is None else query.dialect.string(str(cell)) for cell in row] for row in rows]
    lines = ", ".join(f"({', '.join(text or 'NULL' for text in row)})" for row in texts or [[None] * len(columns)])
    some = "" if rows else " WHERE FALSE"
    return f"SELECT {', '.join(casts)} FROM VALUES {lines} AS t({', '.join(names)}){some}"


def asked_for() -> None:
    """Skip what takes minutes unless it is asked for."""
    if os.environ.get("EVALLANG_SPARK") != "1":
        pytest.skip("Spark is slow to start and to plan: EVALLANG_SPARK=1 runs its tests")


@pytest.fixture(scope="session")
def spark() -> Iterator[Session]:
    """A session that runs, if it is asked for; it has many queries to plan, and takes the memory for them."""
    asked_for()
    os.environ.setdefault("SPARK_DRIVER_MEMORY", "4g")
    session = Session()
    try:
        yield session
    finally:
        session.close()
