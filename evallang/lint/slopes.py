"""The sign of a derivative, by the signs of its factors: for what single operations and straight lines do not show."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.lint.enclosed import power
from evallang.lint.facts import Facts
from evallang.lint.forms import form
from evallang.lint.motion import EITHER, FALLS, RISES
from evallang.lint.ranges import Range, exactly, times, total

if TYPE_CHECKING:
    from evallang.lint.moves import Moves
    from evallang.symbolic.derivative import Factor


def slope(moves: Moves, e: ir.Expr, facts: Facts) -> int:
    """How a formula moves with the input: as its derivative has a sign, where no divisor comes to zero on the way."""
    from evallang.symbolic.derivative import factors  # noqa: PLC0415  # it takes SymPy, which is slow to load

    variable = moves.monotone.variable

    def is_variable(x: ir.Expr) -> bool:
        return isinstance(x, ir.Ref) and moves.values.targets(x.targets) == [variable]

    known = moves.held(facts, e)
    divisors = [x.args[1] for x in walk(e) if isinstance(x, ir.Apply) and x.op == "div"]
    if any(moves.range(d, known).may_be_zero for d in divisors if moves.touches(d)):
        return EITHER
    found = factors(e, is_variable, moves.touches, form)
    if found is None:
        return EITHER
    whole = exactly(Fraction(1))
    for factor in found:
        whole = times(whole, _range(moves, factor, known))
    falls, rises = whole.low is None or whole.low < 0, whole.high is None or whole.high > 0
    return (RISES if rises else 0) | (FALLS if falls else 0)


def _range(moves: Moves, factor: Factor, facts: Facts) -> Range:
    terms = []
    for coefficient, powers in factor:
        term = exactly(coefficient)
        for x, n in powers:
            term = times(term, power(moves.range(x, facts), exactly(Fraction(n))))
        terms.append(term)
    return total(terms)
