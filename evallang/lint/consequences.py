"""What follows for the nodes above: as second places of a finding, and on its body."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir.program import InputDef
from evallang.lint.claims import Claim, number
from evallang.lint.finding import Place, Witness
from evallang.lint.reach import Way
from evallang.lint.wanted import Found

if TYPE_CHECKING:
    from evallang.lint.subject import Subject
    from evallang.lint.values import Values

MOST = 3
"""So many nodes above are told."""
LARGE = 30
"""A body with more inputs is not shown for what follows."""
MANY = 12
"""Of more parts it is not shown what they are."""


@frozen
class Added:
    """What the parts of a node add up to, their definitions, and two titles of a body.

    `title` names the total; `parted` does not, for a body that shows the parts where the node is something else.
    """

    total: Fraction
    numbers: tuple[int, ...]
    title: str
    parted: str


def followers(
    subject: Subject, claim: Claim, way: Way, values: Values | None = None
) -> list[tuple[Claim, Fraction]]:  # fmt: skip
    """The nodes above that leave their points because of a node, and how far; `values` are those of some bodies."""
    found = []
    for above in subject.claims.above(claim):
        can = (values or subject.values(claim.kind)).of_definition(above.node.number)
        end = can.low if way is Way.BELOW else can.high
        bound = 0 if way is Way.BELOW else above.points
        if end is not None and (end > bound if way is Way.BEYOND else end < bound):
            found.append((above, end))
    return found[:MOST]


def consequences(subject: Subject, claim: Claim, way: Way, values: Values | None = None) -> tuple[Place, ...]:
    """The same as places."""
    known = {
        Way.SHORT: "reaches {} of {} points then", Way.BEYOND: "reaches {} and has {} points", Way.BELOW: "can be {}",
    }[way]  # fmt: skip
    bounded = {
        Way.SHORT: "reaches no more than {} of {} points then", Way.BEYOND: "has {1} points and is no more than {0}",
        Way.BELOW: "is no less than {}",
    }[way]  # fmt: skip
    return tuple(
        Place(above.span, f"`{above.node.short}` {said.format(number(end), number(above.points))}")
        for above, end in followers(subject, claim, way, values)
        for said in (known if _is_reached(subject, above, way, end, values) else bounded,)
    )


def _is_reached(subject: Subject, claim: Claim, way: Way, end: Fraction, values: Values | None) -> bool:
    """Whether a body was found that comes as far as ranges leave it; none is looked for."""
    body = values.body if values is not None else None
    return end in subject.extremes.found(claim.node.number, claim.kind, body, lowest=way is Way.BELOW)


def on_a_body(
    subject: Subject, claim: Claim, way: Way, title: str | Added, *, body: str | None = None,
    values: Values | None = None, enough: Fraction | None = None,
) -> Witness | None:  # fmt: skip
    """The best (worst) body for a node, with what follows for the nodes above as long as few data do.

    With a title for what parts add up to, the parts are shown where a limit cuts that off.
    """
    left = subject.reach.left(claim, way) if body is None else None
    if left is not None and left.found is not None:
        return _shown(subject, left.found, title, [claim.node.number])
    shown = [claim.node.number]
    for above, _ in followers(subject, claim, way, values) if not claim.node.level else ():
        needed = subject.needs.of([*shown, above.node.number], subject.values(claim.kind, body).is_for).definitions
        inputs = [n for n in needed if isinstance(subject.program.definitions[n], InputDef)]
        if len(inputs) <= LARGE and not above.node.level:
            shown.append(above.node.number)
    if way is not Way.SHORT:
        enough = Fraction(0) if way is Way.BELOW else claim.points
    found = subject.extremes.together(
        shown, claim.kind, body, lowest=way is Way.BELOW, enough=enough, beyond=way is not Way.SHORT
    )
    if found is None:
        return None
    return _shown(subject, found, title, shown)


def _shown(subject: Subject, found: Found, title: str | Added, shown: Sequence[int]) -> Witness | None:
    """A body with the values of some nodes that have one there, the first of which the title is about."""
    if isinstance(title, Added):
        cut, numbers = subject.search.value(found, shown[0]) != title.total, title.numbers
        shown = [*(numbers if cut and len(numbers) <= MANY else ()), *shown]
        title = title.parted if cut else title.title
    return subject.witness(found, title, [n for n in shown if isinstance(subject.search.value(found, n), Fraction)])
