"""Clauses of a node of which only one can hold: a second one that holds at once would be ignored in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from evallang.diagnostics import Label
from evallang.ir import expr as ir
from evallang.ir.program import Conditions, Guarded, PointsDef
from evallang.semantics.context import Lowering
from evallang.semantics.entities import Clause, Entity
from evallang.source import Span
from evallang.syntax import ast

KEEP_ONE = "keep one, or put them `under` options of a reading"
_VALUES = {ast.Score: "a `score`", ast.Weights: "`weights`", ast.ScoredBy: "`scored by`"}


@frozen
class Held:
    """A clause: what it is in words, when it holds, and where it stands."""

    what: str
    conditions: Conditions
    span: Span


def overlap(a: Conditions, b: Conditions) -> bool:
    """Whether two clauses can be in force at once: no reading is asked for different options."""
    chosen = dict(a)
    return all(chosen.get(reading, option) == option for reading, option in b)


def first_clash(clauses: Iterable[Held]) -> tuple[Held, Held] | None:
    """The first two clauses that hold at once, in the order written."""
    before: list[Held] = []
    for clause in clauses:
        for other in before:
            if overlap(other.conditions, clause.conditions):
                return other, clause
        before.append(clause)
    return None


def check_clashes(
    low: Lowering,
    entity: Entity,
    whens: Sequence[Guarded],
    scores: Sequence[tuple[bool, Guarded]],
    points: Sequence[PointsDef],
) -> None:
    """Report what stands in a node twice, or where it can have no effect."""
    for near in (True, False):
        _check_values(low, entity, [c for c in entity.clauses if c.near is near])
    _check_order(low, entity, whens, scores)
    _check_points(low, entity, points)
    _check_grades(low, entity)


def _held(low: Lowering, clause: Clause, what: str) -> Held:
    marks = (*getattr(clause.statement, "marks", ()), *clause.marks)
    return Held(what, low.conditions(marks), clause.statement.span)


def _check_values(low: Lowering, entity: Entity, clauses: Iterable[Clause]) -> None:
    """Two clauses that give the value, equally near: nobody could say which counts."""
    held = (_held(low, c, _VALUES[type(c.statement)]) for c in clauses if type(c.statement) in _VALUES)
    clash = first_clash(held)
    if clash is None:
        return
    first, second = clash
    both = "two scores" if first.what == second.what == "a `score`" else f"{first.what} and {second.what}"
    if first.what == second.what != "a `score`":
        both = f"{first.what} twice"
    low.report("E0221", f"`{entity.name}` has {both}", second.span, KEEP_ONE, Label(first.span, "the first one"))


def _check_order(
    low: Lowering, entity: Entity, whens: Sequence[Guarded], scores: Sequence[tuple[bool, Guarded]]
) -> None:
    if entity.row or not whens or not scores or whens[-1].span.start < scores[0][1].span.start:
        return
    here = whens[-1].span.start
    place, label = Span(here, here + len("when")), Label(scores[0][1].span, "what holds otherwise")
    low.report("E0235", "`when` stands after `score`", place, "write the special cases first, then `score`", label)


def _check_points(low: Lowering, entity: Entity, points: Sequence[PointsDef]) -> None:
    """The points of a node that are given twice, and points below zero."""
    claims: list[PointsDef] = []
    for claim in points:
        if claim.states:
            continue
        kinds = {kind for kind, _ in claim.by_kind}
        for other in claims:
            apart = kinds and other.by_kind and not kinds & {kind for kind, _ in other.by_kind}
            if not apart and overlap(other.conditions, claim.conditions):
                advice = "keep one; a number that the law gives again is `states points`"
                label = Label(other.span, "the first ones")
                low.report("E0203", f"`{entity.name}` is given points twice", claim.span, advice, label)
                return
        claims.append(claim)
        value = claim.value
        if isinstance(value, ir.Apply) and value.op == "neg" and isinstance(value.args[0], ir.Const):
            advice = "write it without the sign"
            advice += ": a penalty is subtracted by itself" if entity.word == "penalty" else ""
            low.report("E0230", f"`{entity.name}` has fewer than 0 points", claim.span, advice)


def _check_grades(low: Lowering, entity: Entity) -> None:
    held = (_held(low, c, "") for c in entity.clauses if isinstance(c.statement, ast.Grade))
    clash = first_clash(held)
    if clash is not None:
        place, label = Span(clash[1].span.start, clash[1].span.start + len("grade")), Label(clash[0].span, "the first")
        low.report("E0203", f"`{entity.name}` has two tables of grades", place, KEEP_ONE, label)


def refuse_options(low: Lowering, marks: ast.Marks, word: str, advice: str) -> None:
    """Report an `under` behind a clause that cannot depend on an option."""
    for under in ast.unders(marks):
        low.report("E0207", f"`under` cannot stand behind `{word}`", under.path.span, advice)
