"""What an expression can be: one rule for each sort of expression and each operation of the kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Interval, Test
from evallang.lint.facts import Facts, assumed, difference, truth
from evallang.lint.forms import form
from evallang.lint.operations import OF_LISTS, OPERATIONS, of_parts
from evallang.lint.ranges import (
    ANY,
    NOTHING,
    Range,
    above,
    below,
    exactly,
    meet,
    of_type,
    rounded,
    union,
)  # fmt: skip
from evallang.lint.sets import contains
from evallang.lint.shares import at_most, bounded, share_of
from evallang.types import UNKNOWN, Quantity

if TYPE_CHECKING:
    from evallang.lint.values import Values

Args = Sequence[Range]
_ONE, _NONE = exactly(Fraction(1)), exactly(Fraction(0))


class Estimate:
    """Ranges of expressions, for the values of one kind of bodies."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.program = values.program
        self._bodies: set[int] = set()
        self._known: dict[int, tuple[ir.Expr, Range]] = {}

    def of(self, e: ir.Expr, facts: Facts, args: Args) -> Range:
        """What an expression can be where some facts hold; `args` are those of the formula that is called."""
        rule = _RULES.get(type(e))
        if not facts and not args:
            return self._alone(e, rule) if rule is not None else ANY
        found = rule(self, e, facts, args) if rule is not None else ANY
        if facts and not isinstance(e, ir.Const):
            known = facts.get(form(e))
            if isinstance(known, Range):
                return meet(found, known)
        return found

    def _alone(self, e: ir.Expr, rule: Callable[[Estimate, Any, Facts, Args], Range]) -> Range:
        """What an expression can be whatever holds, worked out once; kept with it, as it is known by its identity."""
        known = self._known.get(id(e))
        if known is not None:
            return known[1]
        found = rule(self, e, {}, ())
        if not self._bodies and not self.values.is_open:
            self._known[id(e)] = e, found
        return found

    def const(self, e: ir.Const, facts: Facts, args: Args) -> Range:
        """A number as written."""
        return exactly(e.value) if type(e.value) is Fraction else ANY

    def undefined(self, e: ir.UndefinedConst, facts: Facts, args: Args) -> Range:
        """What has no value by the words of the rule."""
        return NOTHING

    def ref(self, e: ir.Ref, facts: Facts, args: Args) -> Range:
        """An input, a formula or a node; what is for bodies of other kinds has no value."""
        if not isinstance(e.type, Quantity):
            return ANY
        given = [self.values.of_definition(n) for n in self.values.targets(e.targets)]
        found = union(given) if given else NOTHING
        if not facts:
            return found
        meant = self.values.meaning(e)
        if meant is not None:
            return meet(found, self.of(meant, facts, ()))
        return meet(found, bounded(e, self.values, facts))

    def elsewhere(self, e: Any, facts: Facts, args: Args) -> Range:
        """A value of another item or period: nothing that is known here holds there."""
        inner = e.inner if isinstance(e, ir.ItemRef) else e.operand
        if isinstance(e, ir.Previous) and isinstance(inner, ir.Ref):
            inputs = [self.program.definitions[n] for n in self.values.targets(inner.targets)]
            if inputs and all(isinstance(d, InputDef) for d in inputs):  # earlier years are taken as given
                return union(of_type(getattr(d, "type", UNKNOWN)) for d in inputs)
        return self.of(inner, {}, args)

    def parameter(self, e: ir.ParameterRef, facts: Facts, args: Args) -> Range:
        """A parameter: as written, or whatever its type allows."""
        parameter = self.program.parameters[e.target]
        return of_type(parameter.type) if parameter.value is None else self.of(parameter.value, {}, ())

    def local(self, e: ir.Local, facts: Facts, args: Args) -> Range:
        """A parameter of a formula."""
        return args[e.index] if 0 <= e.index < len(args) else ANY

    def points(self, e: ir.PointsOf, facts: Facts, args: Args) -> Range:
        """The points of a node."""
        return self.values.points(e.node) or ANY

    def branches(self, e: ir.If, facts: Facts, args: Args) -> Range:
        """Both branches, or the one that is taken."""
        inside = Inside(self, args)
        known = truth(e.condition, facts, inside)
        found = []
        if known is not False:
            found.append(self.of(e.then, assumed(e.condition, facts, True, inside), args))
        if known is not True:
            found.append(self.of(e.otherwise, assumed(e.condition, facts, False, inside), args))
        return union(found)

    def reading(self, e: ir.ByReading, facts: Facts, args: Args) -> Range:
        """The case of the option that is chosen."""
        return self.of(e.cases[self.values.choices[e.reading]], facts, args)

    def called(self, e: ir.Invoke, facts: Facts, args: Args) -> Range:
        """A formula with the ranges of its arguments."""
        if e.function in self._bodies:
            return ANY
        self._bodies.add(e.function)
        given = [self.of(a, facts, args) for a in e.args]
        found = self.of(self.program.functions[e.function].value, {}, given)
        self._bodies.discard(e.function)
        return found

    def looked_up(self, e: ir.Lookup, facts: Facts, args: Args) -> Range:
        """Any row of the table; of a number that is written there, its row."""
        table = self.program.brackets[e.brackets]
        column = e.column if e.column is not None else self.values.kind
        columns = [table.results.index(column)] if column in table.results else range(len(table.results))
        rows = [row for row in table.rows if self.values.active(row.conditions)]
        match e.args:
            case (ir.Const(value=Fraction() as asked),):
                rows = [row for row in rows if _answers(row.tests[0], asked)][:1]
        found = [row.results[c] for row in rows for c in columns]
        return union(exactly(v) for v in found if isinstance(v, Fraction))

    def applied(self, e: ir.Apply, facts: Facts, args: Args) -> Range:
        """An operation of the kernel."""
        if not isinstance(e.type, Quantity):
            return ANY
        given = [self.of(a, facts, args) for a in e.args]
        if e.op.startswith("round:"):
            step = given[1].point if len(given) > 1 else Fraction(1)
            return rounded(given[0], step, e.op.removeprefix("round:")) if step and step > 0 else ANY
        operation = OPERATIONS.get(e.op)
        found = operation(given) if operation is not None else ANY
        if e.op == "add":
            return self._apart(e, found)
        if e.op == "div":
            found = _compared(e, found, given[1], facts) if facts else found
            return meet(found, share_of(e, self.values, lambda x: self.of(x, facts, args)))
        if e.op == "mul" and len(e.args) == 2 and form(e.args[0]) == form(e.args[1]):
            return above(found, _NONE)
        return found

    def _apart(self, e: ir.Apply, found: Range) -> Range:
        """A difference of a number and one that it is at most, or at least."""
        match e.args:
            case (x, ir.Apply(op="neg", args=(y,))):
                found = above(found, _NONE) if at_most(y, x, self.values) else found
                return below(found, _NONE) if at_most(x, y, self.values) else found
        return found

    def gathered(self, e: ir.Aggregate, facts: Facts, args: Args) -> Range:
        """An aggregate over a list whose length is not known, or over the parts of a node."""
        if isinstance(e.over, ir.PartsOf):
            parts = self.values.parts(self.program.definitions[e.over.node])  # type: ignore[arg-type]  # a node
            return of_parts(e.op, parts)
        if e.op == "count":
            return Range(Fraction(0), None, True, False, whole=True)
        own = not isinstance(e.over, ir.BodiesOf) and not e.over.of_every_body
        whose = [self.values] if own else self.values.others(same_kind=getattr(e.over, "same_kind", False))
        value = union(values.estimate.member(e, args) for values in whose)
        rule = OF_LISTS.get(e.op)
        if e.op == "minmax" and e.over.where is not None:  # the own value need not be one of the list
            rule = None
        if e.weight is not None and not all(values.estimate.weighs(e.weight, args) for values in whose):
            rule = None
        found = [rule(value) if rule is not None else ANY]
        return union([*found, self.of(e.none, {}, args)] if e.none is not None else found)

    def member(self, e: ir.Aggregate, args: Args) -> Range:
        """What the value of one member of a list can be."""
        assert not isinstance(e.over, ir.PartsOf)
        where = assumed(e.over.where, {}, True, Inside(self, args)) if e.over.where is not None else {}
        return self.of(e.value, where, args) if e.value is not None else ANY

    def weighs(self, weight: ir.Expr, args: Args) -> bool:
        """Whether a weight is never negative."""
        low = self.of(weight, {}, args).low
        return low is not None and low >= 0


