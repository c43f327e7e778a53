"""Values set against those of other bodies: a share of their sum or of the greatest, a case where all are equal."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef
from evallang.ir.walk import walk
from evallang.lint.branches import Branch, step
from evallang.lint.facts import Facts
from evallang.lint.forms import form
from evallang.lint.motion import EITHER, FALLS, RISES
from evallang.lint.ranges import Range, exactly

if TYPE_CHECKING:
    from evallang.lint.moves import Moves

_HOMOGENEOUS = ("sum", "mean", "min", "max", "median", "quantile", "geomean", "harmean")
_ZERO, _ONE, _HALF = Fraction(0), Fraction(1), Fraction(1, 2)
_GREATEST = {
    "zscore": Range(_ZERO, None, False, False, nonzero=True), "minmax": exactly(_ONE), "rank": exactly(_ONE),
    "percentile": Range(_HALF, _ONE, True, True),
}  # fmt: skip
_LEAST = {
    "zscore": Range(None, _ZERO, False, False, nonzero=True), "minmax": exactly(_ZERO),
    "percentile": Range(_ZERO, _HALF, True, True),
}  # fmt: skip


def share(moves: Moves, e: ir.Apply) -> int | None:
    """How x / g(x of all) moves for the body whose x it is; None where it is no such share.

    A mean of any sort of numbers that are not negative grows by no greater factor than the one that grows.
    """
    above, below = e.args[0], _meant(moves, e.args[1])
    factors = above.args if isinstance(above, ir.Apply) and above.op == "mul" else (above,)
    moving = [x for x in factors if moves.touches(x)]
    if len(moving) != 1 or not isinstance(below, ir.Aggregate) or not all(
        _not_negative(moves, x) for x in factors
    ):  # fmt: skip
        return None
    own = moving[0]
    if _is_of_own_items(own, below) and below.none is not None and not _not_negative(moves, below.none):
        return None
    if not (_is_of_bodies(moves, own, below) or _is_of_own_items(own, below)):
        return None
    way = moves.of(own, {}).own
    return way if way in (RISES, FALLS) else None


def _meant(moves: Moves, e: ir.Expr) -> ir.Expr:
    """What a formula of the body says, and a reading as it is chosen."""
    match e:
        case ir.Ref(lift=0):
            targets = moves.values.targets(e.targets)
            d = moves.program.definitions[targets[0]] if len(targets) == 1 else None
            return _meant(moves, moves.monotone.uses.written_out(d.value)) if isinstance(d, FormulaDef) else e
        case ir.ByReading(reading=reading, cases=cases):
            return _meant(moves, cases[moves.values.choices[reading]])
    return e


def _not_negative(moves: Moves, e: ir.Expr) -> bool:
    low = moves.range(e, {}).low
    return low is not None and low >= 0


def _is_of_bodies(moves: Moves, own: ir.Expr, below: ir.Aggregate) -> bool:
    """Whether a value is one of those of which a mean, a sum or an end is taken, and nothing else there moves."""
    if below.op not in _HOMOGENEOUS or not isinstance(below.over, ir.BodiesOf) or below.value is None:
        return False
    if form(below.value) != form(own) or moves.of(own, {}).others:
        return False
    there = moves.of_members(below.over)
    fixed = [x for x in (below.over.where, below.over.same, below.weight) if x is not None]
    signed = [x for x in (below.value, below.weight) if x is not None]
    ends = [x for x in (below.least, *below.extra) if x is not None]
    stays = all(there.of(x, {}).still for x in fixed) and all(moves.of(x, {}).still for x in ends)
    none = below.none
    return (
        stays
        and all(_not_negative(there, x) for x in signed)
        and (none is None or form(none) == form(own) or (moves.of(none, {}).still and _not_negative(moves, none)))
    )


def _is_of_own_items(own: ir.Expr, below: ir.Aggregate) -> bool:
    """Whether the greatest of the own items is set against the greatest of all."""
    if not isinstance(own, ir.Aggregate) or own.op != "max" or below.op != "max" or own.value is None:
        return False
    mine, all_ = own.over, below.over
    if not isinstance(mine, ir.ItemsOf) or not isinstance(all_, ir.ItemsOf) or below.value is None:
        return False
    same = mine.item == all_.item and not mine.of_every_body and all_.of_every_body and mine.where is None
    return same and form(own.value) == form(below.value) and (
        all_.where is None or _is_above_zero(all_.where, below.value)
    )  # fmt: skip


def _is_above_zero(where: ir.Expr, value: ir.Expr) -> bool:
    match where:
        case ir.Apply(op="greater", args=(x, ir.Const(value=Fraction() as bound))):
            return bound == 0 and form(x) == form(value)
    return False


# ---- a case for values that are all equal


def around_equality(moves: Moves, condition: ir.Expr, branches: Iterable[Branch]) -> int:
    """How a value steps for the body that makes the values of all bodies equal, or unequal; else `EITHER`.

    Before all are equal its own value was the least or the greatest, and afterwards it is the other one.
    """
    value, over = _all_equal(condition)
    there = list(branches)
    if value is None or over is None or len(there) != 2:
        return EITHER
    motion = moves.of(value, {})
    if motion.others or motion.own not in (RISES, FALLS):
        return EITHER
    equal, unequal = there
    before, after = (_LEAST, _GREATEST) if motion.own == RISES else (_GREATEST, _LEAST)
    low, high = (_placed(unequal, value, over, ends) for ends in (before, after))
    here = equal.extent({})
    return step(unequal.extent(low), here) | step(here, unequal.extent(high))


def _all_equal(condition: ir.Expr) -> tuple[ir.Expr | None, ir.BodiesOf | None]:
    """The value and the list of `max(x for …) = min(x for …)`, or of `sd(x for …) = 0`."""
    match condition:
        case ir.Apply(op="equal", args=(ir.Aggregate(over=ir.BodiesOf()) as a, ir.Aggregate() as b)):
            if {a.op, b.op} == {"max", "min"} and a.value is not None and _same(a, b):
                return a.value, a.over if isinstance(a.over, ir.BodiesOf) else None
        case ir.Apply(op="equal", args=(ir.Aggregate(op="sd" | "sd_population") as a, ir.Const(value=zero))):
            if zero == 0 and isinstance(a.over, ir.BodiesOf) and a.value is not None:
                return a.value, a.over
    return None, None


def _same(a: ir.Aggregate, b: ir.Aggregate) -> bool:
    return a.value is not None and b.value is not None and form(a.value) == form(b.value) and _same_list(a.over, b.over)


def _same_list(a: ir.Over, b: ir.Over) -> bool:
    if not isinstance(a, ir.BodiesOf) or not isinstance(b, ir.BodiesOf) or a.same_kind != b.same_kind:
        return False
    pairs = ((a.same, b.same), (a.where, b.where))
    return all(x is y or (x is not None and y is not None and form(x) == form(y)) for x, y in pairs)


def _placed(branch: Branch, value: ir.Expr, over: ir.BodiesOf, ends: dict[str, Range]) -> Facts:
    """What is known of places among the bodies where the own value is the least, or the greatest."""
    return {
        form(x): ends[x.op]
        for e in branch.inside for x in walk(e)
        if isinstance(x, ir.Aggregate) and x.own is not None and x.op in ends and x.value is not None
        and form(x.value) == form(value) == form(x.own) and _same_list(x.over, over)
    }  # fmt: skip
