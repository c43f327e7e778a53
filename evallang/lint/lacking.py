"""Nodes that a formula names and that are not for some bodies: what needs them has no value for those."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, NodeDef
from evallang.ir.walk import walk
from evallang.lint.facts import Facts, assumed, truth
from evallang.lint.forms import Form, form
from evallang.lint.values import Values

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


@frozen(eq=False)
class Lacking:
    """A node that is named and is not for the bodies; `always` says that each of them needs it."""

    part: ir.Ref
    always: bool


def naming_restricted(subject: Subject) -> set[int]:
    """The nodes that are not for all kinds of bodies, and the formulas that name one of them."""
    nodes = subject.program.nodes
    found = {d.number for d in nodes if d.kinds is not None or any(e.kinds for e in d.exemptions)}
    formulas = [d.number for d in subject.program.definitions if isinstance(d, FormulaDef)] if found else []
    more = True
    while more:
        named = {n for n in formulas if n not in found and not found.isdisjoint(subject.needs.own(n).definitions)}
        found |= named
        more = bool(named)
    return found


def lacking(node: NodeDef, values: Values) -> Iterator[Lacking]:
    """What the clauses of a node name that is not for the bodies of a kind, while the node is."""
    if not values.is_for(node.number):
        return
    always = True
    for clause, facts in values.clauses(node):
        sure = clause.guard is None or bool(truth(clause.guard, {}, values))
        if clause.guard is not None:
            yield from _needed(clause.guard, values, facts, always)
        yield from _needed(clause.value, values, facts, always and sure)
        always = False


def _needed(e: ir.Expr, values: Values, facts: Facts, always: bool) -> Iterator[Lacking]:
    """The nodes without which an expression has no value; a branch that asks for one first is left out."""
    match e:
        case ir.If(condition=c, then=then, otherwise=otherwise):
            yield from _needed(c, values, facts, always)
            known, asked = truth(c, facts, values), _asked(c)
            for x, holds in ((then, True), (otherwise, False)):
                if known is not (not holds):
                    inside = _needed(x, values, assumed(c, facts, holds, values), always and known is holds)
                    yield from (found for found in inside if form(found.part) not in asked)
        case ir.ByReading(reading=reading, cases=cases):
            yield from _needed(cases[values.choices[reading]], values, facts, always)
        case ir.Apply(op=op, args=args) if op not in ("and", "or"):  # one side of them may decide alone
            for x in args:
                yield from _needed(x, values, facts, always)
        case ir.Ref(targets=targets):
            meant = values.meaning(e)
            if meant is not None:
                yield from _needed(meant, values, facts, always)
            elif _is_lacking(targets, values):
                yield Lacking(e, always)


def _is_lacking(targets: tuple[int, ...], values: Values) -> bool:
    """Whether all that is meant are nodes, of which options keep at least one, and none is for the bodies."""
    meant = [values.program.definitions[n] for n in targets]
    there = [d for d in meant if values.active(d.conditions)]
    nodes = bool(there) and all(isinstance(d, NodeDef) for d in meant)
    return nodes and not any(values.is_for(d.number) for d in there)


def _asked(condition: ir.Expr) -> set[Form]:
    return {form(x.operand) for x in walk(condition) if isinstance(x, ir.Asks)}
