"""Aggregates over the items of every body that name the body that asks: `sum(x for item … where site = this body)`.

Each item is added to the body that it names, once for the whole frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.segments import Items
from evallang.backends.columns.states import UNDEFINED, UNREAD, VALUE, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Flags
from evallang.ir import expr as ir
from evallang.ir.program import InputDef

if TYPE_CHECKING:
    from evallang.backends.columns.engine import Engine

_MOST = 2**62


def items_of_everyone(engine: Engine, e: ir.Aggregate) -> tuple[Given, Given]:
    """The value for each row, and where the list is empty. Raises Unsupported."""
    over = e.over
    assert isinstance(over, ir.ItemsOf)
    if e.op not in ("sum", "count") or any(x is not None for x in (e.weight, e.least, e.own, *e.extra)):
        raise Unsupported(f"{e.op} over the items of every body")
    if e.op == "count" and e.value is not None:
        raise Unsupported("a count of values over the items of every body")
    if engine.periods is not None or not engine.scored.all() or engine.hard.any():
        raise Unsupported("the items of every body, of which some are not scored here")
    engine.lists.need(over.item)
    items = engine.lists.items.get(over.item)
    if items is None:
        raise Unsupported("the items of every body, of a list that is not given")
    fault = _compared(over.where)
    named = items.bodies.get(fault)
    if named is None:
        raise Unsupported("an input that names a body which is not in the frame")
    used = [fault, *(e.value.targets if isinstance(e.value, ir.Ref) else ())]
    chosen = _applicable(engine, over.item, items, used)
    named, size = named[chosen], engine.rows.size
    counts = np.bincount(named, minlength=size)
    empty = Given(Flags, counts == 0)
    if e.value is None:
        return Given(type(None), counts.astype(np.int64)), empty
    given = _given(engine, items, e.value)
    values = given.values[chosen]
    absent = np.zeros(len(named), np.uint8) if given.state is None else spread(given.state[chosen])
    there = absent == VALUE
    if int(np.abs(values).max(initial=0)) * max(int(counts.max(initial=0)), 1) >= _MOST:
        raise Unsupported("aggregates that 63 bits do not hold")
    total = np.zeros(size, np.int64)
    np.add.at(total, named[there], values[there])
    return Given(type(None), total, _state(named, absent, size), given.den), empty


def _compared(where: ir.Expr | None) -> int:
    """The input of an item that is compared with the body that asks."""
    match where:
        case ir.Apply(op="equal", args=(ir.Ref(targets=(number,), lift=0), ir.ThisBody())):
            return number
        case ir.Apply(op="equal", args=(ir.ThisBody(), ir.Ref(targets=(number,), lift=0))):
            return number
    raise Unsupported("the items of every body")


def _applicable(engine: Engine, item: int, items: Items, used: Sequence[int]) -> NDArray[np.bool_]:
    """The items of bodies that have what is used."""
    kinds = engine.kinds[engine.lists.held_by(item, items)]
    found = np.ones(len(kinds), bool)
    for whose in (engine.rows.program.definitions[n].kinds for n in used):
        if whose is not None and bool((engine.kinds < 0).any()):
            raise Unsupported("the items of bodies of no known kind")
        if whose is not None:
            found &= np.array([kind.name in whose for kind in engine.rows.program.kinds])[kinds]
    return found


def _given(engine: Engine, items: Items, e: ir.Expr) -> Given:
    match e:
        case ir.Ref(targets=(number,), lift=0):
            d, given = engine.rows.program.definitions[number], items.givens.get(number)
            plain = given is not None and given.sort is type(None) and given.unfit is None
            if given is not None and plain and isinstance(d, InputDef) and d.fallback is None:
                return given
    raise Unsupported("what is computed of the items of every body")


def _state(named: NDArray[np.intp], absent: NDArray[np.uint8], size: int) -> Any:
    """What members without a value make of the whole: one that is undefined goes before one that is not read."""
    if not absent.any():
        return None
    found = np.zeros(size, np.uint8)
    for code in (UNREAD, UNDEFINED):
        found[named[absent == code]] = code
    return settled(found)
