"""Made-up bodies for any rules: drawn from their inputs with a fixed seed, in ranges such as real figures have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from evallang import types
from evallang.ir.data import BodyRecord, Cell, Dataset, Datum, Record
from evallang.ir.program import InputDef, Program
from evallang.tables.columns import short_header
from peers.data import Column

MOST_ITEMS = 3


def as_given(value: Fraction) -> int | float:
    """A number as a program gives it: whole, or the float whose shortest decimal it is."""
    return int(value) if value.denominator == 1 else float(value)


@frozen(eq=False)
class Drawn:
    """A column of whole numbers: values in parts of `unit`, options and bodies by their places, flags as 0 and 1."""

    values: Column
    unit: int = 1


@frozen(eq=False)
class Items:
    """The items of one list: of which body each is, and its columns by the number of the input."""

    owners: Column
    columns: dict[int, Drawn]


@define(eq=False)
class Bodies:
    """Bodies by their places: the place of the kind of each, columns by the number of the input, lists of items."""

    program: Program
    kinds: Column
    columns: dict[int, Drawn]
    lists: dict[int, Items]

    def __len__(self) -> int:
        return len(self.kinds)

    def first(self, rows: int) -> Bodies:
        """The first of them, with their items."""

        def cut(columns: Mapping[int, Drawn], among: Any) -> dict[int, Drawn]:
            return {number: Drawn(column.values[among], column.unit) for number, column in columns.items()}

        lists = {
            number: Items(items.owners[items.owners < rows], cut(items.columns, items.owners < rows))
            for number, items in self.lists.items()
        }
        return Bodies(self.program, self.kinds[:rows], cut(self.columns, slice(rows)), lists)

    def records(self, number: Callable[[Fraction], object] = as_given) -> list[dict[str, object]]:
        """One mapping for each body, by the names of its inputs, without lists; `number` makes its numbers."""
        inputs = {d.number: d for d in self.program.inputs}
        columns = [(inputs[at], _listed(inputs[at], column, number)) for at, column in self.columns.items()]
        found = []
        for place, at in enumerate(self.kinds.tolist()):
            kind = self.program.kinds[at].name if self.program.kinds else None
            record: dict[str, object] = {"body": body_name(place)} | ({"kind": kind} if kind else {})
            for d, values in columns:
                if d.kinds is None or kind in d.kinds:
                    record[d.short] = values[place]
            found.append(record)
        return found

    def records_with_items(self, number: Callable[[Fraction], object] = as_given) -> list[dict[str, Any]]:
        """The same with the items of each list as records in a list."""
        inputs = {d.number: d for d in self.program.inputs}
        found: list[dict[str, Any]] = [
            record | {self.program.items[at].name: [] for at in self.lists} for record in self.records(number)
        ]
        for at, items in self.lists.items():
            item = self.program.items[at]
            columns = [(inputs[n], _listed(inputs[n], column, number)) for n, column in items.columns.items()]
            for place, owner in enumerate(items.owners.tolist()):
                body = found[owner]
                row: dict[str, Any] = {item.key: str(len(body[item.name]) + 1)}
                for d, values in columns:
                    if d.kinds is None or body.get("kind") in d.kinds:
                        row[short_header(d, len(item.path))] = values[place]
                body[item.name].append(row)
        return found

    def frame(self) -> dict[str, Any]:
        """A column for each input by its name."""
        kinds = np.array([kind.name for kind in self.program.kinds], dtype=object)
        named = {"body": _names(np.arange(len(self)))} if self.lists else {}
        return named | ({"kind": kinds[self.kinds]} if len(kinds) else {}) | self._columns(self.columns, self.kinds)

    def frames_of_items(self) -> dict[str, dict[str, Any]]:
        """A frame for each list by its name, each row with its body and its key."""
        found = {}
        for number, items in self.lists.items():
            item = self.program.items[number]
            keys = np.arange(len(items.owners)).astype(object)
            found[item.name] = {"body": _names(items.owners), item.key: keys} | self._columns(
                items.columns, self.kinds[items.owners]
            )
        return found

    def _columns(self, columns: Mapping[int, Drawn], kinds: Column) -> dict[str, Any]:
        """Columns by name; of two inputs with one name, each gives the rows of its kinds."""
        inputs = {d.number: d for d in self.program.inputs}
        found: dict[str, Any] = {}
        for number, column in columns.items():
            d = inputs[number]
            array = _array(d, column)
            if d.short in found and d.kinds is not None:
                own = [place for place, kind in enumerate(self.program.kinds) if kind.name in d.kinds]
                array = np.where(np.isin(kinds, own), array, found[d.short])
            found[d.short] = array
        return found

    def dataset(self) -> Dataset:
        """As evallang binds data from files; equal cells are one object."""
        data, cells = Dataset(), _Cells(self.program)
        for place in range(len(self)):
            kind = self.program.kinds[self.kinds[place]].name if self.program.kinds else None
            record = BodyRecord(body_name(place), cells.of(self.columns, place, kind), kind=kind)
            record.items = {number: [] for number in self.lists}
            data.records[record.key, None] = record
        for number, items in self.lists.items():
            for place, owner in enumerate(items.owners.tolist()):
                body = data.records[body_name(owner), None]
                held = body.items[number]
                held.append(Record(str(len(held) + 1), cells.of(items.columns, place, body.kind)))
        return data


def body_name(place: int) -> str:
    """The key of a body."""
    return f"body {place}"


def _array(d: InputDef, column: Drawn) -> NDArray[Any]:
    """A column as programs hold it: whole numbers, floats, flags, words."""
    if isinstance(d.type, types.Choice):
        return np.array(d.type.options, dtype=object)[column.values]
    if isinstance(d.type, types.BodyType):
        return _names(column.values)
    if d.type == types.FLAG:
        return column.values.astype(bool)
    return column.values if column.unit == 1 else column.values / column.unit


def _names(places: Column) -> NDArray[Any]:
    return np.array([body_name(place) for place in places.tolist()], dtype=object)


def drawn(program: Program, choices: tuple[int, ...], rows: int, seed: int = 954) -> Bodies:
    """Bodies of all kinds, with up to `MOST_ITEMS` items in each list right under them; nothing is missing."""
    draw = _Draw(rows, np.random.default_rng(seed))
    asked = [d for d in program.inputs if d.asked and all(choices[r] == option for r, option in d.conditions)]
    columns: dict[int, Drawn] = {}
    for d in (d for d in asked if not d.level):
        columns[d.number] = draw.column(d, columns, rows)
    kinds = draw.random.integers(0, max(1, len(program.kinds)), rows)
    lists = {}
    for number, item in enumerate(program.items):
        if item.parent is not None:
            raise ValueError(f"`{item.name}` is a list within a list, which nothing here draws")
        inputs = [d for d in asked if d.level == (number,)]
        lists[number] = draw.items(inputs, _having(inputs, kinds, program))
    return Bodies(program, kinds, columns, lists)


def _having(inputs: Sequence[InputDef], kinds: Column, program: Program) -> Column:
    """The bodies for whose kind all inputs of a list are; the others have no item in it."""
    for_kind = [all(d.kinds is None or kind.name in d.kinds for d in inputs) for kind in program.kinds]
    return np.flatnonzero(np.array(for_kind or [True])[kinds])


@frozen
class _Draw:
    bodies: int
    random: np.random.Generator

    def items(self, inputs: Sequence[InputDef], bodies: Column) -> Items:
        """A few items for some of the bodies."""
        owners = np.repeat(bodies, self.random.integers(0, MOST_ITEMS + 1, len(bodies)))
        columns: dict[int, Drawn] = {}
        for d in inputs:
            columns[d.number] = self.column(d, columns, len(owners), owners)
        return Items(owners, columns)

    def column(self, d: InputDef, others: Mapping[int, Drawn], rows: int, owners: Column | None = None) -> Drawn:
        """A value of an input for each row: few cases of what is worse, most of what can be reached."""
        kind = d.type
        if isinstance(kind, types.Choice):
            return Drawn(self.random.integers(0, len(kind.options), rows))
        if isinstance(kind, types.Quantity):
            return self._quantity(d, kind, others, rows)
        if kind == types.FLAG:
            return Drawn((self.random.random(rows) < 0.1).astype(np.int64))
        if isinstance(kind, types.BodyType) and owners is not None:  # mostly the body itself
            others_body = self.random.integers(0, self.bodies, rows)
            return Drawn(np.where(self.random.random(rows) < 0.8, owners, others_body))
        raise ValueError(f"nothing here draws `{d.short}`, {kind}")

    def _quantity(self, d: InputDef, kind: types.Quantity, others: Mapping[int, Drawn], rows: int) -> Drawn:
        worse, even = d.more_is == "worse", self.random.random(rows)
        if d.at_most:
            whole = np.min([others[n].values // others[n].unit for n in d.at_most], axis=0)
            return Drawn(_part(even**3 / 10 if worse else 1 - even**3, whole))
        if kind.high is not None and kind.low is not None:  # in hundredths; the upper third, as real marks do
            low, high = int(kind.low * 100), int(kind.high * 100)
            some = low + _part((even if worse else 2 + even) / 3, np.full(rows, high - low))
            return Drawn(np.where(self.random.random(rows) < 0.6, low if worse else high, some), 100)
        if kind.word == "hours":
            return Drawn(_part(even**2, np.full(rows, 240)), 10)
        if worse:
            return Drawn(_part(even**4, np.full(rows, 30)))
        least = int(kind.low or 0)
        return Drawn(least + np.floor(10 ** (2 + 3.5 * even)).astype(np.int64))


def _part(share: NDArray[np.float64], whole: Column) -> Column:
    return np.minimum(whole, (share * (whole + 1)).astype(np.int64))


class _Cells:
    """Cells of columns; each value of an input has one cell."""

    def __init__(self, program: Program) -> None:
        self._inputs = {d.number: d for d in program.inputs}
        self._known: dict[tuple[int, int], Cell] = {}

    def of(self, columns: Mapping[int, Drawn], place: int, kind: str | None) -> dict[int, Cell]:
        """The cells of one row, of inputs that its kind has."""
        found = {}
        for number, column in columns.items():
            d = self._inputs[number]
            if d.kinds is None or kind in d.kinds:
                value = int(column.values[place])
                known = self._known.get((number, value))
                found[number] = known or self._known.setdefault((number, value), Cell(datum(d, column, value)))
        return found


def _listed(d: InputDef, column: Drawn, number: Callable[[Fraction], object]) -> list[object]:
    """The values of a column one by one; equal ones are one object."""
    unique, places = np.unique(column.values, return_inverse=True)
    values = [datum(d, column, value) for value in unique.tolist()]
    made = [number(value) if isinstance(value, Fraction) else value for value in values]
    return [made[place] for place in places.tolist()]


def datum(d: InputDef, column: Drawn, value: int) -> Datum:
    """What a number in a column stands for."""
    if isinstance(d.type, types.Choice):
        return d.type.options[value]
    if isinstance(d.type, types.Quantity):
        return Fraction(value, column.unit)
    return bool(value) if d.type == types.FLAG else body_name(value)
