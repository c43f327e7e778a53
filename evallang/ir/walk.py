"""Going through expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from evallang.ir import expr as ir


def children(e: ir.Expr) -> tuple[ir.Expr, ...]:
    """The expressions directly inside an expression, in the order written."""
    held = _HELD.get(type(e))
    found: tuple[ir.Expr, ...] = () if held is None else held(e)
    return found


def _held_by_list(e: ir.Aggregate) -> tuple[ir.Expr, ...]:
    over = e.over
    lists = [] if isinstance(over, ir.PartsOf) else [over.where]
    if isinstance(over, ir.BodiesOf):
        lists.append(over.same)
    found = (e.value, *lists, e.none, e.least, e.weight, *e.extra, e.own)
    return tuple(x for x in found if x is not None)


_args, _both = attrgetter("args"), attrgetter("operand", "period")
_HELD: dict[type, Callable[[Any], tuple[ir.Expr, ...]]] = {
    ir.Apply: _args, ir.Invoke: _args, ir.Lookup: _args, ir.ByReading: attrgetter("cases"),
    ir.If: attrgetter("condition", "then", "otherwise"), ir.InPeriod: _both, ir.Aggregate: _held_by_list,
    ir.Asks: lambda e: (e.operand,), ir.Previous: lambda e: (e.operand,), ir.WorseInARow: lambda e: (e.operand,),
    ir.ItemRef: lambda e: (e.inner,), ir.GradeOf: lambda e: (e.node,),
}  # fmt: skip


def walk(e: ir.Expr) -> Iterator[ir.Expr]:
    """An expression and everything inside it, without recursion."""
    stack = [e]
    while stack:
        here = stack.pop()
        yield here
        held = _HELD.get(type(here))
        if held is not None:
            stack.extend(reversed(held(here)))
