"""Whether a condition is true for some body where it stands, and false for some, where ranges leave that open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.lint.finding import Verdict
from evallang.lint.sites import Guard, Site
from evallang.lint.wanted import Wanted
from evallang.source import Span
from evallang.types import FLAG

if TYPE_CHECKING:
    from evallang.lint.decision import Decision
    from evallang.lint.subject import Subject

NEVER, HERE, ALWAYS = "can never be true", "can never be true here, because of what goes before it", "is always true"
OPEN = "can ever be true"

Copy = tuple[Site, ir.Expr]
"""A condition with where it stands."""


@frozen(eq=False)
class Outcome:
    """What is wrong with a condition, empty for nothing, and what decided it or left it open."""

    fault: str = ""
    decision: Decision | None = None


def otherwise(decision: Decision) -> str:
    """What proves that nothing is otherwise."""
    by = "a solver finds" if decision.solved else "the ranges of the inputs leave"
    return f"{by} no data for which it is otherwise"


def outcome(subject: Subject, place: Span, copies: Sequence[Copy]) -> Outcome:
    """What is wrong with a condition."""
    if not _is_seen(subject, place, copies, value=True):
        here = decided(subject, copies, value=True, alone=False)
        if here.verdict is Verdict.UNDECIDED:
            return Outcome(OPEN, here)
        if here.verdict is Verdict.PROVED:
            alone = decided(subject, copies, value=True, alone=True)
            return Outcome(NEVER, alone) if alone.verdict is Verdict.PROVED else Outcome(HERE, here)
    if not _is_seen(subject, place, copies, value=False):
        alone = decided(subject, copies, value=False, alone=True)
        if alone.verdict is not Verdict.REFUTED:
            return Outcome(ALWAYS, alone)
    return Outcome()


def _is_seen(subject: Subject, place: Span, copies: Sequence[Copy], *, value: bool) -> bool:
    """Whether a condition is seen to be so; of a name alone that nothing goes before, what it names."""
    if subject.option is not None:
        return False
    named = (e.targets for site, e in copies if isinstance(e, ir.Ref) and not (value and site.guards))
    seen = subject.acting.is_seen
    return seen(place, value) or any(seen(n, value) for targets in named for n in targets)


def decided(subject: Subject, copies: Sequence[Copy], *, value: bool, alone: bool) -> Decision:
    """Whether a body exists for which a condition is so; `alone` whether or not it comes to where it stands."""
    wanted = []
    for site, e in copies:
        guards: tuple[Guard, ...] = () if alone else site.guards
        condition = (e, value)
        if isinstance(site.expr, ir.Aggregate) and e is not site.expr:  # it chooses among the members of a list
            condition = (_member(site.expr, e, value), True)
        wanted.append(Wanted((*guards, condition), site.level, site.owner if site.owner >= 0 else None))
    return subject.first(wanted)


def _member(e: ir.Aggregate, where: ir.Expr, value: bool) -> ir.Expr:
    """That something in a list is as asked, or that something is not."""
    assert not isinstance(e.over, ir.PartsOf)
    asked = where if value else ir.Apply("not", (where,), type=FLAG)
    return ir.Aggregate("some", None, evolve(e.over, where=asked), type=FLAG)
