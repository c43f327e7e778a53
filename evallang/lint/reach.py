"""Whether nodes reach the points that they claim, go beyond them, or fall below zero: proved, shown on a body, or not.

What only follows from a part is told at the part: of the node itself it is then nothing to say.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.lint.claims import Claim
from evallang.lint.decision import RANGES
from evallang.lint.finding import Verdict
from evallang.lint.ranges import Range, is_empty
from evallang.lint.wanted import Found, Wanted
from evallang.types import FLAG, NUMBER

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

_NONE = Fraction(0)
_NEAR = Fraction(99, 100)
"""The part of its end that a value has when it comes near."""


class Way(Enum):
    """Which way a value leaves the points: beyond them, short of them, below zero."""

    BEYOND = "greater"
    SHORT = "greater_equal"
    BELOW = "less"


@frozen(eq=False)
class Left:
    """How a node leaves its points: `value` is the furthest that ranges leave it, or that was found.

    `utmost` says that it is the furthest of all, and that a body comes to it, `near` that a body comes as near to it as
    a hundredth. `follows` says that it is only because of a part. `found` is a body where the extremes have none.
    """

    verdict: Verdict
    value: Fraction | None = None
    found: Found | None = None
    utmost: bool = False
    near: bool = False
    follows: bool = False
    tried: str = ""


FINE = Left(Verdict.PROVED)
_OPEN = Left(Verdict.UNDECIDED, tried=RANGES)
_FOLLOWS = Left(Verdict.REFUTED, follows=True)


class Reach:
    """Answers for the claims of a subject, each worked out once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._left: dict[tuple[Way, int, str | None], Left] = {}

    def left(self, claim: Claim, way: Way) -> Left:
        """Whether a node leaves its points."""
        if self.subject.base is not None and not self.subject.concerns(claim.node.number):
            return self.subject.base.reach.left(claim, way)
        claim = evolve(claim, kind=self.subject.alike(claim.node.number, claim.kind))
        place = (way, claim.node.number, claim.kind)
        if place not in self._left:
            can = self.subject.values(claim.kind).of_definition(claim.node.number)
            if is_empty(can):  # it never has a value
                self._left[place] = FINE
            else:
                self._left[place] = (self._short if way is Way.SHORT else self._out)(claim, way, can)
        return self._left[place]

    def extreme(self, claim: Claim, way: Way) -> Fraction | None:
        """The highest value of a node (the lowest for `BELOW`), None where it has no end."""
        can = self.subject.values(claim.kind).of_definition(claim.node.number)
        return can.low if way is Way.BELOW else can.high

    # ---- beyond the points, or below zero

    def _out(self, claim: Claim, way: Way, can: Range) -> Left:
        bound = _NONE if way is Way.BELOW else claim.points
        if _inside(can, bound, way):
            return FINE
        if self.subject.instant:
            return _OPEN
        if _inside(self.subject.claims.kept(claim.kind).after(claim.node), bound, way):
            return _FOLLOWS
        reached = self.subject.extremes.of(
            claim.node.number, claim.kind, lowest=way is Way.BELOW, enough=bound, beyond=True
        )  # fmt: skip
        if reached is not None and (reached.value < bound if way is Way.BELOW else reached.value > bound):
            return Left(Verdict.REFUTED, reached.value, utmost=reached.utmost)
        return self._decided(claim, way, bound)

    # ---- short of the points

    def _short(self, claim: Claim, way: Way, can: Range) -> Left:
        if _below(can, claim.points):
            claims = self.subject.claims
            if not _below(claims.full(claim.kind).after(claim.node), claim.points):
                return _FOLLOWS
            if not _below(claims.unmarked(claim.kind).of_definition(claim.node.number), claim.points):
                return _FOLLOWS
            best = self.subject.extremes.of(claim.node.number, claim.kind, enough=can.high)
            near = best is not None and can.high is not None and best.value >= can.high * _NEAR
            return Left(Verdict.REFUTED, can.high, utmost=best is not None and best.value == can.high, near=near)
        if self.subject.instant:
            return _OPEN
        if any(self.left(part, Way.SHORT) is not FINE for part in self._parts(claim)):
            return _FOLLOWS
        reached = self.subject.extremes.of(claim.node.number, claim.kind, enough=claim.points)
        if reached is not None and reached.value >= claim.points:
            return FINE
        decided = self._decided(claim, way, claim.points)
        if decided.verdict is Verdict.REFUTED:
            return FINE
        verdict = Verdict.REFUTED if decided.verdict is Verdict.PROVED else Verdict.UNDECIDED
        return Left(verdict, None if reached is None else reached.value, tried=decided.tried)

    def _decided(self, claim: Claim, way: Way, bound: Fraction) -> Left:
        """Whether a body exists on which a node is beyond a bound."""
        node = claim.node
        value = ir.Ref((node.number,), node.name, type=NUMBER, span=node.span)
        limit = ir.Const(bound, str(bound), type=NUMBER)
        condition = ir.Apply(way.value, (value, limit), type=FLAG)
        kinds = None if claim.kind is None else (claim.kind,)
        decision = self.subject.decide(Wanted(((condition, True),), node.level, node.number, kinds), starts=1)
        if decision.verdict is Verdict.PROVED:
            return FINE
        if decision.verdict is not Verdict.REFUTED or decision.found is None:
            return Left(Verdict.UNDECIDED, tried=decision.tried)
        found = self.subject.search.value(decision.found, node.number)
        return Left(Verdict.REFUTED, found if isinstance(found, Fraction) else None, decision.found)

    # ---- parts

    def _parts(self, claim: Claim) -> list[Claim]:
        """The claims directly below a node; penalties take away and are none."""
        found, waiting = [], [claim.node.number]
        seen = set(waiting)
        while waiting:
            for number in sorted(self.subject.needs.own(waiting.pop()).definitions - seen):
                seen.add(number)
                part = self.subject.claims.of(number, claim.kind)
                if part is None:
                    waiting.append(number)
                elif not part.is_penalty:
                    found.append(part)
        return found


def _below(can: Range, points: Fraction) -> bool:
    """Whether a range ends before the points."""
    return can.high is not None and (can.high < points or (can.high == points and not can.high_closed))


def _inside(can: Range, bound: Fraction, way: Way) -> bool:
    """Whether no number of a range is beyond a bound."""
    end = can.low if way is Way.BELOW else can.high
    return end is not None and (end >= bound if way is Way.BELOW else end <= bound)
