"""To which bodies the rows of a list belong: by their keys, and in which period."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.rows import Rows, years_of
from evallang.backends.columns.unsupported import Unsupported
from evallang.tables.context import has_yearly

_YEARS = 20_000
Places = NDArray[np.intp]


class NoRecord(Unsupported):
    """Lists that change what is read of the bodies: all is left to the interpreter."""


@define(eq=False)
class Bodies:
    """The bodies of a frame; `readable` are the rows that count, `same` numbers the bodies over their periods."""

    rows: Rows
    readable: NDArray[np.bool_]
    periods: NDArray[np.int64] | None
    same: Places
    over_years: bool

    @classmethod
    def of_frame(cls, rows: Rows, readable: NDArray[np.bool_], periods: NDArray[np.int64] | None) -> Bodies:
        """The bodies of the rows of a frame."""
        _, same = np.unique(rows.bodies[0], return_inverse=True)
        return cls(rows, readable, periods, same.reshape(-1), periods is not None and has_yearly(rows.program))

    def of(
        self, sources: Sequence[Source], body: int, period: int | None, *, yearly: bool
    ) -> tuple[Places, Places]:  # fmt: skip
        """Rows of a list, each with a row of the body that it belongs to. Raises Unsupported.

        `yearly` says that something of the list is given for each year.
        """
        bodies = self.numbers_of(sources[body])
        here = np.flatnonzero(self.readable)
        if period is None:
            self._check_without(yearly)
            return _joined(bodies, self.same[here], here)
        if self.periods is None:
            raise Unsupported("a list of periods for bodies without")
        years = years_of(sources[period])
        dated = (bodies >= 0) & (years > 0)
        wanted = np.where(dated, bodies * _YEARS + years, -1)
        rows, holders = _joined(wanted, self.same[here] * _YEARS + self.periods[here], here)
        if self.over_years and len(rows) < np.count_nonzero(dated):
            raise NoRecord("items of a year in which the body has no row")
        return rows, holders

    def _check_without(self, yearly: bool) -> None:
        """A list without periods may hold what no year changes."""
        if self.periods is None or len(np.unique(self.periods[self.readable])) <= 1:
            return
        if not has_yearly(self.rows.program) or yearly:
            raise Unsupported("a list without periods for bodies of several")

    def numbers_of(self, source: Source) -> Places:
        """The number of the body that each row names, −1 where it names none."""
        own = self.rows.source(self.rows.key)
        alike = own is not None and own.sort == source.sort == "number" and own.places == source.places
        if own is not None and alike and not self.rows.program.bodies:
            found = places_of(np.unique(own.values), source.values)
            return found if source.missing is None else np.where(source.missing, -1, found)
        names, codes = distinct(source)
        numbers = self._numbers()
        meant = np.array([numbers.get(name, -1) for name in names] or [-1], np.intp)
        return np.where(codes < 0, -1, meant[codes])

    def _numbers(self) -> dict[str, int]:
        """What the bodies of the data may be called."""
        found = dict(self.keys)
        called: dict[str, int] = {}
        for body in self.rows.program.bodies:
            words = [word for word in (body.name, body.label) if word]
            here_ = [found[word] for word in words if word in found]
            called.update(dict.fromkeys(words, here_[0] if here_ else -1))
        return called | found

    @cached_property
    def keys(self) -> dict[str, int]:
        """The bodies of the data by their keys, in the order in which they stand."""
        found: dict[str, int] = {}
        source = self.rows.source(self.rows.key)
        if source is None:
            found = {str(row): int(self.same[row]) for row in np.flatnonzero(self.readable).tolist()}
        else:
            names, codes = distinct(source)
            same = np.full(max(len(names), 1), -1)
            here = self.readable & (codes >= 0)
            same[codes[here]] = self.same[here]
            found = {name: number for name, number in zip(names, same.tolist(), strict=False) if number >= 0}
        return found


def distinct(source: Source) -> tuple[tuple[str, ...], Places]:
    """The texts of a column without blanks around them, each once, and that of each row; −1 where nothing stands."""
    source = source.as_words()
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(name.strip(), len(places)) for name in source.names] or [0], np.intp)
    found = codes[source.values]
    nothing = found == places.get("", -1)
    return tuple(places), np.where(nothing if source.missing is None else nothing | source.missing, -1, found)


def places_of(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> Places:
    """Where each wanted number stands among different ones; −1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1)
    order = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    return np.where(keys[order[at]] == wanted, order[at], -1)


def _joined(wanted: NDArray[np.int64], keys: NDArray[np.int64], rows: Places) -> tuple[Places, Places]:
    """The pairs of places and rows of which the numbers are equal."""
    order = np.argsort(keys, kind="stable")
    first, last = (np.searchsorted(keys, wanted, side=side, sorter=order) for side in ("left", "right"))
    counts = last - first
    places = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
    return places, rows[order[np.repeat(first, counts) + within]]
