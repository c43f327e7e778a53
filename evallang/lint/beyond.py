"""Nodes that go beyond their points, told for scores and for penalties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.consequences import consequences, on_a_body
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.reach import FINE, Left, Way
from evallang.lint.subject import Subject


def told(subject: Subject, code: str, claims: Iterable[Claim], advice: str) -> Iterator[Answer]:
    """Which of some claims are exceeded, one finding for all kinds of bodies for which the same holds."""
    beyond: list[tuple[tuple[Verdict, Fraction | None, Fraction], Claim]] = []
    for claim in claims:
        left = subject.reach.left(claim, Way.BEYOND)
        if left is FINE:
            yield Proved(code, claim.span, claim.kind or "")
        elif not left.follows and subject.claims.from_parts(claim) in (None, claim.points):
            beyond.append(((left.verdict, subject.reach.extreme(claim, Way.BEYOND), claim.points), claim))
    for same in grouped(beyond).values():
        yield _finding(subject, code, same, subject.reach.left(same[0], Way.BEYOND), advice)


def _finding(subject: Subject, code: str, claims: list[Claim], left: Left, advice: str) -> Finding:
    claim, node = claims[0], claims[0].node
    whose, points = for_kinds(subject, node, [c.kind for c in claims]), number(claim.points)
    if left.verdict is Verdict.UNDECIDED:
        return Finding(
            code, f"whether `{node.short}` can go beyond its {points} points{whose} is not decided",
            claim.span, claim.provisions, Severity.NOTE, left.verdict, tried=left.tried,
            subject=node.short, owner=node.number,
        )  # fmt: skip
    end = subject.reach.extreme(claim, Way.BEYOND)
    shown = left.value if left.value is not None else claim.points
    utmost = shown == end
    much = f"as much as {number(shown)}" if utmost else f"{number(shown)}, for example"
    most = f"max {'=' if utmost else '≥'} {number(shown)}" if shown > claim.points else "max"
    verb = "take more" if claim.is_penalty else "be more"
    found = Finding(
        code, f"`{node.short}` has {points} points{whose}, and can {verb}: {much}",
        claim.span, claim.provisions, Severity.WARNING,
        mathematics=f"{most} > {points}",
        places=consequences(subject, claim, Way.BEYOND), help=advice, subject=node.short, owner=node.number,
        figure=much if utmost else "",
    )  # fmt: skip
    return subject.shown_by(found, lambda: on_a_body(subject, claim, Way.BEYOND, f"{code}: more than {points}"))
