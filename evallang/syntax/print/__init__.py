"""The formatter: one layout for a rule file, with its comments, its blank lines and its tables lined up."""

from evallang.syntax.print.module import format_module

__all__ = ["format_module"]
