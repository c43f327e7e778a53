"""What lines do on arrays: an operation of NumPy that writes into an array that is there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Make = Callable[..., Any]
"""What makes an array of others: called with them and, last, the array to write into."""
_BOOL: Final = np.dtype(bool)
_PLACE: Final = np.dtype(np.intp)


@frozen(eq=False)
class Step:
    """What a line does: `make` of inputs, each brought to the type that it `takes` before.

    `in_place` says that it may write into one of its inputs.
    """

    make: Make
    inputs: Sequence[Any]
    takes: Sequence[np.dtype[Any]]
    in_place: bool = True


def cast(x: Any, dtype: np.dtype[Any]) -> Step:
    """The same as numbers of another type."""
    return Step(copied, [x], [x.dtype], in_place=False)


def look_up(table: NDArray[Any], places: Any) -> Step:
    """What a table holds at some places."""

    def taken(at: Any, out: Any) -> None:
        table.take(at, None, out, "clip")  # no place lies beyond its end; to say so is quickest

    return Step(taken, [places], [_PLACE], in_place=False)


def choose(mask: Any, a: Any, b: Any, dtype: np.dtype[Any]) -> Step:
    """One or the other by row."""
    return Step(_chosen, [mask, a, b], [_BOOL, dtype, dtype], in_place=False)


def copied(x: Any, out: Any) -> None:
    """The same numbers in another type."""
    np.copyto(out, x, "unsafe")


def _chosen(mask: Any, a: Any, b: Any, out: Any) -> None:
    np.copyto(out, b)
    np.copyto(out, a, where=mask)
