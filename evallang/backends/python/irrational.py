"""Which values may be irrational, as far as the text tells: what a list or another year gives is one object then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import define

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, FormulaDef, InputDef, NodeDef, Program

MOST = 64
"""The greatest whole exponent for which factors are written out."""
Key = int | str | tuple[str, int]
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
        return frozenset(key for key in self._known if isinstance(key, int))

    @cached_property
    def _known(self) -> set[Key]:
        """What may be irrational: definitions by their numbers, and what all of them may look at."""
        program = self.program
        waiting: dict[Key, Sequence[ir.Expr | None]] = {d.number: _looked_at(d) for d in program.definitions}
        waiting |= {("function", i): [f.value] for i, f in enumerate(program.functions)}
        waiting |= {("parameter", i): [p.value] for i, p in enumerate(program.parameters)}
        waiting["points"] = [p.value for d in program.nodes for p in d.points]
        known: set[Key] = set()
        size = -1
        while size < len(known):  # until nothing is added: values of other years may run in circles
            size = len(known)
            known |= {key for key, given in waiting.items() if key not in known and self._any(given, known)}
        return known

    def of(self, *expressions: ir.Expr | None) -> bool:
        """Whether the value of one of some expressions may be irrational."""
        return self._any(expressions, self._known)

    def _any(self, expressions: Iterable[ir.Expr | None], known: set[Key]) -> bool:
        return any(e is not None and self._may(e, known) for e in expressions)

    def _may(self, e: ir.Expr, known: set[Key]) -> bool:
        match e:
            case ir.Apply():
                return self._applied(e, known)
            case ir.Ref():
                return not known.isdisjoint(e.targets)
            case ir.ParameterRef():
                return ("parameter", e.target) in known
            case ir.PointsOf():
                return "points" in known
            case ir.ItemRef():
                return self._may(e.inner, known)
            case ir.If():
                return self._any([e.then, e.otherwise], known)
            case ir.ByReading():
                return self._any(e.cases, known)
            case ir.Invoke():
                return ("function", e.function) in known or self._any(e.args, known)
            case ir.Aggregate():
                return self._aggregated(e, known)
            case ir.Previous() | ir.InPeriod():
                return self._may(e.operand, known)
        return False

    def _applied(self, e: ir.Apply, known: set[Key]) -> bool:
        if e.op in _NEVER or e.op.startswith("round:"):
            return False
        if e.op in _ALWAYS:
            return True
        if e.op == "power":
            return not _is_small(e.args[1]) or self._may(e.args[0], known)
        return self._any(e.args, known)

    def _aggregated(self, e: ir.Aggregate, known: set[Key]) -> bool:
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


def _looked_at(d: InputDef | FormulaDef | NodeDef) -> list[ir.Expr | None]:
    """The expressions of a definition that its value is made of."""
    match d:
        case InputDef():
            return [d.fallback]
        case FormulaDef():
            return [d.value]
    given: list[ir.Expr | None] = [c.value for c in d.clauses]
    given += [p.value for p in d.points]
    for weights in d.weights:
        given += [x for p in weights.parts for x in (p.part, p.weight)]
    for step in d.steps:
        given += [step.low, step.high] if isinstance(step, ClampStep) else []
    return [*given, *(p.part for p in d.parts)]


def _is_small(e: ir.Expr) -> bool:
    """Whether factors are written out for an exponent."""
    if isinstance(e, ir.Apply) and e.op == "neg":
        e = e.args[0]
    if not isinstance(e, ir.Const) or not isinstance(e.value, Fraction) or e.value.denominator != 1:
        return False
    return abs(e.value) <= MOST
