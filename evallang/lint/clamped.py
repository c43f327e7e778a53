"""What ranges say of the two sides of clamps: whether a value is raised, or lowered, by none of them or by all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from attrs import evolve

from evallang.ir.program import ClampStep, NodeDef
from evallang.lint.everyone import everyone, named_by_marks
from evallang.lint.ranges import Range, is_empty, negative
from evallang.lint.subject import Subject
from evallang.lint.values import Values
from evallang.source import Span

MOST = 64
"""Of a clamp that rests on more choices of options nothing is said."""

Side = tuple[Span, str]
"""Where a clamp stands, and which of its sides is meant: `low` raises values, `high` lowers them."""


def clamps(node: NodeDef, values: Values) -> Iterator[tuple[int, ClampStep, Range]]:
    """The clamps of a node that act on some bodies, each with its number among the steps and what comes to it."""
    if any(e.compensation == "full points" for e in values.exempted(node)):
        return
    for number, step in enumerate(values.steps(node)):
        can = values.after(node, number)
        if isinstance(step, ClampStep) and not is_empty(can):
            yield number, step, can


def sides(step: ClampStep, can: Range, values: Values) -> dict[str, str]:
    """Of each side whether it acts on no value that comes to it ("never"), on each ("always"), or on some ("")."""
    found = {}
    if step.low is not None:
        found["low"] = _acts(can, values.of(step.low))
    if step.high is not None:
        found["high"] = _acts(negative(can), negative(values.of(step.high)))
    return found


def _acts(before: Range, bound: Range) -> str:
    """Whether a lower bound acts on no value, on every value, or on some (or nobody knows)."""
    if before.low is not None and bound.high is not None and before.low >= bound.high:
        return "never"
    if before.high is not None and bound.low is not None and before.high < bound.low:
        return "always"
    return ""


# ---- one side that never acts


def idle_sides(subject: Subject) -> frozenset[Side]:
    """The sides of clamps that never act, for any body under any option, where the other side may act.

    No example can show such a side, and it is no mistake: who writes `clamp 0 .. 10` says what a score is.
    """
    acting: dict[Side, set[str]] = {}
    subjects: dict[tuple[int, ...], Subject] = {subject.choices: subject}
    for node in subject.program.nodes:
        if any(isinstance(step, ClampStep) and step.low is not None and step.high is not None for step in node.steps):
            for side, acts in _of_node(subject, node, subjects):
                acting.setdefault(side, set()).add(acts)
    other = {"low": "high", "high": "low"}
    return frozenset(
        (span, side)
        for (span, side), acts in acting.items()
        if acts == {"never"} and acting.get((span, other[side]), acts) != acts
    )


def _of_node(
    subject: Subject, node: NodeDef, subjects: dict[tuple[int, ...], Subject]
) -> Iterator[tuple[Side, str]]:  # fmt: skip
    """What the sides of the clamps of a node do, under each choice of options and for everyone."""
    choices = _choices(subject, node)
    if not choices:
        yield from (((step.span, side), "") for step in node.steps for side in ("low", "high"))
    named = named_by_marks(subject.program)
    for chosen in choices:
        if chosen not in subjects:
            subjects[chosen] = evolve(subject, choices=chosen, values={}, facts={}, monotones={}, pair_witnesses={})
        under = subjects[chosen]
        for values in everyone(under, node, named) if under.active(node.conditions) else ():
            for _, step, can in clamps(node, values):
                yield from (((step.span, side), acts) for side, acts in sides(step, can, values).items())


def _choices(subject: Subject, node: NodeDef) -> Sequence[tuple[int, ...]]:
    """Every choice of options that a node can rest on; none where there are too many."""
    readings = subject.program.readings
    rests = set(subject.program.rests_on[node.number]) | {r for s in node.steps for r, _ in s.conditions}
    numbers = sorted(rests | {r for r, _ in node.conditions})
    if prod(len(readings[r].options) for r in numbers) > MOST:
        return ()
    found = []
    for options in product(*(range(len(readings[r].options)) for r in numbers)):
        chosen = dict(enumerate(subject.choices)) | dict(zip(numbers, options, strict=True))
        found.append(tuple(chosen[n] for n in range(len(readings))))
    return found
