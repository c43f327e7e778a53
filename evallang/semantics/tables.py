"""Brackets and grades: tables over numbers, choices and flags that answer with points or names."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallang import types
from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, Interval, TableRow, Test
from evallang.semantics.context import Context, provisions
from evallang.semantics.dispatch import number
from evallang.semantics.entities import Entity
from evallang.suggest import nearest
from evallang.syntax import ast

_BESIDE = ("§", "no")


def brackets_of(ctx: Context, entity: Entity) -> BracketsDef | None:
    """The brackets that an entity declares, lowered once."""
    if entity.number not in ctx.low.brackets:
        statement: ast.Brackets = entity.statement
        inputs = tuple(p.name.text for p in statement.params)
        ctx.low.brackets[entity.number] = table_of(
            ctx, entity.name, entity.label, inputs, statement.table, (*statement.marks, *statement.table.marks)
        )
    return ctx.low.brackets[entity.number]


def table_of(
    ctx: Context, name: str, label: str, inputs: tuple[str, ...], table: ast.Table, marks: ast.Marks
) -> BracketsDef:
    """A table with these input columns; the other columns are results."""
    header = [cell.text for cell in table.header]
    for wanted in inputs:
        if wanted not in header:
            near = nearest(wanted, header)
            ctx.low.report(
                "E0215",
                f"the table has no column `{wanted}`",
                table.header[0].span,
                f"did you mean `{near}`?" if near else None,
            )
    for i, cell in enumerate(table.header):
        if cell.text in header[:i]:
            ctx.low.report("E0203", f"the column `{cell.text}` stands twice", cell.span)
    results = tuple(h for h in header if h not in inputs and h not in _BESIDE)
    outer = provisions(marks)
    rows = [_row(ctx, header, inputs, results, row, outer) for row in table.rows]
    return BracketsDef(name, label, inputs, results, tuple(r for r in rows if r), outer, table.span)


def _row(
    ctx: Context,
    header: list[str],
    inputs: tuple[str, ...],
    results: tuple[str, ...],
    row: ast.Row,
    outer: tuple[str, ...],
) -> TableRow | None:
    if len(row.cells) != len(header):
        few = len(row.cells)
        ctx.low.report(
            "E0215", f"the row has {few} cell{'s' if few != 1 else ''}, the header {len(header)}", row.span,
            "give every column a cell; an empty one is `| |`",
        )  # fmt: skip
        return None
    cells = dict(zip(header, row.cells, strict=True))
    tests = tuple(_test(ctx, cells.get(name)) for name in inputs)
    answers = tuple(_result(ctx, cells[name]) for name in results)
    text = ctx.low.collected.source.slice(row.span).split("§")[0].strip()
    text = " ".join(text.strip("| ").split())
    return TableRow(tests, answers, text, ctx.low.conditions(row.marks), provisions(row.marks, outer), row.span)


def _test(ctx: Context, cell: Any) -> Test:
    """What a cell asks of its column."""
    match cell:
        case None | ast.AnyValue() | ast.Empty():
            return None
        case ast.Between(low=low, operator=operator, high=high):
            a, b = _value(ctx, low), _value(ctx, high)
            if a is not None and b is not None and a > b:
                ctx.low.report(
                    "E0216", "the lower bound is above the upper one", cell.span, f"write `{high.text} .. {low.text}`"
                )
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
            ctx.low.report("E0216", "a result is one value", cell.span, "write a number, a name or text in quotes")
            return None


def check_arguments(ctx: Context, table: BracketsDef, args: list[ir.Expr]) -> None:
    """Report columns whose cells do not fit what is looked up in them."""
    for i, (name, arg) in enumerate(zip(table.inputs, args, strict=True)):
        for row in table.rows:
            test = row.tests[i] if i < len(row.tests) else None
            problem = _misfit(test, arg.type)
            if problem is not None:
                ctx.low.report(
                    "E0216",
                    f"the column `{name}` is compared with {types.shown(arg.type)}, and {problem}",
                    row.span,
                    _options(test, arg.type),
                )
                return


def _misfit(test: Test, kind: types.Type) -> str | None:
    if test is None or isinstance(kind, types.Unknown):
        return None
    if isinstance(test, bool):
        return None if isinstance(kind, types.Flag) else "a cell holds yes or no"
    if isinstance(test, str):
        if isinstance(kind, types.Choice):
            return None if test in kind.options else f"`{test}` is none of its options"
        return None if isinstance(kind, types.BodyType | types.TextType) else f"a cell holds `{test}`"
    return None if isinstance(kind, types.Quantity) else "a cell holds a number"


def _options(test: Test, kind: types.Type) -> str | None:
    if isinstance(kind, types.Choice) and isinstance(test, str):
        near = nearest(test, kind.options)
        return f"did you mean `{near}`?" if near else None
    return None
