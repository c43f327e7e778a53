"""The bodies that are scored together, and the values of the lists that are made of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from evallang.backends.interpreter.absence import NOT_APPLICABLE, UNDEFINED, Absent, in_doubt
from evallang.backends.python.runtime.lists import Pairs, exactly, once, plain_quantile, shared
from evallang.backends.python.runtime.records import names_of, period_of

Record: TypeAlias = "Mapping[str, Any]"
Of: TypeAlias = "Mapping[str | None, Callable[..., Any]]"
"""By kind of body, a function of a record, the population, and the name of the body that asks."""

Rating: TypeAlias = "tuple[str, bool, str, Callable[..., Any]]"
"""The name of a rating, whether the highest comes first, what is done about ties, and what puts bodies in order."""
Given: TypeAlias = "tuple[Any, ...]"
"""The parameters of the formula in which a list stands."""


class Listed:
    """A list of bodies: who is in one group, what is known of each member, and whether who has no value is left out.

    A member is whether it belongs to the list, its value and its weight, each number with its denominator; `member`
    gives the one of a body, or with `items` those of its items, None where the list is not given. What `looks` at the
    body that asks is found for each of them; where it is `indexed`, what is not known stands last. Of items that are
    `keyed`, the first is the body that has to ask, and they are found once for all.
    """

    def __init__(
        self, group: Of, member: Of, items: str = "", *, leave_out: bool = False, looks: bool = False,
        indexed: bool = False, keyed: bool = False,
    ) -> None:  # fmt: skip
        self.group, self.member, self.items, self.keyed = group, member, items, keyed
        self.leave_out, self.looks, self.indexed = leave_out, looks, indexed


class Population:
    """Some records; what is found of a list is found once for each group."""

    def __init__(self, records: Sequence[Record], kinds: Mapping[str, str], names: Mapping[str, str]) -> None:
        self.records, self.kinds, self.names = records, kinds, names
        self._known: dict[tuple[Any, ...], tuple[Pairs, Pairs, list[Absent]]] = {}
        self._states: dict[tuple[Any, ...], Any] = {}
        self._rankings: dict[tuple[int, Any], Any] = {}
        self._groups: dict[int, list[tuple[Record, Any]]] = {}
        self._indexes: dict[int, Any] = {}

    def kind(self, record: Record) -> str | None:
        """The kind of a record, None where it is none of the rules."""
        return self.kinds.get(record.get("kind", ""))

    def members(
        self, number: int, listed: Listed, own: Any, this: str, given: Given = ()
    ) -> tuple[Pairs, Pairs, list[Absent]]:
        """The values, the weights, and why some have none."""
        place = (number, own, this if listed.looks else None, given)
        if place not in self._known:
            self._known[place] = self._found(self._each(number, listed, own, this, given), listed)
        return self._known[place]

    def states(self, number: int, listed: Listed, own: Any, this: str, given: Given = ()) -> Any:
        """What is known of each member of a list that is only counted; why there is no list."""
        place = (number, own, this if listed.looks else None, given)
        if place not in self._states:
            each = self._each(number, listed, own, this, given)
            self._states[place] = each if type(each) is Absent else shared(_state(row) for row in each)
        return self._states[place]

    def ranking(self, number: int, listed: Listed, rating: Rating, own: Any, key: str) -> Any:
        """One rating within the group of a body; by itself where the group is not known."""
        *about, ordered = rating
        if type(own) is Absent:  # it is not known with whom to rank it
            return ordered(*about, [(key, own)])
        if (number, own) not in self._rankings:
            entries = []
            for record, group in self._grouped(number, listed):
                if type(group) is not Absent and group == own:
                    word = str(record.get("body", ""))
                    holds, top, bottom, *_ = listed.member[self.kind(record)](record, self, self.names[word], ())
                    value: Any = holds if type(holds) is Absent else top
                    if holds is not False:
                        entries.append((word, Fraction(value, bottom) if type(value) is int else value))
            self._rankings[number, own] = ordered(*about, entries)
        return self._rankings[number, own]

    def _grouped(self, number: int, listed: Listed) -> list[tuple[Record, Any]]:
        if number not in self._groups:
            self._groups[number] = [(r, listed.group[self.kind(r)](r, self)) for r in self.records]
        return self._groups[number]

    def _found(self, each: Any, listed: Listed) -> tuple[Pairs, Pairs, list[Absent]]:
        if type(each) is Absent:
            return [], [], [each]
        values: Pairs = shared()
        weights: Pairs = shared()
        lacking: list[Absent] = []
        for holds, top, bottom, weight, below in each:
            one: Any = holds if type(holds) is Absent else top
            if holds is False or (type(one) is Absent and (listed.leave_out or one.status == NOT_APPLICABLE)):
                continue
            if type(one) is Absent:
                lacking.append(one)
                continue
            if type(weight) is Absent:
                lacking.append(weight)
            weights.append((weight, below))
            values.append((one, bottom))
        return values, weights, lacking

    def _each(self, number: int, listed: Listed, own: Any, this: str, given: Given = ()) -> Any:
        if listed.keyed:
            return self._keyed(number, listed, this)
        if listed.items:
            return self._each_item(listed, this, given)
        found = []
        groups = self._grouped(number, listed)
        known = [(r, g) for r, g in groups if type(g) is not Absent and g == own]
        unknown = [(r, g) for r, g in groups if type(g) is Absent and g.status != NOT_APPLICABLE]
        for record, group in (*known, *unknown):
            holds, *rest = listed.member[self.kind(record)](record, self, this, given)
            if _is_out(holds):
                continue
            found.append((_both(group, holds), *rest))
        return found

    def _keyed(self, number: int, listed: Listed, this: str) -> Any:
        """The items that name a body, and after them those of which it is not known whom they name."""
        if number not in self._indexes:
            self._indexes[number] = self._index(listed)
        index = self._indexes[number]
        return index if type(index) is Absent else [*index[0].get(this, ()), *index[1]]

    def _index(self, listed: Listed) -> Any:
        by_body: dict[str, list[tuple[Any, ...]]] = {}
        unknown: list[tuple[Any, ...]] = []
        for record in self.records:
            rows = listed.member[self.kind(record)](record, self, "", ())
            if rows is None:
                return Absent(UNDEFINED, f"the list `{listed.items}` is not given")
            for whom, *rest in rows:
                if type(whom) is Absent:
                    unknown.append((whom.spread(), *rest))
                else:
                    by_body.setdefault(whom, []).append((True, *rest))
        return by_body, unknown

    def _each_item(self, listed: Listed, this: str, given: Given) -> Any:
        found: list[Any] = []
        for record in self.records:
            rows = listed.member[self.kind(record)](record, self, this, given)
            if rows is None:
                return Absent(UNDEFINED, f"the list `{listed.items}` is not given")
            found += [row for row in rows if not _is_out(row[0])]
        return sorted(found, key=lambda row: type(row[0]) is Absent) if listed.indexed else found


class Periods:
    """Records, those of one year together; each is scored in its own."""

    def __init__(self, records: Sequence[Record], kinds: Mapping[str, str], names: Mapping[str, str]) -> None:
        self.kinds, self.names = kinds, names_of(records, names)
        self.by_period: dict[int | None, list[Record]] = {}
        for record in records:
            self.by_period.setdefault(period_of(record), []).append(record)
        self._populations = {period: Population(held, kinds, self.names) for period, held in self.by_period.items()}

    def of(self, record: Record) -> Population:
        """The bodies of the year of a record."""
        return self._populations[period_of(record)]


def _state(row: tuple[Any, ...]) -> Any:
    """What is known of a member that is only counted."""
    return row[0] if type(row[0]) is Absent else row[1]


def _is_out(holds: Any) -> bool:
    """Whether it is known that something does not belong to a list."""
    return holds is False or (type(holds) is Absent and holds.status == NOT_APPLICABLE)


def _both(group: Any, holds: Any) -> Any:
    """What is known of both together: that a body is in the group, and that it belongs to the list."""
    if type(group) is not Absent:
        return holds
    return group.spread() if holds is True else in_doubt(group.spread(), holds.spread())


def placed(op: str, pairs: Pairs, top: Any, bottom: int, *given: Any) -> tuple[Any, int]:
    """Where an own value stands among others, as a pair, or why that is not known."""
    own = top if type(top) is Absent else Fraction(top, bottom)
    rows = once(pairs, "in order", lambda: shared(sorted(exactly(pairs))))
    found = PLACED[op](own, rows, *given)
    return (found.numerator, found.denominator) if isinstance(found, Fraction) else (found, 1)


def _percentile(own: Any, rows: list[Fraction]) -> Any:
    if type(own) is Absent:
        return own.spread()
    return Fraction(bisect_left(rows, own) + bisect_right(rows, own), 2 * len(rows))


def _minmax(own: Any, rows: list[Fraction]) -> Any:
    if rows[0] == rows[-1]:
        return Absent(UNDEFINED, "the smallest and the greatest value are equal")
    return own.spread() if type(own) is Absent else (own - rows[0]) / (rows[-1] - rows[0])


def _winsorised(own: Any, rows: list[Fraction], p: Any, q: Any) -> Any:
    low, high = once(rows, p, lambda: plain_quantile(rows, p)), once(rows, q, lambda: plain_quantile(rows, q))
    for end in (low, high):
        if not isinstance(end, Fraction):
            return end
    return own.spread() if type(own) is Absent else min(max(own, low), high)


PLACED: dict[str, Callable[..., Any]] = {
    "rank": lambda own, rows: Fraction(1 + len(rows) - bisect_right(rows, own)), "percentile": _percentile,
    "minmax": _minmax, "winsorise": _winsorised,
}  # fmt: skip
