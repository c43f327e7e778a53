"""Resolved, typed expressions: every name is a definition, every built-in a kernel operation.

`evallang.ir.kernel` lists the operations. An expression is compared by identity: the same text in two places is
two expressions. `type` is what the value is when there is one; absence is no type, every expression may be absent.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from evallang.ir.record import Record
from evallang.source import NOWHERE, Span
from evallang.types import UNKNOWN, Type


def _span() -> Any:
    return field(default=NOWHERE, repr=False, kw_only=True)


def _type() -> Any:
    return field(default=UNKNOWN, kw_only=True)


@frozen(eq=False, repr=False)
class Const(Record):
    """A value known from the text: a number, a flag, the name of an option or of a body, words, a date.

    `text` is how it was written.
    """

    value: Fraction | bool | str | date
    text: str
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class UndefinedConst(Record):
    """`undefined "why"`."""

    why: str
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class Ref(Record):
    """The value of a definition: an input, a formula or a node.

    `targets` are the numbers of its variants (the same name for other kinds of bodies); the one for the kind of
    the body answers, none is "not applicable". `lift` says how many item levels outwards it stands.
    """

    targets: tuple[int, ...]
    name: str
    lift: int = 0
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class ItemRef(Record):
    """`measure.a.growth`: the value of `inner` for the item with these keys, one per level."""

    items: tuple[int, ...]
    keys: tuple[str, ...]
    inner: Ref
    lift: int = 0
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class ParameterRef(Record):
    """A parameter of the document by its number."""

    target: int
    name: str
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class Local(Record):
    """A parameter of the formula that is being called, by its place."""

    index: int
    name: str
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class PointsOf(Record):
    """`points` inside a node: that node's points for the body."""

    node: int
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class KindOf(Record):
    """`kind`: the kind of the body."""

    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class ThisBody(Record):
    """`this body`: the body whose rule this is, inside a population too."""

    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class GradeOf(Record):
    """`node.grade`: the name of a node's grade."""

    node: Ref
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class Apply(Record):
    """A kernel operation on values: `add`, `div`, `less`, `round:half up` and others."""

    op: str
    args: tuple[Expr, ...]
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class If(Record):
    """Only the branch that is taken is looked at."""

    condition: Expr
    then: Expr
    otherwise: Expr
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class ByReading(Record):
    """One value per option of a reading; only the chosen option is looked at."""

    reading: int
    cases: tuple[Expr, ...]
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class Invoke(Record):
    """A formula with parameters called with arguments."""

    function: int
    name: str
    args: tuple[Expr, ...]
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class Lookup(Record):
    """A value from brackets; `column` None means the column headed by the body's kind."""

    brackets: int
    args: tuple[Expr, ...]
    column: str | None
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class ItemsOf(Record):
    """The items of the body (or of the item `lift` levels out), or of every body."""

    item: int
    name: str
    of_every_body: bool = False
    lift: int = 0
    where: Expr | None = None
    span: Span = _span()


@frozen(eq=False, repr=False)
class BodiesOf(Record):
    """The bodies of the period, all or those of the same kind, or equal in the attribute `same`."""

    same_kind: bool = False
    same: Ref | None = None
    where: Expr | None = None
    span: Span = _span()


@frozen(eq=False, repr=False)
class PartsOf(Record):
    """The applicable parts of a node as they enter its sum."""

    node: int
    span: Span = _span()


Over = ItemsOf | BodiesOf | PartsOf


@frozen(eq=False, repr=False)
class Aggregate(Record):
    """`f(value for … )`: an aggregate operation of the kernel over a list.

    `value` is None for what only counts. `none` stands in for an empty list, `least` is the fewest values that
    must be there, `weight` weighs them, `extra` are further arguments of the operation. For operations that place
    one value among many (`rank`, `zscore`), `own` is the value of this body or item.
    """

    op: str
    value: Expr | None
    over: Over
    none: Expr | None = None
    least: Expr | None = None
    weight: Expr | None = None
    extra: tuple[Expr, ...] = ()
    own: Expr | None = None
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class Asks(Record):
    """`missing(x)`, `known(x)`: about a value, never absent itself."""

    op: str
    operand: Expr
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class InScope(Record):
    """`assessed(node)`: whether the registers have the body assessed in a node; `path` is the node as written."""

    nodes: tuple[int, ...]
    path: str
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class HasAttribute(Record):
    """Whether the registers give the body an attribute; missing for a body that none of them lists."""

    name: str
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class Previous(Record):
    """The value of `operand` so many periods before."""

    operand: Expr
    back: int
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class InPeriod(Record):
    """The value of `operand` in the period that `period` names."""

    operand: Expr
    period: Expr
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class WorseInARow(Record):
    """Whether `operand` became strictly worse so many years in a row, ending now."""

    operand: Expr
    years: int
    more_is_better: bool
    type: Type = _type()
    span: Span = _span()


@frozen(eq=False, repr=False)
class InRating(Record):
    """`last 3 in R`: whether the body is among the last (first) of a rating.

    `what` "" counts the bodies that are strictly lower (higher), "places" counts places, "values" distinct values.
    `nodes` are the ranked nodes meant, by their place in the rating.
    """

    end: str
    count: int
    what: str
    rating: int
    nodes: tuple[int, ...]
    name: str
    type: Type = _type()
    span: Span = _span()


Expr = (
    Const | UndefinedConst | Ref | ItemRef | ParameterRef | Local | PointsOf | KindOf | ThisBody | GradeOf | Apply | If
    | ByReading | Invoke | Lookup | Aggregate | Asks | InScope | HasAttribute | Previous | InPeriod | WorseInARow
    | InRating
)  # fmt: skip
