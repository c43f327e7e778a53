"""Values of other periods: the row of the same body or item so many periods before."""

from __future__ import annotations

from itertools import pairwise

from evallang.backends.sql import expressions
from evallang.backends.sql.kinds import of_known_kind
from evallang.backends.sql.place import Place, sort_of, source_text
from evallang.backends.sql.steps import Join
from evallang.backends.sql.values import FLAG, NUMBER, Value, lack
from evallang.ir import expr as ir
from evallang.ir.program import InputDef


def previous(at: Place, e: ir.Previous) -> Value:
    """The value a number of periods earlier; missing where the data has no row for it."""
    return _before(at, e.operand, e.back) or at.unsaid(source_text(at.shared, e), sort_of(e.type))


def _before(at: Place, operand: ir.Expr, back: int) -> Value | None:
    if not isinstance(operand, ir.Ref) or not _is_the_same_then(at, operand):
        return None
    level = at.level[: len(at.level) - operand.lift]
    place = Place(at.shared, level)
    x = expressions.one_of_kind(place, operand.targets, at.shared.define)
    if back == 0:
        return x
    steps, join = at.shared.steps, Join(level, 2 + len(level), shift=back, grouped=False)

    def bring(sql: str) -> str:
        return sql if "«" not in sql else steps.look(level, sql, join)

    there = steps.look(level, at.shared.period if level == () else place.let(at.shared.period), join)
    s = place.let(f"CASE WHEN {there} IS NULL THEN 1 ELSE {bring(of_known_kind(place, x.s))} END")
    v = place.let(f"CASE WHEN {s} = 0 THEN {bring(x.v)} ELSE {place.math.null(x.sort)} END")
    return Value(x.sort, v, s, bring(x.e), x.grid, x.most, x.error, x.least)


def _is_the_same_then(at: Place, e: ir.Ref) -> bool:
    """Whether a value is the same in another period: what stands in for a missing one does so in this one only."""
    program = at.shared.holds.program
    if not any(d.fallback is not None for d in program.inputs):
        return True
    found = [program.definitions[t] for t in e.targets]
    return all(isinstance(d, InputDef) and d.fallback is None for d in found)


def worse(at: Place, e: ir.WorseInARow) -> Value:
    """Whether the value has become worse from each period to the next, so many times up to this one."""
    values = [_before(at, e.operand, back) for back in range(e.years, -1, -1)]
    found = [x for x in values if x is not None and x.sort == NUMBER]
    if len(found) < len(values):
        return at.unsaid(source_text(at.shared, e), FLAG)
    test = "< 0" if e.more_is_better else "> 0"
    falls = [at.math.compare(b, a, test) for a, b in pairwise(found)]
    lacking = at.let(lack([x.s for x in found]))
    doubt = " OR ".join(f"{f.s} = 9" for f in falls)
    s = f"CASE WHEN {lacking} <> 0 THEN {lacking} WHEN {doubt} THEN 9 ELSE 0 END"
    return at.plain(" AND ".join(f.v for f in falls), s, FLAG)
