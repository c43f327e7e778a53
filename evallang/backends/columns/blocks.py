"""The rows of a frame cut into blocks of one kind each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def blocks(
    plans: Mapping[int, Any], kinds: NDArray[np.int16], chosen: NDArray[np.bool_], order: NDArray[np.intp] | None,
    size: int,
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    """Where rows are read, where they are written, how many they are, their kind, and what is computed of them."""
    if chosen.all() and (len(plans) == 1 or order is not None):
        yield from _contiguous(plans, kinds, order, size)
        return
    # Where the inputs stand in another order, a row is read elsewhere than it is written.
    step = size * len(plans)
    for at in range(0, len(kinds), step):
        out = at + np.arange(min(step, len(kinds) - at)) if order is None else order[at : at + step]
        for kind, plan in plans.items():
            here = np.flatnonzero(chosen[out] & (kinds[out] == kind))
            if len(here):
                yield at + here, out[here], len(here), kind, plan


def _contiguous(
    plans: Mapping[int, Any], kinds: NDArray[np.int16], order: NDArray[np.intp] | None, size: int
) -> Iterator[tuple[Any, ...]]:
    """Blocks that lie together."""
    start = 0
    for kind, plan in sorted(plans.items()):
        end = start + int(np.count_nonzero(kinds == kind))
        for at in range(start, end, size):
            rows = slice(at, min(at + size, end))
            yield rows, rows if order is None else order[rows], rows.stop - at, kind, plan
        start = end


def picked(rows: Any, mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Some rows of a block."""
    return np.asarray(rows.start + np.flatnonzero(mask) if isinstance(rows, slice) else rows[mask])
