"""Ratings over columns: places of bodies among those of their group, by exact values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.populations import Groups, groups_of
from evallang.backends.columns.states import NOT_APPLICABLE, UNDEFINED, VALUE, in_doubt, settled, spread
from evallang.backends.columns.values import Flags
from evallang.ir import expr as ir

if TYPE_CHECKING:
    from evallang.backends.columns.engine import Engine


@define(eq=False)
class Places:
    """A rating of one node: `state` is VALUE for the bodies that have a place, and what the others are instead.

    `above` and `same` count the bodies of the group that stand higher and those of the same value, `values` the
    different values up to that of the body, `bodies` and `different` those of the whole group.
    """

    state: NDArray[np.uint8]
    above: NDArray[np.int64]
    same: NDArray[np.int64]
    values: NDArray[np.int64]
    bodies: NDArray[np.int64]
    different: NDArray[np.int64]


def places_of(engine: Engine, number: int, node: int) -> Places:
    """The places in a rating of a node. Raises Unsupported."""
    rating = engine.rows.program.ratings[number]
    among = engine.special.among(rating)
    if among is None:
        return _nobody(np.full(engine.rows.size, NOT_APPLICABLE, np.uint8))
    over = among.over if isinstance(among.over, ir.BodiesOf) else ir.BodiesOf()
    groups = groups_of(engine, over)
    value = engine.hidden(rating.nodes[node])
    state = np.where(value.state == NOT_APPLICABLE, NOT_APPLICABLE, spread(value.state))
    if over.where is not None:
        where = engine.hidden(over.where)
        out = (where.state == NOT_APPLICABLE) | ((where.state == VALUE) & ~where.flags())
        state = np.where(out, NOT_APPLICABLE, np.where(where.state == VALUE, state, spread(where.state)))
    own = np.where(groups.state == NOT_APPLICABLE, NOT_APPLICABLE, spread(groups.state))
    state = np.where(own == VALUE, state, own).astype(np.uint8)
    nums = value.numbers()[0]
    return _sorted(state, groups, -nums if rating.highest_first else nums)


def _nobody(state: NDArray[np.uint8]) -> Places:
    return Places(state, *(np.zeros(len(state), np.int64) for _ in range(5)))


def _sorted(state: NDArray[np.uint8], groups: Groups, values: NDArray[np.int64]) -> Places:
    rows = np.flatnonzero(state == VALUE)
    if not len(rows):
        return _nobody(state)
    rows = rows[np.lexsort((values[rows], groups.places[rows]))]
    group, value = groups.places[rows], values[rows]
    first_of_group = np.ones(len(rows), bool)
    first_of_group[1:] = group[1:] != group[:-1]
    first = first_of_group.copy()
    first[1:] |= value[1:] != value[:-1]
    run, block = np.cumsum(first) - 1, np.cumsum(first_of_group) - 1
    starts, blocks = np.flatnonzero(first), np.flatnonzero(first_of_group)
    ends = np.append(starts[1:], len(rows))
    block_ends = np.append(blocks[1:], len(rows))
    runs = run + 1

    def spread_out(found: Any) -> NDArray[np.int64]:
        out = np.zeros(len(state), np.int64)
        out[rows] = found
        return out

    return Places(
        state,
        spread_out(starts[run] - blocks[block]),
        spread_out((ends - starts)[run]),
        spread_out(runs - run[blocks][block]),
        spread_out((block_ends - blocks)[block]),
        spread_out(runs[block_ends - 1][block] - run[blocks][block]),
    )


def ranks(engine: Engine, number: int, node: int) -> Given:
    """The rank of each body in a rating."""
    places, ties = engine.places(number, node), engine.rows.program.ratings[number].ties
    place, state = places.above + 1, places.state
    match ties:
        case "dense":
            return Given(type(None), places.values, settled(state))
        case "mean":
            return Given(type(None), 2 * place + places.same - 1, settled(state), 2)
        case "none":
            state = np.where((state == VALUE) & (places.same > 1), UNDEFINED, state)
    return Given(type(None), place, settled(state))


def among_the(engine: Engine, e: ir.InRating) -> Given:
    """Whether each body is among the first or the last of a rating, or of any of its lists."""
    yes: Any = np.zeros(engine.rows.size, bool)
    states = []
    for node in e.nodes:
        places = engine.places(e.rating, node)
        ranked = places.state == VALUE
        yes = yes | (ranked & _among(places, e.end, e.count, e.what))
        states.append(np.where(places.state == NOT_APPLICABLE, VALUE, places.state))
    state = in_doubt(states)
    return Given(Flags, yes, settled(np.where(yes, VALUE, VALUE if state is None else state)))


def _among(places: Places, end: str, count: int, what: str) -> Any:
    if what == "values":
        return (places.different - places.values if end == "last" else places.values - 1) < count
    if end == "first":
        return places.above < count
    if what == "places":
        return places.bodies - places.above <= count
    return places.bodies - places.above - places.same < count
