"""A mark takes points away from a body, and nothing makes up for them.

A note below the table says that some of its lines are not for one body. The points of these lines are then out of its
reach: it is measured against 25 and can have 7. In the direction, in the total and in the grade it stands behind
bodies that do no better.

The check takes each body and each kind that a mark names, and compares the most that it can reach by the lines that are
left with the points of the whole. A line that can have more than its points, as a quotient of two counts can, is taken
for its points. Marks with `full points` or `shared out` make up for the lines. Special cases in which the body gets
what others have are left aside: they are no compensation.

**What to do.** See what the act says. If it says nothing, that is a reading: the lines are left out, their points are
shared out among the others, or the body gets them.

**Found in:**

```eval
methodology m
body national_bank "National Bank"
criterion budget §app2 {
  points 25 §app2
  table §app2
    | no  | indicator | points |
    | 1   | reports   |      7 |
    | 2 * | drafts    |     18 |
  mark * not for national_bank §app2.note
  each { input attained : share; score attained * points }
}
```

**Not found in:**

```eval
methodology m
body national_bank "National Bank"
criterion budget §app2 {
  points 25 §app2
  table §app2
    | no  | indicator | points |
    | 1   | reports   |      7 |
    | 2 * | drafts    |     18 |
  mark * not for national_bank, full points §app2.note
  each { input attained : share; score attained * points }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.ir.program import ExemptionDef, NodeDef
from evallang.lint.check import Check
from evallang.lint.claims import Claim, number
from evallang.lint.consequences import consequences, on_a_body
from evallang.lint.finding import Answer, Finding, Place, Proved, Witness
from evallang.lint.kept_to_points import KeptToPoints
from evallang.lint.reach import Way
from evallang.lint.subject import Subject

CODE = "C107"


@frozen(eq=False)
class _Lowered:
    """A body, or a kind, that reaches less than the points of a node."""

    claim: Claim
    body: str | None
    reached: Fraction
    mark: ExemptionDef
    by_points: bool = False  # by what the lines claim, which they can exceed


def run(subject: Subject) -> Iterator[Answer]:
    """Each body and kind that a mark names."""
    lowered: dict[tuple[int, Fraction], list[_Lowered]] = {}
    for body, kind in _named(subject):
        for claim in subject.claims:
            if claim.kind != kind:
                continue
            marks = list(_marks(subject, claim.node, body, kind))
            if marks:
                found = _lowered(subject, claim, body, marks[0])
                if found is None:
                    yield Proved(CODE, marks[0].span, f"{claim.node.short} {body or kind}")
                elif body not in [f.body for f in lowered.get((claim.node.number, found.reached), ())] or body is None:
                    lowered.setdefault((claim.node.number, found.reached), []).append(found)
    for same in lowered.values():
        yield _finding(subject, same)


def _named(subject: Subject) -> list[tuple[str | None, str | None]]:
    """The bodies and the kinds that marks name; a body may be of any kind."""
    marks = [e for d in subject.program.nodes for e in d.exemptions if subject.active(e.conditions)]
    bodies = sorted({body for e in marks for body in e.bodies})
    kinds = sorted({kind for e in marks for kind in e.kinds})
    return [(body, kind) for body in bodies for kind in subject.kinds] + [(None, kind) for kind in kinds]


def _marks(subject: Subject, node: NodeDef, body: str | None, kind: str | None) -> Iterator[ExemptionDef]:
    """The marks that name a body, or a kind, on the parts of a node, or on theirs where a part has no points."""
    for place in subject.needs.parts(node.number):
        part = subject.program.definitions[place]
        if not isinstance(part, NodeDef) or (part.kinds is not None and kind not in part.kinds):
            continue
        yield from (
            e for e in part.exemptions
            if subject.active(e.conditions) and (body in e.bodies if body is not None else kind in e.kinds)
        )  # fmt: skip
        if subject.claims.of(place, kind) is None:
            yield from _marks(subject, part, body, kind)


def _lowered(subject: Subject, claim: Claim, body: str | None, mark: ExemptionDef) -> _Lowered | None:
    """Whether a body reaches less than the points, where others reach them."""
    reached = subject.claims.plainly(claim.kind, body).of_definition(claim.node.number).high
    others = subject.claims.unmarked(claim.kind).of_definition(claim.node.number).high
    if others is not None and others < claim.points:
        return None
    if reached is not None and reached < claim.points:
        return _Lowered(claim, body, reached, mark)
    if reached == claim.points:
        return None
    kept = _by_points(subject, claim, body, marks=True)
    if kept is None or kept >= claim.points:
        return None
    others = _by_points(subject, claim, body, marks=False)
    return None if others is None or others < claim.points else _Lowered(claim, body, kept, mark, by_points=True)


def _by_points(subject: Subject, claim: Claim, body: str | None, *, marks: bool) -> Fraction | None:
    kept = KeptToPoints(subject, claim.node, claim.kind, body, marks=marks)
    return kept.of_definition(claim.node.number).high


def _finding(subject: Subject, same: list[_Lowered]) -> Finding:
    first = same[0]
    claim, node = first.claim, first.claim.node
    words = {body.name: body.words for body in (*subject.program.bodies, *subject.program.kinds)}
    names = list(dict.fromkeys(f.body or f.claim.kind or "" for f in same))
    who = " and ".join(f"`{words.get(name, name)}`" for name in names)
    reach = "reaches" if len(names) == 1 else "reach"
    of = f"{number(first.reached)} of the {number(claim.points)} points of `{node.short}`"
    found = Finding(
        CODE, f"the lines that are left for {who} have {of}, and nothing makes up for the others" if first.by_points
        else f"{who} {reach} at most {of} by the lines that are left, and nothing makes up for the others",
        first.mark.span, first.mark.provisions or claim.provisions, Severity.WARNING,
        mathematics=f"{'' if first.by_points else 'max = '}{number(first.reached)} < {number(claim.points)}",
        places=(
            *(Place(f.mark.span, "and here") for f in same[1:] if f.mark.span != first.mark.span),
            *_consequences(subject, first),
        ),
        help="see what the act says: `, shared out` raises the other lines, `, full points` gives the points",
        subject=node.short, owner=node.number,
    )  # fmt: skip
    if first.by_points:  # the body that reaches the most goes beyond them
        return found
    title = f"{CODE}: at most {number(first.reached)}"
    return subject.shown_by(found, lambda: _witness(subject, first, title))


def _consequences(subject: Subject, lowered: _Lowered) -> tuple[Place, ...]:
    if lowered.by_points:
        return ()
    return consequences(subject, lowered.claim, Way.SHORT, subject.claims.plainly(lowered.claim.kind, lowered.body))


def _witness(subject: Subject, lowered: _Lowered, title: str) -> Witness | None:
    values = subject.claims.plainly(lowered.claim.kind, lowered.body)
    claim, enough = lowered.claim, lowered.reached
    return on_a_body(subject, claim, Way.SHORT, title, body=lowered.body, values=values, enough=enough)


CHECK = Check(CODE, "a mark takes points away and nothing makes up for them", run)
