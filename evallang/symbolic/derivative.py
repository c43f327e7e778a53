"""The derivative of a formula in one of its names, taken apart into factors whose signs can be looked at one by one."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from evallang.ir import expr as ir

MAX_OPERATIONS = 200
"""Formulas with more operations than this are not taken apart."""

Name = Callable[[ir.Expr], object]
"""By what an expression is known again."""
Factor = list[tuple[Fraction, list[tuple[ir.Expr, int]]]]
"""A polynomial as a sum of terms: a coefficient times powers of expressions."""


class NoFormula(Exception):
    """What is not made by addition, multiplication and division alone."""


class Terms:
    """A formula over symbols: what does not depend on the name is a symbol of its own."""

    def __init__(self, variable: Name, depends: Callable[[ir.Expr], bool], name: Name) -> None:
        self.variable, self.depends, self.name = variable, depends, name
        self.symbols: dict[object, Any] = {}
        self.meant: dict[Any, ir.Expr] = {}
        self.operations = 0

    def term(self, e: ir.Expr) -> Any:
        """An expression. Raises `NoFormula`."""
        self.operations += 1
        if self.operations > MAX_OPERATIONS:
            raise NoFormula
        if isinstance(e, ir.Const) and isinstance(e.value, Fraction):
            return sympy.Rational(e.value.numerator, e.value.denominator)
        if not self.depends(e) or self.variable(e):
            return self._symbol(e)
        match e:
            case ir.Apply(op="add" | "sum", args=args):
                return sympy.Add(*map(self.term, args))
            case ir.Apply(op="mul" | "product", args=args):
                return sympy.Mul(*map(self.term, args))
            case ir.Apply(op="sub", args=(a, b)):
                return self.term(a) - self.term(b)
            case ir.Apply(op="neg", args=(a,)):
                return -self.term(a)
            case ir.Apply(op="div", args=(a, b)):
                return self.term(a) / self.term(b)
            case ir.Apply(op="power", args=(a, ir.Const(value=Fraction(denominator=1) as n))) if 0 < n <= 8:
                return self.term(a) ** int(n)
        raise NoFormula

    def _symbol(self, e: ir.Expr) -> Any:
        symbol = self.symbols.setdefault(self.name(e), sympy.Symbol(f"x{len(self.symbols)}", real=True))
        self.meant.setdefault(symbol, e)
        return symbol

    def factor(self, polynomial: Any) -> Factor:
        """A polynomial as its terms."""
        symbols = sorted(polynomial.free_symbols, key=str)
        return [
            (Fraction(int(c.p), int(c.q)), [(self.meant[s], n) for s, n in zip(symbols, powers, strict=True) if n])
            for powers, c in sympy.Poly(polynomial, *symbols).terms()
        ]


def factors(
    e: ir.Expr, is_variable: Callable[[ir.Expr], bool], depends: Callable[[ir.Expr], bool], name: Name
) -> list[Factor] | None:  # fmt: skip
    """Factors whose product has the sign of the derivative in the variable; None where it is no such formula.

    A factor that is squared is left out: it changes no sign. `depends` says whether an expression uses the variable.
    """
    terms = Terms(is_variable, depends, name)
    try:
        whole = terms.term(e)
    except NoFormula:
        return None
    variables = [s for s, meant in terms.meant.items() if is_variable(meant)]
    if len(variables) != 1:
        return None
    above, below = sympy.fraction(sympy.cancel(sympy.diff(whole, variables[0])))
    found: list[Factor] = []
    for polynomial in (above, below):
        if not polynomial.free_symbols:
            found.append([(Fraction(int(polynomial.p), int(polynomial.q)), [])])
            continue
        coefficient, factors = sympy.factor_list(polynomial)
        found.append([(Fraction(int(coefficient.p), int(coefficient.q)), [])])
        found += [terms.factor(f) for f, n in factors if n % 2]
    return found
