"""What follows for the nodes above: as second places of a finding, and on its body."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir.program import InputDef
from evallang.lint.claims import Claim, number
from evallang.lint.finding import Place, Witness
from evallang.lint.reach import Way

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

MOST = 3
"""So many nodes above are told."""
LARGE = 30
"""A body with more inputs is not shown for what follows."""


def followers(subject: Subject, claim: Claim, way: Way, body: str | None = None) -> list[tuple[Claim, Fraction]]:
    """The nodes above that leave their points because of a node, and how far."""
    found = []
    values = subject.values(claim.kind, body)
    for above in subject.claims.above(claim):
        can = values.of_definition(above.node.number)
        end = can.low if way is Way.BELOW else can.high
        bound = 0 if way is Way.BELOW else above.points
        if end is not None and (end > bound if way is Way.BEYOND else end < bound):
            found.append((above, end))
    return found[:MOST]


def consequences(subject: Subject, claim: Claim, way: Way, body: str | None = None) -> tuple[Place, ...]:
    """The same as places."""
    said = {
        Way.SHORT: "reaches {} of {} points then", Way.BEYOND: "reaches {} and has {} points", Way.BELOW: "can be {}",
    }[way]  # fmt: skip
    return tuple(
        Place(above.span, f"`{above.node.short}` {said.format(number(end), number(above.points))}")
        for above, end in followers(subject, claim, way, body)
    )


def on_a_body(subject: Subject, claim: Claim, way: Way, title: str, body: str | None = None) -> Witness | None:
    """The best (worst) body for a node, with what follows for the nodes above as long as few data do."""
    lowest = way is Way.BELOW
    shown = [claim.node.number]
    if not claim.node.level:
        for above, _ in followers(subject, claim, way, body):
            needed = subject.needs.of([*shown, above.node.number], subject.values(claim.kind, body).is_for).definitions
            inputs = [n for n in needed if isinstance(subject.program.definitions[n], InputDef)]
            if len(inputs) <= LARGE and not above.node.level:
                shown.append(above.node.number)
    left = subject.reach.left(claim, way)
    if left.found is not None:
        return subject.witness(left.found, title, [claim.node.number])
    found = subject.extremes.together(shown, claim.kind, body, lowest=lowest)
    return None if found is None else subject.witness(found, title, shown)
