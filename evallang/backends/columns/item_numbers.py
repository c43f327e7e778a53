"""Numbers of items, and what they come to for the rows that hold them.

A sum of n floats in any order is at most (n − 1)·2^-53/(1 − (n − 1)·2^-53) of the sum of their sizes from the exact one
(Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §4.2). The second look takes the numbers of a row over
the least common multiple of what divides them, modulo 2^64.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.doubting import DoubtingItems
from evallang.backends.columns.exactly import Fractions, ItemFractions
from evallang.backends.columns.residues import ABOVE, SAFE, Atom, Residue, Residues, exact
from evallang.backends.columns.scaled import LIMIT, UNIT, Held, Near, Scaled, fits, near
from evallang.backends.columns.unsupported import Unsupported

if TYPE_CHECKING:
    from evallang.backends.columns.segments import Cut

Marked = NDArray[np.bool_] | None
"""The items that count; None: all."""
SIGNED: Final = np.iinfo(np.int64)
HUGE: Final = 2**1000
_ORDER: Final = 1 + 2.0**-20
"""What 1/(1 − (n − 1)·2^-53) is less than for any list."""


def inside(ops: Any, cut: Cut) -> ItemNumbers | ItemResidues | ItemFractions:
    """The operations on the items of a block. Raises Unsupported for operations that look at no data."""
    match ops:
        case Residues():
            return ItemResidues(cut, ops)
        case Approximate():
            return ItemNumbers(cut, ops)
        case Fractions():
            return ItemFractions(cut, ops)
    raise Unsupported("a list where the data is not looked at")


def _at(array: Any, places: NDArray[np.intp]) -> Any:
    return array if np.ndim(array) == 0 else array.take(places)


def moved(held: Held, places: NDArray[np.intp]) -> Held:
    """The numbers of other rows."""
    if isinstance(held, Scaled):
        return Scaled(_at(held.num, places), held.den, held.low, held.high)
    return Near(_at(held.size, places), held.error, held.low, held.high, held.minus)


@define(eq=False)
class Common:
    """The denominator that the numbers of each row have in common, and by how much each numerator grows."""

    powers: dict[int, int]
    factors: NDArray[np.uint64] | None


class ItemNumbers(DoubtingItems, Approximate):
    """The operations on the items of a block; `outer` are those on the rows that hold them."""

    def lifted(self, held: Held, holders: NDArray[np.intp]) -> Held:
        """Numbers of the rows that hold items, for each of these."""
        return moved(held, holders)

    def picked(self, held: Held, places: NDArray[np.intp]) -> Held:
        """The number of one item for each row."""
        return moved(held, places)

    def _chosen(self, values: Any, marked: Marked, other: Any) -> NDArray[Any]:
        if marked is not None:
            values = np.where(marked, values, other)
        found = np.broadcast_to(values, (self.size,))
        return found.astype(np.int64) if isinstance(values, int) else found

    def _for_rows(self, found: NDArray[Any], marked: Marked, spare: Any) -> NDArray[Any]:
        """What was found for each row; one without items has the largest of the others, so that it divides like these.

        `spare` is what it has where there is no other.
        """
        none = ~self.cut.any(True if marked is None else marked)
        if not none.any():
            return found
        found = np.where(none, spare, found)
        return np.where(none, found[np.argmax(np.abs(found))], found)

    def total(self, a: Held, marked: Marked) -> Held:
        """The sum for each row; where there is nothing it says nothing."""
        count = self.cut.most
        if isinstance(a, Scaled) and fits(a.most * count):
            num = self._for_rows(self.cut.fold(np.add, self._chosen(a.num, marked, 0), 0), marked, 0)
            return Scaled(num, a.den, int(num.min()), int(num.max()))
        x = a.near
        values = self.cut.fold(np.add, self._chosen(x.values, marked, 0.0), 0.0)
        error = count * x.error + count * count * UNIT * x.most * _ORDER
        return near(self._for_rows(values, marked, 0.0), error, count * min(x.low, 0.0), count * max(x.high, 0.0))

    def extreme(self, a: Held, marked: Marked, *, least: bool) -> Held:
        """The least or the greatest for each row; where there is nothing it says nothing."""
        fold = np.minimum if least else np.maximum
        if isinstance(a, Scaled):
            num = self.cut.fold(fold, self._chosen(a.num, marked, LIMIT if least else -LIMIT), 0)
            return Scaled(self._for_rows(num, marked, a.low), a.den, a.low, a.high)
        values = self.cut.fold(fold, self._chosen(a.values, marked, np.inf if least else -np.inf), 0.0)
        return Near(self._for_rows(values, marked, a.low), a.error, a.low, a.high)


class ItemResidues(Residues):
    """The second look at the items of rows in doubt."""

    def __init__(self, cut: Cut, outer: Residues) -> None:
        super().__init__(cut.count)
        self.cut = cut
        self.outer = outer
        self.near: ItemNumbers = ItemNumbers(cut, outer)
        self._from_outer: dict[int, int] = {}

    def doubted(self, rows: Any) -> None:
        """Leave the rows open that hold items."""
        self.near.doubted(rows)

    def lifted(self, a: Residue, holders: NDArray[np.intp]) -> Residue:
        """Numbers of the rows that hold items, for each of these."""
        held = moved(a.held, holders)
        if isinstance(held, Scaled):
            return exact(held)
        powers = {}
        for atom, power in a.powers.items():
            if atom not in self._from_outer:
                self._from_outer[atom] = self.new_atom(_moved(self.outer.atoms[atom], holders))
            powers[self._from_outer[atom]] = power
        return Residue(held, lambda: _at(a.n, holders), a.den, powers)

    def picked(self, a: Residue, places: NDArray[np.intp]) -> Residue:
        """The number of one item for each row."""
        held = moved(a.held, places)
        if isinstance(held, Scaled):
            return exact(held)
        powers = {self.outer.new_atom(_moved(self.atoms[atom], places)): p for atom, p in a.powers.items()}
        return Residue(held, lambda: _at(a.n, places), a.den, powers)

    def total(self, a: Residue, marked: Marked) -> Residue:
        """The sum for each row; where there is nothing it says nothing."""
        held = self.near.total(a.held, marked)
        if isinstance(held, Scaled):
            return exact(held)
        common = self._common(a, marked)
        return Residue(
            held, lambda: self.cut.fold(np.add, self._over_common(a, common, marked), 0), a.den, common.powers
        )

    def extreme(self, a: Residue, marked: Marked, *, least: bool) -> Residue:
        """The least or the greatest for each row, of numbers over one denominator that 63 bits hold."""
        held = self.near.extreme(a.held, marked, least=least)
        if isinstance(held, Scaled):
            return exact(held)
        common = self._common(a, marked, whole=True)

        def numerators() -> Any:
            limit = SIGNED.max if least else SIGNED.min
            n = self._over_common(a, common, marked).astype(np.int64)
            n = n if marked is None else np.where(marked, n, limit)
            return self.cut.fold(np.minimum if least else np.maximum, n, 0).astype(np.uint64)

        return Residue(held, numerators, a.den, common.powers)

    def _over_common(self, a: Residue, common: Common, marked: Marked) -> NDArray[np.uint64]:
        """The numerators over the common denominator of each row, modulo 2^64."""
        n = a.n if common.factors is None else a.n * common.factors
        n = n if marked is None else np.where(marked, n, np.uint64(0))
        return np.broadcast_to(n, (self.size,))

    def _common(self, a: Residue, marked: Marked, *, whole: bool = False) -> Common:
        """What brings numbers to one denominator in each row; `whole` where they are to be less than 2^63 over it."""
        outer = {inner: atom for atom, inner in self._from_outer.items()}
        powers = {outer[atom]: power for atom, power in a.powers.items() if atom in outer}
        own = {atom: power for atom, power in a.powers.items() if atom not in outer and power}
        divisors, small = np.ones(self.size, np.int64), np.ones(self.size, bool)
        if own:
            sizes = self._sizes(own)
            small = sizes < SAFE
            found = self._residues(own)
            divisors = np.where(small if marked is None else small & marked, found, np.uint64(1)).astype(np.int64)
        multiples, fit = self._multiples(divisors)
        if whole:
            near = a.held.near
            rest = self._sizes({atom: power for atom, power in a.powers.items() if atom not in own})
            over = float(a.den) if a.den < HUGE else np.inf
            most = (np.abs(near.values) + near.error) * over * rest * multiples[self.cut.holders].astype(np.float64)
            small = small & (most * ABOVE < SAFE)
        fit = fit & ~self.cut.any(~small if marked is None else ~small & marked)
        if own or not fit.all():
            sizes = np.where(fit, multiples.astype(np.float64) * ABOVE, np.inf)
            powers[self.outer.new_atom(Atom(multiples.astype(np.uint64), sizes, float(sizes.max())))] = 1
        return Common(powers, (multiples[self.cut.holders] // divisors).astype(np.uint64) if own else None)

    def _sizes(self, powers: Mapping[int, int]) -> Any:
        found: Any = np.ones(self.size)
        for atom, power in powers.items():
            found = found * self.atoms[atom].sizes ** power
        return found * ABOVE

    def _residues(self, powers: Mapping[int, int]) -> Any:
        found: Any = np.ones(self.size, np.uint64)
        for atom, power in powers.items():
            for _ in range(power):
                found = found * self.atoms[atom].residues
        return found

    def _multiples(self, divisors: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The least common multiple of the divisors of each row, and where it is less than 2^62; 1 elsewhere."""
        found, fit = np.ones(self.cut.size, np.int64), np.ones(self.cut.size, bool)
        rows, place = np.flatnonzero(self.cut.counts), 0
        while len(rows):
            divisor = divisors[self.cut.starts[rows] + place]
            factor = divisor // np.gcd(found[rows], divisor)
            fits = fit[rows] & (found[rows].astype(np.float64) * factor < SAFE)
            found[rows] = np.where(fits, found[rows] * factor, 1)
            fit[rows] = fits
            place += 1
            rows = rows[fits & (self.cut.counts[rows] > place)]
        return found, fit


def _moved(atom: Atom, places: NDArray[np.intp]) -> Atom:
    return Atom(_at(atom.residues, places), _at(atom.sizes, places), atom.most)
