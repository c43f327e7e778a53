"""What tables and columns are called, so that a database tells all of them apart.

DuckDB takes `n` and `N` for one name, Spark `ж` and `Ж` too, PostgreSQL cuts a name after 63 bytes; and a query has
columns of its own. A name keeps its letters unless it is too long or stands there already: then it is cut, and has `~2`
behind it, or the next number that is free. No name of the rules has a `~` in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from evallang.backends.sql.dialect import Dialect
from evallang.backends.sql.values import NUMBER, Value


@define
class Names:
    """The names of one table, of one result or of all tables, as they are given out."""

    dialect: Dialect
    _taken: set[str] = field(factory=set)

    def take(self, name: str, endings: Sequence[str] = ("",)) -> str:
        """The name that is used, which is free with each of these endings."""
        found, number = name, 1
        while not all(map(self._is_free, (alike := [found + end for end in endings]))):
            number += 1
            mark = f"~{number}"
            longest = max(len(end.encode()) for end in endings) + len(mark)
            found = _cut(name, self.dialect.longest - longest if self.dialect.longest else None) + mark
        self._taken.update(map(self.dialect.alike, alike))
        return found

    def _is_free(self, name: str) -> bool:
        is_short = not self.dialect.longest or len(name.encode()) <= self.dialect.longest
        return is_short and self.dialect.alike(name) not in self._taken


def _cut(name: str, most: int | None) -> str:
    """The first bytes of a name, whole letters only."""
    return name if most is None else name.encode()[:most].decode(errors="ignore")


@frozen
class ResultNames:
    """The columns of a result; no number has no `error`, and `exact` is empty where there is no such column."""

    value: str
    status: str
    error: str = ""
    exact: str = ""


def result_names(dialect: Dialect, own: Sequence[str], found: Mapping[str, Value]) -> dict[str, ResultNames]:
    """The columns of results by their paths; `own` are those that stand there already."""
    names, result = Names(dialect), dict[str, ResultNames]()
    for name in own:
        names.take(name)
    for path, x in found.items():
        error = " error" if x.sort == NUMBER else ""
        exact = f" × {x.grid}" if error and x.grid is not None else ""
        base = names.take(path, ("", *filter(None, (error, exact)), " status"))
        result[path] = ResultNames(base, f"{base} status", error and base + error, exact and base + exact)
    return result


def free_of(word: str, taken: Sequence[str], dialect: Dialect) -> str:
    """A word with which none of these names begins, followed by `_`."""
    while any(dialect.alike(name).startswith(f"{word}_") for name in taken):
        word += "_"
    return word
