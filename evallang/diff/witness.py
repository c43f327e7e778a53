"""Bodies on which two versions of a node give different results, found by trying."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from evallang import types
from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.run import Run
from evallang.ir import expr as ir
from evallang.ir.data import BodyRecord, Cell, Dataset, Record
from evallang.ir.deep import deep_calls
from evallang.ir.program import InputDef, Interval, NodeDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import Dependencies, definition_expressions

TRIALS = 300
YEARS = (2020, 2021, 2022, 2023)
OTHERS = 3
"""How many bodies there are, so that ratings and means have somebody to look at."""

GAPS = 100
"""How many more trials leave some of the inputs out."""

Value = Fraction | bool | str | None
"""What is given for an input; None where it is missing."""


@frozen
class Witness:
    """What is given to a body, and what each version makes of it."""

    kind: str | None
    given: dict[str, Value]
    items: dict[str, tuple[dict[str, Value], ...]]
    before: Any
    after: Any


class Search:
    """Tries bodies on two programs. The same bodies come out each time: the seed is fixed."""

    def __init__(self, before: Program, after: Program) -> None:
        self.programs = (before, after)
        self.random = random.Random(954)
        self.numbers = sorted(set(_constants(before)) | set(_constants(after)))
        kinds = [k.name for k in before.kinds if k.name in {o.name for o in after.kinds}]
        self.kinds: list[str | None] = list(kinds) or [None]
        self.yearly = any(d.yearly for p in self.programs for d in p.inputs)
        self.years: tuple[int | None, ...] = YEARS if self.yearly else (None,)
        self.sides = tuple(_Side(p, self.years[-1]) for p in self.programs)

    def find(self, path: tuple[str, ...], trials: int = TRIALS) -> Witness | None:
        """A body for which the node, formula or trigger at a path differs; None where none was found."""
        needed = list({d.path: d for side in self.sides for d in side.needed(path)}.values())
        with deep_calls():
            return self._tried(path, needed, trials, 0) or self._tried(path, needed, GAPS, 3)

    def _tried(self, path: tuple[str, ...], needed: list[InputDef], trials: int, one_in: int) -> Witness | None:
        """Try bodies; one input in `one_in` is left out, none for 0."""
        for _ in range(trials):
            kind = self.random.choice(self.kinds)
            bodies = [self._body(needed, one_in) for _ in range(OTHERS * len(self.years))]
            results = [side.value(path, kind, bodies, self.years) for side in self.sides]
            if not same_result(*results):
                given, items = bodies[-1]
                return Witness(kind, _shown(given), _items(items), *results)
        return None

    # ---- made-up data

    def _body(
        self, inputs: Iterable[InputDef], one_in: int
    ) -> tuple[dict[Any, Value], dict[Any, list[dict[Any, Value]]]]:
        inputs = list(inputs)
        given = {d.path: self._left_out(d, one_in) for d in inputs if not d.level}
        lists: dict[Any, list[dict[Any, Value]]] = {}
        for d in inputs:
            if d.level:
                lists.setdefault(d.path[:-1], [{} for _ in range(self.random.randint(0, 3))])
                for row in lists[d.path[:-1]]:
                    row[d.path] = self._left_out(d, one_in)
        return given, lists

    def _left_out(self, d: InputDef, one_in: int) -> Value:
        return None if one_in and not self.random.randrange(one_in) else self._pick(d)

    def _pick(self, d: InputDef) -> Value:
        kind = d.type
        if isinstance(kind, types.Choice):
            return self.random.choice(kind.options)
        if isinstance(kind, types.Quantity):
            return self._quantity(kind)
        if kind == types.FLAG:
            return self.random.random() < 0.5
        return f"body {self.random.randrange(OTHERS)}"

    def _quantity(self, kind: types.Quantity) -> Fraction:
        near = self.random.choice(self.numbers)
        value = self.random.choice(
            [near, near + 1, near - 1, near / 2, near * 2, Fraction(self.random.randint(0, 1000), 100), Fraction(0)]
        )
        if kind.low is not None:
            value = max(value, kind.low)
        if kind.high is not None:
            value = min(value, kind.high)
        return Fraction(int(value)) if kind.whole else value


class _Side:
    """One version: made ready once, then scored on one made-up data set after the other."""

    def __init__(self, program: Program, period: int | None) -> None:
        self.program = program
        self.inputs = {d.path: d for d in program.inputs}
        self.items = {item.path: n for n, item in enumerate(program.items)}
        self.by_path: dict[tuple[str, ...], list[Any]] = {}
        for d in program.definitions:
            self.by_path.setdefault(d.path, []).append(d)
        self.edges = Dependencies(program).edges
        self.run = Run(program, tuple(r.choice for r in program.readings), Dataset({}), period)

    def needed(self, path: tuple[str, ...]) -> list[InputDef]:
        """The inputs that a definition depends on."""
        wanted = [d.number for d in self.by_path.get(path, ())]
        seen: set[int] = set()
        while wanted:
            here = wanted.pop()
            if here not in seen:
                seen.add(here)
                wanted += self.edges[here]
        count = len(self.program.definitions)  # behind them stand grades, ratings and parameters
        found = (self.program.definitions[number] for number in sorted(seen) if number < count)
        return [d for d in found if isinstance(d, InputDef)]

    def value(self, path: tuple[str, ...], kind: str | None, bodies: list[Any], years: tuple[int | None, ...]) -> Any:
        """What this version makes of the last of some bodies."""
        records: dict[tuple[str, int | None], BodyRecord] = {}
        place = iter(bodies)
        for year in years:
            for i in range(OTHERS):
                given, lists = next(place)
                key = f"body {i}"
                record = BodyRecord(key, _cells(given, self.inputs), kind=kind, period=year)
                for owner, rows in lists.items():
                    if owner in self.items:
                        made = [Record(str(k), _cells(row, self.inputs)) for k, row in enumerate(rows)]
                        record.items[self.items[owner]] = made
                records[key, year] = record
        self.run.restart(Dataset(records))
        frame = self.run.frame(f"body {OTHERS - 1}", years[-1])
        targets = [d for d in self.by_path.get(path, ()) if d.kinds is None or kind in d.kinds]
        if frame is None or not targets or targets[0].level:
            return None
        return frame.get(targets[0].number)


def same_result(a: Any, b: Any) -> bool:
    """Whether two results are the same: equal values, or absent in the same way."""
    if isinstance(a, Absent) or isinstance(b, Absent):
        return isinstance(a, Absent) and isinstance(b, Absent) and a.status == b.status
    return bool(a == b)


def _cells(given: dict[Any, Any], numbers: dict[tuple[str, ...], InputDef]) -> dict[int, Cell]:
    return {numbers[path].number: Cell(value) for path, value in given.items() if path in numbers}


def _shown(given: dict[Any, Any]) -> dict[str, Value]:
    return {".".join(path): value for path, value in given.items()}


def _items(lists: dict[Any, list[dict[Any, Any]]]) -> dict[str, tuple[dict[str, Value], ...]]:
    return {owner[-1]: tuple({p[-1]: v for p, v in row.items()} for row in rows) for owner, rows in lists.items()}


def _constants(program: Program) -> Iterator[Fraction]:
    yield from (Fraction(0), Fraction(1), Fraction(10), Fraction(100))
    for d in program.definitions:
        for e in definition_expressions(d):
            yield from (x.value for x in walk(e) if isinstance(x, ir.Const) and isinstance(x.value, Fraction))
        if isinstance(d, NodeDef):
            yield from (amount for p in d.points for _, amount in p.by_kind)
    for function in program.functions:
        yield from (x.value for x in walk(function.value) if isinstance(x, ir.Const) and isinstance(x.value, Fraction))
    for test in (test for table in program.brackets for row in table.rows for test in row.tests):
        ends = (test.low, test.high) if isinstance(test, Interval) else (test,)
        yield from (end for end in ends if isinstance(end, Fraction))
