"""What things are called for people: labels by path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evallang.ir.program import Program

Labels = dict[tuple[str, ...], str]


def labels(program: Program) -> Labels:
    """Labels by path; kinds, offices, registers, bodies, ratings and parameters by name."""
    return dict(_labels(program))


def label_of(held: Labels, path: tuple[str, ...]) -> str:
    """The label of what a rule is of; empty where there is none."""
    return held.get(path) or held.get(path[-1:]) or ""


def _labels(program: Program) -> Iterator[tuple[tuple[str, ...], str]]:
    law = program.law
    lines = [line for register in law.registers for line in register.lines]
    named: list[Any] = [*program.kinds, *law.offices, *law.events, *law.deadlines]
    named += [*program.parameters, *program.ratings, *program.brackets]
    yield from (((x.name,), x.label) for x in named if x.label)
    yield from (((register.name, line.name), line.label) for register in law.registers for line in register.lines)
    yield from (((line.name,), line.label) for line in lines if line.label)
    yield from (((r.id or r.name,), r.question) for r in program.readings if r.question)
    yield from ((d.path, d.label) for d in program.definitions if d.label)
    yield from (
        (("assessor", rule.path), program.definitions[rule.node[0]].label or rule.path)
        for rule in law.assessors
        if rule.node
    )
