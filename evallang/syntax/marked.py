"""Everything in a tree that marks can stand behind: statements, rows and heads of tables, weights, cases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from attrs import fields, has

from evallang.syntax import ast

_PLAIN: frozenset[type] = frozenset(
    {ast.Name, ast.Text, ast.Path, ast.Ref, ast.Number, ast.Percent, ast.Constant, ast.Ordinal, ast.HeaderCell}
)
"""Pieces that hold nothing."""


def marked(tree: Any) -> Iterator[Any]:
    """What can have marks in a statement, or in several, in their order: each before those inside it."""
    waiting: list[Any] = [tree]
    while waiting:
        here = waiting.pop()
        kind: Any = type(here)
        if kind is tuple:
            waiting += here[::-1]
            continue
        if hasattr(here, "marks"):
            yield here
        waiting += [getattr(here, name) for name in _inner(kind)]


@cache
def _inner(kind: type) -> tuple[str, ...]:
    """The fields of a class of the tree in which something with marks may stand, the last one first."""
    if not has(kind) or kind in _PLAIN:
        return ()
    return tuple(field.name for field in reversed(fields(kind)) if field.name not in ("span", "marks"))
