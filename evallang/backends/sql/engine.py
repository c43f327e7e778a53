"""A database that scores: it runs the query, and says which rows an exact engine has to settle."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

from attrs import frozen

from evallang.backends.sql.query import Query
from evallang.backends.sql.steps import Level
from evallang.backends.sql.tables import DOUBTFUL
from evallang.tables.raw import RawData


@frozen
class Row:
    """The results of a row by path: a value, or None; and the statuses. `keys` are the body, the period, items.

    The period is 0 where there is none. `open` are the paths that are in doubt, or not known with all their digits.
    """

    keys: tuple[Any, ...]
    kind: str | None
    values: dict[str, Fraction | bool | str | None]
    statuses: dict[str, str]
    open: frozenset[str]


class Engine(Protocol):
    """A database with the data in it."""

    query: Query

    def periods(self) -> list[int]:
        """The periods of the data; 0 for data without."""

    def raw(self, bodies: Collection[str] | None) -> RawData:
        """The data of some bodies, or of all, cell by cell."""

    def sample(self) -> list[str]:
        """A few bodies, one of each kind, and those that the methodology names."""

    def count_open(self, periods: Sequence[int]) -> int:
        """How many bodies have some result in doubt, or not known with all its digits."""

    def open_bodies(self, level: Level, period: int) -> Iterator[str]:
        """The bodies of these rows of which some result is open, in the order of `rows`; one after the other."""

    def rows(self, level: Level, period: int) -> Iterator[Row]:
        """The results of a period in the order of the data."""

    def close(self) -> None:
        """Leave nothing behind."""


def levels_with_results(query: Query) -> list[Level]:
    """The bodies and the lists whose items have results."""
    return [table.level for table in query.tables if query.results(table.level)]


def unsettled_test(query: Query, level: Level) -> str:
    """Whether a row of the results has to be settled, as a condition on its columns."""
    name, tests = query.dialect.name_of, [query.dialect.name_of(DOUBTFUL)]
    for called in query.called(level).values():
        is_value = f"{name(called.status)} = 'value'"
        if called.exact:
            tests.append(f"{is_value} AND {name(called.exact)} IS NULL")
        elif called.error:  # a number whose digits are not known
            tests.append(is_value)
    return " OR ".join(f"({test})" for test in tests)


@frozen
class _Path:
    """Where a result stands in a row: its status, and its value, or that times the grid; none where it has no grid."""

    path: str
    status: int
    value: int | None
    grid: int


class Reader:
    """Makes rows of the cells of a query, whose columns have these names."""

    def __init__(self, query: Query, level: Level, names: Sequence[str]) -> None:
        self.keys = 2 + len(level)
        self.kind = self.keys if query.program.kinds and not level else None
        place = {name: number for number, name in enumerate(names) if number >= self.keys}
        self.paths = []
        for path, called in query.called(level).items():
            grid = query.results(level)[path].grid if called.exact else None
            value = place[called.exact] if called.exact else None if called.error else place[called.value]
            self.paths.append(_Path(path, place[called.status], value, grid or 0))

    def is_open(self, cells: Sequence[Any]) -> bool:
        """Whether some result of a row is to be settled."""
        return any(_is_open(at, cells) for at in self.paths)

    def row(self, cells: Sequence[Any]) -> Row:
        """A row of the results."""
        values: dict[str, Fraction | bool | str | None] = {}
        statuses, open_ = dict[str, str](), list[str]()
        for at in self.paths:
            status, value = cells[at.status], None if at.value is None else cells[at.value]
            if at.grid and value is not None:
                value = _fraction(int(value), at.grid)
            if _is_open(at, cells):
                open_.append(at.path)
            statuses[at.path], values[at.path] = status, value
        body, period, *items = cells[: self.keys]
        kind = None if self.kind is None else cells[self.kind]
        return Row((body, period or 0, *items), kind, values, statuses, frozenset(open_))


@lru_cache(maxsize=1 << 14)  # of many rows most are alike
def _fraction(num: int, den: int) -> Fraction:
    return Fraction(num, den)


def _is_open(at: _Path, cells: Sequence[Any]) -> bool:
    """Whether a result is in doubt, or a value of which not all digits are known."""
    status = cells[at.status]
    return status == "in doubt" or (status == "value" and (at.value is None or cells[at.value] is None))
