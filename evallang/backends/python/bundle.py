"""The text of a file that needs no package: what it calls is written into it, and nothing else."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib import import_module
from symtable import Function, symtable
from types import ModuleType
from typing import Any

from attrs import define

from evallang import suggest
from evallang.backends.interpreter import absence, kernel, ranking, statistics
from evallang.backends.python.runtime import (
    forms,
    given,
    late,
    lists,
    population,
    ratings,
    reals,
    records,
    scores,
    unread,
    values,
    words,
    years,
)
from evallang.numbers import (
    decide,
    digits,
    elementary,
    enclose,
    errors,
    factor,
    field,
    interval,
    limits,
    parse,
    real,
    ring,
    show,
    zero,
)

_NUMBERS = (errors, limits, interval, real, enclose, factor, ring, zero, decide, field, elementary, show)
_REAL = (*_NUMBERS, kernel, statistics, ranking)
"""What numbers need that may be irrational: the interpreter's own."""
MODULES = (
    absence,
    digits,
    parse,
    suggest,
    *_REAL,
    values,
    words,
    given,
    forms,
    lists,
    ratings,
    records,
    unread,
    population,
    years,
    reals,
    scores,
)
"""The modules that compiled code calls, each after those that it uses."""
_EAGER = (late,)
_ONLY_TYPES = ("typing", "collections.abc")
_INSTEAD = {"ContextVar": "Unset"}
"""What stands in for something that is asked for when a file is loaded."""
_BESIDE = (("math", "floor", "whole_below"), ("datetime", "date", "date"))
"""What code of rules calls besides: the module, the name there, and here."""


@define(eq=False, repr=False, slots=False)
class _Statement:
    """A statement of a module with the comments before it, and what it defines."""

    text: str
    defines: frozenset[str]
    _tree: ast.stmt

    @cached_property
    def names(self) -> frozenset[str]:
        """What it names; asked only of what is needed, since it means to walk through all of it."""
        return frozenset(_named(self._tree))


@cache
def known_here() -> dict[str, Any]:
    """All that code of rules may call, by name, from the package itself."""
    of_modules = {name: value for module in MODULES for name, value in vars(module).items() if name[:2] != "__"}
    beside = {here: getattr(import_module(module), name) for module, name, here in _BESIDE}
    return {**of_modules, **beside}


def bundled(body: str) -> str:
    """The import statements and the definitions that the text of a file needs, in their order."""
    needed = _global_names(body)
    every = [(module, _statements(module)) for module in MODULES]
    known = {name: s for _, found in every for s in found for name in s.defines}
    waiting = [name for name in needed if name in known]
    while waiting:
        new = known[waiting.pop()].names - needed
        needed |= new
        waiting += [name for name in new if name in known]
    parts = []
    for module, found in every:
        kept = [s.text for s in found if s.defines & needed]
        if kept:
            title = (module.__doc__ or "").splitlines()[0]
            parts.append(f"# {title}\n\n" + "\n".join(kept).strip() + "\n")
    if "Real" in needed:  # its modules make constants of what they import
        return "\n\n".join(["\n".join(_imported_now(needed)), *parts])
    first = "\n".join(s.text for module in _EAGER for s in _statements(module)).strip()
    return "\n\n".join([f"{first}\n\n\n{_imports(needed)}", *parts]).replace("re.compile(", "Pattern(")


def _global_names(body: str) -> set[str]:
    """The names in a text that its functions do not set themselves; the compiler's own tables tell quickest."""
    top = symtable(body, "rules", "exec")
    found, waiting = {s.get_name() for s in top.get_symbols() if s.is_referenced()}, top.get_children()
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        if isinstance(table, Function):
            found |= set(table.get_globals())
    return found


def _taken(needed: set[str]) -> list[tuple[str, str, str]]:
    """What a file imports: modules, names there (empty for a whole module), names here."""
    of_modules = {(module, name, name or module) for m in MODULES for module, name in _imported(m)}
    return sorted(found for found in {*of_modules, *_BESIDE} if found[2] in needed)


