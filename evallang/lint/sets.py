"""Sets of numbers as intervals, and the pieces into which the cells of a table divide what they are asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from evallang.ir.program import Interval, Test
from evallang.lint.ranges import Range
from evallang.types import Choice, Flag, Quantity, Type

Atom = Interval | str | bool
"""A piece of a column within which every cell gives one answer: a number, an open interval, an option, a flag."""

EVERYTHING = Interval(None, None, False, False)


@frozen
class Domain:
    """What a column may be asked about: numbers within bounds, multiples of `step` if there is one; or options."""

    bounds: Interval = EVERYTHING
    step: Fraction | None = None
    options: tuple[str | bool, ...] = ()

    def atoms(self, tests: Iterable[Test]) -> list[Atom]:
        """The pieces of the domain that the bounds of some cells cut it into, in rising order."""
        return list(self.options) if self.options else list(_pieces(self, tests))

    def within(self, atom: Atom | None) -> Atom | None:
        """A value of the domain that lies in a piece (None: anywhere); None where there is none."""
        if self.options:
            return next((o for o in self.options if atom is None or o == atom), None)
        if not isinstance(atom, Interval | None):
            return atom
        found = sample(self.bounds if atom is None else met(self.bounds, atom), self.step)
        return None if found is None else Interval(found, found)


def domain_of(kind: Type) -> Domain | None:
    """The values of a type; None where a table cannot be taken apart by them."""
    match kind:
        case Quantity(low=low, high=high, whole=whole):
            return Domain(Interval(low, high, low is not None, high is not None), Fraction(1) if whole else None)
        case Choice(options=options):
            return Domain(options=options)
        case Flag():
            return Domain(options=(True, False))
    return None


def of_range(r: Range, step: Fraction | None) -> Domain:
    """The numbers of a range that are multiples of a step."""
    size = Fraction(1) if r.whole and step is None else step
    return Domain(Interval(r.low, r.high, r.low_closed, r.high_closed), size)


# ---- pieces


def _pieces(domain: Domain, tests: Iterable[Test]) -> Iterator[Interval]:
    """The points at which a cell begins or ends, and the open intervals between them."""
    low, high = domain.bounds.low, domain.bounds.high
    cuts = {cut for test in tests for cut in ends(test)} | {c for c in (low, high) if c is not None}
    within = sorted(c for c in cuts if contains(domain.bounds, c))
    edges: list[Fraction | None] = [*within]
    if not within or low is None or within[0] != low:
        edges.insert(0, low)
    if not within or high is None or within[-1] != high:
        edges.append(high)
    for i, edge in enumerate(edges):
        if edge is not None and contains(domain.bounds, edge) and _is_multiple(edge, domain.step):
            yield Interval(edge, edge)
        if i + 1 < len(edges):
            piece = Interval(edge, edges[i + 1], False, False)
            if (edge is None or edge != edges[i + 1]) and sample(piece, domain.step) is not None:
                yield piece


def ends(test: Test) -> list[Fraction]:
    """The numbers at which a cell begins and ends."""
    if isinstance(test, Interval):
        return [end for end in (test.low, test.high) if end is not None]
    return [test] if isinstance(test, Fraction) else []


def span_of(test: Test) -> Interval | None:
    """The numbers that a cell asks for; None for a cell that asks for no number."""
    if test is None:
        return EVERYTHING
    if isinstance(test, Fraction):
        return Interval(test, test)
    return test if isinstance(test, Interval) else None


# ---- intervals


def contains(interval: Interval, value: Fraction) -> bool:
    """Whether a number belongs to an interval."""
    above = interval.low is None or value > interval.low or (value == interval.low and interval.low_closed)
    below = interval.high is None or value < interval.high or (value == interval.high and interval.high_closed)
    return above and below


def low_key(interval: Interval) -> tuple[int, Fraction, int]:
    """Intervals in the order of where they begin."""
    if interval.low is None:
        return (-1, Fraction(0), 0)
    return (0, interval.low, 0 if interval.low_closed else 1)


def high_key(interval: Interval) -> tuple[int, Fraction, int]:
    """Intervals in the order of where they end."""
    if interval.high is None:
        return (1, Fraction(0), 0)
    return (0, interval.high, 0 if interval.high_closed else -1)


def met(a: Interval, b: Interval) -> Interval:
    """The numbers that two intervals share; an empty interval where they share none."""
    low, high = max(a, b, key=low_key), min(a, b, key=high_key)
    return Interval(low.low, high.high, low.low_closed, high.high_closed)


def sample(interval: Interval, step: Fraction | None = None) -> Fraction | None:
    """A number of an interval that is short to write, a multiple of a step if one is given; None if there is none."""
    low, high = interval.low, interval.high
    if step is not None:
        found = _multiple(interval, step) if step else Fraction(0)
        return found if contains(interval, found) else None
    if low is not None and high is not None and low >= high:
        return low if contains(interval, low) else None
    for places in range(12):
        found = _multiple(interval, Fraction(1, 10**places))
        if contains(interval, found):
            return found
    return None if low is None or high is None else (low + high) / 2


def _multiple(interval: Interval, step: Fraction) -> Fraction:
    """A multiple of a step in an interval, if there is one: near its middle, else near the end that it has."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        middle = floor((low + high) / 2 / step) * step
        if contains(interval, middle):
            return middle
    if low is not None:
        found = ceil(low / step) * step
        return found if found != low or interval.low_closed else found + step
    if high is not None:
        found = floor(high / step) * step
        return found if found != high or interval.high_closed else found - step
    return Fraction(0)


def _is_multiple(value: Fraction, step: Fraction | None) -> bool:
    return step is None or (value == 0 if step == 0 else (value / step).denominator == 1)


def joined(atoms: Iterable[Interval]) -> list[Interval]:
    """Neighbouring pieces as one interval."""
    found: list[Interval] = []
    for piece in atoms:
        last = found[-1] if found else None
        if last is not None and _next_to(last, piece):
            found[-1] = Interval(last.low, piece.high, last.low_closed, piece.high_closed)
        else:
            found.append(piece)
    return found


def _next_to(a: Interval, b: Interval) -> bool:
    return a.high is not None and a.high == b.low and a.high_closed != b.low_closed
