"""Aggregates over items, bodies and parts, and the one item of a key."""

from __future__ import annotations

from evallang.backends.sql import expressions
from evallang.backends.sql.members import MANY, OUT, Members, any_member, gathered, members
from evallang.backends.sql.part_lists import of_parts
from evallang.backends.sql.place import Place, sort_of, source_text
from evallang.backends.sql.steps import Join, Level
from evallang.backends.sql.summaries import Summary
from evallang.backends.sql.values import FLAG, NUMBER, VALUE, Value, spread
from evallang.ir import expr as ir


def aggregate(at: Place, e: ir.Aggregate) -> Value:
    """A value over a list."""
    if isinstance(e.over, ir.PartsOf):
        return of_parts(at, e, e.over.node)
    found = members(at, e.over)
    if found is None or (e.own is not None and e.op not in ("minmax", "winsorise")):
        return at.unsaid(source_text(at.shared, e), sort_of(e.type))
    if e.op in ("count", "some", "every"):
        return _counted(at, e, found)
    return Summary(at, e, found).value()


def _counted(at: Place, e: ir.Aggregate, found: Members) -> Value:
    """`count`, `some`, `every` with Kleene's three values."""
    place = found.place
    state, yes = found.belongs, "TRUE"
    if e.value is not None:
        one = expressions.value(place, e.value)
        if one.sort != FLAG:
            return at.unsaid(source_text(at.shared, e), sort_of(e.type))
        state = place.let(
            f"CASE WHEN {state} <> 0 THEN {state} WHEN {one.s} = 6 THEN {OUT} "
            f"WHEN {one.s} <> 0 THEN {spread(one.s)} ELSE 0 END"
        )
        yes = one.v
    unread, absent, doubt = (
        "FALSE" if state == VALUE else at.let(gathered(at, found, any_member(f"{{m}} {test}"), state, "OR"))
        for test in ("IN (2, 4)", "IN (1, 3)", "= 9")
    )
    listed = "" if found.status == VALUE else f"WHEN {found.status} <> 0 THEN {found.status} "
    if e.op == "count":
        count = gathered(at, found, f"COUNT(CASE WHEN {{m}} = 0 AND {yes} THEN 1 END)", state, "+")
        s = at.let(f"CASE {listed}WHEN {absent} THEN 3 WHEN {doubt} THEN 9 WHEN {unread} THEN 4 ELSE 0 END")
        double = at.shared.steps.dialect.double
        return Value(NUMBER, at.let(f"CASE WHEN {s} = 0 THEN CAST({count} AS {double}) END"), s, "0", 1, MANY)
    wanted = yes if e.op == "some" else f"NOT ({yes})"
    decided = at.let(gathered(at, found, any_member(f"{{m}} = 0 AND {wanted}"), state, "OR"))
    s = f"CASE {listed}WHEN {decided} THEN 0 WHEN {doubt} THEN 9 WHEN {unread} THEN 4 WHEN {absent} THEN 3 ELSE 0 END"
    return at.plain(decided if e.op == "some" else f"NOT ({decided})", s, FLAG)


def keyed(at: Place, e: ir.ItemRef) -> Value:
    """The value for the item with these keys."""
    level = at.level[: len(at.level) - e.lift]
    if len(e.items) != 1 or (*level, e.items[0]) not in at.shared.steps.keys:
        return at.unsaid(source_text(at.shared, e), sort_of(e.type))
    inside: Level = (*level, e.items[0])
    place = at.within(inside)
    inner = expressions.value(place, e.inner)
    steps = at.shared.steps
    key = place.let(at.shared.inputs_keys[inside])
    here = f"CASE WHEN {key} = {at.string(e.keys[0])} THEN {{}} END"
    join = Join(inside, 2 + len(level))

    def bring(sql: str) -> str:
        return steps.look(at.level, f"MAX({here.format(sql)})", join)

    s = at.let(f"COALESCE({bring(inner.s)}, 1)")
    if inner.sort == FLAG:
        v = at.let(f"{bring(f'CASE WHEN {inner.v} THEN 1 ELSE 0 END')} = 1")
        return at.plain(v, s, FLAG)
    v = bring(inner.v)
    if inner.sort != NUMBER:
        return at.plain(v, s, inner.sort)
    v = at.let(f"CASE WHEN {s} = 0 THEN {v} END")
    e_ = "0" if inner.certain else bring(inner.e)
    return Value(NUMBER, v, s, e_, inner.grid, inner.most, inner.error, inner.least)
