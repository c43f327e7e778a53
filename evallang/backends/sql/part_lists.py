"""Aggregates over the parts of a node."""

from __future__ import annotations

from evallang.backends.sql.nodes import lack_of, parts, where_there
from evallang.backends.sql.place import Place, source_text
from evallang.backends.sql.values import NUMBER, VALUE, Value
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef


def of_parts(at: Place, e: ir.Aggregate, number: int) -> Value:
    """An aggregate over the parts of a node that apply."""
    d = at.shared.holds.program.definitions[number]
    assert isinstance(d, NodeDef)
    if at.level != d.level:
        return at.unsaid(source_text(at.shared, e))
    math, found = at.math, parts(at, d)
    there = " + ".join(f"CASE WHEN {x.s} = 6 THEN 0 ELSE 1 END" for x in found) or "0"
    count = at.let(f"CAST({there} AS {at.shared.steps.dialect.double})")
    hidden = " OR ".join(f"{x.s} = 9" for x in found) or "FALSE"
    size = Value(NUMBER, count, at.let(f"CASE WHEN {hidden} THEN 9 ELSE 0 END"), "0", 1, float(len(found)))
    if e.op == "count":
        return Value(NUMBER, at.let(f"CASE WHEN {size.s} = 0 THEN {count} END"), size.s, "0", 1, size.most)
    if e.op not in ("sum", "mean", "min", "max") or e.none is not None or e.least is not None or not found:
        return at.unsaid(source_text(at.shared, e))
    s = lack_of(at, found)
    s = s if s == VALUE else at.let(f"CASE WHEN {s} = 6 THEN 3 ELSE {s} END")  # of nothing
    if e.op in ("sum", "mean"):
        result = math.add(where_there(at, found, s))
        result = math.div(result, Value(NUMBER, count, VALUE, "0", 1, size.most)) if e.op == "mean" else result
    else:
        result = _end_of_parts(at, found, e.op)
    return math.given_that(s, result)


def _end_of_parts(at: Place, found: list[Value], op: str) -> Value:
    """The least or the greatest of the parts that are there."""
    result, sign = found[0], "<" if op == "min" else ">"
    for other in found[1:]:
        better = at.let(f"{result.s} <> 0 OR ({other.s} = 0 AND {other.v} {sign} {result.v})")
        both = at.math.extreme([result, other], sign)
        alone = f"CASE WHEN {result.s} = 0 THEN {result.e} ELSE {other.e} END"
        e = at.let(f"CASE WHEN {result.s} = 0 AND {other.s} = 0 THEN {both.e} ELSE {alone} END")
        v = at.let(f"CASE WHEN {better} THEN {other.v} ELSE {result.v} END")
        s = at.let(f"CASE WHEN {result.s} = 0 OR {other.s} = 0 THEN 0 ELSE 9 END")
        e = "0" if both.certain else e
        result = Value(NUMBER, v, s, e, both.grid, both.most, both.error, both.least)
    return result
