"""Nodes that go beyond their points, told for scores and for penalties."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, NodeDef
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.consequences import consequences, on_a_body
from evallang.lint.each import alike, places, rule_of, with_rows_alike
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.reach import FINE, Left, Way
from evallang.lint.subject import Subject


def told(subject: Subject, code: str, wanted: Callable[[NodeDef], bool], advice: str) -> Iterator[Answer]:
    """Which of the claims of the nodes that are wanted are exceeded.

    One finding for all kinds of bodies for which the same holds, and for all rows that share a rule.
    """
    yield from _told(subject, code, lambda claim: wanted(claim.node), advice)
    yield from subject.supplied.answers(
        code, lambda there, claims: _told(there, code, claims, advice), wanted,
        "whether `{}` can go beyond its `{}` points", lambda node: _is_limited(subject, node),
    )  # fmt: skip


def _told(subject: Subject, code: str, wanted: Callable[[Claim], bool], advice: str) -> Iterator[Answer]:
    beyond: list[tuple[tuple[Verdict, Fraction | None, Fraction], Claim]] = []
    for claim in with_rows_alike(subject, subject.claims, wanted):
        left = subject.reach.left(claim, Way.BEYOND)
        if left is FINE:
            yield from [Proved(code, claim.span, claim.kind or "")] if subject.concerns(claim.node.number) else []
        elif not left.follows and subject.claims.from_parts(claim) in (None, claim.points):
            beyond.append(((left.verdict, subject.reach.extreme(claim, Way.BEYOND), claim.points), claim))
    by_rule: dict[Hashable, list[list[Claim]]] = {}
    for (_, (verdict, *_)), same in grouped(beyond).items():
        rule = (rule_of(subject, same[0].node), verdict, tuple(claim.kind for claim in same))
        by_rule.setdefault(rule, []).append(same)
    for first, *more in by_rule.values():
        left = subject.reach.left(first[0], Way.BEYOND)
        yield _finding(subject, code, first, left, advice, [same[0].node for same in more])


def _is_limited(subject: Subject, node: NodeDef) -> bool:
    """Whether a limit at its points is the last that happens to a score."""
    *_, last = [None, *(step for step in node.steps if subject.active(step.conditions))]
    return isinstance(last, ClampStep) and isinstance(last.high, ir.PointsOf) and last.high.node == node.number


def _finding(
    subject: Subject, code: str, claims: list[Claim], left: Left, advice: str, others: list[NodeDef]
) -> Finding:  # fmt: skip
    claim, node = claims[0], claims[0].node
    whose, points = for_kinds(subject, node, [c.kind for c in claims]), number(claim.points)
    if left.verdict is Verdict.UNDECIDED:
        return Finding(
            code, f"whether `{node.short}` can go beyond its {points} points{whose} is not decided{alike(others)}",
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
        code, f"`{node.short}` has {points} points{whose}, and can {verb}: {much}{alike(others)}",
        claim.span, claim.provisions, Severity.WARNING,
        mathematics=f"{most} > {points}",
        places=(*(places(subject, node) if others else ()), *consequences(subject, claim, Way.BEYOND)),
        help=advice, subject=node.short, owner=node.number,
        figure=much if utmost else "",
    )  # fmt: skip
    return subject.shown_by(found, lambda: on_a_body(subject, claim, Way.BEYOND, f"{code}: more than {points}"))
