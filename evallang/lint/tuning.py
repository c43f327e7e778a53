"""A body brought nearer to what is wanted, one value after the other along a straight line.

Scores are mostly linear in one figure at a time, so two looks say where the wanted value lies: the secant method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor

from evallang.ir.program import InputDef
from evallang.lint.starts import end_of, rows_of_subject
from evallang.trials.made import Path, Trial, Value
from evallang.types import Choice, Flag, Quantity

Worth = Callable[[Trial], "Fraction | None"]
"""How far a body is from what is wanted, 0 where it is; None for data that may not be so."""

SWEEPS = 3
_SHARES = (Fraction(1, 16), Fraction(1, 1000), Fraction(1, 100_000))
"""How far a first look goes on the way to an end; the next one where that went beyond what is wanted."""

_PLACES = (0, 1, 2, 3, 4, 6, 9)
_SECANTS = 3


class Tuning:
    """Moves one value of a body at a time, as long as that brings it nearer."""

    def __init__(self, inputs: Mapping[Path, InputDef], worth: Worth) -> None:
        self.inputs = inputs
        self.worth = worth

    def tuned(self, trial: Trial, known: Fraction) -> tuple[Fraction, Trial]:
        """The nearest body that was reached, and how far it still is."""
        best = (known, trial)
        for _ in range(SWEEPS):
            before = best[0]
            for place in _places(trial):
                best = self._along(best, place)
                if best[0] == 0:
                    return best
            if best[0] == before:
                break
        return best

    def _along(self, best: tuple[Fraction, Trial], place: tuple[int, Path]) -> tuple[Fraction, Trial]:
        d = self.inputs[place[1]]
        value = list(rows_of_subject(best[1]))[place[0]].values[place[1]]
        if not (isinstance(d.type, Quantity) and isinstance(value, Fraction)):
            for other in _others(d, value):
                best = self._nearer(best, place, other)
            return best
        for upper in (False, True):
            end = end_of(d, value, upper=upper)
            for share in _SHARES:
                before = best[0]
                if isinstance(end, Fraction) and end != value and before > 0:
                    best = self._secant(best, place, (value, end), share)
                if best[0] < before:
                    break
        return best

    def _secant(
        self, best: tuple[Fraction, Trial], place: tuple[int, Path], way: tuple[Fraction, Fraction], share: Fraction
    ) -> tuple[Fraction, Trial]:  # fmt: skip
        """Follow the line through where a value is and a little further on its way."""
        value, end = way
        whole = isinstance(kind := self.inputs[place[1]].type, Quantity) and kind.whole
        here, far = best[0], value + _step((end - value) * share, whole)
        for _ in range(_SECANTS):
            there = self._at(best[1], place, far)
            if there is None or there == here:
                return best
            best = min(best, (there, _with(best[1], place, far)), key=lambda b: b[0])
            goal = value + (far - value) * here / (here - there)
            if there > here or best[0] == 0:
                return best
            goal = min(goal, end) if end > value else max(goal, end)
            for near in _short(goal, whole):
                best = self._nearer(best, place, near)
                if best[0] == 0:
                    return best
            value, here, far = far, there, Fraction(floor(goal)) if whole else goal
            if value == far:
                return best
        return best

    def _nearer(self, best: tuple[Fraction, Trial], place: tuple[int, Path], value: Value) -> tuple[Fraction, Trial]:
        found = self._at(best[1], place, value)
        return best if found is None or found >= best[0] else (found, _with(best[1], place, value))

    def _at(self, trial: Trial, place: tuple[int, Path], value: Value) -> Fraction | None:
        return self.worth(_with(trial, place, value))


def _places(trial: Trial) -> Iterator[tuple[int, Path]]:
    for number, made in enumerate(rows_of_subject(trial)):
        yield from ((number, path) for path in made.values)


def _with(trial: Trial, place: tuple[int, Path], value: Value) -> Trial:
    other = trial.copy()
    list(rows_of_subject(other))[place[0]].values[place[1]] = value
    return other


def _others(d: InputDef, value: Value) -> list[Value]:
    match d.type:
        case Flag():
            return [not value]
        case Choice(options=options):
            return [o for o in options if o != value]
    return []


def _step(step: Fraction, whole: bool) -> Fraction:
    return Fraction(ceil(step) if step > 0 else floor(step)) if whole else step


def _short(value: Fraction, whole: bool) -> Iterator[Fraction]:
    """Numbers on both sides of another one that are short to write, the shortest first."""
    sizes = [Fraction(1, 10**places) for places in (_PLACES[:1] if whole else _PLACES)]
    yield from dict.fromkeys(round_(value / size) * size for size in sizes for round_ in (floor, ceil))
