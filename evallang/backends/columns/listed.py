"""Aggregates over the items of a body: what each item has becomes one value of what holds it.

What absence does is what `evallang.backends.interpreter.aggregates`, the reference, makes of it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.segments import ItemBlock, above, from_above, lifted, opened, picked, repeated
from evallang.backends.columns.states import MISSING, NOT_APPLICABLE, UNDEFINED, UNREAD, VALUE, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import UNDEFINED_EVERYWHERE, Block, Flags, Value
from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.types import Quantity, Unknown

if TYPE_CHECKING:
    from evallang.backends.columns.compile import Compiler

Local = tuple[Value, ...]
Code = Callable[[Block, Local], Value]
Mask = NDArray[np.bool_]
_LISTED: Final = ("sum", "mean", "min", "max")
_COUNTED: Final = ("count", "some", "every")


@define(eq=False)
class Members:
    """The items of a block that are or may be in a list; None: all. `state` has a code for each, None: all are."""

    inner: ItemBlock
    belongs: Mask | None
    state: Any = None

    def look(self, value: Value, *, leave_out: bool) -> None:
        """Take what they have; with `leave_out` those are left out for which it is not applicable."""
        if value.state is None:
            return
        own = self._full(value.state)
        known = True if self.state is None else self.state == VALUE
        if leave_out:
            applicable = ~(known & (own == NOT_APPLICABLE))
            self.belongs = applicable if self.belongs is None else self.belongs & applicable
        self.state = own if self.state is None else np.where(known, own, self.state)

    def _full(self, array: Any) -> NDArray[Any]:
        return np.broadcast_to(array, (self.inner.size,))

    def select(self, where: Value) -> None:
        """Take those only for which a condition holds or is not known."""
        yes = self._full(False if where.nowhere else where.held.yes)
        if where.state is None:
            self.belongs = yes
            return
        self.state = self._full(where.state)
        self.belongs = np.where(self.state == VALUE, yes, self.state != NOT_APPLICABLE)

    @property
    def there(self) -> Mask | None:
        """Those that have a value; None: all."""
        if self.state is None:
            return self.belongs
        valued = self.state == VALUE
        return np.asarray(valued if self.belongs is None else valued & self.belongs)

    def absent(self, first: int) -> Any:
        """What the others come to for what holds them; `first` is the code that goes before the other."""
        if self.state is None:
            return None
        codes = spread(self.state)
        ranks = np.where(codes == VALUE, 0, np.where(codes == first, 2, 1)).astype(np.uint8)
        if self.belongs is not None:
            ranks = np.where(self.belongs, ranks, np.uint8(0))
        other = UNREAD if first == UNDEFINED else UNDEFINED
        return settled(np.array([VALUE, other, first], np.uint8)[self.inner.cut.fold(np.maximum, ranks, 0)])


@define(eq=False)
class OverItems:
    """What an aggregate does with the items of a block that holds them."""

    op: str
    number: int
    where: Code | None
    value: Code | None
    weight: Code | None

    def __call__(self, block: Block, loc: Local) -> tuple[Value, Value | None]:
        """The value for what holds the items, and how many have one; None where an empty list is nothing special."""
        inner = opened(block, self.number)
        if inner is None:
            return UNDEFINED_EVERYWHERE, None
        found = Members(inner, None)
        if not inner.size:
            return self._of_nothing(block)
        loc = tuple([lifted(inner, value) for value in loc])
        if self.where is not None:
            found.select(self.where(inner, loc))
        value = self.value(inner, loc) if self.value is not None else None
        if value is not None:
            found.look(value, leave_out=True)
        if self.op in _COUNTED:
            return self._counted(block, found, value), None
        assert value is not None
        weight = self.weight(inner, loc) if self.weight is not None else None
        if weight is not None:
            found.look(weight, leave_out=False)
        return self._listed(block, found, value, weight)

    def _of_nothing(self, block: Block) -> tuple[Value, Value | None]:
        zero = Value(block.ops.constant(Fraction(0)))
        if self.op in _COUNTED:
            return zero if self.op == "count" else Value(Flags(self.op == "every")), None
        return zero, zero

    def _counted(self, block: Block, found: Members, value: Value | None) -> Value:
        """`count`, `some`, `every` with Kleene's three values."""
        cut, there = found.inner.cut, found.there
        holding = there
        if value is not None and isinstance(value.held, Flags):
            yes = np.broadcast_to(value.held.yes, (found.inner.size,))
            holding = yes if there is None else there & yes
        if self.op == "count":
            return Value(_counts(block, cut.numbers(holding))).with_state(found.absent(UNDEFINED))
        if self.op == "some":
            decided = cut.any(True if holding is None else holding)
        elif holding is None:
            decided = np.zeros(cut.size, bool)
        else:
            decided = cut.any(~holding if there is None else there & ~holding)
        unknown = found.absent(UNREAD)
        state = None if unknown is None else settled(np.where(decided, VALUE, unknown))
        return Value(Flags(decided if self.op == "some" else ~decided), state)

    def _listed(
        self, block: Block, found: Members, value: Value, weight: Value | None
    ) -> tuple[Value, Value]:  # fmt: skip
        there, state = found.there, found.absent(UNDEFINED)
        numbers = found.inner.cut.numbers(there)
        counts = Value(_counts(block, numbers), state)
        if value.nowhere or (weight is not None and weight.nowhere):
            return Value(block.ops.constant(Fraction(0)), state), counts
        ops = found.inner.numbers
        if weight is not None:
            held, zero = block.ops.div(
                ops.total(ops.mul(value.held, weight.held), there), ops.total(weight.held, there)
            )
            if zero is not None:
                own = np.zeros(block.size, np.uint8) if state is None else state
                state = settled(np.where((own == VALUE) & zero, UNDEFINED, own))
            return Value(held, state), counts
        if self.op in ("min", "max"):
            return Value(ops.extreme(value.held, there, least=self.op == "min"), state), counts
        held = ops.total(value.held, there)
        if self.op == "mean":
            held = block.ops.div(held, _counts(block, np.maximum(numbers, 1)))[0]
        return Value(held, state), counts


