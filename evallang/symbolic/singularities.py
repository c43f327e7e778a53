"""Where a formula of one name has no value: the rational zeros of what it divides by.

Data are rational numbers, so a zero that is none cannot be met. Rational zeros are found by factorization over the
rational numbers (Gauss's lemma), which is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from evallang.ir import expr as ir
from evallang.symbolic.derivative import NoFormula, Terms

Meaning = Callable[[ir.Expr], "ir.Expr | None"]
"""What an expression stands for; None for what says itself what it is."""


class _WrittenOut(Terms):
    """Formulas of one variable, with what names stand for in their place."""

    def __init__(self, is_variable: Callable[[ir.Expr], bool], meaning: Meaning) -> None:
        super().__init__(is_variable, lambda _: True, lambda _: "x")
        self.meaning = meaning

    def term(self, e: ir.Expr) -> Any:
        """An expression."""
        meant = self.meaning(e)
        return super().term(e) if meant is None else self.term(meant)


def zeros(divisor: ir.Expr, is_variable: Callable[[ir.Expr], bool], meaning: Meaning) -> list[Fraction] | None:
    """The rational numbers for which a divisor is 0; None where it is no rational function of the variable alone."""
    terms = _WrittenOut(is_variable, meaning)
    try:
        above, _ = sympy.fraction(sympy.together(terms.term(divisor)))
    except NoFormula:
        return None
    symbols = list(terms.meant)
    if len(symbols) != 1 or above == 0:
        return None
    found = sympy.Poly(above, symbols[0]).ground_roots()
    return sorted(Fraction(int(root.p), int(root.q)) for root in found)
