"""The bodies about which it is asked who assesses them, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen

from evallang.ir.data import Cell, Dataset, Datum
from evallang.ir.law import Conditions, LineDef, RegisterDef
from evallang.ir.program import Program
from evallang.ir.scope import plain_label
from evallang.types import Flag

Active = Callable[[Conditions], bool]


@frozen
class Assessed:
    """A body to ask about: its kind, and the attributes that are known of it.

    `kinds` are those that it may be of where its kind is not known, none for any; `cells` what the data give besides.
    """

    name: str
    label: str = ""
    kind: str | None = None
    attributes: Mapping[str, Datum] = {}
    kinds: tuple[str, ...] = ()
    cells: Mapping[int, Cell] = field(default={}, eq=False, repr=False)


ANY_BODY = Assessed("any body")  # asked about where rules tell no bodies apart


def known_bodies(program: Program, active: Active) -> tuple[Assessed, ...]:
    """The bodies of the registers, the bodies and offices that rules name, and one of each kind without a register."""
    law = program.law
    found: dict[str, Assessed] = {}
    for register in law.registers:
        for line in (line for line in register.lines if active(line.conditions)):
            found.setdefault(line.name, _of_line(program, register, line))
    central = next((r.kinds[0] for r in law.registers if len(r.kinds) == 1), None)
    central = central or (program.kinds[0].name if program.kinds else None)
    for body in program.bodies:
        found.setdefault(body.name, Assessed(body.name, body.label, central))
    named = {n for rule in law.assessors for e in rule.exceptions for n in e.assessed.names}
    known = {plain_label(body.label) for body in found.values() if body.label}
    for office in (o for o in law.offices if o.name in named and plain_label(o.label) not in known):
        found.setdefault(office.name, Assessed(office.name, office.label, central))
    listed = {kind for register in law.registers for kind in register.kinds}
    for kind in program.kinds:
        if kind.name not in listed:
            found.setdefault(kind.name, Assessed(kind.name, kind.words, kind.name))
    return tuple(found.values()) or (ANY_BODY,)


def bodies_of(program: Program, data: Dataset, active: Active) -> tuple[Assessed, ...]:
    """The bodies of a data set, with what it gives of them, and where it is silent what the registers say."""
    names = {n: program.definitions[n].name for n in program.law.attributes}
    lines = {
        name: _of_line(program, register, line)
        for register in reversed(program.law.registers) for line in reversed(register.lines) if active(line.conditions)
        for name in (line.label, line.name) if name
    }  # fmt: skip
    found: dict[str, Assessed] = {}
    for record in data.records.values():
        name = data.names.get(record.key, record.key)
        listed = lines.get(name) or lines.get(record.key) or Assessed(name)
        given = {names[n]: c.value for n, c in record.cells.items() if n in names and c.value is not None}
        found[record.key] = Assessed(
            name, record.key, record.kind or listed.kind, {**listed.attributes, **given}, listed.kinds, record.cells
        )
    return tuple(found.values())


def _of_line(program: Program, register: RegisterDef, line: LineDef) -> Assessed:
    """A line says which flags a body has; of the other attributes it says nothing."""
    kind = register.kinds[0] if len(register.kinds) == 1 else None
    attributes = (program.definitions[n] for n in program.law.attributes)
    has = {a.name: a.name in line.attributes for a in attributes if isinstance(getattr(a, "type", None), Flag)}
    return Assessed(line.name, line.label, kind, has, register.kinds)
