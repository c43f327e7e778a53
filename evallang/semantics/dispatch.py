"""How each class of expressions is lowered: one table, filled by the files that know them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallang.ir import expr as ir
from evallang.numbers import parse_number, parse_share
from evallang.semantics.context import Context
from evallang.source import Span
from evallang.syntax import ast
from evallang.types import Type

Rule = Callable[[Context, Any, Type | None], ir.Expr]
RULES: dict[type, Rule] = {}
_UNREADABLE = "not readable"


def unreadable(e: ir.Expr) -> bool:
    """Whether an expression could not be lowered, so that nothing more is to be said of it."""
    return isinstance(e, ir.UndefinedConst) and e.why == _UNREADABLE


def nothing(span: Span) -> ir.Expr:
    """What stands for an expression that could not be lowered; the reason has been reported."""
    return ir.UndefinedConst(_UNREADABLE, span=span)


def lower(ctx: Context, e: ast.Expr, expected: Type | None = None) -> ir.Expr:
    """Lower an expression; `expected` lets the bare name of an option be read as that option."""
    return RULES[type(e)](ctx, e, expected)


def number(ctx: Context, text: str, span: Span) -> Fraction | None:
    """The value of a literal; reports one that is too large."""
    try:
        return parse_share(text.replace(" ", "")) if text.endswith("%") else parse_number(text)
    except ValueError as error:
        ctx.low.report("E0230", f"`{text[:40]}` is no number: {error}", span)
        return None


def rule_for(*kinds: type) -> Callable[[Any], Any]:
    """Register how a class of expressions is lowered."""

    def register(function: Any) -> Any:
        for kind in kinds:
            RULES[kind] = function
        return function

    return register
