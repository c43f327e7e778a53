"""A clamp, a bonus or a penalty can never act, or a clamp always does.

A limit that no value can pass looks like a rule and is none: perhaps the bound has a slip, or what it was to limit was
changed. A penalty that is always 0 punishes nobody. And a clamp that every value passes makes one number of all.

The check compares what the value can be before the step, by the types of the inputs, with the bound. A limit that the
act itself states (a clamp that cites a provision) is reported too, and says so: it is the act that says nothing there.
Of a clamp with two ends, one that acts is enough.

**What to do.** Look for the slip in the bound or in the formula; else delete the clamp.

```eval
input share_late : share
indicator deadlines { score 10 * (1 - share_late); clamp 0 .. }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from evallang.diagnostics import Severity
from evallang.ir.program import ClampStep, Interval, NodeDef
from evallang.lint.check import Check
from evallang.lint.everyone import everyone, named_by_marks
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.notation import in_words
from evallang.lint.ranges import Range, is_empty, negative, union
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject
from evallang.lint.values import Values
from evallang.source import Span

CODE = "C406"


@frozen(eq=False)
class _Clamp:
    """A clamp in all rows that it stands in: what it does, one answer for each kind of bodies and row."""

    node: NodeDef
    step: ClampStep
    acts: list[str] = field(factory=list)
    before: list[Range] = field(factory=list)


def run(subject: Subject) -> Iterator[Answer]:
    """Each clamp, its copies in a table together; then penalties and bonuses."""
    named = named_by_marks(subject.program)
    clamps: dict[Span, _Clamp] = {}
    nothing: set[int] = set()
    for node in subject.nodes():
        for values in everyone(subject, node, named) if node.steps else ():
            _take(clamps, node, values)
        idle = list(_of_nothing(subject, node, named))
        nothing |= {node.number for answer in idle if isinstance(answer, Finding)}
        yield from idle
    for clamp in clamps.values():
        if clamp.node.number in nothing:
            continue
        known = set(clamp.acts)
        if known in ({"never"}, {"always"}):
            yield _finding(subject, clamp, next(iter(known)))
        else:
            yield Proved(CODE, clamp.step.span)


def _take(clamps: dict[Span, _Clamp], node: NodeDef, values: Values) -> None:
    """What the clamps of a node do for some bodies."""
    if any(e.compensation == "full points" for e in values.exempted(node)):
        return
    for n, step in enumerate(values.steps(node)):
        before = values.after(node, n)
        if not isinstance(step, ClampStep) or is_empty(before):
            continue
        ends = [_acts(before, values.of(step.low))] if step.low is not None else []
        ends += [_acts(negative(before), negative(values.of(step.high)))] if step.high is not None else []
        clamp = clamps.setdefault(step.span, _Clamp(node, step))
        clamp.before.append(before)
        clamp.acts.append("always" if "always" in ends else "never" if set(ends) == {"never"} else "")


def _acts(before: Range, bound: Range) -> str:
    """Whether a lower bound acts on no value, on every value, or on some (or nobody knows)."""
    if before.low is not None and bound.high is not None and before.low >= bound.high:
        return "never"
    if before.high is not None and bound.low is not None and before.high < bound.low:
        return "always"
    return ""


def _finding(subject: Subject, clamp: _Clamp, acts: str) -> Finding:
    step, before = clamp.step, union(clamp.before)
    ends = [subject.words(end) if end is not None else "" for end in (step.low, step.high)]
    value = in_words(Interval(before.low, before.high, before.low_closed, before.high_closed))
    by = joined(step.provisions)
    advice = f"{by} sets a limit that changes nothing" if by else "look for a slip in the bound or the formula"
    words = f"clamp {' .. '.join(ends).strip()}"
    return Finding(
        CODE, f"`{words}` of `{clamp.node.short}` {acts} acts: before it the value is {value}",
        step.span, step.provisions, Severity.NOTE if acts == "never" else Severity.WARNING,
        help=advice if acts == "never" else "look for a slip: every body gets the same number",
        subject=acts, owner=clamp.node.number,
    )  # fmt: skip


def _of_nothing(subject: Subject, node: NodeDef, named: tuple[str, ...]) -> Iterator[Answer]:
    """A penalty or a bonus that is 0 for everyone."""
    if node.word not in ("penalty", "bonus"):
        return
    found = [values.of_definition(node.number) for values in everyone(subject, node, named)]
    if found and all(r.point == 0 for r in found):
        yield Finding(
            CODE, f"the {node.word} `{node.short}` is always 0", node.span, node.provisions, Severity.NOTE,
            help="look for a slip in its formula or its clamp", subject="0", owner=node.number,
        )  # fmt: skip
    else:
        yield Proved(CODE, node.span)


CHECK = Check(CODE, "a clamp or a penalty without effect", run, instant=True)
