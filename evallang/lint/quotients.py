"""Quotients in words: operands in parentheses where they need them, as where they are arguments of a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallang.ir import expr as ir

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


def quotient(subject: Subject, above: ir.Expr, below: ir.Expr) -> str:
    """Two expressions and a stroke between them: `a / (b - 3)`."""
    return f"{_operand(subject, above, ())} / {_operand(subject, below, ('mul', 'div'))}"


def _operand(subject: Subject, e: ir.Expr, looser: tuple[str, ...]) -> str:
    words = subject.words(e)
    joined = isinstance(e, ir.If | ir.ByReading) or (isinstance(e, ir.Apply) and e.op in ("add", "neg", *looser))
    return f"({words})" if joined and not _is_enclosed(words) else words


def _is_enclosed(words: str) -> bool:
    """Whether one pair of parentheses holds everything."""
    depth, ends = 0, []
    for place, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            ends.append(place)
    return words.startswith("(") and ends == [len(words) - 1]
