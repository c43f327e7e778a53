"""What every value of a methodology can be, from the types of its inputs: abstract interpretation over ranges.

(Cousot & Cousot, POPL 1977.) A condition that holds narrows what it compares; readings are as chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import (
    ClampStep,
    Conditions,
    FormulaDef,
    GradeDef,
    Guarded,
    InputDef,
    NodeDef,
    Program,
    RoundStep,
)  # fmt: skip
from evallang.lint.ranges import (
    ANY,
    Range,
    above,
    below,
    divided,
    exactly,
    negative,
    of_type,
    plus,
    times,
    union,
    without_zero,
)  # fmt: skip
from evallang.types import Quantity

Facts = Mapping[tuple[int, ...], Range]
"""What is known of definitions where an expression stands, by the numbers of their variants."""

_COMPARE = {
    "less": ("less", "greater_equal"),
    "less_equal": ("less_equal", "greater"),
    "greater": ("greater", "less_equal"),
    "greater_equal": ("greater_equal", "less"),
    "equal": ("equal", "unequal"),
    "unequal": ("unequal", "equal"),
}
_TURNED = {
    "less": "greater",
    "less_equal": "greater_equal",
    "greater": "less",
    "greater_equal": "less_equal",
    "equal": "equal",
    "unequal": "unequal",
}


class Values:
    """The ranges of all values under some choice of readings; each is worked out once."""

    def __init__(self, program: Program, choices: Sequence[int]) -> None:
        self.program = program
        self.choices = tuple(choices)
        self._known: dict[int, Range] = {}
        self._open: set[int] = set()
        self.read: set[int] = set()
        """The readings whose choice mattered to what was asked so far."""

    def active(self, conditions: Conditions) -> bool:
        """Whether the readings that something stands under are chosen so."""
        self.read.update(reading for reading, _ in conditions)
        return all(self.choices[reading] == option for reading, option in conditions)

    # ---- definitions ------------------------------------------------------------------------------

    def of_definition(self, number: int) -> Range:
        """What an input, a formula or a node can be where it has a value."""
        if number in self._known:
            return self._known[number]
        if number in self._open:  # its own value of another period, or of other bodies
            return ANY
        self._open.add(number)
        definition = self.program.definitions[number]
        match definition:
            case InputDef():
                found = of_type(definition.type)
                if definition.fallback is not None:
                    found = union([found, self.of(definition.fallback, {})])
            case FormulaDef():
                found = self.of(definition.value, {})
            case NodeDef():
                found = self.of_node(definition)
        self._open.discard(number)
        self._known[number] = found
        return found

    def of_node(self, node: NodeDef) -> Range:
        """What a node can be after its clamps and roundings."""
        found = self.before_steps(node)
        for step in node.steps:
            if self.active(step.conditions):
                found = self.after(found, step)
        return found

    def before_steps(self, node: NodeDef) -> Range:
        """What a node can be by its clauses, its weights or its parts."""
        clauses = [(clause, facts) for clause, facts in self.clauses(node)]
        if clauses:
            return union(self.of(clause.value, facts) for clause, facts in clauses)
        weights = next((w for w in node.weights if self.active(w.conditions)), None)
        if weights is not None:
            if weights.shared_out:
                return union(self.of(p.part, {}) for p in weights.parts)
            return _sum([times(self.of(p.weight, {}), self.of(p.part, {})) for p in weights.parts])
        if node.parts:
            parts = [times(exactly(Fraction(p.sign)), self.of(p.part, {})) for p in node.parts]
            return _sum([p if self._always(node, i) else union([p, exactly(Fraction(0))]) for i, p in enumerate(parts)])
        return ANY

    def _always(self, node: NodeDef, place: int) -> bool:
        """Whether a part enters the sum for every body."""
        targets = [self.program.definitions[n] for n in node.parts[place].part.targets]
        return len(targets) == 1 and targets[0].kinds is None and not getattr(targets[0], "exemptions", ())

    def clauses(self, node: NodeDef) -> Iterator[tuple[Guarded, dict[tuple[int, ...], Range]]]:
        """The clauses that can act, each with what is known where it does: the guards before it were false."""
        facts: dict[tuple[int, ...], Range] = {}
        for clause in node.clauses:
            if not self.active(clause.conditions):
                continue
            if clause.guard is None:
                yield clause, facts
                return
            yield clause, self.assume(clause.guard, facts, True)
            facts = self.assume(clause.guard, facts, False)

    def after(self, found: Range, step: ClampStep | RoundStep) -> Range:
        """What a clamp or a rounding makes of a range."""
        if isinstance(step, RoundStep):
            size = self.of(step.step, {}).point
            return _rounded(found, size) if size else ANY
        if step.low is not None:
            found = _at_least(found, self.of(step.low, {}))
        if step.high is not None:
            found = negative(_at_least(negative(found), negative(self.of(step.high, {}))))
        return found

    # ---- expressions ------------------------------------------------------------------------------

    def of(self, e: ir.Expr, facts: Facts, args: Sequence[Range] = ()) -> Range:
        """What an expression can be where some facts hold; `args` are those of the formula that is called."""
        match e:
            case ir.Const(value=value):
                return exactly(value) if isinstance(value, Fraction) and not isinstance(value, bool) else ANY
            case ir.Ref(targets=targets):
                own = union(self.of_definition(n) for n in targets)
                return _both(own, facts[targets]) if targets in facts else own
            case ir.ItemRef(inner=inner) | ir.Previous(operand=inner) | ir.InPeriod(operand=inner):
                return self.of(inner, {}, args)
            case ir.ParameterRef(target=target):
                parameter = self.program.parameters[target]
                return of_type(parameter.type) if parameter.value is None else self.of(parameter.value, {})
            case ir.Local(index=index):
                return args[index] if index < len(args) else ANY
            case ir.PointsOf(node=node):
                return self.points(node)
            case ir.Apply():
                return self._apply(e, facts, args)
            case ir.If(condition=c, then=t, otherwise=o):
                yes, no = self.assume(c, facts, True), self.assume(c, facts, False)
                return union([self.of(t, yes, args), self.of(o, no, args)])
            case ir.ByReading(reading=reading, cases=cases):
                self.read.add(reading)
                return self.of(cases[self.choices[reading]], facts, args)
            case ir.Invoke(function=function, args=given):
                return self.of(self.program.functions[function].value, {}, [self.of(a, facts, args) for a in given])
            case ir.Lookup():
                return self._lookup(e)
            case ir.Aggregate():
                return self._aggregate(e, args)
        return ANY

    def points(self, number: int) -> Range:
        """The points of a node, for whatever kind of body."""
        node = self.program.definitions[number]
        given = next((p for p in getattr(node, "points", ()) if self.active(p.conditions) and not p.states), None)
        if given is None:
            return ANY
        if given.value is not None:
            return self.of(given.value, {})
        return union(exactly(v) for kind, v in given.by_kind if node.kinds is None or kind in node.kinds)

    def _apply(self, e: ir.Apply, facts: Facts, args: Sequence[Range]) -> Range:
        given = [self.of(a, facts, args) for a in e.args]
        match e.op:
            case "add":
                return _sum(given)
            case "mul":
                found = exactly(Fraction(1))
                for r in given:
                    found = times(found, r)
                if len(e.args) == 2 and _same(e.args[0], e.args[1]):
                    found = above(found, exactly(Fraction(0)))
                return found
            case "neg":
                return negative(given[0])
            case "div":
                share = self._is_share(e)
                found = divided(given[0], given[1])
                return below(found, exactly(Fraction(1))) if share else found
            case "min":
                return _least(given)
            case "max":
                return negative(_least([negative(r) for r in given]))
            case "abs":
                return _least_first(given[0])
            case "sqrt" | "exp":
                return Range(Fraction(0), None, e.op == "sqrt", False)
            case "power":
                return _power(given[0], given[1])
        return _rounded(given[0], None) if e.op.startswith(("round", "floor", "ceiling")) and given else ANY

    def _is_share(self, e: ir.Apply) -> bool:
        """Whether the dividend is an input of which the data says that it is at most the divisor."""
        top, bottom = e.args
        if not (isinstance(top, ir.Ref) and isinstance(bottom, ir.Ref)) or len(top.targets) != 1:
            return False
        definition = self.program.definitions[top.targets[0]]
        low = self.of_definition(top.targets[0]).low
        return (
            isinstance(definition, InputDef) and low is not None and low >= 0
            and set(bottom.targets) <= set(definition.at_most)
        )  # fmt: skip

    def _lookup(self, e: ir.Lookup) -> Range:
        table = self.program.brackets[e.brackets]
        columns = range(len(table.results)) if e.column is None else [table.results.index(e.column)]
        found = [
            row.results[c] for row in table.rows if self.active(row.conditions) for c in columns
        ]  # fmt: skip
        numbers = [exactly(v) for v in found if isinstance(v, Fraction)]
        return union(numbers)

    def _aggregate(self, e: ir.Aggregate, args: Sequence[Range]) -> Range:
        instead = [self.of(e.none, {}, args)] if e.none is not None else []
        if e.op == "count":
            return Range(Fraction(0), None, True, False, whole=True)
        if e.value is None:
            return ANY
        value = self.of(e.value, {}, args)
        match e.op:
            case "sum":
                low = Fraction(0) if value.low is not None and value.low >= 0 else None
                high = Fraction(0) if value.high is not None and value.high <= 0 else None
                found = Range(low, high, low is not None, high is not None, value.whole)
            case "mean" | "min" | "max" | "median" | "quantile" | "geomean" | "harmean":
                found = value if e.op in ("min", "max") else Range(
                    value.low, value.high, value.low_closed, value.high_closed
                )  # fmt: skip
            case "sd" | "sd_population":
                found = Range(Fraction(0), None, True, False)
            case "percentile" | "minmax":
                found = ANY
            case _:
                return ANY
        return union([found, *instead])

    # ---- conditions -------------------------------------------------------------------------------

    def assume(self, condition: ir.Expr, facts: Facts, holds: bool) -> dict[tuple[int, ...], Range]:
        """The facts where a condition is true, or where it is false."""
        found = dict(facts)
        match condition:
            case ir.Apply(op="not", args=(inner,)):
                return self.assume(inner, facts, not holds)
            case ir.Apply(op="and", args=given) if holds:
                for c in given:
                    found = self.assume(c, found, True)
            case ir.Apply(op="or", args=given) if not holds:
                for c in given:
                    found = self.assume(c, found, False)
            case ir.Apply(op=op, args=(left, right)) if op in _COMPARE:
                said = _COMPARE[op][0 if holds else 1]
                self._narrow(left, said, right, found)
                self._narrow(right, _TURNED[said], left, found)
        return found

    def _narrow(self, what: ir.Expr, said: str, than: ir.Expr, facts: dict[tuple[int, ...], Range]) -> None:
        if not isinstance(what, ir.Ref) or not isinstance(what.type, Quantity):
            return
        bound, own = self.of(than, facts), self.of(what, facts)
        match said:
            case "less" | "less_equal":
                own = below(own, bound, said == "less")
            case "greater" | "greater_equal":
                own = above(own, bound, said == "greater")
            case "equal":
                own = below(above(own, bound), bound)
            case "unequal" if bound.point == 0:
                own = without_zero(own)
        facts[what.targets] = own


def column_range(values: Values, node: NodeDef, grade: GradeDef, place: int) -> Range:
    """What the column of a table of grades is asked about: the value of its node, or another expression."""
    column = grade.columns[place]
    return values.of_definition(node.number) if column is None else values.of(column, {})


def _sum(ranges: Sequence[Range]) -> Range:
    found = exactly(Fraction(0))
    for r in ranges:
        found = plus(found, r)
    return found


def _both(a: Range, b: Range) -> Range:
    found = below(above(a, b), b)
    return without_zero(found) if b.nonzero else found


def _least(given: Sequence[Range]) -> Range:
    """min(x, y, …)."""
    low = union(given)
    high = [r for r in given if r.high is not None]
    if not high:
        return low
    top = min(high, key=lambda r: (r.high or Fraction(0), r.high_closed))
    return Range(low.low, top.high, low.low_closed, top.high_closed, all(r.whole for r in given), low.nonzero)


def _at_least(found: Range, bound: Range) -> Range:
    """max(x, bound)."""
    return negative(_least([negative(found), negative(bound)]))


def _least_first(r: Range) -> Range:
    """abs(x)."""
    if r.low is not None and r.low >= 0:
        return r
    turned = union([r, negative(r)])
    return Range(Fraction(0), turned.high, not r.nonzero, turned.high_closed, r.whole, r.nonzero)


def _rounded(r: Range, size: Fraction | None) -> Range:
    """Rounding moves a number by less than one step; ends that are multiples of it stay."""
    step = size or Fraction(1)
    low = None if r.low is None else (r.low / step).__floor__() * step
    high = None if r.high is None else (r.high / step).__ceil__() * step
    return Range(low, high, low is not None, high is not None, step.denominator == 1)


def _power(base: Range, exponent: Range) -> Range:
    n = exponent.point
    if n is None or n.denominator != 1 or not 0 <= n <= 8:
        return Range(Fraction(0), None, True, False) if base.low is not None and base.low >= 0 else ANY
    found = exactly(Fraction(1))
    for _ in range(int(n)):
        found = times(found, base)
    return above(found, exactly(Fraction(0))) if n % 2 == 0 else found


def _same(a: ir.Expr, b: ir.Expr) -> bool:
    return isinstance(a, ir.Ref) and isinstance(b, ir.Ref) and a.targets == b.targets and a.lift == b.lift
