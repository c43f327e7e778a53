"""How far a condition is from being true: 0 where it is (Tracey et al., ASE 1998, for search-based testing)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.compile import Compiler
from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir
from evallang.lint.facts import NEGATED
from evallang.types import Quantity

FAR = Fraction(10**9)
"""Where something has no value."""

_STEP = Fraction(1, 10**6)
Distance = Callable[[Frame], Fraction]


def distance(condition: ir.Expr, holds: bool, compiler: Compiler) -> Distance:
    """How far a condition is from being true (`holds`) or false, as a function of the frame it is looked at in."""
    match condition:
        case ir.Apply(op="not", args=(inner,)):
            return distance(inner, not holds, compiler)
        case ir.Apply(op="and" | "or" as op, args=args):
            each = [distance(a, holds, compiler) for a in args]
            if (op == "and") == holds:
                return lambda fr: sum((d(fr) for d in each), Fraction(0))
            return lambda fr: min(d(fr) for d in each)
        case ir.Apply(op=op, args=(left, right)) if op in NEGATED and isinstance(left.type, Quantity):
            return _apart(op if holds else NEGATED[op], left, right, compiler)
    code = compiler.code(condition)

    def flag(fr: Frame) -> Fraction:
        value = code(fr, fr.body, ())
        if type(value) is Absent:
            return FAR
        return Fraction(0) if value is holds else Fraction(1)

    return flag


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
    """Of numbers that are no fractions: whether it holds, and no more."""
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
