"""Where an expression is a straight line in an input, or the quotient of two: what its slope can be.

Rules for single operations forget that the same input stands twice; `x / (x + y)` and `x - x / 5` are decided here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef
from evallang.lint.facts import Facts
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS
from evallang.lint.ranges import Range, exactly, inverse, negative, plus, times

if TYPE_CHECKING:
    from evallang.lint.moves import Moves

_ZERO, _ONE = exactly(Fraction(0)), exactly(Fraction(1))


@frozen
class Line:
    """slope · x + rest, of which the ranges are known."""

    slope: Range
    rest: Range

    @property
    def way(self) -> int:
        """How it moves as x rises."""
        return _sign(self.slope)


def _sign(slope: Range) -> int:
    rises = slope.high is None or slope.high > 0
    falls = slope.low is None or slope.low < 0
    return (RISES if rises else STAYS) | (FALLS if falls else STAYS)


def linear(moves: Moves, e: ir.Expr, facts: Facts) -> Line | None:
    """An expression as a line in the input; None where it is none, or nobody sees that it is."""
    if not moves.touches(e):
        return Line(_ZERO, moves.range(e, facts))
    match e:
        case ir.Ref():
            return _named(moves, e)
        case ir.ByReading():
            return linear(moves, e.cases[moves.values.choices[e.reading]], facts)
        case ir.Apply(op="neg", args=(x,)):
            return _scaled(linear(moves, x, facts), exactly(Fraction(-1)))
        case ir.Apply(op="add", args=args):
            return _sum([linear(moves, a, facts) for a in args])
        case ir.Apply(op="sub", args=(first, *rest)):
            turned = [_scaled(linear(moves, a, facts), exactly(Fraction(-1))) for a in rest]
            return _sum([linear(moves, first, facts), *turned])
        case ir.Apply(op="mul", args=(a, b)):
            for x, k in ((a, b), (b, a)):
                if not moves.touches(k):
                    return _scaled(linear(moves, x, facts), moves.range(k, facts))
        case ir.Apply(op="div", args=(x, k)) if not moves.touches(k):
            return _scaled(linear(moves, x, facts), inverse(moves.range(k, facts)))
    return None


def fraction(moves: Moves, e: ir.Apply, facts: Facts) -> Line | None:
    """A quotient of two lines: (px + q) / (rx + s) rises or falls as ps − qr has a sign, the divisor having one."""
    above, below = linear(moves, e.args[0], facts), linear(moves, e.args[1], facts)
    divisor = moves.range(e.args[1], facts)
    sided = (divisor.low is not None and divisor.low >= 0) or (divisor.high is not None and divisor.high <= 0)
    if above is None or below is None or not sided:
        return None
    slope = plus(times(above.slope, below.rest), negative(times(above.rest, below.slope)))
    return None if _sign(slope) == EITHER else Line(slope, _ZERO)


def _named(moves: Moves, e: ir.Ref) -> Line | None:
    targets = moves.values.targets(e.targets)
    if len(targets) != 1:
        return None
    d = moves.program.definitions[targets[0]]
    if d.number == moves.monotone.variable:
        return Line(_ONE, _ZERO)
    return linear(moves, moves.monotone.uses.written_out(d.value), {}) if isinstance(d, FormulaDef) else None


def _scaled(line: Line | None, by: Range) -> Line | None:
    return None if line is None else Line(times(line.slope, by), times(line.rest, by))


def _sum(lines: list[Line | None]) -> Line | None:
    slope = rest = _ZERO
    for line in lines:
        if line is None:
            return None
        slope, rest = plus(slope, line.slope), plus(rest, line.rest)
    return Line(slope, rest)
