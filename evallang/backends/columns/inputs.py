"""Columns of a frame as inputs: what the data reader makes of their texts, for all rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, Final

import numpy as np
from attrs import define, evolve
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.decimals import decimals_of
from evallang.backends.columns.states import INVALID, MISSING, VALUE, State, settled
from evallang.backends.columns.values import MISSING_EVERYWHERE, Block, Days, Flags, Value, Words
from evallang.ir.data import Datum
from evallang.types import Choice, DateType, Flag, Quantity, TextType, Type

_MOST: Final = 2**62
_SMALL: Final = 2**31

Outcomes = Mapping[str, tuple[Datum | None, str | None]]


@define(eq=False, slots=False)
class Given:
    """An input for all rows: whole numbers over `den`, flags, ordinal days or places in `names`.

    `unfit` marks the rows whose number 63 bits do not hold over that denominator. `bounds` are those of all numbers,
    where they serve every block.
    """

    sort: type
    values: NDArray[Any]
    state: State = None
    den: int = 1
    names: tuple[str, ...] = ()
    unfit: NDArray[np.bool_] | None = None
    bounds: tuple[int, int] | None = None

    @property
    def narrow(self) -> tuple[int, int] | None:
        """Bounds of all numbers that serve every block; None where there are none."""
        if self.bounds is None and self.sort is type(None):
            return _bounds(int(self.values.min(initial=0)), int(self.values.max(initial=0)))
        return self.bounds

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        """The numbers as floats, made once."""
        return self.values.astype(np.float64)

    def array(self, part: str) -> Any:
        """The "value" by row, that as a "float", or the "state"."""
        return self.values if part == "value" else self.floats if part == "float" else self.state

    def permuted(self, order: NDArray[np.intp]) -> Given:
        """The same with the rows in another order."""
        state = None if self.state is None else self.state[order]
        return evolve(self, values=self.values[order], state=state)

    def part(self, block: Block) -> Value:
        """The rows of a block."""
        state = None if self.state is None else settled(self.state[block.rows])
        rows = block.rows
        values = self.values[rows] if isinstance(rows, slice) else self.values.take(rows)
        bounds = self.bounds or ((int(values.min()), int(values.max())) if block.size else (0, 0))
        return self.held(block, values, state, bounds)

    def held(self, block: Block, values: Any, state: State, bounds: tuple[int, int]) -> Value:
        """Values as a block holds them; numbers lie between the bounds."""
        if self.sort is Flags:
            return Value(Flags(values), state)
        if self.sort is Words:
            return Value(Words(values, self.names), state)
        if self.sort is Days:
            return Value(Days(values), state)
        return Value(block.ops.column(values, self.den, *bounds), state)


def reader(givens: Mapping[int, Given]) -> Callable[[Block, int], Value]:
    """What reads an input for a block: missing where the frame has no column for it."""

    def given(block: Block, number: int) -> Value:
        found = givens.get(number)
        return MISSING_EVERYWHERE if found is None else found.part(block)

    return given


def typed(source: Source, kind: Type, outcomes: Outcomes) -> Given | None:
    """A column by the type of its input; None for a type that is not read so."""
    match kind:
        case Quantity() if source.sort == "number":
            return _bounded(kind, source.values, 10**source.places, source.missing, None)
        case Quantity() if source.sort == "float":
            found = decimals_of(source.values)
            invalid = found.invalid
            if invalid is not None and source.missing is not None:
                invalid = invalid & ~source.missing
            return _bounded(kind, found.num, 10**found.places, source.missing, found.unfit, invalid)
        case Flag() if source.sort == "flag":
            return Given(Flags, source.values, _state(source.missing))
        case DateType() if source.sort == "day":
            return Given(Days, source.values, _state(source.missing))
        case Quantity() | Flag() | DateType() | Choice() | TextType():
            return _of_words(source.as_words(), kind, outcomes)
    return None


def _state(missing: NDArray[np.bool_] | None, invalid: NDArray[np.bool_] | None = None) -> State:
    if missing is None and invalid is None:
        return None
    state = np.where(False if invalid is None else invalid, INVALID, VALUE)
    return settled(state if missing is None else np.where(missing, MISSING, state))


def _bounded(
    kind: Quantity, num: NDArray[Any], den: int, missing: NDArray[np.bool_] | None, unfit: NDArray[np.bool_] | None,
    invalid: NDArray[np.bool_] | None = None,
) -> Given:  # fmt: skip
    """Numbers of a type: those out of its bounds are invalid."""
    least, most = (int(num.min()), int(num.max())) if num.size else (0, 0)
    wrong = np.zeros(num.shape, bool) if invalid is None else invalid
    if kind.whole and den != 1:
        wrong = wrong | (num % den != 0)
    if kind.low is not None and least < kind.low * den:
        wrong = wrong | (num < -(-kind.low * den // 1))
    if kind.high is not None and most > kind.high * den:
        wrong = wrong | (num > kind.high * den // 1)
    if least < -_MOST or most > _MOST:
        large = (num < -_MOST) | (num > _MOST)
        unfit = large if unfit is None else unfit | large
    state = _state(missing, wrong if wrong.any() else None)
    hidden = np.zeros(num.shape, bool) if state is None else state != VALUE
    if unfit is not None:
        hidden = hidden | unfit
    if hidden.any():
        num = np.where(hidden, 0, num)
        least, most = int(num.min()), int(num.max())
    return Given(type(None), num, state, den, (), unfit, _bounds(least, most))


def _bounds(least: int, most: int) -> tuple[int, int] | None:
    """Bounds that serve every block, if they do: one large number must not widen all of them."""
    return (least, most) if max(-least, most) < _SMALL else None


def _of_words(source: Source, kind: Type, outcomes: Outcomes) -> Given:
    """Texts, each read once."""
    found = [outcomes[name] for name in source.names]
    codes = source.values
    state_of = np.array([_code(value, invalid) for value, invalid in found] or [MISSING], np.uint8)
    state = state_of[codes]
    if source.missing is not None:
        state = np.where(source.missing, MISSING, state)
    values = [value for value, _ in found]
    state = settled(state)
    match kind:
        case Flag():
            return Given(Flags, np.array([value is True for value in values] or [False])[codes], state)
        case DateType():
            days = [value.toordinal() if isinstance(value, date) else 1 for value in values]
            return Given(Days, np.array(days or [1], np.int64)[codes], state)
        case Quantity():
            return _of_fractions(values, codes, state)
    names: dict[str, int] = {}
    places = [names.setdefault(value, len(names)) if isinstance(value, str) else 0 for value in values]
    return Given(Words, np.array(places or [0], np.int64)[codes], state, 1, tuple(names) or ("",))


def _code(value: Datum | None, invalid: str | None) -> int:
    return INVALID if invalid is not None else MISSING if value is None else VALUE


def _of_fractions(values: list[Any], codes: NDArray[Any], state: State) -> Given:
    numbers = [value if isinstance(value, Fraction) else Fraction(0) for value in values] or [Fraction(0)]
    den = 1
    for value in numbers:
        wider = lcm(den, value.denominator)
        if wider <= 10**18:
            den = wider
    nums, unfit = [], []
    for value in numbers:
        num = value * den
        fits = num.denominator == 1 and abs(num) <= _MOST
        nums.append(int(num) if fits else 0)
        unfit.append(not fits)
    held = np.array(nums, np.int64)[codes]
    bounds = _bounds(min(nums), max(nums))
    return Given(type(None), held, state, den, (), np.array(unfit)[codes] if any(unfit) else None, bounds)
