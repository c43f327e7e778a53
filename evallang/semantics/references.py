"""Names in expressions → references, constants and what stands in the columns of a table."""

from __future__ import annotations

import re

from evallang import types
from evallang.ir import expr as ir
from evallang.semantics.context import Context, only_under
from evallang.semantics.dispatch import lower, number
from evallang.semantics.entities import Entity
from evallang.semantics.lookup import Found, report_many, resolve
from evallang.semantics.spans import piece
from evallang.semantics.symbols import by_symbol, fitting
from evallang.source import Span
from evallang.suggest import meant_or_listed
from evallang.syntax import ast
from evallang.types import FLAG, NUMBER, UNKNOWN, Type

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def reference(ctx: Context, path: ast.Path, expected: Type | None) -> ir.Expr | None:
    """What a name in an expression means; None when that has been reported."""
    name = path.segments[0]
    if len(path.segments) == 1:
        special = _special(ctx, name, path.span, expected)
        if special is not None:
            return special
    found = _found(ctx, path)
    if found is None:
        return None
    if found.rest:
        return _grade(ctx, found, path)
    return entity_reference(ctx, found, path)


def _found(ctx: Context, path: ast.Path) -> Found | None:
    """What a path means: a name, else a symbol of the law; reports what means nothing or two things."""
    if len(path.segments) == 1:
        symbol = by_symbol(ctx, path.segments[0], path.span)
        if not isinstance(symbol, bool):
            return symbol
        if not symbol:
            return None
    return resolve(ctx.low.collected, ctx.scope, path)


_USE = {"rating": "ask for places in it: `last 3 in RATING`", "trigger": "write its condition"}


def _special(ctx: Context, name: str, span: Span, expected: Type | None) -> ir.Expr | None:
    if name in ctx.locals:
        index, kind = ctx.locals[name]
        return ir.Local(index, name, type=kind, span=span)
    if isinstance(expected, types.Choice) and name in expected.options:
        return ir.Const(name, name, type=expected, span=span)
    if name in ("yes", "no"):
        return ir.Const(name == "yes", name, type=FLAG, span=span)
    if name == "missing" and ctx.value_missing:
        return ir.Const(True, name, type=FLAG, span=span)
    if name == "points" and ctx.node is not None and ctx.node.sort == "node":
        return ir.PointsOf(ctx.node.number, type=NUMBER, span=span)
    if name == "kind" and ctx.low.collected.kinds:
        return ir.KindOf(type=ctx.kind_type, span=span)
    if isinstance(expected, types.Choice) and name not in _all_names(ctx) and not fitting(ctx, name):
        if name not in ctx.low.collected.unread:
            ctx.low.report(
                "E0219", f"`{name}` is none of the options", span, meant_or_listed(name, expected.options, "option")
            )
        return ir.UndefinedConst("not readable", span=span)
    return None


def _all_names(ctx: Context) -> set[str]:
    return {n for scope in ctx.scope.outwards() for n in scope.names} | set(ctx.low.collected.named)


def entity_reference(ctx: Context, found: Found, path: ast.Path) -> ir.Expr | None:
    """A reference to what a path found."""
    first = found.entities[0]
    match first.sort:
        case "input" | "node" | "formula":
            return _definition(ctx, found, path)
        case "parameter":
            ctx.low.used.add(id(first))
            return ir.ParameterRef(
                first.number, first.name, type=ctx.low.parameter_types.get(first.number, NUMBER), span=path.span
            )
        case "body":
            return ir.Const(first.name, first.name, type=types.BODY, span=path.span)
        case "column":
            return _column(ctx, first, path)
        case "item":
            ctx.low.report(
                "E0214",
                f"`{path}` is a list, not one value",
                path.span,
                f"write `count({path})` or `mean(x for {path})`",
            )
        case "function" | "brackets":
            ctx.low.report("E0211", f"`{path}` needs its arguments", path.span, f"write `{path}(…)`")
        case _:
            ctx.low.report(
                "E0229", f"`{path}` is a {first.sort} and has no value in a formula", path.span, _USE.get(first.sort)
            )
    return None


