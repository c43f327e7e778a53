"""Expressions with as few parentheses as their tree allows, broken where the author broke them."""

from __future__ import annotations

from enum import IntEnum

from evallang.source import Span
from evallang.syntax import ast
from evallang.syntax.print import lines as printed
from evallang.syntax.print.flow import NOTHING, Flow, FlowLine, chained, words
from evallang.syntax.print.page import WIDTH, Page
from evallang.syntax.print.pieces import marks_in_columns, path, text


class Binding(IntEnum):
    """How tightly an expression holds together, as in the grammar, loosest first."""

    WHOLE = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    SUM = 5
    PRODUCT = 6
    SIGN = 7
    POWER = 8
    DATED = 9
    ATOM = 10


def binding(e: ast.Expr) -> Binding:
    """How tightly an expression holds together."""
    match e:
        case ast.If():
            return Binding.WHOLE
        case ast.Quantified():
            return Binding.WHOLE if e.items.where is not None else Binding.ATOM
        case ast.Logic():
            return Binding.OR if e.operator == "or" else Binding.AND
        case ast.Unary():
            return Binding.NOT if e.operator == "not" else Binding.SIGN
        case ast.Compare() | ast.WorseInARow():
            return Binding.COMPARISON
        case ast.Chain():
            return Binding.SUM if e.operators[0] in "+-" else Binding.PRODUCT
        case ast.Power():
            return Binding.POWER
        case ast.InPeriod():
            return Binding.DATED
        case _:
            return Binding.ATOM


def expr(e: ast.Expr, page: Page, least: Binding = Binding.WHOLE) -> Flow:
    """An expression, in parentheses if it holds together less than `least`."""
    flow = _bare(e, page).spanning(e.span)
    if binding(e) < least:
        return Flow.of("(").then(flow, "").then(Flow.of(")"), "")
    return flow


def _bare(e: ast.Expr, page: Page) -> Flow:
    match e:
        case ast.Chain():
            return _chain(e, page)
        case ast.Logic():
            inner = Binding(binding(e) + 1)
            return _joined(e.operands, (e.operator,) * (len(e.operands) - 1), (inner,) * len(e.operands), page)
        case ast.Compare():
            return _joined((e.left, e.right), (e.operator,), (Binding.SUM, Binding.SUM), page)
        case ast.Power():
            return _joined((e.base, e.exponent), ("^",), (Binding.ATOM, Binding.SIGN), page)
        case ast.Unary():
            if e.operator == "not":
                return words("not", expr(e.operand, page, Binding.NOT))
            return Flow.of("-").then(expr(e.operand, page, Binding.SIGN), "")
        case ast.If():
            return _if(e, page)
        case ast.InPeriod() | ast.WorseInARow():
            return _in_time(e, page)
        case ast.BySwitch():
            return _by_switch(e, page)
        case ast.Call():
            inside = page.listed([(_argument(a, page), a.span) for a in e.arguments])
            return Flow.of(f"{path(e.function)}(").then(inside, "").then(Flow.of(")"), "")
        case ast.Quantified():
            return words(e.word, _items(e.items, page))
        case _:
            return Flow.of(_atom(e))


def _in_time(e: ast.InPeriod | ast.WorseInARow, page: Page) -> Flow:
    if isinstance(e, ast.InPeriod):
        return words(expr(e.operand, page, Binding.ATOM), "in", expr(e.period, page))
    return words(expr(e.operand, page, Binding.SUM), f"worse {e.years} years in a row")


def _atom(e: ast.Expr) -> str:
    match e:
        case ast.Number() | ast.Percent() | ast.Date():
            return e.text
        case ast.String():
            return f'"{e.value}"'
        case ast.Ref():
            return path(e.path)
        case ast.ThisBody():
            return "this body"
        case ast.UndefinedBecause():
            return f"undefined {text(e.why)}"
        case ast.InRating():
            return " ".join(filter(None, (e.end, e.count, e.what, "in", path(e.rating))))
        case _:
            raise TypeError(type(e).__name__)


def _chain(e: ast.Chain, page: Page) -> Flow:
    inner = Binding(binding(e) + 1)
    return _joined(e.operands, e.operators, (inner,) * len(e.operands), page)


def _joined(operands: tuple[ast.Expr, ...], operators: tuple[str, ...], least: tuple[Binding, ...], page: Page) -> Flow:
    """Operands with operators between; a new line begins with its operator."""
    parts = [(expr(operands[0], page, least[0]), False)]
    for i, operator in enumerate(operators):
        right = words(operator, expr(operands[i + 1], page, least[i + 1]))
        parts.append((right, page.breaks(operands[i].span, operands[i + 1].span)))
    return chained(parts)


def _if(e: ast.If, page: Page) -> Flow:
    parts = [(words("if", expr(e.condition, page)), False)]
    before = e.condition.span
    for word, branch in (("then", e.then), ("else", e.otherwise)):
        parts.append((words(word, expr(branch, page)), page.breaks(before, branch.span)))
        before = branch.span
    return chained(parts)


def _by_switch(e: ast.BySwitch, page: Page) -> Flow:
    """`by r { a : …; b : … }`: on one line if it was written so and is short, else a line for each."""
    head = f"by {e.reading.text} {{"
    cases = [_case(c, page) for c in e.cases]
    if page.on_one_line(e.cases[0].span, e.span) and all(words(*c).single is not None for c in cases):
        line = f"{head} {'; '.join(words(*c).single or '' for c in cases)} }}"
        if len(line) <= WIDTH:
            return Flow.of(line)
    inside = printed.lined_up([printed.Line(1, c, "case") for c in cases])
    body = tuple(line for done in inside for line in done)
    return Flow((FlowLine(0, head), *body)).level(Flow.of("}", Span(e.span.end - 1, e.span.end)))


def _case(c: ast.Case, page: Page) -> tuple[Flow, ...]:
    first = Flow.of(c.option.text, c.option.span)
    return (first, words(":", expr(c.value, page)), *marks_in_columns(c.marks))


def _argument(a: ast.Argument, page: Page) -> Flow:
    match a:
        case ast.Over():
            flow = words(expr(a.value, page), "for", selector(a.selector, page))
        case ast.Filtered():
            flow = _items(a.items, page)
        case ast.Step():
            flow = words(expr(a.value, page), a.mode)
        case ast.Named():
            flow = words(a.name, expr(a.value, page))
        case _:
            return expr(a, page)
    return flow.spanning(a.span)


def selector(s: ast.Selector, page: Page) -> Flow:
    """What stands after `for` and `among`."""
    if isinstance(s, ast.Items):
        return _items(s, page)
    same = f"of same {s.same.text}" if s.same else ""
    return words("every" if s.every else "", "body", same, _where(s.where, page))


def _items(s: ast.Items, page: Page) -> Flow:
    return words(path(s.path), "of every body" if s.of_every_body else "", _where(s.where, page))


def _where(condition: ast.Expr | None, page: Page) -> Flow:
    return NOTHING if condition is None else words("where", expr(condition, page))
