"""Calls: built-ins, formulas with parameters, brackets; lists of items and bodies."""

from __future__ import annotations

from typing import Any

from evallang import types
from evallang.builtins.catalogue import BUILTINS
from evallang.builtins.entry import Builtin
from evallang.ir import expr as ir
from evallang.ir.program import FunctionDef
from evallang.semantics.context import Context, only_under, provisions
from evallang.semantics.dispatch import lower, nothing, rule_for
from evallang.semantics.entities import Entity
from evallang.semantics.limits import expanded, grows_too_large, too_large
from evallang.semantics.lists import Listing, listing
from evallang.semantics.lookup import resolve, visible
from evallang.semantics.spans import piece
from evallang.semantics.tables import brackets_of, check_arguments
from evallang.semantics.typing import need_flag, need_number, same_unit
from evallang.source import Span
from evallang.suggest import meant, meant_or_listed
from evallang.syntax import ast
from evallang.types import FLAG, NUMBER, Type


@rule_for(ast.Call)
def _call(ctx: Context, e: ast.Call, expected: Type | None) -> ir.Expr:
    name = e.function.segments[0]
    declared = visible(ctx.low.collected, ctx.scope, name)
    if len(e.function.segments) == 1 and name in BUILTINS and not declared:
        return _builtin(ctx, e, BUILTINS[name])
    if not declared:
        if name not in ctx.low.collected.unread:
            ctx.low.report("E0201", f"unknown function `{name}`", e.function.span, _function_meant(ctx, name))
        return nothing(e.span)
    found = resolve(ctx.low.collected, ctx.scope, e.function)
    if found is None:
        return nothing(e.span)
    entity = found.entities[0]
    if entity.sort == "function" and not found.rest:
        return _function(ctx, e, entity)
    if entity.sort == "brackets":
        return _brackets(ctx, e, entity, found.rest)
    ctx.low.report("E0211", f"`{e.function}` takes no arguments", e.function.span, f"write `{e.function}` alone")
    return nothing(e.span)


# What other programs call some of the built-ins.
_ELSEWHERE = {
    "average": "mean", "avg": "mean", "stdev": "sd", "stddev": "sd", "var": "sd", "len": "count", "total": "sum",
    "ceil": "ceiling", "log": "ln", "pow": "^", "sqr": "^",
}  # fmt: skip


def _function_meant(ctx: Context, name: str) -> str:
    """The advice for a function that does not exist."""
    found = ctx.low.collected
    if name.lower() in ("if", "iif"):
        return "write `if … then … else …`"
    if name.lower() in _ELSEWHERE:
        return f"here it is called `{_ELSEWHERE[name.lower()]}`"
    known = [*BUILTINS, *(f.name for f in found.functions), *(b.name for b in found.brackets)]
    return meant(name, known) or f"declare it: `formula {name}(x) = …`"


def _plain(ctx: Context, e: ast.Call) -> list[ir.Expr] | None:
    """Arguments that must be plain values."""
    values = []
    for argument in e.arguments:
        if isinstance(argument, ast.Over | ast.Filtered | ast.Step | ast.Named):
            ctx.low.report("E0211", f"`{e.function}` takes plain values", argument.span)
            return None
        values.append(lower(ctx, argument))
    return values


def _wrong_count(ctx: Context, e: ast.Call, wanted: str, advice: str) -> ir.Expr:
    given = len(e.arguments)
    message = f"`{e.function}` needs {wanted}, and {given or 'none'} {'are' if given > 1 else 'is'} given"
    ctx.low.report("E0211", message, e.span, advice)
    return nothing(e.span)


def _like(entry: Builtin) -> str:
    return f"write it like `{entry.example.partition(' = ')[0]}`"


def _arguments(number: int) -> str:
    return f"{number} argument{'' if number == 1 else 's'}"


def _function(ctx: Context, e: ast.Call, entity: Entity) -> ir.Expr:
    params = [p.name.text for p in entity.statement.params]
    if len(params) != len(e.arguments):
        return _wrong_count(ctx, e, _arguments(len(params)), f"write `{e.function}({', '.join(params)})`")
    args = _plain(ctx, e)
    if args is None:
        return nothing(e.span)
    if ctx.level[: len(entity.level)] != entity.level:
        item = ctx.low.collected.items[entity.level[-1]].name
        ctx.low.report(
            "E0214",
            f"`{e.function}` looks at one `{item}`",
            e.function.span,
            f"call it inside, as in `sum({e.function}(…) for {item})`",
        )
        return nothing(e.span)
    number, kind = function(ctx, entity, tuple(a.type for a in args))
    return ir.Invoke(number, entity.name, tuple(args), type=kind, span=e.span)


