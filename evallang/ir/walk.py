"""Going through expressions."""

from __future__ import annotations

from collections.abc import Iterator

from evallang.ir import expr as ir


def children(e: ir.Expr) -> tuple[ir.Expr, ...]:
    """The expressions directly inside an expression, in the order written."""
    match e:
        case ir.Apply(args=args) | ir.Invoke(args=args) | ir.Lookup(args=args):
            return args
        case ir.ByReading(cases=cases):
            return cases
        case ir.If(condition=c, then=t, otherwise=o):
            return (c, t, o)
        case ir.Asks(operand=x) | ir.Previous(operand=x) | ir.WorseInARow(operand=x):
            return (x,)
        case ir.InPeriod(operand=x, period=p):
            return (x, p)
        case ir.ItemRef(inner=x) | ir.GradeOf(node=x):
            return (x,)
        case ir.Aggregate():
            over = e.over
            lists = [] if isinstance(over, ir.PartsOf) else [over.where]
            if isinstance(over, ir.BodiesOf):
                lists.append(over.same)
            found = (e.value, *lists, e.none, e.least, e.weight, *e.extra, e.own)
            return tuple(x for x in found if x is not None)
        case _:
            return ()


def walk(e: ir.Expr) -> Iterator[ir.Expr]:
    """An expression and everything inside it, without recursion."""
    stack = [e]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))
