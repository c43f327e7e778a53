"""Where there certainly is a value: what is made of values that are there by operations that always give one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.lint.forms import Form, form
from evallang.lint.ranges import Range, is_empty

ALWAYS_THERE = frozenset(
    ["add", "sub", "neg", "mul", "min", "max", "abs", "floor", "ceiling", "mean", "median", "sum", "product", "exp"]
)
"""Operations that have a value wherever their operands have one."""

_COMPARISONS = frozenset(["equal", "unequal", "less", "less_equal", "greater", "greater_equal", "not"])
Read = Callable[[ir.Expr], Range]
Known = Callable[[ir.Expr], bool | None]


def is_defined(op: str, args: Sequence[ir.Expr], read: Read) -> bool:
    """Whether an operation has a value wherever its operands have one, as far as their ranges show."""
    if op in ALWAYS_THERE or op in _COMPARISONS or op.startswith("round:"):
        return True
    match op:
        case "div":
            return not read(args[1]).may_be_zero
        case "sqrt" | "geomean" | "root":
            return all(_not_below_zero(read(a)) for a in args)
        case "ln" | "harmean":
            return all(_not_below_zero(read(a)) and not read(a).may_be_zero for a in args)
        case "power":
            n = read(args[1]).point
            return n is not None and n >= 0 and (n.denominator == 1 or _not_below_zero(read(args[0])))
    return False


def _not_below_zero(r: Range) -> bool:
    return r.low is not None and r.low >= 0


def needed(condition: ir.Expr) -> frozenset[Form]:
    """The names that have a value wherever a comparison has one; none for what may be decided without some."""
    if any(not isinstance(x, ir.Apply | ir.Ref | ir.Const) for x in walk(condition)):
        return frozenset()
    if any(isinstance(x, ir.Apply) and x.op in ("and", "or") for x in walk(condition)):
        return frozenset()
    return frozenset(form(x) for x in walk(condition) if isinstance(x, ir.Ref))


def is_certain(e: ir.Expr, there: Collection[Form], read: Read, known: Known | None = None) -> bool:
    """Whether an expression has a value wherever some names have one; of a case that is `known` the branch taken."""
    match e:
        case ir.Const() | ir.ParameterRef() | ir.PointsOf():
            return not is_empty(read(e))
        case ir.If(condition=c, then=t, otherwise=o) if known is not None and known(c) is not None:
            taken = t if known(c) else o
            return is_certain(c, there, read, known) and is_certain(taken, there, read, known)
        case ir.Ref():
            return form(e) in there
        case ir.Apply(op=op, args=args):
            return all(is_certain(a, there, read, known) for a in args) and is_defined(op, args, read)
    return False
