"""Clauses: the lines inside the body of a declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from evallang.source import Span
from evallang.syntax.ast.base import Marks, Name, Path, Text, node, place
from evallang.syntax.ast.expressions import Expr, Selector
from evallang.syntax.ast.tables import Constant, Table

if TYPE_CHECKING:
    from evallang.syntax.ast.declarations import Statement


@node
class KindPoints:
    """`central 10` in `points central 10, local 20`."""

    kind: Name
    points: str
    span: Span = place()


PerKind = Expr | tuple[KindPoints, ...]


@node
class Points:
    """`points 25`, `points central 10, local 20`; `states` when the law gives the number again."""

    value: PerKind
    states: bool = False
    marks: Marks = ()
    span: Span = place()


@node
class Score:
    """`score E`: the value of the node."""

    value: Expr
    marks: Marks = ()
    span: Span = place()


@node
class ScoredBy:
    """`scored by OTHER.node`: the value comes from another methodology."""

    path: Path
    marks: Marks = ()
    span: Span = place()


@node
class When:
    """`when C : V`; a trigger's has no value."""

    guard: Expr
    value: Expr | None = None
    marks: Marks = ()
    span: Span = place()


@node
class Clamp:
    """`clamp low .. high` with either end left out."""

    low: Expr | None
    high: Expr | None
    marks: Marks = ()
    span: Span = place()


@node
class Round:
    """`round 0.01 half up`."""

    step: Expr
    mode: str
    marks: Marks = ()
    span: Span = place()


@node
class Grade:
    """`grade` or `grade round 0.01 half up`, and its table."""

    step: Expr | None
    mode: str | None
    marks: Marks
    table: Table
    span: Span = place()


@node
class Parts:
    """`parts a, b`: nodes declared elsewhere that belong to this one."""

    paths: tuple[Path, ...]
    marks: Marks = ()
    span: Span = place()


@node
class Weight:
    """`goals 45%` with its citations."""

    path: Path
    value: Expr
    marks: Marks = ()
    span: Span = place()


@node
class Weights:
    """`weights a 45%, b 30%, c 25%`, perhaps `shared out when missing`."""

    weights: tuple[Weight, ...]
    shared_out: bool = False
    marks: Marks = ()
    span: Span = place()


@node
class IndicatorTable:
    """`table by language for central` and its rows: the annex as it is printed."""

    by: Name | None
    kinds: tuple[Path, ...]
    marks: Marks
    table: Table
    span: Span = place()


@node
class MarkRule:
    """`mark * not for X`, with `full points` or `shared out` if the law compensates."""

    paths: tuple[Path, ...]
    compensation: Literal["", "full points", "shared out"] = ""
    marks: Marks = ()
    span: Span = place()


@node
class Each:
    """`each { … }`: the body of every leaf of the table."""

    body: tuple[Statement, ...]
    span: Span = place()


@node
class RowRule:
    """`row a, b { … }`: what the named rows add."""

    paths: tuple[Path, ...]
    body: tuple[Statement, ...]
    marks: Marks = ()
    span: Span = place()


@node
class Choose:
    """`choose OPTION`."""

    option: Name
    span: Span = place()


@node
class Among:
    """`among body of same kind where …`: who takes part in a rating."""

    selector: Selector
    marks: Marks = ()
    span: Span = place()


@node
class RankBy:
    """`by node, highest first, ties share`; `each` when every node has its own ranking."""

    each: bool
    paths: tuple[Path, ...]
    order: Literal["highest", "lowest"] | None = None
    ties: Name | None = None
    marks: Marks = ()
    span: Span = place()


@node
class Proposes:
    """`proposes "…"`: what a trigger leads to."""

    text: Text
    marks: Marks = ()
    span: Span = place()


@node
class State:
    """`undefined`, `missing` or `not applicable` as what is given or expected."""

    word: Literal["undefined", "missing", "not applicable"]
    span: Span = place()


@node
class GivenFact:
    """`services 100_000`: a path and its value."""

    path: Path
    value: Constant | Path | Text | State
    span: Span = place()


@node
class Given:
    """`given a 1, b 2`."""

    facts: tuple[GivenFact, ...]
    span: Span = place()


@node
class GivenTable:
    """`given service` and a table of items."""

    path: Path
    table: Table
    span: Span = place()


@node
class Expect:
    """`expect a 1, b undefined`."""

    facts: tuple[GivenFact, ...]
    span: Span = place()


Clause = (
    Points
    | Score
    | ScoredBy
    | When
    | Clamp
    | Round
    | Grade
    | Parts
    | Weights
    | IndicatorTable
    | MarkRule
    | Each
    | RowRule
    | Choose
    | Among
    | RankBy
    | Proposes
    | Given
    | GivenTable
    | Expect
)
