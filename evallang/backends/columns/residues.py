"""Numbers modulo 2^64 over products of columns: the second look at rows that floats leave open.

A number is `n / d`, where `d` is a constant times columns of whole numbers. Where |n| < 2^63 is known from a float near
the number, the residue of n modulo 2^64, read as signed, is n itself: its sign decides. The residues of sums and
products come from 64-bit arithmetic that wraps, so no intermediate result need fit. They are made only where asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final

import numpy as np
from attrs import define, field

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.roundings import between, rounded_exactly
from evallang.backends.columns.scaled import EXACT, Held, Near, Scaled
from evallang.numbers import RoundingMode

SAFE: Final = 2.0**62
"""Below this a number is its residue, whatever sizes lose."""
_WRAP: Final = 2**64
ABOVE: Final = 1 + 2.0**-40
"""More than the products of sizes lose."""


@define(eq=False)
class Atom:
    """A column that divides: residues of positive whole numbers, their sizes as floats a little above, the most."""

    residues: Any
    sizes: Any
    most: float


@define(eq=False)
class Residue:
    """`n / (den × the atoms to their powers)`; `held` is the same as `Approximate` has it, exact or with its error."""

    held: Held
    _make: Callable[[], Any]
    den: int
    powers: Mapping[int, int]
    _n: Any = field(default=None, init=False, repr=False)

    @property
    def n(self) -> Any:
        """The numerators modulo 2^64."""
        if self._n is None:
            self._n = self._make()
        return self._n


def _unsigned(num: Any) -> Any:
    return np.uint64(num % _WRAP) if isinstance(num, int) else num.astype(np.uint64)


def _above(x: Near) -> Any:
    """A little more than some positive numbers."""
    return x.values + x.error if x.error else x.values


def exact(held: Scaled) -> Residue:
    """Whole numbers over a constant."""
    return Residue(held, lambda: _unsigned(held.num), held.den, {})


class Residues:
    """The operations on a few rows; `doubt` are those that 63 bits do not settle."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.near = Approximate(size)
        self._doubt: Any = None
        self.atoms: list[Atom] = []
        self._divisors: dict[int, tuple[Residue, int, Any, Any]] = {}

    @property
    def doubt(self) -> Any:
        """The rows that are not settled; None: no row."""
        if self.near.doubt is not None:  # a float divisor that may be 0
            self.doubted(self.near.doubt)
        return self._doubt

    def doubted(self, rows: Any) -> None:
        """Put rows in doubt."""
        if np.any(rows):
            self._doubt = np.zeros(self.size, bool) | (False if self._doubt is None else self._doubt) | rows

    # ---- where numbers come from

    def constant(self, value: Fraction) -> Residue:
        """One number for all rows."""
        return Residue(self.near.constant(value), lambda: _unsigned(value.numerator), value.denominator, {})

    def column(self, num: Any, den: int, low: int, high: int) -> Residue:
        """A column of the data."""
        return exact(Scaled(num, den, low, high))

    # ---- arithmetic

    def _over(self, a: Residue, den: int, powers: Mapping[int, int]) -> Any:
        """The numerator over a wider denominator."""
        n = a.n if den == a.den else a.n * np.uint64(den // a.den % _WRAP)
        for atom, power in powers.items():
            for _ in range(power - a.powers.get(atom, 0)):
                n = n * self.atoms[atom].residues
        return n

    def _together(self, held: Held, a: Residue, b: Residue, how: Callable[[Any, Any], Any]) -> Residue:
        """What is made of two numbers over their common denominator."""
        if isinstance(held, Scaled):
            return exact(held)
        den = lcm(a.den, b.den)
        powers = {k: max(a.powers.get(k, 0), b.powers.get(k, 0)) for k in (*a.powers, *b.powers)}
        return Residue(held, lambda: how(self._over(a, den, powers), self._over(b, den, powers)), den, powers)

    def add(self, a: Residue, b: Residue) -> Residue:
        """The sum."""
        return self._together(self.near.add(a.held, b.held), a, b, lambda x, y: x + y)

    def neg(self, a: Residue) -> Residue:
        """The number with the other sign."""
        return Residue(self.near.neg(a.held), lambda: np.uint64(0) - a.n, a.den, a.powers)

    def sub(self, a: Residue, b: Residue) -> Residue:
        """The difference."""
        if isinstance(b.held, Scaled) and isinstance(b.held.num, int) and not b.held.num:
            return a
        return self._together(self.near.sub(a.held, b.held), a, b, lambda x, y: x - y)

    def mul(self, a: Residue, b: Residue) -> Residue:
        """The product."""
        held = self.near.mul(a.held, b.held)
        if isinstance(held, Scaled):
            return exact(held)
        if isinstance(a.held, Scaled) and isinstance(a.held.num, int):
            a, b = b, a
        powers = {k: a.powers.get(k, 0) + b.powers.get(k, 0) for k in (*a.powers, *b.powers)}
        factor = b.held.num if isinstance(b.held, Scaled) else 0
        if isinstance(factor, int) and factor:
            shared = gcd(factor, a.den)
            return Residue(held, lambda: a.n * _unsigned(factor // shared), a.den // shared * b.den, powers)
        return Residue(held, lambda: a.n * b.n, a.den * b.den, powers)

    def div(self, a: Residue, b: Residue) -> tuple[Residue, Any]:
        """The quotient, and where the divisor is 0; there the quotient says nothing."""
        if isinstance(b.held, Scaled) and isinstance(b.held.num, int):
            value = Fraction(b.held.num, b.held.den)
            return (self.mul(a, self.constant(1 / value)), None) if value else (a, True)
        place = id(b)
        if place not in self._divisors:
            self._divisors[place] = (b, *self._divisor(b))
        _, atom, zero, negative = self._divisors[place]
        held, _ = self.near.div(a.held, b.held)
        # a / b = n(a) · d(b) / (d(a) · n(b)); what both denominators hold goes out.
        shared = gcd(a.den, b.den)
        left, powers = dict(b.powers), dict(a.powers)
        for k, power in b.powers.items():
            both = min(power, powers.get(k, 0))
            left[k] -= both
            powers[k] = powers.get(k, 0) - both
        powers[atom] = powers.get(atom, 0) + 1

        def numerators() -> Any:
            n = a.n * np.uint64(b.den // shared % _WRAP)
            for k, power in left.items():
                for _ in range(power):
                    n = n * self.atoms[k].residues
            return n if negative is None else np.where(negative, np.uint64(0) - n, n)

        return Residue(held, numerators, a.den // shared, powers), zero

    def new_atom(self, atom: Atom) -> int:
        """The number of a column that divides."""
        self.atoms.append(atom)
        return len(self.atoms) - 1

    def _divisor(self, b: Residue) -> tuple[int, Any, Any]:
        """The atom of a divisor, where it is 0, and where it is below 0; None for nowhere."""
        residues = b.n
        if b.held.low > 0:
            atom = Atom(residues, _above(b.held.near) * self._size(b) * ABOVE, self._most_size(b))
            return self.new_atom(atom), None, None
        sign = self._sign(b)
        zero, negative = sign == 0, sign < 0
        if negative.any():
            residues = np.where(negative, np.uint64(0) - residues, residues)
        sizes = (np.abs(b.held.near.values) + b.held.near.error) * self._size(b)
        if zero.any():
            residues, sizes = np.where(zero, np.uint64(1), residues), np.where(zero, 1.0, sizes)
        number = self.new_atom(Atom(residues, sizes * ABOVE, max(1.0, self._most_size(b))))
        return number, zero if zero.any() else None, negative if negative.any() else None

    def least(self, a: Residue, b: Residue) -> Residue:
        """The smaller one in each row."""
        return self._one_of(a, b, lambda sign: sign <= 0, self.near.least)

    def greatest(self, a: Residue, b: Residue) -> Residue:
        """The greater one in each row."""
        return self._one_of(a, b, lambda sign: sign >= 0, self.near.greatest)

    def _one_of(self, a: Residue, b: Residue, first: Callable[[Any], Any], near: Callable[..., Held]) -> Residue:
        held = near(a.held, b.held)
        if isinstance(held, Scaled):
            return exact(held)
        mask = first(self._sign(self.sub(a, b)))
        return self._together(held, a, b, lambda x, y: np.where(mask, x, y))

    def absolute(self, a: Residue) -> Residue:
        """The number without its sign."""
        return self.greatest(a, self.neg(a))

    def where(self, mask: Any, a: Residue, b: Residue) -> Residue:
        """One or the other by row."""
        return self._together(self.near.where(mask, a.held, b.held), a, b, lambda x, y: np.where(mask, x, y))

    # ---- decisions

    def _size(self, a: Residue) -> Any:
        size: Any = float(a.den) if a.den < 2**1000 else np.inf
        for atom, power in a.powers.items():
            for _ in range(power):
                size = size * self.atoms[atom].sizes
        return size * ABOVE

    def _most_size(self, a: Residue) -> float:
        """A bound of the numerators."""
        size = a.held.near.most * (float(a.den) if a.den < 2**1000 else np.inf)
        for atom, power in a.powers.items():
            for _ in range(power):
                size *= self.atoms[atom].most
        return size * ABOVE

    def _sign(self, a: Residue) -> Any:
        """The sign, by row: from the float where it is far enough from 0, else from the residue."""
        if isinstance(a.held, Scaled):
            return np.broadcast_to(np.sign(a.held.num), (self.size,))
        if self._most_size(a) < SAFE:
            return np.broadcast_to(np.sign(a.n.astype(np.int64)).astype(np.int8), (self.size,))
        values = np.broadcast_to(a.held.values, (self.size,))
        distance = np.abs(values)
        sign = np.sign(values).astype(np.int8)
        close = ~(distance > a.held.error)
        if close.any():
            fits = self._size(a) * (distance + a.held.error) * ABOVE < SAFE
            self.doubted(close & ~fits)
            sign = np.where(close, np.sign(np.broadcast_to(a.n, (self.size,)).astype(np.int64)).astype(np.int8), sign)
        return sign

    def _most(self, whole: Any, near: Near) -> int:
        """The largest of some whole numbers, sign aside, which are the nearest to numbers near those."""
        return int(np.abs(whole).max(initial=0))

    def compare(self, a: Residue, b: Residue, test: Callable[[Any, Any], Any]) -> Any:
        """Whether a comparison holds, by row."""
        if self.near.alike(a.held, b.held) is not None:
            return self.near.compare(a.held, b.held, test)
        return test(self._sign(self.sub(a, b)), 0)

    def rounded(self, a: Residue, step: Fraction, mode: RoundingMode) -> Residue:
        """The number as a multiple of a step above 0."""
        half = Fraction(1, 2) if mode.looks_at_halves else Fraction(0)
        if isinstance(a.held, Scaled):
            found = rounded_exactly(a.held, step, half, mode)
            if found is not None:
                return exact(found)
        z = self.mul(a, self.constant(1 / step))
        if half:
            z = self.add(z, self.constant(half))
        near = z.held.near
        if not near.error < 0.5:  # the number may lie several steps from its float
            self.doubted(np.ones(self.size, bool))
        large = ~(np.abs(np.broadcast_to(near.values, (self.size,))) + near.error < EXACT // 2)
        self.doubted(large)
        middle = np.where(large, 0, np.rint(near.values)).astype(np.int64)
        most = self._most(middle, near)
        # Where the float is near no whole number, its own sign beside the nearest one is certain.
        side = self._sign(self.sub(z, exact(Scaled(middle, 1, -most, most))))
        below = middle - (side < 0)
        num = between(below, side == 0, below < 0, mode)
        return self.mul(exact(Scaled(num, 1, -most - 2, most + 2)), self.constant(step))
