"""A penalty can add points, or a bonus can take some away.

What a penalty takes is a positive number that the whole is lowered by. If its formula can be negative, the body gains
by it: a minus too many turns the penalty into a reward. A bonus with a formula below zero punishes in the same way.

The check takes the lowest value of penalties and bonuses that the types of the inputs allow, for each kind of bodies.

**What to do.** Write what a penalty takes as a positive number. Where a difference may fall below zero, write
`clamp 0 ..`.

**Found in:**

```eval
methodology m
penalty late §20 {
  points 5 §20
  input cases   : count, more is worse
  input allowed : count
  score (cases - allowed) * 0.2 §20
  clamp .. points
}
```

**Not found in:**

```eval
methodology m
penalty late §20 {
  points 5 §20
  input cases   : count, more is worse
  input allowed : count
  score (cases - allowed) * 0.2 §20
  clamp 0 .. points §20
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.consequences import on_a_body
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.reach import FINE, Way
from evallang.lint.subject import Subject

CODE = "C108"


def run(subject: Subject) -> Iterator[Answer]:
    """Each penalty and bonus with points, for each kind of body."""
    turned = []
    for claim in subject.claims:
        if claim.node.word in ("penalty", "bonus"):
            left = subject.reach.left(claim, Way.BELOW)
            if left is FINE:
                yield Proved(CODE, claim.span, claim.kind or "")
            elif not left.follows:
                turned.append((left.verdict, claim))
    for (_, verdict), claims in grouped(turned).items():
        yield _finding(subject, claims, verdict)


def _finding(subject: Subject, claims: list[Claim], verdict: Verdict) -> Finding:
    claim, node = claims[0], claims[0].node
    left = subject.reach.left(claim, Way.BELOW)
    whose = for_kinds(subject, node, [c.kind for c in claims])
    what = "the penalty `{}` can add points" if claim.is_penalty else "the bonus `{}` can take points away"
    if verdict is Verdict.UNDECIDED:
        return Finding(
            CODE, f"whether {what.format(node.short)}{whose} is not decided", claim.span, claim.provisions,
            Severity.NOTE, verdict, tried=left.tried, subject=node.short, owner=node.number,
        )  # fmt: skip
    shown = f": it is {number(left.value)}, for example" if left.value is not None else ""
    found = Finding(
        CODE, f"{what.format(node.short)}{whose}{shown}", claim.span, claim.provisions, Severity.WARNING,
        mathematics=f"{node.name} < 0", help="look for the sign; a difference that may be negative needs `clamp 0 ..`",
        subject=node.short, owner=node.number,
    )  # fmt: skip
    return subject.shown_by(found, lambda: on_a_body(subject, claim, Way.BELOW, f"{CODE}: `{node.short}` below 0"))


CHECK = Check(CODE, "a penalty can add points, or a bonus take some away", run)