def _lines(taken: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    by_module: dict[str, list[str]] = {}
    for module, name, here in taken:
        if not name:
            yield f"import {module}"
        else:
            by_module.setdefault(module, []).append(name if name == here else f"{name} as {here}")
    for module, names in by_module.items():
        yield f"from {module} import {', '.join(names)}"


def _imported_now(needed: set[str]) -> Iterator[str]:
    """Imports at once; types are imported for a type checker only."""
    taken = _taken(needed)
    yield from _lines(found for found in taken if found[0] not in _ONLY_TYPES)
    yield from ("", "TYPE_CHECKING = False", "if TYPE_CHECKING:")
    yield from (f"    {line}" for line in _lines(found for found in taken if found[0] in _ONLY_TYPES))


def _imports(needed: set[str]) -> str:
    """What is imported where it is first needed; types are imported for a type checker only."""
    taken = _taken(needed)
    late_ones = [
        f"    {here} = {_INSTEAD[name]}"
        if name in _INSTEAD
        else f"    {here} = Late({module!r}, {name!r}{f', {here!r}' if here not in (name, module) else ''})"
        for module, name, here in taken
        if module not in _ONLY_TYPES
    ]
    typed = [f"    {line}" for line in _lines(taken)]
    return "\n".join(["TYPE_CHECKING = False", "if TYPE_CHECKING:", *typed, "else:", *late_ones, ""])


@cache
def _imported(module: ModuleType) -> tuple[tuple[str, str], ...]:
    """What a module imports from the standard library: (module, name), the name empty for a whole module."""
    return tuple(_imports_of(module))


def _imports_of(module: ModuleType) -> Iterator[tuple[str, str]]:
    for statement in _parsed(module)[1]:
        if isinstance(statement, ast.Import):
            yield from ((alias.name, "") for alias in statement.names)
        if isinstance(statement, ast.ImportFrom) and not (statement.module or "").startswith(
            ("evallang", "__future__")
        ):
            yield from ((statement.module or "", alias.name) for alias in statement.names)


@cache
def _parsed(module: ModuleType) -> tuple[list[str], list[ast.stmt]]:
    """The lines of a module and its statements."""
    text = inspect.getsource(module)
    return text.splitlines(), ast.parse(text).body


@cache
def _statements(module: ModuleType) -> tuple[_Statement, ...]:
    """The statements of a module that define something, each with the sentence after it."""
    return tuple(_cut(module))


def _cut(module: ModuleType) -> Iterator[_Statement]:
    lines, body = _parsed(module)
    at = 0
    for place, statement in enumerate(body):
        last = statement.end_lineno or statement.lineno
        if place + 1 < len(body) and isinstance(body[place + 1], ast.Expr):
            last = body[place + 1].end_lineno or last
        if not isinstance(statement, ast.Import | ast.ImportFrom | ast.Expr):
            yield _Statement("\n".join(lines[at:last]), frozenset(_defined(statement)), statement)
        at = max(at, last)


def _defined(statement: ast.stmt) -> Iterable[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    return [x.id for x in ast.walk(statement) if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)]


def _named(tree: ast.AST) -> set[str]:
    """The names of others in a statement: in a function, what it names itself is its own."""
    if isinstance(tree, ast.AnnAssign) and isinstance(tree.value, ast.Constant) and isinstance(tree.value.value, str):
        return _named(ast.parse(tree.value.value)) | _named(tree.annotation)  # a type that is written as a text
    if not isinstance(tree, ast.FunctionDef | ast.Lambda):
        own = {tree.id} if isinstance(tree, ast.Name) else set()
        return own.union(*map(_named, ast.iter_child_nodes(tree)))
    inside = list(ast.walk(tree))
    taken = {x.arg for x in inside if isinstance(x, ast.arg)}
    taken |= {x.id for x in inside if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)}
    return set[str]().union(*map(_named, ast.iter_child_nodes(tree))) - taken
