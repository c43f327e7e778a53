"""From a rule file to a program that holds no mistakes: the passes in order, as far as they need no data.

`evallang check` stops here, and so it never loads what reads data and scores.
"""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from evallang.diagnostics import Diagnostic, has_errors
from evallang.examples.collect import collect_examples
from evallang.ir.program import Program
from evallang.semantics.following import without_followers
from evallang.semantics.header import second_documents
from evallang.semantics.lower import lower_module
from evallang.source import SourceFile, read
from evallang.syntax import ast, parse


@frozen(eq=False)
class Checked:
    """A program, the tree that it came from, its warnings, and the folder of its file."""

    program: Program
    module: ast.Module
    diagnostics: tuple[Diagnostic, ...]
    folder: Path


def is_amendment(module: ast.Module) -> bool:
    """Whether a file amends another document, and so has no rules of its own."""
    return any(isinstance(s, ast.Document) and s.word == "amendment" for s in module.statements)


def check_source(source: SourceFile, folder: Path | None = None) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """Text → tree → program → examples. There is no program when there are errors, and none of an amendment.

    What an amendment makes of its document is checked by `evallang.amending`.
    """
    module, diagnostics = parse(source)
    if is_amendment(module):
        return None, tuple(sorted([*diagnostics, *second_documents(module)], key=Diagnostic.sort_key))
    program, found = lower_module(module)
    diagnostics = [*diagnostics, *without_followers(source, diagnostics, found)]
    if program is None or has_errors(diagnostics):
        return None, tuple(sorted(diagnostics, key=Diagnostic.sort_key))
    _, _, found = collect_examples(module, program)
    all_found = tuple(sorted([*diagnostics, *found], key=Diagnostic.sort_key))
    if has_errors(all_found):
        return None, all_found
    return Checked(program, module, all_found, folder or Path(source.name).parent), all_found


def check_file(path: Path, shown: str | None = None) -> tuple[Checked | None, tuple[Diagnostic, ...]]:
    """Check one file. Raises SourceError for what is no text, OSError for what cannot be opened."""
    return check_source(read(path, shown), path.parent)


def rule_files(path: Path) -> list[Path]:
    """The rule files that a path names: the file itself, or those below a folder, in order."""
    return sorted(path.rglob("*.eval")) if path.is_dir() else [path]
