"""From files to scores: what `evallang.checking` made of the rules, data for them, and a run over both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from attrs import define, evolve, field

from evallang import checking
from evallang.backends.explanation import Explanation
from evallang.backends.foreign import Others, joined, source, why_not
from evallang.backends.interpreter.run import Run
from evallang.backends.scores import Scores
from evallang.checking import Checked, rule_files
from evallang.diagnostics import Diagnostic
from evallang.examples.collect import ExampleSet, FileSet, collect_examples
from evallang.examples.run import Outcome, run_example, run_files
from evallang.ir.data import Dataset
from evallang.ir.paths import Paths
from evallang.ir.program import Conditions, Program
from evallang.source import SourceFile, read
from evallang.suggest import nearest
from evallang.syntax import ast
from evallang.tables.bind import bind
from evallang.tables.bodies import BODY
from evallang.tables.files import read as read_data
from evallang.tables.json_in import parse_json
from evallang.tables.parameters import bind_parameters
from evallang.tables.raw import RawData

Data = Dataset | RawData | Path | str | Mapping[str, Any] | Sequence[Path | str]


_SHOWN = 8
"""How many names a message lists."""


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

    def test(self, progress: Callable[[], None] | None = None) -> tuple[Outcome, ...]:
        """Run every example and acceptance set; an outcome says how many figures it compared and which differ."""
        sets, files = self._examples
        outcomes = []
        for example in sets:
            outcomes.append(run_example(example, self.program, self.module.source, self._score_example))
            if progress is not None:
                progress()
        outcomes += [run_files(entry, self.folder, self.module.source, self._score_example) for entry in files]
        return tuple(outcomes)

    def _score_example(
        self,
        raw: RawData,
        readings: Mapping[str, str],
        parameters: Mapping[str, str],
        key: str,
        period: int | None,
        delivered: set[tuple[str, str]] | None,
    ) -> Scores:
        choices = self.choices(readings)
        data = bind(self.program, raw, active_under(choices), key=key)
        if delivered is not None:
            for record in data.records.values():
                for number, item in enumerate(self.program.items):
                    if item.parent is None and (record.key, item.name) not in delivered:
                        record.items.pop(number, None)
        return self.score_bound(data, choices, period, parameters, raw)

    def choices(self, readings: Mapping[str, str] | None = None) -> tuple[int, ...]:
        """The chosen option of each reading; `readings` switches some, by name or id. Raises UsageError."""
        chosen = [reading.choice for reading in self.program.readings]
        known = {key: i for i, r in enumerate(self.program.readings) for key in (r.name, r.id)}
        ids = [reading.id for reading in self.program.readings]
        for key, option in (readings or {}).items():
            if key not in known:
                raise UsageError(f"no reading is called `{key}`; {_instead(key, known, ids)}")
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
                raise UsageError(f"the methodology has no parameter `{name}`; {_instead(name, known, known)}")

    def bind(self, data: Data, readings: Mapping[str, str] | None = None, *, key: str = BODY) -> Dataset:
        """Data for these rules, typed, each value with its cell. Raises DataError for what cannot be read."""
        if isinstance(data, Dataset):
            return data
        return bind(self.program, raw_data(data), active_under(self.choices(readings)), key=key)

    def score(
        self,
        data: Data,
        *,
        readings: Mapping[str, str] | None = None,
        period: int | Literal["all"] | None = None,
        parameters: Mapping[str, object] | None = None,
        key: str = BODY,
    ) -> Scores:
        """Score all bodies: the last period, one period, or all.

        `data` is a file, a folder, several files, or `{"bodies": [{"body": …, …}]}`. `readings` switches options;
        `parameters` supplies values; `key` is the column that names the body. The other documents score the same
        data, unless it is bound already. Raises DataError for data that cannot be read and UsageError for what the
        rules or the data do not have.
        """
        own = {k: o for k, o in (readings or {}).items() if not any(rules.has_reading(k) for rules in self.around)}
        choices = self.choices(own | {k: o for k, o in (readings or {}).items() if self.has_reading(k)})
        if isinstance(data, Dataset):
            return self.score_bound(data, choices, period, parameters)
        raw = raw_data(data)
        linked = frozenset(node.number for node in self.program.nodes if source(node)[0] in self.others)
        dataset = bind(self.program, raw, active_under(choices), key=key, linked=linked)
        return self.score_bound(dataset, choices, period, parameters, raw, readings, key)

    def score_bound(
        self,
        data: Dataset,
        choices: tuple[int, ...],
        period: int | Literal["all"] | None = None,
        parameters: Mapping[str, object] | None = None,
        raw: RawData | None = None,
        readings: Mapping[str, str] | None = None,
        key: str = BODY,
    ) -> Scores:
        """Score data that is bound already, under chosen options by number.

        `readings` and `key`, the column that names the body, are for other documents.
        """
        self.know_parameters(parameters or ())
        raw = raw or RawData()
        others = self._score_others(raw, readings or {}, parameters or {}, key)
        mine = evolve(raw, parameters=self._mine(raw.parameters))
        given = {name: _text(value) for name, value in self._mine(parameters or {}).items()}
        cells, findings = bind_parameters(self.program, mine, given, data.names)
        periods = _periods(data, period)
        runs = {p: Run(self.program, choices, data, p, cells, Others(others)) for p in periods}
        found = joined([*data.findings, *findings], [scores.findings for scores in others.values()])
        return Scores(self.program, choices, data, runs, self.paths, _explained, found, others)

    # ---- the documents given with it

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


def _instead(word: str, known: Iterable[str], shown: Sequence[str]) -> str:
    """What might be meant by a word that is not known: the nearest one, or what there is."""
    near = nearest(word, known)
    if near:
        return f"did you mean `{near}`?"
    names = ", ".join(f"`{name}`" for name in shown[:_SHOWN])
    return f"it has {names}{', …' if len(shown) > _SHOWN else ''}" if names else "it has none"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def active_under(choices: tuple[int, ...]) -> Callable[[Conditions], bool]:
    """Whether what stands under options holds under these choices."""
    return lambda conditions: all(choices[reading] == option for reading, option in conditions)


def raw_data(data: Data) -> RawData:
    """Data as it was given, cell by cell."""
    if isinstance(data, RawData):
        return data
    if isinstance(data, Mapping):
        text = json.dumps(data, default=_json, ensure_ascii=False)
        tables, parameters = parse_json(text.encode("utf-8"), "bodies", "data")
        return RawData(tuple(tables), parameters)
    paths = [data] if isinstance(data, str | Path) else data
    if not isinstance(paths, Sequence) or not all(isinstance(p, str | Path) for p in paths):
        raise TypeError('data is a path, a list of paths, or a dictionary {"bodies": [{"body": …}, …]}')
    return read_data([Path(p) for p in paths])


def _json(value: object) -> str:
    if isinstance(value, Fraction | Decimal | date):
        return str(value)
    raise TypeError(f"a value of the type {type(value).__name__} cannot be data")


def check_source(source: SourceFile) -> tuple[Rules | None, tuple[Diagnostic, ...]]:
    """The rules of a text, None when it has errors, and what is wrong with it."""
    checked, diagnostics = checking.check_source(source)
    return _rules(checked), diagnostics


def check_file(path: Path, shown: str | None = None) -> tuple[Rules | None, tuple[Diagnostic, ...]]:
    """As `check_source`, of a file. Raises SourceError for what is no text, OSError for what cannot be opened."""
    checked, diagnostics = checking.check_file(path, shown)
    return _rules(checked), diagnostics


def _rules(checked: Checked | None) -> Rules | None:
    return Rules(checked.program, checked.module, checked.diagnostics, checked.folder) if checked else None


def load(path: str | Path, others: Sequence[str | Path] = ()) -> Rules:
    """Load a methodology from a `.eval` file, or from a folder that holds one.

    `others` are documents, or folders of them, that may score some of its nodes (`scored by OTHER.node`). A folder
    may hold those too: the methodology is then the one that scores no node of another. Raises RulesError with
    `.diagnostics` when the rules have errors, UsageError when the folder holds none or several.
    """
    place = Path(path)
    files = rule_files(place)
    more = [_loaded(file) for other in others for file in rule_files(Path(other))]
    if len(files) == 1:
        return linked(_loaded(files[0]), more)
    held = [_loaded(file) for file in files] if any("scored by" in read(file).text for file in files) else []
    used = {source(node)[0] for rules in held for node in rules.program.nodes}
    last = [rules for rules in held if rules.name not in used]
    if len(last) == 1 and all(rules in last or rules.name in used for rules in held):
        return linked(last[0], [*held, *more])
    shown = ", ".join(f.relative_to(place).as_posix() for f in files[:10])
    raise UsageError(
        f"{place} holds {'no methodology' if not files else f'several methodologies: {shown}'}; name one file"
    )


def linked(rules: Rules, documents: Iterable[Rules], above: tuple[str, ...] = ()) -> Rules:
    """Rules with those documents that score some of their nodes. Raises UsageError for what cannot be linked."""
    by_name = {other.name: other for other in (rules, *documents)}
    for node in rules.program.nodes:
        name, _ = source(node)
        if name not in by_name:
            continue
        if name in (*above, rules.name):
            raise UsageError(f"`{rules.name}` and `{name}` are scored by each other")
        reason = why_not(by_name[name].program, node)
        if reason is not None:
            raise UsageError(reason)
        if name not in rules.others:
            rules.others[name] = linked(by_name[name], by_name.values(), (*above, rules.name))
    return rules


def _loaded(file: Path) -> Rules:
    """One rule file. Raises RulesError when it has errors."""
    rules, diagnostics = check_file(file)
    if rules is None:
        errors = [d for d in diagnostics if d.is_error]
        if not errors:
            raise UsageError(
                f"{file.as_posix()} is an amendment and has no rules of its own; name its folder and a day"
            )
        raise RulesError(
            f"{file}: {errors[0].message}" + (f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""),
            diagnostics,
        )
    return rules
