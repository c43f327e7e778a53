"""What a number can be: intervals with open and closed ends (Moore, Interval Analysis, 1966, ch. 2).

Each operation gives a range that holds every result, and the smallest one where the operands vary independently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from evallang.numbers.rounding import RoundingMode, round_to
from evallang.types import Quantity, Type

_Key = tuple[int, Fraction, int]
_ZERO = Fraction(0)


@frozen
class Range:
    """An interval of numbers, None where it has no end; `nonzero` leaves out zero, `whole` what is no whole number."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = False
    high_closed: bool = False
    whole: bool = False
    nonzero: bool = False

    @property
    def may_be_zero(self) -> bool:
        """Whether zero is one of the numbers."""
        low, high = self.low, self.high
        below = low is None or low.numerator < 0 or (self.low_closed and not low)
        return below and not self.nonzero and (high is None or high.numerator > 0 or (self.high_closed and not high))

    @property
    def point(self) -> Fraction | None:
        """The number, if there is only one."""
        low, high = self.low, self.high
        if low is high:
            return low
        return (
            low if low is not None and high is not None and low.as_integer_ratio() == high.as_integer_ratio() else None
        )


ANY = Range()
NOTHING = Range(Fraction(1), Fraction(0))
"""No number at all: what has no value wherever it is looked at."""


def exactly(value: Fraction) -> Range:
    """One number."""
    return Range(value, value, True, True, value.denominator == 1, bool(value))


def of_type(kind: Type) -> Range:
    """The numbers that a type allows."""
    if not isinstance(kind, Quantity):
        return ANY
    return Range(kind.low, kind.high, kind.low is not None, kind.high is not None, kind.whole)


def _key_low(r: Range) -> _Key:
    return (-1, _ZERO, 0) if r.low is None else (0, r.low, 0 if r.low_closed else 1)


def _key_high(r: Range) -> _Key:
    return (1, _ZERO, 0) if r.high is None else (0, r.high, 0 if r.high_closed else -1)


def union(ranges: Iterable[Range]) -> Range:
    """The smallest range that holds all of some ranges; any number for none."""
    given = list(ranges)
    found = [r for r in given if not is_empty(r)]
    if len(found) < 2:
        return found[0] if found else NOTHING if given else ANY
    low, high = min(found, key=_key_low), max(found, key=_key_high)
    return Range(
        low.low, high.high, low.low_closed, high.high_closed,
        all(r.whole for r in found), all(not r.may_be_zero for r in found),
    )  # fmt: skip


def above(r: Range, bound: Range, strict: bool = False) -> Range:
    """The numbers of a range that are at least (`strict`: more than) some number of another one."""
    if bound.low is None:
        return r
    closed = bound.low_closed and not strict
    if r.low is None or r.low < bound.low or (r.low == bound.low and r.low_closed and not closed):
        return _tight(bound.low, r.high, closed, r.high_closed, r.whole, r.nonzero)
    return r


def below(r: Range, bound: Range, strict: bool = False) -> Range:
    """The numbers of a range that are at most (`strict`: less than) some number of another one."""
    if bound.high is None:
        return r
    closed = bound.high_closed and not strict
    if r.high is None or r.high > bound.high or (r.high == bound.high and r.high_closed and not closed):
        return _tight(r.low, bound.high, r.low_closed, closed, r.whole, r.nonzero)
    return r


def meet(a: Range, b: Range) -> Range:
    """The numbers that two ranges share."""
    found = below(above(a, b), b)
    if b.whole and not found.whole:
        found = _tight(found.low, found.high, found.low_closed, found.high_closed, True, found.nonzero)
    return without_zero(found) if b.nonzero and not found.nonzero else found


def is_empty(r: Range) -> bool:
    """Whether no number is in a range."""
    low, high = r.low, r.high
    if low is None or high is None:
        return False
    if low is not high:  # asked so often that the integers are compared themselves
        below, top = low.numerator * high.denominator, high.numerator * low.denominator
        if below != top:
            return below > top
    return not (r.low_closed and r.high_closed)


def contains(r: Range, value: Fraction) -> bool:
    """Whether a number is in a range."""
    return (0, value, 0) >= _key_low(r) and (0, value, 0) <= _key_high(r) and not (
        (value == 0 and r.nonzero) or (r.whole and value.denominator != 1)
    )  # fmt: skip


def least(given: Sequence[Range]) -> Range:
    """min(x, y, …)."""
    if any(map(is_empty, given)):
        return NOTHING
    low = union(given)
    high = [r for r in given if r.high is not None]
    if not high:
        return low
    top = min(high, key=lambda r: (r.high or _ZERO, r.high_closed))
    return Range(low.low, top.high, low.low_closed, top.high_closed, all(r.whole for r in given), low.nonzero)


def greatest(given: Sequence[Range]) -> Range:
    """max(x, y, …)."""
    return negative(least([negative(r) for r in given]))


def absolute(r: Range) -> Range:
    """|x|."""
    if is_empty(r):
        return NOTHING
    if r.low is not None and r.low >= 0:
        return r
    turned = union([r, negative(r)])
    return Range(_ZERO, turned.high, not r.nonzero, turned.high_closed, r.whole, r.nonzero)


def total(ranges: Iterable[Range]) -> Range:
    """The sum of all: x + y + z."""
    given = [r for r in ranges if not (r.low is r.high and r.point == 0)]
    if len(given) < 2:
        return given[0] if given else exactly(_ZERO)
    if any(map(is_empty, given)):
        return NOTHING
    low = None if any(r.low is None for r in given) else sum((r.low for r in given if r.low), _ZERO)
    high = None if any(r.high is None for r in given) else sum((r.high for r in given if r.high), _ZERO)
    return _sign(Range(
        low, high, all(r.low_closed for r in given), all(r.high_closed for r in given), all(r.whole for r in given),
    ))  # fmt: skip


