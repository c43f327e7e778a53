"""In which nodes a body is assessed, as the registers have it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evallang.ir.law import Conditions, LineDef
from evallang.ir.program import Program


def is_covered(program: Program, line: LineDef, node: tuple[int, ...], path: str) -> bool:
    """Whether a line of a register covers a node: the node itself, or one around it, is named."""
    around = {m for number in node for m in _around(program, number)}
    named = bool(around & line.covers.nodes) or any(path == n or path.startswith(f"{n}.") for n in line.covers.names)
    return not named if line.covers.everything else named


def _around(program: Program, number: int) -> set[int]:
    path = program.definitions[number].path
    return {d.number for d in program.nodes if path[: len(d.path)] == d.path}


def line_of(program: Program, body: str, active: Callable[[Conditions], bool]) -> LineDef | None:
    """The line of a body, by its name or label, that stands under the options chosen."""
    lines = (line for register in program.law.registers for line in register.lines if active(line.conditions))
    return next((line for line in lines if body in (line.name, line.label)), None)


def has_register(program: Program, kind: str | None) -> bool:
    """Whether the bodies of a kind are listed: a register for no kinds lists all."""
    return any(not r.kinds or kind in r.kinds for r in program.law.registers)


def same_names(program: Program, name: str, label: str) -> frozenset[str]:
    """All names of a body: its own, and those of the offices and bodies that have the same label."""
    law = program.law
    named: list[Any] = [*law.offices, *program.bodies, *(line for register in law.registers for line in register.lines)]
    own = {plain_label(x.label) for x in named if x.name == name and x.label} | (
        {plain_label(label)} if label else set()
    )
    return frozenset({name, *(x.name for x in named if x.label and plain_label(x.label) in own)})


def plain_label(label: str) -> str:
    """A label as it is compared: case and the number of blanks do not matter."""
    return " ".join(label.casefold().split())
