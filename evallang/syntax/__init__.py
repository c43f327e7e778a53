"""Text → tree and back: the grammar, the parser, its messages and the formatter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evallang.syntax.parser import parse

if TYPE_CHECKING:
    from evallang.syntax.print import format_module

__all__ = ["format_module", "parse"]


def __getattr__(name: str) -> Any:
    """The formatter, imported when first asked for: checking and scoring never need it."""
    if name != "format_module":
        raise AttributeError(f"module 'evallang.syntax' has no attribute {name!r}")
    from evallang.syntax.print import format_module  # noqa: PLC0415

    return format_module
