"""Facts that say in which numbering their provisions stand: `§2 of app1` for what is in an annex with its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from evallang.diff.fact import Fact, Key
from evallang.source import Span
from evallang.syntax import ast


def numbered(facts: dict[Key, Fact], module: ast.Module) -> dict[Key, Fact]:
    """The facts of the program of a document; what an annex cites of its own numbering is said to be of it."""
    parts = list(_parts(module.statements))
    return {key: _told(fact, parts) for key, fact in facts.items()} if parts else facts


def _told(fact: Fact, parts: list[tuple[Span, str]]) -> Fact:
    """The innermost annex comes last; a citation of another act has an `of` already."""
    home = [name for span, name in parts if span.start <= fact.span.start < span.end]
    if not home:
        return fact
    cited = tuple(text if " of " in text else f"{text} of {home[-1]}" for text in fact.provisions)
    return evolve(fact, provisions=cited)


def _parts(statements: tuple[Any, ...]) -> Iterator[tuple[Span, str]]:
    for s in statements:
        if isinstance(s, ast.Part):
            yield s.span, s.name.text
            yield from _parts(s.body or ())
