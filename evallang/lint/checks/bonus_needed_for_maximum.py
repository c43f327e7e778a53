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
from evallang.lint.claims import Claim, for_kinds, number
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject
from evallang.lint.totals import added

CODE = "C106"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with points and a bonus among its parts, for each kind of body."""
    needed: dict[int, list[tuple[Claim, Fraction]]] = {}
    for claim in subject.claims:
        if claim.is_penalty or not _bonuses(subject, claim):
            continue
        alone = _alone(subject, claim)
        if alone is None or subject.claims.from_parts(claim) != claim.points:
            continue
        if alone < claim.points:
            needed.setdefault(claim.node.number, []).append((claim, alone))
        else:
            yield Proved(CODE, claim.span, claim.kind or "")
    for found in needed.values():
        yield _finding(subject, found)


def _alone(subject: Subject, claim: Claim) -> Fraction | None:
    """What the other parts make together: all their points, or less where a part stays short and the bonus fills in."""
    claims = subject.claims
    alone = claims.from_parts(claim, bonuses=False)
    short, filled = (claims.from_parts(claim, bonuses=b, reached=True) for b in (False, True))
    made_up = short is not None and filled is not None and short < claim.points <= filled
    return short if made_up and alone is not None and alone >= claim.points else alone


def _bonuses(subject: Subject, claim: Claim) -> list[NodeDef]:
    return [part for part in added(subject, claim.node, claim.kind) if part.word == "bonus"]


def _finding(subject: Subject, found: list[tuple[Claim, Fraction]]) -> Finding:
    claim, alone = found[0]
    node = claim.node
    bonuses = list(dict.fromkeys(b for c, _ in found for b in _bonuses(subject, c)))
    names = joined([f"`{b.short}`" for b in bonuses])
    bonus, it = ("bonus", "it") if len(bonuses) == 1 else ("bonuses", "them")
    by_value: dict[tuple[Fraction, Fraction], list[str | None]] = {}
    for c, rest in found:
        by_value.setdefault((c.points, rest), []).append(c.kind)
    whose = {numbers: for_kinds(subject, node, kinds) for numbers, kinds in by_value.items()}
    ends = [f"of {number(p)}{whose[p, rest]} without {it} {number(rest)}" for p, rest in by_value]
    what = f"its {number(claim.points)} points{whose[claim.points, alone]} only with the {bonus} {names}: without {it} "
    what += number(alone)
    if len(by_value) > 1:
        what = f"its points only with the {bonus} {names}: {', '.join(ends)}"
    return Finding(
        CODE, f"`{node.short}` reaches {what}", claim.span, claim.provisions, Severity.NOTE,
        mathematics=", ".join(f"{number(p)} - {number(p - rest)} = {number(rest)}" for p, rest in by_value),
        places=tuple(Place(b.span, "the bonus") for b in bonuses),
        help="if the bonus is meant on top, give the other parts all the points, and write "
        "`score sum(parts)` and `clamp .. points`",
        subject=node.short, owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "the points are reached only with the bonus", run, instant=True)
