"""The points of a whole and of its parts, as numbers and, where parameters have no value, as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, Definition, FormulaDef, NodeDef, PointsDef
from evallang.ir.walk import walk
from evallang.lint.claims import Claim, number
from evallang.types import NUMBER

if TYPE_CHECKING:
    from evallang.lint.subject import Subject
    from evallang.symbolic.sums import Difference


def claimed(subject: Subject, node: NodeDef) -> PointsDef | None:
    """Where the points of a node are given, not stated again."""
    return next((p for p in node.points if not p.states and subject.active(p.conditions)), None)


def is_added(subject: Subject, node: NodeDef) -> bool:
    """Whether nothing but guarded clauses stands before the sum of the parts."""
    return bool(node.parts) and all(c.guard is not None for c in node.clauses if subject.active(c.conditions))


def amount(subject: Subject, points: PointsDef, kind: str | None) -> Fraction | None:
    """Points as a number, where they are one."""
    if points.value is None:
        return dict(points.by_kind).get(kind or "")
    return subject.values(kind).of(points.value).point


def first(subject: Subject, node: NodeDef, kind: str | None) -> Fraction | None:
    """The points that a node claims, else those of its parts."""
    claim = subject.claims.of(node.number, kind)
    if claim is not None:
        return claim.points
    if claimed(subject, node) is not None or not is_added(subject, node):
        return None
    return subject.claims.full(kind).without_clause(node).point


def added(subject: Subject, node: NodeDef, kind: str | None) -> Iterator[NodeDef]:
    """The nodes whose points make up those of a node: its parts, or theirs where a part claims none."""
    for entry in node.parts if node.word != "penalty" else ():
        for target in subject.values(kind).targets(entry.part.targets) if entry.sign > 0 else ():
            part = subject.program.definitions[target]
            if isinstance(part, NodeDef) and subject.active(part.conditions):
                yield from [part] if claimed(subject, part) is not None else added(subject, part, kind)


def parts(subject: Subject, claim: Claim) -> list[Claim]:
    """The same as claims, where they have points."""
    found = (subject.claims.of(part.number, claim.kind) for part in added(subject, claim.node, claim.kind))
    return [part for part in found if part is not None and part.points]


# ---- parameters without a value


def open_total(subject: Subject, node: NodeDef, kind: str | None) -> Difference | None:
    """How the points of a node differ from those of its parts, where a parameter leaves that open."""
    given = claimed(subject, node)
    if given is None or not node.parts:
        return None
    terms = _terms(subject, node, kind) if is_added(subject, node) else [combined(subject, node, kind)]
    return open_difference(subject, _term(subject, given, kind), terms)


def is_sum(subject: Subject, node: NodeDef, kind: str | None) -> bool:
    """Whether a node is the sum of its parts, with a formula that says so or without one."""
    if is_added(subject, node):
        return True
    left = open_difference(subject, combined(subject, node, kind), _terms(subject, node, kind))
    return left is not None and left.always


def _terms(subject: Subject, node: NodeDef, kind: str | None) -> list[ir.Expr | None]:
    return [_term(subject, p, kind) for part in added(subject, node, kind) if (p := claimed(subject, part))]


def open_difference(subject: Subject, whole: ir.Expr | None, terms: Sequence[ir.Expr | None]) -> Difference | None:
    """How a whole differs from the sum of some terms; None where there are numbers only, or other things."""
    known = [t for t in terms if t is not None]
    if whole is None or not known or len(known) < len(terms) or not is_open(subject, (whole, *known)):
        return None
    from evallang.symbolic.sums import difference  # noqa: PLC0415  # SymPy takes long to import

    return difference(whole, known, subject.program, subject.choices)


def can_agree(differences: Sequence[Difference]) -> bool:
    """Whether there are values with which all of some wholes are the sum of their parts."""
    if len(differences) == 1:
        return bool(differences[0].agree)
    from evallang.symbolic.sums import agree_together  # noqa: PLC0415  # as above

    return agree_together(differences)


def combined(subject: Subject, node: NodeDef, kind: str | None) -> ir.Expr | None:
    """What the formula of a node makes of the points of its parts; None where limits and roundings follow it."""
    clause = next((c for c in node.clauses if c.guard is None and subject.active(c.conditions)), None)
    steps = subject.values(kind).steps(node)
    if clause is None or any(not isinstance(step, ClampStep) or step.high is not None for step in steps):
        return None
    return _full(subject, clause.value, kind)


def _full(subject: Subject, e: ir.Expr, kind: str | None) -> ir.Expr | None:
    """An expression with the points of nodes in place of what they score; None where they give no formula."""
    match e:
        case ir.Apply(args=args):
            given = [_full(subject, a, kind) for a in args]
            known = [a for a in given if a is not None]
            return attrs.evolve(e, args=tuple(known)) if len(known) == len(given) else None
        case ir.ByReading(reading=reading, cases=cases):
            return _full(subject, cases[subject.choices[reading]], kind)
        case ir.Ref(targets=targets, lift=0):
            found = [subject.program.definitions[n] for n in subject.values(kind).targets(targets)]
            return _points_of(subject, found[0], kind) if len(found) == 1 else None
        case ir.Aggregate(op="sum", value=ir.Local(), over=ir.PartsOf(node=number), weight=None):
            node = subject.program.definitions[number]
            return _added_up(_terms(subject, node, kind)) if isinstance(node, NodeDef) else None
        case ir.Const() | ir.ParameterRef():
            return e
    return None


def _points_of(subject: Subject, d: Definition, kind: str | None) -> ir.Expr | None:
    if isinstance(d, FormulaDef):
        return _full(subject, d.value, kind)
    if not isinstance(d, NodeDef):
        return None
    if d.word == "penalty":
        return ir.Const(Fraction(0), "0", type=NUMBER, span=d.span)
    given = claimed(subject, d)
    if given is not None:
        return _term(subject, given, kind)
    return _added_up(_terms(subject, d, kind)) if is_added(subject, d) else combined(subject, d, kind)


def _added_up(terms: Sequence[ir.Expr | None]) -> ir.Expr | None:
    known = [t for t in terms if t is not None]
    return ir.Apply("add", tuple(known), type=NUMBER) if known and len(known) == len(terms) else None


def is_open(subject: Subject, given: Sequence[ir.Expr]) -> bool:
    """Whether a parameter without a value stands in one of some formulas."""
    used = (subject.program.parameters[x.target] for e in given for x in walk(e) if isinstance(x, ir.ParameterRef))
    return any(p.value is None or is_open(subject, [p.value]) for p in used)


def _term(subject: Subject, given: PointsDef, kind: str | None) -> ir.Expr | None:
    if given.value is not None:
        return given.value
    points = amount(subject, given, kind)
    return None if points is None else ir.Const(points, number(points), type=NUMBER, span=given.span)
