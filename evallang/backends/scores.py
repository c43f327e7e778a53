"""Results: what each body got in each period, by node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import define, field, frozen

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir.data import Dataset, Finding
from evallang.ir.deep import deep_calls
from evallang.ir.paths import Paths, Target
from evallang.ir.program import Definition, InputDef, NodeDef, Program
from evallang.numbers import Number, decimal34


@frozen
class Result:
    """A value, or why there is none.

    `status` is `value`, `undefined`, `invalid`, `undecided` or `not applicable`. `value` is exact: a `Fraction`, a
    `Real`, a flag, the name of an option. `points` are those the node can reach. `at` names cells and provisions.
    `readings` are the ids of the readings that the value rests on.
    """

    path: str
    status: str
    value: Number | bool | str | date | None = None
    points: Number | None = None
    because: str = ""
    at: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    label: str = ""
    readings: tuple[str, ...] = ()

    @property
    def decimal(self) -> str | None:
        """The value with at most 34 significant digits, or None when it is no number."""
        return decimal34(self.value)[0] if _is_number(self.value) else None  # type: ignore[arg-type]  # it is a number

    def __str__(self) -> str:
        if self.status != "value":
            return self.status
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return self.decimal or str(self.value)


def _is_number(value: object) -> bool:
    return isinstance(value, Fraction) or (value is not None and not isinstance(value, bool | str | date))


@define(eq=False)
class BodyScores(Mapping[str, Result]):
    """The results of one body in one period: by the path of a node, of `NODE.grade`, `RATING.rank`, or a trigger."""

    scores: Scores = field(repr=False)
    key: str
    kind: str | None
    period: int | None
    frame: Frame = field(repr=False)

    def __getitem__(self, path: str) -> Result:
        return self.scores.result(self.frame, self.scores.paths.find(path), path)

    def __iter__(self) -> Iterator[str]:
        return iter(self.scores.columns)

    def __len__(self) -> int:
        return len(self.scores.columns)

    def item_nodes(self, number: int) -> Iterator[tuple[Frame, NodeDef]]:
        """The nodes of each item of a list, with the item's frame."""
        for frame in _frames(self.frame, self.scores.program, number):
            for node in self.scores.program.nodes:
                if node.level and node.level[-1] == number and _for_kind(node, frame):
                    yield frame, node


def _for_kind(definition: Definition, frame: Frame) -> bool:
    return definition.kinds is None or frame.kind in definition.kinds


def _frames(body: Frame, program: Program, number: int) -> list[Frame]:
    parent = program.items[number].parent
    above = [body] if parent is None else _frames(body, program, parent)
    return [frame for outer in above for frame in outer.items(number) or ()]


