"""What a rule says of one thing, and how it is named in both versions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import Interval, TableRow
from evallang.source import Span
from evallang.symbolic.canonical import Form

Owner = Literal["definition", "parameter", "brackets", "function", "reading", "rating", "trigger", "register", ""]
"""What sort of declaration a fact is of; empty for those that compute nothing."""


@frozen(order=True)
class Key:
    """A declaration by its path, and an aspect of it: `points`, `score`, `when 2`, `row 4.8 .. 5`.

    `variant` tells nodes of one name apart: the kinds and options that one of them is for, `for central`. It unpacks
    into the path and the aspect.
    """

    path: tuple[str, ...]
    aspect: str
    variant: str = ""

    def __iter__(self) -> Iterator[Any]:
        yield self.path
        yield self.aspect


@frozen(eq=False)
class Fact:
    """What a rule says of one thing: its form, which compares, and its text, which is shown.

    `value` is the expression that is its value, `parts` are all in the order of the text: of a guard the condition and
    the value, of a clamp both bounds; `rest` is what the form has besides these. `asked` is what a row of a table asks,
    as it is written, and `column` which of several results it gives. `ordered` names the list in whose order it acts.
    """

    sort: str
    form: Form
    text: str
    provisions: tuple[str, ...]
    span: Span
    value: ir.Expr | None = None
    parts: tuple[ir.Expr | None, ...] = ()
    asked: str = ""
    column: str = ""
    rest: Form = ()
    owner: Owner = ""
    ordered: str = ""


Change = tuple[Key, Fact | None, Fact | None]
"""A fact before (None where it is added) and after (None where it is removed)."""


def tests_text(row: TableRow) -> str:
    """What a row of a table asks, in the same words for the same tests."""
    return " | ".join(map(_test, row.tests))


def _test(test: Any) -> str:
    match test:
        case None:
            return "any"
        case bool():
            return "yes" if test else "no"
        case Fraction():
            return number_text(test)
        case Interval(low=low, high=high):
            if low is None:
                return f"{'up to' if test.high_closed else 'below'} {number_text(high)}" if high is not None else "any"
            if high is None:
                return f"{number_text(low)} and up" if test.low_closed else f"above {number_text(low)}"
            sign = f"{'' if test.low_closed else '<'}..{'' if test.high_closed else '<'}"
            return f"{number_text(low)} {sign} {number_text(high)}"
    return str(test)


def number_text(value: Fraction) -> str:
    """A number as a decimal where it is a short one, else as a fraction."""
    if value.denominator == 1:
        return str(value)
    digits = 0
    scaled = value
    while scaled.denominator != 1 and digits < 12:
        scaled, digits = scaled * 10, digits + 1
    return f"{float(value):.{digits}f}" if scaled.denominator == 1 else str(value)
