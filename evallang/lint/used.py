"""What uses what, and under which options of readings: what a rule names directly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field

from evallang.ir import expr as ir
from evallang.ir.law import AssessorDef, ExceptDef
from evallang.ir.program import Conditions, InputDef, NodeDef, Program
from evallang.ir.walk import children
from evallang.semantics.order import among_expressions, grade_expressions
from evallang.types import BodyType

Thing = tuple[str, object]
"""A sort and what tells it from others of it: the number of a definition, a table or a list, the name of a body."""


@define(eq=False)
class Used:
    """By thing the options under which it is used; () where always."""

    program: Program
    choices: tuple[int, ...]
    under: dict[Thing, list[Conditions]] = field(factory=dict)
    tells_kinds: bool = False
    _functions: dict[int, list[tuple[Thing, Conditions]]] = field(factory=dict)

    def is_used(self, thing: Thing) -> bool:
        """Whether any rule uses it."""
        return thing in self.under

    def only_under(self, things: Iterable[Thing]) -> tuple[Conditions, ...]:
        """Options not chosen, one or another of which all uses of some things need; () where one needs none."""
        found = dict.fromkeys(
            tuple(sorted(c for c in conditions if self.choices[c[0]] != c[1]))
            for thing in things for conditions in self.under.get(thing, ())
        )  # fmt: skip
        if not all(found):
            return ()
        return tuple(sorted(c for c in found if not any(set(other) < set(c) for other in found)))

    def add(self, e: ir.Expr | None, conditions: Conditions, own: int | None = None) -> None:
        """What an expression uses; that of a definition does not use itself."""
        if e is None:
            return
        for thing, under in self._in(e):
            if thing != ("definition", own):
                self.take(thing, (*conditions, *under))

    def take(self, thing: Thing, conditions: Conditions) -> None:
        """Note that something is used."""
        self.under.setdefault(thing, []).append(conditions)

    def _in(self, root: ir.Expr) -> Iterator[tuple[Thing, Conditions]]:
        waiting: list[tuple[ir.Expr, Conditions]] = [(root, ())]
        while waiting:
            e, under = waiting.pop()
            yield from ((thing, under) for thing in self._named(e))
            if isinstance(e, ir.ByReading):
                waiting += [(case, (*under, (e.reading, n))) for n, case in enumerate(e.cases)]
                continue
            if isinstance(e, ir.Invoke):
                yield from ((thing, (*under, *inner)) for thing, inner in self._of_function(e.function))
            waiting += [(x, under) for x in children(e)]

    def _of_function(self, number: int) -> list[tuple[Thing, Conditions]]:
        if number not in self._functions:
            self._functions[number] = []
            self._functions[number] = list(self._in(self.program.functions[number].value))
        return self._functions[number]

    def _named(self, e: ir.Expr) -> Iterator[Thing]:
        match e:
            case ir.Ref(targets=targets):
                yield from (("definition", n) for n in targets)
            case ir.ParameterRef(target=number):
                yield "parameter", number
            case ir.Invoke(function=number):
                yield "function", self.program.functions[number].name
            case ir.Lookup(brackets=number):
                yield "brackets", number
                self.tells_kinds |= e.column is None
            case ir.ItemRef(items=items):
                yield from (("item", n) for n in items)
            case ir.Aggregate(over=ir.ItemsOf(item=number)):
                yield "item", number
            case ir.Aggregate(over=ir.BodiesOf(same_kind=same)):
                self.tells_kinds |= same
            case ir.KindOf():
                self.tells_kinds = True
            case ir.InScope(nodes=nodes):
                yield from (("definition", n) for n in nodes)
            case ir.HasAttribute(name=name):
                yield "attribute", name
            case ir.Const(type=BodyType(), value=name):
                yield "body", name


def used(program: Program, choices: tuple[int, ...]) -> Used:
    """What all rules of a program use: values, grades, ratings, triggers, and who assesses whom."""
    found = Used(program, choices)
    attributes = set(program.law.attributes)
    for d in program.definitions:
        if isinstance(d, InputDef):
            # that registers may give an attribute is no use of it
            found.add(d.fallback if d.number not in attributes else None, d.conditions, d.number)
            for number in d.at_most:
                found.take(("definition", number), d.conditions)
        elif isinstance(d, NodeDef):
            _node(found, d)
        else:
            found.add(d.value, d.conditions, d.number)
        found.tells_kinds |= d.kinds is not None
    for parameter in program.parameters:
        found.add(parameter.value, parameter.conditions)
    for number, rating in enumerate(program.ratings):
        for e in (*among_expressions(program, number), *rating.nodes):
            found.add(e, rating.conditions)
        found.tells_kinds |= any(getattr(a.over, "same_kind", False) for a in rating.among)
    for trigger in program.triggers:
        for guarded in trigger.guards:
            found.add(guarded.guard, (*trigger.conditions, *guarded.conditions))
    _law(found, program)
    return found


def _node(found: Used, d: NodeDef) -> None:
    for points in d.points:
        found.add(points.value, (*d.conditions, *points.conditions))
        found.tells_kinds |= bool(points.by_kind)
    for clause in d.clauses:
        for e in (clause.guard, clause.value):
            found.add(e, (*d.conditions, *clause.conditions), d.number)
    _rest(found, d)
    for exemption in d.exemptions:
        found.tells_kinds |= bool(exemption.kinds)
        for body in exemption.bodies:
            found.take(("body", body), exemption.conditions)


def _rest(found: Used, d: NodeDef) -> None:
    """What stands beside the clauses: weights, parts, clamps, roundings, grades."""
    for weights in d.weights:
        for e in (e for part in weights.parts for e in (part.part, part.weight)):
            found.add(e, (*d.conditions, *weights.conditions))
    for entry in d.parts:
        found.add(entry.part, d.conditions)
    for step in d.steps:
        for end in (getattr(step, name, None) for name in ("low", "high", "step")):
            found.add(end, (*d.conditions, *step.conditions))
    for grade in d.grades:
        for e in grade_expressions(grade):
            found.add(e, (*d.conditions, *grade.conditions))


def _law(found: Used, program: Program) -> None:
    law = program.law
    found.tells_kinds |= any(register.kinds for register in law.registers)
    kinds = {kind.name for kind in program.kinds}
    for rule in law.assessors:
        whom: tuple[AssessorDef | ExceptDef, ...] = (rule, *rule.exceptions)
        for who in whom:
            conditions = rule.conditions if who is rule else (*rule.conditions, *who.conditions)
            found.take(("office", who.office), conditions)
            found.add(who.assessed.where, conditions)
            for name in who.assessed.names:
                found.tells_kinds |= name in kinds
                for sort in ("body", "office"):
                    found.take((sort, name), conditions)
    for deadline in law.deadlines:
        found.take(("event", deadline.due.event), deadline.conditions)
