"""The small pieces that many statements share: names, texts, marks, types."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evallang.syntax import ast
from evallang.syntax.print.flow import NOTHING, Flow, words
from evallang.syntax.print.page import Page

_NAME = re.compile(r"[^\W\d]\w*")


def text(value: ast.Text | None) -> str:
    """A text in the quotes that it had."""
    if value is None:
        return ""
    return f'"""{value.value}"""' if value.long else f'"{value.value}"'


def path(value: ast.Path) -> str:
    """A path; what is no name stands in quotes."""
    return ".".join(s if _NAME.fullmatch(s) else f'"{s}"' for s in value.segments)


def paths(values: Iterable[ast.Path], page: Page) -> Flow:
    """Paths with commas between."""
    return page.listed([(Flow.of(path(p), p.span), p.span) for p in values])


def mark(value: ast.Mark) -> str:
    """One citation, symbol, identifier or `under`."""
    match value:
        case ast.Citation():
            return str(value)
        case ast.Under():
            return f"under {path(value.path)}"
        case ast.Symbol():
            return f"symbol {value.text}"
        case ast.Identifier():
            return f"id {text(value.text)}"
        case ast.Amended():
            return str(value)
        case ast.Accept():
            return f"accept {value.code.text} {text(value.why)}"


def marks(values: ast.Marks) -> Flow:
    """All marks on one line."""
    if not values:
        return NOTHING
    return Flow.of(" ".join(map(mark, values)), values[0].span.to(values[-1].span))


def marks_in_columns(values: ast.Marks) -> tuple[Flow, Flow]:
    """The marks before the first `under` or `accept`, and from it on: two columns of lined up clauses."""
    first = next((i for i, m in enumerate(values) if isinstance(m, ast.Under | ast.Accept)), len(values))
    return marks(values[:first]), marks(values[first:])


def marks_before(values: ast.Marks, value: Flow) -> tuple[Flow, Flow]:
    """The marks in front of a value: acceptances, which may be long, in the column of the value."""
    first = next((i for i, m in enumerate(values) if isinstance(m, ast.Accept)), len(values))
    return marks(values[:first]), words(marks(values[first:]), value)


def choice(value: ast.Choice) -> Flow:
    """A name with its label."""
    return words(value.name.text, text(value.label)).spanning(value.span)


def choices(values: Iterable[ast.Choice], page: Page) -> Flow:
    """Choices with commas between."""
    return page.listed([(choice(c), c.span) for c in values])


def type_(value: ast.TypeExpr, page: Page) -> Flow:
    """A type without its traits."""
    if isinstance(value, ast.ChoiceType):
        return Flow.of("choice (").then(choices(value.options, page), "").then(Flow.of(")"), "").spanning(value.span)
    name = value.name.text
    if value.ranged:
        name += f" {value.low.text if value.low else ''}..{value.high.text if value.high else ''}"
    if value.by is not None:
        name += f" by {value.by.text}"
    return Flow.of(name, value.span)


def trait(value: ast.Trait) -> Flow:
    """`yearly`, `more is better`, `at most x`, `unit "…"`, `column "…"`."""
    match value:
        case ast.Yearly():
            shown = "yearly"
        case ast.Sense():
            shown = f"more is {value.word}"
        case ast.AtMost():
            shown = f"at most {path(value.path)}"
        case ast.Unit():
            shown = f"unit {text(value.text)}"
        case ast.Column():
            shown = f"column {text(value.text)}"
    return Flow.of(shown, value.span)


def type_with_traits(value: ast.TypeExpr, traits: tuple[ast.Trait, ...], page: Page) -> Flow:
    """`count, more is worse, at most handled`."""
    return page.listed([(type_(value, page), value.span), *((trait(t), t.span) for t in traits)])


def params(values: tuple[ast.Param, ...], page: Page) -> Flow:
    """`(s : number 0..5, t)`; nothing without parameters."""
    if not values:
        return NOTHING
    shown = [
        (words(p.name.text, words(":", type_(p.type, page)) if p.type else NOTHING).spanning(p.span), p.span)
        for p in values
    ]
    return Flow.of("(").then(page.listed(shown), "").then(Flow.of(")"), "")
