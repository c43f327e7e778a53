"""What an expression can be: one rule for each sort of expression and each operation of the kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.lint.enclosed import exp, ln, power, root
from evallang.lint.facts import Facts, assumed, truth
from evallang.lint.forms import form
from evallang.lint.ranges import (
    ANY,
    NOTHING,
    Range,
    above,
    absolute,
    below,
    divided,
    exactly,
    greatest,
    least,
    meet,
    negative,
    of_type,
    rounded,
    times,
    total,
    union,
)  # fmt: skip
from evallang.types import Quantity

if TYPE_CHECKING:
    from evallang.lint.values import Values

Args = Sequence[Range]
_ONE, _NONE, _TWO = exactly(Fraction(1)), exactly(Fraction(0)), exactly(Fraction(2))
_POSITIVE = Range(Fraction(0), None, True, False)


class Estimate:
    """Ranges of expressions, for the values of one kind of bodies."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.program = values.program
        self._bodies: set[int] = set()

    def of(self, e: ir.Expr, facts: Facts, args: Args) -> Range:
        """What an expression can be where some facts hold; `args` are those of the formula that is called."""
        rule = _RULES.get(type(e))
        found = rule(self, e, facts, args) if rule is not None else ANY
        if facts and not isinstance(e, ir.Const):
            known = facts.get(form(e))
            if isinstance(known, Range):
                return meet(found, known)
        return found

    def const(self, e: ir.Const, facts: Facts, args: Args) -> Range:  # noqa: ARG002  # as of all rules
        """A number as written."""
        return exactly(e.value) if type(e.value) is Fraction else ANY

    def undefined(self, e: ir.UndefinedConst, facts: Facts, args: Args) -> Range:  # noqa: ARG002
        """What has no value by the words of the rule."""
        return NOTHING

    def ref(self, e: ir.Ref, facts: Facts, args: Args) -> Range:  # noqa: ARG002
        """An input, a formula or a node."""
        if not isinstance(e.type, Quantity):
            return ANY
        return union(self.values.of_definition(n) for n in self.values.targets(e.targets))

    def elsewhere(self, e: Any, facts: Facts, args: Args) -> Range:  # noqa: ARG002
        """A value of another item or period: nothing that is known here holds there."""
        inner = e.inner if isinstance(e, ir.ItemRef) else e.operand
        return self.of(inner, {}, args)

    def parameter(self, e: ir.ParameterRef, facts: Facts, args: Args) -> Range:  # noqa: ARG002
        """A parameter: as written, or whatever its type allows."""
        parameter = self.program.parameters[e.target]
        return of_type(parameter.type) if parameter.value is None else self.of(parameter.value, {}, ())

    def local(self, e: ir.Local, facts: Facts, args: Args) -> Range:  # noqa: ARG002
        """A parameter of a formula."""
        return args[e.index] if 0 <= e.index < len(args) else ANY

    def points(self, e: ir.PointsOf, facts: Facts, args: Args) -> Range:  # noqa: ARG002
        """The points of a node."""
        return self.values.points(e.node) or ANY

    def branches(self, e: ir.If, facts: Facts, args: Args) -> Range:
        """Both branches, or the one that is taken."""

        def read(x: ir.Expr, known: Facts) -> Range:
            return self.of(x, known, args)

        known = truth(e.condition, facts, read, self.values.kind)
        found = []
        if known is not False:
            found.append(self.of(e.then, assumed(e.condition, facts, True, read), args))
        if known is not True:
            found.append(self.of(e.otherwise, assumed(e.condition, facts, False, read), args))
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

    def looked_up(self, e: ir.Lookup, facts: Facts, args: Args) -> Range:  # noqa: ARG002
        """Any row of the table."""
        table = self.program.brackets[e.brackets]
        column = e.column if e.column is not None else self.values.kind
        columns = [table.results.index(column)] if column in table.results else range(len(table.results))
        rows = [row for row in table.rows if self.values.active(row.conditions)]
        found = [row.results[c] for row in rows for c in columns]
        return union(exactly(v) for v in found if isinstance(v, Fraction))

    def applied(self, e: ir.Apply, facts: Facts, args: Args) -> Range:
        """An operation of the kernel."""
        if not isinstance(e.type, Quantity):
            return ANY
        given = [self.of(a, facts, args) for a in e.args]
        if e.op.startswith("round:"):
            return rounded(given[0], given[1].point) if len(given) > 1 else rounded(given[0], None)
        operation = _OPERATIONS.get(e.op)
        found = operation(given) if operation is not None else ANY
        if e.op == "add" and self._is_difference(e):
            return above(found, _NONE)
        if e.op == "div" and (self._at_most(e.args[0], e.args[1]) or _known_less(e, given, facts)):
            return below(found, _ONE)
        if e.op == "mul" and len(e.args) == 2 and form(e.args[0]) == form(e.args[1]):
            return above(found, _NONE)
        return found

    def _is_difference(self, e: ir.Apply) -> bool:
        """Whether what is subtracted is at most what it is subtracted from."""
        match e.args:
            case (whole, ir.Apply(op="neg", args=(part,))):
                return self._at_most(part, whole)
        return False

    def _at_most(self, part: ir.Expr, whole: ir.Expr) -> bool:
        """Whether a value is an input of which the data says that it is at most another one, and not below zero."""
        if not (isinstance(part, ir.Ref) and isinstance(whole, ir.Ref)) or part.lift != whole.lift:
            return False
        inputs = [self.program.definitions[n] for n in self.values.targets(part.targets)]
        low = self.ref(part, {}, ()).low
        return low is not None and low >= 0 and all(
            isinstance(d, InputDef) and d.fallback is None and set(self.values.targets(whole.targets)) <= set(d.at_most)
            for d in inputs
        )  # fmt: skip

    def gathered(self, e: ir.Aggregate, facts: Facts, args: Args) -> Range:  # noqa: ARG002  # members stand elsewhere
        """An aggregate over a list whose length is not known, or over the parts of a node."""
        if isinstance(e.over, ir.PartsOf):
            parts = self.values.parts(self.program.definitions[e.over.node])  # type: ignore[arg-type]  # a node
            return _of_parts(e.op, parts)
        if e.op == "count":
            return Range(Fraction(0), None, True, False, whole=True)
        same = e.over.same_kind if isinstance(e.over, ir.BodiesOf) else not e.over.of_every_body
        there = self if same else self.values.anyone.estimate  # whose members may be of other kinds
        where = assumed(e.over.where, {}, True, lambda x, known: there.of(x, known, args)) if e.over.where else {}
        value = there.of(e.value, where, args) if e.value is not None else ANY
        rule = _OF_LISTS.get(e.op)
        found = [rule(value) if rule is not None else ANY]
        return union([*found, self.of(e.none, {}, args)] if e.none is not None else found)


