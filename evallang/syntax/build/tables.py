"""Grammar rules of tables and types → nodes. See base.py for the conventions."""

from __future__ import annotations

from typing import Any

from evallang.source import Span
from evallang.syntax import ast
from evallang.syntax.build.base import Children, at, content, over

_EMPTY = ast.Empty()


def table(c: Children) -> ast.Table:
    header_row: ast.Table = c[0]
    return ast.Table(header_row.header, tuple(c[1:]), header_row.marks, span=over(c))


def header(c: Children) -> ast.Table:
    cells = tuple(c[1:-1:2])
    return ast.Table(cells, (), c[-1], span=_row_span(c))


def head_cell(c: Children) -> ast.HeaderCell:
    token = c[0]
    quoted = token.type == "STRING"
    return ast.HeaderCell(content(token) if quoted else str(token), quoted, span=at(token))


def row(c: Children) -> ast.Row:
    cells = list(c[1:-1:2])
    for i, cell in enumerate(cells):
        if cell is _EMPTY:
            cells[i] = ast.Empty(span=Span(c[2 * i].end_pos, c[2 * i + 2].start_pos))
    return ast.Row(tuple(cells), c[-1], span=_row_span(c))


def _row_span(c: Children) -> Span:
    """A row from its first bar, not from the new line before it."""
    whole = over(c)
    return Span((c[0].end_pos or 1) - 1, whole.end)


def empty(c: Children) -> ast.Empty:
    return _EMPTY


def literal(c: Children) -> ast.Constant:
    return ast.Constant(("-" if c[0] is not None else "") + str(c[1]), span=over(c))


def ratio(c: Children) -> ast.Constant:
    return ast.Constant(("-" if c[0] is not None else "") + f"{c[1]}/{c[3]}", span=over(c))


def date_literal(c: Children) -> ast.Constant:
    return ast.Constant(str(c[0]), span=at(c[0]))


def ordinal(c: Children) -> ast.Ordinal:
    return ast.Ordinal(str(c[0]), span=at(c[0]))


def starred(c: Children) -> ast.Starred:
    return ast.Starred(c[0], span=over(c))


def starred_ordinal(c: Children) -> ast.Starred:
    return ast.Starred(ordinal(c), span=over(c))


def any_value(c: Children) -> ast.AnyValue:
    return ast.AnyValue(span=at(c[0]))


def one_sided(c: Children) -> ast.OneSided:
    return ast.OneSided("below" if c[0] == "below" else "above", c[1], span=over(c))


def up_to(c: Children) -> ast.OneSided:
    return ast.OneSided("up to", c[2], span=over(c))


def and_up(c: Children) -> ast.OneSided:
    return ast.OneSided("and up", c[0], span=over(c))


def between(c: Children) -> ast.Between:
    return ast.Between(c[0], str(c[1]), c[2], span=over(c))  # type: ignore[arg-type]  # an operator by the grammar


def choice_type(c: Children) -> ast.ChoiceType:
    return ast.ChoiceType(c[2], span=over(c))


def type_name(c: Children) -> ast.TypeName:
    low, high = c[1] or (None, None)
    return ast.TypeName(c[0], low, high, c[1] is not None, c[3], span=over([c[0], high, c[3]]))


def range_rule(c: Children) -> tuple[Any, Any]:
    return (c[0], c[2])


def range_up_to(c: Children) -> tuple[Any, Any]:
    return (None, c[1])


def traits(c: Children) -> tuple[Any, ...]:
    return tuple(c[1::2])


def yearly(c: Children) -> ast.Yearly:
    return ast.Yearly(span=at(c[0]))


def sense(c: Children) -> ast.Sense:
    return ast.Sense("better" if c[2] == "better" else "worse", span=over(c))


def at_most(c: Children) -> ast.AtMost:
    return ast.AtMost(c[2], span=over(c))


def unit(c: Children) -> ast.Unit:
    return ast.Unit(c[1], span=over(c))


def column(c: Children) -> ast.Column:
    return ast.Column(c[1], span=over(c))


def param(c: Children) -> ast.Param:
    return ast.Param(c[0], c[2], span=over(c))


def params(c: Children) -> tuple[ast.Param, ...]:
    return tuple(c[::2])
