"""The words of the text that a message is about, and no more of it."""

from __future__ import annotations

from typing import Any

from evallang.source import SourceFile, Span
from evallang.syntax import ast

_WORDS = {
    "InForce": "in force", "RankBy": "by", "IndicatorTable": "table", "MarkRule": "mark", "RowRule": "row",
    "Part": "document", "GivenTable": "given", "ScoredBy": "scored by", "Words": "text", "ExampleBody": "body",
}  # fmt: skip


def word_of(statement: Any) -> str:
    """The word that a statement begins with."""
    if isinstance(statement, ast.Document | ast.Node):
        return statement.word
    if isinstance(statement, ast.Points) and statement.states:
        return "states"
    name = type(statement).__name__
    return _WORDS.get(name, name.lower())


def beginning(statement: Any, source: SourceFile) -> Span:
    """Where the first word of a statement stands."""
    word = word_of(statement)
    span: Span = statement.span
    here = Span(span.start, span.start + len(word))
    return here if source.slice(here) == word else span


def piece(path: ast.Path, index: int) -> Span:
    """Where one segment of a path stands; the whole path where blanks stand between the segments."""
    written = [str(ast.Path((s,))) for s in path.segments]
    if len(".".join(written)) != path.span.end - path.span.start:
        return path.span
    index %= len(written)
    start = path.span.start + sum(len(s) + 1 for s in written[:index])
    return Span(start, start + len(written[index]))


def reversed_bounds(low: ast.Constant, high: ast.Constant, operator: str) -> tuple[str, Span, str]:
    """The message about two bounds in the wrong order, its place and the advice."""
    message = f"the lower bound `{low.text}` is above the upper one"
    return message, low.span.to(high.span), f"write `{high.text} {operator} {low.text}`"
