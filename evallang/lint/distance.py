"""How far a condition is from being true: 0 where it is (Tracey et al., ASE 1998, for search-based testing)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.compile import Compiler
from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir
from evallang.lint.facts import NEGATED, TURNED
from evallang.lint.meaning import Meanings
from evallang.numbers import NumberError, Real, compare
from evallang.types import Quantity

FAR = Fraction(10**9)
"""Where something has no value."""

DEPTH = 4
"""How often a side of a comparison is taken apart."""

_STEP = Fraction(1, 10**6)
Distance = Callable[[Frame], Fraction]


def distance(condition: ir.Expr, holds: bool, compiler: Compiler, meanings: Meanings) -> Distance:
    """How far a condition is from being true (`holds`) or false, as a function of the frame it is looked at in."""
    match condition:
        case ir.Apply(op="not", args=(inner,)):
            return distance(inner, not holds, compiler, meanings)
        case ir.Apply(op="and" | "or" as op, args=args):
            each = [distance(a, holds, compiler, meanings) for a in args]
            return _all_of(each) if (op == "and") == holds else _one_of(each)
        case ir.If(condition=c, then=then, otherwise=otherwise):
            taken = [distance(x, holds, compiler, meanings) for x in (then, otherwise)]
            asked = [distance(c, so, compiler, meanings) for so in (True, False)]
            return _one_of([_all_of(both) for both in zip(asked, taken, strict=True)])
        case ir.Apply(op=op, args=(left, right)) if op in NEGATED and isinstance(left.type, Quantity):
            return _Sides(compiler, meanings).apart(op if holds else NEGATED[op], left, right, DEPTH)
        case ir.WorseInARow() if holds:
            return _all_of([distance(year, True, compiler, meanings) for year in meanings.year_by_year(condition)])
    meant = meanings.of(condition)
    if meant is not None and not isinstance(meant, ir.Const):
        return distance(meant, holds, compiler, meanings)
    code = compiler.code(condition)

    def flag(fr: Frame) -> Fraction:
        value = code(fr, fr.body, ())
        if type(value) is Absent:
            return FAR
        return Fraction(0) if value is holds else Fraction(1)

    return flag


def _all_of(each: Sequence[Distance]) -> Distance:
    return lambda fr: sum((d(fr) for d in each), Fraction(0))


def _one_of(each: Sequence[Distance]) -> Distance:
    return lambda fr: min(d(fr) for d in each)


@frozen
class _Sides:
    """How far the two sides of a comparison are from comparing so.

    A side that is one of several values is taken apart: where the least of them is to be smaller, one of them is, and
    that another is near makes no difference.
    """

    compiler: Compiler
    meanings: Meanings

    def apart(self, op: str, left: ir.Expr, right: ir.Expr, depth: int) -> Distance:
        """How far; as many sides as `depth` are taken apart."""
        for side, other, said in ((left, right, op), (right, left, TURNED[op])) if depth else ():
            match self._meant(side):
                case ir.If(condition=c, then=then, otherwise=otherwise):
                    asked = [distance(c, so, self.compiler, self.meanings) for so in (True, False)]
                    taken = [self.apart(said, x, other, depth - 1) for x in (then, otherwise)]
                    return _one_of([_all_of(both) for both in zip(asked, taken, strict=True)])
                case ir.Apply(op="min" | "max" as extreme, args=args) if said not in ("equal", "unequal"):
                    each = [self.apart(said, x, other, depth - 1) for x in args]
                    return _one_of(each) if (extreme == "min") == said.startswith("less") else _all_of(each)
        return _apart(op, left, right, self.compiler)

    def _meant(self, e: ir.Expr) -> ir.Expr:
        meant: ir.Expr | None = e
        while meant is not None:
            e, meant = meant, self.meanings.of(meant)
        return e


def _apart(op: str, left: ir.Expr, right: ir.Expr, compiler: Compiler) -> Distance:
    one, other = compiler.code(left), compiler.code(right)

    def apart(fr: Frame) -> Fraction:
        a, b = one(fr, fr.body, ()), other(fr, fr.body, ())
        if not isinstance(a, Fraction) or not isinstance(b, Fraction):
            return FAR if isinstance(a, Absent) or isinstance(b, Absent) else _real(op, a, b)
        return _difference(op, a, b)

    return apart


def _difference(op: str, a: Fraction, b: Fraction) -> Fraction:
    match op:
        case "equal":
            return abs(a - b)
        case "unequal":
            return Fraction(0) if a != b else _STEP
        case "greater" | "greater_equal":
            return _difference("less" + op[len("greater") :], b, a)
    short = a <= b if op == "less_equal" else a < b
    return Fraction(0) if short else a - b + (_STEP if op == "less" else 0)


def _real(op: str, a: Any, b: Any) -> Fraction:
    """Of what is no fraction: whether it holds, and no more."""
    if isinstance(a, Real) or isinstance(b, Real):
        try:
            a, b = compare(a, b), 0
        except NumberError:
            return FAR
    match op:
        case "equal" | "unequal":
            return Fraction(int((a == b) is (op == "unequal")))
        case "less":
            return Fraction(int(not a < b))
        case "less_equal":
            return Fraction(int(not a <= b))
        case "greater":
            return Fraction(int(not a > b))
    return Fraction(int(not a >= b))
