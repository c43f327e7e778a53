"""Exact scoring of data frames at the speed of columns, with NumPy; the interpreter settles the rows in doubt.

Nothing is imported here, so that whoever has no frame needs no NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numpy.typing import NDArray

Arrays = Mapping[str, "NDArray[Any]"]


class Frame(Protocol):
    """A table of Arrow, a data frame of pandas or of Polars."""

    @property
    def columns(self) -> Any:
        """Its columns, or their names."""


def is_frame(data: object) -> bool:
    """Whether data is a frame: a mapping that holds an array, or a frame of a library of frames."""
    if isinstance(data, Mapping):
        return any(hasattr(value, "dtype") for value in data.values())
    return hasattr(data, "columns")
