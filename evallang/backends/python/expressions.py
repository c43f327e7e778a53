"""Code of expressions: one rule for each sort, with the absences of the interpreter (`interpreter.compile`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent, undefined
from evallang.backends.python import history, lists, operations, ratings, registers
from evallang.backends.python.branches import Branches
from evallang.backends.python.code import Code
from evallang.backends.python.tables import looked_up
from evallang.backends.python.unit import Unit, every_one
from evallang.backends.python.value import Value, absent, constant
from evallang.backends.specialised import Specialised
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef


class Names(Protocol):
    """What definitions are called in a function."""

    def of(self, number: int) -> Value:
        """The value of a definition."""

    def points(self, number: int) -> Value | None:
        """The points of a node; None where nothing says any."""

    def grade(self, number: int) -> Value:
        """The grade of a node."""

    @property
    def body(self) -> str:
        """The name of the body, in the code."""

    def parts(self, number: int) -> list[Value]:
        """The parts of a node as they enter its sum."""

    def result(self, node: NodeDef) -> Value:
        """What the record says that another document gives to a node."""

    def record(self, lift: int) -> str:
        """The record of the body or item so many levels outwards, in the code."""

    def held(self, lift: int) -> list[str]:
        """The records from the body to the item so many levels outwards, in the code."""

    def inside(self, level: tuple[int, ...], record: str) -> AbstractContextManager[None]:
        """The code for an item whose record has a name."""


def _day(day: date) -> Value:
    return Value("word", f"date({day.year}, {day.month}, {day.day})")


class Expressions:
    """Writes the expressions of one function, for bodies of one kind."""

    def __init__(self, unit: Unit, spec: Specialised, code: Code, names: Names) -> None:
        self.unit, self.spec, self.code, self.names = unit, spec, code, names
        self.locals: list[Sequence[Value]] = [()]

    def of(self, e: ir.Expr) -> Value:
        """The value of an expression."""
        return _RULES[type(e)](self, e)

    def all(self, es: Sequence[ir.Expr]) -> list[Value]:
        """The values of some expressions, in their order."""
        return [self.of(e) for e in es]

    # ---- absence

    def strict(self, values: Sequence[Value], make: Callable[[Sequence[Value]], Value], word: str = "x") -> Value:
        """What is made of values where all of them are there; else why one is not."""
        unsure = list(dict.fromkeys(v.code for v in values if v.maybe))
        if not unsure:
            return make(values)
        if any(v.form == "never" for v in values):
            return Value("never", self.code.let(_lacking(unsure), word), maybe=True)
        found = Branches(self.code, self.code.fresh(word))
        with found.under(f"if {every_one(unsure)}:"):
            found.give(make([v.sure() for v in values]))
        with found.under("else:"):
            found.nothing(_lacking(unsure))
        return found.value()

    def never(self, value: Absent) -> Value:
        """What is not there."""
        return absent(self.unit.absent(value))

    # ---- what is known from the text, and names

    def const(self, e: ir.Const) -> Value:
        """A number, a flag, a name, a day."""
        match e.value:
            case bool() as value:
                return Value("flag", str(value))
            case Fraction() as value:
                return constant(value)
            case date() as day:
                return _day(day)
        return Value("word", repr(e.value))

    def undefined(self, e: ir.UndefinedConst) -> Value:
        """`undefined "why"`."""
        return self.never(undefined(e.why))

    def ref(self, e: ir.Ref) -> Value:
        """The value of a definition: of the variant for the kind."""
        number = self.spec.target(e.targets)
        if number is not None:
            return self.names.of(number)
        if self.spec.kind is None:
            return Value("never", self.code.let("no_kind(r)"), maybe=True)
        if len(e.targets) > 1:
            return self.never(Absent(NOT_APPLICABLE, f"`{e.name}` is not for this kind of body"))
        return self.never(self.not_for_kind(e.targets[0]))

    def not_for_kind(self, number: int) -> Absent:
        """Why a definition has no value for bodies of other kinds."""
        d = self.spec.program.definitions[number]
        of = "bodies of " if hasattr(d, "clauses") else ""
        return Absent(NOT_APPLICABLE, f"`{d.short}` is not for {of}the kind `{self.spec.kind}`")

    def parameter(self, e: ir.ParameterRef) -> Value:
        """A parameter, whose value is known."""
        self.unit.named.add(e.target)
        value = self.unit.parameters[e.target]
        match value:
            case Absent():
                return self.never(value)
            case bool():
                return Value("flag", str(value))
            case Fraction():
                return constant(value)
            case str():
                return Value("word", repr(value))
            case date():
                return _day(value)
        written = self.spec.program.parameters[e.target].value
        assert written is not None  # what is given is no irrational number
        return self.of(written)

    def local(self, e: ir.Local) -> Value:
        """A parameter of the formula that is called."""
        return self.locals[-1][e.index]

    def points(self, e: ir.PointsOf) -> Value:
        """The points of a node."""
        found = self.names.points(e.node)
        if found is not None:
            return found
        return self.never(undefined(f"`{self.spec.program.definitions[e.node].short}` has no points"))

    def kind(self, _: ir.KindOf) -> Value:
        """The kind of the body."""
        if self.spec.kind is None:
            return Value("never", self.code.let("no_kind(r)"), maybe=True)
        return Value("word", repr(self.spec.kind))

    def this_body(self, _: ir.ThisBody) -> Value:
        """The name of the body."""
        return Value("word", self.names.body)

    def grade(self, e: ir.GradeOf) -> Value:
        """The grade of a node."""
        number = self.spec.target(e.node.targets)
        if number is not None:
            return self.names.grade(number)
        if self.spec.kind is None:
            return Value("never", self.code.let("no_kind(r)"), maybe=True)
        return self.never(Absent(NOT_APPLICABLE, f"`{e.node.name}` is not for this kind of body"))

    def own_group(self, over: ir.BodiesOf) -> Value:
        """What a body has in common with those of its list: its kind, an attribute, or nothing."""
        if over.same is not None:
            return self.of(over.same)
        if not over.same_kind or not self.spec.program.kinds:
            return Value("flag", "True")
        return self.kind(ir.KindOf())

    # ---- choices, calls, tables

    def branches(self, e: ir.If) -> Value:
        """Only the branch that is taken is looked at."""
        condition = self.of(e.condition)
        found = Branches(self.code, self.code.fresh())
        head = "if"
        if condition.maybe:
            with found.under(f"if type({condition.code}) is Absent:"):
                found.nothing(f"{condition.code}.spread()")
            head = "elif"
        if condition.form == "never":
            return found.value()
        with found.under(f"{head} {condition.code}:"):
            found.give(self.of(e.then))
        with found.under("else:"):
            found.give(self.of(e.otherwise))
        return found.value()

    def reading(self, e: ir.ByReading) -> Value:
        """The case of the option that is chosen."""
        return self.of(e.cases[self.spec.choices[e.reading]])

    def invoke(self, e: ir.Invoke) -> Value:
        """A formula with parameters, written out."""
        given, function = self.all(e.args), self.spec.program.functions[e.function]
        self.code.cite(function.name, function.provisions)
        self.locals.append(given)
        found = self.of(function.value)
        self.locals.pop()
        return found

    def lookup(self, e: ir.Lookup) -> Value:
        """A value from brackets."""
        column = e.column if e.column is not None else self.spec.kind
        values = self.all(e.args)
        if column is None:
            return Value("never", self.code.let("no_kind(r)"), maybe=True)
        return looked_up(self, self.spec.program.brackets[e.brackets], values, column)

    def asks(self, e: ir.Asks) -> Value:
        """`known`, `missing`."""
        value, known = self.of(e.operand), e.op == "known"
        if not value.maybe:
            return Value("flag", str(known))
        asked = self.code.let(f"asked({value.code}, {known})")
        return Value("flag", asked, maybe=True)


def _lacking(unsure: Sequence[str]) -> str:
    """Why there is nothing that needs values of which one at least is not there."""
    return f"{unsure[0]}.spread()" if len(unsure) == 1 else f"lack(({', '.join(unsure)}))"


_RULES: dict[type, Callable[[Expressions, Any], Value]] = {
    ir.Const: Expressions.const, ir.UndefinedConst: Expressions.undefined, ir.Ref: Expressions.ref,
    ir.ParameterRef: Expressions.parameter, ir.Local: Expressions.local, ir.PointsOf: Expressions.points,
    ir.KindOf: Expressions.kind, ir.ThisBody: Expressions.this_body, ir.GradeOf: Expressions.grade,
    ir.Apply: operations.applied, ir.If: Expressions.branches, ir.ByReading: Expressions.reading,
    ir.Invoke: Expressions.invoke, ir.Lookup: Expressions.lookup, ir.Asks: Expressions.asks,
    ir.Aggregate: lists.aggregate, ir.ItemRef: lists.by_key, ir.InRating: ratings.among_the,
    ir.InScope: registers.in_scope, ir.HasAttribute: registers.has_attribute,
    ir.Previous: history.previous, ir.InPeriod: history.in_period, ir.WorseInARow: history.worse_in_a_row,
}  # fmt: skip
