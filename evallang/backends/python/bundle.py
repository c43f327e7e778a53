"""The text of a file that needs no package: what it calls is written into it, import statements brought together."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from types import ModuleType

from evallang.backends.interpreter import absence
from evallang.backends.python.runtime import given, lists, population, scores, values
from evallang.numbers import digits, parse

MODULES = (absence, digits, parse, values, given, lists, population, scores)
"""The modules that compiled code calls, each after those that it uses."""


def bundled(modules: Iterable[ModuleType] = MODULES) -> tuple[list[str], str]:
    """The import statements of some modules, and the rest of their text without their docstrings."""
    imports: dict[str, None] = {}
    parts = []
    for module in modules:
        text = inspect.getsource(module)
        lines = text.splitlines()
        taken: set[int] = set()
        for place, statement in enumerate(ast.parse(text).body):
            is_docstring = place == 0 and isinstance(statement, ast.Expr)
            if isinstance(statement, ast.Import | ast.ImportFrom) or is_docstring:
                taken.update(range(statement.lineno - 1, statement.end_lineno or statement.lineno))
                if not is_docstring and not _is_own(statement):
                    imports[ast.unparse(statement)] = None
        rest = "\n".join(line for i, line in enumerate(lines) if i not in taken).strip()
        parts.append(f"# {(module.__doc__ or '').splitlines()[0]}\n\n{rest}\n")
    imports["from math import floor"] = None
    return sorted(imports), "\n\n".join(parts)


def _is_own(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(("evallang", "__future__"))
