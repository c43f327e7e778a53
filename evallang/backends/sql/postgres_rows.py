"""Rows of tables that the interpreter would tell and leave out: PostgreSQL is not asked to score them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from evallang.backends.sql.kinds import spellings
from evallang.backends.sql.query import Query
from evallang.backends.sql.tables import DOUBTFUL, Table
from evallang.tables.bodies import KIND

_FIRST, _LAST = 1000, 9999
"""Years of four digits."""
NORMALIZED = 130_000
"""The version of PostgreSQL that tells composed texts apart first."""


@frozen
class Check:
    """The SQL of the rows at fault, each as a text `k` of its keys, and what is said of them."""

    table: str
    sql: str
    what: str


def checks(query: Query, *, composed: bool) -> Iterator[Check]:
    """What is looked for, table by table; the first that is found is told.

    `composed` says that the server knows composed texts.
    """
    for table in query.tables:
        for condition, what in _of_a_row(query, table, composed=composed):
            yield Check(
                table.name, f"SELECT {_shown(query, table)} AS k FROM {_from(query, table)} WHERE {condition}", what
            )
        if table.level:
            yield _strangers(query, table)
        keys = ", ".join(_keys(query, table))
        twice = (
            f"SELECT MIN({_shown(query, table)}) AS k FROM {_from(query, table)} GROUP BY {keys} HAVING COUNT(*) > 1"
        )
        yield Check(table.name, twice, "stands twice")


def _of_a_row(query: Query, table: Table, *, composed: bool) -> Iterator[tuple[str, str]]:
    """Conditions on a row alone."""
    string, name = query.dialect.string, query.dialect.name_of
    keys = [f"t.{name(key.name)}" for key in table.keys if key.name != "period"]
    yield " OR ".join(f"COALESCE({query.dialect.trimmed(key)}, '') = ''" for key in keys), "has no key"
    # What such a row holds stands in no table, so that its NULLs are not what is missing: nothing can settle it.
    yield f"t.{name(DOUBTFUL)} IS TRUE", "is marked `in_doubt`, and what it holds instead is not in the database"
    yield " OR ".join(f"{key} <> {query.dialect.trimmed(key)}" for key in keys), "has blanks around its key"
    if composed:
        yield " OR ".join(f"{key} IS NOT NFC NORMALIZED" for key in keys), "has a key whose letters are not composed"
    yield f"t.period NOT BETWEEN {_FIRST} AND {_LAST}", "has a period that is not a year of four digits"
    if not table.level:
        dated = "TRUE" if any(d.yearly for d in query.program.inputs) else "(SELECT COUNT(period) FROM bodies) > 0"
        why = "some inputs are given for each year" if dated == "TRUE" else "others have one"
        yield f"t.period IS NULL AND {dated}", f"has no period, and {why}"
        if query.program.kinds:
            read = ", ".join(string(text) for texts in spellings(query.program).values() for text in texts)
            kinds = ", ".join(string(kind.name) for kind in query.program.kinds)
            yield f"CAST(t.{KIND} AS TEXT) NOT IN ({read})", f"has another kind than {kinds}"


def _strangers(query: Query, table: Table) -> Check:
    """Rows of a list whose body, or outer item, does not stand in its table."""
    outer = next(other for other in query.tables if other.level == table.level[:-1])
    pairs = zip(_keys(query, outer, "o"), _keys(query, table), strict=False)
    on = " AND ".join(f"{one} = {other}" for one, other in pairs)
    sql = (
        f"SELECT {_shown(query, table)} AS k FROM {_from(query, table)} "
        f"WHERE NOT EXISTS (SELECT 1 FROM {query.dialect.name_of(outer.name)} o WHERE {on})"
    )
    return Check(table.name, sql, f"lies in nothing that stands in `{outer.name}`")


def _from(query: Query, table: Table) -> str:
    return f"{query.dialect.name_of(table.name)} t"


def _keys(query: Query, table: Table, of: str = "t") -> list[str]:
    body, period, *items = (f"{of}.{query.dialect.name_of(key.name)}" for key in table.keys)
    return [body, f"COALESCE({period}, 0)", *items]


def _shown(query: Query, table: Table) -> str:
    keys = (f"CAST(t.{query.dialect.name_of(key.name)} AS TEXT)" for key in table.keys)
    return f"CONCAT_WS(', ', {', '.join(keys)})"
