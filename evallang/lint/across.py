"""How a value steps from one case to another where they lie apart as the sides of the condition do, times a number.

Of `if a > b then 2 * a else 2 * b` the first case is 2 · (a − b) above the second: higher where it is taken, and lower
where it is not. Where the condition changes, the value goes no other way than its two cases do. So it is where one case
is never below the other, whatever the condition says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef
from evallang.lint.branches import Branch
from evallang.lint.facts import Facts
from evallang.lint.forms import Form, form
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, turned
from evallang.lint.ranges import Range, exactly, times, total

if TYPE_CHECKING:
    from evallang.lint.moves import Moves

_NONE, _LESS = Fraction(0), Fraction(-1)
_SIGNS = {"greater": 1, "greater_equal": 1, "less": -1, "less_equal": -1}

Sum = dict[Form | None, tuple[ir.Expr | None, Fraction]]
"""Expressions by their forms, each with the number that it is taken times; the number alone stands under None."""


def stepped(moves: Moves, condition: ir.Expr, facts: Facts, branches: Sequence[Branch], own: int) -> int:
    """How the value can step where a condition that moves so for the body changes; `EITHER` where nobody sees it."""
    if len(branches) != 2 or any(len(branch.inside) != 1 for branch in branches):
        return EITHER
    (then,), (otherwise,) = (branch.inside for branch in branches)
    high, low, sides = _sum(moves, then), _sum(moves, otherwise), _sides(moves, condition)
    gap = _added([high, _times(low, _LESS)])
    for place in (high.keys() ^ low.keys()) - sides.keys():
        e, _ = gap[place]
        if e is not None and moves.touches(e):
            return EITHER  # what stands in one case only need not be there in the other
    first, second = moves.of(then, facts).own, moves.of(otherwise, facts).own
    found = EITHER
    for factor in _factors(gap, sides):
        more = _extent(moves, _added([gap, _times(sides, -factor)]), facts)
        up = _becoming_true(first, second, factor, more) if own & RISES else STAYS
        # As it becomes false the value goes back the way of what falls.
        down = turned(_becoming_true(turned(first), turned(second), factor, more)) if own & FALLS else STAYS
        found &= up | down
    return found


def _sides(moves: Moves, condition: ir.Expr) -> Sum:
    """What is above 0 where a comparison holds, and below where it does not, or 0; nothing of other conditions."""
    if not isinstance(condition, ir.Apply) or condition.op not in _SIGNS:
        return {}
    left, right = (_sum(moves, e) for e in condition.args)
    return _times(_added([left, _times(right, _LESS)]), Fraction(_SIGNS[condition.op]))


def _factors(gap: Sum, sides: Sum) -> Iterator[Fraction]:
    """The numbers that the sides are taken times: none, and those that leave less of the cases."""
    yield _NONE
    known = {gap[place][1] / k for place, (e, k) in sides.items() if e is not None and k and place in gap}
    yield from sorted(known - {_NONE})


def _becoming_true(then: int, otherwise: int, factor: Fraction, more: Range) -> int:
    """How a value steps from the second case to the first, which is so many times the difference and more above it.

    The difference is at most 0 before and at least 0 after it. Where the second case does not fall, and the first is
    above it afterwards, the value does not fall; nor where the first does not fall and was above before.
    """
    over = more.low is not None and more.low >= 0
    under = more.high is not None and more.high <= 0
    above = over and ((factor >= 0 and not otherwise & FALLS) or (factor <= 0 and not then & FALLS))
    below = under and ((factor <= 0 and not otherwise & RISES) or (factor >= 0 and not then & RISES))
    return (STAYS if below else RISES) | (STAYS if above else FALLS)


def _extent(moves: Moves, found: Sum, facts: Facts) -> Range:
    """What a sum can be."""
    return total(exactly(k) if e is None else times(exactly(k), moves.range(e, facts)) for e, k in found.values() if k)


def _sum(moves: Moves, e: ir.Expr) -> Sum:
    """An expression as a sum of others, each times a number."""
    match e:
        case ir.Const(value=Fraction() as value):
            return {None: (None, value)}
        case ir.Ref(lift=0):
            targets = moves.values.targets(e.targets)
            d = moves.program.definitions[targets[0]] if len(targets) == 1 else None
            if isinstance(d, FormulaDef):
                return _sum(moves, moves.monotone.uses.written_out(d.value))
        case ir.ByReading(reading=reading, cases=cases):
            return _sum(moves, cases[moves.values.choices[reading]])
        case ir.Apply(op="neg", args=(x,)):
            return _times(_sum(moves, x), _LESS)
        case ir.Apply(op="add", args=args):
            return _added([_sum(moves, a) for a in args])
        case ir.Apply(op="sub", args=(first, *rest)):
            return _added([_sum(moves, first), *(_times(_sum(moves, a), _LESS) for a in rest)])
        case ir.Apply(op="mul", args=(a, b)):
            for x, k in ((a, b), (b, a)):
                if isinstance(k, ir.Const) and isinstance(k.value, Fraction):
                    return _times(_sum(moves, x), k.value)
        case ir.Apply(op="div", args=(x, ir.Const(value=Fraction() as k))) if k:
            return _times(_sum(moves, x), 1 / k)
    return {form(e): (e, Fraction(1))}


def _times(found: Sum, by: Fraction) -> Sum:
    return {place: (e, k * by) for place, (e, k) in found.items()}


def _added(sums: Iterable[Sum]) -> Sum:
    found: Sum = {}
    for one in sums:
        for place, (e, k) in one.items():
            found[place] = e, found.get(place, (e, _NONE))[1] + k
    return found