def _counts(block: Block, numbers: NDArray[np.int64]) -> Any:
    """How many there are as a number of a block; one constant where they are equally many everywhere."""
    least, most = int(numbers.min()), int(numbers.max())
    return block.ops.constant(Fraction(most)) if least == most else block.ops.column(numbers, 1, least, most)


def over_items(c: Compiler, e: ir.Aggregate, over: ir.ItemsOf) -> Code:
    """The closure of an aggregate over the items of a body, or of an item. Raises Unsupported."""
    inside = [x for x in (e.value, over.where, e.weight) if x is not None]
    takes = any(isinstance(x, ir.Local) for root in inside for x in walk(root))
    _check(e, over, takes)
    c.need_list(over.item)
    with c.at(c.depth - over.lift + 1):
        where, value, weight = (None if x is None else c.code(x) for x in (over.where, e.value, e.weight))
    found = OverItems(e.op, over.item, where, value, weight)
    none, least = (None if x is None else c.code(x) for x in (e.none, e.least))
    levels = over.lift

    def compute(block: Block, loc: Local) -> Value:
        value, counts = found(above(block, levels), loc if takes else ())
        value = repeated(block, levels, value)
        if counts is None:
            return value
        counts = repeated(block, levels, counts)
        return _enough(block, value, counts, none and none(block, loc), least and least(block, loc))

    return compute


def _check(e: ir.Aggregate, over: ir.ItemsOf, takes: bool) -> None:
    if over.lift and takes:
        raise Unsupported("a list further out that looks at an argument")
    if e.extra or e.own is not None or e.op not in (*_LISTED, *_COUNTED):
        raise Unsupported(f"{e.op} over items")
    numbers = [x for x in (e.value, e.weight) if x is not None]
    if e.op in _LISTED and not all(isinstance(x.type, Quantity | Unknown) for x in numbers):
        raise Unsupported(f"{e.op} over what is no number")


def _enough(block: Block, value: Value, counts: Value, none: Value | None, least: Value | None) -> Value:
    """What stands in for a list that is empty, and what becomes of one that has too few values."""
    known = True if counts.state is None else counts.state == VALUE
    ops, state = block.ops, value.state
    empty = known & np.broadcast_to(ops.compare(counts.held, ops.constant(Fraction(0)), operator.le), (block.size,))
    if least is not None:
        few: Any = False if least.nowhere else ops.compare(counts.held, least.held, operator.lt)
        own = np.where(few, UNDEFINED, VALUE)
        if least.state is not None:
            own = np.where(least.state == VALUE, own, spread(least.state))
        state = settled(np.where(known & (own != VALUE), own, VALUE if state is None else state))
        value = Value(value.held, state)
    if not empty.any():
        return value
    return block.merge(empty, UNDEFINED_EVERYWHERE if none is None else none, value)


def item_called(c: Compiler, e: ir.ItemRef) -> Code:
    """The closure of a value of the item with a key. Raises Unsupported."""
    outwards = c.depth - e.lift
    for number in e.items:
        c.need_list(number)
    with c.at(outwards + len(e.items)):
        inner = c.code(e.inner)
    code = called(e.items, e.keys, lambda block: inner(block, ()), MISSING)
    levels = e.lift
    return lambda block, loc: from_above(block, levels, code)


def called(
    items: tuple[int, ...], keys: tuple[str, ...], code: Callable[[Block], Value], absent: int
) -> Callable[[Block], Value]:  # fmt: skip
    """What something is for the item with these keys, one for each list; `absent` is the state where there is none."""
    if not items:
        return code
    within = called(items[1:], keys[1:], code, absent)

    def of_key(block: Block) -> Value:
        inner = opened(block, items[0])
        if inner is None or not inner.size:
            return Value(None, np.uint8(absent))
        return picked(inner, within(inner), keys[0], absent)

    return of_key
