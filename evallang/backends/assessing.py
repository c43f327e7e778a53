"""Who assesses one body in one node, as far as what is known of the body says it.

An exception that names a body, or the kind of bodies, goes before one that describes bodies (the language reference,
"Order").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from attrs import evolve, frozen

from evallang.backends.assessed import Assessed
from evallang.backends.interpreter.absence import Absent, undefined
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir.data import BodyRecord, Cell, Dataset
from evallang.ir.law import AssessedDef, AssessorDef, ExceptDef
from evallang.ir.program import Program
from evallang.ir.scope import is_covered, line_of, same_names

Status = Literal["assessed", "not assessed", "nobody", "conflict", "not known"]


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


@frozen(eq=False)
class Asked:
    """An answer, and where it is not known the descriptions of bodies on which it hangs; `by_kind`: on the kind too."""

    answer: Answer
    hangs_on: tuple[AssessedDef, ...] = ()
    by_kind: bool = False


class Desk:
    """The rules of one program under its readings, asked about one body after the other."""

    def __init__(self, program: Program, choices: tuple[int, ...]) -> None:
        self.program = program
        self.attributes = {program.definitions[n].name: n for n in program.law.attributes}
        self.run = Run(self.program, choices, Dataset(), None)
        rules: dict[object, list[AssessorDef]] = {}
        for rule in program.law.assessors:
            if self.run.active(rule.conditions):
                rules.setdefault(rule.node or rule.path, []).append(rule)
        self.rules = tuple(map(tuple, rules.values()))  # several rules for one node are for different bodies

    def ask(self, rules: tuple[AssessorDef, ...], body: Assessed) -> Asked:
        """Who assesses a body in the node of some rules, from what is known of it and nothing else."""
        cells = {
            **body.cells,
            **{self.attributes[a]: Cell(v) for a, v in body.attributes.items() if a in self.attributes},
        }
        self.run.restart(Dataset({(body.name, None): BodyRecord(body.name, cells, kind=body.kind)}))
        frame = self.run.frame(body.name, None)
        assert frame is not None
        names = same_names(self.program, body.name, body.label)
        return _Question(self.run, body, frame, names).of(rules)


@frozen(eq=False)
class _Question:
    """A body in the frame of what is known of it; `names` are all names that it has."""

    run: Run
    body: Assessed
    frame: Frame
    names: frozenset[str]

    def of(self, rules: tuple[AssessorDef, ...]) -> Asked:
        """The answer of the rules for one node."""
        return self.out_of_scope(rules[0]) or (self.by(rules[0]) if len(rules) == 1 else self.by_several(rules))

    def answer(self, rule: AssessorDef, status: Status, provisions: tuple[str, ...], why: str) -> Answer:
        return Answer(self.body, rule.path, status, "", provisions, why)

    def out_of_scope(self, rule: AssessorDef) -> Asked | None:
        """The answer for a body that is not assessed in a node at all."""
        program, body = self.run.program, self.body
        kinds = {program.definitions[n].kinds for n in rule.node}
        line = line_of(program, body.name, self.run.active)
        covered = line is not None and is_covered(program, line, rule.node, rule.path)
        if kinds and all(k is not None and body.kind not in k for k in kinds):
            cited = program.definitions[rule.node[0]].provisions
            if body.kind is not None:
                why = f"not for bodies of the kind `{body.kind}`"
                return Asked(self.answer(rule, "not assessed", cited, why))
            if line is None:
                return Asked(self.answer(rule, "not known", cited, self.no_kind().because), by_kind=True)
        if line is not None and not covered:
            return Asked(self.answer(rule, "not assessed", line.provisions, "not covered by its line in the register"))
        return None

    def by_several(self, rules: tuple[AssessorDef, ...]) -> Asked:
        """The answer of the rule that is for the body; of all, where none is and only exceptions may speak of it."""
        fits = [(rule, self.fits(rule.assessed)) for rule in rules]
        for rule, fit in fits:
            if isinstance(fit, Absent):
                answer = self.answer(rule, "not known", rule.provisions, fit.because)
                return Asked(answer, tuple(r.assessed for r, f in fits if isinstance(f, Absent)))
        own = [rule for rule, fit in fits if fit is True] or list(rules)
        asked = [self.by(rule) for rule in own]
        unknown = [a for a in asked if a.answer.status == "not known"]
        if unknown:
            return Asked(unknown[0].answer, tuple(d for a in unknown for d in a.hangs_on))
        answers = [a.answer for a in asked]
        told = [a for a in answers if a.status != "not assessed"] or answers
        cited = _provisions(told)
        if len({(a.status, a.office) for a in told}) == 1:
            why = "; ".join(dict.fromkeys(a.why for a in told if a.why))
            return Asked(evolve(told[0], provisions=cited, why=why))
        offices = " and ".join(f"`{r.office}`" for r in own)
        return Asked(self.answer(rules[0], "conflict", cited, f"two rules hold: {offices}"))

    def by(self, rule: AssessorDef) -> Asked:
        """The answer of one rule: its exceptions that name the body, those that describe it, then the rule itself."""
        active = [e for e in rule.exceptions if self.run.active(e.conditions)]
        named = [e for e in active if e.assessed.names]
        described = [e for e in active if not e.assessed.names]
        return self.by_exceptions(rule, named) or self.by_exceptions(rule, described) or self.by_rule(rule)

    def by_exceptions(self, rule: AssessorDef, group: list[ExceptDef]) -> Asked | None:
        found = [(e, self.fits(e.assessed)) for e in group]
        true = [e for e, fits in found if fits is True]
        if len({e.office for e in true}) > 1:
            offices = " and ".join(f"`{o}`" for o in dict.fromkeys(e.office for e in true))
            return Asked(self.answer(rule, "conflict", _provisions(true), f"two exceptions hold: {offices}"))
        held = true[0].office if true else None
        unknown = [(e, fits) for e, fits in found if isinstance(fits, Absent)]
        other = next(((e, fits) for e, fits in unknown if e.office != held), None)
        if other is not None:  # it may hold too: then another office assesses, or two do
            answer = self.answer(rule, "not known", other[0].provisions, other[1].because)
            return Asked(answer, tuple(e.assessed for e, _ in unknown))
        return self.given(rule, true[0].office, true[0].provisions) if true else None

    def by_rule(self, rule: AssessorDef) -> Asked:
        if not rule.office:
            why = "the rule to which the exceptions belong is not held"
            return Asked(self.answer(rule, "not known", (), why))
        fits = self.fits(rule.assessed)
        if isinstance(fits, Absent):
            return Asked(self.answer(rule, "not known", rule.provisions, fits.because), (rule.assessed,))
        if not fits:
            why = f"the rule is for {rule.assessed.text}"
            return Asked(self.answer(rule, "not assessed", rule.provisions, why))
        return self.given(rule, rule.office, rule.provisions)

    def given(self, rule: AssessorDef, office: str, provisions: tuple[str, ...]) -> Asked:
        """The answer that an office assesses the body, unless that is the body itself."""
        if office in self.names:
            return Asked(self.answer(rule, "nobody", provisions, f"`{office}` would assess itself"))
        return Asked(Answer(self.body, rule.path, "assessed", office, provisions))

    def fits(self, assessed: AssessedDef) -> bool | Absent:
        """Whether the body falls under a rule or an exception."""
        by_name = self.by_name(assessed)
        if by_name is False or assessed.where is None:
            return by_name
        value: Any = self.run.compiler.code(assessed.where)(self.frame, self.frame, ())
        if isinstance(value, Absent):
            return value
        return by_name if value else False

    def by_name(self, assessed: AssessedDef) -> bool | Absent:
        """Whether the body, or its kind, is named; not known of a body whose kind is not, where kinds are named."""
        if not assessed.names or self.body.kind in assessed.names or not self.names.isdisjoint(assessed.names):
            return True
        if self.body.kind is None and any(k.name in assessed.names for k in self.run.program.kinds):
            return self.no_kind()
        return False

    def no_kind(self) -> Absent:
        return undefined(f"the kind of `{self.body.name}` is not given")


def _provisions(cited: Iterable[ExceptDef] | Iterable[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for x in cited for p in x.provisions))
