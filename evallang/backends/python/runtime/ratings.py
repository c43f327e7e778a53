"""Ratings of the bodies that are scored together: who takes part, in which order, and who is among the last."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import Any

from evallang.backends.interpreter.absence import NOT_APPLICABLE, UNDEFINED, Absent, in_doubt


class PlainRanking:
    """One rating of one node within one group of bodies, by the keys of these."""

    def __init__(self, name: str, highest_first: bool, ties: str, entries: list[tuple[str, Any]]) -> None:
        self.name = name
        self.unranked: dict[str, Absent] = {}
        values: list[tuple[Fraction, str]] = []
        for key, value in entries:
            if type(value) is not Absent:
                values.append((value, key))
            elif value.status != NOT_APPLICABLE:
                self.unranked[key] = value.spread()
        values.sort(key=lambda pair: pair[0], reverse=highest_first)
        self.groups = [[key for _, key in same] for _, same in groupby(values, key=lambda pair: pair[0])]
        self.size = len(values)
        self.ranks: dict[str, Any] = {}
        self.above: dict[str, tuple[int, int]] = {}
        place = 0
        for order, keys in enumerate(self.groups):
            for key in keys:
                self.above[key] = (order, place)
                self.ranks[key] = _rank(ties, place + 1, order + 1, len(keys))
            place += len(keys)

    def rank(self, key: str) -> Any:
        """The rank of a body, why it has none, or not applicable."""
        if key in self.ranks:
            return self.ranks[key]
        return self.unranked.get(key) or Absent(NOT_APPLICABLE, f"not in the rating `{self.name}`")

    def among_the(self, end: str, count: int, what: str, key: str) -> Any:
        """Whether a body is among the last (first) `count`; no when it takes no part."""
        if key not in self.ranks:
            return self.unranked.get(key, False)
        order, above = self.above[key]
        if what == "values":
            return (len(self.groups) - 1 - order if end == "last" else order) < count
        if end == "first":
            return above < count
        if what == "places":
            return self.size - above <= count
        return self.size - above - len(self.groups[order]) < count


def _rank(ties: str, place: int, order: int, size: int) -> Any:
    if ties == "dense":
        return Fraction(order)
    if ties == "mean":
        return Fraction(2 * place + size - 1, 2)
    if ties == "none" and size > 1:
        return Absent(UNDEFINED, "a tie, and the rating gives equal bodies no order")
    return Fraction(place)


def as_pair(rank: Any) -> tuple[Any, int]:
    """A rank as a pair, or why there is none."""
    return (rank, 1) if type(rank) is Absent else (rank.numerator, rank.denominator)


def in_any(*places: Any) -> Any:
    """Whether a body is among those of one of several lists."""
    unknown: Absent | None = None
    for value in places:
        if value is True:
            return True
        if type(value) is Absent:
            unknown = in_doubt(unknown, value)
    return False if unknown is None else unknown
