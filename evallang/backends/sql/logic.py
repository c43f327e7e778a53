"""Conditions: Kleene's three values with the absences of the interpreter, and doubt beside them."""

from __future__ import annotations

from collections.abc import Sequence

from evallang.backends.sql.place import Place
from evallang.backends.sql.values import FLAG, NUMBER, VALUE, Value, any_of, lack, spread


def kleene(at: Place, decisive: bool, operands: Sequence[tuple[Value, bool]]) -> Value:
    """`or` (decisive true) and `and`; with each operand whether it may be not applicable."""
    statuses = [x.s for x, _ in operands if x.s != VALUE]
    open_ = [x.s for x, may in operands if may and x.s != VALUE]
    wanted = "TRUE" if decisive else "FALSE"
    decided = at.let(" OR ".join(f"COALESCE({x.v} = {wanted}, FALSE)" for x, _ in operands))
    s = (
        f"CASE WHEN {any_of(open_, '= 6')} THEN 3 WHEN {any_of(open_, '= 9')} THEN 9 WHEN {decided} THEN 0 "
        f"WHEN {any_of(statuses, '= 9')} THEN 9 WHEN {any_of(statuses, 'IN (2, 4)')} THEN 4 "
        f"WHEN {any_of(statuses, '<> 0')} THEN 3 ELSE 0 END"
        if statuses
        else VALUE
    )
    return at.plain(decided if decisive else f"NOT ({decided})", s, FLAG)


def negated(at: Place, x: Value) -> Value:
    """`not`."""
    return Value(FLAG, at.let(f"NOT ({x.v})"), at.let(spread(x.s)))


def same(at: Place, a: Value, b: Value, *, wanted: bool) -> Value:
    """Equality of flags, options, bodies, dates and words; what is of two sorts is never equal."""
    lacking = at.let(lack([a.s, b.s]))
    if a.sort != b.sort:
        return at.plain("FALSE" if wanted else "TRUE", lacking, FLAG)
    return at.plain(f"{a.v} {'=' if wanted else '<>'} {b.v}", lacking, FLAG)


def asks(at: Place, x: Value, *, known: bool) -> Value:
    """`known` and `missing`: not known of what rests on a cell that cannot be read."""
    if x.s == VALUE:
        return Value(FLAG, "TRUE" if known else "FALSE")
    s = at.let(f"CASE WHEN {x.s} IN (2, 4) THEN 4 WHEN {x.s} = 9 THEN 9 ELSE 0 END")
    return at.plain(f"{x.s} {'=' if known else '<>'} 0", s, FLAG)


def choose(at: Place, condition: str, then: Value, otherwise: Value) -> Value:
    """One of two values by a condition that is known; where it is NULL, nothing."""

    def pick(a: str, b: str) -> str:
        return a if a == b else at.let(f"CASE WHEN {condition} THEN {a} ELSE {b} END")

    # an absence has no sort of its own: `undefined` stands beside any
    sort = then.sort if otherwise.v.startswith("CAST(NULL") else otherwise.sort
    nothing = at.math.null(sort)
    one, other = (nothing if x.v.startswith("CAST(NULL") else x.v for x in (then, otherwise))
    v, s = pick(one, other), pick(then.s, otherwise.s)
    if sort != NUMBER:
        return Value(sort, v, s)
    there = [x for x in (then, otherwise) if not x.v.startswith("CAST(NULL")]
    if not there:
        return Value(sort, v, s)
    grids = [x.grid for x in there]
    grid = None if None in grids else _common([g for g in grids if g])
    return Value(
        sort, v, s, pick(then.e, otherwise.e), grid, max(x.most for x in there), max(x.error for x in there),
        min(x.least for x in there),
    )  # fmt: skip


def _common(grids: list[int]) -> int | None:
    from math import lcm  # noqa: PLC0415

    found = lcm(*grids)
    return found if found <= 10**18 else None