def _compared(e: ir.Apply, found: Range, by: Range, facts: Facts) -> Range:
    """A quotient of two numbers of which the one is known to be more than the other."""
    apart = facts.get(form(difference(e.args[0], e.args[1])))
    if not isinstance(apart, Range) or by.low is None or by.low < 0:
        return found
    if apart.high is not None and apart.high <= 0:
        found = below(found, _ONE)
    return above(found, _ONE) if apart.low is not None and apart.low >= 0 else found


def _answers(test: Test, asked: Fraction) -> bool:
    """Whether a cell of a table says yes to a number."""
    return contains(test, asked) if isinstance(test, Interval) else test is None or test == asked


class Inside:
    """Reads expressions where a formula is called with some arguments."""

    def __init__(self, estimate: Estimate, args: Args) -> None:
        self.estimate = estimate
        self.args = args
        self.kind = estimate.values.kind

    def of(self, e: ir.Expr, facts: Facts | None = None) -> Range:
        """What an expression can be where some facts hold."""
        return self.estimate.of(e, facts or {}, self.args)

    def meaning(self, e: ir.Expr) -> ir.Expr | None:
        """What an expression stands for."""
        return self.estimate.values.meaning(e)

    def is_stood_in(self, e: ir.Expr) -> bool:
        """Whether an expression is an input for which something stands in wherever it is missing."""
        return self.estimate.values.is_stood_in(e)


_RULES: dict[type, Callable[[Estimate, Any, Facts, Args], Range]] = {
    ir.Const: Estimate.const, ir.UndefinedConst: Estimate.undefined,
    ir.Ref: Estimate.ref, ir.ItemRef: Estimate.elsewhere, ir.Previous: Estimate.elsewhere,
    ir.InPeriod: Estimate.elsewhere, ir.ParameterRef: Estimate.parameter, ir.Local: Estimate.local,
    ir.PointsOf: Estimate.points, ir.Apply: Estimate.applied, ir.If: Estimate.branches,
    ir.ByReading: Estimate.reading, ir.Invoke: Estimate.called, ir.Lookup: Estimate.looked_up,
    ir.Aggregate: Estimate.gathered,
}  # fmt: skip
