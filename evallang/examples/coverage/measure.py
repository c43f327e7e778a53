"""Which goals the examples of a document touch."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from attrs import define, field, frozen

from evallang.backends.interpreter.run import Foreign, Run
from evallang.backends.scores import Scores
from evallang.examples.collect import ExampleSet, FileSet
from evallang.examples.coverage.goal import SORTS, Goal, Key
from evallang.examples.coverage.goals import Goals
from evallang.examples.coverage.observed import ObservedRun, Seen
from evallang.examples.run import Outcome, Score, run_example, run_files
from evallang.ir.data import Cell, Dataset
from evallang.ir.program import Program
from evallang.source import SourceFile
from evallang.trials.uses import Target

ScoreWith = Callable[[Callable[..., Run]], Score]
"""What scores the facts of an example with runs of a certain make."""


@frozen
class Coverage:
    """The goals of a document and those that its confirmed examples touch; `further` only unconfirmed ones touch."""

    goals: Goals
    touched: frozenset[Key]
    further: frozenset[Key]
    outcomes: tuple[Outcome, ...]

    @property
    def untouched(self) -> list[Goal]:
        """What no confirmed example touches, as it stands in the file."""
        return self.goals.ordered(self.goals.all.keys() - self.touched)

    def counts(self) -> dict[str, tuple[int, int]]:
        """By sort: how many goals are touched, and how many there are."""
        return {
            sort: (sum(goal.key in self.touched for goal in found), len(found))
            for sort in SORTS if (found := [goal for goal in self.goals.all.values() if goal.sort == sort])
        }  # fmt: skip


@define(eq=False)
class Ran:
    """An example that passed: how to run it under other options, its own ones, and what it computed."""

    again: Callable[[Mapping[str, str]], Outcome]
    readings: Mapping[str, str]
    asked: set[Target]


class KeptRuns:
    """Makes runs, and takes one that it made before where only the data are others."""

    def __init__(self) -> None:
        self._known: dict[object, Run] = {}

    def __call__(
        self, program: Program, choices: tuple[int, ...], data: Dataset, period: int | None, cells: Mapping[int, Cell],
        others: Foreign,
    ) -> Run:  # fmt: skip
        """As the class `Run` makes them."""
        place = (choices, period, tuple(sorted((number, str(cell.value)) for number, cell in cells.items())))
        run = self._known.get(place)
        if run is None:
            run = self._known[place] = Run(program, choices, data, period, cells, others)
        else:
            run.restart(data)
            run.others = others
        return run


@define(eq=False)
class Measurement:
    """Measures the examples of one document."""

    program: Program
    source: SourceFile
    folder: Path
    score: ScoreWith
    goals: Goals = field(init=False)
    kept: KeptRuns = field(init=False, factory=KeptRuns)

    def __attrs_post_init__(self) -> None:
        self.goals = Goals(self.program)

    def coverage(self, sets: Sequence[ExampleSet], files: Sequence[FileSet]) -> Coverage:
        """Run all examples and tell what those that pass touch."""
        found: dict[bool, set[Key]] = {False: set(), True: set()}
        outcomes: list[Outcome] = []
        passed: dict[bool, list[Ran]] = {False: [], True: []}
        examples: list[ExampleSet | FileSet] = [*sets, *files]
        for example in examples:
            known = found[isinstance(example, ExampleSet) and example.unconfirmed]
            outcome, seen, ran = self._ran(example, self.source, frozenset(known))
            outcomes.append(outcome)
            if not outcome.failures:
                known |= seen.settled()
                passed[outcome.unconfirmed].append(ran)
        for unconfirmed, all_ran in passed.items():
            found[unconfirmed] |= self.options(all_ran, self.goals.all)
        there = frozenset(self.goals.all)
        touched = there.intersection(found[False])
        return Coverage(self.goals, touched, there.intersection(found[True]) - touched, tuple(outcomes))

    def touched(self, example: ExampleSet, source: SourceFile) -> tuple[set[Key], Ran] | None:
        """What one example touches that stands in another text, options aside; None if it does not pass."""
        outcome, seen, ran = self._ran(example, source)
        return None if outcome.failures else (seen.settled() & self.goals.all.keys(), ran)

    def _ran(
        self, example: ExampleSet | FileSet, source: SourceFile, known: frozenset[Key] = frozenset()
    ) -> tuple[Outcome, Seen, Ran]:  # fmt: skip
        seen = Seen(self.goals, known)
        run = self._runner(example, source)
        outcome = run(self.score(partial(ObservedRun, seen)))
        readings = example.readings if isinstance(example, ExampleSet) else {}
        return outcome, seen, Ran(partial(self._under, run), readings, seen.asked)

    def _runner(self, example: ExampleSet | FileSet, source: SourceFile) -> Callable[[Score], Outcome]:
        if isinstance(example, ExampleSet):
            return lambda score: run_example(example, self.program, source, score)
        return lambda score: run_files(example, self.folder, source, score)

    def _under(self, run: Callable[[Score], Outcome], switched: Mapping[str, str]) -> Outcome:
        """Run an example under other options than its own."""
        score = self.score(self.kept)

        def switching(raw: object, readings: Mapping[str, str], *rest: object) -> Scores:
            return score(raw, {**readings, **switched}, *rest)  # type: ignore[arg-type]  # as `Score`

        return run(switching)

    # ---- options

    def options(self, passed: Iterable[Ran], wanted: Container[Key]) -> set[Key]:
        """The options wanted that examples show: such a one would not pass under another option of the reading.

        The examples that stand `under` an option are asked first.
        """
        ran = sorted(passed, key=lambda one: not one.readings)
        found: set[Key] = set()
        for number, reading in enumerate(self.program.readings):
            users = set(self.goals.uses.users.get(("reading", reading.id or reading.name), ()))
            for place, option in enumerate(reading.options):
                if ("option", number, place) not in wanted:
                    continue
                others = [other.name for other in reading.options if other is not option]
                for one in ran:
                    own = one.readings.get(reading.name, reading.options[reading.choice].name)
                    if own == option.name and users & one.asked and any(
                        _differs(one.again({reading.name: other})) for other in others
                    ):  # fmt: skip
                        found.add(("option", number, place))
                        break
        return found


def _differs(outcome: Outcome) -> bool:
    """Whether an example compares something that is not as it expects."""
    return any(failure.code == "E0401" for failure in outcome.failures)
