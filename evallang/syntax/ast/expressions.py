"""Expressions: what can stand after `score`, `when`, `=` and inside calls."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from evallang.source import Span
from evallang.syntax.ast.base import Marks, Name, Path, Text, place


@frozen
class Number:
    """`10_000` as written."""

    text: str
    span: Span = place()


@frozen
class Percent:
    """`45%` as written."""

    text: str
    span: Span = place()


@frozen
class Date:
    """`2023-05-29` as written."""

    text: str
    span: Span = place()


@frozen
class String:
    """A string as a value."""

    value: str
    span: Span = place()


@frozen
class Ref:
    """A name or a path to one."""

    path: Path
    span: Span = place()


@frozen
class ThisBody:
    """`this body`: the body being scored, inside a population too."""

    span: Span = place()


@frozen
class UndefinedBecause:
    """`undefined "why"`."""

    why: Text
    span: Span = place()


@frozen
class Chain:
    """`a + b - c` or `a * b / c`: operands of one precedence, read from left to right."""

    operands: tuple[Expr, ...]
    operators: tuple[str, ...]
    span: Span = place()


@frozen
class Logic:
    """`a and b and c`, `a or b`."""

    operator: Literal["and", "or"]
    operands: tuple[Expr, ...]
    span: Span = place()


@frozen
class Unary:
    """`-x`, `not x`."""

    operator: Literal["-", "not"]
    operand: Expr
    span: Span = place()


@frozen
class Power:
    """`base ^ exponent`."""

    base: Expr
    exponent: Expr
    span: Span = place()


@frozen
class Compare:
    """`a <= b`; comparisons do not chain."""

    operator: str
    left: Expr
    right: Expr
    span: Span = place()


@frozen
class If:
    """`if c then a else b`."""

    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span = place()


@frozen
class InPeriod:
    """`value in base_year`."""

    operand: Expr
    period: Expr
    span: Span = place()


@frozen
class WorseInARow:
    """`x worse 3 years in a row`."""

    operand: Expr
    years: str
    span: Span = place()


@frozen
class InRating:
    """`last 3 in R`, `first 3 places in R`, `last 3 values in R`."""

    end: Literal["first", "last"]
    count: str
    what: Literal["", "places", "values"]
    rating: Path
    span: Span = place()


@frozen
class BySwitch:
    """`by READING { option : value; … }`."""

    reading: Name
    cases: tuple[Case, ...]
    span: Span = place()


@frozen
class Case:
    """One option of `by` with its value."""

    option: Name
    value: Expr
    marks: Marks = ()
    span: Span = place()


@frozen
class Bodies:
    """`every body`, `body of same kind`, `body where …` after `for`."""

    every: bool
    same: Name | None
    where: Expr | None
    span: Span = place()


@frozen
class Items:
    """`item where …`, `item of every body where …` after `for`, `some`, `every`, `no`."""

    path: Path
    of_every_body: bool
    where: Expr | None
    span: Span = place()


Selector = Bodies | Items


@frozen
class Quantified:
    """`some item where …`, `every item where …`, `no item where …`."""

    word: Literal["some", "every", "no"]
    items: Items
    span: Span = place()


@frozen
class Over:
    """`x for item where …`: the first argument of an aggregate."""

    value: Expr
    selector: Selector
    span: Span = place()


@frozen
class Filtered:
    """`item where …` as an argument: `count(item where …)`."""

    items: Items
    span: Span = place()


@frozen
class Step:
    """`x, 0.01 half up`: a rounding step with its mode."""

    value: Expr
    mode: str
    span: Span = place()


@frozen
class Named:
    """`none 0`, `at least 3`, `weighted by w`: a named argument."""

    name: Literal["none", "at least", "weighted by"]
    value: Expr
    span: Span = place()


@frozen
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
