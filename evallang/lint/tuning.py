"""A body brought nearer to what is wanted, one value after the other along a straight line.

Scores are mostly linear in one figure at a time, so two looks say where the wanted value lies: the secant method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor

from attrs import evolve

from evallang.ir.program import InputDef
from evallang.lint.places import at, held
from evallang.lint.starts import ends_of, rows_of_subject
from evallang.trials.made import Path, Trial, Value
from evallang.types import Choice, Flag, Quantity

Worth = Callable[[Trial], "Fraction | None"]
"""How far a body is from what is wanted, 0 where it is; None for data that may not be so."""

Near = tuple[Fraction, Trial]
"""How far a body is, and the body."""
Place = tuple[int, Path]
"""A value of a body: in which of its rows, of which input."""

SWEEPS = 3
LOOKS = 500
"""How often the values are gone through, and how many bodies are looked at, at most."""

_FAR, _NEAR = Fraction(1, 16), (Fraction(1, 100_000), Fraction(1, 1000))
"""How far towards an end it is seen whether a value matters, and how far a line is begun, past what is rounded."""

_PLACES = (0, 1, 2, 3, 4, 6, 9)
_SECANTS = 3


class Tuning:
    """Moves one value of a body at a time, as long as that brings it nearer."""

    def __init__(self, inputs: Mapping[Path, InputDef], worth: Worth, looks: int = LOOKS) -> None:
        self.inputs = inputs
        self.worth = worth
        self.left = looks

    def tuned(self, trial: Trial, known: Fraction) -> Near:
        """The nearest body that was reached, and how far it still is."""
        best = (known, trial)
        for _ in range(SWEEPS):
            before = best[0]
            for place in _places(trial):
                best = self._along(best, place)
                if best[0] == 0 or not self.left:
                    return best
            if best[0] == before:
                break
        return best

    def _along(self, best: Near, place: Place) -> Near:
        d = self.inputs[place[1]]
        value = list(rows_of_subject(best[1]))[place[0]].values[place[1]]
        if not (isinstance(d.type, Quantity) and isinstance(value, Fraction)):
            for other in _others(d, value):
                best = self._nearer(best, place, other)
            return best
        for end in ends_of(d, value):
            if isinstance(end, Fraction) and end != value:
                best = self._towards(best, place, (value, end), whole=d.type.whole)
        return best

    def _towards(self, best: Near, place: Place, way: tuple[Fraction, Fraction], *, whole: bool) -> Near:
        """Look a good way towards an end; where that matters, follow the line that begins with a small step."""
        value, end = way
        far = value + _step((end - value) * _FAR, whole)
        there = self._at(best[1], place, far)
        if there is None or there == best[0]:
            return best
        for near in (value + _step((end - value) * share, whole) for share in _NEAR):
            closer = self._at(best[1], place, near)
            if closer is not None and closer < best[0]:
                return self._followed(best, (closer, near), place, way, whole=whole)
        return self._followed(best, (there, far), place, way, whole=whole) if there < best[0] else best

    def _followed(
        self, best: Near, first: tuple[Fraction, Fraction], place: Place, way: tuple[Fraction, Fraction], *, whole: bool
    ) -> Near:  # fmt: skip
        """The secant method: where the line through two looks comes to what is wanted, or to the end of the way."""
        (value, end), here, (there, far), start = way, best[0], first, best[1]
        best = (there, self._with(start, place, far))
        for _ in range(_SECANTS):
            if best[0] == 0 or there == here:
                break
            beyond = value + (far - value) * here / (here - there)
            between = value + (far - value) * here / (here + there)  # the first look may have gone too far
            goals = (min(beyond, end) if end > value else max(beyond, end), between)
            looks = [(look, goal) for g in goals if (look := self._at(start, place, goal := _towards(g, value, whole)))
                     is not None]  # fmt: skip
            if not looks or min(looks)[0] >= best[0]:
                break
            value, here, (there, far) = far, there, min(looks)
            best = (there, self._with(start, place, far))
        return self._shorter(best, place, far) if best[0] == 0 else best

    def _shorter(self, best: Near, place: Place, value: Fraction) -> Near:
        """A number that does as well and is shorter to write."""
        for near in _short(value):
            if near == value or self._at(best[1], place, near) == 0:
                return (best[0], self._with(best[1], place, near))
        return best

    def _nearer(self, best: Near, place: Place, value: Value) -> Near:
        found = self._at(best[1], place, value)
        return best if found is None or found >= best[0] else (found, self._with(best[1], place, value))

    def _at(self, trial: Trial, place: Place, value: Value) -> Fraction | None:
        self.left = max(self.left - 1, 0)
        return self.worth(self._with(trial, place, value))

    def _with(self, trial: Trial, place: Place, value: Value) -> Trial:
        """A body with another value, in every year where it is not given for each."""
        other = trial.copy()
        made = list(rows_of_subject(other))[place[0]]
        made.values[place[1]] = value
        if not self.inputs[place[1]].yearly:
            here = next(at_ for at_, there in held(other) if there is made)
            for year in other.years:
                again = at(other, evolve(here, year=year))
                if again is not None and place[1] in again.values:
                    again.values[place[1]] = value
        return other


def _places(trial: Trial) -> Iterator[Place]:
    for number, made in enumerate(rows_of_subject(trial)):
        yield from ((number, path) for path in made.values)


def _others(d: InputDef, value: Value) -> list[Value]:
    match d.type:
        case Flag():
            return [not value]
        case Choice(options=options):
            return [o for o in options if o != value]
    return []


def _towards(value: Fraction, start: Fraction, whole: bool) -> Fraction:
    """A whole number if it must be one, on the side from which it is come to."""
    return value if not whole else Fraction(floor(value) if value > start else ceil(value))


def _step(step: Fraction, whole: bool) -> Fraction:
    return Fraction(ceil(step) if step > 0 else floor(step)) if whole else step


def _short(value: Fraction) -> Iterator[Fraction]:
    """Numbers on both sides of another one, the shortest first."""
    for places in _PLACES:
        size = Fraction(1, 10**places)
        yield from (floor(value / size) * size, ceil(value / size) * size)
