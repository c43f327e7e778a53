"""Ratings: who takes part, in which order, and who is among the last."""

from __future__ import annotations

from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from evallang import numbers
from evallang.backends.interpreter.absence import NOT_APPLICABLE, UNDECIDED, Absent, undefined
from evallang.backends.interpreter.frames import Frame
from evallang.ir.program import RatingDef
from evallang.numbers import Number


class Ranking:
    """One rating of one node within one group of bodies."""

    def __init__(self, rating: RatingDef, entries: list[tuple[Frame, Any]]) -> None:
        """`entries` are the bodies of the group that take part, with their value or why they have none."""
        self.rating = rating
        self.unranked: dict[str, Absent] = {}
        self.values: list[tuple[str, Number]] = []
        for frame, value in entries:
            if type(value) is not Absent:
                self.values.append((frame.key, value))
            elif value.status != NOT_APPLICABLE:
                self.unranked[frame.key] = value.spread()
        self.ranks: dict[str, Any] = {}
        self._group: dict[str, int] = {}
        self._up_to: list[int] = []  # how many bodies stand in a group and above it
        self._sort()

    def _sort(self) -> None:
        sign = -1 if self.rating.highest_first else 1

        def order_of(a: tuple[str, Number], b: tuple[str, Number]) -> int:
            return sign * numbers.compare(a[1], b[1])

        try:
            self.values.sort(key=cmp_to_key(order_of))
            groups = self._groups()
        except numbers.NumberError as error:
            undecided = Absent(UNDECIDED, str(error))
            self.unranked |= {key: undecided for key, _ in self.values}
            self.values = []
            return
        place = 1
        for order, group in enumerate(groups, 1):
            for key in group:
                self.ranks[key] = self._rank(place, order, len(group))
                self._group[key] = order - 1
            place += len(group)
            self._up_to.append(place - 1)

    def _groups(self) -> list[list[str]]:
        """The bodies in order, equal ones together."""
        groups: list[list[str]] = []
        last: Number | None = None
        for key, value in self.values:
            if last is not None and numbers.compare(value, last) == 0:
                groups[-1].append(key)
            else:
                groups.append([key])
            last = value
        return groups

    def _rank(self, place: int, order: int, size: int) -> Any:
        match self.rating.ties:
            case "dense":
                return Fraction(order)
            case "mean":
                return Fraction(2 * place + size - 1, 2)
            case "none" if size > 1:
                return undefined("a tie, and the rating gives equal bodies no order")
            case _:
                return Fraction(place)

    def rank(self, key: str) -> Any:
        """The rank of a body, why it has none, or not applicable."""
        if key in self.ranks:
            return self.ranks[key]
        return self.unranked.get(key) or Absent(NOT_APPLICABLE, f"not in the rating `{self.rating.name}`")

    def among_the(self, end: str, count: int, what: str, key: str) -> Any:
        """Whether a body is among the last (first) `count`; no when it takes no part."""
        if key not in self.ranks:
            return self.unranked.get(key, False)
        here = self._group[key]
        if what == "values":
            return (len(self._up_to) - 1 - here if end == "last" else here) < count
        above = self._up_to[here - 1] if here else 0
        if end == "first":
            return above < count
        if what == "places":
            # The place is the shared one, 1 2 2 4, so a tie counts with its best place.
            return self._up_to[-1] - above <= count
        return self._up_to[-1] - self._up_to[here] < count
