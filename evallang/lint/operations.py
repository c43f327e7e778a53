"""What each operation of the kernel makes of ranges, and each aggregate of the range of its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from evallang.lint.enclosed import exp, ln, power, root
from evallang.lint.ranges import (
    ANY,
    Range,
    absolute,
    divided,
    exactly,
    greatest,
    least,
    negative,
    rounded,
    times,
    total,
    union,
)  # fmt: skip

_ONE, _TWO = exactly(Fraction(1)), exactly(Fraction(2))
_POSITIVE = Range(Fraction(0), None, True, False)


def of_parts(op: str, parts: Sequence[Range]) -> Range:
    """An aggregate over the parts of a node."""
    if not parts:
        return ANY
    match op:
        case "sum":
            return total(parts)
        case "mean":
            return times(total(parts), exactly(Fraction(1, len(parts))))
        case "min":
            return least(parts)
        case "max":
            return greatest(parts)
    return union(parts) if op in ("median", "quantile") else ANY


def _sum(value: Range) -> Range:
    """A sum has at least one value: of numbers that are not negative it is no less than the least of them."""
    low = value.low if value.low is not None and value.low >= 0 else None
    high = value.high if value.high is not None and value.high <= 0 else None
    one_sign = low is not None or high is not None
    return Range(
        low, high, low is not None and value.low_closed, high is not None and value.high_closed, value.whole,
        one_sign and value.nonzero,
    )  # fmt: skip


def _product_of_many(value: Range) -> Range:
    """Of numbers from 0 to 1 it is one of them, of others that are not below zero it is not either."""
    if value.low is None or value.low < 0:
        return ANY
    return Range(Fraction(0), Fraction(1), True, True) if value.high is not None and value.high <= 1 else _POSITIVE


def _between(value: Range) -> Range:
    """Between the least and the greatest: no mean of whole numbers need be one, nor one of numbers without zero."""
    held = value.low is not None and value.low >= 0 and value.nonzero
    return Range(value.low, value.high, value.low_closed, value.high_closed, nonzero=held)


def _product(given: Sequence[Range]) -> Range:
    found = _ONE
    for r in given:
        found = times(found, r)
    return found


OPERATIONS: dict[str, Callable[[list[Range]], Range]] = {
    "add": total,
    "sub": lambda g: total([g[0], *map(negative, g[1:])]),
    "mul": lambda g: times(g[0], g[1]) if len(g) == 2 else _product(g),
    "neg": lambda g: negative(g[0]),
    "div": lambda g: divided(g[0], g[1]),
    "min": least,
    "max": greatest,
    "abs": lambda g: absolute(g[0]),
    "sqrt": lambda g: root(g[0], _TWO),
    "root": lambda g: root(g[0], g[1]),
    "ln": lambda g: ln(g[0]),
    "exp": lambda g: exp(g[0]),
    "power": lambda g: power(g[0], g[1]),
    "floor": lambda g: rounded(g[0], Fraction(1), "floor"),
    "ceiling": lambda g: rounded(g[0], Fraction(1), "ceiling"),
    "mean": lambda g: times(total(g), exactly(Fraction(1, len(g)))),
    "sum": total,
    "product": _product,
    "median": lambda g: _between(union(g)),
    "geomean": lambda g: _between(union(g)),
    "harmean": lambda g: _between(union(g)),
    "sd": lambda _: _POSITIVE,
    "sd_population": lambda _: _POSITIVE,
}
OF_LISTS: dict[str, Callable[[Range], Range]] = {
    "sum": _sum,
    "mean": _between,
    "product": _product_of_many,
    "min": lambda v: v,
    "max": lambda v: v,
    "median": _between,
    "quantile": _between,
    "geomean": _between,
    "harmean": _between,
    "winsorise": _between,
    "sd": lambda _: _POSITIVE,
    "sd_population": lambda _: _POSITIVE,
    "rank": lambda _: Range(Fraction(1), None, True, False),
    "minmax": lambda _: Range(Fraction(0), Fraction(1), True, True),
}
