"""Formulas with the points of a node put in as their number, and the arithmetic of numbers worked out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, Program
from evallang.ir.walk import children

MAX_POWER = 12
"""Higher powers are not worked out."""
_ARITHMETIC = frozenset({"add", "sub", "mul", "div", "neg", "power"})


class Numbered:
    """Rewrites the formulas of one program; each has the same value for every body, whatever the readings."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._points: dict[int, Fraction | None] = {}
        self._made: dict[int, tuple[ir.Expr, ir.Expr]] = {}

    def of(self, e: ir.Expr) -> ir.Expr:
        """The formula rewritten; what has nothing to rewrite is given back as it is."""
        known = self._made.get(id(e))
        if known is None:  # kept with the formula, so that its identity is its own
            known = self._made[id(e)] = (e, self._rewritten(e))
        return known[1]

    def points(self, number: int) -> Fraction | None:
        """The points of a node where they are one number for all bodies, whatever the readings; else None."""
        if number not in self._points:
            self._points[number] = self._one_number(number)
        return self._points[number]

    def _one_number(self, number: int) -> Fraction | None:
        node = self.program.definitions[number]
        given = [p for p in node.points if not p.states] if isinstance(node, NodeDef) else []
        kinds = {k.name for k in self.program.kinds} if node.kinds is None else set(node.kinds)
        numbers: set[Fraction | None] = set()
        for p in given:
            if p.value is None:
                said = dict(p.by_kind)
                numbers |= {said.get(kind) for kind in kinds} or {None}
            else:
                found = self.of(p.value)
                value = found.value if isinstance(found, ir.Const) else None
                numbers.add(value if isinstance(value, Fraction) else None)
        return numbers.pop() if len(numbers) == 1 and any(not p.conditions for p in given) else None

    def _rewritten(self, e: ir.Expr) -> ir.Expr:
        match e:
            case ir.PointsOf(node=node):
                points = self.points(node)
                return e if points is None else _number(points, e)
            case ir.Apply(op=op) if op in _ARITHMETIC:
                made = self._rebuilt(e)
                numbers = [x.value for x in children(made) if isinstance(x, ir.Const) and isinstance(x.value, Fraction)]
                value = applied(op, numbers) if len(numbers) == len(e.args) else None
                return made if value is None else _number(value, e)
        return self._with_parts(e)

    def _with_parts(self, e: ir.Expr) -> ir.Expr:
        """An expression of others with each rewritten; those inside a list, or of another period, stay."""
        match e:
            case ir.Apply() | ir.Lookup() | ir.Invoke() | ir.ByReading():
                return self._rebuilt(e)
            case ir.If():
                c, then, otherwise = map(self._rewritten, (e.condition, e.then, e.otherwise))
                if c is e.condition and then is e.then and otherwise is e.otherwise:
                    return e
                return evolve(e, condition=c, then=then, otherwise=otherwise)
            case ir.Asks(operand=operand):
                return evolve(e, operand=self._rewritten(operand))
        return e

    def _rebuilt(self, e: ir.Apply | ir.Lookup | ir.Invoke | ir.ByReading) -> ir.Expr:
        given = children(e)
        made = tuple(map(self._rewritten, given))
        if all(a is b for a, b in zip(given, made, strict=True)):
            return e
        return evolve(e, cases=made) if isinstance(e, ir.ByReading) else evolve(e, args=made)


def _number(value: Fraction, e: ir.Expr) -> ir.Const:
    return ir.Const(value, str(value), type=e.type, span=e.span)


def applied(op: str, given: Sequence[Fraction]) -> Fraction | None:
    """What an operation of arithmetic gives for numbers; None where it has no value or is left as it is."""
    first, rest = given[0], given[1:]
    match op:
        case "add":
            return sum(given, Fraction(0))
        case "sub":
            return first - sum(rest, Fraction(0))
        case "neg":
            return -first
        case "mul":
            for n in rest:
                first *= n
            return first
        case "power":
            n = rest[0]
            return first ** int(n) if n.denominator == 1 and 0 < n <= MAX_POWER else None
    return first / rest[0] if rest[0] else None
