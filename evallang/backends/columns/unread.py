"""What is said of the rows of a frame of bodies that are not read, in the words of `evallang.tables.bodies`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.holders import distinct
from evallang.backends.columns.rows import FRAME, Rows
from evallang.diagnostics import Severity
from evallang.ir.data import Address, Finding
from evallang.tables.bodies import KIND, PERIOD
from evallang.tables.values import option_words
from evallang.tables.wording import quoted, several

MOST: Final = 1_000
"""So many rows of a frame are named; of the others it is said how many there are."""

Why = tuple[str, Address]
"""Why a row is not read, and where that shows."""


@define(eq=False)
class Unread:
    """The rows of a frame of bodies that are not read; `periods` are 0 where there is none."""

    rows: Rows
    periods: NDArray[np.int64] | None
    readable: NDArray[np.bool_]

    def reason(self, row: int) -> str:
        """Why a row has no results, whatever is asked for."""
        if self.readable[row]:
            year = 0 if self.periods is None else int(self.periods[row])
            return f"the row is not scored: it is of the period {year}"
        return self._why([row])(row)[0]

    def findings(self, kinds: NDArray[np.int16]) -> list[Finding]:
        """One for each row that is not read, and what is wrong with their kinds."""
        lost = np.flatnonzero(~self.readable)
        found = of_rows(self._why(lost[:MOST].tolist()), lost, FRAME) if lost.size else []
        found += self._called_twice()
        return [*found, *self._kinds(kinds)] if self.rows.program.kinds else found

    def _why(self, lost: Sequence[int]) -> Callable[[int], Why]:
        """What says why each of some rows is not read."""
        keys, named = self.rows.bodies
        source, periods = self.rows.source(self.rows.key), self.rows.source(PERIOD)
        same = np.flatnonzero(self.readable & np.isin(keys, keys[np.asarray(lost, np.intp)]))
        firsts = {(keys[row], self._period(row)): row for row in same.tolist()}

        def why(row: int) -> Why:
            if source is not None and not named[row]:
                return "the row names no body and is not read", place(FRAME, row, source)
            if periods is not None and not self._period(row):
                return no_year(periods.text(row)), place(FRAME, row, periods)
            year = f" in {self._period(row)}" if self.periods is not None else ""
            first = place(FRAME, firsts[keys[row], self._period(row)])
            return stands_twice(f"{quoted(self.rows.key_of(row))}{year}", first), place(FRAME, row)

        return why

    def _period(self, row: int) -> int:
        return 0 if self.periods is None else int(self.periods[row])

    def _called_twice(self) -> list[Finding]:
        """Bodies of the methodology that stand under their name and under their label."""
        source = self.rows.source(self.rows.key)
        found: list[Finding] = []
        if source is None or not self.rows.program.bodies:
            return found
        names, codes = distinct(source)
        places = {name: place for place, name in enumerate(names)}
        for body in self.rows.program.bodies:
            keys = [word for word in dict.fromkeys((body.name, body.label)) if word and word in places]
            rows = [np.flatnonzero(self.readable & (codes == places[key])) for key in keys]
            if len(keys) > 1 and all(len(of_key) for of_key in rows):
                first, second = (place(FRAME, int(of_key[0])) for of_key in rows)
                message = f"{quoted(keys[0])} at {first} and {quoted(keys[1])} are one body of the methodology; "
                found.append(Finding(f"{message}only the first is taken for it", second, Severity.ERROR))
        return found

    def _kinds(self, kinds: NDArray[np.int16]) -> list[Finding]:
        """Wrong kinds, each once, and the rows without one."""
        program, source = self.rows.program, self.rows.source(KIND)
        wrong = self.rows.wrong_kinds() & self.readable
        found: list[Finding] = []
        if source is not None and wrong.any():
            words = option_words([(kind.name, kind.words) for kind in program.kinds], "kinds")
            found += repeated(
                source, np.flatnonzero(wrong), FRAME,
                lambda text, count: f"{quoted(text)} is none of the kinds{_as_in(count)}", words.ask,
            )  # fmt: skip
        without = np.flatnonzero(self.readable & (kinds < 0) & ~wrong)
        if without.size:
            first = int(without[0])
            message = f"{several(len(without), 'row has', 'rows have')} no kind, the first is "
            options = ", ".join(quoted(kind.name) for kind in program.kinds)
            help_ = f'the column "{KIND}" holds one of {options}'
            message += quoted(self.rows.key_of(first))
            found.append(Finding(message, place(FRAME, first), Severity.ERROR, help_))
        return found


def _as_in(count: int) -> str:
    return f", as in {several(count - 1, 'more row', 'more rows')}" if count > 1 else ""


def stands_twice(what: str, first: Address) -> str:
    """What is said of the second row of the same."""
    return f"{what} stands twice: the row at {first} counts, the one here is not read"


def no_year(text: str) -> str:
    """What is said of a row that is in no period."""
    text = text.strip()
    what = f"{quoted(text)} is not a year of four digits" if text else "the row names no period"
    return f"{what}; the row is not read"


def place(file: str, row: int, column: Source | None = None) -> Address:
    """The address of a row, or of a cell in it."""
    return Address(file, str(row), "" if column is None else column.header)


def of_rows(why: Callable[[int], Why], rows: NDArray[np.intp], file: str) -> list[Finding]:
    """One finding for each of some rows; how many there are where there are too many to name."""
    found = [Finding(message, at, Severity.ERROR) for message, at in map(why, rows[:MOST].tolist())]
    return found + too_many(len(rows), file)


def too_many(count: int, file: str) -> list[Finding]:
    """That more rows are not read than are named."""
    if count <= MOST:
        return []
    message = f"{several(count - MOST, 'more row is', 'more rows are')} not read; `reason` says why for each body"
    return [Finding(message, Address(file), Severity.ERROR)]


def repeated(
    source: Source, rows: NDArray[np.intp], file: str, message: Callable[[str, int], str],
    ask: Callable[[str], str | None],
) -> list[Finding]:  # fmt: skip
    """One finding for each text of some rows, at the first of them, with how many there are."""
    names, codes = distinct(source)
    different, first, counts = np.unique(codes[rows], return_index=True, return_counts=True)
    found: Iterable[tuple[Any, ...]] = zip(first.tolist(), different.tolist(), counts.tolist(), strict=True)
    return [
        Finding(message(names[code], count), place(file, int(rows[at]), source), Severity.ERROR, ask(names[code]))
        for at, code, count in sorted(found)[:MOST]
    ]
