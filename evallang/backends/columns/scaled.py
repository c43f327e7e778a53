"""How a block holds numbers: whole numbers over a constant denominator, or floats with a bound of their error.

The bound follows each operation from the ranges of the block (Higham, Accuracy and Stability of Numerical Algorithms,
2nd ed., §3.3): each operation on floats adds at most 2^-53 of its result.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, isnan
from typing import Any, Final

import numpy as np
from attrs import define, field

LIMIT: Final = 2**63 - 1
WIDEST: Final = 2**512
"""More than any denominator, so that it is a float too."""
EXACT: Final = 2**53
UNIT: Final = 2.0**-53
_SLACK: Final = 1 + 2.0**-30
"""What the arithmetic of the bounds itself may lose."""
TINY: Final = 1e-300
"""More than any underflow."""


@define(eq=False)
class Scaled:
    """`num / den`: whole numbers of 64 bits, or one for all rows; `low` and `high` bound the numerators."""

    num: Any
    den: int
    low: int
    high: int
    _floats: Any = field(default=None, init=False, repr=False)
    _near: Near | None = field(default=None, init=False, repr=False)

    @property
    def most(self) -> int:
        """The largest numerator, sign aside."""
        return max(abs(self.low), abs(self.high))

    @property
    def floats(self) -> Any:
        """The numerators as floats: exact up to 2^53, else to nearest."""
        if self._floats is None:
            self._floats = float(self.num) if isinstance(self.num, int) else self.num.astype(np.float64)
        return self._floats

    @property
    def near(self) -> Near:
        """The same as floats, each the nearest one where numerator and denominator have 53 bits."""
        if self._near is None:
            steps = (self.most > EXACT) + (self.den != 1) + (self.den > EXACT)
            values = self.floats if self.den == 1 else self.floats / float(self.den)
            low, high = self.low / self.den, self.high / self.den
            self._near = near(values, steps * max(abs(low), abs(high)) * UNIT, low, high)
        return self._near

    def times(self, factor: int) -> Any:
        """The numerators so many times."""
        return self.num if factor == 1 else self.num * factor


@define(eq=False)
class Near:
    """Floats that are at most `error` from the numbers meant; both lie from `low` to `high`.

    With `minus` it is `size` with the other sign that is meant: a sum subtracts it, and no pass over the rows is lost.
    """

    size: Any
    error: float
    low: float
    high: float
    minus: bool = False

    @property
    def values(self) -> Any:
        """The floats."""
        if self.minus:
            self.size, self.minus = -self.size, False
        return self.size

    @property
    def near(self) -> Near:
        """Itself."""
        return self

    @property
    def most(self) -> float:
        """The largest value, sign aside."""
        return max(abs(self.low), abs(self.high))

    @property
    def is_zero(self) -> bool:
        """Whether it is known to be 0."""
        return not self.error and not self.most


Held = Scaled | Near


def near(values: Any, error: float, low: float, high: float) -> Near:
    """Floats with the bound of their error, 0 only for floats that are the numbers meant; the range is widened by it.

    Bounds that overflowed into no number say nothing.
    """
    if isnan(error) or isnan(low) or isnan(high):
        return Near(values, inf, -inf, inf)
    error = error * _SLACK + TINY if error else 0.0
    return Near(values, error, low - error, high + error)


def spanned(ends: Sequence[float]) -> tuple[float, float]:
    """The range from the least to the greatest; all numbers where one is none (0 times infinity)."""
    return (-inf, inf) if any(map(isnan, ends)) else (min(ends), max(ends))


def fits(*bounds: int) -> bool:
    """Whether 64 bits hold them all."""
    return all(-LIMIT <= bound <= LIMIT for bound in bounds)


def constant(num: int, den: int) -> Scaled:
    """One number for all rows, of which numerator and denominator fit."""
    value = Fraction(num, den)
    return Scaled(value.numerator, value.denominator, value.numerator, value.numerator)


def float_error(a: Scaled) -> float:
    """How far its numerators may be from their floats."""
    return a.most * UNIT if a.most > EXACT else 0.0
