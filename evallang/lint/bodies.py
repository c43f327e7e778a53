"""Bodies made up for the rules of a subject: what they give, what a node needs of it, and how one is led on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from evallang.ir.program import InputDef, NodeDef
from evallang.lint.climb import Climb, Standing
from evallang.lint.corners import BODY, Corner, Corners, changed, everything
from evallang.lint.needs import Needed
from evallang.lint.reader import Reader
from evallang.lint.starts import YEARS
from evallang.trials.made import Made, Path, Trial, Value
from evallang.trials.uses import Used

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

OTHER = "body 2"


class Bodies:
    """Makes bodies for one choice of readings; `base` makes those for the chosen ones."""

    def __init__(self, subject: Subject, base: Bodies | None) -> None:
        self.subject = subject
        self.program = subject.program
        self.base = base

    @cached_property
    def reader(self) -> Reader:
        """Reads values on bodies."""
        return Reader(self.subject.search.side, self.subject.search.again)

    @cached_property
    def inputs(self) -> list[InputDef]:
        """The inputs of the program under its readings."""
        return [d for d in self.program.inputs if self.subject.active(d.conditions)]

    @cached_property
    def corners(self) -> Corners:
        """Makes bodies with every input at one of its ends."""
        if self.base is not None:
            return self.base.corners
        search = self.subject.search
        used = Used()
        for d in self.program.definitions:
            used.add(search.asking.used_by(d.number))
        last = YEARS[-1] if search.side.yearly or used.over_years else None
        years: tuple[int | None, ...] = (last,)
        if used.over_years:
            years = tuple(sorted({*YEARS[-1 - max(used.back, 1) :], *filter(None, used.years)}))
        return Corners(self.program, search.maker.above, search.ceilings, years)

    def body(self, kind: str | None, corner: Corner, like: Iterable[Trial] = ()) -> Trial:
        """A body of a kind that is like others in what they give, and for the rest at its ends."""
        values: dict[Path, Value] = {}
        filled: dict[Path, bool] = {}
        for trial in like:
            for made in everything(trial):
                for path, value in made.values.items():
                    values.setdefault(path, value)
                for path, rows in made.lists.items():
                    filled.setdefault(path, bool(rows))
        empty = {path for path, full in filled.items() if not full}

        def change(made: Made) -> None:
            _set(made, values, empty)
            self.corners.bounded(made)  # what is best for one node may be more than what another one gives allows

        return changed(self.corners.body(self.inputs, kind, corner), change)

    # ---- what a node needs

    def needed(self, numbers: Iterable[int], trial: Trial) -> Needed:
        """What some nodes need of the bodies of a trial."""
        names = {name: None if name in (BODY, OTHER) else name for name in trial.kinds}
        values = (self.subject.values(kind, names[name]) for name, kind in trial.kinds.items())
        whole = [self.subject.needs.of(numbers, v.is_for) for v in values]
        return Needed(frozenset().union(*(n.definitions for n in whole)), frozenset().union(*(n.items for n in whole)))

    def only(self, numbers: Sequence[int], trial: Trial) -> Trial:
        """A trial with nothing but what some nodes need."""
        needed = self.needed(numbers, trial)
        paths = {self.program.definitions[n].path for n in needed.definitions}
        lists = {self.program.items[n].path for n in needed.items}

        def change(made: Made) -> None:
            made.values = {path: value for path, value in made.values.items() if path in paths}
            made.lists = {path: rows for path, rows in made.lists.items() if path in lists}

        return changed(trial, change)

    def looks_at_others(self, number: int) -> bool:
        """Whether the value of a node may depend on other bodies."""
        return any(self.subject.search.asking.used_by(n).others for n in self.subject.needs.of([number]).definitions)

    def is_leaf(self, number: int) -> bool:
        """Whether a node names no others, also not by formulas."""
        definitions = self.program.definitions
        needed = self.subject.needs.of([number]).definitions
        return not any(isinstance(definitions[n], NodeDef) for n in needed if n != number)

    # ---- the way

    def led(self, number: int, start: Trial, climb: Climb) -> Standing | None:
        """A body led from one to the extreme of a node, one input after the other."""
        start = self.only([number], start)

        def read(trial: Trial) -> Standing | None:
            values = self.reader.next(trial, number)
            return climb.best(Standing(value, keys, trial) for value, keys in values)

        needed, direct = self.needed([number], start), self._direct(number)
        inputs = [d for d in self.inputs if d.number in needed.definitions]
        inputs.sort(key=lambda d: d.number not in direct)
        lists = [self.program.items[n].path for n in sorted(needed.items)]
        return climb.climbed(start, read, inputs, lists, self.corners, self.subject.search.maker.numbers)

    def _direct(self, number: int) -> set[int]:
        """What a node names itself, also by the formulas that it names."""
        waiting, found = [number], {number}
        while waiting:
            more = self.subject.needs.own(waiting.pop()).definitions - found
            found |= more
            waiting += [n for n in more if not isinstance(self.program.definitions[n], NodeDef)]
        return found


def beside(trial: Trial, other: Trial) -> Trial:
    """A body with another one beside it."""
    both = trial.copy()
    both.kinds[OTHER] = other.kinds[other.subject]
    both.made |= {(OTHER, year): made.copy() for (name, year), made in other.made.items() if name == other.subject}
    return both


def _set(made: Made, values: Mapping[Path, Value], empty: set[Path]) -> None:
    made.values = {path: values.get(path, value) for path, value in made.values.items()}
    made.lists = {path: {} if path in empty else rows for path, rows in made.lists.items()}
