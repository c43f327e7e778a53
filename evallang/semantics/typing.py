"""Checks of types and units while expressions are lowered."""

from __future__ import annotations

from evallang import types
from evallang.ir import expr as ir
from evallang.semantics.context import Context
from evallang.types import Quantity, Type, Unknown

_SHORT = 40


def need_number(ctx: Context, value: ir.Expr, where: str) -> None:
    """Report a value that is no number."""
    if not isinstance(value.type, Quantity | Unknown):
        ctx.low.report(
            "E0209", f"{where} needs a number, and this is {types.shown(value.type)}", value.span, _hint(ctx, value)
        )


def need_flag(ctx: Context, value: ir.Expr, where: str) -> None:
    """Report a condition that is neither yes nor no."""
    if not isinstance(value.type, types.Flag | Unknown):
        advice = f"compare it with something, as in `{_written(ctx, value)} > 0`"
        message = f"{where} needs yes or no, and this is {types.shown(value.type)}"
        ctx.low.report("E0209", message, value.span, advice if isinstance(value.type, Quantity) else None)


def _written(ctx: Context, value: ir.Expr) -> str:
    """A name as it stands in the text; `x` for what is longer."""
    words = ctx.low.collected.source.slice(value.span)
    return words if words.replace(".", "").isidentifier() and len(words) <= _SHORT else "x"


def _hint(ctx: Context, value: ir.Expr) -> str | None:
    if isinstance(value.type, types.TextType):
        return "a number stands without quotes"
    if isinstance(value.type, types.Flag):
        return f"choose a number by it: `if {_written(ctx, value)} then 1 else 0`"
    if isinstance(value.type, types.Choice):
        option = f"{_written(ctx, value)} = {value.type.options[0]}"
        return f"give each option its number, as in `if {option} then 1 else 0`, or by `brackets`"
    if isinstance(value.type, types.DateType):
        return "dates are compared, not counted with; ask for a number of days as an input"
    return None


def same_unit(ctx: Context, values: list[ir.Expr], what: str) -> Type:
    """The common type of numbers that are added or compared; reports units that do not mix."""
    unit, first = None, None
    for value in values:
        own = value.type.unit if isinstance(value.type, Quantity) else None
        if own is None:
            continue
        if unit is not None and own != unit and first is not None:
            ctx.low.report(
                "E0210",
                f"{what} mixes units: {unit} and {own}",
                value.span,
                "bring both to one unit first, for example by a factor",
            )
            break
        unit, first = own, value
    return Quantity(unit=unit) if unit else types.NUMBER


def same_type(
    ctx: Context, left: ir.Expr, right: ir.Expr, what: str, says: str = "{what} compares {left} with {right}"
) -> Type:
    """The type that two values have in common; reports when there is none, in the words of `says`."""
    a, b = left.type, right.type
    if isinstance(a, Unknown):
        return b
    if isinstance(b, Unknown):
        return a
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return same_unit(ctx, [left, right], what)
    if type(a) is not type(b) or (isinstance(a, types.Choice) and a != b):
        message = says.format(what=what, left=types.shown(a), right=types.shown(b))
        ctx.low.report("E0209", message, right.span, _common(left, right))
    return a


def _common(left: ir.Expr, right: ir.Expr) -> str | None:
    """How two values can be brought to one type."""
    for this, other in ((left.type, right.type), (right.type, left.type)):
        if isinstance(this, types.Flag) and isinstance(other, Quantity):
            return "yes or no stands alone, as in `if published then …` or `not published`"
        if isinstance(this, types.Choice):
            return "one of these needs an option by its name: " + ", ".join(f"`{o}`" for o in this.options[:6])
        if isinstance(this, types.TextType) and isinstance(other, Quantity):
            return "a number stands without quotes"
    return None
