"""The bodies of the methodology of 2020 as NumPy takes them: float64 by the names of inputs, flags, lists of items."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from evallang import types
from peers.bodies import Bodies, Drawn, Items
from peers.engines.whole_tables import BANK, DEFENCE

Array = NDArray[Any]
Found = dict[str, Array]
"""Results by path; NaN where there is none."""


@frozen(eq=False)
class Frame:
    """Columns of bodies, and of the items of each list with the body of each item."""

    central: Array
    columns: Found
    owners: Found
    items: dict[str, Found]

    def __len__(self) -> int:
        return len(self.central)

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def total(self, name: str, weights: Array) -> Array:
        """A sum over the items of each body; 0 of none."""
        return np.bincount(self.owners[name], weights, len(self))

    def count(self, name: str) -> Array:
        """How many items each body has."""
        return np.bincount(self.owners[name], minlength=len(self))


def framed(bodies: Bodies) -> Frame:
    """Made-up bodies as columns; a body at fault is its place."""
    given = bodies.frame()
    names, kinds = given.pop("body"), given.pop("kind")
    columns = {name: _plain(column) for name, column in given.items()}
    columns |= {name: np.isin(names, list(of)) for name, of in (("bank", BANK), ("defence", DEFENCE))}
    lists = {bodies.program.items[number].name: items for number, items in bodies.lists.items()}
    return Frame(
        kinds == "central",
        columns,
        {name: items.owners for name, items in lists.items()},
        {name: _of_items(bodies, items) for name, items in lists.items()},
    )


def ratio(part: Array, base: Array) -> Array:
    """A quotient; NaN where the divisor is 0."""
    found: Array = np.divide(part, base, out=np.full(len(base), np.nan), where=base != 0)
    return found


def rounded(values: Array, parts: int) -> Array:
    """Half up, as counts of so many parts of one."""
    return np.floor(values * parts + 0.5)


def _of_items(bodies: Bodies, items: Items) -> Found:
    inputs = {d.number: d for d in bodies.program.inputs}

    def values(number: int, column: Drawn) -> Array:
        is_body = isinstance(inputs[number].type, types.BodyType)
        return column.values if is_body else column.values / column.unit

    return {inputs[number].short: values(number, column) for number, column in items.columns.items()}


def _plain(column: Array) -> Array:
    return column if column.dtype == np.bool_ else column.astype(np.float64, copy=False)
