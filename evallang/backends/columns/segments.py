"""Items as segments: those of a body lie together, and a block of bodies comes with the block of its items.

Inside, an expression is computed for all items at once; what it takes from the body is repeated for each of its items.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.inputs import Given, reader
from evallang.backends.columns.item_numbers import inside
from evallang.backends.columns.states import settled
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Block, Days, Flags, Value, Words

Rows = Any
"""Places of rows: a slice, or one place for each."""


@define(eq=False)
class Cut:
    """How the items of a block lie: those of its row `i` from `starts[i]` to `starts[i + 1]`."""

    starts: NDArray[np.intp]

    @property
    def size(self) -> int:
        """How many rows hold items."""
        return len(self.starts) - 1

    @property
    def count(self) -> int:
        """How many items there are."""
        return int(self.starts[-1])

    @cached_property
    def counts(self) -> NDArray[np.intp]:
        """How many items each row has."""
        return np.diff(self.starts)

    @cached_property
    def most(self) -> int:
        """How many items a row has at most."""
        return int(self.counts.max(initial=0))

    @cached_property
    def holders(self) -> NDArray[np.intp]:
        """The row of each item."""
        return np.repeat(np.arange(self.size), self.counts)

    @cached_property
    def _filled(self) -> NDArray[np.intp] | None:
        """The rows that have items; None: all."""
        return None if bool(self.counts.all()) else np.flatnonzero(self.counts)

    def fold(self, operation: np.ufunc, values: NDArray[Any], start: Any) -> NDArray[Any]:
        """An operation over the items of each row, `start` where there are none."""
        if self._filled is None:
            return np.asarray(operation.reduceat(values, self.starts[:-1]))
        found = np.full(self.size, start, values.dtype)
        if len(self._filled):  # what is empty lies between no others, so each segment ends where the next one begins
            found[self._filled] = operation.reduceat(values, self.starts[self._filled])
        return found

    def any(self, items: Any) -> NDArray[np.bool_]:
        """The rows for which something holds of an item."""
        return self.fold(np.logical_or, np.broadcast_to(items, (self.count,)), False)

    def numbers(self, items: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """How many items of each row are marked; None: all."""
        return self.counts.astype(np.int64) if items is None else self.fold(np.add, items.astype(np.int64), 0)


@define(eq=False)
class Items:
    """A list in the order of what holds it: the items of holder `i` stand from `starts[i]` to `starts[i + 1]`.

    `rows` are those of its frame, `holders` what holds each, `keys` their places in `names`; `same` is one number for
    an item in all periods. `givens` are the inputs; `bodies` the rows of the bodies that inputs name, where all do.
    """

    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    holders: NDArray[np.intp]
    keys: NDArray[np.intp]
    names: tuple[str, ...]
    same: NDArray[np.intp]
    givens: dict[int, Given] = field(factory=dict)
    bodies: dict[int, NDArray[np.intp]] = field(factory=dict)

    def of(self, rows: Rows) -> tuple[Rows, Cut]:
        """Where the items of some holders stand, and how they lie."""
        if isinstance(rows, slice):
            starts = self.starts[rows.start : rows.stop + 1]
            return slice(int(starts[0]), int(starts[-1])), Cut(starts - starts[0])
        first = self.starts[rows]
        counts = self.starts[rows + 1] - first
        starts = np.concatenate([np.zeros(1, np.intp), np.cumsum(counts)])
        return np.repeat(first - starts[:-1], counts) + np.arange(starts[-1]), Cut(starts)

    def called(self, key: str, rows: Rows, cut: Cut) -> NDArray[np.intp]:
        """The item of each holder that has a key, by its place in the block; −1 where there is none."""
        found = np.full(cut.size, -1)
        if key in self.names:
            here = np.flatnonzero(self.keys[rows] == self.names.index(key))
            found[cut.holders[here]] = here
        return found


@define(eq=False, kw_only=True)
class ItemBlock(Block):
    """The items of a block, `outer`; `numbers` are its operations, which put the rows in doubt that hold the items."""

    numbers: Any
    outer: Block
    items: Items
    cut: Cut


def opened(block: Block, number: int) -> ItemBlock | None:
    """The items of a list that a block holds; None where the list is not given.

    Raises Unsupported where the items are not there to be looked at.
    """
    if block.lists is None:
        raise Unsupported("a list where the data is not looked at")
    if number not in block.inner:
        items = block.lists.get(number)
        found = None
        if items is not None:
            rows, cut = items.of(block.rows)
            ops = inside(block.ops, cut)
            found = ItemBlock(
                ops, cut.count, reader(items.givens), rows, block.codes, lists=block.lists,
                numbers=ops, outer=block, items=items, cut=cut,
            )  # fmt: skip
        block.inner[number] = found
    inner = block.inner[number]
    assert inner is None or isinstance(inner, ItemBlock)
    return inner


def above(block: Block, levels: int) -> Block:
    """The block so many lists outwards. Raises Unsupported where there is none."""
    for _ in range(levels):
        if not isinstance(block, ItemBlock):
            raise Unsupported("a value of what holds an item, where the data is not looked at")
        block = block.outer
    return block


def from_above(block: Block, levels: int, code: Callable[[Block], Value]) -> Value:
    """What something is for the rows that hold the items of a block, `levels` lists outwards, for each of the items."""
    return repeated(block, levels, code(above(block, levels)))


def repeated(block: Block, levels: int, value: Value) -> Value:
    """A value of what stands so many lists outwards, for each row of a block."""
    if not levels:
        return value
    assert isinstance(block, ItemBlock)
    return lifted(block, repeated(above(block, 1), levels - 1, value))


def lifted(block: ItemBlock, value: Value) -> Value:
    """A value of the rows that hold items, for each of these."""
    holders = block.cut.holders
    return Value(_at(value.held, holders, lambda held: block.numbers.lifted(held, holders)), _state(value, holders))


def picked(block: ItemBlock, value: Value, key: str, absent: int) -> Value:
    """A value of the item with a key for the rows that hold it; `absent` is the state where there is none."""
    places = block.items.called(key, block.rows, block.cut)
    none = places < 0
    if none.all():
        return Value(None, np.uint8(absent))
    places = np.maximum(places, 0)
    state = _state(value, places)
    if none.any():
        state = settled(np.where(none, absent, 0 if state is None else state))
    return Value(_at(value.held, places, lambda held: block.numbers.picked(held, places)), state)


def _state(value: Value, places: NDArray[np.intp]) -> Any:
    state = value.state
    return state if state is None or np.ndim(state) == 0 else settled(state.take(places))


def _at(held: Any, places: NDArray[np.intp], number: Callable[[Any], Any]) -> Any:
    """What is held in other rows."""

    def taken(array: Any) -> Any:
        return array if np.ndim(array) == 0 else array.take(places)

    match held:
        case None:
            return None
        case Flags():
            return Flags(taken(held.yes))
        case Words():
            return Words(taken(held.codes), held.names)
        case Days():
            return Days(taken(held.ordinals))
    return number(held)
