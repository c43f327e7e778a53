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


@frozen
class Check:
    """The SQL of the rows at fault, each as a text `k` of its keys, and what is said of them."""

    table: str
    sql: str
    what: str


def checks(query: Query, *, composes: bool) -> Iterator[Check]:
    """What is looked for, table by table; the first that is found is told.

    `composes` says that the server knows composed texts.
    """
    for table in query.tables:
        # What such a row holds stands in no table, so that its NULLs are not what is missing: nothing can settle it.
        marked, as_it_is = f"t.{query.dialect.name_of(DOUBTFUL)} IS TRUE", query.dialect.name_of(table.name)
        told = "is marked `in_doubt`, and what it holds instead is not in the database"
        yield Check(table.name, f"SELECT {_shown(query, table)} AS k FROM {as_it_is} t WHERE {marked}", told)
        for condition, what in _of_a_row(query, table, composes=composes):
            sql = f"SELECT {_shown(query, table)} AS k FROM {_from(query, table)} WHERE {condition}"
            yield Check(table.name, sql, what)
        if table.level:
            yield _strangers(query, table)
            yield _of_no_list(query, table)
        keys = ", ".join(_keys(query, table))
        twice = (
            f"SELECT MIN({_shown(query, table)}) AS k FROM {_from(query, table)} GROUP BY {keys} HAVING COUNT(*) > 1"
        )
        yield Check(table.name, twice, "stands twice")


def _of_a_row(query: Query, table: Table, *, composes: bool) -> Iterator[tuple[str, str]]:
    """Conditions on a row alone."""
    string, name = query.dialect.string, query.dialect.name_of
    keys = [f"t.{name(key.name)}" for key in table.keys if key.name != "period"]
    yield " OR ".join(f"COALESCE({query.dialect.trimmed(key)}, '') = ''" for key in keys), "has no key"
    yield " OR ".join(f"{key} <> {query.dialect.trimmed(key)}" for key in keys), "has blanks around its key"
    if composes:
        yield " OR ".join(f"{key} IS NOT NFC NORMALIZED" for key in keys), "has a key whose letters are not composed"
    yield f"t.period NOT BETWEEN {_FIRST} AND {_LAST}", "has a period that is not a year of four digits"
    if not table.level:
        dated = "TRUE" if any(d.yearly for d in query.program.inputs) else "(SELECT COUNT(period) FROM bodies) > 0"
        why = "some inputs are given for each year" if dated == "TRUE" else "others have one"
        yield f"t.period IS NULL AND {dated}", f"has no period, and {why}"
        if query.program.kinds:
            read = ", ".join(string(text) for texts in spellings(query.program).values() for text in texts)
            kinds = ", ".join(string(kind.name) for kind in query.program.kinds)
            yield f"t.{KIND} NOT IN ({read})", f"has another kind than {kinds}"


def _strangers(query: Query, table: Table) -> Check:
    """Rows of a list whose body, or outer item, does not stand in its table."""
    outer = _outer(query, table)
    sql = (
        f"SELECT {_shown(query, table)} AS k FROM {_from(query, table)} "
        f"WHERE NOT EXISTS (SELECT 1 FROM {_from(query, outer, 'o')} WHERE {_inside(query, outer, table)})"
    )
    several = not outer.level and any(body.label not in ("", body.name) for body in query.program.bodies)
    how = " by the same one of its names" if several else ""
    return Check(table.name, sql, f"lies in nothing that stands in `{outer.name}`{how}")


def _of_no_list(query: Query, table: Table) -> Check:
    """Rows of a list that was not given, as the row around them says."""
    outer = _outer(query, table)
    given = next(column.name for column in outer.columns if column.item == table.level[-1])
    sql = (
        f"SELECT {_shown(query, table)} AS k FROM {_from(query, table)} "
        f"JOIN {_from(query, outer, 'o')} ON {_inside(query, outer, table)} "
        f"WHERE o.{query.dialect.name_of(given)} IS FALSE"
    )
    return Check(table.name, sql, f"lies in a list that was not given: `{given}` is false in `{outer.name}`")


def _outer(query: Query, table: Table) -> Table:
    return next(other for other in query.tables if other.level == table.level[:-1])


def _inside(query: Query, outer: Table, table: Table) -> str:
    """Whether the row `t` of a list lies in the row `o`."""
    pairs = zip(_keys(query, outer, "o"), _keys(query, table), strict=False)
    return " AND ".join(f"{one} = {other}" for one, other in pairs)


def _from(query: Query, table: Table, called: str = "t") -> str:
    """The rows as the query reads them."""
    return f"{query.sources.get(table.level) or query.dialect.name_of(table.name)} {called}"


def _keys(query: Query, table: Table, of: str = "t") -> list[str]:
    body, period, *items = (f"{of}.{query.dialect.name_of(key.name)}" for key in table.keys)
    return [body, f"COALESCE({period}, 0)", *items]


def _shown(query: Query, table: Table) -> str:
    # Keys of several collations, as they stand in a table, would have none together.
    keys = (f'CAST(t.{query.dialect.name_of(key.name)} AS TEXT) COLLATE "C"' for key in table.keys)
    return f"CONCAT_WS(', ', {', '.join(keys)})"
