"""The rows of a frame as records, each with its values by the short paths of inputs: what compiled Python takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.states import VALUE
from evallang.backends.columns.values import Days, Flags, Words


def records(
    givens: Mapping[str, Given], order: NDArray[np.intp] | None, keys: Mapping[str, Sequence[str]], size: int
) -> Iterator[dict[str, Any]]:
    """The rows, with `keys` such as `body`; what stands `order` says in which place the inputs have each row.

    A missing value is None. No number may be one that 63 bits do not hold.
    """
    columns: dict[str, Sequence[Any]] = dict(keys)
    for path, given in givens.items():
        cells = _cells(given)
        if order is not None:
            sorted_ = np.empty(size, dtype=object)
            sorted_[order] = cells
            cells = sorted_
        columns[path] = cells.tolist()
    names = tuple(columns)
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(names, row, strict=True))


def _cells(given: Given) -> NDArray[Any]:
    """The values of an input, each made once."""
    values, places = np.unique(given.values, return_inverse=True)
    made = np.empty(len(values), dtype=object)
    made[:] = [_cell(given, value) for value in values.tolist()]
    cells = made[places.reshape(-1)]
    if given.state is not None:
        cells[given.state != VALUE] = None
    return cells


def _cell(given: Given, value: Any) -> Any:
    if given.sort is Flags:
        return bool(value)
    if given.sort is Words:
        return given.names[value]
    if given.sort is Days:
        return date.fromordinal(value)
    return value if given.den == 1 else Fraction(value, given.den)
