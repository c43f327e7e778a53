"""Whether two formulas of one program are the same for every body: by their form, else by their normal forms."""

from __future__ import annotations

from fractions import Fraction
from zlib import crc32

from evallang.ir import expr as ir
from evallang.lint.subject import Subject
from evallang.symbolic.canonical import Canonical, Form

_POINTS = 2
MAX_POWER = 12
"""Higher powers are not multiplied out."""
_PRIME = 10007
"""Formulas that differ hardly ever agree at numbers picked without regard to them (Schwartz, JACM 1980)."""


class Alike:
    """Compares formulas, whatever the readings."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.canonical = subject.rests.canonical
        self._forms: dict[int, Form] = {}

    def same(self, a: ir.Expr, b: ir.Expr) -> bool:
        """Whether two are proved equal, also in where they have no value."""
        one, other = self.subject.written_out(a), self.subject.written_out(b)
        if self._form(one) == self._form(other):
            return True
        if not isinstance(one, ir.Apply) and not isinstance(other, ir.Apply):
            return False
        if any(_at(one, self.canonical, n) != _at(other, self.canonical, n) for n in range(_POINTS)):
            return False
        from evallang.symbolic.equivalence import same  # noqa: PLC0415  # SymPy takes long to load

        return same(one, self.canonical, other, self.canonical)

    def _form(self, e: ir.Expr) -> Form:
        if id(e) not in self._forms:
            self._forms[id(e)] = self.canonical.form(e)
        return self._forms[id(e)]


def _at(e: ir.Expr, canonical: Canonical, point: int) -> Fraction | Form | None:
    """What arithmetic gives where everything else is a number made of its form; None where it has no value."""
    match e:
        case ir.Const(value=Fraction() as value):
            return value
        case ir.Apply(op="add" | "sub" | "mul" | "div" | "neg" as op, args=args):
            given = [_at(a, canonical, point) for a in args]
            numbers = [n for n in given if isinstance(n, Fraction)]
            return _applied(op, numbers) if len(numbers) == len(given) else None
        case ir.Apply(op="power", args=(a, ir.Const(value=Fraction(denominator=1) as n))) if 0 < n <= MAX_POWER:
            base = _at(a, canonical, point)
            return base ** int(n) if isinstance(base, Fraction) else None
    return Fraction(crc32(f"{point} {canonical.form(e)!r}".encode()) + 1, _PRIME)


def _applied(op: str, given: list[Fraction]) -> Fraction | None:
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
    return first / rest[0] if rest[0] else None
