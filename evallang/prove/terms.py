"""Expressions as terms of z3: a number with what must hold for it to be one, a condition with when it is true or false.

What the solver is not told exactly (a list, another body, a rounding to even) becomes a fresh variable within its
range: every real body is still among the models, so that "no model" is a proof; `loose` says that a model need not
be a body. Absence follows the language: a number is there only where all it needs is there, and conditions have
Kleene's three values (true, false, neither). A day is the number of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import z3
from attrs import define, field, frozen

from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, ClampStep, FormulaDef, InputDef, NodeDef, Program, RoundStep, WeightsDef
from evallang.lint.forms import form
from evallang.lint.ranges import ANY, Range, is_empty
from evallang.lint.values import Values
from evallang.prove.algebra import (
    COMPARED,
    NO,
    OPERATIONS,
    YES,
    Number,
    Option,
    Term,
    Truth,
    holds,
    logic,
    real,
    within,
)
from evallang.types import Choice, DateType, Flag, Quantity


@frozen
class Variable:
    """An input that the solver may choose: its number, how many levels of items down it stands, years back."""

    number: int
    depth: int
    back: int = 0


class TooMuch(Exception):
    """A term became larger than is useful."""


MOST_TERMS = 4000
MOST_POWER = 8


@define(eq=False)
class Terms:
    """Terms for the bodies of one kind (or one body that the rules name), looked at in frames of some level."""

    values: Values
    depth: int
    variables: dict[Variable, Any] = field(factory=dict)
    constraints: list[Any] = field(factory=list)
    loose: bool = False
    _known: dict[tuple[object, ...], Term] = field(factory=dict)
    _count: int = 0

    @property
    def program(self) -> Program:
        """The rules."""
        return self.values.program

    def condition(self, e: ir.Expr, depth: int | None = None) -> Truth:
        """A condition."""
        term = self.term(e, self.depth if depth is None else depth)
        if isinstance(term, Truth):
            return term
        return self._unknown_truth()

    def number(self, e: ir.Expr, depth: int | None = None) -> Number:
        """A number."""
        term = self.term(e, self.depth if depth is None else depth)
        return term if isinstance(term, Number) else self._unknown_number(ANY)

    def term(self, e: ir.Expr, depth: int, args: Sequence[Term] = ()) -> Term:
        """The term of an expression in a frame at some depth; the same expression has the same term."""
        self._count += 1
        if self._count > MOST_TERMS:
            raise TooMuch
        place: tuple[object, ...] = (depth, form(e))
        if args:
            return self._made(e, depth, args)
        if place not in self._known:
            self._known[place] = self._made(e, depth, args)
        return self._known[place]

    def _made(self, e: ir.Expr, depth: int, args: Sequence[Term]) -> Term:
        rule = _RULES.get(type(e))
        return rule(self, e, depth, args) if rule is not None else self._opaque(e)

    def _undefined(self, e: ir.UndefinedConst, depth: int, args: Sequence[Term]) -> Term:
        return Truth(NO, NO) if isinstance(e.type, Flag) else Number(z3.RealVal(0), NO)

    def _const(self, e: ir.Const, depth: int, args: Sequence[Term]) -> Term:
        if isinstance(e.value, bool):
            return Truth(z3.BoolVal(e.value), z3.BoolVal(not e.value))
        if isinstance(e.value, date):
            return Number(real(Fraction(e.value.toordinal())))
        return Number(real(e.value)) if isinstance(e.value, Fraction) else Option(z3.IntVal(0), (e.value,))

    def _local(self, e: ir.Local, depth: int, args: Sequence[Term]) -> Term:
        return args[e.index] if 0 <= e.index < len(args) else self._opaque(e)

    def _points(self, e: ir.PointsOf, depth: int, args: Sequence[Term]) -> Term:
        points = self.values.points(e.node)
        one = points.point if points is not None else None
        return Number(real(one)) if one is not None else self._unknown_number(points or ANY)

    def _parameter(self, e: ir.ParameterRef, depth: int, args: Sequence[Term]) -> Term:
        value = self.program.parameters[e.target].value
        return self.term(value, 0) if value is not None else self._opaque(e)

    def _kind(self, e: ir.KindOf, depth: int, args: Sequence[Term]) -> Term:
        kind = self.values.kind
        return Option(z3.IntVal(0), (kind,)) if kind is not None else self._opaque(e)

    def _reading(self, e: ir.ByReading, depth: int, args: Sequence[Term]) -> Term:
        return self.term(e.cases[self.values.choices[e.reading]], depth, args)

    def _if(self, e: ir.If, depth: int, args: Sequence[Term]) -> Term:
        condition = self._truth(e.condition, depth, args)
        return self._either(condition, self.term(e.then, depth, args), self.term(e.otherwise, depth, args))

    def _invoke(self, e: ir.Invoke, depth: int, args: Sequence[Term]) -> Term:
        given = [self.term(a, depth, args) for a in e.args]
        return self.term(self.program.functions[e.function].value, depth, given)

    def _previous(self, e: ir.Previous, depth: int, args: Sequence[Term]) -> Term:
        if isinstance(e.operand, ir.Ref) and len(e.operand.targets) == 1 and not e.operand.lift:
            d = self.program.definitions[e.operand.targets[0]]
            if isinstance(d, InputDef) and d.yearly:
                return self._variable(d, Variable(d.number, depth, e.back))
        return self._opaque(e)

    def _aggregate(self, e: ir.Aggregate, depth: int, args: Sequence[Term]) -> Term:
        if isinstance(e.over, ir.PartsOf) and e.op in ("sum", "mean"):
            return self._parts(e.over.node, e.op, depth)
        return self._opaque(e)

    # ---- values

    def _ref(self, e: ir.Ref, depth: int, args: Sequence[Term] = ()) -> Term:
        depth -= e.lift
        numbers = [n for n in self.values.targets(e.targets) if self.values.is_for(n)]
        if len(numbers) != 1:
            return self._opaque(e)
        d = self.program.definitions[numbers[0]]
        place = ("definition", d.number, depth)
        if place not in self._known:
            match d:
                case InputDef():
                    term = self._variable(d, Variable(d.number, depth))
                case FormulaDef():
                    term = self.term(d.value, depth)
                case NodeDef():
                    term = self.node(d, depth)
            self._known[place] = term
        return self._known[place]

    def _variable(self, d: InputDef, at: Variable) -> Term:
        name = f"{'.'.join(d.path)}@{at.depth}-{at.back}"
        match d.type:
            case Flag():
                chosen = self.variables.setdefault(at, z3.Bool(name))
                return Truth(chosen, z3.Not(chosen))
            case Choice(options=options):
                chosen = self.variables.setdefault(at, z3.Int(name))
                self.constraints += [chosen >= 0, chosen < len(options)]
                return Option(chosen, tuple(options))
            case Quantity(whole=whole):
                chosen = self.variables.setdefault(at, z3.Int(name) if whole else z3.Real(name))
                value = z3.ToReal(chosen) if whole else chosen
                self.constraints += within(value, self.values.of_definition(d.number))
                self._bounded(d, at, value)
                return Number(value)
            case DateType():
                chosen = self.variables.setdefault(at, z3.Int(name))
                self.constraints += [chosen >= date.min.toordinal(), chosen <= date.max.toordinal()]
                return Number(z3.ToReal(chosen))
        return self._unknown_number(ANY)

    def _bounded(self, d: InputDef, at: Variable, value: Any) -> None:
        for number in d.at_most:
            above = self.program.definitions[number]
            if isinstance(above, InputDef) and above.level == d.level and not d.fallback and not above.fallback:
                bound = self._variable(above, Variable(number, at.depth, at.back))
                if isinstance(bound, Number):
                    self.constraints.append(value <= bound.value)

    def _opaque(self, e: ir.Expr) -> Term:
        """What the solver is not told: anything within its range."""
        self.loose = True
        match e.type:
            case Flag():
                return self._unknown_truth()
            case Choice(options=options):
                chosen = z3.FreshInt("option")
                self.constraints += [chosen >= 0, chosen < len(options)]
                return Option(chosen, tuple(options), z3.FreshBool("there"))
        return self._unknown_number(self.values.of(e))

    def _unknown_number(self, known: Range) -> Number:
        if is_empty(known):
            return Number(z3.RealVal(0), NO)
        self.loose = True
        fresh = z3.FreshReal("value")
        self.constraints += within(fresh, known)
        return Number(fresh, z3.FreshBool("there"))

    def _unknown_truth(self) -> Truth:
        self.loose = True
        yes, no = z3.FreshBool("yes"), z3.FreshBool("no")
        self.constraints.append(z3.Not(z3.And(yes, no)))
        return Truth(yes, no)

    # ---- nodes

    def node(self, d: NodeDef, depth: int, steps: int | None = None) -> Term:
        """A node after so many of its clamps and roundings, after all for None."""
        weights = self._weights(d)
        if d.scored_by or self.values.exempted(d) or (weights is not None and weights.shared_out):
            return self._unknown_number(self.values.after(d, steps))
        term = self._clauses(d, depth)
        if not isinstance(term, Number):
            return term
        for step in self.values.steps(d)[:steps]:
            term = self._step(term, step, depth)
        return term

    def _clauses(self, d: NodeDef, depth: int) -> Term:
        active = [c for c in d.clauses if self.values.active(c.conditions)]
        whole = [c for c in active if c.guard is None]
        term = self.term(whole[0].value, depth) if whole else self._without_clause(d, depth)
        before = active[: active.index(whole[0])] if whole else active
        for clause in reversed(before):
            assert clause.guard is not None
            term = self._either(self.condition(clause.guard, depth), self.term(clause.value, depth), term)
        return term

    def _weights(self, d: NodeDef) -> WeightsDef | None:
        return next((w for w in d.weights if self.values.active(w.conditions)), None)

    def _without_clause(self, d: NodeDef, depth: int) -> Term:
        weights = self._weights(d)
        if weights is None:
            return self._parts(d.number, "sum", depth)
        pairs = [(self.number(p.part, depth), self.number(p.weight, depth)) for p in weights.parts]
        there = z3.And([x.there for pair in pairs for x in pair])
        return Number(z3.Sum([part.value * weight.value for part, weight in pairs]), there)

    def _parts(self, number: int, op: str, depth: int) -> Term:
        d = self.program.definitions[number]
        assert isinstance(d, NodeDef)
        if d.shared_out:
            return self._unknown_number(ANY)
        found = []
        for entry in d.parts:
            for target in filter(self.values.is_for, self.values.targets(entry.part.targets)):
                part = self._ref(ir.Ref((target,), "", type=entry.part.type), depth)
                number_of = part if isinstance(part, Number) else self._unknown_number(ANY)
                found.append(Number(entry.sign * number_of.value, number_of.there))
        if not found:
            return Number(z3.RealVal(0), NO)
        whole = z3.Sum([p.value for p in found])
        return Number(whole / len(found) if op == "mean" else whole, z3.And([p.there for p in found]))

    def _step(self, term: Number, step: ClampStep | RoundStep, depth: int) -> Number:
        if isinstance(step, RoundStep):
            return self.rounded(term, self.number(step.step, depth), step.mode)
        value, there = term.value, [term.there]
        for end, upper in ((step.low, False), (step.high, True)):
            if end is not None:
                bound = self.number(end, depth)
                there.append(bound.there)
                outside = value > bound.value if upper else value < bound.value
                value = z3.If(outside, bound.value, value)
        return Number(value, z3.And(there))

    # ---- operations

    def _truth(self, e: ir.Expr, depth: int, args: Sequence[Term]) -> Truth:
        term = self.term(e, depth, args)
        return term if isinstance(term, Truth) else self._unknown_truth()

    def _either(self, c: Truth, t: Term, o: Term) -> Term:
        if isinstance(t, Truth) and isinstance(o, Truth):
            yes = z3.Or(z3.And(c.yes, t.yes), z3.And(c.no, o.yes))
            return Truth(yes, z3.Or(z3.And(c.yes, t.no), z3.And(c.no, o.no)))
        if isinstance(t, Number) and isinstance(o, Number):
            there = z3.Or(z3.And(c.yes, t.there), z3.And(c.no, o.there))
            return Number(z3.If(c.yes, t.value, o.value), there)
        return self._unknown_number(ANY)

    def _apply(self, e: ir.Apply, depth: int, args: Sequence[Term]) -> Term:
        given = [self.term(a, depth, args) for a in e.args]
        if e.op in ("and", "or", "not"):
            return logic(e.op, [g if isinstance(g, Truth) else self._unknown_truth() for g in given])
        if e.op in COMPARED:
            return self._compared(e.op, given)
        numbers = [g for g in given if isinstance(g, Number)]
        if len(numbers) < len(given):
            return self._opaque(e)
        if e.op.startswith("round:"):
            return self.rounded(numbers[0], numbers[1], e.op[len("round:") :]) if len(numbers) == 2 else self._opaque(e)
        if e.op == "power":
            return self._power(e, numbers[0], args)
        operation = OPERATIONS.get(e.op)
        if operation is None:
            return self._unknown_number(self.values.of(e) if not args else ANY)
        there = z3.And([n.there for n in numbers])
        if e.op == "div":
            there = z3.And(there, numbers[1].value != 0)
        return Number(operation([n.value for n in numbers]), there)

    def _power(self, e: ir.Apply, base: Number, args: Sequence[Term]) -> Term:
        """A power with a small whole exponent, multiplied out; one below 0 is there where the base is not 0."""
        n = self.values.of(e.args[1]).point
        if n is None or n.denominator != 1 or abs(n) > MOST_POWER:
            return self._unknown_number(self.values.of(e) if not args else ANY)
        value = real(Fraction(1))
        for _ in range(abs(int(n))):
            value = value * base.value
        return Number(value, base.there) if n >= 0 else Number(1 / value, z3.And(base.there, base.value != 0))

    def _compared(self, op: str, given: Sequence[Term]) -> Truth:
        match given:
            case [Number() as a, Number() as b]:
                there, said = z3.And(a.there, b.there), COMPARED[op](a.value, b.value)
            case [Option() as a, Option() as b] if op in ("equal", "unequal"):
                pairs = [z3.And(a.value == i, b.value == j) for i, x in enumerate(a.names)
                         for j, y in enumerate(b.names) if x == y]  # fmt: skip
                there, said = z3.And(a.there, b.there), z3.Or(pairs) if pairs else NO
                said = z3.Not(said) if op == "unequal" else said
            case [Truth() as a, Truth() as b] if op in ("equal", "unequal"):
                there = z3.And(z3.Or(a.yes, a.no), z3.Or(b.yes, b.no))
                said = a.yes == b.yes if op == "equal" else a.yes != b.yes
            case _:
                return self._unknown_truth()
        return Truth(z3.And(there, said), z3.And(there, z3.Not(said)))

    def rounded(self, n: Number, step: Number, mode: str) -> Number:
        """A rounding: exact for the modes that need no look at even digits."""
        quotient = n.value / step.value
        there = z3.And(n.there, step.there)
        half = z3.RealVal("1/2")
        whole = {
            "floor": lambda: z3.ToInt(quotient),
            "ceiling": lambda: -z3.ToInt(-quotient),
            "down": lambda: z3.If(quotient >= 0, z3.ToInt(quotient), -z3.ToInt(-quotient)),
            "up": lambda: z3.If(quotient >= 0, -z3.ToInt(-quotient), z3.ToInt(quotient)),
            "half up": lambda: z3.If(quotient >= 0, z3.ToInt(quotient + half), -z3.ToInt(half - quotient)),
        }.get(mode)
        if whole is not None:
            return Number(z3.ToReal(whole()) * step.value, there)
        self.loose = True
        fresh = z3.FreshReal("rounded")
        self.constraints += [fresh - n.value <= step.value * half, n.value - fresh <= step.value * half]
        return Number(fresh, there)

    # ---- tables

    def _lookup(self, e: ir.Lookup, depth: int, args: Sequence[Term]) -> Term:
        table = self.program.brackets[e.brackets]
        column = e.column if e.column is not None else self.values.kind
        if column not in table.results:
            return self._opaque(e)
        return self.table(table, [self.term(a, depth, args) for a in e.args], table.results.index(column))

    def table(self, table: BracketsDef, given: Sequence[Term], column: int) -> Term:
        """What a table answers in a column; nothing where no row applies."""
        rows = [row for row in table.rows if self.values.active(row.conditions)]
        there = z3.And([g.there for g in given if not isinstance(g, Truth)] or [YES])
        tests = [z3.And([holds(g, t) for g, t in zip(given, row.tests, strict=True)]) for row in rows]
        results = [row.results[column] for row in rows]
        if not all(isinstance(r, Fraction) for r in results):
            return self._unknown_number(ANY)
        value: Any = z3.RealVal(0)
        for test, result in zip(reversed(tests), reversed(results), strict=True):
            value = z3.If(test, real(result), value)  # type: ignore[arg-type]  # a fraction
        return Number(value, z3.And(there, z3.Or(tests) if tests else NO))


_RULES: dict[type, Callable[[Terms, Any, int, Sequence[Term]], Term]] = {
    ir.Const: Terms._const, ir.UndefinedConst: Terms._undefined, ir.Local: Terms._local, ir.Ref: Terms._ref,
    ir.PointsOf: Terms._points, ir.ParameterRef: Terms._parameter, ir.KindOf: Terms._kind,
    ir.ByReading: Terms._reading, ir.If: Terms._if, ir.Invoke: Terms._invoke, ir.Lookup: Terms._lookup,
    ir.Apply: Terms._apply, ir.Previous: Terms._previous, ir.Aggregate: Terms._aggregate,
}  # fmt: skip
