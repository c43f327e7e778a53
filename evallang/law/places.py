"""Where new statements stand: in the place of old ones, or where the law counts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.tree import Hit, Numbering
from evallang.syntax import ast


def assigned(
    new: Sequence[Any], inside: Sequence[Hit], whole: bool
) -> tuple[tuple[tuple[Any, ...], ...], tuple[Any, ...]]:
    """The new statements for each place inside other statements, and the rest, which stand by themselves.

    A statement takes the place of the first one of its sort and name, under the same options if there is such a one.
    A clause that finds none stands behind the one before it; so does anything where no statement stood by itself.
    """
    places: list[list[Any]] = [[] for _ in inside]
    free = set(range(len(inside)))
    taken: dict[int, int] = {}
    for key in (_exactly, _named):
        for n, statement in enumerate(new):
            place = _first(statement, inside, free, key) if n not in taken else None
            if place is not None:
                free.discard(place)
                taken[n] = place
    rest = []
    last = 0
    for n, statement in enumerate(new):
        if n in taken or (places and (not whole or isinstance(statement, ast.Clause))):
            last = taken.get(n, last)
            places[last].append(statement)
        else:
            rest.append(statement)
    return tuple(map(tuple, places)), tuple(rest)


def _first(statement: Any, inside: Sequence[Hit], free: set[int], key: Callable[[Any], Any]) -> int | None:
    wanted = key(statement)
    return next((i for i in sorted(free) if key(inside[i].statement) == wanted), None)


def _exactly(statement: Any) -> tuple[Any, ...]:
    unders = tuple(str(u.path) for u in ast.unders(getattr(statement, "marks", ())))
    return (*_named(statement), unders)


def _named(statement: Any) -> tuple[Any, ...]:
    name = getattr(statement, "name", None) or getattr(statement, "paths", None)
    return type(statement).__name__, str(getattr(name, "text", name)), getattr(statement, "states", None)


def place_for(home: Numbering, address: Address) -> int:
    """Where a provision without neighbours goes: behind the last that the law counts before it."""
    place = len(home.items)
    wanted = addresses.order(address)
    for i in range(len(home.items) - 1, -1, -1):
        own = home.items[i].address
        if own is not None and addresses.order(own) > wanted:
            place = i
        elif own is not None:
            break
    return place
