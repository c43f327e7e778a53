"""The frames of items in the order of the bodies that hold them, read as `evallang.tables.items` reads files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.holders import Bodies, NoRecord, distinct, places_of
from evallang.backends.columns.inputs import Given, typed
from evallang.backends.columns.periods import carry
from evallang.backends.columns.rows import Rows
from evallang.backends.columns.segments import Items
from evallang.backends.columns.unread_items import Remarks
from evallang.backends.columns.unsupported import Unsupported
from evallang.ir.data import Finding
from evallang.ir.program import InputDef, Program
from evallang.tables.bind import table_roles
from evallang.tables.cells import input_columns
from evallang.tables.columns import Active, headers_by_level
from evallang.tables.context import Context, Placed, has_yearly
from evallang.tables.item_keys import Keys, key_columns
from evallang.tables.raw import DataError, RawTable
from evallang.types import BodyType


@define(eq=False)
class Lists:
    """Lists by number: their items, or why they are left to the interpreter; a list that is not given is in neither.

    `names` are those of their frames, `parents` the lists that they lie in, `hard` the rows of bodies with numbers that
    63 bits do not hold, `findings` the rows that are not read. `order` has the rows of bodies as they are computed;
    None: as they stand.
    """

    parents: Mapping[int, int | None] = field(factory=dict)
    order: NDArray[np.intp] | None = None
    items: dict[int, Items] = field(factory=dict)
    refused: dict[int, Unsupported] = field(factory=dict)
    names: dict[int, str] = field(factory=dict)
    hard: NDArray[np.bool_] | None = None
    findings: list[Finding] = field(factory=list)
    unknown: frozenset[str] = frozenset()
    """The frames that are of no list of the rules."""
    left: bool = False
    """Whether some frame is left to the interpreter."""

    @cached_property
    def place(self) -> NDArray[np.intp] | None:
        """Where each row of a body stands in their order."""
        return None if self.order is None else np.argsort(self.order)

    def need(self, number: int) -> None:
        """See that a list can be looked at. Raises Unsupported, each time anew."""
        if number in self.refused:
            raise self.refused[number]

    def of(self, rows: Sequence[int]) -> dict[str, list[int]]:
        """The rows of the items of some bodies, by the names of the frames."""
        if not self.items:  # the places of all rows would be looked up for nothing
            return {}
        bodies = np.asarray(rows, np.intp)
        places: dict[int | None, NDArray[np.intp]] = {None: bodies if self.place is None else self.place[bodies]}
        found = {}
        for number, items in self.items.items():
            places[number] = items.of(places[self.parents[number]])[0]
            found[self.names[number]] = np.unique(items.rows[places[number]]).tolist()
        return found

    def some(self, rows: Rows, bodies: Sequence[int]) -> dict[str, Sequence[int]]:
        """The items of some bodies, by the names of all frames; all rows of a frame that is of no list."""
        return {
            **dict.fromkeys(rows.lists, ()), **self.of(bodies),
            **{name: range(len(rows.lists[name][0].values)) for name in self.unknown if rows.lists[name]},
        }  # fmt: skip

    def held_by(self, number: int, items: Items, level: int | None = None) -> NDArray[np.intp]:
        """The row of a body, or the item of a list further out, that holds each item."""
        found, outer = items.holders, self.parents[number]
        while outer != level:
            assert outer is not None
            found, outer = self.items[outer].holders[found], self.parents[outer]
        return found if level is not None or self.order is None else self.order[found]


@define(eq=False)
class Reader:
    """Reads the frames of items of a frame of bodies, outer ones first."""

    rows: Rows
    active: Active
    bodies: Bodies
    lists: Lists

    @property
    def program(self) -> Program:
        """The rules."""
        return self.rows.program

    def read(self) -> Lists:
        """The lists. Raises Unsupported where they change what bodies there are."""
        tables = [*self.rows.raw((), dict.fromkeys(self.rows.lists, ())).tables]
        try:
            bodies, found = table_roles(self.program, self.active, tables, self.rows.key)
        except DataError as wrong:
            bodies, found = [], []
            self._refuse(range(len(self.program.items)), str(wrong))
        if len(bodies) > 1:
            raise NoRecord("more bodies in a frame of their own")
        self.lists.unknown = frozenset(self.rows.lists) - {table.name for _, table in found}
        numbers = [number for number, _ in found]
        for number, table in found:
            parent = self.program.items[number].parent
            try:
                if numbers.count(number) > 1 or parent in self.lists.refused:
                    raise Unsupported("a list of two frames, or inside of one that is not read")
                if parent is None or parent in self.lists.items:
                    self.lists.items[number] = self._items(number, table)
                    self.lists.names[number] = table.name
            except NoRecord:
                raise
            except (DataError, Unsupported) as wrong:
                self._refuse([number], str(wrong))
        self.lists.left = bool(self.lists.refused) or any(number not in self.lists.items for number in numbers)
        return self.lists

    def _refuse(self, numbers: Sequence[int], why: str) -> None:
        for number in numbers:
            self.lists.refused[number] = Unsupported(why)
            inputs = [d for d in self.program.inputs if number in d.level]
            bounds = any(self.program.definitions[t].level != d.level for d in inputs for t in d.at_most)
            if bounds or self.bodies.over_years:
                raise NoRecord("a list that is not read, and bears on what holds it or on what years there are")

    def _items(self, number: int, table: RawTable) -> Items:
        """The items of one list in the order of what holds them."""
        sources, program = self.rows.lists[table.name], self.program
        outer = program.items[number].parent
        size = self.rows.size if outer is None else len(self.lists.items[outer].rows)
        if not sources:
            none = np.zeros(0, np.intp)
            return Items(none, np.zeros(size + 1, np.intp), none, none, (), none)
        ctx = Context(program, self.active, self.rows.key, has_yearly(program), headers_by_level(program, self.active))
        keys = key_columns(ctx, number, table)
        yearly = any(d.yearly for d in program.inputs if number in d.level)
        remarks = Remarks(self.bodies, sources, keys, table.name)
        rows, holders = self.bodies.of(sources, keys.body, keys.period, yearly=yearly)
        remarks.of_no_body(rows)
        if self.lists.place is not None:
            holders = self.lists.place[holders]
        for item, column in keys.items[:-1]:
            rows, holders = self._inside(item, column, rows, holders, remarks)
        names, codes = distinct(sources[keys.items[-1][1]])
        codes = codes[rows]
        remarks.of_no_key(rows[codes < 0])
        rows, holders, codes = (found[codes >= 0] for found in (rows, holders, codes))
        same = holders * max(len(names), 1) + codes
        _, first = np.unique(same, return_index=True)  # of equal keys the first counts
        remarks.standing_twice(rows, same, first)
        self.lists.findings += remarks.findings()
        rows, holders, codes = rows[first], holders[first], codes[first]
        starts = np.concatenate([np.zeros(1, np.intp), np.cumsum(np.bincount(holders, minlength=size))])
        found = Items(rows, starts, holders, codes, names, self._same(outer, holders, codes, len(names)))
        self._inputs(ctx, number, Placed(table, number, _places(keys)), sources, found)
        return found

    def _inside(
        self, item: int, column: int, rows: NDArray[np.intp], holders: NDArray[np.intp], remarks: Remarks
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:  # fmt: skip
        """The rows that name an item of another list, and that item."""
        outer = self.lists.items[item]
        names, codes = distinct(remarks.sources[column])
        places = {name: place for place, name in enumerate(outer.names)}
        meant = np.array([places.get(name, -1) for name in names] or [-1])[codes[rows]]
        known = (codes[rows] >= 0) & (meant >= 0)
        count = max(len(outer.names), 1)
        wanted = np.where(known, holders * count + meant, -1)
        found = places_of(outer.holders * count + outer.keys, wanted)
        if (found < 0).any():
            lost = holders[found < 0]
            above = self.program.items[item].parent
            if above is not None:
                lost = self.lists.held_by(above, self.lists.items[above])[lost]
            elif self.lists.order is not None:
                lost = self.lists.order[lost]
            remarks.of_no_item(item, column, rows[found < 0], lost)
        return rows[found >= 0], found[found >= 0]

    def _same(
        self, outer: int | None, holders: NDArray[np.intp], codes: NDArray[np.intp], count: int
    ) -> NDArray[np.intp]:  # fmt: skip
        """A number for each item that is the same in every period."""
        above = self.bodies.same if outer is None else self.lists.items[outer].same
        if outer is None and self.lists.order is not None:
            above = above[self.lists.order]
        _, same = np.unique(above[holders] * max(count, 1) + codes, return_inverse=True)
        return np.asarray(same.reshape(-1))

    def _inputs(self, ctx: Context, number: int, placed: Placed, sources: list[Source], items: Items) -> None:
        for column in input_columns(ctx, placed, set(), {}):
            definition = self.program.definitions[column.number]
            if not isinstance(definition, InputDef):
                continue
            given = typed(sources[column.place], definition.type, column.outcomes)
            if given is None:
                if isinstance(definition.type, BodyType) and self.bodies.periods is None:
                    self._bodies(column.number, column.place, sources, items)
                continue
            if self.bodies.over_years and not definition.yearly:
                given = given.permuted(items.rows)
                carry(given, items.same, np.ones(len(items.rows), bool))
            else:
                self._unfit(number, given, items)
                given = given.permuted(items.rows)
            items.givens[column.number] = given

    def _bodies(self, number: int, place: int, sources: list[Source], items: Items) -> None:
        """The rows of the bodies that an input names, where each of its cells names one."""
        rows, named = self.bodies.of(sources, place, None, yearly=False)
        if len(np.unique(rows)) == len(rows):
            found = np.full(int(items.rows.max(initial=-1)) + 1, -1)
            kept = rows < len(found)
            found[rows[kept]] = named[kept]
            if (found[items.rows] >= 0).all():
                items.bodies[number] = found[items.rows]

    def _unfit(self, number: int, given: Given, items: Items) -> None:
        """Leave the bodies to the interpreter whose items have numbers that 63 bits do not hold."""
        if given.unfit is None:
            return
        if self.lists.hard is None:
            self.lists.hard = np.zeros(self.rows.size, bool)
        self.lists.hard[self.lists.held_by(number, items)[given.unfit[items.rows]]] = True


def _places(keys: Keys) -> frozenset[int]:
    """The key columns."""
    return frozenset(c for c in (keys.body, keys.period, *(column for _, column in keys.items)) if c is not None)
