"""Brackets whose parameters are only called otherwise: they are given by their place, so their names say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from evallang.diff.normal import form
from evallang.syntax import ast


def named_as(before: ast.Module, after: ast.Module) -> ast.Module:
    """The later version with the names of the earlier one for the parameters of brackets that say the same."""
    known = {b.name.text: b for b in _brackets(before.statements)}
    named = {}
    for b in _brackets(after.statements):
        old = known.get(b.name.text)
        if old is not None and _names(old) != _names(b) and form(old, cited=True) == form(b, cited=True):
            named[id(b)] = _renamed(b, dict(zip(_names(b), _names(old), strict=True)))
    return ast.evolve(after, statements=_replaced(after.statements, named)) if named else after


def _names(b: ast.Brackets) -> list[str]:
    return [p.name.text for p in b.params]


def _brackets(statements: Iterable[Any]) -> Iterator[ast.Brackets]:
    for s in statements:
        if isinstance(s, ast.Brackets):
            yield s
        yield from _brackets(getattr(s, "body", None) or ())


def _replaced(statements: tuple[Any, ...], named: dict[int, ast.Brackets]) -> tuple[Any, ...]:
    return tuple(
        ast.evolve(s, body=_replaced(s.body, named)) if getattr(s, "body", None) else named.get(id(s), s)
        for s in statements
    )  # fmt: skip


def _renamed(b: ast.Brackets, names: dict[str, str]) -> ast.Brackets:
    params = tuple(ast.evolve(p, name=ast.evolve(p.name, text=names[p.name.text])) for p in b.params)
    header = tuple(ast.evolve(h, text=names.get(h.text, h.text)) for h in b.table.header)
    return ast.evolve(b, params=params, table=ast.evolve(b.table, header=header))
