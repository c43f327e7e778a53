"""Expressions of the tree → expressions of the program: names found, types and units checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from evallang import types
from evallang.diagnostics import Label
from evallang.ir import expr as ir
from evallang.semantics.context import Context
from evallang.semantics.dispatch import RULES, Rule, lower, nothing, number
from evallang.semantics.lookup import visible
from evallang.semantics.references import reference
from evallang.semantics.typing import need_flag, need_number, same_type, same_unit
from evallang.source import Span
from evallang.syntax import ast
from evallang.types import FLAG, NUMBER, UNKNOWN, Type

_COMPARE = {"=": "equal", "!=": "unequal", "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal"}
MAX_OPERANDS = 1000


def _number(ctx: Context, e: Any, expected: Type | None) -> ir.Expr:
    value = number(ctx, e.text, e.span)
    return nothing(e.span) if value is None else ir.Const(value, e.text, type=NUMBER, span=e.span)


def _date(ctx: Context, e: ast.Date, expected: Type | None) -> ir.Expr:
    try:
        return ir.Const(date.fromisoformat(e.text), e.text, type=types.DATE, span=e.span)
    except ValueError:
        ctx.low.report("E0226", f"there is no day `{e.text}`", e.span, "a date is year, month, day, as in `2020-01-31`")
        return nothing(e.span)


def _string(ctx: Context, e: ast.String, expected: Type | None) -> ir.Expr:
    if isinstance(expected, types.Choice):
        for option, label in zip(expected.options, expected.labels, strict=False):
            if label == e.value:
                return ir.Const(option, option, type=expected, span=e.span)
    return ir.Const(e.value, f'"{e.value}"', type=types.TEXT, span=e.span)


def _ref(ctx: Context, e: ast.Ref, expected: Type | None) -> ir.Expr:
    found = reference(ctx, e.path, expected)
    if found is None and ctx.low.collected.base_in_part:
        return ir.UndefinedConst(f"`{e.path}` is in the part of the act that is not held", type=UNKNOWN, span=e.span)
    return found or nothing(e.span)


def _this_body(ctx: Context, e: ast.ThisBody, expected: Type | None) -> ir.Expr:
    return ir.ThisBody(type=types.BODY, span=e.span)


def _undefined(ctx: Context, e: ast.UndefinedBecause, expected: Type | None) -> ir.Expr:
    return ir.UndefinedConst(e.why.value, type=UNKNOWN, span=e.span)


def _chain(ctx: Context, e: ast.Chain, expected: Type | None) -> ir.Expr:
    if len(e.operands) > MAX_OPERANDS:
        ctx.low.report(
            "E0012", f"more than {MAX_OPERANDS} operands in one formula", e.span, "name parts of it with `formula`"
        )
        return nothing(e.span)
    operands = [lower(ctx, o) for o in e.operands]
    adds = e.operators[0] in "+-"
    for operand, sign in zip(operands, (e.operators[0], *e.operators), strict=True):
        need_number(ctx, operand, f"`{sign}`")
    if adds:
        kind = same_unit(ctx, operands, "the sum")
        signed = [operands[0]]
        for sign, operand in zip(e.operators, operands[1:], strict=True):
            signed.append(operand if sign == "+" else ir.Apply("neg", (operand,), type=operand.type, span=operand.span))
        return ir.Apply("add", tuple(signed), type=kind, span=e.span)
    result, factors = operands[0], [operands[0]]
    for sign, operand in zip(e.operators, operands[1:], strict=True):
        # the whole of it may stand in parentheses, what comes before its last operand does not
        span = e.span if operand is operands[-1] else Span(operands[0].span.start, operand.span.end)
        if sign == "*":
            factors.append(operand)
            result = ir.Apply("mul", tuple(factors), type=NUMBER, span=span)
        else:
            result = ir.Apply("div", (result, operand), type=NUMBER, span=span)
            factors = [result]
    return result


def _logic(ctx: Context, e: ast.Logic, expected: Type | None) -> ir.Expr:
    operands = tuple([lower(ctx, o, FLAG) for o in e.operands])  # a generator would take C stack in long chains
    for operand in operands:
        need_flag(ctx, operand, f"`{e.operator}`")
    return ir.Apply(e.operator, operands, type=FLAG, span=e.span)


def _unary(ctx: Context, e: ast.Unary, expected: Type | None) -> ir.Expr:
    operand = lower(ctx, e.operand)
    if e.operator == "not":
        need_flag(ctx, operand, "`not`")
        return ir.Apply("not", (operand,), type=FLAG, span=e.span)
    need_number(ctx, operand, "`-`")
    return ir.Apply("neg", (operand,), type=operand.type, span=e.span)


def _power(ctx: Context, e: ast.Power, expected: Type | None) -> ir.Expr:
    base, exponent = lower(ctx, e.base), lower(ctx, e.exponent)
    need_number(ctx, base, "`^`")
    need_number(ctx, exponent, "`^`")
    return ir.Apply("power", (base, exponent), type=NUMBER, span=e.span)


def _compare(ctx: Context, e: ast.Compare, expected: Type | None) -> ir.Expr:
    if _is_option_name(ctx, e.left):
        right = lower(ctx, e.right)
        left = lower(ctx, e.left, right.type)
    else:
        left = lower(ctx, e.left)
        right = lower(ctx, e.right, left.type)
    kind = same_type(ctx, left, right, f"`{e.operator}`")
    if e.operator not in ("=", "!=") and not isinstance(kind, types.Quantity | types.DateType | types.Unknown):
        ctx.low.report(
            "E0209",
            f"`{e.operator}` orders numbers and dates, and this is {types.shown(kind)}",
            e.span,
            "write `=` or `!=`",
        )
    return ir.Apply(_COMPARE[e.operator], (left, right), type=FLAG, span=e.span)


def _is_option_name(ctx: Context, e: ast.Expr) -> bool:
    """Whether this is a bare name that nothing is declared under: then it may be an option of the other side."""
    if not isinstance(e, ast.Ref) or len(e.path.segments) != 1:
        return False
    name = e.path.segments[0]
    return (
        name not in ("kind", "yes", "no", "points")
        and name not in ctx.locals
        and not visible(ctx.low.collected, ctx.scope, name)
    )


def _if(ctx: Context, e: ast.If, expected: Type | None) -> ir.Expr:
    condition = lower(ctx, e.condition, FLAG)
    need_flag(ctx, condition, "`if`")
    then, otherwise = lower(ctx, e.then, expected), lower(ctx, e.otherwise, expected)
    kind = same_type(ctx, then, otherwise, "`if`", "`then` gives {left}, and `else` gives {right}")
    return ir.If(condition, then, otherwise, type=kind, span=e.span)


def _by_switch(ctx: Context, e: ast.BySwitch, expected: Type | None) -> ir.Expr:
    known = ctx.low.reading(e.reading.text, e.reading.span)
    cases: dict[str, ir.Expr] = {}
    places: dict[str, Span] = {}
    for case in e.cases:
        name = case.option.text
        if known is not None and known[1].option(name) is None:
            ctx.low.unknown_option(known[1], name, case.option.span)
        elif name in cases:
            label = Label(places[name], "first given here")
            ctx.low.report("E0203", f"the option `{name}` is given twice", case.option.span, "keep one of them", label)
        cases[name] = lower(ctx, case.value, expected)
        places[name] = case.option.span
    if known is None:
        return nothing(e.span)
    missing = [o.name for o in known[1].options if o.name not in cases]
    if missing:
        if len(cases) == len(known[1].options) - len(missing):  # otherwise an unknown option has been reported
            names = ", ".join(f"`{m}`" for m in missing)
            advice = f'give each option a value, as in `{missing[0]} : 0` or `{missing[0]} : undefined "why"`'
            ctx.low.report("E0231", f"`by {e.reading.text}` says nothing for {names}", e.reading.span, advice)
        return nothing(e.span)
    values = [cases[o.name] for o in known[1].options]
    kind = values[0].type
    for value in values[1:]:
        typed = next((v for v in values if v.type != UNKNOWN), values[0])
        says = "{what} gives {left} for one option and {right} for another"
        kind = same_type(ctx, typed, value, f"`by {e.reading.text}`", says)
    return ir.ByReading(known[0], tuple(values), type=kind, span=e.span)


_RULES: dict[type, Rule] = {
    ast.Number: _number, ast.Percent: _number, ast.Date: _date, ast.String: _string, ast.Ref: _ref,
    ast.ThisBody: _this_body, ast.UndefinedBecause: _undefined, ast.Chain: _chain, ast.Logic: _logic,
    ast.Unary: _unary, ast.Power: _power, ast.Compare: _compare, ast.If: _if, ast.BySwitch: _by_switch,
}  # fmt: skip
RULES.update(_RULES)
