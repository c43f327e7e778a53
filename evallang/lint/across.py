"""How a value steps from one case to another where they lie apart as the sides of the condition do, times a number.

Of `if a > b then 2 * a else 2 * b` the first case is 2 · (a − b) above the second: higher where it is taken, and lower
where it is not. Where the condition changes, the value goes no other way than its two cases do.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef
from evallang.lint.branches import Branch
from evallang.lint.facts import Facts
from evallang.lint.forms import Form, form
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, turned

if TYPE_CHECKING:
    from evallang.lint.moves import Moves

_NONE = Fraction(0)
_SIGNS = {"greater": 1, "greater_equal": 1, "less": -1, "less_equal": -1}

Sum = dict[Form | None, Fraction]
"""Expressions, each times a number, added up; the number without an expression stands under None."""


def stepped(moves: Moves, condition: ir.Expr, facts: Facts, branches: Sequence[Branch], own: int) -> int:
    """How the value can step where a comparison that moves so for the body changes; `EITHER` where nobody sees it."""
    if not isinstance(condition, ir.Apply) or condition.op not in _SIGNS or len(branches) != 2:
        return EITHER
    cases = [branch.inside for branch in branches]
    if any(len(inside) != 1 for inside in cases):
        return EITHER
    (then,), (otherwise,) = cases
    left, right, high, low = (_sum(moves, e) for e in (*condition.args, then, otherwise))
    sides, gap = _less(left, right), _less(high, low)
    if (high.keys() ^ low.keys()) - sides.keys() - {None}:
        return EITHER  # what stands in one case only need not be there in the other
    times = next((gap.get(place, _NONE) / k for place, k in sides.items() if k and place is not None), None)
    if times is None or any(gap.get(p, _NONE) != times * sides.get(p, _NONE) for p in gap.keys() | sides.keys() if p):
        return EITHER
    more = gap.get(None, _NONE) - times * sides.get(None, _NONE)
    first, second = moves.of(then, facts).own, moves.of(otherwise, facts).own
    times *= _SIGNS[condition.op]
    up = _becoming_true(first, second, times, more) if own & RISES else STAYS
    # As it becomes false the value goes back the way of what falls.
    down = turned(_becoming_true(turned(first), turned(second), times, more)) if own & FALLS else STAYS
    return up | down


def _becoming_true(then: int, otherwise: int, times: Fraction, more: Fraction) -> int:
    """How a value steps from the second case to the first, which is so many times the difference and more above it.

    The difference is at most 0 before and at least 0 after it. Where the second case does not fall, and the first is
    above it afterwards, the value does not fall; nor where the first does not fall and was above before.
    """
    above = more >= 0 and ((times >= 0 and not otherwise & FALLS) or (times <= 0 and not then & FALLS))
    below = more <= 0 and ((times <= 0 and not otherwise & RISES) or (times >= 0 and not then & RISES))
    return (STAYS if below else RISES) | (STAYS if above else FALLS)


def _less(a: Sum, b: Sum) -> Sum:
    return {place: a.get(place, _NONE) - b.get(place, _NONE) for place in a.keys() | b.keys()}


def _sum(moves: Moves, e: ir.Expr) -> Sum:
    """An expression as a sum of others, each times a number."""
    match e:
        case ir.Const(value=Fraction() as value):
            return {None: value}
        case ir.Ref(lift=0):
            targets = moves.values.targets(e.targets)
            d = moves.program.definitions[targets[0]] if len(targets) == 1 else None
            if isinstance(d, FormulaDef):
                return _sum(moves, moves.monotone.uses.written_out(d.value))
        case ir.ByReading(reading=reading, cases=cases):
            return _sum(moves, cases[moves.values.choices[reading]])
        case ir.Apply(op="neg", args=(x,)):
            return _times(_sum(moves, x), Fraction(-1))
        case ir.Apply(op="add", args=args):
            return _added([_sum(moves, a) for a in args])
        case ir.Apply(op="sub", args=(first, *rest)):
            return _added([_sum(moves, first), *(_times(_sum(moves, a), Fraction(-1)) for a in rest)])
        case ir.Apply(op="mul", args=(a, b)):
            for x, k in ((a, b), (b, a)):
                if isinstance(k, ir.Const) and isinstance(k.value, Fraction):
                    return _times(_sum(moves, x), k.value)
        case ir.Apply(op="div", args=(x, ir.Const(value=Fraction() as k))) if k:
            return _times(_sum(moves, x), 1 / k)
    return {form(e): Fraction(1)}


def _times(found: Sum, by: Fraction) -> Sum:
    return {place: k * by for place, k in found.items()}


def _added(sums: Sequence[Sum]) -> Sum:
    found: Sum = {}
    for one in sums:
        for place, k in one.items():
            found[place] = found.get(place, _NONE) + k
    return found
