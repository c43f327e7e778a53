"""Quotients of counts and of times, and the numbers by which they are multiplied."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.lint.forms import form
from evallang.types import Quantity

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

_WHOLE = Fraction(1)
_YEARS = {"hours": (8760, 8784), "days": (365, 366)}
"""How long a year is: of what lasts during it no more can be."""


def number_in(subject: Subject, e: ir.Expr) -> Fraction | None:
    """The number that an expression is, points as theirs: of those that differ by kind of body the first."""
    if isinstance(e, ir.PointsOf):
        points = subject.repeats.alike.numbered.points(e.node)
        return _points_here(subject, e.node) if points is None else points
    return e.value if isinstance(e, ir.Const) and isinstance(e.value, Fraction) else None


def _points_here(subject: Subject, number: int) -> Fraction | None:
    """The points of a node for the first kind of bodies, under the chosen readings."""
    kinds = subject.kinds_of(subject.program.definitions[number])
    points = subject.values(kinds[0]).points(number) if kinds else None
    return None if points is None else points.point


def parted(subject: Subject, e: ir.Expr) -> tuple[ir.Expr, Fraction]:
    """What is multiplied, and the number by which: `10 * late / handled` is 10 times `late / handled`."""
    match e:
        case ir.Apply(op="mul", args=(a, b)):
            for x, by in ((a, number_in(subject, b)), (b, number_in(subject, a))):
                if by is not None:
                    part, factor = parted(subject, x)
                    return part, factor * by
        case ir.Apply(op="div", args=(a, b)):
            by = number_in(subject, b)
            part, factor = parted(subject, a)
            if by:
                return part, factor / by
            if part is not a:
                return ir.Apply("div", (part, b), type=e.type, span=e.span), factor
        case ir.Ref() | ir.ByReading() if (meant := subject.through.meanings.of(e)) is not None:
            part, factor = parted(subject, meant)
            return (e, _WHOLE) if factor == 1 else (part, factor)
    return e, _WHOLE


def is_part(subject: Subject, above: ir.Expr, below: ir.Expr, *, times: bool) -> bool:
    """Whether two numbers of cases are divided; with `times` also two times, or one by the length of a year."""
    if _is_count(subject, above) and _is_count(subject, below):
        return not _are_of_one_list(above, below)
    unit = _time(subject, above) if times else None
    return unit is not None and (_time(subject, below) == unit or number_in(subject, below) in _YEARS[unit])


def is_of_a_year(subject: Subject, e: ir.Expr) -> bool:
    """Whether hours or days are divided by the length of a year."""
    match e:
        case ir.Apply(op="div", args=(above, below)):
            return number_in(subject, below) is not None and is_part(subject, above, below, times=True)
    return False


def _are_of_one_list(above: ir.Expr, below: ir.Expr) -> bool:
    """Whether the least or the mean of some numbers is divided by the greatest of the same ones."""
    match above, below:
        case ir.Aggregate(value=x), ir.Aggregate(op="max", value=y) if x is not None and y is not None:
            return form(x) == form(y)
    return False


def _is_count(subject: Subject, e: ir.Expr) -> bool:
    match e:
        case ir.Ref():
            meant = subject.through.meanings.of(e)
            return _is_count(subject, meant) if meant is not None else _is_asked(subject, e, "count")
        case ir.Apply(op="add", args=args):
            return all(_is_count(subject, x.args[0] if isinstance(x, ir.Apply) and x.op == "neg" else x) for x in args)
        case ir.Aggregate(op="count"):
            return True
        case ir.Aggregate(op="sum" | "min" | "max" | "mean" as op, value=value) if value is not None:
            return (op == "sum" or isinstance(e.over, ir.ItemsOf)) and _is_count(subject, value)
    return False


def _time(subject: Subject, e: ir.Expr) -> str | None:
    """`hours` or `days` where an expression is an input of that type, or the sum of such ones."""
    match e:
        case ir.Ref():
            meant = subject.through.meanings.of(e)
            if meant is not None:
                return _time(subject, meant)
            return next((unit for unit in _YEARS if _is_asked(subject, e, unit)), None)
        case ir.Aggregate(op="sum", value=value) if value is not None:
            return _time(subject, value)
    return None


def _is_asked(subject: Subject, e: ir.Ref, word: str) -> bool:
    """Whether a name is that of inputs of a type."""
    asked = [subject.program.definitions[n] for n in e.targets]
    kinds = [d.type for d in asked if isinstance(d, InputDef)]
    return len(kinds) == len(asked) and all(isinstance(kind, Quantity) and kind.word == word for kind in kinds)
