"""Who assesses whom: the answer for each body in each node, and each case where too little is known of the body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, evolve

from evallang.backends.assessed import ANY_BODY, Active, Assessed, bodies_of, known_bodies
from evallang.backends.assessing import Answer, Asked, Desk, Status
from evallang.ir import expr as ir
from evallang.ir.law import AssessedDef, AssessorDef
from evallang.ir.program import FormulaDef, InputDef, NodeDef, Program
from evallang.ir.walk import walk
from evallang.types import Choice, Flag

__all__ = ["ANY_BODY", "Active", "Answer", "Assessed", "Status", "blocks", "bodies_of", "known_bodies", "who"]

MOST_CASES = 64
"""So many are told at most of one body in one node: nobody reads more."""

_KIND = "kind"
Rules = tuple[AssessorDef, ...]
Value = bool | str


def who(program: Program, choices: tuple[int, ...], bodies: Iterable[Assessed]) -> tuple[Answer, ...]:
    """For each body and each node that has an assessor: who it is, by which provision.

    Where that depends on flags, choices or the kind of the body, and they are not known, there is an answer for each
    case; up to `MOST_CASES`, and none where nothing can be told of any case.
    """
    desk = Desk(program, choices)
    return tuple(answer for body in bodies for rules in desk.rules for answer in _Cases(desk, rules).of(body))


class _TooMany(Exception):
    """More cases than anybody reads."""


@define
class _Cases:
    """The cases of one body in one node, found one attribute at a time."""

    desk: Desk
    rules: Rules
    left: int = 2 * MOST_CASES  # a case is a leaf of a tree, in which every fork is asked about too

    def of(self, body: Assessed) -> list[Answer]:
        """The answer, or one for each case."""
        try:
            return self.told(body)
        except _TooMany:
            answer = self.desk.ask(self.rules, body).answer
            names = ", ".join(f"`{name}`" for name in self.needed(body))
            return [evolve(answer, why=f"too many cases to tell; the data would have to give {names}")]

    def told(self, body: Assessed) -> list[Answer]:
        self.left -= 1
        if self.left < 0:
            raise _TooMany
        asked = self.desk.ask(self.rules, body)
        opened = next(self.open(asked, body), None)
        found = self.split(body, *opened) if opened is not None else []  # the others are asked about below it
        return found if any(a.status != "not known" for a in found) else [asked.answer]

    def split(self, body: Assessed, name: str, values: tuple[Value, ...]) -> list[Answer]:
        """The answers for each value of an attribute; values that make no difference together."""
        groups: list[tuple[list[Value], list[Answer]]] = []
        for value in values:
            answers = [evolve(a, body=body) for a in self.told(_with(body, name, value))]
            same = next((group for group, other in groups if other == answers), None)
            if same is None:
                groups.append(([value], answers))
            else:
                same.append(value)
        if len(groups) == 1:
            return groups[0][1]
        groups.sort(key=lambda group: len(group[0]) > 1)  # the rest last
        return [
            evolve(a, when=" and ".join(filter(None, (_condition(name, group, values), a.when))))
            for group, answers in groups for a in answers
        ]  # fmt: skip

    def needed(self, body: Assessed) -> list[str]:
        """The attributes on which the rules may hang, and that are not known."""
        described = [e.assessed for rule in self.rules for e in rule.exceptions if self.desk.run.active(e.conditions)]
        described += [rule.assessed for rule in self.rules]
        return list(dict.fromkeys(name for d in described for name in self.names(d) if self.unknown(body, name)))

    def open(self, asked: Asked, body: Assessed) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """What is not known of a body, has few values, and is looked at, in the order of the exceptions."""
        named = (name for described in asked.hangs_on for name in self.names(described))
        for name in ([_KIND] if asked.by_kind else []) + list(dict.fromkeys(named)):
            values = self.values(body, name)
            if values and self.unknown(body, name):
                yield name, values

    def unknown(self, body: Assessed, name: str) -> bool:
        return body.kind is None if name == _KIND else name not in body.attributes

    def values(self, body: Assessed, name: str) -> tuple[Value, ...]:
        """All values of an attribute; none of a number or a date, of which there are too many."""
        program = self.desk.program
        if name == _KIND:
            return body.kinds or tuple(k.name for k in program.kinds)
        definition = program.definitions[self.desk.attributes[name]]
        match definition:
            case InputDef(type=Flag()):
                return (True, False)
            case InputDef(type=Choice(options=options)):
                return options
        return ()

    def names(self, described: AssessedDef) -> Iterator[str]:
        """The attributes that a description of bodies uses, in the order written, `kind` among them."""
        program = self.desk.program
        if any(k.name in described.names for k in program.kinds):
            yield _KIND
        if described.where is not None:
            yield from _used(program, described.where)


def _used(program: Program, where: ir.Expr) -> Iterator[str]:
    """The attributes that a condition uses, also through formulas; of the score of a node it may be any."""
    attributes = {number: program.definitions[number].name for number in program.law.attributes}
    queue: list[ir.Expr] = [where]
    for expression in queue:  # which grows by the formulas that are used, each of them once
        for e in walk(expression):
            if isinstance(e, ir.KindOf):
                yield _KIND
            values = [program.functions[e.function].value] if isinstance(e, ir.Invoke) else []
            for number in e.targets if isinstance(e, ir.Ref) else ():
                definition = program.definitions[number]
                if number in attributes:
                    yield attributes[number]
                elif isinstance(definition, NodeDef):
                    yield from attributes.values()
                elif isinstance(definition, FormulaDef):
                    values.append(definition.value)
            queue += [v for v in values if not any(v is known for known in queue)]


def _with(body: Assessed, name: str, value: Value) -> Assessed:
    if name == _KIND:
        return evolve(body, kind=str(value))
    return evolve(body, attributes={**body.attributes, name: value})


def _condition(name: str, group: list[Value], values: tuple[Value, ...]) -> str:
    """That an attribute has one of some values, as it is written in rules: `gov`, `sort = u`, `sort != u`."""
    if isinstance(group[0], bool):
        return name if group[0] else f"not {name}"
    others = [v for v in values if v not in group]
    if len(group) == 1:
        return f"{name} = {group[0]}"
    if len(others) < len(group):
        return " and ".join(f"{name} != {v}" for v in others)
    return f"({' or '.join(f'{name} = {v}' for v in group)})"


def blocks(program: Program) -> tuple[NodeDef, ...]:
    """The blocks, and the other nodes that registers and assessors speak of, in the order of the document."""
    numbers = {n for rule in program.law.assessors for n in rule.node}
    numbers |= {n for r in program.law.registers for line in r.lines for n in line.covers.nodes}
    return tuple(d for d in program.nodes if d.number in numbers or d.word == "block")
