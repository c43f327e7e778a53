"""Lists in formulas: items, bodies, parts; and what is asked of them."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from evallang.ir import expr as ir
from evallang.semantics.context import Context
from evallang.semantics.dispatch import lower, nothing, rule_for
from evallang.semantics.entities import Entity, Scope, sort_of
from evallang.semantics.lookup import resolve, visible
from evallang.semantics.typing import need_flag, need_number
from evallang.syntax import ast
from evallang.types import FLAG, Quantity, Type


@frozen(eq=False)
class Listing:
    """A list, the value of each member (None where only members count), and the place of a member."""

    over: ir.Over
    value: ir.Expr | None
    ctx: Context
    written: ast.Expr | None = None


def listing(ctx: Context, argument: Any) -> Listing | None:
    """The first argument of an aggregate: `x for …`, `item where …`, `item` or `parts`."""
    match argument:
        case ast.Ref(path=ast.Path(segments=("parts",))):
            if ctx.node is None or ctx.node.sort != "node":
                ctx.low.report("E0209", "`parts` stands only inside a node", argument.span)
                return None
            parts = ir.PartsOf(ctx.node.number, span=argument.span)
            return Listing(parts, ir.Local(-1, "part", type=Quantity(), span=argument.span), ctx)
        case ast.Over():
            place = members(ctx, argument.selector)
            if place is None:
                return None
            over, inner = place
            return Listing(over, lower(inner, argument.value), inner, argument.value)
        case ast.Filtered():
            place = members(ctx, argument.items)
        case _:
            place = members(ctx, ast.Items(argument.path, False, None, span=argument.span))
    return None if place is None else Listing(place[0], None, place[1])


def members(ctx: Context, selector: ast.Selector) -> tuple[ir.Over, Context] | None:
    """The members of a list and the place inside of it, where names are those of a member first."""
    return _bodies(ctx, selector) if isinstance(selector, ast.Bodies) else _items(ctx, selector)


def _bodies(ctx: Context, selector: ast.Bodies) -> tuple[ir.Over, Context] | None:
    same_kind = selector.same is not None and selector.same.text == "kind"
    if (
        not selector.every
        and selector.same is None
        and len(ctx.low.collected.kinds) > 1
        and not _pins_kind(selector.where)
    ):
        ctx.low.report(
            "E0218",
            "`for body` does not say of which kind",
            selector.span,
            "write `for body of same kind`, or `for every body`",
        )
    inner = ctx.inside(level=())
    same = None
    if selector.same is not None and not same_kind:
        found = lower(inner, ast.Ref(ast.Path((selector.same.text,), span=selector.same.span), span=selector.same.span))
        same = found if isinstance(found, ir.Ref) else None
    where = _where(inner, selector.where)
    return ir.BodiesOf(same_kind, same, where, span=selector.span), inner


def _pins_kind(where: ast.Expr | None) -> bool:
    """Whether a condition says which kind is meant: `kind = …`."""
    operands = where.operands if isinstance(where, ast.Logic) and where.operator == "and" else (where,)
    return any(
        isinstance(o, ast.Compare) and o.operator == "="
        and any(isinstance(x, ast.Ref) and x.path.segments == ("kind",) for x in (o.left, o.right))
        for o in operands
    )  # fmt: skip


def _items(ctx: Context, selector: ast.Items) -> tuple[ir.Over, Context] | None:
    found = resolve(ctx.low.collected, ctx.scope, selector.path, "item")
    if found is None:
        return None
    entity = found.entities[0]
    if entity.sort != "item":
        ctx.low.report("E0209", f"`{selector.path}` is no list of items", selector.path.span, _known_items(ctx))
        return None
    ctx.low.used.add(id(entity))
    outer = entity.level
    if selector.of_every_body:
        level: tuple[int, ...] = ()
        if outer:
            ctx.low.report("E0214", f"`{selector.path}` lies inside another item", selector.path.span)
            return None
    else:
        level = ctx.level
        if level[: len(outer)] != outer:
            ctx.low.report(
                "E0214", f"`{selector.path}` lies inside another item", selector.path.span, "go through that item first"
            )
            return None
    assert entity.inner is not None
    # Inside, names are those of the item, then those around the formula.
    scope = Scope(entity, ctx.scope, entity.inner.names)
    inner = ctx.inside(scope=scope, level=(*outer, entity.number))
    where = _where(inner, selector.where)
    lift = 0 if selector.of_every_body else len(level) - len(outer)
    over = ir.ItemsOf(entity.number, entity.name, selector.of_every_body, lift, where, span=selector.span)
    return over, inner


def _known_items(ctx: Context) -> str | None:
    names = ", ".join(f"`{item.name}`" for item in ctx.low.collected.items)
    return f"the lists are {names}" if names else "declare one with `item`"


def _where(inner: Context, where: ast.Expr | None) -> ir.Expr | None:
    if where is None:
        return None
    lowered = lower(inner, where, FLAG)
    need_flag(inner, lowered, "`where`")
    return lowered


@rule_for(ast.Quantified)
def _quantified(ctx: Context, e: ast.Quantified, expected: Type | None) -> ir.Expr:
    """`some x where c`; `no x where c` is `not some`; `every x where c` holds c for each."""
    if e.word == "every":
        bare = ast.Items(e.items.path, e.items.of_every_body, None, span=e.items.span)
        place = members(ctx, bare)
        if place is None:
            return nothing(e.span)
        if e.items.where is None:
            ctx.low.report("E0211", "`every` needs a condition", e.span, "write `every item where …`")
            return nothing(e.span)
        condition = lower(place[1], e.items.where, FLAG)
        need_flag(ctx, condition, "`where`")
        return ir.Aggregate("every", condition, place[0], type=FLAG, span=e.span)
    place = members(ctx, e.items)
    if place is None:
        return nothing(e.span)
    some = ir.Aggregate("some", None, place[0], type=FLAG, span=e.span)
    return some if e.word == "some" else ir.Apply("not", (some,), type=FLAG, span=e.span)


def _names_items(ctx: Context, e: ast.Expr) -> bool:
    """Whether an expression is the bare name of a list of items."""
    if not isinstance(e, ast.Ref):
        return False
    found = visible(ctx.low.collected, ctx.scope, e.path.segments[0])
    return len(e.path.segments) == 1 and bool(found) and found[0].sort == "item"


@rule_for(ast.InPeriod)
def _in_period(ctx: Context, e: ast.InPeriod, expected: Type | None) -> ir.Expr:
    if _names_items(ctx, e.period):
        what = ctx.low.collected.source.slice(e.operand.span)
        items = ctx.low.collected.source.slice(e.period.span)
        advice = f"write `{what} for {items}` for the values of a list"
        ctx.low.report("E0211", f"`in` asks for a period, and `{items}` is a list", e.period.span, advice)
        return nothing(e.span)
    operand, period = lower(ctx, e.operand), lower(ctx, e.period)
    need_number(ctx, period, "a period")
    if not isinstance(operand, ir.Ref | ir.ItemRef):
        ctx.low.report("E0211", "`in` needs the name of an input, a formula or a node", operand.span)
        return nothing(e.span)
    return ir.InPeriod(operand, period, type=operand.type, span=e.span)


@rule_for(ast.WorseInARow)
def _worse(ctx: Context, e: ast.WorseInARow, expected: Type | None) -> ir.Expr:
    operand = lower(ctx, e.operand)
    need_number(ctx, operand, "`worse`")
    sense = _sense(ctx, operand)
    years = int(e.years) if e.years.isdigit() and 0 < int(e.years) <= 100 else 0
    if not years:
        ctx.low.report("E0230", "a number of years from 1 to 100 is needed", e.span)
    if sense is None:
        ctx.low.report(
            "E0233", "it is not known whether more of this is better or worse", operand.span,
            "declare it with the input: `number, yearly, more is better`",
        )  # fmt: skip
        return nothing(e.span)
    return ir.WorseInARow(operand, years, sense, type=FLAG, span=e.span)


def _known_ratings(ctx: Context) -> str:
    names = ", ".join(f"`{rating.name}`" for rating in ctx.low.collected.ratings)
    return f"the ratings are {names}" if names else "declare one with `rating`"


def _sense(ctx: Context, operand: ir.Expr) -> bool | None:
    if not isinstance(operand, ir.Ref):
        return None
    entity: Entity = ctx.low.collected.definitions[operand.targets[0]]
    if entity.sort == "node":
        return True
    traits = getattr(entity.statement, "traits", ())
    return next((t.word == "better" for t in traits if isinstance(t, ast.Sense)), None)


@rule_for(ast.InRating)
def _in_rating(ctx: Context, e: ast.InRating, expected: Type | None) -> ir.Expr:
    found = resolve(ctx.low.collected, ctx.scope, e.rating, "rating")
    if found is None:
        return nothing(e.span)
    entity = found.entities[0]
    if entity.sort != "rating":
        message = f"`{e.rating}` is {sort_of(entity)}, and places are counted in a rating"
        ctx.low.report("E0209", message, e.rating.span, _known_ratings(ctx))
        return nothing(e.span)
    names = ctx.low.ratings.get(entity.number, ())
    nodes = tuple(range(len(names)))
    if found.rest:
        nodes = tuple(i for i, name in enumerate(names) if name.split(".")[-len(found.rest) :] == list(found.rest))
        if not nodes:
            message = f"the rating `{entity.name}` has no `{'.'.join(found.rest)}`"
            ctx.low.report("E0201", message, e.rating.span, "it ranks by " + ", ".join(f"`{name}`" for name in names))
    count = int(e.count) if e.count.isdigit() else 0
    if count < 1:
        advice = f"write how many, as in `{e.end} 3 in {e.rating}`"
        ctx.low.report("E0230", f"`{e.end} {e.count}` means nobody", e.span, advice)
    return ir.InRating(e.end, count, e.what, entity.number, nodes, str(e.rating), type=FLAG, span=e.span)
