"""What a condition, or a part of one, cannot be where it is asked, because the cases before it leave nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from attrs import evolve

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, NodeDef, TriggerDef
from evallang.lint.conditions import Condition, Holder, take
from evallang.lint.subject import Subject
from evallang.source import Span

MOST = 64
"""Of a condition that rests on more choices of options nothing is said."""

Granted = tuple[Span, Span | None, bool]
"""Where a condition stands, and its part that is meant (None for the whole), and what is never so.

A part is what it is said to be where that decides the whole.
"""


def granted(subject: Subject) -> frozenset[Granted]:
    """What ranges show of conditions for every body, under every option: no example can show that it is otherwise.

    What is so whatever goes before is left out: that is a mistake, and is told.
    """
    found: dict[Span, Condition] = {}
    for holder in (*subject.program.definitions, *subject.program.triggers):
        if subject.active(holder.conditions):
            take(subject, holder, found)
    return frozenset(
        (span, None if n is None else _part(condition, n).span, never)
        for span, condition in found.items()
        for n, never in _by_what_goes_before(condition) if _under_all(subject, condition, n, never)
    )  # fmt: skip


def _by_what_goes_before(condition: Condition) -> Iterator[tuple[int | None, bool]]:
    if condition.here == {True} and condition.alone != {True}:
        yield None, False
    for n, known in condition.parts.items() if condition.is_and else ():
        if known == {True} and condition.idle[n] != {True}:
            yield n, False


def _part(condition: Condition, number: int) -> ir.Expr:
    assert isinstance(condition.expr, ir.Apply)
    return condition.expr.args[number]


def _under_all(subject: Subject, condition: Condition, part: int | None, never: bool) -> bool:
    """Whether it is so under every choice of the readings that a condition rests on."""
    readings = subject.program.readings
    rests = sorted(r for owner in _owners(condition) for r in _rests(subject, owner))
    numbers = list(dict.fromkeys(rests))
    if prod(len(readings[r].options) for r in numbers) > MOST:
        return False
    for options in product(*(range(len(readings[r].options)) for r in numbers)):
        choices = list(subject.choices)
        for reading, option in zip(numbers, options, strict=True):
            choices[reading] = option
        if tuple(choices) != subject.choices and not _holds(subject, condition, tuple(choices), part, never):
            return False
    return True


def _owners(condition: Condition) -> Iterator[Holder]:
    yield from {id(owner): owner for owner in condition.owners}.values()


def _rests(subject: Subject, owner: Holder) -> set[int]:
    """The readings on which it depends what the conditions of a rule say, and which of them there are."""
    clauses = owner.clauses if isinstance(owner, NodeDef) else owner.guards if isinstance(owner, TriggerDef) else ()
    found = {r for under in (owner.conditions, *(c.conditions for c in clauses)) for r, _ in under}
    values = [owner.fallback] if isinstance(owner, InputDef) else [getattr(owner, "value", None)]
    for e in (*(e for c in clauses for e in (c.guard, c.value)), *values):
        found |= subject.rests.of(e) if e is not None else set()
    return found


def _holds(subject: Subject, condition: Condition, choices: tuple[int, ...], part: int | None, never: bool) -> bool:
    found: dict[Span, Condition] = {}
    other = evolve(subject, choices=choices, values={}, facts={}, monotones={}, pair_witnesses={})
    for owner in _owners(condition):
        if other.active(owner.conditions):
            take(other, owner, found)
    there = found.get(condition.expr.span)
    return there is None or (there.here if part is None else there.parts.get(part, set())) <= {not never}
