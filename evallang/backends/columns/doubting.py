"""Rows in doubt: which of a block are left open by what is computed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from evallang.backends.columns.segments import Cut


class Doubting:
    """What notes the rows of a block that are left open; `doubt` is None where there is none."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.doubt: Any = None

    def doubted(self, rows: Any) -> None:
        """Put rows in doubt."""
        if np.any(rows):
            self.doubt = np.zeros(self.size, bool) | (False if self.doubt is None else self.doubt) | rows


class DoubtingItems(Doubting):
    """The same for the items of a block: the rows are in doubt that hold them; `outer` are the operations on these."""

    def __init__(self, cut: Cut, outer: Any) -> None:
        super().__init__(cut.count)
        self.cut = cut
        self.outer = outer

    def doubted(self, rows: Any) -> None:
        """Put the rows in doubt that hold items."""
        if np.any(rows):
            self.outer.doubted(self.cut.any(rows))
