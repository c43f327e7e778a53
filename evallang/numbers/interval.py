"""Rigorous enclosures: intervals of decimals whose ends are rounded outwards.

Sums, products and quotients use contexts that round down and up. The decimal module documents
`exp`, `ln` and `sqrt` as correctly rounded (half even), so one step outwards encloses the value.
"""

import decimal
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from evallang.numbers.errors import TooCoarse

_TRAPS: Final = (decimal.Overflow, decimal.InvalidOperation, decimal.DivisionByZero)
_NOTHING: Final = Decimal(0)
_UNIT: Final = Decimal(1)


class Interval:
    """All numbers from `lo` to `hi`, both included."""

    __slots__ = ("hi", "lo")

    def __init__(self, lo: Decimal, hi: Decimal) -> None:
        self.lo = lo
        self.hi = hi

    @property
    def sign(self) -> int | None:
        """-1 or 1 where every member has that sign, 0 for the point 0, else None."""
        if self.lo > 0:
            return 1
        if self.hi < 0:
            return -1
        return 0 if self.lo == self.hi else None


def _context(digits: int, rounding: str) -> Context:
    return Context(digits, rounding, decimal.MIN_EMIN, decimal.MAX_EMAX, traps=list(_TRAPS))


class Precision:
    """Interval arithmetic with a number of significant digits."""

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self._down = _context(digits, decimal.ROUND_FLOOR)
        self._up = _context(digits, decimal.ROUND_CEILING)

    def rational(self, x: Fraction) -> Interval:
        """The interval around a rational."""
        n, d = x.numerator, x.denominator
        if max(n.bit_length(), d.bit_length()) <= 8 * self.digits:
            top, bottom = Decimal(n), Decimal(d)
            return Interval(self._down.divide(top, bottom), self._up.divide(top, bottom))
        # turning a long whole number into a decimal is slow: keep only the leading digits
        places = self.digits + 2 - (n.bit_length() - d.bit_length()) * 30103 // 100000
        q = n * 10**places // d if places >= 0 else n // (d * 10**-places)
        low, high = Decimal(q), Decimal(q + 1)
        return Interval(self._down.scaleb(low, -places), self._up.scaleb(high, -places))

    def add(self, a: Interval, b: Interval) -> Interval:
        """All sums of a member of `a` and one of `b`."""
        return Interval(self._down.add(a.lo, b.lo), self._up.add(a.hi, b.hi))

    def mul(self, a: Interval, b: Interval) -> Interval:
        """All products of a member of `a` and one of `b`."""
        if a.lo >= 0 and b.lo >= 0:
            return Interval(self._down.multiply(a.lo, b.lo), self._up.multiply(a.hi, b.hi))
        corners = [(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
        return Interval(
            min(self._down.multiply(x, y) for x, y in corners),
            max(self._up.multiply(x, y) for x, y in corners),
        )

    def inverse(self, a: Interval) -> Interval:
        """1 / a; raises `TooCoarse` where `a` holds 0."""
        if a.lo <= 0 <= a.hi:
            raise TooCoarse
        return Interval(self._down.divide(_UNIT, a.hi), self._up.divide(_UNIT, a.lo))

    def sqrt(self, a: Interval) -> Interval:
        """Square roots; raises `TooCoarse` where `a` reaches below 0."""
        if a.lo < 0:
            raise TooCoarse
        return Interval(self._below(self._down.sqrt(a.lo)), self._above(self._up.sqrt(a.hi)))

    def exp(self, a: Interval) -> Interval:
        """e to the powers in `a`."""
        return Interval(self._below(self._down.exp(a.lo)), self._above(self._up.exp(a.hi)))

    def ln(self, a: Interval) -> Interval:
        """Natural logarithms; raises `TooCoarse` where `a` reaches down to 0."""
        if a.lo <= 0:
            raise TooCoarse
        low, high = self._down.ln(a.lo), self._up.ln(a.hi)
        return Interval(self._down.next_minus(low), self._up.next_plus(high))

    def ln_whole(self, n: int) -> Interval:
        """The logarithm of a whole number >= 2; those of ordinary size are remembered."""
        if n.bit_length() <= 64:
            return _ln_whole(self.digits, n)
        return self.ln(self.rational(Fraction(n)))

    def power(self, a: Interval, exponent: Fraction) -> Interval:
        """Powers by an exponent other than 0; one that is not whole needs `a` above 0."""
        if exponent.denominator == 2 and abs(exponent.numerator) == 1:
            out = self.sqrt(a)
            return out if exponent > 0 else self.inverse(out)
        if exponent.denominator != 1:
            return self.exp(self.mul(self.rational(exponent), self.ln(a)))
        k = abs(exponent.numerator)
        out = Interval(_UNIT, _UNIT)
        for bit in bin(k)[2:]:
            out = self._square(out)
            if bit == "1":
                out = self.mul(out, a)
        return out if exponent > 0 else self.inverse(out)

    def _square(self, a: Interval) -> Interval:
        """Tighter than `mul(a, a)` where the sign of `a` is open: a square is never negative."""
        out = self.mul(a, a)
        return Interval(max(out.lo, _NOTHING), out.hi)

    def _below(self, x: Decimal) -> Decimal:
        """One step down for a value that is never negative."""
        return max(self._down.next_minus(x), _NOTHING)

    def _above(self, x: Decimal) -> Decimal:
        return self._up.next_plus(x)


@lru_cache(maxsize=16)
def precision(digits: int) -> Precision:
    """The interval arithmetic of that many significant digits."""
    return Precision(digits)


@lru_cache(maxsize=8192)
def _ln_whole(digits: int, n: int) -> Interval:
    at = precision(digits)
    return at.ln(at.rational(Fraction(n)))
