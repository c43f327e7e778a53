"""Sums of points or weights in which parameters stand whose values are not known."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy
from attrs import field, frozen

from evallang.ir import expr as ir
from evallang.ir.program import Program


@frozen
class Difference:
    """A whole less its parts: as a formula, what the parts are together, and where the two are the same.

    `agree` is `n = 30`; empty where they always agree or never do. `left` is what `formula` says.
    """

    formula: str
    parts: str
    always: bool
    agree: str
    left: Any = field(repr=False)


class Opaque(Exception):
    """A formula with more in it than numbers and parameters."""


def difference(
    whole: ir.Expr, parts: Sequence[ir.Expr], program: Program, choices: Sequence[int]
) -> Difference | None:  # fmt: skip
    """The difference of a whole and the sum of its parts; None where they are made of more than parameters."""
    terms = _Terms(program, choices)
    try:
        total = sympy.expand(sympy.Add(*map(terms.of, parts)))
        left = sympy.expand(terms.of(whole) - total)
    except Opaque:
        return None
    return Difference(_text(left), _text(total), bool(left == 0), _agree(left), left)


def agree_together(differences: Sequence[Difference]) -> bool:
    """Whether the parameters may have values with which nothing is left of any of some differences."""
    lefts = [d.left for d in differences]
    symbols = sorted({s for left in lefts for s in left.free_symbols}, key=str)
    return bool(sympy.solve(lefts, symbols, dict=True, simplify=False))


class _Terms:
    def __init__(self, program: Program, choices: Sequence[int]) -> None:
        self.program = program
        self.choices = choices

    def of(self, e: ir.Expr) -> Any:
        """An expression as SymPy has it; a parameter without a value is a symbol."""
        match e:
            case ir.Const(value=Fraction() as value):
                return sympy.Rational(value.numerator, value.denominator)
            case ir.ParameterRef(target=target, name=name):
                written = self.program.parameters[target].value
                return sympy.Symbol(name, real=True) if written is None else self.of(written)
            case ir.ByReading(reading=reading, cases=cases):
                return self.of(cases[self.choices[reading]])
            case ir.Apply(op="add", args=args):
                return sympy.Add(*map(self.of, args))
            case ir.Apply(op="mul", args=args):
                return sympy.Mul(*map(self.of, args))
            case ir.Apply(op="sub", args=(a, b)):
                return self.of(a) - self.of(b)
            case ir.Apply(op="div", args=(a, b)):
                return self.of(a) / self.of(b)
            case ir.Apply(op="neg", args=(a,)):
                return -self.of(a)
        raise Opaque


def _agree(left: Any) -> str:
    """For which value of a parameter nothing is left, of the first one that it can be told of."""
    for symbol in sorted(left.free_symbols, key=str):
        found = sympy.solve(left, symbol, simplify=False)  # to simplify loads its units of physics
        if len(found) == 1:
            return f"{symbol} = {_text(sympy.cancel(found[0]))}"
    return ""


def _text(e: Any) -> str:
    return str(e).replace("**", "^").replace("*", " * ")
