"""Declarations: a keyword, a name, an optional label, marks, and a body or a value."""

from __future__ import annotations

from typing import Literal

from evallang.source import Span
from evallang.syntax.ast.amendments import Operation
from evallang.syntax.ast.base import Marks, Name, Path, Text, node, place
from evallang.syntax.ast.clauses import Clause
from evallang.syntax.ast.expressions import Expr
from evallang.syntax.ast.head import Head
from evallang.syntax.ast.law import (
    Annex,
    Assessor,
    Attribute,
    Body,
    Deadline,
    Event,
    Except,
    Office,
    Register,
    Repealed,
)  # fmt: skip
from evallang.syntax.ast.tables import Table
from evallang.syntax.ast.types import Trait, TypeExpr

NodeWord = Literal["block", "direction", "criterion", "indicator", "index", "dimension", "part", "bonus", "penalty"]


@node
class Node:
    """A block, direction, criterion, indicator, index, dimension, part, bonus or penalty."""

    word: NodeWord
    name: Name
    label: Text | None = None
    kinds: tuple[Path, ...] = ()
    parents: tuple[Path, ...] = ()
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Input:
    """A value that the data must give."""

    name: Name
    label: Text | None
    type: TypeExpr
    traits: tuple[Trait, ...] = ()
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Parameter:
    """A number of the document, or one to be supplied when it has no value."""

    name: Name
    label: Text | None = None
    type: TypeExpr | None = None
    marks: Marks = ()
    value: Expr | None = None
    span: Span = place()


@node
class Param:
    """A parameter of a formula or of brackets."""

    name: Name
    type: TypeExpr | None = None
    span: Span = place()


@node
class Formula:
    """A named value, or a function when it has parameters."""

    name: Name
    label: Text | None
    params: tuple[Param, ...]
    marks: Marks
    value: Expr
    span: Span = place()


@node
class Brackets:
    """A table over numbers or choices that answers with points or names."""

    name: Name
    label: Text | None
    params: tuple[Param, ...]
    marks: Marks
    table: Table
    span: Span = place()


@node
class Item:
    """A list that each body has: services, measures, organisations."""

    name: Name
    label: Text | None = None
    key: Name | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Option:
    """One answer to the question of a reading."""

    name: Name
    label: Text | None = None
    because: Text | None = None
    marks: Marks = ()
    span: Span = place()


@node
class Reading:
    """A question that the text leaves open, its options and the choice."""

    name: Name
    label: Text | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Rating:
    """A ranking of bodies by a node."""

    name: Name
    label: Text | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Trigger:
    """A condition on a body's results and what it proposes."""

    name: Name
    label: Text | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Part:
    """`document`: a numbering of its own inside an act, such as an annex."""

    name: Name
    label: Text | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Norm:
    """A provision that computes nothing: its words."""

    name: Name | None = None
    label: Text | None = None
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    span: Span = place()


@node
class Example:
    """Given facts and expected results; `unconfirmed` where nobody has said yet that these are the right ones."""

    title: Text
    marks: Marks = ()
    body: tuple[Statement, ...] | None = None
    unconfirmed: bool = False
    span: Span = place()


@node
class ExampleBody:
    """`body NAME { … }` inside an example, with what is given and expected of it."""

    name: Name | Text
    body: tuple[Statement, ...] = ()
    span: Span = place()


@node
class Period:
    """`period 2020 { … }` inside an example."""

    year: str
    body: tuple[Statement, ...] = ()
    span: Span = place()


@node
class ColumnIs:
    """`tier is hdi.grade` in `examples from`."""

    column: Name
    path: Path
    span: Span = place()


@node
class Examples:
    """`examples from "inputs.csv" expect "expected.csv" key …`."""

    inputs: Text
    expected: Text
    key: Name
    columns: tuple[ColumnIs, ...] = ()
    blank_not_compared: bool = False
    marks: Marks = ()
    span: Span = place()


Declaration = (
    Node
    | Input
    | Parameter
    | Formula
    | Brackets
    | Item
    | Option
    | Reading
    | Rating
    | Trigger
    | Part
    | Body
    | Norm
    | Example
    | ExampleBody
    | Period
    | Examples
    | Register
    | Office
    | Attribute
    | Assessor
    | Event
    | Deadline
    | Repealed
    | Annex
)
Statement = Head | Declaration | Clause | Except | Operation
