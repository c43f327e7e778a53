"""Which values may be irrational, as far as the text tells: what a list or another year gives is one object then."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

from attrs import define

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, FormulaDef, InputDef, NodeDef, Program

MOST = 64
"""The greatest whole exponent for which factors are written out."""
_ALWAYS = ("sqrt", "root", "ln", "exp", "geomean", "sd", "sd_population", "zscore")
_NEVER = ("and", "or", "not", "equal", "unequal", "less", "less_equal", "greater", "greater_equal", "floor", "ceiling")
_WHOLE = ("count", "some", "every", "rank", "percentile")


@define(eq=False)
class Irrational:
    """Asked about expressions of one program, under any readings; a value that it does not name is a fraction."""

    program: Program

    @cached_property
    def definitions(self) -> frozenset[int]:
        """The definitions whose values may be irrational."""
        found: set[int] = set()
        size = -1
        while size < len(found):  # until nothing is added: values of other years may run in circles
            size = len(found)
            for d in self.program.definitions:
                if d.number not in found and self._defined(d, found):
                    found.add(d.number)
        return frozenset(found)

    def of(self, *expressions: ir.Expr | None) -> bool:
        """Whether the value of one of some expressions may be irrational."""
        return self._any(expressions, self.definitions)

    def _any(self, expressions: Iterable[ir.Expr | None], known: Iterable[int]) -> bool:
        return any(e is not None and self._may(e, set(known)) for e in expressions)

    def _defined(self, d: InputDef | FormulaDef | NodeDef, known: set[int]) -> bool:
        match d:
            case InputDef():
                return self._any([d.fallback], known)
            case FormulaDef():
                return self._may(d.value, known)
        given: list[ir.Expr | None] = [c.value for c in d.clauses]
        given += [p.value for p in d.points]
        for weights in d.weights:
            given += [x for p in weights.parts for x in (p.part, p.weight)]
        for step in d.steps:
            given += [step.low, step.high] if isinstance(step, ClampStep) else []
        return self._any([*given, *(p.part for p in d.parts)], known)

    def _may(self, e: ir.Expr, known: set[int]) -> bool:
        match e:
            case ir.Apply():
                return self._applied(e, known)
            case ir.Ref():
                return not known.isdisjoint(e.targets)
            case ir.ParameterRef():
                return self._any([self.program.parameters[e.target].value], known)
            case ir.PointsOf():
                return self._any((p.value for d in self.program.nodes for p in d.points), known)
            case ir.ItemRef():
                return self._may(e.inner, known)
            case ir.If():
                return self._any([e.then, e.otherwise], known)
            case ir.ByReading():
                return self._any(e.cases, known)
            case ir.Invoke():
                return self._any([self.program.functions[e.function].value, *e.args], known)
            case ir.Aggregate():
                return self._aggregated(e, known)
            case ir.Previous() | ir.InPeriod():
                return self._may(e.operand, known)
        return False

    def _applied(self, e: ir.Apply, known: set[int]) -> bool:
        if e.op in _NEVER or e.op.startswith("round:"):
            return False
        if e.op in _ALWAYS:
            return True
        if e.op == "power":
            return not _is_small(e.args[1]) or self._may(e.args[0], known)
        return self._any(e.args, known)

    def _aggregated(self, e: ir.Aggregate, known: set[int]) -> bool:
        if e.op in _WHOLE:
            return self._any([e.none], known)
        if e.op in _ALWAYS:
            return True
        parts: list[ir.Expr] = []
        if isinstance(e.over, ir.PartsOf):
            node = self.program.definitions[e.over.node]
            assert isinstance(node, NodeDef)
            parts = [p.part for p in node.parts]
        return self._any([e.value, e.weight, e.none, e.own, *e.extra, *parts], known)


def _is_small(e: ir.Expr) -> bool:
    """Whether factors are written out for an exponent."""
    if isinstance(e, ir.Apply) and e.op == "neg":
        e = e.args[0]
    if not isinstance(e, ir.Const) or not isinstance(e.value, Fraction) or e.value.denominator != 1:
        return False
    return abs(e.value) <= MOST
