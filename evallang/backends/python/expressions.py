"""Code of expressions: one rule for each sort, with the absences of the interpreter (`interpreter.compile`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from attrs import evolve

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent, undefined
from evallang.backends.python import arithmetic, lists, logic, ranges, ratings, registers
from evallang.backends.python.branches import Branches
from evallang.backends.python.code import Code
from evallang.backends.python.tables import looked_up
from evallang.backends.python.unit import NotCompiled, Unit, every_one
from evallang.backends.python.value import Value, absent, constant
from evallang.backends.specialised import Specialised
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.source import Span


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

    def inside(self, level: tuple[int, ...], record: str) -> AbstractContextManager[None]:
        """The code for an item whose record has a name."""


class Expressions:
    """Writes the expressions of one function, for bodies of one kind."""

    def __init__(self, unit: Unit, spec: Specialised, code: Code, names: Names) -> None:
        self.unit, self.spec, self.code, self.names = unit, spec, code, names
        self.locals: list[Sequence[Value]] = [()]

    def of(self, e: ir.Expr) -> Value:
        """The value of an expression."""
        rule = _RULES.get(type(e))
        if rule is None:
            raise NotCompiled(_WHAT.get(type(e), "this"), e.span)
        return rule(self, e)

    def all(self, es: Sequence[ir.Expr]) -> list[Value]:
        """The values of some expressions, in their order."""
        return [self.of(e) for e in es]

    # ---- absence

    def strict(self, values: Sequence[Value], make: Callable[[Sequence[Value]], Value], word: str = "x") -> Value:
        """What is made of values where all of them are there; else why one is not."""
        unsure = list(dict.fromkeys(v.code for v in values if v.maybe))
        if not unsure:
            return make(values)
        found = Branches(self.code, self.code.fresh(word))
        with found.under(f"if {every_one(unsure)}:"):
            found.give(make([v.sure() for v in values]))
        with found.under("else:"):
            found.nothing(f"{unsure[0]}.spread()" if len(unsure) == 1 else f"lack(({', '.join(unsure)}))")
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
                return Value("word", f"date({day.year}, {day.month}, {day.day})")
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
            return Value("word", self.code.let("no_kind(r)"), maybe=True)
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
        raise NotCompiled(f"the parameter `{e.name}`, which is no fraction", e.span)

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
            return Value("word", self.code.let("no_kind(r)"), maybe=True)
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
            return Value("word", self.code.let("no_kind(r)"), maybe=True)
        return self.never(Absent(NOT_APPLICABLE, f"`{e.node.name}` is not for this kind of body"))

    def own_group(self, over: ir.BodiesOf) -> Value:
        """What a body has in common with those of its list: its kind, an attribute, or nothing."""
        if over.same is not None:
            return self.of(over.same)
        if not over.same_kind or not self.spec.program.kinds:
            return Value("flag", "True")
        return self.kind(ir.KindOf())

    # ---- what is computed

    def apply(self, e: ir.Apply) -> Value:
        """An operation of the kernel."""
        if e.op in ("and", "or"):
            return logic.several(self, e)
        if e.op == "not":
            return logic.negated(self, self.of(e.args[0]))
        if e.op in arithmetic.COMPARED:
            return logic.comparison(self, e)
        if e.op == "div":
            return self._divided(e)
        values = self.all(e.args)
        make = _MADE.get(e.op)
        if make is None and e.op.startswith("round:"):
            return self.strict(values, lambda v: self.rounded(v[0], v[1], e.op[6:], e.span))
        if e.op == "power":
            return self._power(e, values)
        if make is None:
            raise NotCompiled(f"`{e.op}`", e.span)
        return self.strict(values, lambda v: make(self.code, v))

    def _divided(self, e: ir.Apply) -> Value:
        why = undefined(f"the divisor `{self.unit.text(e.args[1])}` is 0")

        def quotient(v: Sequence[Value]) -> Value:
            above, below = v
            if below.code.removeprefix("-").isdecimal():
                known = int(below.code)
                return arithmetic.divide(self.code, above, below) if known else self.never(why)
            if below.low is not None and below.low > 0:
                return arithmetic.divide(self.code, above, below)
            if self.code.leave:
                with self.code.block(f"if not {below.code}:"):
                    self.code.put(self.code.leave)
                return arithmetic.divide(self.code, above, below)
            found = Branches(self.code, self.code.fresh())
            with found.under(f"if {below.code}:"):
                found.give(arithmetic.divide(self.code, above, below))
            with found.under("else:"):
                found.nothing(self.unit.absent(why))
            return found.value()

        return self.strict(self.all(e.args), quotient)

    def _power(self, e: ir.Apply, values: list[Value]) -> Value:
        word = values[1].code
        if values[1].den != 1 or not word.removeprefix("-").isdecimal() or abs(int(word)) > _MOST:
            raise NotCompiled("a power whose exponent is not a small whole number", e.span)
        return self.strict(values[:1], lambda v: self._whole_power(v[0], int(word)))

    def _whole_power(self, base: Value, exponent: int) -> Value:
        if exponent >= 0:
            return arithmetic.multiply(self.code, [base] * exponent) if exponent else constant(Fraction(1))
        why = undefined("a negative power of zero")
        if base.code == "0":
            return self.never(why)
        found = Branches(self.code, self.code.fresh())
        with found.under(f"if {base.code}:"):
            below = arithmetic.multiply(self.code, [base] * -exponent)
            found.give(arithmetic.divide(self.code, constant(Fraction(1)), below))
        with found.under("else:"):
            found.give(self.never(why))
        return found.value()

    def rounded(self, value: Value, step: Value, mode: str, span: Span, word: str = "x") -> Value:
        """A rounding, where its step is known."""
        if not isinstance(step.den, int) or not step.code.removeprefix("-").isdecimal():
            raise NotCompiled("a rounding whose step is not written as a number", span)
        size = Fraction(int(step.code), step.den)
        if size <= 0:
            return self.never(undefined("the rounding step is not a number above 0"))
        return arithmetic.rounded(self.code, value, size, mode, word)

    def branches(self, e: ir.If) -> Value:
        """Only the branch that is taken is looked at."""
        condition = self.of(e.condition)
        found = Branches(self.code, self.code.fresh())
        head = "if"
        if condition.maybe:
            with found.under(f"if type({condition.code}) is Absent:"):
                found.nothing(f"{condition.code}.spread()")
            head = "elif"
        if condition.form == "word":
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
        given = self.all(e.args)
        self.locals.append(given)
        found = self.of(self.spec.program.functions[e.function].value)
        self.locals.pop()
        return found

    def lookup(self, e: ir.Lookup) -> Value:
        """A value from brackets."""
        column = e.column if e.column is not None else self.spec.kind
        values = self.all(e.args)
        if column is None:
            return Value("word", self.code.let("no_kind(r)"), maybe=True)
        return looked_up(self, self.spec.program.brackets[e.brackets], values, column)

    def asks(self, e: ir.Asks) -> Value:
        """`known`, `missing`."""
        value, known = self.of(e.operand), e.op == "known"
        if not value.maybe:
            return Value("flag", str(known))
        asked = self.code.let(f"asked({value.code}, {known})")
        return Value("flag", asked, maybe=True)


_MOST = 64
_MADE: dict[str, Callable[[Code, Sequence[Value]], Value]] = {
    "add": arithmetic.add, "sum": arithmetic.add, "mul": arithmetic.multiply, "product": arithmetic.multiply,
    "sub": lambda c, v: arithmetic.add(c, [v[0], arithmetic.negate(v[1])]),
    "neg": lambda _, v: arithmetic.negate(v[0]),
    "min": lambda c, v: arithmetic.choose(c, v, "less"), "max": lambda c, v: arithmetic.choose(c, v, "greater"),
    "mean": lambda c, v: arithmetic.divide(c, arithmetic.add(c, v), constant(Fraction(len(v)))),
    "abs": lambda c, v: evolve(v[0], code=c.let(f"abs({v[0].code})"), low=Fraction(0), high=ranges.most(v[0])),
    "floor": lambda c, v: arithmetic.rounded(c, v[0], Fraction(1), "floor"),
    "ceiling": lambda c, v: arithmetic.rounded(c, v[0], Fraction(1), "ceiling"),
}  # fmt: skip
_WHAT: dict[type, str] = {
    ir.Previous: "an earlier year",
    ir.InPeriod: "another year", ir.WorseInARow: "earlier years",
}  # fmt: skip
_RULES: dict[type, Callable[[Expressions, Any], Value]] = {
    ir.Const: Expressions.const, ir.UndefinedConst: Expressions.undefined, ir.Ref: Expressions.ref,
    ir.ParameterRef: Expressions.parameter, ir.Local: Expressions.local, ir.PointsOf: Expressions.points,
    ir.KindOf: Expressions.kind, ir.ThisBody: Expressions.this_body, ir.GradeOf: Expressions.grade,
    ir.Apply: Expressions.apply, ir.If: Expressions.branches, ir.ByReading: Expressions.reading,
    ir.Invoke: Expressions.invoke, ir.Lookup: Expressions.lookup, ir.Asks: Expressions.asks,
    ir.Aggregate: lists.aggregate, ir.ItemRef: lists.by_key, ir.InRating: ratings.among_the,
    ir.InScope: registers.in_scope, ir.HasAttribute: registers.has_attribute,
}  # fmt: skip
