"""Where quotients are used as shares: taken from 1, held against a percentage, looked up or weighed as a part of one.

What a mean, the greatest or the least of some quotients is used for, the quotients are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, Definition, Interval, NodeDef, TableRow
from evallang.ir.walk import children
from evallang.lint.facts import NEGATED
from evallang.lint.forms import form
from evallang.lint.portions import is_of_a_year, is_part, number_in, parted
from evallang.lint.sites import Site
from evallang.lint.sorts import AVERAGES
from evallang.types import Quantity, Type

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

_WHOLE = Fraction(1)
_PERCENT = Fraction(100)

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
        self._hidden: dict[int, bool] = {}

    def found(self) -> Iterator[Used]:
        """The quotients, outer uses first. A list of quotients that is taken for a share is met before its values."""
        for site in self.subject.through.of(self.d.number):
            self._passed(site.expr)
            if id(site.expr) in self._inside:
                times = self._inside.pop(id(site.expr))
                yield from self._taken(site, parted(self.subject, site.expr)[0], times=times)
            for e, times in self._used(site):
                yield from self._taken(site, e, times=times)

    def _passed(self, e: ir.Expr) -> None:
        """Note of what stands in an expression whether it can be far too small without the node being so."""
        hidden = self._hidden.get(id(e), False) or _hides(self.subject, e)
        meant = self.subject.through.meanings.of(e)
        for x in children(e) if meant is None else (meant,):
            self._hidden[id(x)] = hidden

    def _is_told_by_points(self, e: ir.Expr) -> bool:
        """Whether it is told of the node if an expression in it is too large or too small."""
        return self.told_by_points and not self._hidden.get(id(e), False)

    def _taken(self, site: Site, e: ir.Expr, *, times: bool) -> Iterator[Used]:
        meant: ir.Expr | None = e
        while meant is not None:
            e, meant = meant, self.subject.through.meanings.of(meant)
        match e:
            case ir.Apply(op="div", args=(above, below)) if is_part(self.subject, above, below, times=times):
                yield site, e
            case ir.Aggregate(op=op, value=value) if op in AVERAGES and value is not None:
                if not isinstance(e.over, ir.PartsOf):
                    self._inside[id(value)] = times

    def _used(self, site: Site) -> Iterator[tuple[ir.Expr, bool]]:
        """The expressions that are taken for shares at a site, and whether a quotient of two times is so too.

        A time is held against another one, which it may be longer than: that is no share of it.
        """
        match site.expr:
            case ir.Apply(op="add", args=(whole, ir.Apply(op="neg", args=(x,)))) if n := number_in(self.subject, whole):
                part, factor = parted(self.subject, x)
                if not self._is_told_by_points(site.expr):
                    yield from [(part, True)] if factor == n else []
                    yield from [(x, True)] if n == 1 and is_of_a_year(self.subject, x) else []
            case ir.Apply(op="div", args=(above, below)):
                yield from [] if self._is_told_by_points(site.expr) else self._left_of_whole(site.expr, above, below)
            case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
                for x, bound in ((left, right), (right, left)):
                    part, factor = parted(self.subject, x)
                    if _is_within(self.subject, op, bound, factor):
                        yield part, False
            case ir.Lookup(brackets=number, args=args):
                table = self.subject.program.brackets[number]
                rows = [row for row in table.rows if self.subject.active(row.conditions)]
                for i, x in enumerate(args):
                    part, factor = parted(self.subject, x)
                    if _ends_at_whole(rows, i, factor, table.types[i] if i < len(table.types) else None):
                        yield part, True
        if site.expr.span == site.clause and not self.told_by_points:
            part, factor = parted(self.subject, site.expr)
            if (self.weighed and factor == 1) or self._is_graded(factor) or self._is_limited(factor):
                yield part, False

    def _left_of_whole(self, e: ir.Expr, above: ir.Expr, below: ir.Expr) -> Iterator[tuple[ir.Expr, bool]]:
        """The part that is taken from its whole before that divides: of `(all - late) / all` the quotient of `late`."""
        match parted(self.subject, above)[0]:
            case ir.Apply(op="add", args=(whole, ir.Apply(op="neg", args=(x,)))) if form(whole) == form(below):
                yield ir.Apply("div", (x, below), type=e.type, span=e.span), False

    def _is_limited(self, factor: Fraction) -> bool:
        """Whether a share is taken of the points of the node, and what it gives is limited to them."""
        steps = self.d.steps if isinstance(self.d, NodeDef) and _has_points(self.subject, self.d) else ()
        return any(
            isinstance(s, ClampStep) and s.high is not None and number_in(self.subject, s.high) == factor
            for s in steps if self.subject.active(s.conditions)
        )  # fmt: skip

    def _is_graded(self, factor: Fraction) -> bool:
        """Whether the value is graded as a share, with no limit before."""
        if not isinstance(self.d, NodeDef) or _clamps(self.subject, self.d):
            return False
        for grade in self.d.grades if not self.d.points else ():
            rows = [row for row in grade.table.rows if self.subject.active((*grade.conditions, *row.conditions))]
            if any(c is None and _ends_at_whole(rows, i, factor, None) for i, c in enumerate(grade.columns)):
                return True
        return False


def _hides(subject: Subject, e: ir.Expr) -> bool:
    """Whether an expression can be as it should where what it holds is far too small."""
    match e:
        case ir.Lookup():
            return True
        case ir.Apply(op=op, args=args):
            return op in NEGATED or (op == "max" and any(number_in(subject, x) is not None for x in args))
    return False


def _is_told_by_points(subject: Subject, d: Definition) -> bool:
    """Whether a node goes beyond its points or below 0 where a share is more than 1: that is told there."""
    return _has_points(subject, d) and not _clamps(subject, d)


def _has_points(subject: Subject, d: Definition) -> bool:
    return isinstance(d, NodeDef) and any(subject.active(p.conditions) for p in d.points)


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
