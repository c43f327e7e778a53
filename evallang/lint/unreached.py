"""Scores that no body comes to, because one of the cases before them always holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import Guarded, NodeDef
from evallang.lint.decision import Decision
from evallang.lint.finding import Verdict
from evallang.lint.sites import Guard
from evallang.lint.wanted import Wanted
from evallang.source import Span

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

Switch = Callable[["Subject", int, int], "Subject"]
"""The same rules with one reading chosen otherwise."""


@frozen(eq=False)
class Score:
    """The clause of a node that has no guard, that all guards before it are false, and where the last of them is."""

    node: NodeDef
    clause: Guarded
    before: tuple[Guard, ...]
    last: Span


def scores(subject: Subject) -> Iterator[Score]:
    """The scores that stand behind cases; `undefined` there only says that nothing is left."""
    for d in subject.nodes():
        active = [c for c in d.clauses if subject.active(c.conditions)]
        last = next((n for n, c in enumerate(active) if c.guard is None), 0)
        if last and not isinstance(active[last].value, ir.UndefinedConst):
            guards = [c.guard for c in active[:last] if c.guard is not None]
            before = tuple((subject.written_out(guard), False) for guard in guards)
            yield Score(d, active[last], before, guards[-1].span)


def reached(subject: Subject, copies: Sequence[Score]) -> Decision:
    """Whether a body comes to a score that ranges leave open; bodies made up for all rules at once come first."""
    if subject.instant or subject.option is not None or subject.acting.is_seen(copies[0].last, value=False):
        return Decision(Verdict.REFUTED)  # under other options, and at once, only what ranges say is told
    return subject.first(Wanted(s.before, s.node.level, s.node.number) for s in copies)


def is_unreached(subject: Subject, score: Score, switched: Switch, *, thorough: bool = False) -> bool:
    """Whether nothing is left for a score, under every option of the readings that the cases rest on.

    Ranges say so; when `thorough`, whatever decides.
    """
    is_empty = _is_proved_empty if thorough else _has_no_range
    if not is_empty(subject, score):
        return False
    readings = frozenset[int]().union(*(subject.rests.of(g) for g, _ in score.before))
    readings |= {reading for c in score.node.clauses for reading, _ in c.conditions}
    for reading in sorted(readings):
        for option in range(len(subject.program.readings[reading].options)):
            other = switched(subject, reading, option)
            same = next((s for s in scores_of(other, score.node) if s.clause is score.clause), None)
            if other.active(score.clause.conditions) and (same is None or not is_empty(other, same)):
                return False
    return True


def scores_of(subject: Subject, node: NodeDef) -> Iterator[Score]:
    """The score of one node."""
    return (s for s in scores(subject) if s.node is node)


def _is_proved_empty(subject: Subject, score: Score) -> bool:
    """Whether it is proved that no body comes to a score."""
    return subject.decide(Wanted(score.before, score.node.level, score.node.number)).verdict is Verdict.PROVED


def _has_no_range(subject: Subject, score: Score) -> bool:
    """Whether ranges leave nothing for a score, for bodies of any kind."""
    kinds = subject.kinds_of(score.node)
    return all(subject.facts(subject.values(kind), score.before) is None for kind in kinds)
