"""Who scores the rows that are not computed over columns."""

from __future__ import annotations

from typing import Literal, Protocol

from evallang.backends.scores import Scores
from evallang.tables.raw import RawData

Period = int | Literal["all"] | None


class Scorer(Protocol):
    """What scores rows with the interpreter."""

    def __call__(self, raw: RawData, wanted: Period, /) -> Scores:
        """The scores of all rows of the data."""
