"""The numbers of a loop: as those of a block, where what holds for every row must be known before any is seen."""

from __future__ import annotations

from typing import Any

import numpy as np

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.residues import Residues
from evallang.backends.columns.scaled import EXACT, Near
from evallang.backends.columns.traced.recorded import Recorded
from evallang.backends.columns.unsupported import Unsupported


def _joined(doubt: Any, rows: Any) -> Any:
    if isinstance(rows, Recorded):
        return rows if doubt is None else doubt | rows
    if np.any(rows):
        raise Unsupported("every row would be in doubt")
    return doubt


class Floats(Approximate):
    """Whole numbers of 64 bits while the ranges prove that they fit, else floats with a bound of their error."""

    def __init__(self) -> None:
        super().__init__(1)

    def doubted(self, rows: Any) -> None:
        """Put the row in doubt where a flag says so. Raises Unsupported where every row would be."""
        self.doubt = _joined(self.doubt, rows)

    def _least(self, divisor: Any, unit: float) -> float:
        if not isinstance(divisor, Recorded):
            return super()._least(divisor, unit)
        return unit


class Moduli(Residues):
    """The second look at a row in doubt."""

    def __init__(self) -> None:
        super().__init__(1)
        self.near = Floats()

    def doubted(self, rows: Any) -> None:
        """Leave the row open where a flag says so. Raises Unsupported where every row would be."""
        self._doubt = _joined(self._doubt, rows)

    def _most(self, whole: Any, near: Near) -> int:
        if not isinstance(whole, Recorded):
            return super()._most(whole, near)
        return int(min(near.most, EXACT)) + 1
