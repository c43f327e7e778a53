"""Whether more of a value is better: of inputs as declared, of nodes by what they count for."""

from __future__ import annotations

from collections.abc import Iterator

from evallang.ir.program import InputDef, NodeDef
from evallang.lint.monotone import Monotone
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, along, turned
from evallang.lint.subject import Subject
from evallang.lint.totals import first

SIGN = {"better": RISES, "worse": FALLS}
"""How a score should move with an input that is declared so."""


class Senses:
    """Whether more of a node is better (RISES), worse (FALLS), or nobody knows (EITHER), for the bodies of one kind.

    Of a node that no other one uses more is better, unless a rating has the lowest first, or it has no points and
    several inputs, all by which it moves, say that less of it is: then it counts what is bad. A part counts as it moves
    what it is a part of.
    """

    def __init__(self, subject: Subject, kind: str | None) -> None:
        self.subject, self.kind = subject, kind
        self.program, self.uses = subject.program, subject.uses
        self.values = subject.values(kind)
        self._known: dict[int, int] = {}

    def of(self, number: int) -> int:
        """The sense of a node."""
        if number not in self._known:
            self._known[number] = EITHER  # while it is looked at
            above = self._above(number)
            self._known[number] = self._through(number, above) if above else self._of_top(number)
        return self._known[number]

    def is_turned(self, number: int) -> bool:
        """Whether less of a node, which is not called a penalty, is better because what uses it falls with it."""
        return self.of(number) == FALLS and not self._is_penalty(number) and bool(self._above(number))

    def _is_penalty(self, number: int) -> bool:
        return getattr(self.program.definitions[number], "word", "") == "penalty"

    def _above(self, number: int) -> list[int]:
        """The nearest nodes for these bodies that use a node, through formulas or directly."""
        found, seen, waiting = [], {number}, [number]
        while waiting:
            for n in sorted(self.uses.direct.get(waiting.pop(), set()) - seen):
                seen.add(n)
                if not isinstance(self.program.definitions[n], NodeDef):
                    waiting.append(n)
                elif self.values.is_for(n) and n != number:
                    found.append(n)
        return found

    def _through(self, number: int, above: list[int]) -> int:
        motions = Monotone.under(self.subject, number, self.kind)
        way = 0
        for n in above:
            way |= along(motions.of_definition(n).own, self.of(n))
        return way or EITHER

    def _of_top(self, number: int) -> int:
        ratings = [r for r in self.program.ratings if self.subject.active(r.conditions)]
        by = {r.highest_first for r in ratings if any(number in node.targets for node in r.nodes)}
        if by:
            return RISES if by == {True} else FALLS if by == {False} else EITHER
        ways = [along(Monotone.under(self.subject, d.number, self.kind).of_definition(number).own, SIGN[d.more_is])
                for d in self.declared(number)]  # fmt: skip
        moved = [way for way in ways if way != STAYS]
        counts_bad = len(moved) > 1 and set(moved) == {FALLS} and not self._has_points(number)
        return FALLS if counts_bad or self._is_penalty(number) else RISES

    def _has_points(self, number: int) -> bool:
        node = self.program.definitions[number]
        return isinstance(node, NodeDef) and first(self.subject, node, self.kind) is not None

    def declared(self, number: int) -> Iterator[InputDef]:
        """The inputs with a direction that a node uses."""
        for d in self.program.inputs:
            if d.more_is and number in self.uses.users(d.number) and self.values.is_for(d.number):
                yield d

    def bad_way(self, number: int, more_is: str) -> int:
        """How a node must not move with an input that is declared so; nothing where its sense is not known."""
        sense = self.of(number)
        return 0 if sense == EITHER else turned(along(sense, SIGN[more_is]))
