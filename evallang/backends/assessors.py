"""Who assesses a body in a node: the rule, and the exceptions that override it.

An exception that names a body goes before one that describes bodies (the language reference, "Order").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any, Literal

from attrs import evolve, frozen

from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir.data import BodyRecord, Cell, Dataset
from evallang.ir.law import AssessedDef, AssessorDef, Conditions, ExceptDef, LineDef, RegisterDef
from evallang.ir.program import NodeDef, Program
from evallang.ir.scope import is_covered, line_of, plain_label, same_names

Status = Literal["assessed", "not assessed", "nobody", "conflict", "not known"]


@frozen
class Assessed:
    """A body to ask about: its kind, and the attributes that are known of it."""

    name: str
    label: str = ""
    kind: str | None = None
    attributes: Mapping[str, bool] = {}


ANY_BODY = Assessed("any body")  # asked about where rules tell no bodies apart


@frozen
class Answer:
    """Who assesses a body in a node, or why nobody does; `office` is empty then.

    `when` says for which attributes of the body it is the answer, where they are not known: `not in_government`.
    """

    body: Assessed
    node: str
    status: Status
    office: str = ""
    provisions: tuple[str, ...] = ()
    why: str = ""
    when: str = ""


Active = Callable[[Conditions], bool]


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


def bodies_of(program: Program, data: Dataset) -> tuple[Assessed, ...]:
    """The bodies of a data set, with the attributes that it gives."""
    names = {n: program.definitions[n].name for n in program.law.attributes}
    found: dict[str, Assessed] = {}
    for record in data.records.values():
        given = {names[n]: cell.value for n, cell in record.cells.items() if n in names}
        attributes = {name: value for name, value in given.items() if isinstance(value, bool)}
        found[record.key] = Assessed(data.names.get(record.key, record.key), record.key, record.kind, attributes)
    return tuple(found.values())


def _of_line(program: Program, register: RegisterDef, line: LineDef) -> Assessed:
    kind = register.kinds[0] if len(register.kinds) == 1 else None
    names = (program.definitions[number].name for number in program.law.attributes)
    return Assessed(line.name, line.label, kind, {name: name in line.attributes for name in names})


def who(program: Program, choices: tuple[int, ...], bodies: Iterable[Assessed]) -> tuple[Answer, ...]:
    """For each body and each node that has an assessor: who it is, by which provision.

    Where that depends on attributes that are not known, there is an answer for each case.
    """
    ask = _Question(program, choices)
    return tuple(answer for body in bodies for rule in ask.rules for answer in ask.cases(rule, body))


class _Question:
    """The rules of one program under its readings, asked about one body after the other."""

    def __init__(self, program: Program, choices: tuple[int, ...]) -> None:
        self.program = program
        self.choices = choices
        self.attributes = {program.definitions[n].name: n for n in program.law.attributes}
        self.rules = [r for r in program.law.assessors if all(choices[i] == o for i, o in r.conditions)]
        self._found: dict[tuple[object, ...], list[Answer]] = {}

    def cases(self, rule: AssessorDef, body: Assessed) -> list[Answer]:
        """The answer, or one for each value of the attributes that it depends on."""
        known = frozenset(body.attributes.items())
        key = (id(rule), body.name, body.label, body.kind, known)  # the same case is come to by several ways
        if key not in self._found:
            self._found[key] = self._cases(rule, body)
        return self._found[key]

    def _cases(self, rule: AssessorDef, body: Assessed) -> list[Answer]:
        answer = self._answer(rule, body)
        if answer.status != "not known":
            return [answer]
        ways = [self._split(rule, body, name) for name in self.attributes if name not in body.attributes]
        told = [way for way in ways if any(a.status != "not known" for a in way)]
        return min(told, key=len, default=[answer])

    def _split(self, rule: AssessorDef, body: Assessed, name: str) -> list[Answer]:
        """The answers with an attribute and without it."""
        either = [evolve(body, attributes={**body.attributes, name: value}) for value in (True, False)]
        yes, no = (self.cases(rule, case) for case in either)
        if _told(yes) == _told(no):
            return [evolve(a, body=body) for a in yes]
        return [*_when(name, yes, body), *_when(f"not {name}", no, body)]

    def _answer(self, rule: AssessorDef, body: Assessed) -> Answer:
        cells = {self.attributes[a]: Cell(v) for a, v in body.attributes.items() if a in self.attributes}
        records: dict[tuple[str, int | None], BodyRecord] = {
            (body.name, None): BodyRecord(body.name, cells, kind=body.kind)
        }
        run = Run(self.program, self.choices, Dataset(records), None)
        frame = run.frame(body.name, None)
        assert frame is not None
        return _answer(run, rule, body, frame)


def _told(answers: list[Answer]) -> list[tuple[str, ...]]:
    return [(a.status, a.office, *a.provisions, a.why, a.when) for a in answers]


def _when(condition: str, answers: list[Answer], body: Assessed) -> list[Answer]:
    return [evolve(a, body=body, when=" and ".join(filter(None, (condition, a.when)))) for a in answers]


def _answer(run: Run, rule: AssessorDef, body: Assessed, frame: Frame) -> Answer:
    kinds = {run.program.definitions[n].kinds for n in rule.node}
    if body.kind is not None and kinds and all(k is not None and body.kind not in k for k in kinds):
        cited = run.program.definitions[rule.node[0]].provisions
        return Answer(body, rule.path, "not assessed", "", cited, f"not for bodies of the kind `{body.kind}`")
    covered = covers(run, body.name, rule)
    if covered is not None and not covered.holds:
        return Answer(body, rule.path, "not assessed", "", covered.provisions, covered.why)
    active = [e for e in rule.exceptions if run.active(e.conditions)]
    named = [e for e in active if e.assessed.names]
    described = [e for e in active if not e.assessed.names]
    for group in (named, described):
        answer = _by_exceptions(run, rule, group, body, frame)
        if answer is not None:
            return answer
    return _by_rule(run, rule, body, frame)


def _by_exceptions(run: Run, rule: AssessorDef, group: list[ExceptDef], body: Assessed, frame: Frame) -> Answer | None:
    found = [(e, _fits(run, e.assessed, body, frame)) for e in group]
    true = [e for e, fits in found if fits is True]
    if len({e.office for e in true}) > 1:
        cited = tuple(dict.fromkeys(p for e in true for p in e.provisions))
        offices = " and ".join(f"`{o}`" for o in dict.fromkeys(e.office for e in true))
        return Answer(body, rule.path, "conflict", "", cited, f"two exceptions hold: {offices}")
    held = true[0].office if true else None
    unknown = next(((e, fits) for e, fits in found if isinstance(fits, Absent) and e.office != held), None)
    if unknown is not None:  # it may hold too: then another office assesses, or two do
        return Answer(body, rule.path, "not known", "", unknown[0].provisions, unknown[1].because)
    if true:
        return _given(rule, body, true[0].office, true[0].provisions, same_names(run.program, body.name, body.label))
    return None


def _by_rule(run: Run, rule: AssessorDef, body: Assessed, frame: Frame) -> Answer:
    if not rule.office:
        return Answer(body, rule.path, "not known", "", (), "the rule to which the exceptions belong is not held")
    fits = _fits(run, rule.assessed, body, frame)
    if isinstance(fits, Absent):
        return Answer(body, rule.path, "not known", "", rule.provisions, fits.because)
    if not fits:
        why = f"the rule is for {rule.assessed.text}"
        return Answer(body, rule.path, "not assessed", "", rule.provisions, why)
    return _given(rule, body, rule.office, rule.provisions, same_names(run.program, body.name, body.label))


def _given(rule: AssessorDef, body: Assessed, office: str, provisions: tuple[str, ...], same: Set[str]) -> Answer:
    """The answer that an office assesses a body, unless that is the body itself; `same` are all names of the body."""
    if office in same:
        return Answer(body, rule.path, "nobody", "", provisions, f"`{office}` would assess itself")
    return Answer(body, rule.path, "assessed", office, provisions)


def _fits(run: Run, assessed: AssessedDef, body: Assessed, frame: Frame) -> bool | Absent:
    names = same_names(run.program, body.name, body.label)
    if assessed.names and body.kind not in assessed.names and names.isdisjoint(assessed.names):
        return False
    if assessed.where is None:
        return True
    value: Any = run.compiler.code(assessed.where)(frame, frame, ())
    return value if isinstance(value, Absent) else bool(value)


@frozen
class Covered:
    """Whether a register has a body assessed in a node, by which line."""

    holds: bool
    provisions: tuple[str, ...] = ()
    why: str = ""


def covers(run: Run, body: str, rule: AssessorDef) -> Covered | None:
    """What the registers say of a body and the node of a rule; None for a body that stands in none."""
    line = line_of(run.program, body, run.active)
    if line is None:
        return None
    inside = is_covered(run.program, line, rule.node, rule.path)
    return Covered(inside, line.provisions, "" if inside else "not covered by its line in the register")


def blocks(program: Program) -> tuple[NodeDef, ...]:
    """The blocks, and the other nodes that registers and assessors speak of, in the order of the document."""
    numbers = {n for rule in program.law.assessors for n in rule.node}
    numbers |= {n for r in program.law.registers for line in r.lines for n in line.covers.nodes}
    return tuple(d for d in program.nodes if d.number in numbers or d.word == "block")
