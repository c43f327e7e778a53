"""Numbers as fractions: the third look, at the few rows that 63 bits do not settle either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.column import Column
from evallang.backends.columns.doubting import Doubting, DoubtingItems
from evallang.backends.columns.values import Days, Flags, Value, Words
from evallang.numbers.rounding import RoundingMode, round_to

if TYPE_CHECKING:
    pass


_ONE: Final = np.array(Fraction(1), dtype=object)


@define(eq=False)
class Exact:
    """A fraction for all rows, or an array of them."""

    num: Any


class Fractions(Doubting):
    """The operations on rows; nothing is in doubt but what the closures themselves put there."""

    def constant(self, value: Fraction) -> Exact:
        """One number for all rows."""
        return Exact(value)

    def column(self, num: Any, den: int, low: int, high: int) -> Exact:
        """Whole numbers over a denominator."""
        if np.ndim(num) == 0:
            return Exact(Fraction(int(num), den))
        return Exact(_array([Fraction(n, den) for n in num.tolist()]))

    def add(self, a: Exact, b: Exact) -> Exact:
        """The sum."""
        return Exact(np.add(a.num, b.num))

    def sub(self, a: Exact, b: Exact) -> Exact:
        """The difference."""
        return Exact(np.subtract(a.num, b.num))

    def neg(self, a: Exact) -> Exact:
        """The number with the other sign."""
        return Exact(np.negative(a.num))

    def mul(self, a: Exact, b: Exact) -> Exact:
        """The product."""
        return Exact(np.multiply(a.num, b.num))

    def div(self, a: Exact, b: Exact) -> tuple[Exact, Any]:
        """The quotient, and where the divisor is 0; there the quotient says nothing."""
        zero = np.equal(b.num, 0)
        if np.ndim(zero) == 0:
            return (a, True) if zero else (Exact(np.true_divide(a.num, b.num)), None)
        none = bool(zero.any())
        divisor = np.where(zero, _ONE, b.num) if none else b.num
        return Exact(np.true_divide(a.num, divisor)), zero if none else None

    def least(self, a: Exact, b: Exact) -> Exact:
        """The smaller one in each row."""
        return Exact(np.minimum(a.num, b.num))

    def greatest(self, a: Exact, b: Exact) -> Exact:
        """The greater one in each row."""
        return Exact(np.maximum(a.num, b.num))

    def absolute(self, a: Exact) -> Exact:
        """The number without its sign."""
        return Exact(np.absolute(a.num))

    def where(self, mask: Any, a: Exact, b: Exact) -> Exact:
        """One or the other by row."""
        found = np.where(mask, a.num, b.num)
        return Exact(found if found.ndim else found[()])

    def compare(self, a: Exact, b: Exact, test: Callable[[Any, Any], Any]) -> Any:
        """Whether a comparison holds, by row."""
        found = test(a.num, b.num)
        return found.astype(bool) if np.ndim(found) else bool(found)

    def rounded(self, a: Exact, step: Fraction, mode: RoundingMode) -> Exact:
        """The number as a multiple of a step above 0."""
        if np.ndim(a.num) == 0:
            return Exact(round_to(a.num, step, mode))
        return Exact(_array([round_to(x, step, mode) for x in a.num]))


class ItemFractions(DoubtingItems, Fractions):
    """The operations on the items of such rows; `outer` are those on the rows that hold them."""

    def lifted(self, a: Exact, places: NDArray[np.intp]) -> Exact:
        """Numbers of the rows that hold items, for each of these."""
        return a if np.ndim(a.num) == 0 else Exact(a.num.take(places))

    picked = lifted

    def total(self, a: Exact, marked: NDArray[np.bool_] | None) -> Exact:
        """The sum for each row, 0 where there is nothing."""
        return self._folded(a, marked, lambda values: sum(values, Fraction(0)))

    def extreme(self, a: Exact, marked: NDArray[np.bool_] | None, *, least: bool) -> Exact:
        """The least or the greatest for each row; where there is nothing it says nothing."""
        one = min if least else max
        return self._folded(a, marked, lambda values: one(values, default=Fraction(0)))

    def _folded(self, a: Exact, marked: NDArray[np.bool_] | None, fold: Callable[[list[Any]], Any]) -> Exact:
        values = np.broadcast_to(np.asarray(a.num, dtype=object), (self.size,))
        counts = np.broadcast_to(True if marked is None else marked, (self.size,))
        rows = zip(self.cut.starts[:-1].tolist(), self.cut.starts[1:].tolist(), strict=True)
        return Exact(_array([fold(values[at:end][counts[at:end]].tolist()) for at, end in rows]))


def put(column: Column, rows: NDArray[np.intp], value: Value, settled: NDArray[np.bool_]) -> None:
    """Put what was found for some rows into a column, where it is `settled`."""
    states = np.broadcast_to(0 if value.state is None else value.state, (len(rows),))
    for at in np.flatnonzero(settled).tolist():
        status = int(column.codes_of_states[states[at]])
        column.put(int(rows[at]), status, None if status else _one(value.held, at))


def _one(held: Any, at: int) -> Any:
    """What is held for one row, as the interpreter has it."""
    match held:
        case Flags(yes=yes):
            return bool(_at(yes, at))
        case Words(codes=codes, names=names):
            return names[int(_at(codes, at))]
        case Days(ordinals=ordinals):
            return date.fromordinal(int(_at(ordinals, at)))
    return Fraction(_at(held.num, at))


def _at(array: Any, at: int) -> Any:
    if isinstance(array, np.ndarray):
        return array[at] if array.ndim else array[()]
    return array


def _array(fractions: list[Any]) -> NDArray[Any]:
    found = np.empty(len(fractions), dtype=object)
    found[:] = fractions
    return found
