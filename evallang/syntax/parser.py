"""Text → tree, with one message for each mistake."""

from __future__ import annotations

from typing import Any

from lark.exceptions import UnexpectedInput

from evallang.diagnostics import Diagnostic
from evallang.source import SourceFile
from evallang.syntax import ast, scan
from evallang.syntax.grammar import parser
from evallang.uncollected import uncollected


def parse(source: SourceFile) -> tuple[ast.Module, list[Diagnostic]]:
    """The tree of a rule file and what is wrong with its text.

    Never raises for what an author wrote: a statement that cannot be read is left out, the next one is read.
    """
    text, diagnostics = scan.clean(source)
    comments = scan.comments(source)
    unread: frozenset[str] = frozenset()
    with uncollected():
        try:
            statements: Any = parser().parse(text)  # what the start rule gives
        except UnexpectedInput as error:
            from evallang.syntax.recovery import parse_damaged  # noqa: PLC0415  # rules without mistakes never need it

            statements, found, unread = parse_damaged(source, text, error)
            diagnostics += found
    diagnostics.sort(key=Diagnostic.sort_key)
    return ast.Module(tuple(statements), source, comments, unread), diagnostics
