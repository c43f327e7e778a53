"""Spans of what was just reduced, and the pieces that all statements share.

Each function here and beside it is named for the grammar rule (or alias) that it turns into a node; it takes
the children of the reduction, every token included and absent optional parts as None.
"""

from __future__ import annotations

from typing import Any

from lark import Token

from evallang.source import Span
from evallang.syntax import ast

Children = list[Any]


def end(child: Any) -> int | None:
    """Where a child ends; None for one that takes no room."""
    if type(child) is Token:
        position = child.end_pos
        return position if position is not None else 0
    if child is None or child == ():
        return None
    if type(child) is tuple:
        last = child[-1]
        return end(last) if type(last) is not ast.Accept else max(mark.span.end for mark in child)
    span: Span = child.span
    return span.end


def start(child: Any) -> int | None:
    """Where a child starts; None for one that takes no room."""
    if type(child) is Token:
        return child.start_pos
    if child is None or child == ():
        return None
    if type(child) is tuple:
        return start(child[0])
    span: Span = child.span
    return span.start


def over(children: Children) -> Span:
    """From the first child that takes room to the last."""
    first = last = None
    for child in children:
        first = start(child)
        if first is not None:
            break
    for child in reversed(children):
        last = end(child)
        if last is not None:
            break
    return Span(first or 0, last or 0)


def at(token: Token) -> Span:
    """The span of a token."""
    return Span(token.start_pos or 0, token.end_pos or 0)


def nodes(children: Children) -> tuple[Any, ...]:
    """The children that are no tokens, as a tuple."""
    return tuple(c for c in children if type(c) is not Token and c is not None)


def content(token: Token) -> str:
    """What a string token says, without its quotes."""
    text = str(token)
    return text[3:-3] if text.startswith('"""') else text[1:-1]


def name(c: Children) -> ast.Name:
    return ast.Name(str(c[0]), span=at(c[0]))


def path(c: Children) -> ast.Path:
    segments = tuple(content(t) if t.type == "STRING" else str(t) for t in c[::2])
    return ast.Path(segments, span=over(c))


def paths(c: Children) -> tuple[ast.Path, ...]:
    return nodes(c)


def text(c: Children) -> ast.Text:
    return ast.Text(content(c[0]), long=c[0].type == "LONG_STRING", span=at(c[0]))


def label(c: Children) -> ast.Text:
    return ast.Text(content(c[0]), span=at(c[0]))


def citation(c: Children) -> ast.Citation:
    return ast.Citation(str(c[0])[1:].strip(), c[2], span=over(c))


def under(c: Children) -> ast.Under:
    return ast.Under(c[1], span=over(c))


def symbol(c: Children) -> ast.Symbol:
    return ast.Symbol(str(c[1]), span=over(c))


def identifier(c: Children) -> ast.Identifier:
    return ast.Identifier(c[1], span=over(c))


def amended(c: Children) -> ast.Amended:
    by = str(c[2])[1:].strip() if c[2] is not None else ""
    return ast.Amended(c[4], by, str(c[6]) if c[6] is not None else None, span=over(c))


def accept(c: Children) -> ast.Accept:
    return ast.Accept(c[1], c[2], span=over(c))


def marks(c: Children) -> ast.Marks:
    """Acceptances are the last, wherever they were written: what they say is no part of the rule."""
    return tuple(sorted(c, key=_accepts) if any(map(_accepts, c)) else c)


def _accepts(mark: ast.Mark) -> bool:
    return type(mark) is ast.Accept


def choice(c: Children) -> ast.Choice:
    return ast.Choice(c[0], c[1], span=over(c))


def choices(c: Children) -> tuple[ast.Choice, ...]:
    return nodes(c)


def block(c: Children) -> Block:
    return Block(nodes(c), over(c))


class Block:
    """The statements between braces and where the braces stand."""

    __slots__ = ("span", "statements")

    def __init__(self, statements: tuple[Any, ...], span: Span) -> None:
        self.statements = statements
        self.span = span


def body_of(child: Block | None) -> tuple[Any, ...] | None:
    """The statements of an optional block."""
    return None if child is None else child.statements


start_rule = nodes
