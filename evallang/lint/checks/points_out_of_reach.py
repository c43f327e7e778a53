"""Nobody can reach the points that a criterion has.

The act gives an indicator 10 points, and its formula, its table or its upper limit ends at 8. The two points exist on
paper only: the best body stays below them, and so do its criterion, its direction and its grade.

The check takes the best data that the types of the inputs allow, for each kind of bodies, and follows them through
formulas, tables and limits. What is short only because one of its parts is short is not reported again: it stands
among the places of the part. Points that do not even add up are told as C101, those that a mark takes away as C107.
Of a penalty the points are the most that it takes.

**What to do.** Write the points that can be reached, or look for the limit, the table or the factor that keeps the
score below them.

**Found in:**

```eval
methodology m
indicator speed §5 {
  points 10 §5
  input days : number 0..
  score max(8 - days, 0) §5
}
```

**Not found in:**

```eval
methodology m
indicator speed §5 {
  points 10 §5
  input days : number 0..
  score max(10 - days, 0) §5
}
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.lint.check import Check
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.consequences import consequences, on_a_body
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.reach import FINE, Left, Way
from evallang.lint.subject import Subject

CODE = "C104"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with points, for each kind of body."""
    yield from _answers(subject, lambda _: True)
    yield from subject.supplied.answers(CODE, _answers, lambda _: True, "whether `{}` can reach its `{}` points")


def _answers(subject: Subject, wanted: Callable[[Claim], bool]) -> Iterator[Answer]:
    short: list[tuple[Left, Claim]] = []
    for claim in filter(wanted, subject.claims):
        left = subject.reach.left(claim, Way.SHORT)
        if left is FINE:
            yield Proved(CODE, claim.span, claim.kind or "")
        elif not left.follows and subject.claims.from_parts(claim) in (None, claim.points):
            short.append((left, claim))
    said = [((left.verdict, left.value, left.near, claim.points), claim) for left, claim in short]
    first = {(claim.node.number, claim.kind): left for left, claim in short}
    for claims in grouped(said).values():
        yield _finding(subject, claims, first[claims[0].node.number, claims[0].kind])


def _finding(subject: Subject, claims: list[Claim], left: Left) -> Finding:
    claim, node = claims[0], claims[0].node
    whose, points = for_kinds(subject, node, [c.kind for c in claims]), number(claim.points)
    most = "" if left.value is None else number(left.value)
    if left.verdict is Verdict.UNDECIDED:
        known = f": the most that was found is {most}" if most else ""
        return Finding(
            CODE, f"whether `{node.short}` can reach its {points} points{whose} is not decided{known}",
            claim.span, claim.provisions, Severity.NOTE, left.verdict, tried=left.tried,
            subject=node.short, owner=node.number,
        )  # fmt: skip
    end = subject.reach.extreme(claim, Way.SHORT)
    if left.value == claim.points:
        said = f"comes near its {points} points{whose} and never reaches them"
        return Finding(
            CODE, f"`{node.short}` {said if left.near else f'never reaches its {points} points{whose}'}",
            claim.span, claim.provisions, Severity.NOTE, mathematics=f"{node.name} < {points}",
            help="see whether a condition leaves out what would give all the points", subject=node.short,
            owner=node.number,
        )  # fmt: skip
    verb = "takes" if claim.is_penalty else "reaches"
    said = f"{verb} at most {most}" if left.utmost else f"never {verb} them{_known(left, end)}"
    is_number = claim.given.value is None or isinstance(claim.given.value, ir.Const)
    right = f"write `points {most}`, or " if left.utmost and is_number else ""
    found = Finding(
        CODE, f"`{node.short}` has {points} points{whose}, and {said}",
        claim.span, claim.provisions, Severity.WARNING,
        mathematics=_mathematics(node, left, end, points),
        places=consequences(subject, claim, Way.SHORT),
        help=f"{right}look for the limit, the table or the factor that keeps the score below them",
        subject=node.short, owner=node.number, figure=most if left.value == end else "",
    )  # fmt: skip
    title = f"{CODE}: `{node.short}` {most}" if left.utmost else f"{CODE}: `{node.short}` below {points}"
    return subject.shown_by(found, lambda: on_a_body(subject, claim, Way.SHORT, title))


def _known(left: Left, end: Fraction | None) -> str:
    """What is known of the most: ranges leave no more than so much, or so much was found."""
    if left.value is None:
        return ""
    most = number(left.value)
    return f": it is no more than {most}" if left.value == end else f": {most}, for example"


def _mathematics(node: NodeDef, left: Left, end: Fraction | None, points: str) -> str:
    if left.utmost and left.value is not None:
        return f"max = {number(left.value)} < {points}"
    return (
        f"{node.name} ≤ {number(end)} < {points}"
        if end is not None and left.value == end
        else f"{node.name} < {points}"
    )


CHECK = Check(CODE, "nobody can reach the points", run)
