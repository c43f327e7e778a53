"""The highest and the lowest value that a body reaches in each node: bodies that are best, or worst, in everything.

The best bodies of the parts, put together, are the best body of their sum as long as the parts look at different
data. One such body answers for all nodes at once; a node that it leaves short of what it can be is looked at alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir.program import InputDef, NodeDef
from evallang.lint.climb import Climb, Standing
from evallang.lint.corners import BODY, CORNERS, Corners, changed, everything, renamed
from evallang.lint.needs import Needed
from evallang.lint.ranges import Range, is_empty
from evallang.lint.reader import Read, Reader
from evallang.lint.search import Found
from evallang.lint.starts import YEARS
from evallang.trials.made import Made, Path, Trial, Value
from evallang.trials.uses import Used

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

TRIES = 240
"""How many bodies are tried for one node under the chosen readings; under other options a quarter."""


@frozen(eq=False)
class Reached:
    """A value that a node has on a body, of the item with these keys; `utmost` says that it can have none beyond it."""

    value: Fraction
    trial: Trial
    keys: tuple[str, ...]
    utmost: bool


@frozen(eq=False)
class Whole:
    """A body that is best, or worst, in everything, with the values of the nodes on it."""

    trial: Trial
    read: Read


class Extremes:
    """What bodies reach under the readings of a subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.program = subject.program
        self._base = subject.base.extremes if subject.base is not None else None
        self.needs = subject.needs
        self._reached: dict[tuple[int, str | None, str | None, bool], Reached | None] = {}
        self._wholes: dict[tuple[str | None, str | None, bool], Whole] = {}
        self._tried: dict[str | None, list[Whole]] = {}

    def of(
        self, number: int, kind: str | None, body: str | None = None, *, lowest: bool = False,
        beyond: Fraction | None = None,
    ) -> Reached | None:  # fmt: skip
        """The highest (lowest) value of a node that was found for bodies of a kind, or for one that the rules name.

        A value beyond `beyond` is enough. While only ranges decide, no body is made up.
        """
        if self.subject.instant:
            return None
        place = (number, kind, body, lowest)
        if place not in self._reached:
            if self._base is not None and not self.subject.concerns(number):
                return self._base.of(number, kind, body, lowest=lowest, beyond=beyond)
            self._reached[place] = self._highest(number, kind, body, lowest, beyond)
        return self._reached[place]

    def _highest(
        self, number: int, kind: str | None, body: str | None, lowest: bool, beyond: Fraction | None
    ) -> Reached | None:  # fmt: skip
        end = self._end(number, kind, body, lowest)
        climb = Climb(lowest, end, beyond, TRIES if self._base is None else TRIES // 4)
        likely = lowest is not (number in self.turned)
        best = self._found(number, [self.whole(kind, body, likely)], lowest)
        if not climb.over(best):
            best = self._found(number, [self.whole(kind, body, down) for down in (likely, not likely)], lowest)
        if not climb.over(best) and not is_empty(self._range(number, kind, body)):
            start = best.trial if best is not None else self.whole(kind, body, lowest).trial
            best = self._led(number, start, climb)
        if best is None:
            return None
        return Reached(best.value, best.trial, best.keys, best.value == end)

    def together(
        self, numbers: Sequence[int], kind: str | None, body: str | None = None, *, lowest: bool = False
    ) -> Found | None:  # fmt: skip
        """One body on which the first of some nodes has its highest (lowest) value, with what the others need."""
        reached = self.of(numbers[0], kind, body, lowest=lowest)
        if reached is None:
            return None
        whole = self.whole(kind, body, lowest)
        for value, keys in whole.read.numbers.get(numbers[0], ()):
            if value == reached.value:
                return Found(self.only(numbers, whole.trial), keys)
        return Found(self.only([numbers[0]], reached.trial), reached.keys)

    def _end(self, number: int, kind: str | None, body: str | None, lowest: bool) -> Fraction | None:
        """The least or greatest value that is possible at all."""
        found = self._range(number, kind, body)
        return found.low if lowest else found.high

    def _range(self, number: int, kind: str | None, body: str | None) -> Range:
        return self.subject.values(kind, body).of_definition(number)

    # ---- one body for all nodes

    def whole(self, kind: str | None, body: str | None, lowest: bool) -> Whole:
        """A body of a kind that is best (worst) in everything."""
        place = (kind, body, lowest)
        if place not in self._wholes:
            self._wholes[place] = self._made(kind, body, lowest)
        return self._wholes[place]

    def _made(self, kind: str | None, body: str | None, lowest: bool) -> Whole:
        corner = CORNERS[4 if lowest else 0]
        if body is not None:
            plain, apart = self.whole(kind, None, lowest), self.subject.graph.apart(body)
            return self._read(renamed(plain.trial, body), kind, plain, apart)
        if self._base is not None:
            plain = self._base.whole(kind, None, lowest)
            held, more = _said([plain.trial]), len(self.inputs) > len(self._base.inputs)
            corners = CORNERS[:8] if more else [corner]
            trials = [_given(self.corners.body(self.inputs, kind, c), *held) for c in corners]
            wholes = [self._read(trial, kind, plain, self.differing) for trial in trials]
            return max(wholes, key=lambda w: self._utmost(w, kind, lowest))
        return self._read(self._composed(kind, lowest), kind)

    def _utmost(self, whole: Whole, kind: str | None, lowest: bool) -> int:
        """For how many nodes a body is the best (worst) that is possible at all."""
        return sum(
            any(value == self._end(n, kind, None, lowest is not (n in self.turned)) for value, _ in found)
            for n in self.differing for found in (whole.read.numbers.get(n, ()),)
        )  # fmt: skip

    def _read(
        self, trial: Trial, kind: str | None, plain: Whole | None = None, differing: frozenset[int] = frozenset()
    ) -> Whole:
        """The nodes on a body; those that do not differ from what they are on a plain one are known."""
        nodes = [d.number for d in self.program.nodes if self._is_for(d, kind)]
        if plain is None:
            return Whole(trial, self.reader.read(trial, nodes, {}))
        known = {n: value for n, value in plain.read.memo.items() if n not in differing}
        read = self.reader.read(trial, [n for n in nodes if n in differing], known)
        return Whole(trial, Read({**plain.read.numbers, **read.numbers}, read.memo))

    def _composed(self, kind: str | None, lowest: bool) -> Trial:
        """The best (worst) bodies of all nodes that name no others, put together."""
        found = []
        for d in self.program.nodes:
            if self._is_for(d, kind) and self._is_leaf(d.number):
                down = lowest is not (d.number in self.turned)
                best = self._found(d.number, self.tried(kind), down)
                end = self._end(d.number, kind, None, down)
                climb = Climb(down, end, None, TRIES)
                if best is not None and not climb.over(best):
                    best = self._led(d.number, best.trial, climb)
                found += [self.only([d.number], best.trial)] if best is not None else []
        return _given(self.corners.body(self.inputs, kind, CORNERS[4 if lowest else 0]), *_said(found))

    def tried(self, kind: str | None) -> list[Whole]:
        """Bodies with every input at one of its ends."""
        if kind not in self._tried:
            trials = (self.corners.body(self.inputs, kind, corner) for corner in CORNERS)
            self._tried[kind] = [self._read(trial, kind) for trial in trials]
        return self._tried[kind]

    # ---- one node

    def only(self, numbers: Iterable[int], trial: Trial) -> Trial:
        """A body with nothing but what some nodes need."""
        needed = self._needed(numbers, trial)
        paths = {self.program.definitions[n].path for n in needed.definitions}
        lists = {self.program.items[n].path for n in needed.items}

        def change(made: Made) -> None:
            made.values = {path: value for path, value in made.values.items() if path in paths}
            made.lists = {path: rows for path, rows in made.lists.items() if path in lists}

        return changed(trial, change)

    def _needed(self, numbers: Iterable[int], trial: Trial) -> Needed:
        kind, body = trial.kinds[trial.subject], trial.subject if trial.subject != BODY else None
        return self.needs.of(numbers, self.subject.values(kind, body).is_for)

    def _found(self, number: int, wholes: Iterable[Whole], lowest: bool) -> Standing | None:
        found = [Standing(value, keys, w.trial) for w in wholes for value, keys in w.read.numbers.get(number, ())]
        return Climb(lowest, None, None, 0).best(found)

    def _led(self, number: int, start: Trial, climb: Climb) -> Standing | None:
        start = self.only([number], start)

        def read(trial: Trial) -> Standing | None:
            values = self.reader.read(trial, [number], {}).numbers[number]
            return climb.best(Standing(value, keys, trial) for value, keys in values)

        needed = self._needed([number], start)
        direct = self._direct(number)
        inputs = [d for d in self.inputs if d.number in needed.definitions]
        inputs.sort(key=lambda d: d.number not in direct)
        lists = [self.program.items[n].path for n in sorted(needed.items)]
        return climb.climbed(start, read, inputs, lists, self.corners, self.numbers)

    # ---- what there is

    @cached_property
    def reader(self) -> Reader:
        """Reads values on bodies."""
        return Reader(self.subject.search.side)

    @cached_property
    def inputs(self) -> list[InputDef]:
        """The inputs of the program under its readings."""
        return [d for d in self.program.inputs if self.subject.active(d.conditions)]

    @cached_property
    def numbers(self) -> list[Fraction]:
        """The numbers of the rules."""
        return self.subject.search.maker.numbers

    @cached_property
    def corners(self) -> Corners:
        """Makes bodies."""
        if self._base is not None:
            return self._base.corners
        search = self.subject.search
        used = Used()
        for d in self.program.definitions:
            used.add(search.used_by(d.number))
        last = YEARS[-1] if search.side.yearly or used.over_years else None
        years: tuple[int | None, ...] = (last,)
        if used.over_years:
            years = tuple(sorted({*YEARS[-1 - max(used.back, 1) :], *filter(None, used.years)}))
        return Corners(self.program, search.maker.above, years)

    @cached_property
    def differing(self) -> frozenset[int]:
        """The definitions whose values may be others than under the chosen readings."""
        return frozenset(d.number for d in self.program.definitions if self.subject.concerns(d.number))

    @cached_property
    def turned(self) -> frozenset[int]:
        """The nodes that take away: penalties, with all that they are made of."""
        found: set[int] = set()
        for d in self.program.nodes:
            if d.word == "penalty":
                found |= self.needs.of([d.number]).definitions
        return frozenset(found)

    def _is_for(self, d: NodeDef, kind: str | None) -> bool:
        return self.subject.active(d.conditions) and kind in self.subject.kinds_of(d)

    def _is_leaf(self, number: int) -> bool:
        definitions = self.program.definitions
        return not any(isinstance(definitions[n], NodeDef) for n in self.needs.of([number]).definitions if n != number)

    def _direct(self, number: int) -> set[int]:
        """What a node names itself, also by the formulas that it names."""
        waiting, found = [number], {number}
        while waiting:
            more = self.needs.own(waiting.pop()).definitions - found
            found |= more
            waiting += [n for n in more if not isinstance(self.program.definitions[n], NodeDef)]
        return found


def _said(trials: Iterable[Trial]) -> tuple[dict[Path, Value], set[Path]]:
    """What bodies give, the first that gives something, and the lists that they hold empty."""
    values: dict[Path, Value] = {}
    filled: dict[Path, bool] = {}
    for trial in trials:
        for made in everything(trial):
            for path, value in made.values.items():
                values.setdefault(path, value)
            for path, rows in made.lists.items():
                filled.setdefault(path, bool(rows))
    return values, {path for path, full in filled.items() if not full}


def _given(trial: Trial, values: Mapping[Path, Value], empty: set[Path]) -> Trial:
    """A body that gives some values, and nothing in some lists."""

    def change(made: Made) -> None:
        made.values = {path: values.get(path, value) for path, value in made.values.items()}
        made.lists = {path: {} if path in empty else rows for path, rows in made.lists.items()}

    return changed(trial, change)
