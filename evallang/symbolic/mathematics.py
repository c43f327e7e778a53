"""Formulas as mathematics for the page: MathML, with the letters of the law where a value has one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from sympy.printing.mathml import mathml as printed

from evallang.ir import expr as ir
from evallang.ir.program import Definition, Program

_RELATIONS = {
    "less": sympy.Lt, "less_equal": sympy.Le, "greater": sympy.Gt, "greater_equal": sympy.Ge, "equal": sympy.Eq,
    "unequal": sympy.Ne,
}  # fmt: skip


class _NotWritten(Exception):
    """An expression that is no arithmetic."""


def mathml(e: ir.Expr, program: Program) -> str | None:
    """An expression as presentation MathML (W3C); None where it is more than arithmetic."""
    try:
        with sympy.evaluate(False):
            term = _term(e, program)
    except _NotWritten:
        return None
    written = printed(term, printer="presentation").replace("<mo>-</mo>", "<mo>\N{MINUS SIGN}</mo>")
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" displaystyle="true">{written}</math>'


def _term(e: ir.Expr, program: Program) -> Any:
    match e:
        case ir.Const(value=Fraction() as value):
            return sympy.Rational(value.numerator, value.denominator)
        case ir.Ref(targets=targets):
            return _symbol(program.definitions[targets[0]])
        case ir.ParameterRef(name=name) | ir.Local(name=name):
            return sympy.Symbol(_named(name))
        case ir.PointsOf():
            return sympy.Symbol("points")
        case ir.Apply(op=op, args=(a, b)) if op in _RELATIONS:
            return _RELATIONS[op](_term(a, program), _term(b, program))
        case ir.Apply(op=op, args=args):
            return _applied(op, [_term(a, program) for a in args])
    raise _NotWritten


def _applied(op: str, args: list[Any]) -> Any:
    match op, args:
        case "add" | "sum", _:
            return sympy.Add(*args)
        case "mul" | "product", _:
            return sympy.Mul(*args)
        case "sub", [a, b]:
            return sympy.Add(a, sympy.Mul(-1, b))
        case "neg", [a]:
            return sympy.Mul(-1, a)
        case "div", [a, b]:
            return sympy.Mul(a, sympy.Pow(b, -1))
        case "power", [a, b]:
            return sympy.Pow(a, b)
        case "sqrt", [a]:
            return sympy.sqrt(a)
        case "abs", [a]:
            return sympy.Abs(a)
        case "min" | "max", _:
            return sympy.Function(op)(*args)
    raise _NotWritten


def _symbol(d: Definition) -> Any:
    letter = "" if "," in d.symbol else d.symbol  # of several letters none says more than the name
    return sympy.Symbol(letter or _named(d.name))


def _named(name: str) -> str:
    """A name as it is read: an underscore would lower what follows."""
    return name.replace("_", " ")
