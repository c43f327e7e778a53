"""NumPy by hand, exact: float64 decides where it can, whole numbers modulo 2^64 elsewhere; README.md proves it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from peers.data import Columns
from peers.engines.arrays import in_blocks
from peers.exact import grades
from peers.peer import Peer

MARGIN = 1e-9
"""Nearer than this to a whole number, a float that is off by less than 2e-11 is not trusted."""
BASES = ("services", "timed", "portalable", "volume")

Form = list[NDArray[Any]]


class Filter(Peer):
    """Over whole columns."""

    by_record = False

    def prepare(self, columns: Columns) -> Columns:
        return columns

    def batch(self, data: Columns) -> Any:
        form = numerators(data)
        near = form[0] * 0.2
        for numerator, base in zip(form[1:], BASES, strict=True):
            near += numerator / data[base]
        near = near * 100 + 0.5
        rounded, nearest = np.floor(near), np.rint(near)
        doubt = np.flatnonzero(np.abs(near - nearest) < MARGIN)
        if len(doubt):
            few = [data[base][doubt] for base in BASES]
            rounded[doubt] = settled([numerator[doubt] for numerator in form], few, nearest[doubt])
        return rounded, grades(rounded)


class FilterBlocks(Filter):
    """In blocks that stay in the cache."""

    def batch(self, data: Columns) -> Any:
        return in_blocks(super().batch, data)


def numerators(c: Columns) -> Form:
    """The total as fifths and a numerator over each of `BASES`; clamps and brackets are decided on whole numbers."""
    central, services, timed = c["central"].astype(bool), c["services"], c["timed"]
    step = np.select([c["satisfaction"] >= edge for edge in (480, 460, 440, 420, 400)], [5, 4, 3, 2, 1], 0)
    fifths = step * np.where(central, 15, 20) - np.minimum(25, c["facts"])
    fifths += np.where(central, 5 * np.minimum(5, c["moved"]) - np.minimum(25, c["hours_down"]), 0)
    top = np.where(central, 8, 10) * services
    kept = np.maximum(0, np.where(central, 10, 20) * services - 10000 * c["complaints"])
    for fault in ("refused", "unfinished", "demanded"):
        kept += np.maximum(0, top - 10000 * c[fault])
    within = np.maximum(0, np.where(central, 26, 30) * timed - 10000 * c["late"])
    shares = (np.where(central, 10 * c[part], 0) for part in ("on_portal", "online_volume"))
    return [fifths, kept, within, *shares]


def settled(form: Form, bases: Form, nearest: NDArray[np.float64]) -> NDArray[np.float64]:
    """The exact scores of rows for which 100·total + 1/2 lies within the margin of a whole number."""
    top, bottom = form[0].astype(np.uint64), np.full(len(nearest), 5, np.uint64)
    for numerator, base in zip(form[1:], bases, strict=True):
        over = base.astype(np.uint64)
        top, bottom = top * over + numerator.astype(np.uint64) * bottom, bottom * over
    whole = nearest.astype(np.int64).astype(np.uint64)
    sign = (np.uint64(200) * top + bottom - np.uint64(2) * whole * bottom).astype(np.int64)
    scores = nearest - (sign < 0)
    size = 5.0 * np.prod([base.astype(np.float64) for base in bases], axis=0)
    for row in np.flatnonzero(size > 2.0**61 / MARGIN).tolist():  # the difference might not fit into 63 bits
        scores[row] = _large([int(column[row]) for column in form], [int(column[row]) for column in bases])
    return scores


def _large(form: list[int], bases: list[int]) -> int:
    top, bottom = form[0], 5
    for numerator, base in zip(form[1:], bases, strict=True):
        top, bottom = top * base + numerator * bottom, bottom * base
    return (200 * top + bottom) // (2 * bottom)
