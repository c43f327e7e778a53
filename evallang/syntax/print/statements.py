"""Statements as lines: heads, blocks and tables."""

from __future__ import annotations

from collections.abc import Sequence

from evallang.source import Span, width
from evallang.syntax import ast
from evallang.syntax.print import clauses, declarations, law
from evallang.syntax.print.flow import Flow
from evallang.syntax.print.lines import Line
from evallang.syntax.print.page import WIDTH, Page
from evallang.syntax.print.sheet import Sheet
from evallang.syntax.print.tables import rows, table

_SHEETS = clauses.SHEETS | declarations.SHEETS | law.SHEETS


def lines_of(statements: Sequence[ast.Statement], page: Page, indent: int = 0) -> list[Line]:
    """Statements below each other, and what stands in their blocks and tables one level deeper."""
    return [line for statement in statements for line in _lines(statement, page, indent)]


def _lines(statement: ast.Statement, page: Page, indent: int) -> list[Line]:
    sheet = _SHEETS[type(statement)](statement, page)
    if sheet.body is not None:
        return _with_block(statement.span, sheet, sheet.body, page, indent)
    if sheet.rows:
        return _in_braces(statement.span, sheet, _rows(rows(sheet.rows), indent), indent)
    head = Line(indent, _placed(sheet.cells, statement.span, whole=sheet.table is None), sheet.group)
    if sheet.table is None:
        return [head]
    return [head, *_rows(table(sheet.table), indent)]


def _rows(shown: list[Flow], indent: int) -> list[Line]:
    return [Line(indent + 1, (row,), begins=False) for row in shown]


def _placed(cells: tuple[Flow, ...], span: Span, *, whole: bool) -> tuple[Flow, ...]:
    """The cells, the first beginning where the statement begins; with `whole` the last ends where it ends."""
    first = Flow((cells[0].lines[0],)).spanning(Span(span.start, span.start))
    placed = (Flow((first.lines[0], *cells[0].lines[1:])), *cells[1:])
    last = max(i for i, cell in enumerate(placed) if cell.lines)
    if not whole:
        return placed
    start = placed[last].lines[0].start
    ended = placed[last].spanning(Span(start if start is not None else span.start, span.end))
    return (*placed[:last], ended, *placed[last + 1 :])


def _with_block(span: Span, sheet: Sheet, body: tuple[ast.Statement, ...], page: Page, indent: int) -> list[Line]:
    inside = lines_of(body, page, indent + 1)
    short = _on_one_line(span, sheet, body, inside, page, indent)
    if short is not None:
        return [Line(indent, _placed((*sheet.cells, short), span, whole=True), sheet.group)]
    return _in_braces(span, sheet, inside, indent)


def _in_braces(span: Span, sheet: Sheet, inside: list[Line], indent: int) -> list[Line]:
    cells = _placed(sheet.cells, span, whole=False)
    last = max(i for i, cell in enumerate(cells) if cell.lines)
    opened = (*cells[:last], cells[last].then(Flow.of("{")), *cells[last + 1 :])
    brace = Flow.of("}", Span(span.end - 1, span.end))
    return [
        Line(indent, opened, sheet.group, opens=True),
        *inside,
        Line(indent, (brace,), closes=True, begins=False),
    ]


def _on_one_line(
    span: Span, sheet: Sheet, body: tuple[ast.Statement, ...], inside: list[Line], page: Page, indent: int
) -> Flow | None:
    """The block in braces if it was written on one line and is short, or is only the words of a norm."""
    if not body:
        return None if page.commented(span) else Flow.of("{ }")
    texts = [line.flow.single for line in inside]
    if len(texts) != len(body) or not page.on_one_line(body[0].span, span):
        return None
    if any(text is None for text in texts):
        return None
    flow = Flow.of(f"{{ {'; '.join(text or '' for text in texts)} }}")
    head = [cell.single for cell in sheet.cells]
    wide = 2 * indent + sum(width(text or "") + 1 for text in (*head, flow.single) if text) - 1
    only_words = len(body) == 1 and isinstance(body[0], ast.Words)
    return flow if (wide <= WIDTH and None not in head) or only_words else None
