"""One unit more or less moves a score by more than half of its points.

Twenty cases in time and none late: full points. One late case: nothing. Where a rule changes from one formula to
another, the two may lie far apart, and then chance, an error of counting or a small fraud decides. An act may want
that; it should know that it does.

The check looks at the conditions on numbers that choose between two values of a node with points: `when x = 0 : …`,
`if x > 5 then … else …`. It tells a place where one unit of an input (1 of what is counted, 0.01 of other numbers)
takes the value past the condition, and the two formulas differ there by **more than half** of the points. Rows of
tables are steps that the act states, and are not told; neither are steep formulas that meet at the condition, nor
flags. What is divided by zero is taken to be zero too.

**What to do.** Let the two formulas meet at the condition, or put a table with several rows between them.

**Found in:**

```eval
methodology m
input late : count §4
indicator order §4 {
  points 10
  when late = 0 : points §4
  score 4 - late
  clamp 0 ..
}
```

**Not found in:**

```eval
methodology m
input late : count §4
indicator order §4 {
  points 10
  score 10 - late
  clamp 0 ..
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir.program import InputDef, NodeDef
from evallang.lint.changes import Step
from evallang.lint.check import Check
from evallang.lint.crossings import Crossings, Effort
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.meeting import meets
from evallang.lint.monotone import Monotone
from evallang.lint.pair_witness import pair_witness
from evallang.lint.pairs import Pair, Worth
from evallang.lint.subject import Subject
from evallang.lint.switches import Switch, numbers_of, switches
from evallang.source import Span
from evallang.trials.said import shown

CODE = "C603"
SHARE = Fraction(1, 2)
"""The part of its points by which one unit may move a node."""
_TRIED = "ranges of values on both sides, pairs of bodies made up step by step"


def run(subject: Subject) -> Iterator[Answer]:
    """One answer for each node with points and conditions; a condition that several nodes share is told once."""
    told: set[Span] = set()
    for node in subject.nodes():
        if not node.points:
            continue
        answers = []
        for kind in subject.kinds_of(node):
            points = subject.values(kind).points(node.number)
            if points is not None and points.point is not None and subject.values(kind).is_for(node.number):
                answers += list(_node(subject, node, kind, abs(points.point) * SHARE, told))
            if any(isinstance(a, Finding) and a.verdict is Verdict.REFUTED for a in answers):
                break
        worst = [a for a in answers if isinstance(a, Finding)]
        worst.sort(key=lambda f: f.verdict is Verdict.UNDECIDED)
        told |= {f.span for f in worst[:1]}
        yield from worst[:1] or answers


def _node(
    subject: Subject, node: NodeDef, kind: str | None, most: Fraction, told: set[Span]
) -> Iterator[Answer]:  # fmt: skip
    effort = Effort()
    for switch in switches(subject, node):
        for d in numbers_of(subject, switch, node) if switch.span not in told else ():
            if meets(Monotone.under(subject, d.number, kind).moves, switch, most):
                yield Proved(CODE, switch.span, node.short)
                continue
            pair = Crossings(subject, node, kind, d, switch, most, effort).find(
                _by_more_than(most), starts=12, steps=12
            )
            if pair is not None and isinstance(pair.change, Step):
                yield _found(subject, node, switch, pair, pair.change)
                return
            yield _undecided(subject, node, switch, d)
            if effort.left <= 0:
                return


def _by_more_than(most: Fraction) -> Worth:
    return lambda pair: abs(pair.rise) - most


def _undecided(subject: Subject, node: NodeDef, switch: Switch, d: InputDef) -> Finding:
    words = subject.words(switch.condition)
    return Finding(
        CODE, f"whether at `{words}` one unit of `{d.name}` can move `{node.short}` by more than half of its points "
        "is not decided", switch.span, switch.provisions or node.provisions, Severity.NOTE, Verdict.UNDECIDED,
        tried=_TRIED, subject=f"{words} {d.name}?", owner=node.number,
    )  # fmt: skip


def _found(subject: Subject, node: NodeDef, switch: Switch, pair: Pair, step: Step) -> Finding:
    name, words = step.d.name, subject.words(switch.condition)
    less, more, before, after = map(shown, (step.less, step.more, pair.before, pair.after))
    return Finding(
        CODE, f"at `{words}` one unit of `{name}` moves `{node.short}` by more than half of its points", switch.span,
        switch.provisions or node.provisions, Severity.NOTE,
        mathematics=f"{name} = {less}: {node.name} = {before}; {name} = {more}: {node.name} = {after}",
        help="let the two formulas meet there, or put a table with several rows between them",
        witness=pair_witness(subject, pair, node.number, f"{CODE}: one unit of `{name}`"),
        subject=f"{words} {name}", owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "one unit moves a score by more than half of its points", run)
