"""The points that nodes claim, against what their formulas make of the points of their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from evallang.ir.program import ExemptionDef, NodeDef, PointsDef
from evallang.lint.finding import Place
from evallang.lint.ranges import Range, exactly, meet
from evallang.lint.values import Like, Values
from evallang.numbers import decimal34
from evallang.source import Span

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

K = TypeVar("K")
_NONE = Fraction(0)


@frozen(eq=False)
class Claim:
    """A node has so many points for the bodies of a kind."""

    node: NodeDef
    kind: str | None
    points: Fraction
    given: PointsDef

    @property
    def span(self) -> Span:
        """Where it is said."""
        return self.given.span

    @property
    def provisions(self) -> tuple[str, ...]:
        """The provisions that give the points."""
        return self.given.provisions or self.node.provisions

    @property
    def is_penalty(self) -> bool:
        """Whether the points are the most that it takes."""
        return self.node.word == "penalty"


class Supposed(Values):
    """What nodes can be where their parts are supposed to be something; marks of tables are left aside."""

    def __init__(self, actual: Values, suppose: Callable[[NodeDef], Range | None]) -> None:
        super().__init__(actual.program, actual.choices, actual.kind)
        self._suppose = suppose

    def falls_under(self, e: ExemptionDef) -> bool:  # noqa: ARG002  # claims hold for those that no mark names
        """No body is named by a mark."""
        return False

    def of_definition(self, number: int) -> Range:
        """What a definition is supposed to be, else what it is made of."""
        d = self.program.definitions[number]
        supposed = self._suppose(d) if isinstance(d, NodeDef) else None
        return super().of_definition(number) if supposed is None else supposed


class Plainly(Values):
    """What nodes can be where no special case is taken: of a sum, what its parts make."""

    def before_steps(self, node: NodeDef) -> Range:
        """What a node can be by its parts, where guarded clauses alone stand before them."""
        guarded = all(c.guard is not None for c in node.clauses if self.active(c.conditions))
        return self.without_clause(node) if node.parts and guarded else super().before_steps(node)


class Claims:
    """The claims of a program under the readings of a subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._of: dict[tuple[int, str | None], Claim | None] = {}
        self._supposed: dict[tuple[str, str | None], Supposed] = {}
        self._plainly: dict[tuple[str | None, str | None], Values] = {}

    def __iter__(self) -> Iterator[Claim]:
        """The claims that are examined, by kind of body."""
        return iter(self._all)

    @cached_property
    def _all(self) -> tuple[Claim, ...]:
        nodes = (node for node in self.subject.nodes() if node.points)
        claims = (self.of(node.number, kind) for node in nodes for kind in self.subject.kinds_of(node))
        return tuple(claim for claim in claims if claim is not None)

    def of(self, number: int, kind: str | None) -> Claim | None:
        """The claim of a node for a kind of bodies, where it is one number."""
        if self.subject.base is not None and not self.subject.concerns(number):
            return self.subject.base.claims.of(number, kind)
        if (number, kind) not in self._of:
            self._of[number, kind] = self._claim(number, kind)
        return self._of[number, kind]

    def stated(self, number: int, kind: str | None) -> Claim | None:
        """The claim of a node; where it has no points of its own, what the law states of those of its parts."""
        node = self.subject.program.definitions[number]
        claim = self.of(number, kind)
        if claim is not None or not isinstance(node, NodeDef) or any(not p.states for p in node.points):
            return claim
        values = self.subject.values(kind)
        given = next((p for p in node.points if self.subject.active(p.conditions)), None)
        if given is None or kind not in self.subject.kinds_of(node) or not values.is_for(number):
            return None
        points = dict(given.by_kind).get(kind or "") if given.value is None else values.of(given.value).point
        return None if points is None else Claim(node, kind, points, given)

    def _claim(self, number: int, kind: str | None) -> Claim | None:
        node = self.subject.program.definitions[number]
        if not isinstance(node, NodeDef) or kind not in self.subject.kinds_of(node):
            return None
        given = next((p for p in node.points if not p.states and self.subject.active(p.conditions)), None)
        points = self.subject.values(kind).points(number) if self.subject.values(kind).is_for(number) else None
        if given is None or points is None or points.point is None:
            return None
        return Claim(node, kind, abs(points.point) if node.word == "penalty" else points.point, given)

    # ---- what a node makes of its parts

    def full(self, kind: str | None, *, bonuses: bool = True, reached: bool = False) -> Supposed:
        """What nodes are where each part has the points that it claims, and no penalty takes anything.

        With `reached` a part that cannot have them has the most that it can.
        """

        def suppose(node: NodeDef) -> Range | None:
            if node.word == "penalty" or (node.word == "bonus" and not bonuses):
                return exactly(_NONE)
            claim = self.of(node.number, kind)
            high = self.subject.values(kind).of_definition(node.number).high if reached else None
            return None if claim is None else exactly(claim.points if high is None else min(high, claim.points))

        return self._supposing(f"full {bonuses} {reached}", kind, suppose)

    def kept(self, kind: str | None) -> Supposed:
        """What nodes can be where each part stays between 0 and its points; what is only stated is no upper bound."""

        def suppose(node: NodeDef) -> Range | None:
            claim = self.stated(node.number, kind)
            if claim is None or (claim.given.states and claim.is_penalty):
                return None
            if claim.given.states:  # what it is made of is kept to its points
                within = meet(Values.of_definition(kept, node.number), Range(_NONE, None, low_closed=True))
            else:
                within = Range(_NONE, claim.points, low_closed=True, high_closed=True)
            return meet(self.subject.values(kind).of_definition(node.number), within)

        kept = self._supposing("kept", kind, suppose)
        return kept

    def unmarked(self, kind: str | None) -> Values:
        """What nodes can be if no mark named the kind."""
        program, active = self.subject.program, self.subject.active
        if any(kind in e.kinds and active(e.conditions) for d in program.nodes for e in d.exemptions):
            return self._supposing("unmarked", kind, lambda _: None)
        return self.subject.values(kind)

    def plainly(self, kind: str | None, body: str | None) -> Values:
        """What nodes can be for a body that marks name, or for a kind, by their parts and not by special cases."""
        if (kind, body) not in self._plainly:
            subject = self.subject
            likes = [] if body is None else [Like(subject.values(kind), subject.graph.apart(body).__contains__)]
            self._plainly[kind, body] = Plainly(subject.program, subject.choices, kind, body, likes, subject.values)
        return self._plainly[kind, body]

    def _supposing(self, how: str, kind: str | None, suppose: Callable[[NodeDef], Range | None]) -> Supposed:
        if (how, kind) not in self._supposed:
            self._supposed[how, kind] = Supposed(self.subject.values(kind), suppose)
        return self._supposed[how, kind]

    def from_parts(self, claim: Claim, *, bonuses: bool = True, reached: bool = False) -> Fraction | None:
        """What a node has where each part has its points, or what it can reach of them; None where that is no number.

        Of a node that is a sum its clamps are left aside, as they are for the points of a whole.
        """
        node, full = claim.node, self.full(claim.kind, bonuses=bonuses, reached=reached)
        if not node.parts:
            return None
        clauses = [c for c in node.clauses if self.subject.active(c.conditions)]
        if all(c.guard is not None for c in clauses) and not node.scored_by:
            return full.without_clause(node).point
        return full.after(node).point

    # ---- where else it shows

    def above(self, claim: Claim) -> list[Claim]:
        """The claims of the nodes that a node is a part of, directly or through others."""
        numbers = self.subject.graph.above([claim.node.number]) - {claim.node.number}
        claims = (self.of(number, claim.kind) for number in sorted(numbers))
        return [c for c in claims if c is not None and self.subject.active(c.node.conditions)]


def number(x: Fraction) -> str:
    """A number in a sentence: `97`, `9.7`, `-29/3`."""
    text, exact = decimal34(x)
    return text if exact else str(x)


def for_kinds(subject: Subject, node: NodeDef, kinds: Iterable[str | None]) -> str:
    """`` for `local` `` where not all kinds of bodies are meant that a node is for."""
    named = [k for k in kinds if k is not None]
    if not named or len(named) == len(subject.kinds_of(node)):
        return ""
    return f" for {' and '.join(f'`{k}`' for k in named)}"


def grouped(claims: Iterable[tuple[K, Claim]]) -> dict[tuple[int, K], list[Claim]]:
    """Claims of one node about which the same is to be said: one finding for several kinds of bodies."""
    found: dict[tuple[int, K], list[Claim]] = {}
    for said, claim in claims:
        found.setdefault((claim.node.number, said), []).append(claim)
    return found


def consequence(claim: Claim, reached: Fraction) -> Place:
    """What a node reaches then."""
    return Place(claim.span, f"`{claim.node.short}` reaches {number(reached)} of {number(claim.points)} then")
