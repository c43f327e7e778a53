"""How aggregates over lists move, and places among other bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallang.builtins.catalogue import BUILTINS
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.lint.forms import form
from evallang.lint.motion import EITHER, STILL, UNKNOWN, Motion, joined, turned
from evallang.lint.ranges import Range
from evallang.types import Quantity

if TYPE_CHECKING:
    from evallang.lint.moves import Moves


def gathered(moves: Moves, e: ir.Aggregate) -> Motion:
    """How an aggregate moves."""
    if not moves.touches(e):
        return STILL
    others = joined(moves.of(x, {}) for x in (e.least, *e.extra) if x is not None)
    weight = STILL if e.weight is None or isinstance(e.over, ir.PartsOf) else moves.of_members(e.over).of(e.weight, {})
    if not others.still or not weight.still:
        return UNKNOWN
    if isinstance(e.over, ir.PartsOf):
        return _of_parts(moves, e, e.over)
    if e.own is not None:
        return _placed(moves, e, e.own)
    there = moves.of_members(e.over)
    value = STILL if e.value is None else there.of(e.value, {})
    where = STILL if e.over.where is None else there.of(e.over.where, {})
    if isinstance(e.over, ir.BodiesOf) or e.over.of_every_body:
        value, where = value.shared(), where.shared()
    if not _grouped(moves, e.over):
        return UNKNOWN
    found = _chosen(there, e, value, where) if where.moves else _of_values(there, e, value) | where.presence()
    return found if e.none is None else found | moves.of(e.none, {})


def _of_values(moves: Moves, e: ir.Aggregate, value: Motion) -> Motion:
    """The same members in both cases."""
    match e.op:
        case "count" if e.value is None or isinstance(e.value.type, Quantity):
            return value.presence()
        case "count":
            return value
        case "some" | "every":  # one may decide alone, whether or not the others are there
            return value.loose()
        case "product":
            return value if e.value is not None and _positive(moves, e.value) else value.anyhow()
    if e.weight is not None:
        return value if _sided(moves.range(e.weight, {})) else value.anyhow()
    found = value if BUILTINS[e.op].monotone > 0 else value.anyhow()
    return found if e.op in ("sum", "mean", "min", "max", "median", "quantile") else found.loose()


def _sided(r: Range) -> bool:
    """Whether numbers have one sign."""
    return (r.low is not None and r.low >= 0) or (r.high is not None and r.high <= 0)


def _positive(moves: Moves, e: ir.Expr) -> bool:
    low = moves.range(e, {}).low
    return low is not None and low >= 0


def _chosen(moves: Moves, e: ir.Aggregate, value: Motion, where: Motion) -> Motion:
    """Members come or go: a sum of what is not below zero rises with more of them, a count with each."""
    if e.op in ("count", "some") and (e.value is None or isinstance(e.value.type, Quantity)):
        return (where | value.presence()).loose()
    if e.op in ("count", "some"):
        return (where | value).loose()
    if e.op == "every":
        return (value | -where).loose()
    zero = isinstance(e.none, ir.Const) and e.none.value == 0
    if e.op == "sum" and e.value is not None and (zero or e.none is None):
        return (value | where.scaled(moves.range(e.value, {}))).loose()
    if e.op in ("min", "max") and e.none is None:
        return (value | (where if e.op == "max" else -where)).loose()
    return (value | where).anyhow().loose() if value.moves else where.anyhow().loose()


def _of_parts(moves: Moves, e: ir.Aggregate, over: ir.PartsOf) -> Motion:
    node = moves.program.definitions[over.node]
    assert isinstance(node, NodeDef)
    parts = moves.monotone.parts(node)
    whole = joined(parts) if e.op != "count" else joined(p.presence() for p in parts)
    if e.op == "count" or BUILTINS[e.op].monotone > 0:
        return whole if e.op in ("count", "sum", "mean", "min", "max", "median", "quantile") else whole.loose()
    return whole.anyhow().loose()


def _placed(moves: Moves, e: ir.Aggregate, own: ir.Expr) -> Motion:
    """The own value among those of other bodies, which are as they were: it rises among them if it rises."""
    assert not isinstance(e.over, ir.PartsOf) and e.value is not None
    there = moves.of_members(e.over)
    value, mine = there.of(e.value, {}), moves.of(own, {})
    where = STILL if e.over.where is None else there.of(e.over.where, {})
    if not where.still or not value.steady or not _grouped(moves, e.over):
        return UNKNOWN
    if e.op == "winsorise":
        return mine | value.shared()
    bodies = isinstance(e.over, ir.BodiesOf) and form(e.value) == form(own)
    if not bodies or value.others or mine.others:
        return joined([mine, value.shared()]).anyhow().loose()
    found = Motion(mine.own, EITHER if e.op == "zscore" and value.own else turned(value.own))
    return -found if e.op == "rank" else found if e.op == "percentile" else found.loose()


def _grouped(moves: Moves, over: ir.ItemsOf | ir.BodiesOf) -> bool:
    """Whether the same bodies are compared in both cases."""
    same = over.same if isinstance(over, ir.BodiesOf) else None
    return same is None or moves.of_members(over).of(same, {}).still


def in_rating(moves: Moves, e: ir.InRating) -> Motion:
    """Whether a body is among the first or last of a rating, where only its own value moves."""
    if not moves.touches(e):
        return STILL
    rating = moves.program.ratings[e.rating]
    overs = [a.over for a in rating.among if moves.values.active(a.conditions)]
    there = moves.anyone()
    own = joined(there.of(rating.nodes[place], {}) for place in e.nodes)
    asked = [x for over in overs for x in (getattr(over, "where", None), getattr(over, "same", None)) if x is not None]
    if not own.steady or own.others or not all(there.of(x, {}).still for x in asked):
        return UNKNOWN
    others = EITHER if e.what == "values" and own.own else turned(own.own)
    found = Motion(own.own, others)
    return found if (e.end == "first") == rating.highest_first else -found
