"""The rows of a frame: whose they are, which are scored, and the same rows as the data reader takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.ir.data import Address
from evallang.ir.program import NodeDef, Program
from evallang.tables.bodies import KIND, PERIOD
from evallang.tables.columns import column_number
from evallang.tables.raw import RawData, RawRow, RawTable
from evallang.tables.values import option_words

FRAME = "frame"


@define(eq=False)
class Rows:
    """A frame for a program; `key` is the header of the column that names the bodies, `lists` are frames of items.

    `commas` names the lists, or `bodies`, whose texts have decimal commas; `parameters` stand in the data.
    Messages call the frame `file`.
    """

    program: Program
    sources: list[Source]
    size: int
    key: str
    lists: dict[str, list[Source]] = field(factory=dict)
    commas: frozenset[str] = frozenset()
    parameters: Mapping[str, tuple[str, Address]] = field(factory=dict)
    file: str = FRAME

    @cached_property
    def headers(self) -> list[str]:
        """What the columns are headed by."""
        return [source.header for source in self.sources]

    def source(self, name: str) -> Source | None:
        """The column with a name, capitals aside."""
        place = column_number(self.headers, name)
        return None if place is None else self.sources[place]

    def key_of(self, row: int) -> str:
        """The key of the body of a row: its number where the frame names no bodies."""
        source = self.source(self.key)
        return str(row) if source is None else source.text(row).strip()

    # ---- which rows are scored

    def kinds(self) -> NDArray[np.int16]:
        """The kind of each row."""
        source = self.source(KIND) if self.program.kinds else None
        if source is None:
            return np.full(self.size, -1, np.int16)
        words = option_words([(kind.name, kind.words) for kind in self.program.kinds], "kinds")
        places = {kind.name: i for i, kind in enumerate(self.program.kinds)}
        source = source.as_words()
        found = [places.get(words.get(name) or "", -1) for name in source.names]
        kinds = np.array(found or [-1], np.int16).take(source.values)
        return kinds if source.missing is None else np.where(source.missing, np.int16(-1), kinds)

    def periods(self) -> NDArray[np.int64] | None:
        """The year of each row, 0 where it is none; None for a frame without periods."""
        source = self.source(PERIOD)
        return None if source is None else years_of(source)

    def wrong_kinds(self) -> NDArray[np.bool_]:
        """The rows in which something stands for the kind that is none."""
        source = self.source(KIND) if self.program.kinds else None
        if source is None:
            return np.zeros(self.size, bool)
        source = source.as_words()
        given = np.array([bool(name.strip()) for name in source.names] or [False]).take(source.values)
        return (self.kinds() < 0) & (given if source.missing is None else given & ~source.missing)

    @cached_property
    def bodies(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """A number for the body of each row, and the rows that name one."""
        source = self.source(self.key)
        if source is None:
            return np.arange(self.size), np.ones(self.size, bool)
        named = np.ones(self.size, bool) if source.missing is None else ~source.missing
        if source.sort == "number":
            return source.values, named
        source = source.as_words()
        stripped: dict[str, int] = {}
        places = [stripped.setdefault(name.strip(), len(stripped)) for name in source.names]
        keys = np.array(places or [0], np.int64)[source.values]
        return keys, named & (keys != stripped.get("", -1))

    def read(self, periods: NDArray[np.int64] | None) -> NDArray[np.bool_]:
        """The rows that are read: with a body, in a period, the first of each body and period."""
        keys, named = self.bodies
        return self._first(keys, periods, named if periods is None else named & (periods > 0))

    def _first(self, keys: Any, periods: Any, read: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Of equal bodies in a period the first one only."""
        if periods is None and self.size and np.all(np.diff(keys) > 0):
            return read
        rows = np.flatnonzero(read)
        pairs = keys[rows] if periods is None else np.stack([keys[rows], periods[rows]], axis=1)
        _, first = np.unique(pairs, axis=None if periods is None else 0, return_index=True)
        found = np.zeros(self.size, bool)
        found[rows[first]] = True
        return found

    def named(self) -> NDArray[np.bool_]:
        """The bodies that a mark names: few, and left to the interpreter."""
        found = np.zeros(self.size, bool)
        source = self.source(self.key)
        words = named_bodies(self.program)
        if source is None or not words:
            return found
        source = source.as_words()
        return np.array([name.strip() in words for name in source.names] or [False]).take(source.values)

    # ---- the same rows as texts

    def raw(self, rows: Sequence[int], items: Mapping[str, Sequence[int]] | None = None) -> RawData:
        """Some rows as the data reader takes them, with some rows of lists by the names of their frames."""
        own = self.source(self.key) is None
        headers = (*self.headers, self.key) if own else tuple(self.headers)
        table = RawTable("bodies", self.file, headers, decimal_comma="bodies" in self.commas)
        for row in rows:
            texts = [source.text(row) for source in self.sources]
            table.rows.append(RawRow(f"{row}", [*texts, str(row)] if own else texts))
        lists = (self._list(name, chosen) for name, chosen in (items or {}).items())
        return RawData((table, *lists), self.parameters)

    def raw_with_lists(self) -> RawData:
        """All rows, with the items."""
        lists = {name: range(len(sources[0].values) if sources else 0) for name, sources in self.lists.items()}
        return self.raw(range(self.size), lists)

    def _list(self, name: str, rows: Sequence[int]) -> RawTable:
        sources = self.lists[name]
        headers = tuple(source.header for source in sources)
        table = RawTable(name, name, headers, decimal_comma=name in self.commas)
        table.rows += [RawRow(f"{row}", [source.text(row) for source in sources]) for row in rows]
        return table


def years_of(source: Source) -> NDArray[np.int64]:
    """The year of each row, 0 where it is none."""
    source = source.as_words()
    texts = [name.strip() for name in source.names]
    years = [int(t) if len(t) == 4 and t.isascii() and t.isdigit() else 0 for t in texts]
    found = np.array(years or [0], np.int64)[source.values]
    return found if source.missing is None else np.where(source.missing, 0, found)


def named_bodies(program: Program) -> frozenset[str]:
    """The names and labels of the bodies that marks name."""
    marks = [m for d in program.definitions if isinstance(d, NodeDef) for m in (*d.exemptions, *d.shared_out)]
    meant = frozenset(name for mark in marks for name in mark.bodies)
    return frozenset(w for b in program.bodies if b.name in meant for w in (b.name, b.label) if w)
