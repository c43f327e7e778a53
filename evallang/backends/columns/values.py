"""What an expression is for the rows of a block: numbers, flags, names or days, and the rows that have none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from attrs import define, field

from evallang.backends.columns.states import MISSING, NOT_APPLICABLE, UNDEFINED, Mask, State, choose, spread, taken
from evallang.numbers import RoundingMode

Held = Any
"""A number of all rows, as its operations hold it."""


class Operations(Protocol):
    """Numbers of a block and what is made of them; `doubt` are the rows that they leave open, None: no row."""

    size: int

    @property
    def doubt(self) -> Any:
        """The rows in doubt."""

    def doubted(self, rows: Any) -> None:
        """Put rows in doubt."""

    def constant(self, value: Fraction) -> Held:
        """One number for all rows."""

    def column(self, num: Any, den: int, low: int, high: int) -> Held:
        """Whole numbers from `low` to `high` over a denominator."""

    def add(self, a: Held, b: Held) -> Held:
        """The sum."""

    def sub(self, a: Held, b: Held) -> Held:
        """The difference."""

    def neg(self, a: Held) -> Held:
        """The number with the other sign."""

    def mul(self, a: Held, b: Held) -> Held:
        """The product."""

    def div(self, a: Held, b: Held) -> tuple[Held, Any]:
        """The quotient, and where the divisor is 0: by row, in all of them (True) or nowhere (None)."""

    def least(self, a: Held, b: Held) -> Held:
        """The smaller one in each row."""

    def greatest(self, a: Held, b: Held) -> Held:
        """The greater one in each row."""

    def absolute(self, a: Held) -> Held:
        """The number without its sign."""

    def where(self, mask: Mask, a: Held, b: Held) -> Held:
        """One or the other by row."""

    def compare(self, a: Held, b: Held, test: Callable[[Any, Any], Any]) -> Any:
        """Whether a comparison holds, by row."""

    def rounded(self, a: Held, step: Fraction, mode: RoundingMode) -> Held:
        """The number as a multiple of a step above 0."""


@define(eq=False)
class Flags:
    """Yes or no, by row or for all."""

    yes: Mask


@define(eq=False)
class Words:
    """Names of options, bodies or words by their place in `names`, by row or one for all."""

    codes: Any
    names: tuple[str, ...]

    def among(self, names: tuple[str, ...]) -> Any:
        """The places of the same words in another list that has them all."""
        if self.names == names:
            return self.codes
        known = {name: place for place, name in enumerate(names)}
        return taken(np.array([known[name] for name in self.names] or [0], np.int64), self.codes)


@define(eq=False)
class Days:
    """Dates by their ordinal numbers, by row or one for all."""

    ordinals: Any


@define(eq=False)
class Value:
    """What is held, None where no row has a value, and the state of the rows."""

    held: Any
    state: State = None

    @property
    def nowhere(self) -> bool:
        """Whether no row has a value."""
        return self.held is None

    def spread(self) -> Value:
        """What this makes of something that needs it and has no value."""
        return Value(None, spread(self.state))

    def with_state(self, state: State) -> Value:
        """The same under another state."""
        return Value(None if is_absent(state) else self.held, state)


def is_absent(state: State) -> bool:
    """Whether one code says for all rows that there is no value."""
    return state is not None and np.ndim(state) == 0 and bool(state)


MISSING_EVERYWHERE = Value(None, np.uint8(MISSING))
UNDEFINED_EVERYWHERE = Value(None, np.uint8(UNDEFINED))
NOT_FOR_THESE = Value(None, np.uint8(NOT_APPLICABLE))


@define(eq=False)
class Block:
    """Some rows of one kind under evaluation; `given` reads an input, each definition is computed once.

    `lists` are the items of the bodies by the numbers of the lists, None where no data is looked at; `inner` are the
    blocks of items that have been opened.
    """

    ops: Operations
    size: int
    given: Callable[[Block, int], Value]
    rows: Any
    codes: dict[int, Callable[[Block], Value]]
    memo: dict[int, Value] = field(factory=dict)
    lists: Mapping[int, Any] | None = None
    inner: dict[int, Block | None] = field(factory=dict)

    def get(self, number: int) -> Value:
        """The value of a definition."""
        found = self.memo.get(number)
        if found is None:
            found = self.memo[number] = self.codes[number](self)
        return found

    def merge(self, mask: Mask, then: Value, otherwise: Value) -> Value:
        """One or the other by row; a mask that is one flag takes all."""
        if np.ndim(mask) == 0:
            return then if mask else otherwise
        state = choose(mask, then.state, otherwise.state)
        if then.nowhere or otherwise.nowhere:
            return Value(otherwise.held if then.nowhere else then.held, state)
        return Value(merged(self.ops, mask, then.held, otherwise.held), state)


def merged(ops: Operations, mask: Mask, a: Any, b: Any) -> Any:
    """What is held by row from one or the other."""
    match a, b:
        case Flags(), Flags():
            return Flags(np.where(mask, a.yes, b.yes))
        case Words(), Words():
            names = all_names((a, b))
            return Words(np.where(mask, a.among(names), b.among(names)), names)
        case Days(), Days():
            return Days(np.where(mask, a.ordinals, b.ordinals))
    return ops.where(mask, a, b)


def all_names(words: Sequence[Words]) -> tuple[str, ...]:
    """Every name in several lists, each once."""
    return tuple(dict.fromkeys(name for w in words for name in w.names))
