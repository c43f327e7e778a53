"""Sets of numbers as intervals, and tables taken apart into cells that no row divides further."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import frozen

from evallang.ir.program import Interval, Test
from evallang.numbers import decimal34
from evallang.types import Choice, Flag, Quantity, Type

Atom = Interval | str | bool
"""A piece of a column within which every cell gives one answer: a number, an open interval, an option, a flag."""

EVERYTHING = Interval(None, None, False, False)


@frozen
class Domain:
    """What a column may be asked about: bounds and whether only whole numbers, or options."""

    bounds: Interval = EVERYTHING
    whole: bool = False
    options: tuple[str | bool, ...] = ()

    def atoms(self, tests: Iterable[Test]) -> list[Atom]:
        """The pieces of the domain that the bounds of some cells cut it into, in rising order."""
        if self.options:
            return list(self.options)
        return list(_pieces(self, tests))


def domain_of(kind: Type) -> Domain | None:
    """The values of a type; None where a table cannot be asked about it."""
    match kind:
        case Quantity(low=low, high=high, whole=whole):
            return Domain(Interval(low, high, low is not None, high is not None), whole)
        case Choice(options=options):
            return Domain(options=options)
        case Flag():
            return Domain(options=(True, False))
    return None


def inside(atom: Atom, test: Test) -> bool:
    """Whether all of a piece is what a cell asks for. A piece is cut so that it is all of it or none."""
    if test is None:
        return True
    if not isinstance(atom, Interval) or not isinstance(test, Interval | Fraction):
        return atom == test
    if isinstance(test, Fraction):
        return atom.low == atom.high == test
    return _not_below(atom, test) and _not_above(atom, test)


def _not_below(atom: Interval, test: Interval) -> bool:
    if test.low is None:
        return True
    if atom.low is None or atom.low < test.low:
        return False
    return atom.low > test.low or test.low_closed or not atom.low_closed


def _not_above(atom: Interval, test: Interval) -> bool:
    if test.high is None:
        return True
    if atom.high is None or atom.high > test.high:
        return False
    return atom.high < test.high or test.high_closed or not atom.high_closed


def _pieces(domain: Domain, tests: Iterable[Test]) -> Iterator[Interval]:
    """The points at which a cell begins or ends, and the open intervals between them."""
    bounds = domain.bounds
    cuts = {cut for test in tests for cut in _ends(test)} | {c for c in (bounds.low, bounds.high) if c is not None}
    within = sorted(c for c in cuts if contains(bounds, c))
    edges: list[Fraction | None] = [*within]
    if not within or bounds.low is None:
        edges.insert(0, bounds.low)
    if not within or bounds.high is None:
        edges.append(bounds.high)
    for i, edge in enumerate(edges):
        if edge is not None and contains(bounds, edge) and not (domain.whole and edge.denominator != 1):
            yield Interval(edge, edge)
        if i + 1 < len(edges):
            piece = Interval(edge, edges[i + 1], False, False)
            if edge != edges[i + 1] and sample(piece, domain.whole) is not None:
                yield piece


def _ends(test: Test) -> list[Fraction]:
    if isinstance(test, Interval):
        return [end for end in (test.low, test.high) if end is not None]
    return [test] if isinstance(test, Fraction) else []


def contains(interval: Interval, value: Fraction) -> bool:
    """Whether a number belongs to an interval."""
    above = interval.low is None or value > interval.low or (value == interval.low and interval.low_closed)
    below = interval.high is None or value < interval.high or (value == interval.high and interval.high_closed)
    return above and below


def sample(interval: Interval, whole: bool = False) -> Fraction | None:
    """A number of an interval that is short to write, a whole one if it must be; None if there is none."""
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return low if interval.low_closed and interval.high_closed and not (whole and low.denominator != 1) else None
    for places in range(1) if whole else range(12):
        step = Fraction(1, 10**places)
        first = _next(low, step) if low is not None else (_before(high, step) if high is not None else Fraction(0))
        if low is not None and interval.low_closed and (low / step).denominator == 1:
            first = low
        if contains(interval, first):
            return first
    return None if whole or low is None or high is None else (low + high) / 2


def _next(value: Fraction, step: Fraction) -> Fraction:
    return (value / step).__floor__() * step + step


def _before(value: Fraction, step: Fraction) -> Fraction:
    return (value / step).__ceil__() * step - step


def joined(atoms: Iterable[Interval]) -> list[Interval]:
    """Neighbouring pieces as one interval."""
    found: list[Interval] = []
    for piece in atoms:
        last = found[-1] if found else None
        if (
            last is not None
            and last.high == piece.low
            and last.high is not None
            and last.high_closed != piece.low_closed
        ):
            found[-1] = Interval(last.low, piece.high, last.low_closed, piece.high_closed)
        else:
            found.append(piece)
    return found


def shown(interval: Interval) -> str:
    """An interval as it is written in a table: `50 ..< 70`, `above 70 to below 75`, `exactly 50`."""
    low, high = (decimal34(e)[0] if e is not None else "" for e in (interval.low, interval.high))
    if interval.low == interval.high and low:
        return f"exactly {low}"
    if not low:
        return f"up to {high}" if interval.high_closed else f"below {high}"
    if not high:
        return f"{low} and up" if interval.low_closed else f"above {low}"
    begin = f"from {low}" if interval.low_closed else f"above {low}"
    return f"{begin} {'to' if interval.high_closed else 'and below'} {high}"
