"""Special cases of a node that can hold at once and give different values, pair by pair."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from attrs import define, field

from evallang.lint.decision import BODIES, Decision
from evallang.lint.facts import truth
from evallang.lint.finding import Verdict
from evallang.lint.special_cases import ByRanges, Cases, Pair
from evallang.lint.subject import Subject
from evallang.lint.together import Together
from evallang.lint.wanted import Found
from evallang.symbolic.canonical import Canonical
from evallang.trials.made import Trial

FEW = 8
"""Of so many cases each pair is decided by itself; of more, bodies are asked first which cases hold together."""
_STARTS = 3
_MOST_COPIES = 3
"""In so many rows of a table one pair of cases is looked for a body, where none is found in the first."""
_ASKED = 15
"""Of so many pairs of a node with many cases each is decided by itself, where nothing else has told."""


@define(eq=False)
class Overlap:
    """Two cases that can hold at once, as a body shows, or of which this is not decided (`tried`)."""

    pair: Pair
    body: Found | None
    tried: str = ""


@define(eq=False)
class Asked:
    """The answers for one pair of cases: for each copy of it whether it is an overlap."""

    pair: Pair
    overlaps: list[Overlap] = field(factory=list)

    @property
    def is_open(self) -> bool:
        """Whether another copy is looked into."""
        return len(self.overlaps) < _MOST_COPIES and self.shown is None

    @property
    def shown(self) -> Overlap | None:
        """The copy for which a body was found."""
        return next((o for o in self.overlaps if o.body is not None), None)


class Overlaps:
    """The pairs of cases of all nodes, by the places where both stand."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.form = Canonical(subject.program).form
        self.by_pair: dict[tuple[int, int], Asked] = {}
        self._rest: dict[int, tuple[ByRanges, int, dict[int, Pair]]] = {}
        for node in subject.nodes():
            cases = Cases(subject, node)
            if len(cases.active) <= FEW:
                for i, j in cases.pairs:
                    self._decide(cases.pair(i, j))
            else:
                self._decide_many(cases)

    def _decide(self, pair: Pair) -> None:
        asked = self.by_pair.setdefault(pair.place, Asked(pair))
        overlap = self._overlap(pair) if asked.is_open else None
        asked.overlaps += [] if overlap is None else [overlap]

    def _add(self, pair: Pair, body: Found | None, tried: str = "") -> None:
        self.by_pair.setdefault(pair.place, Asked(pair)).overlaps.append(Overlap(pair, body, tried))

    # ---- one pair

    def _overlap(self, pair: Pair) -> Overlap | None:
        if self._is_same(pair) or self._implied(pair, 0) or self._implied(pair, 1):
            return None
        both = self.subject.decide(pair.both, starts=_STARTS)
        if both.verdict is Verdict.PROVED:
            return None
        if both.found is not None and self._is_part(pair).verdict is Verdict.PROVED:
            return None
        return Overlap(pair, both.found, both.tried)

    def _is_same(self, pair: Pair) -> bool:
        return bool(self.form(pair.values[0]) == self.form(pair.values[1]))

    def _is_part(self, pair: Pair) -> Decision:
        """Whether the earlier case is a part of the later one."""
        return self.subject.decide(pair.wanted((pair.guards[1], False)))

    def _implied(self, pair: Pair, which: int) -> bool:
        """Whether one of two cases certainly holds wherever the other one does."""
        given, asked = pair.guards[which], pair.guards[1 - which]
        for kind in self.subject.kinds_of(pair.node):
            values = self.subject.values(kind)
            facts = self.subject.facts(values, (*pair.before, (given, True)))
            if facts is not None and truth(asked, facts, values) is not True:
                return False
        return True

    # ---- many

    def _decide_many(self, cases: Cases) -> None:
        """For each case one pair with a body is enough; ranges and single questions are for those without one."""
        by_ranges, left = ByRanges(cases), _ASKED
        bodies = None if self.subject.instant else cases.together()
        for j, mine in groupby(sorted(cases.pairs, key=lambda p: p[::-1]), key=lambda p: p[1]):
            pairs = {i: cases.pair(i, j) for i, _ in mine}
            shown = _shown(bodies, by_ranges, pairs, j) if bodies is not None else {}
            for i, body in shown.items():
                self._add(pairs[i], self._found(pairs[i], body))
            if shown:
                rest = {i: pair for i, pair in pairs.items() if i not in shown}
                self._rest[cases.active[j].span.start] = by_ranges, j, rest
            for i, pair in pairs.items() if not shown else ():
                if self._is_same(pair) or by_ranges.excludes(i, j, pair):
                    self.by_pair.setdefault(pair.place, Asked(pair))
                elif left:
                    left -= 1
                    self._decide(pair)
                else:
                    self._add(pair, None, BODIES)

    def is_partly(self, place: int) -> bool:
        """Whether a case that stands there may hold with more cases than those that were found."""
        if place not in self._rest:
            return False
        by_ranges, j, rest = self._rest[place]
        return not all(self._is_same(pair) or by_ranges.excludes(i, j, pair) for i, pair in rest.items())

    def _found(self, pair: Pair, body: Trial) -> Found:
        """A body that shows a pair, to be made smaller when somebody looks at it."""
        return Found(body, (), lambda: self._smallest(pair, body))

    def _smallest(self, pair: Pair, body: Trial) -> Found:
        search = self.subject.search
        found = search.holds(body, pair.both)
        assert found is not None
        return search.smaller(found, pair.both)


def _shown(bodies: Together, by_ranges: ByRanges, earlier: Iterable[int], j: int) -> dict[int, Trial]:
    """By earlier case, a body that shows that it overlaps with a later one; not where the later one never applies."""
    found = {i: body for i in earlier if (body := bodies.shown(i, j)) is not None}
    return {i: body for i, body in found.items() if bodies.deepest[j] > i or not by_ranges.implies(i, j)}