def function(ctx: Context, entity: Entity, kinds: tuple[Type, ...]) -> tuple[int, Type]:
    """A formula with parameters, lowered once for each combination of argument types and each level that calls it."""
    low = ctx.low
    low.used.add(id(entity))
    units = tuple((k, k.unit) if isinstance(k, types.Quantity) else k for k in kinds)
    key = (id(entity), units, ctx.level)
    if key in low.function_keys:
        number = low.function_keys[key]
        if number < 0:
            advice = (
                "no formula may use itself, not even through others; `sum` or `product` of a list can repeat a step"
            )
            low.report("E0213", f"`{entity.name}` calls itself", entity.span, advice)
            return 0, types.UNKNOWN
        return number, low.functions[number].value.type
    low.function_keys[key] = -1
    if not low.goes_deeper(entity.name, entity.span):
        return 0, types.UNKNOWN
    params = tuple(p.name.text for p in entity.statement.params)
    local = {name: (i, kind) for i, (name, kind) in enumerate(zip(params, kinds, strict=True))}
    owner = entity.scope.owner
    node = owner if owner and owner.sort == "node" else None
    inner = Context(low, entity.scope, ctx.level, node, local, cites=ast.citations(entity.marks))
    value = only_under(low, lower(inner, entity.statement.value), low.conditions(entity.marks), f"`{entity.name}`")
    low.depth -= 1
    low.functions.append(FunctionDef(entity.name, entity.label, params, value, provisions(entity.marks), entity.span))
    size = expanded([value], low.function_sizes)
    if grows_too_large(size, [value], low.function_sizes):
        low.report("E0012", *_at(entity))
    low.function_sizes.append(size)
    low.function_keys[key] = len(low.functions) - 1
    return len(low.functions) - 1, value.type


def _at(entity: Entity) -> tuple[str, Span, str]:
    message, advice = too_large(entity.name)
    return message, entity.span, advice


def _brackets(ctx: Context, e: ast.Call, entity: Entity, rest: tuple[str, ...]) -> ir.Expr:
    definition = brackets_of(ctx, entity)
    args = _plain(ctx, e)
    if definition is None or args is None:
        return nothing(e.span)
    ctx.low.used.add(id(entity))
    if len(args) != len(definition.inputs):
        form = f"write `{e.function}({', '.join(definition.inputs)})`"
        return _wrong_count(ctx, e, _arguments(len(definition.inputs)), form)
    check_arguments(ctx, definition, args)
    kinds = ctx.low.collected.kind_names
    column: str | None
    if rest:
        column = rest[0]
        if column not in definition.results:
            advice = meant_or_listed(column, definition.results, "column")
            ctx.low.report("E0201", f"`{entity.name}` has no column `{column}`", piece(e.function, -1), advice)
            return nothing(e.span)
    elif len(definition.results) == 1 and definition.results[0] not in kinds:
        column = definition.results[0]
    elif all(result in kinds for result in definition.results):
        column = None
    else:
        names = ", ".join(f"`{entity.name}.{r}`" for r in definition.results)
        message = f"`{entity.name}` gives several answers, one in each of its columns"
        ctx.low.report("E0211", message, e.function.span, f"say which one: {names}")
        return nothing(e.span)
    asked = [i for i, result in enumerate(definition.results) if column in (None, result)]
    names_ = [r for row in definition.rows for r in map(row.results.__getitem__, asked) if isinstance(r, str)]
    kind: Type = types.Choice(tuple(dict.fromkeys(names_))) if names_ else NUMBER
    return ir.Lookup(entity.number, tuple(args), column, type=kind, span=e.span)


def _builtin(ctx: Context, e: ast.Call, entry: Builtin) -> ir.Expr:
    if entry.form == "asks":
        return _asks(ctx, e, entry)
    if not e.arguments:
        return _wrong_count(ctx, e, "an argument", _like(entry))
    first = e.arguments[0]
    lists = isinstance(first, ast.Over | ast.Filtered) or _names_list(ctx, first)
    if lists and entry.form != "values":
        return _aggregate(ctx, e, entry)
    if entry.form in ("list", "relative"):
        ctx.low.report("E0211", f"`{entry.name}` needs a list", e.span, _like(entry))
        return nothing(e.span)
    if lists:
        ctx.low.report("E0211", f"`{entry.name}` takes one value, not a list", e.span, _like(entry))
        return nothing(e.span)
    return _values(ctx, e, entry)


def _names_list(ctx: Context, argument: Any) -> bool:
    """Whether a bare name is `parts` or an item."""
    if not isinstance(argument, ast.Ref):
        return False
    if argument.path.segments == ("parts",):
        return True
    if argument.path.segments[0] in ctx.locals:
        return False
    found = visible(ctx.low.collected, ctx.scope, argument.path.segments[-1])
    return bool(found) and found[0].sort == "item"


def _values(ctx: Context, e: ast.Call, entry: Builtin) -> ir.Expr:
    """A function of plain values."""
    args: list[ir.Expr] = []
    op = entry.name
    for argument in e.arguments:
        if isinstance(argument, ast.Step) and entry.name == "round":
            args.append(lower(ctx, argument.value))
            op = f"round:{argument.mode}"
        elif isinstance(argument, ast.Over | ast.Filtered | ast.Step | ast.Named):
            ctx.low.report("E0211", f"`{entry.name}` of single values takes only values here", argument.span)
            return nothing(e.span)
        else:
            args.append(lower(ctx, argument))
    few, many = entry.least, entry.most
    if len(args) < few or (many is not None and len(args) > many):
        wanted = ("" if few == many else "at least ") + _arguments(few)
        return _wrong_count(ctx, e, wanted, _like(entry))
    if entry.name == "round" and op == "round":
        ctx.low.report("E0232", "a rounding needs its mode", e.span, "write it like `round(x, 0.01 half up)`")
        return nothing(e.span)
    for arg in args:
        need_number(ctx, arg, f"`{entry.name}`")
    kind: Type = same_unit(ctx, args, f"`{entry.name}`") if entry.units == "same" else NUMBER
    return ir.Apply(op, tuple(args), type=kind, span=e.span)


