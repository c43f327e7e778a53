"""Types of inputs and parameters as written, with their traits."""

from __future__ import annotations

from typing import Literal

from evallang.source import Span
from evallang.syntax.ast.base import Name, Path, Text, node, place
from evallang.syntax.ast.tables import Constant


@node
class Choice:
    """A name with the words that people read: an option, a kind, a version."""

    name: Name
    label: Text | None = None
    span: Span = place()


@node
class TypeName:
    """`number 0..5`, `share`, `flag by indicator`; `range_` is True when bounds are given."""

    name: Name
    low: Constant | None = None
    high: Constant | None = None
    ranged: bool = False
    by: Name | None = None
    span: Span = place()


@node
class ChoiceType:
    """`choice (a "…", b "…")`."""

    options: tuple[Choice, ...]
    span: Span = place()


TypeExpr = TypeName | ChoiceType


@node
class Yearly:
    """A value for each period."""

    span: Span = place()


@node
class Sense:
    """`more is better`, `more is worse`."""

    word: Literal["better", "worse"]
    span: Span = place()


@node
class AtMost:
    """`at most X`: never more than another input."""

    path: Path
    span: Span = place()


@node
class Unit:
    """`unit "…"`."""

    text: Text
    span: Span = place()


@node
class Column:
    """`column "…"`: the column's name in data files."""

    text: Text
    span: Span = place()


Trait = Yearly | Sense | AtMost | Unit | Column
