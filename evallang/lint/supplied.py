"""Points that are parameters without a value: what is asked of points is asked for values that they may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import evolve

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, PointsDef
from evallang.lint.claims import Claim, number
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.proportional import is_proportional
from evallang.lint.sentences import joined
from evallang.lint.totals import claimed, is_open, open_total
from evallang.types import Quantity

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

Wanted = Callable[[Claim], bool]
Run = Callable[["Subject", Wanted], Iterator[Answer]]
"""What a check says of the claims that are wanted."""

ROUNDS = 3
"""With so many values a claim is looked at that does not grow with its points."""
_LIKELY = tuple(map(Fraction, ("10", "1", "100", "1/2", "1/10")))


class Supplied:
    """The rules with values for the parameters that have none: each time others."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._rounds: dict[int, tuple[Subject, dict[int, Fraction]]] = {}

    @cached_property
    def nodes(self) -> dict[int, tuple[NodeDef, PointsDef]]:
        """The nodes whose points rest on such a parameter, with where they are given."""
        found = ((node, claimed(self.subject, node)) for node in self.subject.nodes() if node.points)
        return {
            node.number: (node, given) for node, given in found
            if given is not None and given.value is not None and is_open(self.subject, [given.value])
        }  # fmt: skip

    @cached_property
    def are_any(self) -> bool:
        """Whether there are such points at all, under whatever options."""
        given = (p.value for node in self.subject.program.nodes for p in node.points)
        return any(is_open(self.subject, [value]) for value in given if value is not None)

    def round(self, number: int) -> tuple[Subject, dict[int, Fraction]]:
        """The rules where each parameter can be one number only, and what that is."""
        if number not in self._rounds:
            program = self.subject.program
            given = {n: _value(p.type, number + n) for n, p in enumerate(program.parameters) if p.value is None}
            known = {n: v for n, v in given.items() if v is not None}
            parameters = tuple(
                evolve(p, type=evolve(p.type, low=known[n], high=known[n]))
                if n in known and isinstance(p.type, Quantity) else p
                for n, p in enumerate(program.parameters)
            )  # fmt: skip
            there = evolve(
                self.subject, program=evolve(program, parameters=parameters), base=None, values={}, facts={},
                monotones={}, pair_witnesses={}, pairs={}, missed=set(),
            )  # fmt: skip
            self._rounds[number] = (there, known)
        return self._rounds[number]

    def is_alike(self, node: NodeDef, given: PointsDef) -> bool:
        """Whether one value tells for all: a node grows with its points, of which it is not said that some are below 0.

        Points above zero are meant where a parameter has no bounds.
        """
        value = given.value
        if value is None or not is_proportional(self.subject, node, value):
            return False
        kind = self.subject.program.parameters[value.target].type if isinstance(value, ir.ParameterRef) else None
        unbounded = isinstance(kind, Quantity) and kind.low is None
        lows = [self.subject.values(kind).of(value).low for kind in self.subject.kinds_of(node)]
        return unbounded or all(low is not None and low >= 0 for low in lows)

    # ---- what is said

    def answers(
        self, code: str, run: Run, wanted: Callable[[NodeDef], bool], question: str,
        is_proved: Callable[[NodeDef], bool] = lambda _: False,
    ) -> Iterator[Answer]:  # fmt: skip
        """What a check says of these nodes, with the values for which it does, and what is not decided.

        `question` has places for the name of the node and for its points; what is proved for all values is not asked.
        """
        asked = {n: found for n, found in self.nodes.items() if wanted(found[0])}
        left = {n: found for n, found in asked.items() if not is_proved(found[0])}
        yield from (Proved(code, given.span) for n, (_, given) in asked.items() if n not in left)
        alike = {n: self.is_alike(*found) for n, found in left.items()}
        seen: set[int] = set()
        for n in range(ROUNDS if left else 0):
            there, values = self.round(n)
            waiting = frozenset(left)
            for answer in list(run(there, lambda claim: claim.node.number in waiting)):  # noqa: B023  # used at once
                for owner in self._owners(answer, waiting):
                    seen.add(owner)
                    told = isinstance(answer, Finding) and answer.verdict is Verdict.REFUTED
                    if told or alike[owner]:
                        left.pop(owner, None)
                        yield self._said(answer, values, alike[owner])
            left = {owner: found for owner, found in left.items() if owner in seen}  # of others a part tells
        for node, given in left.values():
            if not self._differs(node):
                yield self._undecided(code, node, given, question)

    def _differs(self, node: NodeDef) -> bool:
        """Whether the points of a node are not those of its parts, which is told."""
        totals = (open_total(self.subject, node, kind) for kind in self.subject.kinds_of(node))
        return any(left is not None and not left.always for left in totals)

    def _owners(self, answer: Answer, waiting: frozenset[int]) -> list[int]:
        if isinstance(answer, Finding):
            return [answer.owner] if answer.owner in waiting else []
        return [n for n in waiting if self.nodes[n][1].span == answer.span]

    def _said(self, answer: Answer, values: dict[int, Fraction], alike: bool) -> Answer:
        if isinstance(answer, Proved):
            return answer
        node, _ = self.nodes[answer.owner or 0]
        more = ", and likewise for any other" if alike else ""
        message = f"{answer.message}, where {joined(self._given(node, values, 'is'))}{more}"
        return evolve(answer, message=message, figure="")

    def _undecided(self, code: str, node: NodeDef, given: PointsDef, question: str) -> Finding:
        assert given.value is not None
        tried = (" and ".join(self._given(node, self.round(n)[1], "=")) for n in range(ROUNDS))
        return Finding(
            code, f"{question.format(node.short, self.subject.words(given.value))} is not decided", given.span,
            given.provisions or node.provisions, Severity.NOTE, Verdict.UNDECIDED,
            tried="; ".join(dict.fromkeys(tried)), subject=node.short, owner=node.number,
        )  # fmt: skip

    def _given(self, node: NodeDef, values: dict[int, Fraction], verb: str) -> list[str]:
        """The values of the parameters that a node needs."""
        asking, names = self.subject.search.asking, [p.name for p in self.subject.program.parameters]
        return [f"`{names[n]}` {verb} {number(v)}" for n, v in values.items() if asking.needs(n, [node.number])]


def _value(kind: object, number: int) -> Fraction | None:
    """A value of a parameter, another one for each number as far as there are others; None for what is no number."""
    if not isinstance(kind, Quantity):
        return None
    low, high = kind.low, kind.high
    within = [
        v for v in _LIKELY
        if (low is None or v >= low) and (high is None or v <= high) and (v.denominator == 1 or not kind.whole)
    ][:ROUNDS]  # fmt: skip
    ends = [v for v in (high, low) if v is not None]
    return (within or ends)[number % len(within or ends)]