def _assessed(ctx: Context, e: ast.Call, entry: Builtin) -> ir.Expr:
    """`assessed(node)` looks at the registers, not at the value of the node."""
    if len(e.arguments) != 1 or not isinstance(e.arguments[0], ast.Ref):
        return _wrong_count(ctx, e, "the name of a node", _like(entry))
    path = e.arguments[0].path
    found = resolve(ctx.low.collected, ctx.scope, path, "node")
    if found is None and not ctx.low.collected.base_in_part:
        return nothing(e.span)
    if found is not None and (found.entities[0].sort != "node" or found.rest):
        ctx.low.report("E0229", f"`{path}` is no node", path.span, "write a block, a direction or a part of one")
        return nothing(e.span)
    nodes = tuple(entity.number for entity in found.entities) if found is not None else ()
    return ir.InScope(nodes, str(path), type=FLAG, span=e.span)


def _asks(ctx: Context, e: ast.Call, entry: Builtin) -> ir.Expr:
    if entry.name == "assessed":
        return _assessed(ctx, e, entry)
    args = _plain(ctx, e)
    if args is None or not 1 <= len(args) <= (entry.most or 1):
        return nothing(e.span) if args is None else _wrong_count(ctx, e, "a name", _like(entry))
    if entry.name != "previous":
        return ir.Asks(entry.name, args[0], type=FLAG, span=e.span)
    back = 1
    if len(args) == 2:
        if not isinstance(args[1], ir.Const) or args[1].value not in range(1, 101):
            ctx.low.report("E0230", "`previous` needs a whole number of periods from 1 to 100", args[1].span)
            return nothing(e.span)
        back = int(args[1].value)  # type: ignore[arg-type]  # it is in the range above
    if not isinstance(args[0], ir.Ref | ir.ItemRef):
        ctx.low.report(
            "E0211",
            "`previous` needs the name of an input, a formula or a node",
            args[0].span,
            "give the formula a name with `formula`",
        )
        return nothing(e.span)
    return ir.Previous(args[0], back, type=args[0].type, span=e.span)


def _aggregate(ctx: Context, e: ast.Call, entry: Builtin) -> ir.Expr:
    """A function of a list, with its named arguments."""
    found = listing(ctx, e.arguments[0])
    if found is None:
        return nothing(e.span)
    named: dict[str, ir.Expr] = {}
    extra: list[ir.Expr] = []
    for argument in e.arguments[1:]:
        if isinstance(argument, ast.Named):
            inner = found.ctx if argument.name == "weighted by" else ctx
            named[argument.name] = lower(inner, argument.value)
            need_number(ctx, named[argument.name], f"`{argument.name}`")
        elif isinstance(argument, ast.Over | ast.Filtered | ast.Step):
            ctx.low.report("E0211", f"`{entry.name}` takes one list", argument.span)
            return nothing(e.span)
        else:
            extra.append(lower(ctx, argument))
    if len(extra) != len(entry.extra):
        wanted = f"{1 + len(entry.extra)} arguments" if entry.extra else "one list"
        return _wrong_count(ctx, e, wanted, _like(entry))
    if "weighted by" in named and entry.name != "mean":
        ctx.low.report("E0211", f"`{entry.name}` cannot be weighted", e.span, "only `mean` takes `weighted by`")
    return _built(ctx, e, entry, found, named, extra)


def _built(
    ctx: Context, e: ast.Call, entry: Builtin, found: Listing, named: dict[str, ir.Expr], extra: list[ir.Expr]
) -> ir.Expr:
    if found.value is None and entry.name != "count":
        item = found.over.name if isinstance(found.over, ir.ItemsOf) else "…"
        advice = f"write `{entry.name}(x for {item})`, with a value of the item in place of `x`"
        ctx.low.report("E0211", f"`{entry.name}` does not say which value of each is meant", e.span, advice)
        return nothing(e.span)
    if found.value is not None:
        if entry.name == "count":
            need_flag(ctx, found.value, "`count(x for …)`") if not isinstance(
                found.value.type, types.Quantity
            ) else None
        else:
            need_number(ctx, found.value, f"`{entry.name}`")
    own = lower(ctx, found.written) if entry.form == "relative" and found.written is not None else None
    kind: Type = found.value.type if found.value is not None and entry.units == "same" else NUMBER
    return ir.Aggregate(
        entry.name, found.value, found.over, named.get("none"), named.get("at least"), named.get("weighted by"),
        tuple(extra), own, type=kind, span=e.span,
    )  # fmt: skip
