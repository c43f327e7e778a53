"""Results: what each body got in each period, by node."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import define, field, frozen

from evallang.backends.explanation import Explanation
from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir.data import Dataset, Finding
from evallang.ir.deep import deep_calls
from evallang.ir.paths import Paths, Target
from evallang.ir.program import Definition, InputDef, NodeDef, Program, RatingDef, TriggerDef
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

    def explain(self, node: str | None = None) -> Explanation:
        """How one result came about, or all of them. Raises UnknownPath for what the rules do not have."""
        return self.scores.explain(self.key, node, self.period)

    def item_nodes(self, number: int) -> Iterator[tuple[Frame, NodeDef]]:
        """The nodes of each item of a list, with the item's frame."""
        for frame in _frames(self.frame, self.scores.program, number):
            for node in self.scores.program.nodes:
                if node.level and node.level[-1] == number and _for_kind(node, frame):
                    yield frame, node


def result_paths(program: Program) -> tuple[str, ...]:
    """The paths of every result of a body, in document order."""
    nodes = list(dict.fromkeys(n.short for n in program.nodes if not n.level))
    grades = list(dict.fromkeys(f"{n.short}.grade" for n in program.nodes if n.grades and not n.level))
    ranks = [f"{name}.rank" for name in rank_names(program)]
    return (*nodes, *ranks, *grades, *(".".join(t.path) for t in program.triggers))


def rank_names(program: Program) -> tuple[str, ...]:
    """`RATING`, or `RATING.node` where each node is ranked by itself."""
    names = []
    for rating in program.ratings:
        names += [f"{rating.name}.{name}" for name in rating.names] if rating.each else [rating.name]
    return tuple(names)


def _for_kind(definition: Definition, frame: Frame) -> bool:
    return definition.kinds is None or frame.kind in definition.kinds


def _frames(body: Frame, program: Program, number: int) -> list[Frame]:
    parent = program.items[number].parent
    above = [body] if parent is None else _frames(body, program, parent)
    return [frame for outer in above for frame in outer.items(number) or ()]


Explainer = Callable[["Scores", str, "str | None", "int | None"], Explanation]
"""What explains: (scores, key of a body, path of a result or None for all, period) → explanation."""


@define(eq=False)
class Scores:
    """All results of one scoring: `scores["body"]["node"]`, or `scores["body", 2020]` with several periods."""

    program: Program
    choices: tuple[int, ...]
    data: Dataset = field(repr=False)
    runs: dict[int | None, Run] = field(repr=False)
    paths: Paths = field(repr=False)
    explainer: Explainer = field(repr=False)
    findings: tuple[Finding, ...] = ()
    others: Mapping[str, Scores] = field(factory=dict, repr=False)
    """The results of other methodologies that score nodes of this one, by the name of each."""

    @property
    def periods(self) -> tuple[int | None, ...]:
        """The scored periods, rising."""
        return tuple(self.runs)

    def __iter__(self) -> Iterator[BodyScores]:
        for period, run in self.runs.items():
            for frame in run.bodies(period):
                yield BodyScores(self, frame.key, frame.kind, period, frame)

    def __len__(self) -> int:
        return sum(len(run.bodies(period)) for period, run in self.runs.items())

    def __contains__(self, key: object) -> bool:
        """Whether there are results of a body: `"body" in scores`, or `("body", 2020) in scores`."""
        body, period = key if isinstance(key, tuple) and len(key) == 2 else (key, self.periods[-1])
        return period in self.runs and isinstance(body, str) and self.runs[period].frame(body, period) is not None

    def __getitem__(self, key: str | tuple[str, int | None]) -> BodyScores:
        body, period = key if isinstance(key, tuple) else (key, self.periods[-1])
        frame = self.runs[period].frame(body, period) if period in self.runs else None
        if frame is None:
            raise KeyError(f"the data has no body `{body}`" + (f" in {period}" if period is not None else ""))
        return BodyScores(self, body, frame.kind, period, frame)

    def explain(self, body: str, node: str | None = None, period: int | None = None) -> Explanation:
        """How a body came to one of its results, or to all of them, in a period (the last one scored).

        `node` is a path as in `scores[body][node]`: a node, `measure.a.growth`, `NODE.grade`, `RATING.rank`, a
        trigger. Raises KeyError for a body that the data does not have, UnknownPath for what the rules do not have.
        """
        return self.explainer(self, body, node, self.periods[-1] if period is None else period)

    @property
    def columns(self) -> tuple[str, ...]:
        """The paths of every result of a body, in document order."""
        return result_paths(self.program)

    @property
    def rank_names(self) -> tuple[str, ...]:
        """`RATING`, or `RATING.node` where each node is ranked by itself."""
        return rank_names(self.program)

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
        with deep_calls():
            match target.sort:
                case "value":
                    return self._value(frame, target, path)
                case "grade":
                    return self._grade(frame, target, path)
                case "rank":
                    return self._rank(target, path, body)
                case "trigger":
                    return self._trigger(target.numbers[0], path, body)
                case _:
                    return self._result(path, frame.run.parameter(target.numbers[0]), None)

    def _grade(self, frame: Frame, target: Target, path: str) -> Result:
        definition = self._variant(frame, target)
        if definition is None:
            why = frame.run.no_kind(frame) or Absent(NOT_APPLICABLE, "not for this kind of body")
            return self._result(path, why, self.program.definitions[target.numbers[0]], label="")
        runner = frame.run.nodes[definition.number]
        value = runner.grade(frame)
        names = runner.grades[0].labels if runner.grades else ()
        label = next((named.label for named in names if named.name == value), "")
        return self._result(path, value, definition, label=label)

    def _rank(self, target: Target, path: str, body: Frame) -> Result:
        number = target.numbers[0]
        value = body.run.ranking(number, target.node, body).rank(body.key)
        return self._result(path, value, self.program.ratings[number], rests=self.program.rests.ratings[number])

    def _trigger(self, number: int, path: str, body: Frame) -> Result:
        value = body.run.trigger(number, body)
        return self._result(path, value, self.program.triggers[number], rests=self.program.rests.triggers[number])

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
        self, path: str, value: object, source: Definition | RatingDef | TriggerDef | None,
        label: str | None = None, points: Number | None = None, rests: frozenset[int] = frozenset(),
    ) -> Result:  # fmt: skip
        """A value with what its source cites; `label` replaces the words of the source."""
        words = label if label is not None else source.label if source is not None else ""
        provisions = source.provisions if source is not None else ()
        if isinstance(source, Definition):
            rests = self.program.rests.definitions[source.number]
        readings = tuple(self.program.readings[r].id for r in sorted(rests))
        if type(value) is Absent:
            status = "undefined" if value.status == "missing" else value.status
            if status == "invalid" and not isinstance(source, InputDef):
                status = "undefined"
            return Result(path, status, None, points, value.because, value.at, provisions, words, readings)
        return Result(path, "value", value, points, "", (), provisions, words, readings)  # type: ignore[arg-type]  # no other values exist
