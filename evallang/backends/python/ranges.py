"""Between what bounds a result lies, from the bounds of what it is made of; None where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from evallang.backends.python.value import Value

Range = tuple[Fraction | None, Fraction | None]

_ZERO = Fraction(0)


def of_sum(values: Sequence[Value]) -> Range:
    """Of a sum."""
    return _added(v.low for v in values), _added(v.high for v in values)


def of_product(values: Sequence[Value]) -> Range:
    """Of a product."""
    found: Range = (Fraction(1), Fraction(1))
    for v in values:
        found = _multiplied(found, (v.low, v.high))
    return found


def of_quotient(above: Value, below: Value) -> Range:
    """Of a quotient whose divisor is not zero."""
    if below.low is None or below.low < 0:
        return None, None
    reciprocal: Range = (1 / below.high if below.high else _ZERO, 1 / below.low if below.low else None)
    return _multiplied((above.low, above.high), reciprocal)


def negative(v: Value) -> Range:
    """Of the number with the other sign."""
    return (None if v.high is None else -v.high), (None if v.low is None else -v.low)


def of_choice(values: Sequence[Value], op: str) -> Range:
    """Of the least (`op` "less") or the greatest ("greater")."""
    lows, highs = [v.low for v in values], [v.high for v in values]
    if op == "less":
        return _end(min, lows, every=True), _end(min, highs, every=False)
    return _end(max, lows, every=False), _end(max, highs, every=True)


def of_one(values: Sequence[Value]) -> Range:
    """Of any of some values."""
    return _end(min, [v.low for v in values], every=True), _end(max, [v.high for v in values], every=True)


def most(v: Value) -> Fraction | None:
    """The greatest absolute value."""
    return None if v.low is None or v.high is None else max(abs(v.low), abs(v.high))


def _end(
    pick: Callable[[list[Fraction]], Fraction], ends: Sequence[Fraction | None], *, every: bool
) -> Fraction | None:
    known = [end for end in ends if end is not None]
    return pick(known) if known and (not every or len(known) == len(ends)) else None


def _added(ends: Iterable[Fraction | None]) -> Fraction | None:
    total = _ZERO
    for end in ends:
        if end is None:
            return None
        total += end
    return total


def _multiplied(a: Range, b: Range) -> Range:
    (low, high), (bottom, top) = a, b
    if low is not None and high is not None and bottom is not None and top is not None:
        ends = [x * y for x in (low, high) for y in (bottom, top)]
        return min(ends), max(ends)
    if low is None or low < 0:
        if high is None or high > 0:
            return None, None
        turned = _multiplied((-high, None if low is None else -low), b)
        return (None if turned[1] is None else -turned[1]), (None if turned[0] is None else -turned[0])
    if bottom is None or bottom < 0:
        if top is None or top > 0:
            return None, None
        turned = _multiplied(a, (-top, None if bottom is None else -bottom))
        return (None if turned[1] is None else -turned[1]), (None if turned[0] is None else -turned[0])
    return low * bottom, (None if high is None or top is None else high * top)
