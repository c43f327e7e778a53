"""Whether a missing input counts as its worst value: it is used only beside a test which that one fails."""

from __future__ import annotations

from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, NodeDef
from evallang.ir.walk import children
from evallang.lint.facts import Facts, truth
from evallang.lint.forms import form
from evallang.lint.monotone import Monotone
from evallang.lint.motion import along, turned
from evallang.lint.ranges import exactly
from evallang.lint.senses import SIGN
from evallang.lint.subject import Subject
from evallang.lint.values import Values
from evallang.types import Quantity


def counts_as_the_worst(subject: Subject, what: InputDef, node: NodeDef, kind: str | None, way: int) -> bool:
    """Whether a node that moves as it should is no better without an input, used in `known(x) and x > 5` alone."""
    worst = _worst(what)
    if worst is None or subject.uses.users(what.number) & subject.needs.of([node.number]).definitions - {node.number}:
        return False
    facts: Facts = {form(ir.Ref((what.number,), "")): exactly(worst)}
    values = subject.values(kind)
    roots = (subject.written_out(site.expr) for site in subject.sites.roots(node.number))
    if not all(_is_beside(e, what.number, facts, values) for e in roots):
        return False
    moved = Monotone.under(subject, what.number, kind, thorough=True).of_definition(node.number).own
    return not moved & turned(along(way, SIGN[what.more_is]))


def _worst(d: InputDef) -> Fraction | None:
    if not isinstance(d.type, Quantity) or d.more_is not in SIGN or d.at_most:
        return None
    return d.type.high if d.more_is == "worse" else d.type.low


def _is_beside(e: ir.Expr, number: int, facts: Facts, values: Values) -> bool:
    """Whether an input is looked at only where it is known and the worst value fails what is asked with that."""
    match e:
        case ir.Ref(targets=targets) | ir.Asks(operand=ir.Ref(targets=targets)) if number in targets:
            return False
        case ir.Apply(op="and", args=args) if any(_asks_for(x, number) for x in args):
            return any(truth(x, facts, values) is False for x in args)
    return all(_is_beside(x, number, facts, values) for x in children(e))


def _asks_for(e: ir.Expr, number: int) -> bool:
    match e:
        case ir.Asks(op="known", operand=ir.Ref(targets=targets)):
            return targets == (number,)
    return False
