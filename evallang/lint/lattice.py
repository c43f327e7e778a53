"""Of which number all values of an expression are multiples: what roundings, whole numbers and tables leave.

`round(x, 0.01)` gives only hundredths, so that a table may leave out what lies between two of them. The multiples of
a number are a lattice; that of a sum is given by the greatest common divisor (Granger, IJCM 1989, congruences).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, FormulaDef, InputDef, NodeDef, RoundStep
from evallang.types import Quantity

if TYPE_CHECKING:
    from evallang.lint.values import Values

Step = Fraction | None
"""All values are multiples of it, of 0 only 0 is; None where no such number is known."""

_ONE, _NOTHING = Fraction(1), Fraction(0)
_KEPT = ("min", "max", "abs", "neg", "add", "sub")
_OF_LISTS = ("sum", "min", "max")


def common(steps: Iterable[Step]) -> Step:
    """The greatest number of which all multiples of some numbers are multiples."""
    found = _NOTHING
    for step in steps:
        if step is None:
            return None
        whole = gcd(found.numerator * step.denominator, step.numerator * found.denominator)
        found = Fraction(whole, found.denominator * step.denominator)
    return found


def rounded(step: Step, to: Step) -> Step:
    """What a rounding to multiples of a number makes of a step: it is kept where they are multiples already."""
    if not to or (step is not None and (step / to).denominator == 1):
        return step
    return to


class Lattice:
    """The steps of the values of one kind of bodies; each is worked out once."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.program = values.program
        self._known: dict[int, Step] = {}
        self._shared = any(node.shared_out for node in self.program.nodes)

    # ---- definitions

    def of_definition(self, number: int) -> Step:
        """The step of an input, a formula or a node."""
        for like in self.values.likes:
            if not like.differs(number):
                return like.known.lattice.of_definition(number)
        if number not in self._known:
            self._known[number] = None  # its own value of another period, or of other bodies
            d = self.program.definitions[number]
            match d:
                case InputDef():
                    whole = _ONE if isinstance(d.type, Quantity) and d.type.whole else None
                    self._known[number] = whole if d.fallback is None else common([whole, self.of(d.fallback)])
                case FormulaDef():
                    self._known[number] = self.of(d.value)
                case NodeDef():
                    self._known[number] = self._of_node(d)
        return self._known[number]

    def _of_node(self, node: NodeDef) -> Step:
        if any(e.compensation for e in node.exemptions):
            return None
        clauses = [clause for clause in node.clauses if self.values.active(clause.conditions)]
        found = [self.of(clause.value) for clause in clauses]
        if all(clause.guard is not None for clause in clauses):
            found.append(self._without_clause(node))
        step = common(found)
        for act in self.values.steps(node):
            step = self._after(act, step)
        return step

    def _without_clause(self, node: NodeDef) -> Step:
        weights = next((w for w in node.weights if self.values.active(w.conditions)), None)
        if weights is not None and not weights.shared_out:
            return common(_product([self.of(p.weight), self.of(p.part)]) for p in weights.parts)
        if weights is not None or self._shared or node.scored_by or not node.parts:
            return None
        return common(self.of(p.part) for p in node.parts)

    def _after(self, act: ClampStep | RoundStep, step: Step) -> Step:
        if isinstance(act, RoundStep):
            return rounded(step, self.values.of(act.step).point)
        return common([step, *(self.of(end) for end in (act.low, act.high) if end is not None)])

    # ---- expressions

    def of(self, e: ir.Expr, args: Sequence[Step] = ()) -> Step:
        """The step of an expression; `args` are those of the formula that is called."""
        rule = _RULES.get(type(e))
        return rule(self, e, args) if rule is not None else None

    def const(self, e: ir.Const, args: Sequence[Step]) -> Step:  # noqa: ARG002  # as of all rules
        """A number as written."""
        return abs(e.value) if type(e.value) is Fraction else None

    def nothing(self, e: ir.UndefinedConst, args: Sequence[Step]) -> Step:  # noqa: ARG002
        """What has no value."""
        return _NOTHING

    def ref(self, e: ir.Ref, args: Sequence[Step]) -> Step:  # noqa: ARG002
        """An input, a formula or a node."""
        if not isinstance(e.type, Quantity):
            return None
        return common(self.of_definition(n) for n in self.values.targets(e.targets))

    def elsewhere(self, e: Any, args: Sequence[Step]) -> Step:
        """A value of another item or period."""
        return self.of(e.inner if isinstance(e, ir.ItemRef) else e.operand, args)

    def parameter(self, e: ir.ParameterRef, args: Sequence[Step]) -> Step:  # noqa: ARG002
        """A parameter of the document."""
        parameter = self.program.parameters[e.target]
        if parameter.value is not None:
            return self.of(parameter.value)
        return _ONE if isinstance(parameter.type, Quantity) and parameter.type.whole else None

    def local(self, e: ir.Local, args: Sequence[Step]) -> Step:
        """A parameter of a formula."""
        return args[e.index] if 0 <= e.index < len(args) else None

    def points(self, e: ir.PointsOf, args: Sequence[Step]) -> Step:  # noqa: ARG002
        """The points of a node, where no mark may raise them."""
        claimed = None if self._shared else self.values.points(e.node)
        return None if claimed is None or claimed.point is None else abs(claimed.point)

    def branches(self, e: ir.If, args: Sequence[Step]) -> Step:
        """Either branch."""
        return common([self.of(e.then, args), self.of(e.otherwise, args)])

    def reading(self, e: ir.ByReading, args: Sequence[Step]) -> Step:
        """The case of the option that is chosen."""
        return self.of(e.cases[self.values.choices[e.reading]], args)

    def called(self, e: ir.Invoke, args: Sequence[Step]) -> Step:
        """A formula with the steps of its arguments."""
        return self.of(self.program.functions[e.function].value, [self.of(a, args) for a in e.args])

    def looked_up(self, e: ir.Lookup, args: Sequence[Step]) -> Step:  # noqa: ARG002
        """Any answer of the table."""
        table = self.program.brackets[e.brackets]
        column = e.column if e.column is not None else self.values.kind
        columns = [table.results.index(column)] if column in table.results else range(len(table.results))
        rows = [row for row in table.rows if self.values.active(row.conditions)]
        answers = [row.results[c] for row in rows for c in columns]
        return common(abs(a) for a in answers if isinstance(a, Fraction))

    def applied(self, e: ir.Apply, args: Sequence[Step]) -> Step:
        """An operation of the kernel."""
        if not isinstance(e.type, Quantity):
            return None
        given = [self.of(a, args) for a in e.args]
        if e.op.startswith("round:"):
            return rounded(given[0], self.values.of(e.args[1]).point if len(e.args) > 1 else _ONE)
        match e.op:
            case "floor" | "ceiling":
                return rounded(given[0], _ONE)
            case "mul":
                return _product(given)
            case "div":
                by = self.values.of(e.args[1]).point
                return given[0] / abs(by) if by and given[0] is not None else None
            case "mean":
                step = common(given)
                return None if step is None else step / len(given)
        return common(given) if e.op in _KEPT else None

    def gathered(self, e: ir.Aggregate, args: Sequence[Step]) -> Step:
        """An aggregate over a list, or over the parts of a node."""
        if e.op == "count":
            return _ONE
        if e.op not in _OF_LISTS or e.weight is not None:
            return None
        if isinstance(e.over, ir.PartsOf):
            node = self.program.definitions[e.over.node]
            return common(self.of(part.part) for part in getattr(node, "parts", ()))
        return common(self.of(x, args) for x in (e.value, e.none) if x is not None)


def _product(steps: Sequence[Step]) -> Step:
    found = _ONE
    for step in steps:
        if step is None:
            return None
        found *= step
    return found


_RULES: dict[type, Callable[[Lattice, Any, Sequence[Step]], Step]] = {
    ir.Const: Lattice.const, ir.UndefinedConst: Lattice.nothing, ir.Ref: Lattice.ref, ir.ItemRef: Lattice.elsewhere,
    ir.Previous: Lattice.elsewhere, ir.InPeriod: Lattice.elsewhere, ir.ParameterRef: Lattice.parameter,
    ir.Local: Lattice.local, ir.PointsOf: Lattice.points, ir.If: Lattice.branches, ir.ByReading: Lattice.reading,
    ir.Invoke: Lattice.called, ir.Lookup: Lattice.looked_up, ir.Apply: Lattice.applied, ir.Aggregate: Lattice.gathered,
}  # fmt: skip
