"""The value of a node before some of its clamps and roundings, as an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, NodeDef, RoundStep
from evallang.types import NUMBER

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


def before(subject: Subject, node: NodeDef, steps: int) -> ir.Expr | None:
    """What a node is after so many of its active clamps and roundings; None where no expression says it."""
    e = _whole(subject, node)
    if e is None:
        return None
    for clause in reversed([c for c in node.clauses if subject.active(c.conditions)]):
        e = clause.value if clause.guard is None else ir.If(clause.guard, clause.value, e, type=NUMBER)
    for step in [s for s in node.steps if subject.active(s.conditions)][:steps]:
        e = _stepped(e, step)
    return e


def _whole(subject: Subject, node: NodeDef) -> ir.Expr | None:
    """What a node is where no clause says it."""
    weights = next((w for w in node.weights if subject.active(w.conditions)), None)
    if node.scored_by or (weights is not None and weights.shared_out):
        return None
    if weights is not None:
        products = (ir.Apply("mul", (p.weight, p.part), type=NUMBER) for p in weights.parts)
        return ir.Apply("add", tuple(products), type=NUMBER)
    if node.parts:
        return ir.Aggregate("sum", ir.Local(-1, "part", type=NUMBER), ir.PartsOf(node.number), type=NUMBER)
    return ir.UndefinedConst("nothing says how this is scored", type=NUMBER)


def _stepped(e: ir.Expr, step: ClampStep | RoundStep) -> ir.Expr:
    if isinstance(step, RoundStep):
        return ir.Apply(f"round:{step.mode}", (e, step.step), type=NUMBER)
    if step.low is not None:
        e = ir.Apply("max", (e, step.low), type=NUMBER)
    return e if step.high is None else ir.Apply("min", (e, step.high), type=NUMBER)
