"""Expressions as they are said some item levels further in."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from evallang.ir import expr as ir


def shifted(e: ir.Expr, levels: int) -> ir.Expr | None:
    """An expression as it is said some levels inside its frame; None for what cannot be said from there.

    The members of a list are the same from everywhere: what is said inside of it stays as it is.
    """
    if levels == 0:
        return e
    match e:
        case ir.Ref(lift=lift) | ir.ItemRef(lift=lift):
            return evolve(e, lift=lift + levels)
        case ir.Apply(args=args) | ir.Lookup(args=args):
            made = _each(args, levels)
            return None if made is None else evolve(e, args=made)
        case ir.ByReading(cases=cases):
            made = _each(cases, levels)
            return None if made is None else evolve(e, cases=made)
        case ir.If():
            made = _each((e.condition, e.then, e.otherwise), levels)
            return None if made is None else evolve(e, condition=made[0], then=made[1], otherwise=made[2])
        case ir.Asks(operand=x) | ir.Previous(operand=x):
            inner = shifted(x, levels)
            return None if inner is None else evolve(e, operand=inner)
        case ir.InPeriod():
            made = _each((e.operand, e.period), levels)
            return None if made is None else evolve(e, operand=made[0], period=made[1])
        case ir.Aggregate(own=None, extra=()) if not isinstance(e.over, ir.PartsOf):
            return _gathered(e, levels)
        case ir.Invoke() | ir.Local() | ir.GradeOf() | ir.Aggregate() | ir.WorseInARow() | ir.InRating():
            return None
    return e


def _each(es: Iterable[ir.Expr], levels: int) -> tuple[ir.Expr, ...] | None:
    made = [shifted(e, levels) for e in es]
    return None if None in made else tuple(x for x in made if x is not None)


def _gathered(e: ir.Aggregate, levels: int) -> ir.Expr | None:
    given = [x for x in (e.none, e.least) if x is not None]
    made = _each(given, levels)
    if made is None:
        return None
    over = e.over
    if isinstance(over, ir.ItemsOf) and not over.of_every_body:
        over = evolve(over, lift=over.lift + levels)
    none = made[0] if e.none is not None else None
    return evolve(e, over=over, none=none, least=made[-1] if e.least is not None else None)
