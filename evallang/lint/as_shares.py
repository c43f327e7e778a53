"""Where quotients are used as shares: taken from 1, held against a percentage, looked up or weighed as a part of one.

What a mean, the greatest or the least of some quotients is used for, the quotients are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, Definition, InputDef, Interval, NodeDef, TableRow
from evallang.lint.facts import NEGATED
from evallang.lint.forms import form
from evallang.lint.sites import Site
from evallang.lint.sorts import AVERAGES
from evallang.types import Quantity, Type

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

_WHOLE = Fraction(1)
_PERCENT = Fraction(100)
_YEARS = {"hours": (8760, 8784), "days": (365, 366)}
"""How long a year is: of what lasts during it no more can be."""

Used = tuple[Site, ir.Apply]
"""A quotient, and where it is looked at."""


class AsShares:
    """The quotients that one definition takes for shares."""

    def __init__(self, subject: Subject, d: Definition, *, weighed: bool) -> None:
        self.subject = subject
        self.d = d
        self.weighed = weighed
        self.told_by_points = _is_told_by_points(subject, d)
        self._inside: dict[int, bool] = {}

    def found(self) -> Iterator[Used]:
        """The quotients, outer uses first. A list of quotients that is taken for a share is met before its values."""
        for site in self.subject.through.of(self.d.number):
            if id(site.expr) in self._inside:
                times = self._inside.pop(id(site.expr))
                yield from self._taken(site, _parted(self.subject, site.expr)[0], times=times)
            for e, times in self._used(site):
                yield from self._taken(site, e, times=times)

    def _taken(self, site: Site, e: ir.Expr, *, times: bool) -> Iterator[Used]:
        meant: ir.Expr | None = e
        while meant is not None:
            e, meant = meant, self.subject.through.meanings.of(meant)
        match e:
            case ir.Apply(op="div", args=(above, below)) if _is_part(self.subject, above, below, times=times):
                yield site, e
            case ir.Aggregate(op=op, value=value) if op in AVERAGES and value is not None:
                if not isinstance(e.over, ir.PartsOf):
                    self._inside[id(value)] = times

    def _used(self, site: Site) -> Iterator[tuple[ir.Expr, bool]]:
        """The expressions that are taken for shares at a site, and whether a quotient of two times is so too.

        A time is held against another one, which it may be longer than: that is no share of it.
        """
        match site.expr:
            case ir.Apply(op="add", args=(whole, ir.Apply(op="neg", args=(x,)))) if n := _number(self.subject, whole):
                part, factor = _parted(self.subject, x)
                if not self.told_by_points:
                    yield from [(part, True)] if factor == n else []
                    yield from [(x, True)] if n == 1 and _is_of_a_year(self.subject, x) else []
            case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
                for x, bound in ((left, right), (right, left)):
                    part, factor = _parted(self.subject, x)
                    if _is_within(self.subject, op, bound, factor):
                        yield part, False
            case ir.Lookup(brackets=number, args=args):
                table = self.subject.program.brackets[number]
                rows = [row for row in table.rows if self.subject.active(row.conditions)]
                for i, x in enumerate(args):
                    part, factor = _parted(self.subject, x)
                    if _ends_at_whole(rows, i, factor, table.types[i] if i < len(table.types) else None):
                        yield part, True
        if site.expr.span == site.clause and not self.told_by_points:
            part, factor = _parted(self.subject, site.expr)
            if (self.weighed and factor == 1) or self._is_graded(factor):
                yield part, False

    def _is_graded(self, factor: Fraction) -> bool:
        """Whether the value is graded as a share, with no limit before."""
        if not isinstance(self.d, NodeDef) or _clamps(self.subject, self.d):
            return False
        for grade in self.d.grades if not self.d.points else ():
            rows = [row for row in grade.table.rows if self.subject.active((*grade.conditions, *row.conditions))]
            if any(c is None and _ends_at_whole(rows, i, factor, None) for i, c in enumerate(grade.columns)):
                return True
        return False


def _is_told_by_points(subject: Subject, d: Definition) -> bool:
    """Whether a node goes beyond its points or below 0 where a share is more than 1: that is told there."""
    points = isinstance(d, NodeDef) and any(subject.active(p.conditions) for p in d.points)
    return points and not _clamps(subject, d)


def _clamps(subject: Subject, d: Definition) -> bool:
    steps = d.steps if isinstance(d, NodeDef) else ()
    return any(isinstance(s, ClampStep) and subject.active(s.conditions) for s in steps)


def _is_within(subject: Subject, op: str, bound: ir.Expr, factor: Fraction) -> bool:
    """Whether a comparison with a percentage does not ask itself whether something is more than 1."""
    if factor == 1 and isinstance(bound, ir.Ref):
        kinds = [getattr(subject.program.definitions[n], "type", None) for n in bound.targets]
        return bool(kinds) and all(isinstance(kind, Quantity) and kind.share for kind in kinds)
    if not isinstance(bound, ir.Const) or not isinstance(bound.value, Fraction):
        return False
    if factor == 1 and "%" in bound.text:
        return op in ("equal", "unequal") or bound.value < 1
    return factor == _PERCENT and "%" not in bound.text and 1 < bound.value < _PERCENT


def _ends_at_whole(rows: Iterable[TableRow], column: int, factor: Fraction, kind: Type | None) -> bool:
    """Whether rows are of percentages and the last one is open, so that what is more than 1 is answered unseen."""
    if factor not in (_WHOLE, _PERCENT):
        return False
    tests = [(row.tests[column], row.asked[column] if column < len(row.asked) else "") for row in rows]
    ends = [end for test, _ in tests for end in _ends(test)]
    if not ends or max(ends) > factor or min(ends) < 0:
        return False
    if factor == _WHOLE:
        is_share = isinstance(kind, Quantity) and kind.share
        of_shares = is_share or any("%" in words for _, words in tests)
    else:
        of_shares = max(ends) >= factor / 2
    return of_shares and any(_is_open(test, factor) for test, _ in tests)


def _ends(test: object) -> list[Fraction]:
    if isinstance(test, Interval):
        return [end for end in (test.low, test.high) if end is not None]
    return [test] if isinstance(test, Fraction) else []


def _is_open(test: object, whole: Fraction) -> bool:
    """Whether a row answers more than the whole, and not only that."""
    if isinstance(test, Interval):
        return test.high is None and (test.low is None or test.low < whole)
    return test is None


# ---- quotients


def _number(subject: Subject, e: ir.Expr) -> Fraction | None:
    """The number that an expression is, points as theirs."""
    if isinstance(e, ir.PointsOf):
        return subject.repeats.alike.numbered.points(e.node)
    return e.value if isinstance(e, ir.Const) and isinstance(e.value, Fraction) else None


def _parted(subject: Subject, e: ir.Expr) -> tuple[ir.Expr, Fraction]:
    """What is multiplied, and the number by which: `10 * late / handled` is 10 times `late / handled`."""
    match e:
        case ir.Apply(op="mul", args=(a, b)):
            for x, by in ((a, _number(subject, b)), (b, _number(subject, a))):
                if by is not None:
                    part, factor = _parted(subject, x)
                    return part, factor * by
        case ir.Apply(op="div", args=(a, b)):
            by = _number(subject, b)
            part, factor = _parted(subject, a)
            if by:
                return part, factor / by
            if part is not a:
                return ir.Apply("div", (part, b), type=e.type, span=e.span), factor
        case ir.Ref() | ir.ByReading() if (meant := subject.through.meanings.of(e)) is not None:
            part, factor = _parted(subject, meant)
            return (e, _WHOLE) if factor == 1 else (part, factor)
    return e, _WHOLE


def _is_part(subject: Subject, above: ir.Expr, below: ir.Expr, *, times: bool) -> bool:
    """Whether two numbers of cases are divided; with `times` also two times, or one by the length of a year."""
    if _is_count(subject, above) and _is_count(subject, below):
        return not _are_of_one_list(above, below)
    unit = _time(subject, above) if times else None
    return unit is not None and (_time(subject, below) == unit or _number(subject, below) in _YEARS[unit])


def _is_of_a_year(subject: Subject, e: ir.Expr) -> bool:
    match e:
        case ir.Apply(op="div", args=(above, below)):
            return _number(subject, below) is not None and _is_part(subject, above, below, times=True)
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
