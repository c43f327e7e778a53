"""Which values are worked out in one way for the bodies of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, NodeDef, Program
from evallang.ir.walk import walk
from evallang.lint.graph import functions_with, holds
from evallang.semantics.order import definition_expressions, grade_expressions

_OF_THE_BODY = ir.KindOf | ir.InRating | ir.InScope | ir.HasAttribute
"""What looks at the kind of a body, or at registers and ratings that may."""


def by_kind(program: Program, users: Callable[[int], frozenset[int]]) -> frozenset[int]:
    """The definitions whose values for bodies of one kind may be made otherwise than for those of another one.

    `users` are all that use a definition.
    """
    looking = functions_with(program, _is_of_the_kind)
    roots = {d.number: list(_expressions(d)) for d in program.definitions}
    found = {
        n for n, own in roots.items()
        if _is_told_apart(program.definitions[n]) or any(holds(e, _is_of_the_kind, looking) for e in own)
    }  # fmt: skip
    named = found | set(program.law.attributes)
    while named:
        found |= named.union(*map(users, named))
        # The points of a node may be named where its value is not used.
        named = {n for n, own in roots.items() if n not in found and _points_of(own) & found}
    return frozenset(found)


def _expressions(d: InputDef | FormulaDef | NodeDef) -> Iterable[ir.Expr]:
    yield from definition_expressions(d)
    if isinstance(d, NodeDef):
        for grade in d.grades:
            yield from grade_expressions(grade)


def _is_told_apart(d: InputDef | FormulaDef | NodeDef) -> bool:
    """Whether a definition is for some kinds only, or says itself what it is for each."""
    if d.kinds is not None:
        return True
    return isinstance(d, NodeDef) and (
        bool(d.scored_by) or any(p.by_kind for p in d.points) or any(e.kinds for e in (*d.exemptions, *d.shared_out))
    )


def _is_of_the_kind(e: ir.Expr) -> bool:
    match e:
        case ir.Lookup(column=None):
            return True
        case ir.Aggregate(over=ir.BodiesOf(same_kind=True)):
            return True
    return isinstance(e, _OF_THE_BODY)


def _points_of(roots: Iterable[ir.Expr]) -> set[int]:
    return {e.node for root in roots for e in walk(root) if isinstance(e, ir.PointsOf)}
