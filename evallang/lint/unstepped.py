"""The value of a node before some of its clamps and roundings, as an expression."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, NodeDef, PartDef, RoundStep
from evallang.types import FLAG, NUMBER

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

_NONE = ir.Const(Fraction(0), "0", type=NUMBER)


def before(subject: Subject, node: NodeDef, steps: int | None) -> ir.Expr | None:
    """What a node is after so many of its active clamps and roundings (None: all); None where no expression says it."""
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


def unguarded(subject: Subject, node: NodeDef) -> ir.Expr:
    """What a node is where no clause says it; the node itself where that is the score of another document."""
    weights = next((w for w in node.weights if subject.active(w.conditions)), None)
    if weights is None or not weights.shared_out:
        if weights is None and node.parts and not node.scored_by and all(_is_plain(subject, p) for p in node.parts):
            parts = [(p.sign, _written_out(subject, p)) for p in node.parts]
            terms = tuple(part if sign > 0 else ir.Apply("neg", (part,), type=NUMBER) for sign, part in parts)
            return ir.Apply("add", terms, type=NUMBER)
        return _whole(subject, node) or ir.Ref((node.number,), node.name, type=NUMBER)
    there = [(ir.Asks("known", p.part, type=FLAG), p) for p in weights.parts]
    products = [ir.If(c, ir.Apply("mul", (p.weight, p.part), type=NUMBER), _NONE, type=NUMBER) for c, p in there]
    shares = [ir.If(c, p.weight, _NONE, type=NUMBER) for c, p in there]
    whole, share = (ir.Apply("add", tuple(terms), type=NUMBER) for terms in (products, shares))
    return ir.Apply("div", (whole, share), type=NUMBER)


def _written_out(subject: Subject, entry: PartDef) -> ir.Expr:
    """What a part is by its own score, which tells more than its name; its name where it has parts or weights."""
    part = subject.program.definitions[entry.part.targets[0]]
    if not isinstance(part, NodeDef) or part.parts or part.weights or part.level or entry.part.lift:
        return entry.part
    return before(subject, part, None) or entry.part


def _is_plain(subject: Subject, entry: PartDef) -> bool:
    """Whether a part is one for all bodies that enters a sum as it is."""
    parts = [subject.program.definitions[n] for n in entry.part.targets]
    return len(parts) == 1 and isinstance(parts[0], NodeDef) and parts[0].word != "row" and not (
        parts[0].conditions or parts[0].kinds is not None or parts[0].exemptions
    )  # fmt: skip


def _stepped(e: ir.Expr, step: ClampStep | RoundStep) -> ir.Expr:
    if isinstance(step, RoundStep):
        return ir.Apply(f"round:{step.mode}", (e, step.step), type=NUMBER)
    if step.low is not None:
        e = ir.Apply("max", (e, step.low), type=NUMBER)
    return e if step.high is None else ir.Apply("min", (e, step.high), type=NUMBER)
