"""One unit more or less moves a score by more than half of its points.

Twenty cases in time and none late: full points. One late case: nothing. Where a rule changes from one formula to
another, the two may lie far apart, and then chance, an error of counting or a small fraud decides. An act may want
that; it should know that it does.

The check looks at the conditions on numbers that choose between two values of a node with points: `when x = 0 : …`,
`if x > 5 then … else …`; and at tables of one column of numbers. What is compared may be an input, a formula, another
node or a sum over a list; the other value is what the next clauses give, or the weights or parts that stand behind a
`when`. It tells a place where one unit of an input (1 of what is counted, 0.01 of other numbers) takes the value past
the condition, and the two formulas differ there by **more than half** of the points. Rows of tables are steps that the
act states, and are told only where one row is followed by another that lies more than half of all that the table gives
away from it. Steep formulas that meet at the condition are not told, nor flags, nor one item of a list more. What is
divided by zero is taken to be zero too.

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
STARTS, FEW = 12, 4
"""From how many bodies pairs are looked for; fewer for an input behind a formula or a node, of which there are many."""
_SHOWN = 3
_TRIED = "ranges of values on both sides, pairs of bodies made up step by step"


def run(subject: Subject) -> Iterator[Answer]:
    """One answer for each condition of a node with points; one that several nodes share is told once."""
    told: set[Span] = set()
    for node in subject.nodes() if not subject.instant else ():  # only a pair of bodies shows it
        found: dict[Span, Answer] = {}
        for kind in subject.kinds_of(node) if node.points else ():
            points = subject.values(kind).points(node.number)
            if points is not None and points.point is not None and subject.values(kind).is_for(node.number):
                done = told | {span for span, answer in found.items() if _gravity(answer) == _SHOWN}
                for answer in _node(subject, node, kind, abs(points.point) * SHARE, done):
                    if _gravity(answer) > _gravity(found.get(answer.span)):
                        found[answer.span] = answer
        told |= {span for span, answer in found.items() if isinstance(answer, Finding)}
        yield from found.values()


def _gravity(answer: Answer | None) -> int:
    if not isinstance(answer, Finding):
        return 0 if answer is None else 1
    return 2 if answer.verdict is Verdict.UNDECIDED else _SHOWN


def _node(
    subject: Subject, node: NodeDef, kind: str | None, most: Fraction, told: set[Span]
) -> Iterator[Answer]:  # fmt: skip
    """What is known of each condition; of those that no effort is left for, how many they are."""
    effort, left = Effort(), [switch for switch in switches(subject, node) if switch.span not in told]
    while left:
        switch = left.pop(0)
        answer: Answer | None = None
        for d in numbers_of(subject, switch):
            found = _at(subject, node, kind, switch, d, most, effort)
            answer = found if _gravity(found) > _gravity(answer) else answer
            if _gravity(answer) == _SHOWN or effort.left <= 0:
                break
        if effort.left <= 0 and left:
            yield from [answer] if answer is not None and _gravity(answer) == _SHOWN else []
            yield _exhausted(subject, node, left[0], len(left))
            return
        yield from [answer] if answer is not None else []


def _at(  # a condition of a node for the bodies of a kind, and an input
    subject: Subject, node: NodeDef, kind: str | None, switch: Switch, d: InputDef, most: Fraction, effort: Effort
) -> Answer:  # fmt: skip
    if meets(Monotone.under(subject, d.number, kind).moves, switch, most):
        return Proved(CODE, switch.span, node.short)
    crossings = Crossings(subject, node, kind, d, switch, most, effort)
    starts = STARTS if d.number in subject.uses.of_expression(switch.condition) else FEW
    pair = crossings.find(_by_more_than(most), (CODE, node.number, switch.span, d.number), starts, steps=12)
    if pair is not None and isinstance(pair.change, Step):
        return _found(subject, node, switch, pair, pair.change)
    return _undecided(subject, node, switch, d)


def _exhausted(subject: Subject, node: NodeDef, switch: Switch, count: int) -> Finding:
    words, more = subject.words(switch.condition), f" and at {count - 1} more conditions" if count > 1 else ""
    return Finding(
        CODE, f"whether at `{words}`{more} one unit can move `{node.short}` by more than half of its points is not "
        "decided", switch.span, switch.provisions or node.provisions, Severity.NOTE, Verdict.UNDECIDED, tried=_TRIED,
        subject=f"{words}?", owner=node.number,
    )  # fmt: skip


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
    mathematics = f"{name} = {less}: {node.name} = {before}; {name} = {more}: {node.name} = {after}"
    return Finding(
        CODE, f"at `{words}` one unit of `{name}` moves `{node.short}` by more than half of its points", switch.span,
        switch.provisions or node.provisions, Severity.NOTE,
        mathematics=mathematics,
        help="let the two formulas meet there, or put a table with several rows between them",
        witness=pair_witness(subject, pair, node.number, f"{CODE}: one unit of `{name}`", mathematics),
        subject=words, owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "one unit moves a score by more than half of its points", run)