def _known_less(e: ir.Apply, given: Sequence[Range], facts: Facts) -> bool:
    """Whether a condition says that what is divided is not more than a divisor that is not below zero."""
    apart = facts.get(("add", form(e.args[0]), ("neg", form(e.args[1]))))
    low = given[1].low
    return isinstance(apart, Range) and apart.high is not None and apart.high <= 0 and low is not None and low >= 0


def _of_parts(op: str, parts: Sequence[Range]) -> Range:
    if not parts:
        return ANY
    match op:
        case "sum":
            return total(parts)
        case "mean":
            return times(total(parts), exactly(Fraction(1, len(parts))))
        case "min":
            return least(parts)
        case "max":
            return greatest(parts)
    return union(parts) if op in ("median", "quantile") else ANY


def _sum(value: Range) -> Range:
    low = Fraction(0) if value.low is not None and value.low >= 0 else None
    high = Fraction(0) if value.high is not None and value.high <= 0 else None
    return Range(low, high, low is not None, high is not None, value.whole)


def _between(value: Range) -> Range:
    """Between the least and the greatest: no mean of whole numbers need be one, nor one of numbers without zero."""
    held = value.low is not None and value.low >= 0 and value.nonzero
    return Range(value.low, value.high, value.low_closed, value.high_closed, nonzero=held)


_OPERATIONS: dict[str, Callable[[list[Range]], Range]] = {
    "add": total,
    "sub": lambda g: total([g[0], *map(negative, g[1:])]),
    "mul": lambda g: times(g[0], g[1]) if len(g) == 2 else _product(g),
    "neg": lambda g: negative(g[0]),
    "div": lambda g: divided(g[0], g[1]),
    "min": least,
    "max": greatest,
    "abs": lambda g: absolute(g[0]),
    "sqrt": lambda g: root(g[0], _TWO),
    "root": lambda g: root(g[0], g[1]),
    "ln": lambda g: ln(g[0]),
    "exp": lambda g: exp(g[0]),
    "power": lambda g: power(g[0], g[1]),
    "floor": lambda g: rounded(g[0], None),
    "ceiling": lambda g: rounded(g[0], None),
    "mean": lambda g: times(total(g), exactly(Fraction(1, len(g)))),
}
_OF_LISTS: dict[str, Callable[[Range], Range]] = {
    "sum": _sum,
    "mean": _between,
    "min": lambda v: v,
    "max": lambda v: v,
    "median": _between,
    "quantile": _between,
    "geomean": _between,
    "harmean": _between,
    "winsorise": _between,
    "sd": lambda _: _POSITIVE,
    "sd_population": lambda _: _POSITIVE,
    "rank": lambda _: Range(Fraction(1), None, True, False),
    "minmax": lambda _: Range(Fraction(0), Fraction(1), True, True),
}


def _product(given: Sequence[Range]) -> Range:
    found = _ONE
    for r in given:
        found = times(found, r)
    return found


_RULES: dict[type, Callable[[Estimate, Any, Facts, Args], Range]] = {
    ir.Const: Estimate.const, ir.UndefinedConst: Estimate.undefined,
    ir.Ref: Estimate.ref, ir.ItemRef: Estimate.elsewhere, ir.Previous: Estimate.elsewhere,
    ir.InPeriod: Estimate.elsewhere, ir.ParameterRef: Estimate.parameter, ir.Local: Estimate.local,
    ir.PointsOf: Estimate.points, ir.Apply: Estimate.applied, ir.If: Estimate.branches,
    ir.ByReading: Estimate.reading, ir.Invoke: Estimate.called, ir.Lookup: Estimate.looked_up,
    ir.Aggregate: Estimate.gathered,
}  # fmt: skip
