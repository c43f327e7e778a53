"""Statements changed inside: their text is cut, filled and read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from evallang.law.acts import Act
from evallang.law.tree import Entry, Hit, Tree
from evallang.source import SourceFile, Span, from_text
from evallang.syntax import ast, parse
from evallang.syntax.print import format_module

Cut = tuple[Span, str]
"""A place of the source and what stands there instead."""


def cut(tree: Tree, entry: Entry, cuts: Sequence[Cut]) -> None:
    """Change an entry at some places of its text."""
    span = entry.statement.span
    text, at = "", span.start
    for place, instead in sorted(cuts):
        text += entry.source.text[at : place.start] + instead
        at = place.end
    text += entry.source.text[at : span.end]
    above = "".join(c.text + "\n" for c in entry.comments if c.span.start < span.start)
    tree.change(entry, *read_again(above + text, entry.source.name))


def read_again(text: str, name: str) -> tuple[Any, SourceFile, tuple[ast.Comment, ...]]:
    """One statement from its text. The text was made of statements that had been read, so it can be read."""
    source, module = read_all(text, name)
    (statement,) = module.statements
    return statement, source, module.comments


def read_all(text: str, name: str) -> tuple[SourceFile, ast.Module]:
    """Statements from a text that was made of statements that had been read."""
    source = from_text(name, text)
    module, diagnostics = parse(source)
    assert not diagnostics, (diagnostics, text)
    return source, module


def written(statements: Sequence[Any], act: Act) -> str:
    """Statements of an act as text, with the comments inside them."""
    if not statements:
        return ""
    first, last = statements[0].span.start, statements[-1].span.end
    comments = tuple(c for c in act.module.comments if first <= c.span.start <= last)
    return format_module(ast.Module(tuple(statements), act.source, comments))


def outermost(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that do not stand inside another one."""
    return [h for h in hits if not any(o.entry is h.entry and holds(o.statement.span, h.statement.span) for o in hits)]


def in_place_of(tree: Tree, hits: Sequence[Hit], instead: Sequence[str] = ()) -> None:
    """Put texts where the outermost of some inner statements stand, and take away those without a text."""
    by_entry: dict[int, list[tuple[Hit, str]]] = {}
    for hit, text in zip_longest(outermost(hits), instead, fillvalue=""):
        assert isinstance(hit, Hit) and isinstance(text, str)
        by_entry.setdefault(id(hit.entry), []).append((hit, text))
    for group in by_entry.values():
        cuts = [(hit.statement.span, f"\n{text}\n" if text else "") for hit, text in group]
        cut(tree, group[0][0].entry, cuts)


def holds(outer: Span, inner: Span) -> bool:
    """Whether one place lies inside another one."""
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def with_lines(text: str, lines: Sequence[str]) -> str:
    """A printed statement with more lines at the end of its block."""
    text = text.rstrip()
    body = "\n".join(lines)
    return f"{text.removesuffix('}').rstrip()}\n{body}\n}}" if text.endswith("}") else f"{text} {{\n{body}\n}}"
