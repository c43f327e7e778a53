"""How a rule speaks."""

from __future__ import annotations

from collections.abc import Callable

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.syntax.mistake import Mistake

Rule = Callable[[Mistake], Diagnostic | None]


def say(m: Mistake, code: str, message: str, help_: str | None = None, span: Span | None = None) -> Diagnostic:
    """The diagnostic; without a span, at the place of the mistake."""
    return Diagnostic(code, message, m.source, span or m.span, help=help_)
