"""Whether two formulas of one program are the same for every body: by their form, else by their normal forms."""

from __future__ import annotations

from fractions import Fraction
from zlib import crc32

from evallang.ir import expr as ir
from evallang.lint.numbered import MAX_POWER, Numbered, applied
from evallang.lint.subject import Subject
from evallang.symbolic.canonical import Form

_POINTS = 2
_PRIME = 10007
"""Formulas that differ hardly ever agree at numbers picked without regard to them (Schwartz, JACM 1980)."""
_ARITHMETIC = frozenset({"add", "sub", "mul", "div", "neg", "power"})


class Alike:
    """Compares formulas, whatever the readings; points stand for their number where they are one."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.canonical = subject.rests.canonical
        self.numbered = Numbered(subject.program)
        self._forms: dict[int, tuple[ir.Expr, Form]] = {}

    def same(self, a: ir.Expr, b: ir.Expr) -> bool:
        """Whether two are proved equal, also in where they have no value."""
        return self._same(self.subject.written_out(a), self.subject.written_out(b))

    def _same(self, one: ir.Expr, other: ir.Expr) -> bool:
        match one, other:
            case ir.Const(value=a), ir.Const(value=b):
                return type(a) is type(b) and a == b
            case ir.If(), ir.If():
                pairs = ((one.condition, other.condition), (one.then, other.then), (one.otherwise, other.otherwise))
                return self._form(one) == self._form(other) or all(self._same(a, b) for a, b in pairs)
            case ir.Apply(op=op), ir.Apply(op=as_well) if op == as_well and op not in _ARITHMETIC:
                pairwise = len(one.args) == len(other.args) and all(map(self._same, one.args, other.args))
                return pairwise or self._form(one) == self._form(other)
        if any(self._at(one, n) != self._at(other, n) for n in range(_POINTS)):
            return False
        return self._form(one) == self._form(other) or self._is_same_sum(one, other)

    def _is_same_sum(self, one: ir.Expr, other: ir.Expr) -> bool:
        if not isinstance(one, ir.Apply) and not isinstance(other, ir.Apply):
            return False
        from evallang.symbolic.equivalence import same  # noqa: PLC0415  # SymPy takes long to load

        return same(self.numbered.of(one), self.canonical, self.numbered.of(other), self.canonical)

    def _form(self, e: ir.Expr) -> Form:
        if id(e) not in self._forms:  # kept with the expression, so that its identity is its own
            self._forms[id(e)] = (e, self.canonical.form(self.numbered.of(e)))
        return self._forms[id(e)][1]

    def _at(self, e: ir.Expr, point: int) -> Fraction | None:
        """What arithmetic gives where everything else is a number made of its form; None where it has no value."""
        match e:
            case ir.Const(value=Fraction() as value):
                return value
            case ir.PointsOf(node=node) if (points := self.numbered.points(node)) is not None:
                return points
            case ir.Apply(op="add" | "sub" | "mul" | "div" | "neg" as op, args=args):
                given = [self._at(a, point) for a in args]
                numbers = [n for n in given if n is not None]
                return applied(op, numbers) if len(numbers) == len(given) else None
            case ir.Apply(op="power", args=(a, ir.Const(value=Fraction(denominator=1) as n))) if 0 < n <= MAX_POWER:
                base = self._at(a, point)
                return None if base is None else base ** int(n)
        return Fraction(crc32(f"{point} {self._form(e)!r}".encode()) + 1, _PRIME)
