"""Aggregates over lists of exact numbers, each with one definition (see the built-ins' sources)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from evallang.backends.interpreter.absence import undefined
from evallang.backends.interpreter.kernel import clamp, greatest, least, multiplied
from evallang.numbers.decide import compare
from evallang.numbers.elementary import root, sqrt
from evallang.numbers.errors import Undecided
from evallang.numbers.field import div
from evallang.numbers.real import Number, Real
from evallang.numbers.ring import add, add_all, mul, sub

Values = list[Number]
_KEY = cmp_to_key(compare)


def ordered(values: Values) -> Values:
    """The values from the smallest to the greatest."""
    return sorted(values, key=_KEY)


def mean(values: Values) -> Number:
    """The arithmetic mean; the list is not empty."""
    return div(add_all(values), Fraction(len(values)))


def weighted_mean(values: Values, weights: Values) -> Any:
    """The mean with weights, one for each value, whatever their sum; undefined where they add up to 0."""
    total = add_all(weights)
    if compare(total, Fraction(0)) == 0:
        return undefined("the weights add up to 0")
    return div(add_all([mul(v, w) for v, w in zip(values, weights, strict=True)]), total)


def product(values: Values) -> Number:
    """The values multiplied."""
    return multiplied(*values)


def geomean(values: Values) -> Any:
    """The geometric mean, a real number where the root is no fraction."""
    if any(compare(v, Fraction(0)) < 0 for v in values):
        return undefined("the geometric mean of a value below 0")
    return root(product(values), Fraction(len(values)))


def harmean(values: Values) -> Any:
    """The harmonic mean."""
    if any(compare(v, Fraction(0)) <= 0 for v in values):
        return undefined("the harmonic mean of a value that is not above 0")
    return div(Fraction(len(values)), add_all([div(Fraction(1), v) for v in values]))


def median(values: Values) -> Any:
    """The quantile at one half."""
    return quantile(values, Fraction(1, 2))


def quantile(values: Values, p: Number) -> Any:
    """Definition 7 of Hyndman and Fan: position (n − 1)p + 1, between two neighbours by proportion."""
    if not isinstance(p, Fraction) or not 0 <= p <= 1:
        return undefined("a quantile needs a share from 0 to 1")
    rows = ordered(values)
    place = (len(rows) - 1) * p
    low = int(place)
    if low + 1 >= len(rows):
        return rows[-1]
    part = place - low
    return add(rows[low], mul(part, sub(rows[low + 1], rows[low])))


def _deviation(values: Values, divisor: int) -> Any:
    if divisor < 1:
        return undefined("a standard deviation needs at least two values")
    centre = mean(values)
    squares = [mul(d, d) for d in (sub(v, centre) for v in values)]
    return sqrt(div(add_all(squares), Fraction(divisor)))


def sd(values: Values) -> Any:
    """The standard deviation of a sample: the squares are divided by n − 1."""
    return _deviation(values, len(values) - 1)


def sd_population(values: Values) -> Any:
    """The standard deviation of a whole population: the squares are divided by n."""
    return _deviation(values, len(values))


def _spread(values: Values) -> Any:
    """For `zscore`: the mean and the standard deviation."""
    deviation = sd(values)
    if not isinstance(deviation, Fraction | Real):
        return deviation
    if compare(deviation, Fraction(0)) == 0:
        return undefined("all values are equal, so the standard deviation is 0")
    return mean(values), deviation


def _ends(values: Values) -> Any:
    """For `minmax`: the smallest and the greatest value."""
    low, high = least(*values), greatest(*values)
    if compare(low, high) == 0:
        return undefined("the smallest and the greatest value are equal")
    return low, high


def _quantiles(values: Values, p: Number, q: Number) -> Any:
    """For `winsorise`: the bounds."""
    low, high = quantile(values, p), quantile(values, q)
    for end in (low, high):
        if not isinstance(end, Fraction | Real):
            return end
    return low, high


class _Unordered(list[Number]):
    """Values of which it is not decided how they stand to one another."""


def _lined_up(values: Values) -> Any:
    """For `rank` and `percentile`: the values from the smallest to the greatest, where that is decided."""
    try:
        return (ordered(values),)
    except Undecided:
        return (_Unordered(values),)


def _below(own: Number, rows: Values) -> tuple[int, int]:
    """How many of the rows are less than the own value, and how many at most as great."""
    if isinstance(rows, _Unordered):
        signs = [compare(row, own) for row in rows]
        return sum(sign < 0 for sign in signs), sum(sign <= 0 for sign in signs)
    return bisect_left(rows, _KEY(own), key=_KEY), bisect_right(rows, _KEY(own), key=_KEY)


def rank(own: Number, rows: Values) -> Fraction:
    """1 + how many are greater."""
    return Fraction(1 + len(rows) - _below(own, rows)[1])


def percentile(own: Number, rows: Values) -> Fraction:
    """The share of the rows below the own value; equal ones are counted half."""
    return Fraction(sum(_below(own, rows)), 2 * len(rows))


def zscore(own: Number, centre: Number, deviation: Number) -> Number:
    """How many standard deviations the own value lies above the mean."""
    return div(sub(own, centre), deviation)


def minmax(own: Number, low: Number, high: Number) -> Number:
    """Where the own value lies between the smallest (0) and the greatest (1)."""
    return div(sub(own, low), sub(high, low))


LIST: dict[str, Callable[..., Any]] = {
    "sum": add_all, "product": product, "min": lambda v: least(*v), "max": lambda v: greatest(*v),
    "mean": mean, "geomean": geomean, "harmean": harmean, "median": median, "quantile": quantile, "sd": sd,
    "sd_population": sd_population,
}  # fmt: skip
SUMMARY: dict[str, Callable[..., Any]] = {
    "rank": _lined_up, "percentile": _lined_up, "zscore": _spread, "minmax": _ends,
    "winsorise": _quantiles,
}  # fmt: skip
"""What the place of a value depends on, as a tuple: made once for a list."""
RELATIVE: dict[str, Callable[..., Any]] = {
    "rank": rank, "percentile": percentile, "zscore": zscore, "minmax": minmax, "winsorise": clamp,
}  # fmt: skip
"""The place of a value, from the value and the summary."""
