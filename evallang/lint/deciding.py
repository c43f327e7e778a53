"""Decides whether a body exists for which something holds: ranges first, then search, then the solver."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import islice
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from evallang.lint.cases import Cases
from evallang.lint.decision import BODIES, MOST_COPIES, RANGES, Decision
from evallang.lint.finding import Verdict
from evallang.lint.search import STARTS
from evallang.lint.wanted import Found, Wanted

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

MANY, FEW = 12, 1
"""Behind so many guards a body is looked for from fewer starts."""


@define(eq=False)
class Deciding:
    """The decisions of a subject; `base` has those under the chosen readings, where one is switched."""

    subject: Subject
    base: Deciding | None
    _decided: dict[Hashable, Decision] = field(factory=dict, repr=False)
    _shown: dict[Hashable, Found] = field(factory=dict, repr=False)

    def decide(self, wanted: Wanted, starts: int | None = None) -> Decision:
        """Whether a body exists for which something holds: ranges first, then search, then the solver.

        What rests on no reading that is switched is not decided anew.
        """
        known = (self.base or self)._decided
        key = (self.subject.rests.key(wanted, self.subject.choices), starts)
        if key not in known:
            known[key] = self._decide(wanted, starts)
        return known[key]

    def first(self, wanted: Iterable[Wanted], most: int = MOST_COPIES) -> Decision:
        """Whether a body exists for one of some copies of a claim, of which only so many are looked into.

        The bodies that marks name are asked apart.
        """
        plain = list(wanted)
        apart = (evolve(w, name=body) for w in plain for body in self.subject.tables.named if self._is_apart(w, body))
        copies = [*plain, *apart]
        open_, solved = "", False
        for one in copies[:most]:
            decision = self.decide(one)
            if decision.found is not None:
                return decision
            solved |= decision.solved
            open_ = open_ or decision.tried
            if open_ and (self.subject.instant or self.subject.option is not None):
                break  # under another option no more is looked into
        open_ = open_ or (BODIES if len(copies) > most or not copies else "")
        return Decision(Verdict.UNDECIDED, None, open_) if open_ else Decision(Verdict.PROVED, solved=solved)

    def _is_apart(self, wanted: Wanted, body: str) -> bool:
        """Whether a mark of a table may make it otherwise for a body that it names."""
        return wanted.node is not None and wanted.node in self.subject.graph.apart(body)

    def decide_again(self, wanted: Wanted, claim: Hashable) -> Decision:
        """As `decide`; a body on which a claim showed under other readings is looked at first."""
        shown = (self.base or self)._shown
        found = (
            self.subject.search.holds(shown[claim].trial, wanted)
            if claim in shown and not self.subject.instant
            else None
        )
        decision = self.decide(wanted) if found is None else Decision(Verdict.REFUTED, found)
        if decision.found is not None:
            shown.setdefault(claim, decision.found)
        return decision

    def _decide(self, wanted: Wanted, starts: int | None) -> Decision:
        open_ = (k for k in wanted.kinds or self.subject.kinds if self._may(wanted, k))
        kinds = list(islice(open_, 1) if self.subject.instant else open_)
        if not kinds:
            return Decision(Verdict.PROVED)
        narrowed = (
            wanted
            if None in kinds
            else Wanted(wanted.guards, wanted.level, wanted.node, tuple(map(str, kinds)), wanted.name)
        )
        if self.subject.instant:
            return Decision(Verdict.UNDECIDED, None, RANGES)
        quick, starts = self.subject.solver is not None, starts or (FEW if len(wanted.guards) > MANY else STARTS)
        found = self.subject.search.find(narrowed, 2, 20) if quick else self.subject.search.find(narrowed, starts)
        if found is not None:
            return Decision(Verdict.REFUTED, found)
        answered = self.subject.solver(self.subject, narrowed) if self.subject.solver is not None else None
        if answered is not None:
            return Decision(Verdict.REFUTED if answered.found else Verdict.PROVED, answered.found, solved=True)
        found = self.subject.search.find(narrowed, starts) if quick else None
        if found is not None:
            return Decision(Verdict.REFUTED, found)
        tried = BODIES + (", a solver" if self.subject.solver is not None else "")
        return Decision(Verdict.UNDECIDED, None, tried)

    def _may(self, wanted: Wanted, kind: str | None) -> bool:
        if wanted.node is not None and kind not in self.subject.kinds_of(self.subject.program.definitions[wanted.node]):
            return False
        values = self.subject.values(kind, wanted.name or None)
        return Cases(self.subject.program, values).possible(wanted.guards, self.subject.facts(values, wanted.guards))
