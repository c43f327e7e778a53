"""Results of one body, made into numbers when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent

Places = dict[str, tuple[int, int | None, int]]
"""By path: where the value stands, and its denominator; else the one that is known, 0 for what is no number."""


class Scores(Mapping[str, Any]):
    """By path a `Fraction`, a flag, the name of a grade, or an `Absent`, which says why there is no value."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Places, values: tuple[Any, ...]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, path: str) -> Any:
        place, bottom, known = self._places[path]
        value = self._values[place]
        if not known or type(value) is Absent:
            return value
        return Fraction(value, known if bottom is None else self._values[bottom])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
