"""The formatter: one layout for a rule file, with its comments, its blank lines and its tables lined up."""

from evallang.syntax.print.module import format_module
from evallang.syntax.print.tables import cell as cell_text

__all__ = ["cell_text", "format_module"]
