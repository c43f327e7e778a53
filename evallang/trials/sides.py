"""One version of a methodology, made ready once and scored on one trial after the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import frozen

from evallang.backends.interpreter.absence import INVALID, MISSING, NOT_APPLICABLE, UNDEFINED, Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir.data import BodyRecord, Cell, Dataset, Record
from evallang.ir.deep import deep_calls
from evallang.ir.program import Definition, InputDef, NodeDef, Program, ReadingDef
from evallang.numbers import decimal34
from evallang.tables.bind import bind
from evallang.tables.columns import foreign_columns
from evallang.tables.json_in import parse_json
from evallang.tables.raw import RawData
from evallang.trials.made import Made, Path, Trial, Value
from evallang.trials.uses import Target, Uses
from evallang.types import DateType

Switch = tuple[tuple[str, str], ...]
"""Readings by id or name, each with an option."""

Results = dict[tuple[str, ...], Any]
"""Results by the keys of the item that they are of; the only key is () for what is of a body."""


class Side:
    """One version, under the chosen readings but for those that are switched, with `parameters` that it leaves open.

    `make` makes the run that scores the trials.
    """

    def __init__(
        self, program: Program, switch: Switch = (), parameters: Mapping[str, Value] | None = None,
        make: Callable[..., Run] = Run,
    ) -> None:  # fmt: skip
        self.program = program
        self.uses = Uses(program)
        self.yearly = any(d.yearly for d in program.inputs)
        self.inputs = given_to(program)
        self._by_kind: dict[str | None, dict[Path, InputDef]] = {}
        self.items = {item.path: number for number, item in enumerate(program.items)}
        self.by_path: dict[Path, list[Definition]] = {}
        for definition in program.definitions:
            self.by_path.setdefault(definition.path, []).append(definition)
        given = {n: Cell((parameters or {}).get(p.name)) for n, p in enumerate(program.parameters) if p.value is None}
        self.run = make(program, tuple(_choice(r, dict(switch)) for r in program.readings), Dataset({}), None, given)

    def results(self, target: Target, trial: Trial, *, read: bool = False) -> Results:
        """What this version makes of a trial; with `read` as a file of it would be read, checks and all."""
        return self.several_results((target,), trial, read=read)[0]

    def several_results(self, targets: Iterable[Target], trial: Trial, *, read: bool = False) -> list[Results]:
        """As `results`, of several targets, for which the data are made once."""
        frame = self.frame(trial, read=read)
        if frame is None:
            return [{} for _ in targets]
        with deep_calls():
            return [{keys: _settled(value) for keys, value in self._values(target, frame)} for target in targets]

    def frame(self, trial: Trial, *, read: bool = False) -> Frame | None:
        """The subject of a trial in the last year, ready to be asked; None where nothing is given for it then."""
        data = self.bound(trial) if read else self.dataset(trial)
        self.run.period = trial.years[-1]
        self.run.restart(data)
        return self.run.frame(trial.subject, self.run.period)

    def bound(self, trial: Trial) -> Dataset:
        """A trial as it is read from a file."""
        tables, _ = parse_json(json.dumps(document(trial, self.program)).encode(), "bodies", "data")
        return bind(self.program, RawData(tuple(tables)), self.run.active)

    # ---- results

    def _values(self, target: Target, frame: Frame) -> Iterator[tuple[tuple[str, ...], Any]]:
        match target.sort:
            case "trigger":
                number = next(i for i, t in enumerate(self.program.triggers) if t.path == target.path)
                yield (), self.run.trigger(number, frame)
            case "rank":
                number = next(i for i, r in enumerate(self.program.ratings) if r.name == target.path[0])
                rating = self.program.ratings[number]
                place = rating.names.index(target.name) if target.name else 0
                yield (), self.run.ranking(number, place, frame).rank(frame.key)
            case _:
                yield from self._of_definitions(target, frame)

    def _of_definitions(self, target: Target, body: Frame) -> Iterator[tuple[tuple[str, ...], Any]]:
        found = self.by_path[target.path]
        whose = [d for d in found if d.kinds is None or body.kind in d.kinds]
        d = next((d for d in whose if self.run.active(d.conditions)), whose[0] if whose else None)
        for keys, frame in _frames(body, found[0].level):
            if d is None:
                yield keys, self.run.no_kind(frame) or Absent(NOT_APPLICABLE, "it is for bodies of other kinds")
            elif target.sort == "value":
                yield keys, frame.get(d.number)
            elif isinstance(d, NodeDef):
                yield keys, self._graded(d, frame)

    def _graded(self, d: NodeDef, frame: Frame) -> Any:
        runner = self.run.nodes[d.number]
        value = runner.grade(frame)
        names = runner.grades[0].labels if runner.grades else ()
        label = next((named.label for named in names if named.name == value), "")
        return value if isinstance(value, Absent) else Graded(value, label)

    # ---- data

    def dataset(self, trial: Trial) -> Dataset:
        """A trial as it is scored, without reading it."""
        records: dict[tuple[str, int | None], BodyRecord] = {}
        for (name, year), made in trial.made.items():
            kind = trial.kinds[name]
            record = BodyRecord(name, self._cells(made, kind), self._items(made, kind), kind=kind, period=year)
            records[name, year] = record
        return Dataset(records)

    def _cells(self, made: Made, kind: str | None) -> dict[int, Cell]:
        found = (self.cell(kind, path, value) for path, value in made.values.items())
        return dict(filter(None, found))

    def cell(self, kind: str | None, path: Path, value: Value) -> tuple[int, Cell] | None:
        """What is given for an input of a body of a kind, with the number of the input; None where it has none."""
        d = self._whose(kind).get(path)
        if d is None:
            return None
        day = isinstance(d.type, DateType) and isinstance(value, str)
        return d.number, Cell(date.fromisoformat(str(value)) if day else value)

    def _whose(self, kind: str | None) -> dict[Path, InputDef]:
        """The inputs of the bodies of a kind by path."""
        if kind not in self._by_kind:
            own = (
                (path, [d for d in found if d.kinds is None or kind in d.kinds]) for path, found in self.inputs.items()
            )
            self._by_kind[kind] = {path: found[0] for path, found in own if found}
        return self._by_kind[kind]

    def _items(self, made: Made, kind: str | None) -> dict[int, list[Record]]:
        return {
            self.items[path]: [Record(key, self._cells(row, kind), self._items(row, kind)) for key, row in rows.items()]
            for path, rows in made.lists.items() if path in self.items
        }  # fmt: skip


def given_to(program: Program) -> dict[Path, list[InputDef]]:
    """All that data give, by path: the inputs, and the results of others that score nodes of this methodology."""
    found: dict[Path, list[InputDef]] = {}
    for d in (*program.inputs, *foreign_columns(program)):
        found.setdefault(d.path, []).append(d)
    return found


def _choice(reading: ReadingDef, switch: Mapping[str, str]) -> int:
    named = switch.get(reading.id) or switch.get(reading.name)
    option = None if named is None else reading.option(named)
    return reading.choice if option is None else option


@frozen
class Graded:
    """A grade by its name and label: two grades differ in either."""

    name: str
    label: str


def _frames(frame: Frame, level: tuple[int, ...]) -> Iterator[tuple[tuple[str, ...], Frame]]:
    if not level:
        yield (), frame
        return
    for inner in frame.items(level[0]) or ():
        yield from (((inner.key, *keys), found) for keys, found in _frames(inner, level[1:]))


def _settled(value: Any) -> Any:
    """A result as scoring tells it: what is missing or cannot be read gives no value, it is undefined."""
    if isinstance(value, Absent) and value.status in (MISSING, INVALID):
        return Absent(UNDEFINED, value.because, value.at)
    return value


def same_result(a: Any, b: Any) -> bool:
    """Whether two results are the same: equal values, or absent in the same way."""
    if isinstance(a, Absent) or isinstance(b, Absent):
        return isinstance(a, Absent) and isinstance(b, Absent) and a.status == b.status
    return bool(a == b)


# ---- a trial as a document


def document(trial: Trial, *programs: Program) -> dict[str, Any]:
    """A trial as data that can be scored: `{"bodies": […]}`, what a program has no name for left out."""
    keys = {item.path: item.key for program in programs for item in program.items}
    inputs = {path for program in programs for path in given_to(program)}
    bodies = []
    for (name, year), made in trial.made.items():
        kind = trial.kinds[name]
        head = {"body": name} | ({"kind": kind} if kind else {}) | ({"period": year} if year is not None else {})
        bodies.append(head | _written(made, keys, inputs, ()))
    return {"bodies": bodies}


def _written(made: Made, keys: Mapping[Path, str], inputs: set[Path], at: Path) -> dict[str, Any]:
    found: dict[str, Any] = {
        ".".join(path[len(at) :]): written(value) for path, value in made.values.items() if path in inputs
    }
    for path, rows in made.lists.items():
        if path in keys:
            alike = [other for other in keys if other[-1] == path[-1]]
            name = path[-1] if len(alike) == 1 else ".".join(path)
            found[name] = [{keys[path]: key} | _written(row, keys, inputs, path) for key, row in rows.items()]
    return found


def written(value: Value) -> str | bool | None:
    """A value as data give it: a number in all its digits."""
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1:
        return str(value.numerator)
    text, exact = decimal34(value)
    return text if exact else str(value)
