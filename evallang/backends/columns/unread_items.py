"""What is said of the rows of a frame of items that are not read, in the words of `evallang.tables.items`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.holders import Bodies, distinct
from evallang.backends.columns.rows import years_of
from evallang.backends.columns.unread import MOST, no_year, place, repeated, stands_twice, too_many
from evallang.diagnostics import Severity
from evallang.ir.data import Finding
from evallang.tables.item_keys import Keys
from evallang.tables.wording import Suggestions, quoted, several

Rows = NDArray[np.intp]


@define(eq=False)
class Remarks:
    """Rows of one frame of items that are not read; `name` is that of the frame."""

    bodies: Bodies
    sources: list[Source]
    keys: Keys
    name: str
    _found: list[tuple[int, Finding]] = field(factory=list)
    _last: list[Finding] = field(factory=list)
    _count: int = 0

    def of_no_body(self, read: Rows) -> None:
        """What the rows lack that belong to no body; the others are read."""
        lost = np.ones(len(self.sources[self.keys.body].values), bool)
        lost[read] = False
        if not lost.any():
            return
        source, program = self.sources[self.keys.body], self.bodies.rows.program
        named = distinct(source)[1] >= 0
        self._say(np.flatnonzero(lost & ~named), lambda row: "the row names no body and is not read", self.keys.body)
        strange = lost & named & (self.bodies.numbers_of(source) < 0)
        if strange.any():
            suggestions = Suggestions(list(self.bodies.keys))
            self._last += repeated(source, np.flatnonzero(strange), self.name, _stranger, suggestions.ask)
        if self.keys.period is None:
            return
        dated = self.sources[self.keys.period]
        rest, years = np.flatnonzero(lost & named & ~strange), years_of(dated)
        self._say(rest[years[rest] <= 0], lambda row: no_year(dated.text(row)), self.keys.period)
        names = {body.label: body.name for body in program.bodies} | {b.name: b.label for b in program.bodies}

        def without(row: int) -> str:
            text = source.text(row).strip()
            key = text if text in self.bodies.keys else names.get(text, text)
            return f"{quoted(key)} has no row for {years[row]} among the bodies; the row is not read"

        self._say(rest[years[rest] > 0], without)

    def of_no_item(self, item: int, column: int, rows: Rows, bodies: Rows) -> None:
        """Rows that name no item of their body which could hold them."""
        name, source = self.bodies.rows.program.items[item].name, self.sources[column]
        key_of = self.bodies.rows.key_of

        def message(at: int) -> str:
            key = quoted(source.text(int(rows[at])).strip())
            return f"{quoted(key_of(int(bodies[at])))} has no {name} {key}; the row is not read"

        self._say(rows, lambda row: "", column, [message(at) for at in range(min(len(rows), MOST))])

    def of_no_key(self, rows: Rows) -> None:
        """Rows that do not say which item they are."""
        item, column = self.keys.items[-1]
        name = self.bodies.rows.program.items[item].name
        self._say(rows, lambda row: f"the row has no key of the {name} and is not read", column)

    def standing_twice(self, rows: Rows, same: NDArray[np.int64], first: Rows) -> None:
        """Rows of an item that stands in another row; `same` tells items apart, `first` are the places that count."""
        if len(first) == len(rows):
            return
        again = np.ones(len(rows), bool)
        again[first] = False
        lost = np.flatnonzero(again)
        counts = first[np.searchsorted(same[first], same[lost[:MOST]])]  # they stand by what tells them apart
        item, column = self.keys.items[-1]
        name, source = self.bodies.rows.program.items[item].name, self.sources[column]
        messages = [
            stands_twice(f"{name} {quoted(source.text(row).strip())}", place(self.name, int(rows[one])))
            for row, one in zip(rows[lost[:MOST]].tolist(), counts.tolist(), strict=True)
        ]
        self._say(rows[lost], lambda row: "", None, messages)

    def _say(
        self, rows: Rows, message: Callable[[int], str], column: int | None = None, messages: list[str] | None = None
    ) -> None:
        self._count += len(rows)
        source = None if column is None else self.sources[column]
        for at, row in enumerate(rows[:MOST].tolist()):
            text = message(row) if messages is None else messages[at]
            self._found.append((row, Finding(text, place(self.name, row, source), Severity.ERROR)))

    def findings(self) -> list[Finding]:
        """All, in the order of the rows; texts that name no body come last."""
        found = [finding for _, finding in sorted(self._found, key=lambda pair: pair[0])][:MOST]
        return [*found, *too_many(self._count, self.name), *self._last]


def _stranger(text: str, count: int) -> str:
    return f"there is no body {quoted(text)} among the bodies; its {several(count, 'row is', 'rows are')} not read"
