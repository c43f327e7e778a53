"""What of some files no database scores: types that no input has, periods that do not fit, rows that are no record."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from attrs import frozen

from evallang.backends.sql.query import Query
from evallang.backends.sql.staging import Stage
from evallang.backends.sql.steps import Level
from evallang.tables.bodies import PERIOD, body_twice
from evallang.tables.item_keys import item_twice
from evallang.tables.raw import DataError
from evallang.tables.wording import quoted

DURATION = "DURATION"
"""What is said of whole numbers that stand for durations, as no database calls them."""
_TYPES = (
    (
        re.compile("TIMESTAMP WITH TIME ZONE|timestamp"),
        "points in time with a time zone, and {title} does not know which; write days without one",
    ),
    (re.compile("BLOB|binary"), "bytes; write it as texts"),
    (re.compile(DURATION), "durations; write numbers of days or hours, as the rules ask for them"),
    (
        re.compile(r"(.*\]|(STRUCT|MAP|UNION)\(.*|(array|struct|map)<.*)", re.DOTALL),
        "lists or records; a cell is one value",
    ),
)
"""Types of DuckDB and Spark that no input has, with what is said of them."""

Fetch = Callable[[str], list[tuple[Any, ...]]]
"""The rows of a query."""


@frozen(eq=False)
class Refusals:
    """Each check raises DataError, which names the file; `levels` are those of which there are rows."""

    query: Query
    title: str
    fetch: Fetch
    levels: frozenset[Level]

    def types(self, stage: Stage, read: Collection[int], types: Sequence[Collection[str]]) -> None:
        """What is read holds single values, and no points in time of which no clock is known."""
        table = stage.file.table
        for place in sorted(read):
            held = next((what for form, what in _TYPES if any(map(form.fullmatch, types[place]))), None)
            if held is not None:
                what = held.format(title=self.title)
                raise DataError(f"{table.file}: the column `{table.headers[place]}` holds {what}")

    def period(self, stage: Stage, period: str | None) -> None:
        """A table has periods where the interpreter asks for them."""
        program, file = self.query.program, stage.file.table.file
        yearly = any(d.yearly for d in program.inputs)
        if not stage.table.level:
            if period is None and yearly:
                raise DataError(f'{file}: there is no column "{PERIOD}"; some inputs are given for each year')
            return
        known = [p for (p,) in self.fetch("SELECT DISTINCT COALESCE(period, 0) FROM bodies")]
        if period is not None and known == [0]:
            raise DataError(f'{file}: there is a column "{PERIOD}", but none where the bodies stand')
        inside = (d for d in program.inputs if stage.table.level[-1] in d.level)
        if period is None and len(known) > 1 and (not yearly or any(d.yearly for d in inside)):
            raise DataError(f'{file}: there is no column "{PERIOD}", and the bodies have several periods')

    def rows(self, stage: Stage, *, dated: bool) -> None:
        """No row is without keys or of nobody, and no two have the same."""
        level, file = stage.table.level, stage.file.table.file
        lines, keys = self.query.dialect.name_of(lines_of(level)), [f"k{i}" for i in range(2 + len(level)) if i != 1]
        blank = " OR ".join(f"COALESCE({key}, '') = ''" for key in keys)
        asked = [(f"SELECT line FROM {lines} WHERE {blank}", "has no key")]
        if dated:
            asked.append((f"SELECT line FROM {lines} WHERE k1 IS NULL", "has no year of four digits as its period"))
        asked += [(self._strangers(level[:depth], lines), what) for depth, what in self._holders(level)]
        for sql, what in asked:
            line, count = first_line(self.fetch, sql)
            if count:
                raise DataError(f"{file}:{line}: the row {what}{_without(count)}")
        self._twice(level, file, lines)

    def _twice(self, level: Level, file: str, lines: str) -> None:
        """No two rows have the same keys; of the first of them the lines are told."""
        keys = [f"k{i}" for i in range(2 + len(level))]
        held = f"SELECT {', '.join(keys)}, MIN(line) AS first_line, COUNT(*) - 1 AS others FROM {lines}"
        several = f"({held} GROUP BY {', '.join(keys)} HAVING COUNT(*) > 1) x"
        ((count,),) = self.fetch(f"SELECT SUM(others) FROM {several}")
        if not count:
            return
        on = " AND ".join(f"l.{key} = x.{key}" for key in keys)
        second = f"SELECT l.line, x.first_line, {', '.join(f'x.{key}' for key in keys)} FROM {several}"
        ((line, first, body, year, *items),) = self.fetch(
            f"{second} JOIN {lines} l ON {on} AND l.line > x.first_line ORDER BY l.line LIMIT 1"
        )
        whom = body_twice(body, year or None)
        if items:
            whom = f"{item_twice(self.query.program.items[level[-1]].name, items[-1])} in {quoted(body)}"
        raise DataError(f"{file}:{line}: {whom}: the first row is at {file}:{first}{_without(int(count))}")

    def _holders(self, level: Level) -> Iterator[tuple[int, str]]:
        """By depth, what a row of a list lies in, and what is said of a row that does not."""
        for depth in range(len(level)):
            of = f"names no {self.query.program.items[level[depth - 1]].name} of its body" if depth else ""
            yield depth, of or "names no body of the data"

    def _strangers(self, outer: Level, lines: str) -> str:
        """The rows that lie in nothing."""
        if outer not in self.levels:
            return f"SELECT line FROM {lines}"
        on = " AND ".join(f"o.k{i} = l.k{i}" for i in range(2 + len(outer)))
        holders = self.query.dialect.name_of(lines_of(outer))
        return f"SELECT l.line FROM {lines} l LEFT JOIN {holders} o ON {on} WHERE o.k0 IS NULL"


def _without(count: int) -> str:
    """What is said behind a row at fault, where there are so many."""
    more = f", as {count - 1} more" if count > 1 else ""
    return f"{more}; a database scores data without such rows"


def lines_of(level: Level) -> str:
    """The name of the table that has the line of each row of a level, by its keys."""
    return "lines " + ".".join(map(str, level))


def first_line(fetch: Fetch, sql: str) -> tuple[int, int]:
    """The first line among some, and how many there are."""
    ((line, count),) = fetch(f"SELECT MIN(line), COUNT(*) FROM ({sql}) x")
    return line, count
