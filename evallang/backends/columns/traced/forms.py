"""How a column holds what loops write into it: one form for the rows of all kinds, found before any is computed."""

from __future__ import annotations

from math import lcm
from typing import Any, Final

import numpy as np
from attrs import define, field

from evallang.backends.columns.residues import Residue
from evallang.backends.columns.scaled import LIMIT
from evallang.backends.columns.states import taken
from evallang.backends.columns.values import Days, Flags, Words

TYPES: Final[dict[str, type]] = {
    "flag": np.bool_, "day": np.int64, "words": np.int32, "scaled": np.int64, "near": np.float64,
}  # fmt: skip
"""What the arrays of a column hold, by what is held."""


@define(eq=False)
class Form:
    """What is held, as `Column.sort` says it; numbers over `den`, names by their places; "" where nothing is."""

    sort: str = ""
    den: int = 1
    names: dict[str, int] = field(factory=dict)
    _numbers: list[tuple[int, int]] = field(factory=list)

    def take(self, held: Any) -> None:
        """Make room for what some rows hold."""
        match _plain(held):
            case None:
                return
            case Flags():
                self.sort = "flag"
            case Days():
                self.sort = "day"
            case Words(names=names):
                self.sort = "words"
                for name in names:
                    self.names.setdefault(name, len(self.names))
            case number:
                self._take_number(number)

    def _take_number(self, number: Any) -> None:
        if self.sort != "near" and hasattr(number, "den"):
            den = lcm(self.den, number.den)
            self._numbers.append((number.den, number.most))
            if den <= LIMIT and all(most * (den // own) <= LIMIT for own, most in self._numbers):
                self.sort, self.den = "scaled", den
                return
        self.sort, self.den = "near", 1

    def put(self, held: Any) -> tuple[Any, str]:
        """What is put into the array, by row or one for all, and its sort."""
        held = _plain(held)
        match self.sort, held:
            case "flag", Flags(yes=found):
                return found, "b"
            case "day", Days(ordinals=found):
                return found, "i"
            case "words", Words(codes=codes, names=names):
                places = [self.names[name] for name in names]
                same = places == list(range(len(places)))
                return codes if same else taken(np.array(places, np.int64), codes), "i"
            case "scaled", _:
                return held.times(self.den // held.den), "i"
        return held.near.values, "f"


def _plain(held: Any) -> Any:
    return held.held if isinstance(held, Residue) else held
