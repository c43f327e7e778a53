"""Text → tree and back: the grammar, the parser, its messages and the formatter."""

from evallang.syntax.parser import parse
from evallang.syntax.print import format_module

__all__ = ["format_module", "parse"]
