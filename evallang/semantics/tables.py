"""Brackets and grades: tables over numbers, choices and flags that answer with points or names."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import evolve

from evallang import types
from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, Interval, TableRow, Test
from evallang.semantics.columns import check_columns, header_span, row_fits
from evallang.semantics.context import Context, provisions
from evallang.semantics.declarations import declared_type
from evallang.semantics.dispatch import number
from evallang.semantics.entities import Entity
from evallang.semantics.spans import reversed_bounds
from evallang.source import Span
from evallang.suggest import meant, meant_or_listed
from evallang.syntax import ast

_BESIDE = ("§", "no")


def brackets_of(ctx: Context, entity: Entity) -> BracketsDef | None:
    """The brackets that an entity declares, lowered once."""
    if entity.number not in ctx.low.brackets:
        statement: ast.Brackets = entity.statement
        inputs = tuple(p.name.text for p in statement.params)
        marks = (*statement.marks, *statement.table.marks)
        whole = _has_columns(ctx, inputs, statement.table)
        found = table_of(ctx, entity.name, entity.label, inputs, statement.table, marks) if whole else None
        takes = tuple(_written(ctx, p.type) for p in statement.params)
        kinds = tuple(types.UNKNOWN if p.type is None else declared_type(ctx.low, p.type) for p in statement.params)
        ctx.low.brackets[entity.number] = None if found is None else evolve(found, takes=takes, types=kinds)
    return ctx.low.brackets[entity.number]


def _written(ctx: Context, kind: ast.TypeExpr | None) -> str:
    """A type as it is written, without its layout."""
    return "" if kind is None else " ".join(ctx.low.collected.source.slice(kind.span).replace("..", " .. ").split())


def _has_columns(ctx: Context, inputs: tuple[str, ...], table: ast.Table) -> bool:
    """Whether every argument of brackets has its column; reports the first that has none."""
    header = [cell.text for cell in table.header]
    lacking = next((name for name in inputs if name not in header), None)
    if lacking is None:
        return True
    advice = meant(lacking, header) or f"head the column that is compared with it by its name, `{lacking}`"
    ctx.low.report("E0215", f"no column is headed by the argument `{lacking}`", header_span(table), advice)
    return False


def table_of(
    ctx: Context, name: str, label: str, inputs: tuple[str, ...], table: ast.Table, marks: ast.Marks
) -> BracketsDef:
    """A table with these input columns; the other columns are results."""
    header = [cell.text for cell in table.header]
    check_columns(ctx.low.report, table)
    results = tuple(h for h in header if h not in inputs and h not in _BESIDE)
    outer = provisions(marks)
    rows = [_row(ctx, table, inputs, results, row, outer) for row in table.rows]
    return BracketsDef(name, label, inputs, results, tuple(r for r in rows if r), outer, table.span)


def _row(
    ctx: Context,
    table: ast.Table,
    inputs: tuple[str, ...],
    results: tuple[str, ...],
    row: ast.Row,
    outer: tuple[str, ...],
) -> TableRow | None:
    if not row_fits(ctx.low.report, table, row):
        return None
    header = [cell.text for cell in table.header]
    cells = dict(zip(header, row.cells, strict=True))
    tests = tuple(_test(ctx, cells.get(name)) for name in inputs)
    answers = tuple(_result(ctx, cells[name]) for name in results)
    end = min((mark.span.start for mark in row.marks), default=row.span.end)
    text = ctx.low.collected.source.slice(Span(row.span.start, end))
    text = " ".join(text.strip("| \n").split())
    conditions = ctx.low.conditions(row.marks)
    cited, amended = provisions(row.marks, outer), ast.amendments(row.marks)
    asked = tuple(ctx.low.collected.source.slice(cells[name].span).strip() if name in cells else "" for name in inputs)
    return TableRow(tests, answers, text, conditions, cited, amended, row.span, asked)


def _test(ctx: Context, cell: Any) -> Test:
    """What a cell asks of its column."""
    match cell:
        case None | ast.AnyValue() | ast.Empty():
            return None
        case ast.Between(low=low, operator=operator, high=high):
            a, b = _value(ctx, low), _value(ctx, high)
            if a is not None and b is not None and a > b:
                ctx.low.report("E0237", *reversed_bounds(low, high, operator))
            return Interval(a, b, not operator.startswith("<"), not operator.endswith("<"))
        case ast.OneSided(word=word, bound=bound):
            edge = _value(ctx, bound)
            below = word in ("below", "up to")
            return Interval(None if below else edge, edge if below else None, word != "above", word != "below")
        case ast.Constant():
            return _value(ctx, cell)
        case ast.Path() if str(cell) in ("yes", "no"):
            return str(cell) == "yes"
        case ast.Path():
            return str(cell)
        case ast.Text(value=words):
            return words
        case _:
            ctx.low.report(
                "E0216",
                "this cell asks nothing of its column",
                cell.span,
                "write bounds, a number, an option, `yes`, `no` or `any`",
            )
            return None


def _value(ctx: Context, literal: ast.Constant) -> Fraction | None:
    return number(ctx, literal.text, literal.span)


def _result(ctx: Context, cell: Any) -> Fraction | str | None:
    """What a cell answers."""
    match cell:
        case ast.Empty():
            return None
        case ast.Constant():
            return _value(ctx, cell)
        case ast.Path():
            return str(cell)
        case ast.Text(value=words):
            return words
        case _:
            words = ctx.low.collected.source.slice(cell.span)
            advice = "write a number, a name or text in quotes; bounds stand in the columns of the arguments"
            ctx.low.report("E0216", f"`{words}` is no answer: it is not one value", cell.span, advice)
            return None


def check_arguments(ctx: Context, table: BracketsDef, args: list[ir.Expr]) -> None:
    """Report columns whose cells do not fit what is looked up in them."""
    for i, (name, arg) in enumerate(zip(table.inputs, args, strict=True)):
        for row in table.rows:
            test = row.tests[i] if i < len(row.tests) else None
            if not _fits(test, arg.type):
                ctx.low.report("E0216", *_misfit(name, test, arg.type, row.span))
                return


def _fits(test: Test, kind: types.Type) -> bool:
    """Whether a cell can be compared with values of a type."""
    if test is None or isinstance(kind, types.Unknown):
        return True
    if isinstance(test, bool):
        return isinstance(kind, types.Flag)
    if isinstance(test, str):
        return test in kind.options if isinstance(kind, types.Choice) else isinstance(kind, _WORDS)
    return isinstance(kind, types.Quantity)


_WORDS = types.BodyType | types.TextType


def _misfit(name: str, test: Test, kind: types.Type, span: Span) -> tuple[str, Span, str | None]:
    """The message about a cell that does not fit what is looked up in its column, its place and the advice."""
    if isinstance(kind, types.Choice) and isinstance(test, str):
        advice = meant_or_listed(test, kind.options, "option")
        return f"`{test}` in the column `{name}` is none of the options", span, advice
    cell = "yes or no" if isinstance(test, bool) else f"`{test}`" if isinstance(test, str) else "numbers"
    advice = "write `yes`, `no` or `any`" if isinstance(kind, types.Flag) else None
    if isinstance(kind, types.Quantity):
        advice = "write a number or bounds, such as `1 .. 5`"
    return f"what is looked up in the column `{name}` is {types.shown(kind)}, and its cells hold {cell}", span, advice