def _definition(ctx: Context, found: Found, path: ast.Path) -> ir.Expr | None:
    entities = found.entities
    for entity in entities:
        ctx.low.used.add(entity.number)
    level = entities[0].level
    kind = definition_type(ctx, entities[0], path.span)
    targets = tuple(e.number for e in entities)
    shown = str(path)
    if found.items:
        outer = found.items[0].level
        if ctx.level[: len(outer)] != outer or len(level) != len(outer) + len(found.items):
            _wrong_level(ctx, entities[0], path)
            return None
        inner = ir.Ref(targets, shown, 0, type=kind, span=path.span)
        items = tuple(item.number for item in found.items)
        return ir.ItemRef(items, found.keys, inner, len(ctx.level) - len(outer), type=kind, span=path.span)
    if ctx.level[: len(level)] != level:
        _wrong_level(ctx, entities[0], path)
        return None
    return ir.Ref(targets, shown, len(ctx.level) - len(level), type=kind, span=path.span)


def _wrong_level(ctx: Context, entity: Entity, path: ast.Path) -> None:
    report_many(ctx.low.collected, entity, str(path), path.span)


def definition_type(ctx: Context, entity: Entity, span: Span) -> Type:
    """The type of a definition's value."""
    if entity.sort == "node":
        return NUMBER
    if entity.sort == "input":
        return ctx.low.input_types.get(entity.number, UNKNOWN)
    value = formula_value(ctx, entity)
    return value.type if value is not None else UNKNOWN


def formula_value(ctx: Context, entity: Entity) -> ir.Expr | None:
    """The lowered value of a formula, once; None while it is being lowered (a cycle, reported by its own pass)."""
    formulas = ctx.low.formulas
    if entity.number not in formulas:
        formulas[entity.number] = None
        owner = entity.scope.owner
        node = owner if owner and owner.sort == "node" else None
        inner = Context(ctx.low, entity.scope, entity.level, node, cites=ast.citations(entity.marks))
        if ctx.low.goes_deeper(entity.name, entity.span):
            value = lower(inner, entity.statement.value)
            formulas[entity.number] = only_under(ctx.low, value, ctx.low.conditions(entity.marks), f"`{entity.name}`")
            ctx.low.depth -= 1
    return formulas[entity.number]


def _grade(ctx: Context, found: Found, path: ast.Path) -> ir.Expr | None:
    first = found.entities[0]
    if first.sort == "node" and found.rest == ("grade",):
        level = first.level
        if ctx.level[: len(level)] != level:
            _wrong_level(ctx, first, path)
            return None
        ref = ir.Ref(
            tuple(e.number for e in found.entities), str(path), len(ctx.level) - len(level), type=NUMBER, span=path.span
        )
        return ir.GradeOf(ref, type=grade_type(first), span=path.span)
    place = piece(path, len(path.segments) - len(found.rest))
    advice = "ask for places in it: `last 3 in RATING`" if first.sort == "rating" else None
    ctx.low.report("E0201", f"`{first.name}` has no `{found.rest[0]}` that a formula could use", place, advice)
    return None


def grade_type(node: Entity) -> Type:
    """The grades of a node as a choice."""
    for clause in node.clauses:
        if isinstance(clause.statement, ast.Grade):
            table = clause.statement.table
            column = next((i for i, cell in enumerate(table.header) if cell.text == "grade"), None)
            if column is not None:
                names = [str(row.cells[column]) for row in table.rows if column < len(row.cells)]
                return types.Choice(tuple(dict.fromkeys(names)))
    return UNKNOWN


def _column(ctx: Context, column: Entity, path: ast.Path) -> ir.Expr | None:
    """What a column of a table of indicators holds in this row."""
    cell = column.statement
    table_scope = column.scope.parent
    assert table_scope is not None
    match cell:
        case ast.Path():
            return reference(ctx.inside(scope=table_scope), ast.Path(cell.segments, span=cell.span), None)
        case ast.Constant(text=text) if _DATE.fullmatch(text):
            return lower(ctx, ast.Date(text, span=cell.span))
        case ast.Constant(text=text):
            value = number(ctx, text, cell.span)
            return None if value is None else ir.Const(value, text, type=NUMBER, span=cell.span)
        case ast.Text(value=words):
            return ir.Const(words, f'"{words}"', type=types.TEXT, span=cell.span)
        case ast.Empty():
            row = column.scope.owner.name if column.scope.owner else ""
            ctx.low.report(
                "E0216", f"the column `{column.name}` is empty in the row `{row}`, whose rule uses it", cell.span,
                "fill the cell, or give the row a `score` of its own in `row`",
            )  # fmt: skip
        case _:
            ctx.low.report(
                "E0216",
                f"the column `{column.name}` holds bounds, which no formula can use",
                cell.span,
                "write one value, or put the bounds into `brackets`",
            )
    return None
