"""What grows in proportion with points that parameters make: what holds with one value holds with any above zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, FormulaDef, InputDef, NodeDef
from evallang.ir.walk import walk
from evallang.lint.forms import Form, form

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

_COMPARED = ("less", "less_equal", "greater", "greater_equal", "equal", "unequal")
_ALIKE = ("add", "sub", "sum", "neg", "abs", "min", "max", "mean", "median")
"""Operations that give twice as much for twice as much of everything."""


@frozen
class Power:
    """By which power of the parameters `used` a value grows; None for zero, which any does."""

    of: int | None
    used: frozenset[int] = frozenset()


_STILL = Power(0)
_UNIT = -1
"""Among the parameters: the points themselves, whatever they are made of."""


class _Neither(Exception):
    """A value that grows in no such way."""


def is_proportional(subject: Subject, node: NodeDef, given: ir.Expr) -> bool:
    """Whether the score of a node grows with its points, or with the one parameter in them, as these do."""
    return any(
        _Growth(subject, unit).is_alike(node) for unit in (None, form(subject.written_out(given)))
    )  # fmt: skip


class _Growth:
    """How definitions grow with the parameters that have no value, and with the points that have the form `unit`."""

    def __init__(self, subject: Subject, unit: Form | None) -> None:
        self.subject, self.program, self.unit = subject, subject.program, unit
        self._known: dict[int, Power | None] = {}

    def is_alike(self, node: NodeDef) -> bool:
        """Whether the score of a node and its points grow with one and the same thing."""
        try:
            points, score = self._points(node), self._definition(node.number)
        except _Neither:
            return False
        return points.of == 1 and score.of in (1, None) and len(points.used | score.used) == 1

    # ---- definitions

    def _definition(self, number: int) -> Power:
        if number not in self._known:
            self._known[number] = None  # what is made of itself grows in no known way
            self._known[number] = self._of_definition(number)
        found = self._known[number]
        if found is None:
            raise _Neither
        return found

    def _of_definition(self, number: int) -> Power:
        match self.program.definitions[number]:
            case InputDef(fallback=fallback):
                return _STILL if fallback is None else _same([_STILL, self._of(fallback)])
            case FormulaDef(value=value):
                return self._of(value)
            case NodeDef() as node:
                return self._node(node)

    def _node(self, node: NodeDef) -> Power:
        active = self.subject.active
        if any(active(e.conditions) for e in node.exemptions) or node.scored_by:
            raise _Neither
        clauses = [c for c in node.clauses if active(c.conditions)]
        asked = [self._of(c.guard) for c in clauses if c.guard is not None]
        values = [self._of(c.value) for c in clauses]
        if all(c.guard is not None for c in clauses):
            values.append(self._of_parts(node))
        for step in node.steps:
            if active(step.conditions):
                ends = (step.low, step.high) if isinstance(step, ClampStep) else (step.step,)
                values += [self._of(e) for e in ends if e is not None]
        found = _same(values)
        return Power(found.of, found.used.union(*(a.used for a in asked)))

    def _of_parts(self, node: NodeDef) -> Power:
        weights = next((w for w in node.weights if self.subject.active(w.conditions)), None)
        if weights is not None:
            return _same([_product([self._of(p.weight), self._of(p.part)]) for p in weights.parts])
        return _same([self._of(entry.part) for entry in node.parts])

    def _points(self, node: NodeDef) -> Power:
        given = [p for p in node.points if not p.states and self.subject.active(p.conditions)]
        if not given:
            raise _Neither
        return _STILL if given[0].value is None else self._of(given[0].value)

    # ---- expressions

    def _of(self, e: ir.Expr) -> Power:
        e = self.subject.written_out(e)
        if self.unit is not None and form(e) is self.unit:
            return Power(1, frozenset([_UNIT]))
        match e:
            case ir.Const(value=value):
                return Power(None) if value == 0 and not isinstance(value, bool) else _STILL
            case ir.ParameterRef(target=target):
                written = self.program.parameters[target].value
                return Power(1, frozenset([target])) if written is None else self._of(written)
            case ir.PointsOf(node=number):
                node = self.program.definitions[number]
                return self._points(node) if isinstance(node, NodeDef) else _STILL
            case ir.Ref(targets=targets):
                there = [n for n in targets if self.subject.active(self.program.definitions[n].conditions)]
                return _same([self._definition(n) for n in there])
            case ir.ByReading(reading=reading, cases=cases):
                return self._of(cases[self.subject.choices[reading]])
            case ir.If(condition=c, then=then, otherwise=otherwise):
                found = _same([self._of(then), self._of(otherwise)])
                return Power(found.of, found.used | self._of(c).used)
            case ir.Apply(op=op, args=args):
                return self._applied(op, [self._of(a) for a in args])
            case ir.Aggregate(op="sum" | "mean" | "min" | "max", value=ir.Local(), over=ir.PartsOf(n), weight=None):
                node = self.program.definitions[n]
                return self._of_parts(node) if isinstance(node, NodeDef) else _STILL
        return self._still(e)

    def _applied(self, op: str, args: list[Power]) -> Power:
        if op in _ALIKE:
            return _same(args)
        if op == "mul":
            return _product(args)
        if op == "div" and args[0].of is not None and args[1].of is not None:
            return Power(args[0].of - args[1].of, args[0].used | args[1].used)
        if op in _COMPARED:
            return Power(0, _same(args).used)
        if op in ("and", "or", "not") or all(a.of in (0, None) for a in args):
            return Power(0, frozenset().union(*(a.used for a in args)))
        raise _Neither

    def _still(self, e: ir.Expr) -> Power:
        """What holds nothing that grows stays as it is; of anything else it is not known."""
        for x in walk(e):
            inner = isinstance(x, ir.ParameterRef | ir.PointsOf | ir.Ref) and self._of(x)
            if inner and (inner.of or inner.used):
                raise _Neither
            if isinstance(x, ir.Invoke) or (isinstance(x, ir.Aggregate) and isinstance(x.over, ir.PartsOf)):
                raise _Neither
        return _STILL


def _same(powers: Iterable[Power]) -> Power:
    """What all grow by."""
    found = list(powers)
    of = {p.of for p in found if p.of is not None}
    if len(of) > 1:
        raise _Neither
    return Power(of.pop() if of else None, frozenset().union(*(p.used for p in found)))


def _product(powers: Iterable[Power]) -> Power:
    found = list(powers)
    of = [p.of for p in found if p.of is not None]
    return Power(sum(of) if len(of) == len(found) else None, frozenset().union(*(p.used for p in found)))
