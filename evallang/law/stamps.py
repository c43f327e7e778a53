"""Statements marked with the provision that they belong to and the act that gave them their words."""

from __future__ import annotations

from typing import Any

from attrs import has

from evallang.law import addresses
from evallang.law.acts import Act
from evallang.source import Span
from evallang.syntax import ast


def amended(act: Act, order: ast.Order, since: str, span: Span) -> ast.Amended:
    """`amended by §1.3 of decree_236 from 2023-05-29`; without a provision of its own the act is cited as a whole."""
    return ast.Amended(ast.Name(act.name, span=span), order.by.address if order.by else "", since, span=span)


def stamped(statements: tuple[Any, ...], target: ast.Citation | None, by: ast.Amended) -> tuple[Any, ...]:
    """Statements of an operation, each citing a provision and the act; loose words become a norm."""
    words = [s for s in statements if isinstance(s, ast.Words)]
    found: list[Any] = []
    if words:
        span = Span(words[0].span.start, words[-1].span.end)
        norm = ast.Norm(None, None, (target, by) if target else (by,), tuple(words), span=span)
        found.append(norm)
    found += [_with_marks(s, target, by) for s in statements if not isinstance(s, ast.Words)]
    return tuple(found)


def _with_marks(statement: Any, target: ast.Citation | None, by: ast.Amended) -> Any:
    if not has(type(statement)) or not hasattr(statement, "marks"):
        return statement
    place = _end_of_head(statement)
    here = Span(place, place)
    marks = statement.marks
    if target is not None and addresses.first(marks) is None:
        marks = (ast.evolve(target, span=here), *marks)
    return ast.evolve(statement, marks=_with(marks, ast.evolve(by, span=here)))


def _end_of_head(statement: Any) -> int:
    if statement.marks:
        return max(int(mark.span.end) for mark in statement.marks)
    for field in ("label", "name"):
        piece = getattr(statement, field, None)
        if piece is not None:
            return int(piece.span.end)
    return int(statement.span.start)


def with_mark(statement: Any, by: ast.Amended) -> ast.Marks:
    """The marks of a statement that an act changed in part."""
    here = Span(_end_of_head(statement), _end_of_head(statement))
    return _with(tuple(m for m in statement.marks if not isinstance(m, ast.Amended)), ast.evolve(by, span=here))


def _with(marks: ast.Marks, by: ast.Amended) -> ast.Marks:
    """One mark more, before the acceptances, which come last."""
    accepted = tuple(m for m in marks if isinstance(m, ast.Accept))
    return *marks[: len(marks) - len(accepted)], by, *accepted


def marked(statement: Any, by: ast.Amended) -> list[tuple[Span, str]]:
    """The same as changes of the text."""
    end = _end_of_head(statement)
    gone = [(Span(*m.span), "") for m in statement.marks if isinstance(m, ast.Amended)]
    return [*gone, (Span(end, end), f" {by}")]


def plain(citation: ast.Citation) -> ast.Citation:
    """A citation without the numbering, and of a range the first provision."""
    return ast.Citation(citation.address.partition("..")[0], None, span=citation.span)
