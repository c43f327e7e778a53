"""Results of one body, made into numbers when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent

KEPT = 20_000
"""So many numbers are made once: what is rounded comes again and again."""
MADE: dict[tuple[int, int], Fraction] = {}


class Scores:
    """By path a `Fraction`, a flag, the name of a grade, or an `Absent`, which says why there is no value.

    It has what a `dict` has to be read by. `places` say by path where a value stands, and its denominator; else the
    denominator that is known, 0 for what is no number.
    """

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, tuple[int, int | None, int]], values: tuple[Any, ...]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, path: str) -> Any:
        place, bottom, known = self._places[path]
        value = self._values[place]
        if not known or type(value) is Absent:
            return value
        if bottom is not None:
            return Fraction(value, self._values[bottom])
        made = MADE.get((value, known))
        if made is None:
            made = Fraction(value, known)
            if len(MADE) < KEPT:
                MADE[value, known] = made
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def __repr__(self) -> str:
        return f"Scores({dict(self.items())})"

    def keys(self) -> Iterator[str]:
        """The paths."""
        return iter(self._places)

    def values(self) -> Iterator[Any]:
        """The results, in the order of the paths."""
        return (self[path] for path in self._places)

    def items(self) -> Iterator[tuple[str, Any]]:
        """The paths with their results."""
        return ((path, self[path]) for path in self._places)

    def get(self, path: str, otherwise: Any = None) -> Any:
        """A result; something else where there is none of that path."""
        return self[path] if path in self._places else otherwise
