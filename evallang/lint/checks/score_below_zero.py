"""A score can fall below zero.

A criterion with 25 points is written as a number from 0 to 25. If more can be taken from it than it holds, a body
ends below zero: its loss here eats up what it earned elsewhere, although no provision says that it may.

The check takes the lowest value that the types of the inputs allow, for each kind of bodies and each node that has
points: its own, or those of its parts that `states points` gives again. What is below zero only because one of its
parts is, is not reported again: it stands among the places of the part.

**What to do.** If the act lets no score be negative, write `clamp 0 ..` with the provision. If it says nothing, that is
a reading: with the floor and without it.

**Found in:**

```eval
methodology m
criterion answers §3 {
  points 10 §3
  input asked     : count 1..
  input in_time   : count, at most asked
  indicator speed §3.1 { points 10 §3.1; score in_time / asked * points }
  penalty rude §3.2 { points 5 §3.2; input cases : count; score cases; clamp .. points }
}
```

**Not found in:**

```eval
methodology m
criterion answers §3 {
  points 10 §3
  input asked     : count 1..
  input in_time   : count, at most asked
  indicator speed §3.1 { points 10 §3.1; score in_time / asked * points }
  penalty rude §3.2 { points 5 §3.2; input cases : count; score cases; clamp .. points }
  clamp 0 .. §3.3
}
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir.program import NodeDef
from evallang.lint.check import Check
from evallang.lint.claims import Claim, for_kinds, number
from evallang.lint.consequences import consequences, on_a_body
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.reach import FINE, Left, Way
from evallang.lint.subject import Subject

CODE = "C105"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with points that neither takes away nor adds on top, for each kind of body."""
    yield from _answers(subject, lambda _: True)
    yield from subject.supplied.answers(
        CODE, _answers, lambda node: node.word not in ("penalty", "bonus"),
        "whether `{}`, which has `{}` points, can fall below 0", lambda node: _is_above(subject, node),
    )  # fmt: skip


def _answers(subject: Subject, wanted: Callable[[Claim], bool]) -> Iterator[Answer]:
    below: dict[tuple[int, Verdict], list[tuple[Claim, Left]]] = {}
    nodes = [node for node in subject.nodes() if node.points]
    claims = (subject.claims.stated(node.number, kind) for node in nodes for kind in subject.kinds_of(node))
    for claim in filter(None, claims):
        if not wanted(claim) or claim.node.word in ("penalty", "bonus") or claim.points <= 0:
            continue
        left = subject.reach.left(claim, Way.BELOW)
        if left is FINE:
            yield Proved(CODE, claim.span, claim.kind or "")
        elif not left.follows:
            below.setdefault((claim.node.number, left.verdict), []).append((claim, left))
    for found in below.values():
        yield _finding(subject, found)


def _is_above(subject: Subject, node: NodeDef) -> bool:
    """Whether ranges show it, whatever value the parameters have."""
    lows = [subject.values(kind).of_definition(node.number).low for kind in subject.kinds_of(node)]
    return all(low is not None and low >= 0 for low in lows)


def _finding(subject: Subject, found: list[tuple[Claim, Left]]) -> Finding:
    claim, left = min(found, key=lambda f: f[1].value or Fraction(0))
    node = claim.node
    if left.verdict is Verdict.UNDECIDED:
        whose = for_kinds(subject, node, [c.kind for c, _ in found])
        return Finding(
            CODE, f"whether `{node.short}` can fall below 0{whose} is not decided",
            claim.span, claim.provisions, Severity.NOTE, left.verdict, tried=left.tried,
            subject=node.short, owner=node.number,
        )  # fmt: skip
    ends = ", ".join(_end(subject, claims) for claims in _by_value(found))
    finding = Finding(
        CODE, f"`{node.short}` has {number(claim.points)} points and can fall below 0: {ends}",
        claim.span, claim.provisions, Severity.WARNING, mathematics=_least(subject, claim, left),
        places=consequences(subject, claim, Way.BELOW),
        help="if no score is below 0, write `clamp 0 ..`; if the act is silent, both are options of a reading",
        subject=node.short, owner=node.number, figure="" if "for example" in ends else ends,
    )  # fmt: skip
    return subject.shown_by(finding, lambda: on_a_body(subject, claim, Way.BELOW, f"{CODE}: `{node.short}` below 0"))


def _by_value(found: list[tuple[Claim, Left]]) -> list[list[tuple[Claim, Left]]]:
    values = dict.fromkeys(left.value for _, left in found)
    return [[f for f in found if f[1].value == value] for value in values]


def _end(subject: Subject, found: list[tuple[Claim, Left]]) -> str:
    claim, left = found[0]
    whose = for_kinds(subject, claim.node, [c.kind for c, _ in found])
    value = number(left.value or Fraction(0))
    utmost = left.value == subject.reach.extreme(claim, Way.BELOW)
    return f"to {value}{whose}" if utmost else f"{value}{whose}, for example"


def _least(subject: Subject, claim: Claim, left: Left) -> str:
    """The lowest value that was found, which is the least of all where ranges have no lower one."""
    utmost = left.value == subject.reach.extreme(claim, Way.BELOW)
    return "min < 0" if left.value is None else f"min {'=' if utmost else '≤'} {number(left.value)} < 0"


CHECK = Check(CODE, "a score can fall below zero", run)
