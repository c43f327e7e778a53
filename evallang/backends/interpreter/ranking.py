"""Ratings: who takes part, in which order, and who is among the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from evallang.backends.interpreter.absence import NOT_APPLICABLE, UNDECIDED, Absent, undefined
from evallang.numbers.decide import compare
from evallang.numbers.errors import NumberError
from evallang.numbers.real import Number


class _Group:
    """Bodies with one value; where it is not decided whether it is one, `open` says why."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.open: Absent | None = None


class Ranking:
    """One rating of one node within one group of bodies."""

    def __init__(self, name: str, highest_first: bool, ties: str, entries: Sequence[tuple[str, Any]]) -> None:
        """`entries` are the keys of those who take part, with their value or why they have none."""
        self.name, self.highest_first, self.ties = name, highest_first, ties
        self.unranked: dict[str, Absent] = {}
        self.values: list[tuple[str, Number]] = []
        for key, value in entries:
            if type(value) is not Absent:
                self.values.append((key, value))
            elif value.status != NOT_APPLICABLE:
                self.unranked[key] = value.spread()
        self.ranks: dict[str, Any] = {}
        self._groups: list[_Group] = []
        self._group: dict[str, int] = {}
        self._up_to: list[int] = []  # how many bodies stand in a group and above it
        self._sort()

    def _sort(self) -> None:
        sign = -1 if self.highest_first else 1

        def order_of(a: tuple[str, Number], b: tuple[str, Number]) -> int:
            return sign * _order_of(a[1], b[1])

        self.values.sort(key=cmp_to_key(order_of))
        self._groups = list(_grouped(self.values))
        place, open_above = 1, None
        for order, group in enumerate(self._groups):
            for key in group.keys:
                self._group[key] = order
                if group.open is not None:
                    self.unranked[key] = group.open
                else:
                    self.ranks[key] = self._rank(place, order + 1, len(group.keys), open_above)
            open_above = open_above or group.open
            place += len(group.keys)
            self._up_to.append(place - 1)

    def _rank(self, place: int, order: int, size: int, open_above: Absent | None) -> Any:
        match self.ties:
            case "dense":
                return open_above or Fraction(order)
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
        return self.unranked.get(key) or Absent(NOT_APPLICABLE, f"not in the rating `{self.name}`")

    def among_the(self, end: str, count: int, what: str, key: str) -> Any:
        """Whether a body is among the last (first) `count`; no when it takes no part."""
        if key not in self.ranks:
            return self.unranked.get(key, False)
        here = self._group[key]
        if what == "values":
            return _fewer_values(self._groups[here + 1 :] if end == "last" else self._groups[:here], count)
        above = self._up_to[here - 1] if here else 0
        if end == "first":
            return above < count
        if what == "places":
            # The place is the shared one, 1 2 2 4, so a tie counts with its best place.
            return self._up_to[-1] - above <= count
        return self._up_to[-1] - self._up_to[here] < count


def _order_of(a: Number, b: Number) -> int:
    """Which is greater; 0 also where that is not decided."""
    try:
        return compare(a, b)
    except NumberError:
        return 0


def _grouped(values: Sequence[tuple[str, Number]]) -> Iterator[_Group]:
    """The bodies in order, equal ones together, and those together of which it is not decided."""
    group: _Group | None = None
    last: Number | None = None
    for key, value in values:
        same, why = False, None
        if last is not None:
            try:
                same = compare(value, last) == 0
            except NumberError as error:
                same, why = True, Absent(UNDECIDED, str(error))
        if group is None or not same:
            if group is not None:
                yield group
            group = _Group()
        group.keys.append(key)
        group.open = group.open or why
        last = value
    if group is not None:
        yield group


def _fewer_values(groups: Sequence[_Group], count: int) -> Any:
    """Whether groups hold fewer than so many different values; an open group holds one for each body at most."""
    if len(groups) >= count:
        return False
    most = sum(len(group.keys) if group.open is not None else 1 for group in groups)
    return True if most < count else next(group.open for group in groups if group.open is not None)
