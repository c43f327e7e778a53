"""The parts of a node over a block: added, weighted, counted, the smallest and the greatest of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, Final

import numpy as np

from evallang.backends.columns.states import NOT_APPLICABLE, UNDEFINED, VALUE, choose, lack, settled
from evallang.backends.columns.values import NOT_FOR_THESE, Block, Value, is_absent

OVER_PARTS: Final = ("sum", "mean", "min", "max")


def applicable(values: Sequence[Value]) -> list[Value]:
    """The values that are for some of the rows."""
    return [v for v in values if not (is_absent(v.state) and v.state == NOT_APPLICABLE)]


def _present(value: Value) -> Any:
    """Where a part is for the body; True for all rows."""
    if value.state is None:
        return True
    mask = value.state != NOT_APPLICABLE
    return True if mask.all() else mask


def _folded(block: Block, values: Sequence[Value], operation: Callable[[Any, Any], Any]) -> tuple[Value, Any]:
    """An operation over the parts that are for a body, and where there is any; the state is that of those parts."""
    held: Any = None
    any_here: Any = False
    for value in values:
        here = _present(value)
        one = block.ops.constant(Fraction(0)) if value.nowhere else value.held
        if held is None:
            held = one
        elif here is True and any_here is True:
            held = operation(held, one)
        else:
            both = operation(held, one)
            held = block.ops.where(np.logical_and(here, any_here), both, block.ops.where(here, one, held))
        any_here = True if here is True or any_here is True else any_here | here
    any_here = True if any_here is True or np.all(any_here) else any_here
    state = lack([_left_out(value.state) for value in values])
    return Value(held).with_state(state), any_here


def _left_out(state: Any) -> Any:
    return None if state is None else settled(np.where(state == NOT_APPLICABLE, VALUE, state))


def added(block: Block, values: Sequence[Value]) -> Value:
    """The sum of a node's parts; not applicable where none is for the body."""
    values = applicable(values)
    if not values:
        return NOT_FOR_THESE
    found, here = _folded(block, values, block.ops.add)
    return found if here is True else found.with_state(choose(here, found.state, np.uint8(NOT_APPLICABLE)))


def over_parts(block: Block, op: str, values: Sequence[Value], none: Value | None) -> Value:
    """An aggregate over the parts; `none` stands in where there is none."""
    values = applicable(values)
    empty = Value(None, np.uint8(UNDEFINED)) if none is None else none
    if not values:
        return empty
    operations = {"min": block.ops.least, "max": block.ops.greatest}
    found, here = _folded(block, values, operations.get(op, block.ops.add))
    if op == "mean" and not found.nowhere:
        counts = counted(block, values).held
        found = Value(block.ops.div(found.held, counts)[0], found.state)
    return found if here is True else block.merge(here, found, empty)


def counted(block: Block, values: Sequence[Value]) -> Value:
    """How many parts are for each body."""
    masks = [_present(value) for value in applicable(values)]
    if all(mask is True for mask in masks):
        return Value(block.ops.constant(Fraction(len(masks))))
    counts: Any = np.zeros(block.size, np.int64)
    for mask in masks:
        counts = counts + mask
    return Value(block.ops.column(counts, 1, 0, len(masks)))


def weighted(block: Block, values: Sequence[Value], weights: Sequence[Value], shared_out: bool) -> Value:
    """The weighted sum; where the weights of what has no value are shared out, over those that are left."""
    ops = block.ops
    kept = [_kept(value) if shared_out else True for value in values]
    pairs = list(zip(values, kept, strict=True))
    states = [value.state if k is True else settled(np.where(k, value.state, VALUE)) for value, k in pairs]
    state = lack([*(w.state for w in weights), *states])
    if is_absent(state) or any(w.nowhere for w in weights):
        return Value(None, state)
    zero = ops.constant(Fraction(0))
    whole, held = zero, zero
    for value, weight, k in zip(values, weights, kept, strict=True):
        product = zero if value.nowhere else ops.mul(value.held, weight.held)
        whole = ops.add(whole, product if k is True else ops.where(k, product, zero))
        held = ops.add(held, weight.held if k is True else ops.where(k, weight.held, zero))
    if all(k is True for k in kept):
        return Value(whole, state)
    every: Any = reduce(np.logical_and, kept)
    some: Any = reduce(np.logical_or, kept)
    share, none_left = ops.div(whole, held)
    lost = ~some if none_left is None else ~some | (none_left & ~every)
    own = np.uint8(VALUE) if state is None else state
    return Value(ops.where(every, whole, share), settled(np.where((own == VALUE) & lost, UNDEFINED, own)))


def _kept(value: Value) -> Any:
    """Where a part has a value or what cannot be read."""
    if value.state is None:
        return True
    mask = (value.state == VALUE) | (value.state >= 8)
    return True if mask.all() else mask
