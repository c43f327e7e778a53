"""NumPy by hand: float64 over whole columns, in blocks that stay in the cache, and float32."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from peers.data import Columns
from peers.exact import grades
from peers.peer import Peer

BLOCK = 16_384
"""Rows whose columns fit into a cache of the second level."""

Floats = dict[str, NDArray[Any]]


class Numpy64(Peer):
    """The formulas as they stand, over whole columns."""

    by_record = False
    number: ClassVar[Any] = np.float64

    def prepare(self, columns: Columns) -> Floats:
        floats: Floats = {name: column.astype(self.number) for name, column in columns.items()}
        return floats | {
            "central": columns["central"].astype(bool),
            "satisfaction": (columns["satisfaction"] / 100).astype(self.number),
        }

    def batch(self, data: Floats) -> Any:
        rounded = np.floor(self.scores(data) * self.number(100) + self.number(0.5))
        return rounded, grades(rounded)

    def scores(self, c: Floats) -> NDArray[Any]:
        """The totals, not rounded."""
        f, central = self.number, c["central"]
        zero, myriad = f(0), f(10000)
        steps = [c["satisfaction"] >= f(edge) for edge in (4.8, 4.6, 4.4, 4.2, 4.0)]
        score: NDArray[Any] = np.select(steps, [f(5), f(4), f(3), f(2), f(1)], zero) * np.where(central, f(3), f(4))
        most, within, top = (np.where(central, f(a), f(b)) for a, b in ((10, 20), (26, 30), (8, 10)))
        score = score + np.maximum(zero, most - c["complaints"] / c["services"] * myriad)
        score = score + (
            np.maximum(zero, within - c["late"] / c["timed"] * myriad)
            + np.maximum(zero, top - c["refused"] / c["services"] * myriad)
            + np.maximum(zero, top - c["unfinished"] / c["services"] * myriad)
            + np.maximum(zero, top - c["demanded"] / c["services"] * myriad)
        )
        automation = (
            c["on_portal"] / c["portalable"] * f(10)
            + c["online_volume"] / c["volume"] * f(10)
            + np.minimum(f(5), c["moved"])
            - np.minimum(f(5), c["hours_down"] * f(0.2))
        )
        score = score + np.where(central, automation, zero)
        score -= np.minimum(f(5), c["facts"] * f(0.2))
        return score


class Numpy32(Numpy64):
    """The same in float32."""

    number: ClassVar[Any] = np.float32


class Blocks(Numpy64):
    """The same in float64, one block after the other."""

    def batch(self, data: Floats) -> Any:
        return in_blocks(super().batch, data)


def in_blocks(batch: Callable[[Floats], Any], data: Floats) -> tuple[Any, Any]:
    """Scores and grades made block by block, each of which stays in the cache."""
    rows = len(data["services"])
    scores, places = np.empty(rows), np.empty(rows, np.int8)
    for start in range(0, rows, BLOCK):
        block = slice(start, start + BLOCK)
        scores[block], places[block] = batch({name: column[block] for name, column in data.items()})
    return scores, places
