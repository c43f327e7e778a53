"""Whether two formulas are the same for every input: proved by their normal forms, or not decided."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy

from evallang.ir import expr as ir
from evallang.symbolic.canonical import Canonical, Form
from evallang.symbolic.inline import inlined

MAX_TERMS = 400
"""Formulas with more operations than this are not expanded."""


class _Translator:
    """Formulas of two programs over one set of symbols: what is no arithmetic is a symbol of its own."""

    def __init__(self) -> None:
        self.symbols: dict[Form, Any] = {}
        self.used: set[Form] = set()
        self.operations = 0

    def term(self, e: ir.Expr, canonical: Canonical, bounds: list[Any]) -> Any:
        """An expression; every denominator is added to `bounds`, where the formula has no value."""
        self.operations += 1
        match e:
            case ir.Const(value=Fraction() as value):
                return sympy.Rational(value.numerator, value.denominator)
            case ir.Apply(op="add" | "sum", args=args):
                return sympy.Add(*(self.term(a, canonical, bounds) for a in args))
            case ir.Apply(op="mul" | "product", args=args):
                return sympy.Mul(*(self.term(a, canonical, bounds) for a in args))
            case ir.Apply(op="sub", args=(a, b)):
                return self.term(a, canonical, bounds) - self.term(b, canonical, bounds)
            case ir.Apply(op="neg", args=(a,)):
                return -self.term(a, canonical, bounds)
            case ir.Apply(op="div", args=(a, b)):
                below = self.term(b, canonical, bounds)
                bounds.append(below)
                return self.term(a, canonical, bounds) / below
            case ir.Apply(op="power", args=(a, ir.Const(value=Fraction(denominator=1) as n))) if 0 < n <= 12:
                return self.term(a, canonical, bounds) ** int(n)
        form = canonical.form(e)
        self.used.add(form)
        return self.symbols.setdefault(form, sympy.Symbol(f"x{len(self.symbols)}", real=True))

    def whole(self, e: ir.Expr, canonical: Canonical) -> tuple[Any, list[Any], set[Form]]:
        """A formula, its denominators, and all that it was made of, also what cancels out."""
        self.used = set()
        bounds: list[Any] = []
        return self.term(e, canonical, bounds), bounds, self.used


def same(a: ir.Expr, of_a: Canonical, b: ir.Expr, of_b: Canonical) -> bool:
    """Whether the two are proved equal, also in where they have no value. False is no proof of a difference."""
    if of_a.form(a) == of_b.form(b):
        return True
    a, b = inlined(a, of_a.program), inlined(b, of_b.program)
    if of_a.form(a) == of_b.form(b):
        return True
    translate = _Translator()
    left, without_a, of_left = translate.whole(a, of_a)
    right, without_b, of_right = translate.whole(b, of_b)
    if translate.operations > MAX_TERMS or of_left != of_right:  # what is missing would tell them apart
        return False
    if sympy.cancel(sympy.together(left - right)) != 0:
        return False
    return bool(_zeros(without_a) == _zeros(without_b))


def _zeros(denominators: list[Any]) -> Any:
    """The factors of all denominators, each once: where a formula has no value."""
    product = sympy.Integer(1)
    for below in denominators:
        numerator, under = sympy.fraction(sympy.together(below))
        product *= numerator * under
    factors = sympy.factor_list(product)[1] if product.free_symbols else []
    return frozenset(factor for factor, _ in factors)
