"""A methodology that is ready to score: data for it, a run over both, its examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from attrs import define, evolve, field

from evallang.backends.columns import Arrays, Frame, is_frame
from evallang.backends.explanation import Explanation
from evallang.backends.foreign import Others, joined, source
from evallang.backends.interpreter.run import Run
from evallang.backends.scores import Scores
from evallang.diagnostics import Diagnostic
from evallang.examples.collect import ExampleSet, FileSet, collect_examples, list_name
from evallang.examples.run import Outcome, run_example, run_files
from evallang.ir.data import Cell, Dataset, Finding
from evallang.ir.paths import Paths
from evallang.ir.program import Conditions, Program
from evallang.suggest import instead
from evallang.syntax import ast
from evallang.tables.bind import bind
from evallang.tables.bodies import BODY
from evallang.tables.given import raw_data
from evallang.tables.parameters import bind_parameters
from evallang.tables.raw import RawData

if TYPE_CHECKING:
    from evallang.backends.columns.results import Columns
    from evallang.backends.columns.scoring import Held
    from evallang.backends.python.scorer import Scorer
    from evallang.examining import Examined
    from evallang.examples.coverage.measure import Coverage, Measurement
    from evallang.examples.coverage.missing import Missing

Data = Dataset | RawData | Path | str | Mapping[str, Any] | Sequence[Path | str]


class RulesError(Exception):
    """Rules that cannot be used; `diagnostics` says why."""

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class UsageError(Exception):
    """A call that asks for what is not there: a reading, an option, a period, a parameter."""


@define(eq=False)
class Rules:
    """A methodology that is ready to score; `others` are those given with it that score some of its nodes."""

    program: Program
    module: ast.Module = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()
    folder: Path = field(default=Path(), repr=False)
    others: dict[str, Rules] = field(factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The name of the methodology."""
        return self.program.name

    @cached_property
    def paths(self) -> Paths:
        """What paths name."""
        return Paths(self.program)

    @cached_property
    def _examples(self) -> tuple[list[ExampleSet], list[FileSet]]:
        return collect_examples(self.module, self.program)[:2]

    def check(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the rules; never raises. Rules that could be loaded have no errors, only warnings."""
        return self.diagnostics

    def examine(
        self, *, select: Iterable[str] = (), ignore: Iterable[str] = (), prove: bool | None = None,
        data: Data | None = None,
    ) -> Examined:  # fmt: skip
        """What the checker finds in the rules: mistakes of the methodology, each with a body on which it shows.

        `select` and `ignore` are codes or beginnings of codes; with `prove` a solver decides more (None: where it is
        installed). `data` as for `score` are asked which results depend on a rounding. Raises UnknownCheck for a code
        that no check has.
        """
        from evallang.examining import examine  # noqa: PLC0415  # scoring does without it

        return examine(
            self.program, self.module, self.score_example, select=select, ignore=ignore, prove=prove,
            data=None if data is None else self.bind(data),
        )  # fmt: skip

    def test(self, progress: Callable[[], None] | None = None) -> tuple[Outcome, ...]:
        """Run every example and acceptance set; an outcome says how many figures it compared and which differ."""
        outcomes = []
        for outcome in self.outcomes():
            outcomes.append(outcome)
            if progress is not None:
                progress()
        return tuple(outcomes)

    def outcomes(self) -> Iterator[Outcome]:
        """What `test` gives, one after the other: each is run when it is asked for."""
        sets, files = self._examples
        for example in sets:
            yield run_example(example, self.program, self.module.source, self.score_example)
        for entry in files:
            yield run_files(entry, self.folder, self.module.source, self.score_example)

    def score_example(
        self,
        raw: RawData,
        readings: Mapping[str, str],
        parameters: Mapping[str, str],
        key: str,
        period: int | None,
        delivered: set[tuple[str, str]] | None,
        make: Callable[..., Run] = Run,
    ) -> Scores:
        """Score the facts of an example; `delivered` are the lists that it gives, by body, `make` makes the runs."""
        choices = self.choices(readings)
        data = bind(self.program, raw, active_under(choices), key=key)
        if delivered is not None:
            for record in data.records.values():
                for number, item in enumerate(self.program.items):
                    if item.parent is None and (record.key, list_name(self.program, item)) not in delivered:
                        record.items.pop(number, None)
        if period is not None and period not in data.periods:
            raise KeyError(f"nothing is given for {period}")
        return self.score_bound(data, choices, period, parameters, raw, make=make)

    def coverage(self) -> Coverage:
        """What the examples of the rules touch and what not; its `outcomes` are those of `test`."""
        return self._measurement.coverage(*self._examples)

    def missing_examples(self, coverage: Coverage, progress: Callable[[], None] | None = None) -> Missing:
        """Examples, marked `unconfirmed`, of what no example touches, with the values that the rules give."""
        from evallang.examples.coverage.missing import missing  # noqa: PLC0415  # scoring does without it

        return missing(coverage, self._measurement, progress)

    @cached_property
    def _measurement(self) -> Measurement:
        from evallang.examining import measurement  # noqa: PLC0415  # scoring does without it

        return measurement(
            self.program, self.module, self.folder, self.choices(), lambda make: partial(self.score_example, make=make)
        )

    def choices(self, readings: Mapping[str, str] | None = None) -> tuple[int, ...]:
        """The chosen option of each reading; `readings` switches some, by name or id. Raises UsageError."""
        chosen = [reading.choice for reading in self.program.readings]
        known = {key: i for i, r in enumerate(self.program.readings) for key in (r.name, r.id)}
        ids = [reading.id for reading in self.program.readings]
        for key, option in (readings or {}).items():
            if key not in known:
                raise UsageError(f"no reading is called `{key}`; {instead(key, known, ids)}")
            reading = self.program.readings[known[key]]
            number = reading.option(option)
            if number is None:
                raise UsageError(
                    f"the reading `{key}` has no option `{option}`; it has "
                    + ", ".join(o.name for o in reading.options)
                )
            chosen[known[key]] = number
        return tuple(chosen)

    def know_parameters(self, given: Iterable[str]) -> None:
        """Raise UsageError for a parameter that no document has."""
        programs = (self.program, *(rules.program for rules in self.around))
        known = [word for program in programs for p in program.parameters for word in (p.name, p.label) if word]
        for name in given:
            if name not in known:
                raise UsageError(f"the methodology has no parameter `{name}`; {instead(name, known, known)}")

    def bind(self, data: Data, readings: Mapping[str, str] | None = None, *, key: str = BODY) -> Dataset:
        """Data for these rules, typed, each value with its cell. Raises DataError for what cannot be read."""
        if isinstance(data, Dataset):
            return data
        return bind(self.program, raw_data(data), active_under(self.choices(readings)), key=key)

    @overload
    def score(
        self, data: Frame | Arrays, *, readings: Mapping[str, str] | None = None,
        period: int | Literal["all"] | None = None, parameters: Mapping[str, object] | None = None, key: str = BODY,
    ) -> Columns: ...  # fmt: skip

    @overload
    def score(
        self, data: Data, *, readings: Mapping[str, str] | None = None,
        period: int | Literal["all"] | None = None, parameters: Mapping[str, object] | None = None, key: str = BODY,
    ) -> Scores: ...  # fmt: skip

    def score(
        self,
        data: Data | Frame,
        *,
        readings: Mapping[str, str] | None = None,
        period: int | Literal["all"] | None = None,
        parameters: Mapping[str, object] | None = None,
        key: str = BODY,
    ) -> Scores | Columns:
        """Score all bodies: the last period, one period, or all.

        `data` is a file, a folder, several files, `{"bodies": [{"body": …, …}]}`, or a frame, which `score_columns`
        scores. `readings` switches options;
        `parameters` supplies values; `key` is the column that names the body. The other documents score the same
        data, unless it is bound already. Raises DataError for data that cannot be read and UsageError for what the
        rules or the data do not have.
        """
        if is_frame(data):
            return self.score_columns(data, readings=readings, period=period, parameters=parameters, key=key)
        assert not hasattr(data, "columns")
        choices = self._choices(readings)
        if isinstance(data, Dataset):
            return self.score_bound(data, choices, period, parameters)
        raw = raw_data(data)
        dataset = bind(self.program, raw, active_under(choices), key=key, linked=self._linked)
        return self.score_bound(dataset, choices, period, parameters, raw, readings, key)

    def score_columns(  # noqa: PLR0913  # each is a separate thing that a scoring may be told
        self, frame: Any, *, readings: Mapping[str, str] | None = None,
        period: int | Literal["all"] | None = None, parameters: Mapping[str, object] | None = None, key: str = BODY,
        lists: Mapping[str, Any] | None = None, paths: Sequence[str] | None = None, block: int = 65_536,
        threads: int = 1, engine: Literal["columns", "fused"] | None = None,
    ) -> Columns:  # fmt: skip
        """Score a frame by columns, with NumPy: arrays by name, an Arrow table, a pandas or a Polars data frame.

        A column is headed as in a data file; without a column that names the bodies, rows are called by their
        numbers. `lists` are frames of items by the names of their files. `paths` are the results that are wanted, None
        all of a body; `block` rows are computed together, on so many `threads`. Every value, status and reason is that
        of `score`. `engine` "fused" compiles loops and needs numba; None: where that pays. Raises as `score` does,
        UnknownPath, ImportError, ValueError for unequal lengths, a `block` below 1, a frame that other rules read.
        """
        from evallang.backends.columns.scoring import held_for, score_frame  # noqa: PLC0415  # NumPy is optional

        if engine not in (None, "columns", "fused"):
            raise UsageError(f"no engine for frames is called `{engine}`; there are columns and fused")
        held = held_for(self.program, frame, lists, key)

        def score(raw: RawData, wanted: int | Literal["all"] | None) -> Scores:
            return self.score(raw, readings=readings, period=wanted, parameters=parameters, key=held.rows.key)

        choices = self._choices(readings)
        return score_frame(
            self.program, choices, active_under(choices), held, score,
            paths=paths, period=period, supplied=repr(sorted((parameters or {}).items())), block=block, threads=threads,
            fused=None if engine is None else engine == "fused")  # fmt: skip

    def read_columns(self, frame: Any, *, lists: Mapping[str, Any] | None = None, key: str = BODY) -> Held:
        """A copy of a frame for these rules, to score as often as needed: `score_columns` takes it as its frame.

        Raises ValueError for columns of different lengths. Needs NumPy.
        """
        from evallang.backends.columns.scoring import hold  # noqa: PLC0415  # NumPy is optional

        return hold(self.program, frame, lists, key)

    def _choices(self, readings: Mapping[str, str] | None) -> tuple[int, ...]:
        """The options of this document among those given for it and for the others."""
        own = {k: o for k, o in (readings or {}).items() if not any(rules.has_reading(k) for rules in self.around)}
        return self.choices(own | {k: o for k, o in (readings or {}).items() if self.has_reading(k)})

    def score_bound(  # noqa: PLR0913  # each is a separate thing that a scoring may be told
        self,
        data: Dataset,
        choices: tuple[int, ...],
        period: int | Literal["all"] | None = None,
        parameters: Mapping[str, object] | None = None,
        raw: RawData | None = None,
        readings: Mapping[str, str] | None = None,
        key: str = BODY,
        *,
        make: Callable[..., Run] = Run,
    ) -> Scores:
        """Score data that is bound already, under chosen options by number.

        `readings` and `key`, the column that names the body, are for other documents; `make` makes the runs.
        """
        self.know_parameters(parameters or ())
        raw = raw or RawData()
        others = self._score_others(raw, readings or {}, parameters or {}, key)
        mine = evolve(raw, parameters=self._mine(raw.parameters))
        given = {name: _text(value) for name, value in self._mine(parameters or {}).items()}
        cells, findings = bind_parameters(self.program, mine, given, active_under(choices), data.names)
        periods = _periods(data, period)
        runs = {p: make(self.program, choices, data, p, cells, Others(others)) for p in periods}
        found = joined([*data.findings, *findings], [scores.findings for scores in others.values()])
        return Scores(self.program, choices, data, runs, self.paths, _explained, found, others)

    def compile(
        self, *, readings: Mapping[str, str] | None = None, parameters: Mapping[str, object] | None = None,
        outputs: Iterable[str] | None = None,
    ) -> Scorer:  # fmt: skip
        """Straight-line exact code that scores one record at a time, many times quicker than `score`.

        `readings` and `parameters` are as for `score` and fixed in the code; `outputs` are the paths that are wanted
        (None: all). `source` is the text of a file that needs no package. Raises UsageError, UnknownPath, NotCompiled.
        """
        from evallang.backends.python.scorer import compiled  # noqa: PLC0415  # scoring does without it

        cells, _ = self.supplied(parameters or {}, readings)
        wanted = outputs if outputs is None or isinstance(outputs, str) else list(outputs)
        return compiled(self.program, self.choices(readings), cells, wanted, self._linked)

    def supplied(
        self, parameters: Mapping[str, object], readings: Mapping[str, str] | None = None
    ) -> tuple[dict[int, Cell], list[Finding]]:
        """The values of open parameters by their numbers, without any data, and what is to be said of them.

        Raises UsageError for a parameter, reading or option that is not there.
        """
        self.know_parameters(parameters)
        given = {name: _text(value) for name, value in self._mine(parameters).items()}
        return bind_parameters(self.program, RawData(), given, active_under(self.choices(readings)))

    # ---- the documents given with it

    @property
    def _linked(self) -> frozenset[int]:
        """The nodes that they score."""
        return frozenset(node.number for node in self.program.nodes if source(node)[0] in self.others)

    @property
    def around(self) -> tuple[Rules, ...]:
        """The other documents, and those that they need."""
        return tuple(rules for other in self.others.values() for rules in (other, *other.around))

    def has_reading(self, word: str) -> bool:
        """Whether a reading of this document has this name or id."""
        return any(word in (reading.name, reading.id) for reading in self.program.readings)

    def has_parameter(self, word: str) -> bool:
        """Whether a parameter of this document has this name or label."""
        return any(word in (parameter.name, parameter.label) for parameter in self.program.parameters)

    def _mine(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters given, without those that only other documents have."""
        return {
            word: value for word, value in given.items()
            if self.has_parameter(word) or not any(rules.has_parameter(word) for rules in self.around)
        }  # fmt: skip

    def _score_others(
        self, raw: RawData, readings: Mapping[str, str], parameters: Mapping[str, object], key: str
    ) -> dict[str, Scores]:
        """The scores of the other documents over all periods; each takes the readings and parameters that it has."""
        found = {}
        for name, rules in self.others.items() if raw.tables else ():
            known = (rules, *rules.around)
            found[name] = rules.score(
                evolve(
                    raw, parameters={k: v for k, v in raw.parameters.items() if any(r.has_parameter(k) for r in known)}
                ),
                readings={k: v for k, v in readings.items() if any(r.has_reading(k) for r in known)},
                parameters={k: v for k, v in parameters.items() if any(r.has_parameter(k) for r in known)},
                period="all",
                key=key,
            )
        return found


def _explained(scores: Scores, body: str, node: str | None, period: int | None) -> Explanation:
    """As `evallang.report.explain`, which is imported only where something is explained."""
    from evallang.report.explain import explain  # noqa: PLC0415  # scoring does without it

    return explain(scores, body, node, period)


def _periods(data: Dataset, period: int | Literal["all"] | None) -> tuple[int | None, ...]:
    known = data.periods
    if period == "all" or not known:
        return known or (None,)
    if period is None:
        return known[-1:]
    if period not in known:
        shown = ", ".join(str(p) for p in known if p is not None) or "no periods"
        raise UsageError(f"the data has no period {period}; it has {shown}")
    return (period,)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def active_under(choices: tuple[int, ...]) -> Callable[[Conditions], bool]:
    """Whether what stands under options holds under these choices."""
    return lambda conditions: all(choices[reading] == option for reading, option in conditions)
