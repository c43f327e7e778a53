"""Conditions that are always true where they are asked, because the cases before them leave nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from attrs import evolve

from evallang.ir.program import InputDef, NodeDef, TriggerDef
from evallang.lint.conditions import Condition, Holder, take
from evallang.lint.subject import Subject
from evallang.source import Span

MOST = 64
"""Of a condition that rests on more choices of options nothing is said."""


def granted(subject: Subject) -> frozenset[Span]:
    """Where such conditions stand: those that ranges show to be true for every body, under every option.

    What is always true by itself is none of them: that is a mistake, and is told.
    """
    found: dict[Span, Condition] = {}
    for holder in (*subject.program.definitions, *subject.program.triggers):
        if subject.active(holder.conditions):
            take(subject, holder, found)
    return frozenset(
        span for span, condition in found.items()
        if condition.here == {True} and condition.alone != {True} and _under_all(subject, condition)
    )  # fmt: skip


def _under_all(subject: Subject, condition: Condition) -> bool:
    """Whether a condition is so under every choice of the readings that it rests on."""
    readings = subject.program.readings
    rests = sorted(r for owner in _owners(condition) for r in _rests(subject, owner))
    numbers = list(dict.fromkeys(rests))
    if prod(len(readings[r].options) for r in numbers) > MOST:
        return False
    for options in product(*(range(len(readings[r].options)) for r in numbers)):
        choices = list(subject.choices)
        for reading, option in zip(numbers, options, strict=True):
            choices[reading] = option
        if tuple(choices) != subject.choices and not _holds(subject, condition, tuple(choices)):
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


def _holds(subject: Subject, condition: Condition, choices: tuple[int, ...]) -> bool:
    found: dict[Span, Condition] = {}
    other = evolve(subject, choices=choices, values={}, facts={}, monotones={}, pair_witnesses={})
    for owner in _owners(condition):
        if other.active(owner.conditions):
            take(other, owner, found)
    return condition.expr.span not in found or found[condition.expr.span].here <= {True}
