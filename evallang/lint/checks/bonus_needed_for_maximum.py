"""The points of the whole are reached only with the bonus.

A bonus rewards what is not asked of everybody. If the points of a criterion are counted with the bonus in them, the
bonus is no reward: whoever does all that the criterion asks, and nothing more, loses the points of the bonus, and the
highest grades may be out of reach. Acts do this silently, in the line of a table.

The check looks at every node with points whose parts reach them with the bonus and do not reach them without it.

**What to do.** If the act means it so, nothing. If the bonus is meant on top, let the other parts have all the points,
and write `score sum(parts)` and `clamp .. points`.

**Found in:**

```eval
methodology m
criterion portal §4 {
  points 25 §4
  indicator moved §4.1 { points 20 §4.1; input part : share; score part * points }
  bonus   ahead   §4.2 { points 5 §4.2; input early : flag; score if early then points else 0 }
}
```

**Not found in:**

```eval
methodology m
criterion portal §4 {
  points 25 §4
  indicator moved §4.1 { points 25 §4.1; input part : share; score part * points }
  bonus   ahead   §4.2 { points 5 §4.2; input early : flag; score if early then points else 0 }
  score sum(parts)
  clamp .. points §4
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir.program import NodeDef
from evallang.lint.check import Check
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.subject import Subject
from evallang.lint.totals import added

CODE = "C106"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with points and a bonus among its parts, for each kind of body."""
    needed: list[tuple[Fraction, Claim]] = []
    for claim in subject.claims:
        if claim.is_penalty or not _bonuses(subject, claim):
            continue
        alone = subject.claims.from_parts(claim, bonuses=False)
        if alone is None or subject.claims.from_parts(claim) != claim.points:
            continue
        if alone < claim.points:
            needed.append((alone, claim))
        else:
            yield Proved(CODE, claim.span, claim.kind or "")
    for (_, alone), claims in grouped(needed).items():
        yield _finding(subject, claims, alone)


def _bonuses(subject: Subject, claim: Claim) -> list[NodeDef]:
    return [part for part in added(subject, claim.node, claim.kind) if part.word == "bonus"]


def _finding(subject: Subject, claims: list[Claim], alone: Fraction) -> Finding:
    claim, node = claims[0], claims[0].node
    bonuses = _bonuses(subject, claim)
    whose = for_kinds(subject, node, [c.kind for c in claims])
    names = " and ".join(f"`{b.short}`" for b in bonuses)
    bonus, it = ("bonus", "it") if len(bonuses) == 1 else ("bonuses", "them")
    return Finding(
        CODE, f"`{node.short}` reaches its {number(claim.points)} points{whose} only with the {bonus} {names}: "
        f"without {it} {number(alone)}",
        claim.span, claim.provisions, Severity.NOTE,
        mathematics=f"{number(claim.points)} - {number(claim.points - alone)} = {number(alone)}",
        places=tuple(Place(b.span, "the bonus") for b in bonuses),
        help="if the bonus is meant on top, give the other parts all the points, and write "
        "`score sum(parts)` and `clamp .. points`",
        subject=node.short, owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "the points are reached only with the bonus", run, instant=True)