@define(eq=False)
class Scores:
    """All results of one scoring: `scores["body"]["node"]`, or `scores["body", 2020]` with several periods."""

    program: Program
    choices: tuple[int, ...]
    data: Dataset = field(repr=False)
    runs: dict[int | None, Run] = field(repr=False)
    paths: Paths = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def periods(self) -> tuple[int | None, ...]:
        """The scored periods, rising."""
        return tuple(self.runs)

    def __iter__(self) -> Iterator[BodyScores]:
        for period, run in self.runs.items():
            for frame in run.bodies(period):
                yield BodyScores(self, frame.key, frame.kind, period, frame)

    def __getitem__(self, key: str | tuple[str, int | None]) -> BodyScores:
        body, period = key if isinstance(key, tuple) else (key, self.periods[-1])
        frame = self.runs[period].frame(body, period) if period in self.runs else None
        if frame is None:
            raise KeyError(f"the data has no body `{body}`" + (f" in {period}" if period is not None else ""))
        return BodyScores(self, body, frame.kind, period, frame)

    @property
    def columns(self) -> tuple[str, ...]:
        """The paths of every result of a body, in document order."""
        program = self.program
        nodes = list(dict.fromkeys(n.short for n in program.nodes if not n.level))
        grades = list(dict.fromkeys(f"{n.short}.grade" for n in program.nodes if n.grades and not n.level))
        ranks = [f"{name}.rank" for name in self.rank_names]
        return (*nodes, *ranks, *grades, *(".".join(t.path) for t in program.triggers))

    @property
    def rank_names(self) -> tuple[str, ...]:
        """`RATING`, or `RATING.node` where each node is ranked by itself."""
        names = []
        for rating in self.program.ratings:
            names += [f"{rating.name}.{name}" for name in rating.names] if rating.each else [rating.name]
        return tuple(names)

    @property
    def complete(self) -> bool:
        """Whether every node of every body has a value, or is not for it."""
        return not any(
            body[path].status not in ("value", NOT_APPLICABLE) for body in self for path in self.columns
        ) and not any(
            self.of_node(frame, node).status not in ("value", NOT_APPLICABLE)
            for body in self for number in range(len(self.program.items)) for frame, node in body.item_nodes(number)
        )  # fmt: skip

    def of_node(self, frame: Frame, node: NodeDef) -> Result:
        """The result of one node for a frame of its level."""
        return self._of(frame, Target("value", (node.number,)), node.short, frame)

    def result(self, body: Frame, target: Target, path: str) -> Result:
        """The result that a path names, for a body."""
        frame: Frame | None = body
        definition = self.program.definitions[target.numbers[0]] if target.sort in ("value", "grade") else None
        for number, key in zip(definition.level if definition else (), target.keys, strict=True):
            frame = frame.item(number, key) if frame is not None else None
        if frame is None:
            return Result(path, "undefined", because=f"there is no item with the key `{target.keys[-1]}`")
        return self._of(frame, target, path, body)

    def _of(self, frame: Frame, target: Target, path: str, body: Frame) -> Result:
        run, program = frame.run, self.program
        with deep_calls():
            match target.sort:
                case "value":
                    return self._value(frame, target, path)
                case "grade":
                    definition = self._variant(frame, target)
                    value = (
                        run.nodes[definition.number].grade(frame)
                        if definition
                        else run.no_kind(frame) or Absent(NOT_APPLICABLE, "not for this kind of body")
                    )
                    label = next(
                        (n.label for g in getattr(definition, "grades", ()) for n in g.labels if n.name == value), ""
                    )
                    return self._result(path, value, definition, label=label)
                case "rank":
                    value = run.ranking(target.numbers[0], target.node, body).rank(body.key)
                    rating = program.ratings[target.numbers[0]]
                    return self._result(
                        path,
                        value,
                        None,
                        rating.label,
                        rating.provisions,
                        rests=program.rests.ratings[target.numbers[0]],
                    )
                case "trigger":
                    trigger = program.triggers[target.numbers[0]]
                    value = trigger_value(run, target.numbers[0], body)
                    return self._result(
                        path,
                        value,
                        None,
                        trigger.label,
                        trigger.provisions,
                        rests=program.rests.triggers[target.numbers[0]],
                    )
                case _:
                    return self._result(path, run.parameter(target.numbers[0]), None)

    def _variant(self, frame: Frame, target: Target) -> Definition | None:
        found = (self.program.definitions[n] for n in target.numbers)
        return next((d for d in found if _for_kind(d, frame)), None)

    def _value(self, frame: Frame, target: Target, path: str) -> Result:
        definition = self._variant(frame, target)
        if definition is None:
            first = self.program.definitions[target.numbers[0]]
            absent = frame.run.no_kind(frame) or Absent(
                NOT_APPLICABLE, f"`{first.short}` is not for the kind `{frame.kind}`"
            )
            return self._result(path, absent, first)
        value = frame.get(definition.number)
        points = frame.run.nodes[definition.number].maximum(frame) if isinstance(definition, NodeDef) else None
        return self._result(path, value, definition, points=None if type(points) is Absent else points)

    def _result(
        self, path: str, value: object, definition: Definition | None, label: str = "", provisions: tuple[str, ...] = (),
        points: Number | None = None, rests: frozenset[int] = frozenset(),
    ) -> Result:  # fmt: skip
        if definition is not None:
            label = label or definition.label
            provisions = provisions or definition.provisions
            rests = self.program.rests.definitions[definition.number]
        readings = tuple(self.program.readings[r].id for r in sorted(rests))
        if type(value) is Absent:
            status = "undefined" if value.status == "missing" else value.status
            if status == "invalid" and not isinstance(definition, InputDef):
                status = "undefined"
            return Result(path, status, None, points, value.because, value.at, provisions, label, readings)
        return Result(path, "value", value, points, "", (), provisions, label, readings)  # type: ignore[arg-type]  # no other values exist


def trigger_value(run: Run, number: int, fr: Frame) -> object:
    """Whether any condition of a trigger holds, by Kleene's `or`."""
    unknown: Absent | None = None
    for guard in run.program.triggers[number].guards:
        if guard.guard is None or not run.active(guard.conditions):
            continue
        value = run.compiler.code(guard.guard)(fr, fr, ())
        if value is True:
            return True
        if type(value) is Absent:
            unknown = unknown or value.spread().under(guard.provisions)
    return False if unknown is None else unknown
