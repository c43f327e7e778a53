"""Expressions: what can stand after `score`, `when`, `=` and inside calls."""

from __future__ import annotations

from typing import Literal

from evallang.source import Span
from evallang.syntax.ast.base import Marks, Name, Path, Text, node, place


@node
class Number:
    """`10_000` as written."""

    text: str
    span: Span = place()


@node
class Percent:
    """`45%` as written."""

    text: str
    span: Span = place()


@node
class Date:
    """`2023-05-29` as written."""

    text: str
    span: Span = place()


@node
class String:
    """A string as a value."""

    value: str
    span: Span = place()


@node
class Ref:
    """A name or a path to one."""

    path: Path
    span: Span = place()


@node
class ThisBody:
    """`this body`: the body being scored, inside a population too."""

    span: Span = place()


@node
class UndefinedBecause:
    """`undefined "why"`."""

    why: Text
    span: Span = place()


@node
class Chain:
    """`a + b - c` or `a * b / c`: operands of one precedence, read from left to right."""

    operands: tuple[Expr, ...]
    operators: tuple[str, ...]
    span: Span = place()


@node
class Logic:
    """`a and b and c`, `a or b`."""

    operator: Literal["and", "or"]
    operands: tuple[Expr, ...]
    span: Span = place()


@node
class Unary:
    """`-x`, `not x`."""

    operator: Literal["-", "not"]
    operand: Expr
    span: Span = place()


@node
class Power:
    """`base ^ exponent`."""

    base: Expr
    exponent: Expr
    span: Span = place()


@node
class Compare:
    """`a <= b`; comparisons do not chain."""

    operator: str
    left: Expr
    right: Expr
    span: Span = place()


@node
class If:
    """`if c then a else b`."""

    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span = place()


@node
class InPeriod:
    """`value in base_year`."""

    operand: Expr
    period: Expr
    span: Span = place()


@node
class WorseInARow:
    """`x worse 3 years in a row`."""

    operand: Expr
    years: str
    span: Span = place()


@node
class InRating:
    """`last 3 in R`, `first 3 places in R`, `last 3 values in R`."""

    end: Literal["first", "last"]
    count: str
    what: Literal["", "places", "values"]
    rating: Path
    span: Span = place()


@node
class BySwitch:
    """`by READING { option : value; … }`."""

    reading: Name
    cases: tuple[Case, ...]
    span: Span = place()


@node
class Case:
    """One option of `by` with its value."""

    option: Name
    value: Expr
    marks: Marks = ()
    span: Span = place()


@node
class Bodies:
    """`every body`, `body of same kind`, `body where …` after `for`."""

    every: bool
    same: Name | None
    where: Expr | None
    span: Span = place()


@node
class Items:
    """`item where …`, `item of every body where …` after `for`, `some`, `every`, `no`."""

    path: Path
    of_every_body: bool
    where: Expr | None
    span: Span = place()


Selector = Bodies | Items


@node
class Quantified:
    """`some item where …`, `every item where …`, `no item where …`."""

    word: Literal["some", "every", "no"]
    items: Items
    span: Span = place()


@node
class Over:
    """`x for item where …`: the first argument of an aggregate."""

    value: Expr
    selector: Selector
    span: Span = place()


@node
class Filtered:
    """`item where …` as an argument: `count(item where …)`."""

    items: Items
    span: Span = place()


@node
class Step:
    """`x, 0.01 half up`: a rounding step with its mode."""

    value: Expr
    mode: str
    span: Span = place()


@node
class Named:
    """`none 0`, `at least 3`, `weighted by w`: a named argument."""

    name: Literal["none", "at least", "weighted by"]
    value: Expr
    span: Span = place()


@node
class Call:
    """`f(a, b)`: a built-in, a formula or brackets; `table.column(x)` for one of several result columns."""

    function: Path
    arguments: tuple[Argument, ...]
    span: Span = place()


Expr = (
    Number
    | Percent
    | Date
    | String
    | Ref
    | ThisBody
    | UndefinedBecause
    | Chain
    | Logic
    | Unary
    | Power
    | Compare
    | If
    | InPeriod
    | WorseInARow
    | InRating
    | BySwitch
    | Quantified
    | Call
)
Argument = Expr | Over | Filtered | Step | Named
