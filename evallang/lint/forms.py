"""The form of an expression: equal for expressions that say the same in one place."""

from __future__ import annotations

from evallang.ir import expr as ir

Form = tuple[object, ...]


def form(e: ir.Expr) -> Form:
    """The form; an expression of a sort that is not compared has one of its own."""
    match e:
        case ir.Ref(targets=targets, lift=lift):
            return ("ref", targets, lift)
        case ir.Const(value=value):
            return ("const", type(value), value)
        case ir.Apply(op=op, args=args):
            return (op, *map(form, args))
        case ir.Previous(operand=x, back=back):
            return ("previous", back, form(x))
        case ir.InPeriod(operand=x, period=period):
            return ("in", form(x), form(period))
        case ir.ItemRef(keys=keys, items=items, inner=x, lift=lift):
            return ("item", items, keys, lift, form(x))
        case ir.PointsOf(node=node):
            return ("points", node)
        case ir.ParameterRef(target=target):
            return ("parameter", target)
        case ir.KindOf():
            return ("kind",)
        case ir.GradeOf(node=node):
            return ("grade", form(node))
    return ("one of its own", id(e))