def rounded(r: Range, step: Fraction, mode: str) -> Range:
    """What a rounding makes of a range: a greater number is never rounded to a lesser one."""
    if is_empty(r):
        return NOTHING
    low = None if r.low is None else round_to(r.low, step, RoundingMode(mode))
    high = None if r.high is None else round_to(r.high, step, RoundingMode(mode))
    return Range(low, high, low is not None, high is not None, step.denominator == 1)


def _round(value: Fraction, step: Fraction, mode: str, up: bool) -> Fraction:
    return round_to(value, step, RoundingMode(mode or ("ceiling" if up else "floor")))


def power(base: Range, exponent: Range) -> Range:
    """x ^ n for a small whole n; else only the sign is known."""
    n = exponent.point
    if n is None or n.denominator != 1 or not 0 <= n <= 8:
        return Range(_ZERO, None, True, False) if base.low is not None and base.low >= 0 else ANY
    found = exactly(Fraction(1))
    for _ in range(int(n)):
        found = times(found, base)
    return above(found, exactly(_ZERO)) if n % 2 == 0 else found


def _tight(
    low: Fraction | None, high: Fraction | None, low_closed: bool, high_closed: bool, whole: bool, nonzero: bool
) -> Range:  # fmt: skip
    """A range whose ends, if its numbers are whole, are; an end at zero that is left out is open."""
    if whole and low is not None:
        low, low_closed = Fraction(floor(low) + 1 if low.denominator == 1 and not low_closed else ceil(low)), True
    if whole and high is not None:
        high, high_closed = Fraction(ceil(high) - 1 if high.denominator == 1 and not high_closed else floor(high)), True
    if nonzero and low == 0 and low_closed:
        low, low_closed = (Fraction(1), True) if whole else (low, False)
    if nonzero and high == 0 and high_closed:
        high, high_closed = (Fraction(-1), True) if whole else (high, False)
    return Range(low, high, low_closed, high_closed, whole, nonzero)


def without_zero(r: Range) -> Range:
    """The numbers of a range but zero."""
    return _tight(r.low, r.high, r.low_closed, r.high_closed, r.whole, True)


def negative(r: Range) -> Range:
    """−x."""
    if is_empty(r):
        return NOTHING
    low, high = None if r.high is None else -r.high, None if r.low is None else -r.low
    return Range(low, high, r.high_closed, r.low_closed, r.whole, r.nonzero)


def plus(a: Range, b: Range) -> Range:
    """x + y."""
    if is_empty(a) or is_empty(b):
        return NOTHING
    if b.point == 0:
        return a
    if a.point == 0:
        return b
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return _sign(Range(low, high, a.low_closed and b.low_closed, a.high_closed and b.high_closed, a.whole and b.whole))


def times(a: Range, b: Range) -> Range:
    """x · y: the extreme products of ends; an end that is no number counts as beyond every number."""
    if is_empty(a) or is_empty(b):
        return NOTHING
    if a.point == 1 or b.point == 1:
        return b if a.point == 1 else a
    ends = [_product(x, y) for x in _ends(a) for y in _ends(b)]
    low, high = min(ends, key=lambda e: (e[0], not e[1])), max(ends, key=lambda e: (e[0], e[1]))
    nonzero = not a.may_be_zero and not b.may_be_zero
    return _sign(Range(_number(low[0]), _number(high[0]), low[1], high[1], a.whole and b.whole, nonzero))


_Extended = tuple[int, Fraction]


def _ends(r: Range) -> list[tuple[_Extended, bool]]:
    low = ((-1, _ZERO), False) if r.low is None else ((0, r.low), r.low_closed)
    high = ((1, _ZERO), False) if r.high is None else ((0, r.high), r.high_closed)
    return [low, high]


def _product(x: tuple[_Extended, bool], y: tuple[_Extended, bool]) -> tuple[_Extended, bool]:
    (i, a), (j, b) = x[0], y[0]
    if not (i or a) or not (j or b):
        return (0, _ZERO), (not (i or a) and x[1]) or (not (j or b) and y[1])
    if i or j:
        return ((i or (1 if a > 0 else -1)) * (j or (1 if b > 0 else -1)), _ZERO), False
    return (0, a * b), x[1] and y[1]


def _number(end: _Extended) -> Fraction | None:
    return end[1] if end[0] == 0 else None


def _sign(r: Range) -> Range:
    """Remember that a range without zero has none."""
    if r.may_be_zero == (not r.nonzero):
        return r
    return Range(r.low, r.high, r.low_closed, r.high_closed, r.whole, not r.nonzero)


def inverse(r: Range) -> Range:
    """1 / x, for the numbers that are not zero."""
    if is_empty(r) or r.low == r.high == 0:
        return NOTHING
    if r.low is not None and r.low >= 0:
        low = None if r.high is None else 1 / r.high
        high = None if r.low == 0 else 1 / r.low
        return Range(
            _ZERO if low is None else low, high, low is not None and r.high_closed, high is not None and r.low_closed,
            nonzero=True,
        )  # fmt: skip
    if r.high is not None and r.high <= 0:
        return negative(inverse(negative(r)))
    return Range(nonzero=True)


def divided(a: Range, b: Range) -> Range:
    """x / y."""
    return times(a, inverse(b))
