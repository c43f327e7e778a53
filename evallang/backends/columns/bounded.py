"""`at most X` over columns: where it is broken, both values are invalid, as `evallang.tables.at_most` has it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.lists import Lists
from evallang.backends.columns.scaled import Scaled
from evallang.backends.columns.states import INVALID, VALUE
from evallang.ir.program import InputDef, Program

Mask = NDArray[np.bool_]
Broken = Iterator[tuple[Given, Mask]]
"""Inputs with the rows or items in which they become invalid."""


def at_most(program: Program, givens: dict[int, Given], kinds: NDArray[np.int16], lists: Lists) -> None:
    """Where a value is more than the one that bounds it, both are invalid; so it is with those of items too."""
    broken = [*_of_bodies(program, givens, kinds)]
    for number in lists.items:
        broken += _of_items(program, givens, kinds, lists, number)
    for given, wrong in broken:
        given.state = np.where(wrong, INVALID, VALUE if given.state is None else given.state).astype(np.uint8)
        given.values, given.bounds = np.where(wrong, 0, given.values), None


def _of_bodies(program: Program, givens: dict[int, Given], kinds: NDArray[np.int16]) -> Broken:
    for number, given in givens.items():
        for target in _bounds(program, number):
            bound = givens.get(target)
            if bound is not None:
                wrong = _more(given, bound) & _cells(program, number, kinds) & _cells(program, target, kinds)
                yield from _both(given, bound, wrong)


def _of_items(
    program: Program, givens: dict[int, Given], kinds: NDArray[np.int16], lists: Lists, number: int
) -> Broken:  # fmt: skip
    items = lists.items[number]
    for name, given in items.givens.items():
        for target in _bounds(program, name):
            level = program.definitions[target].level
            if target in items.givens:
                yield from _both(given, items.givens[target], _more(given, items.givens[target]))
                continue
            outer = level[-1] if level else None
            bound = (givens if outer is None else lists.items[outer].givens).get(target)
            if bound is None:
                continue
            holders = lists.held_by(number, items, outer)
            state = None if bound.state is None else bound.state[holders]
            wrong = _more(given, evolve(bound, values=bound.values[holders], state=state))
            if outer is None:
                wrong = wrong & _cells(program, target, kinds)[holders]
            held = np.zeros(len(bound.values), bool)
            held[holders[wrong]] = True
            yield from ((given, wrong), (bound, held)) if wrong.any() else ()


def _bounds(program: Program, number: int) -> tuple[int, ...]:
    definition = program.definitions[number]
    assert isinstance(definition, InputDef)
    return definition.at_most


def _both(given: Given, bound: Given, wrong: Mask) -> Broken:
    if wrong.any():
        yield from ((given, wrong), (bound, wrong))


def _cells(program: Program, number: int, kinds: NDArray[np.int16]) -> NDArray[np.bool_]:
    """The rows whose bodies have a cell of an input; where the kind is not known they may."""
    wanted = program.definitions[number].kinds
    if wanted is None:
        return np.ones(kinds.shape, bool)
    return np.array([*(kind.name in wanted for kind in program.kinds), True])[kinds]  # no kind is -1, the last place


def _more(a: Given, b: Given) -> NDArray[np.bool_]:
    """Where one number is more than another, exactly."""
    ops = Approximate(len(a.values))
    x, y = (Scaled(g.values, g.den, int(g.values.min(initial=0)), int(g.values.max(initial=0))) for g in (a, b))
    more = np.asarray(ops.compare(x, y, np.greater))
    for row in () if ops.doubt is None else np.flatnonzero(ops.doubt).tolist():
        more[row] = int(a.values[row]) * b.den > int(b.values[row]) * a.den
    for given in (a, b):
        if given.state is not None:
            more = more & (given.state == VALUE)
    return more
