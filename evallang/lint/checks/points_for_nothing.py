"""A criterion gives the same points to every body, or some points to a body that did nothing.

If the lowest value of a criterion is its highest, it measures nothing: every body gets the same, whatever its data
say. If a limit lifts the lowest value above zero, part of the points is given away: of ten points the worst body has
five. Both come from one wrong number: in a limit, a table, a factor.

The check compares the lowest value that the types of the inputs allow with zero and with the highest one. A table
whose lowest line gives points says so in the open and is not reported, nor is a node without data, such as a fixed
number or a row that a mark gives in full.

**What to do.** Look for the limit or the number that differs from the law.

**Found in:**

```eval
methodology m
indicator speed §5 {
  points 10 §5
  input days : number 0.., more is worse
  score points - days §5
  clamp 5 .. §5
}
```

**Not found in:**

```eval
methodology m
indicator speed §5 {
  points 10 §5
  input days : number 0.., more is worse
  score points - days §5
  clamp 0 .. §5
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir.program import ClampStep, FormulaDef, InputDef, NodeDef
from evallang.lint.check import Check
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.ranges import is_empty
from evallang.lint.subject import Subject
from evallang.lint.values import Values

CODE = "C110"
_NONE = Fraction(0)


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with points and data, for each kind of body."""
    wrong: list[tuple[str, Claim]] = []
    for claim in subject.claims:
        values = subject.values(claim.kind)
        can = values.of_definition(claim.node.number)
        if is_empty(can) or _in_full(values, claim.node):
            continue
        if can.point is not None and _has_data(subject, claim):
            wrong.append(("same", claim))
        elif can.low is None or can.low <= 0:
            yield Proved(CODE, claim.span, claim.kind or "")
        elif _lifted(subject, claim) is not None:
            wrong.append(("lifted", claim))
        else:
            yield Proved(CODE, claim.span, claim.kind or "")
    for (_, how), claims in grouped(wrong).items():
        yield _same(subject, claims) if how == "same" else _given_away(subject, claims)


def _has_data(subject: Subject, claim: Claim) -> bool:
    """Whether data go into a node; what a mark gives in full has none."""
    values = subject.values(claim.kind)

    def is_scored(number: int) -> bool:
        return values.is_for(number) and not _in_full(values, subject.program.definitions[number])

    needed = subject.needs.of([claim.node.number], is_scored).definitions
    return any(isinstance(subject.program.definitions[n], InputDef) for n in needed)


def _in_full(values: Values, d: InputDef | FormulaDef | NodeDef) -> bool:
    """Whether a mark gives these bodies the points of a node."""
    return any(e.compensation == "full points" for e in values.exempted(d))


def _lifted(subject: Subject, claim: Claim) -> tuple[ClampStep, Fraction] | None:
    """The clamp that keeps a node above zero, with its lower end."""
    values = subject.values(claim.kind)
    found = values.before_steps(claim.node)
    for step in values.steps(claim.node):
        before, found = found, values.stepped(found, step)
        if not isinstance(step, ClampStep) or step.low is None or found.low is None or found.low <= 0:
            continue
        if (before.low is None or before.low < found.low) and found.low == values.of(step.low).low:
            return step, found.low
    return None


def _same(subject: Subject, claims: list[Claim]) -> Finding:
    claim, node = claims[0], claims[0].node
    value = subject.values(claim.kind).of_definition(node.number).point or _NONE
    whose = for_kinds(subject, node, [c.kind for c in claims])
    return Finding(
        CODE, f"`{node.short}` is {number(value)}{whose}, whatever the data say",
        claim.span, claim.provisions, Severity.WARNING, mathematics=f"min = max = {number(value)}",
        help="look for the limit, the table or the factor that takes its data away", subject=node.short,
        owner=node.number,
    )  # fmt: skip


def _given_away(subject: Subject, claims: list[Claim]) -> Finding:
    claim, node = claims[0], claims[0].node
    lifted = _lifted(subject, claim)
    assert lifted is not None
    step, low = lifted
    whose = for_kinds(subject, node, [c.kind for c in claims])
    return Finding(
        CODE, f"`{node.short}` is never below {number(low)}{whose}: so many of its {number(claim.points)} points are "
        "given to every body",
        step.span, step.provisions or node.provisions, Severity.NOTE, mathematics=f"min = {number(low)}",
        help="write `clamp 0 ..` if a body may have none", subject=node.short, owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "points for nothing", run, instant=True)
