"""Numbers of a block: exact over a constant denominator while 63 bits hold them, else floats with a bound of the error.

What a bound leaves open puts a row in doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd, inf, lcm
from typing import Any

import numpy as np

from evallang.backends.columns.doubting import Doubting
from evallang.backends.columns.roundings import below_zero, between, rounded_exactly
from evallang.backends.columns.scaled import (
    EXACT,
    TINY,
    UNIT,
    WIDEST,
    Held,
    Near,
    Scaled,
    constant,
    fits,
    float_error,
    near,
    spanned,
)
from evallang.numbers import RoundingMode


class Approximate(Doubting):
    """The operations on a block of rows; `doubt` are the rows that a bound leaves open."""

    # ---- where numbers come from

    def constant(self, value: Fraction) -> Held:
        """One number for all rows."""
        num, den = value.numerator, value.denominator
        if fits(num, den):
            return Scaled(num, den, num, num)
        try:
            rounded = float(value)
        except OverflowError:
            rounded = inf
        return near(rounded, max(abs(rounded) * UNIT, TINY), rounded, rounded)

    def column(self, num: Any, den: int, low: int, high: int) -> Held:
        """A column of the data."""
        return Scaled(num, den, low, high)

    # ---- arithmetic

    def add(self, a: Held, b: Held) -> Held:
        """The sum."""
        if isinstance(a, Scaled) and isinstance(b, Scaled):
            den = lcm(a.den, b.den)
            f, g = den // a.den, den // b.den
            low, high = a.low * f + b.low * g, a.high * f + b.high * g
            if fits(low, high, a.most * f, b.most * g, f, g) and den < WIDEST:
                return Scaled(a.times(f) + b.times(g), den, low, high)
        x, y = (b.near, a.near) if a.near.minus else (a.near, b.near)
        low_, high_ = x.low + y.low, x.high + y.high
        values = x.values - y.size if y.minus else x.values + y.values
        return near(values, x.error + y.error + UNIT * max(abs(low_), abs(high_)), low_, high_)

    def neg(self, a: Held) -> Held:
        """The number with the other sign."""
        if isinstance(a, Scaled):
            return Scaled(-a.num, a.den, -a.high, -a.low)
        return Near(a.size, a.error, -a.high, -a.low, not a.minus)

    def sub(self, a: Held, b: Held) -> Held:
        """The difference."""
        return self.add(a, self.neg(b))

    def mul(self, a: Held, b: Held) -> Held:
        """The product."""
        if isinstance(a, Scaled) and isinstance(b, Scaled):
            if isinstance(a.num, int):
                a, b = b, a
            if isinstance(b.num, int) and b.num:
                shared = gcd(b.num, a.den)
                a, b = Scaled(a.num, a.den // shared, a.low, a.high), constant(b.num // shared, b.den)
                if b.num == 1 and a.den * b.den < WIDEST:
                    return Scaled(a.num, a.den * b.den, a.low, a.high)
            ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            if fits(*ends, a.most, b.most) and a.den * b.den < WIDEST:
                return Scaled(a.num * b.num, a.den * b.den, min(ends), max(ends))
        x, y = a.near, b.near
        low, high = spanned([p * q for p in (x.low, x.high) for q in (y.low, y.high)])
        error = x.error * y.most + y.error * x.most + UNIT * max(abs(low), abs(high))
        nothing = x.is_zero or y.is_zero
        found = near(x.size * y.size, 0.0 if nothing else error or TINY, low, high)  # what underflows is an error too
        found.minus = x.minus != y.minus
        return found

    def div(self, a: Held, b: Held) -> tuple[Held, Any]:
        """The quotient, and where the divisor is 0; there the quotient says nothing."""
        if isinstance(b, Scaled) and isinstance(b.num, int):
            if not b.num:
                return self.constant(Fraction(0)), True
            sign = 1 if b.num > 0 else -1
            return self.mul(a, constant(sign * b.den, abs(b.num))), None
        zero = self._zero(b)
        if isinstance(a, Scaled) and isinstance(b, Scaled):
            top, bottom = near(a.floats, float_error(a), a.low, a.high), near(b.floats, float_error(b), b.low, b.high)
            return self._quotient(top, bottom, zero, Fraction(b.den, a.den), 1.0), zero
        return self._quotient(a.near, b.near, zero, Fraction(1), 1 / b.den if isinstance(b, Scaled) else 0.0), zero

    def _zero(self, b: Held) -> Any:
        """Where a divisor is 0 or may be, of which the latter rows are in doubt."""
        if b.low > 0 or b.high < 0:
            return None
        if isinstance(b, Scaled):
            found = b.num == 0
        else:
            found = ~(np.abs(b.values) > b.error)
            self.doubted(found)
        return found if found.any() else None

    def _quotient(self, a: Near, b: Near, zero: Any, factor: Fraction, unit: float) -> Near:
        """The quotient so many times; a divisor is at least one `unit` from 0 where it is not 0."""
        bottom, least = b.values, min(abs(b.low), abs(b.high))
        if zero is not None:
            bottom = np.where(zero, 1.0, bottom)
        if b.low <= 0 <= b.high:
            least = self._least(bottom, unit) - b.error
        if not least > 0:
            self.doubted(np.ones(self.size, bool))
            least = TINY
        values, most = a.values / bottom, a.most / least
        error = 0.0 if a.is_zero else (a.error + most * b.error) / least + UNIT * most or TINY
        signs = (-most if a.low < 0 or b.low < 0 else 0.0, most if a.high > 0 or b.low < 0 else 0.0)
        quotient = near(values, error, *signs)
        return quotient if factor == 1 else self.mul(quotient, self.constant(factor)).near

    def _least(self, divisor: Any, unit: float) -> float:
        """How near to 0 a divisor comes that is not 0."""
        return float(np.min(np.abs(divisor))) if self.size else 1.0

    def least(self, a: Held, b: Held) -> Held:
        """The smaller one in each row."""
        return self._nearest(a, b, np.minimum, min)

    def greatest(self, a: Held, b: Held) -> Held:
        """The greater one in each row."""
        return self._nearest(a, b, np.maximum, max)

    def _nearest(self, a: Held, b: Held, array: Callable[..., Any], one: Callable[..., Any]) -> Held:
        same = self.alike(a, b)
        if same is not None:
            (p, q, den), ((low, high), (low_, high_)) = same
            num = one(p, q) if isinstance(p, int) and isinstance(q, int) else array(p, q)
            return Scaled(num, den, one(low, low_), one(high, high_))
        x, y = a.near, b.near
        return Near(array(x.values, y.values), max(x.error, y.error), one(x.low, y.low), one(x.high, y.high))

    def alike(self, a: Held, b: Held) -> tuple[tuple[Any, Any, int], tuple[tuple[int, int], tuple[int, int]]] | None:
        """Two numbers over one denominator, with their ranges; None where 63 bits do not hold them."""
        if not isinstance(a, Scaled) or not isinstance(b, Scaled):
            return None
        den = lcm(a.den, b.den)
        f, g = den // a.den, den // b.den
        if not fits(a.most * f, b.most * g, f, g):
            return None
        return (a.times(f), b.times(g), den), ((a.low * f, a.high * f), (b.low * g, b.high * g))

    def absolute(self, a: Held) -> Held:
        """The number without its sign."""
        low = a.low if a.low > 0 else -a.high if a.high < 0 else 0
        if isinstance(a, Scaled):
            return Scaled(abs(a.num), a.den, int(low), a.most)
        return Near(np.abs(a.values), a.error, low, a.most)

    def where(self, mask: Any, a: Held, b: Held) -> Held:
        """One or the other by row."""
        same = self.alike(a, b)
        if same is not None:
            (p, q, den), ((low, high), (low_, high_)) = same
            return Scaled(np.where(mask, p, q).astype(np.int64, copy=False), den, min(low, low_), max(high, high_))
        x, y = a.near, b.near
        return Near(np.where(mask, x.values, y.values), max(x.error, y.error), min(x.low, y.low), max(x.high, y.high))

    # ---- decisions

    def compare(self, a: Held, b: Held, test: Callable[[Any, Any], Any]) -> Any:
        """Whether a comparison holds, by row; what a bound leaves open is in doubt."""
        same = self.alike(a, b)
        if same is not None:
            return test(same[0][0], same[0][1])
        rest = self.sub(a.near, b.near).near
        if not (rest.low > 0 or rest.high < 0):
            self.doubted(~(np.abs(rest.values) > rest.error))
        return test(rest.values, 0.0)

    def rounded(self, a: Held, step: Fraction, mode: RoundingMode) -> Held:
        """The number as a multiple of a step above 0."""
        half = Fraction(1, 2) if mode.looks_at_halves else Fraction(0)
        if isinstance(a, Scaled):
            found = rounded_exactly(a, step, half, mode)
            if found is not None:
                return found
        y = self.mul(a, self.constant(1 / step))
        z = self.add(y, self.constant(half)).near if half else y.near
        whole = np.floor(z.values)
        rest = z.values - whole
        if not (z.most < EXACT) or not (z.error < 0.5):
            self.doubted(np.ones(self.size, bool))
            whole, low, high = np.zeros(self.size), 0, 0
        else:
            if not (np.min(rest, initial=1) > z.error and np.max(rest, initial=0) < 1 - z.error):
                self.doubted(~((rest > z.error) & (rest < 1 - z.error)))
            low, high = int(np.floor(z.low)) - 1, int(np.ceil(z.high)) + 1
        num = whole.astype(np.int64) if np.ndim(whole) else np.full(self.size, int(whole))
        if not half:
            num = between(num, False, below_zero(y, whole), mode)
        return self.mul(Scaled(num, 1, low, high), constant(step.numerator, step.denominator))
