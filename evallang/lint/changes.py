"""Two sets of data that differ in one thing that a body gives: another value, a value left out, a list left empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from evallang.ir.program import InputDef
from evallang.trials.made import Made, Maker, Path, Trial, Value
from evallang.types import Quantity

Keys = tuple[str, ...]
ROOM = Fraction(10)


@frozen(eq=False)
class Step:
    """Less of an input, and more; `place` are the keys of the item that gives it, so many years `back`."""

    d: InputDef
    place: Keys
    less: Value
    more: Value
    back: int = 0

    def both(self, trial: Trial) -> tuple[Trial, Trial] | None:
        """The two sets made of one; None where it does not give the input."""
        if self.place not in places(trial, self.d, self.back):
            return None
        low, high = (with_value(trial, self.d, self.place, value, self.back) for value in (self.less, self.more))
        return low, high


@frozen(eq=False)
class Omitted:
    """An input given, and left out."""

    d: InputDef
    place: Keys

    def both(self, trial: Trial) -> tuple[Trial, Trial] | None:
        """The two sets made of one; None where it does not give the input."""
        if self.place not in places(trial, self.d) or value_at(trial, self.d, self.place) is None:
            return None
        return trial, with_value(trial, self.d, self.place, None)


@frozen(eq=False)
class Emptied:
    """A list of the body with items, and without any."""

    path: Path

    def both(self, trial: Trial) -> tuple[Trial, Trial] | None:
        """The two sets made of one; None where the list is empty in it."""
        place = (trial.subject, trial.years[-1])
        if place not in trial.made or not trial.made[place].lists.get(self.path):
            return None
        other = trial.copy()
        other.made[place].lists[self.path] = {}
        return trial, other


Change = Step | Omitted | Emptied


def unit(d: InputDef) -> Fraction:
    """One unit of an input: 1 of what is counted, a hundredth of a share or of a number."""
    return Fraction(1) if isinstance(d.type, Quantity) and d.type.whole else Fraction(1, 100)


def with_room(
    trial: Trial, path: Path, above: Mapping[Path, Sequence[Path]], inputs: Mapping[Path, InputDef]
) -> Trial:  # fmt: skip
    """A trial in which what bounds an input is large enough for some steps of it: an input may be at most others."""
    bounds, waiting = set[Path](), list(above.get(path, ()))
    while waiting:
        bound = waiting.pop()
        if bound not in bounds:
            bounds.add(bound)
            waiting += above.get(bound, ())
    tight = [made for made in trial.made.values() if any(made.values.get(b) in (0, 1) for b in bounds)]
    if not tight:
        return trial
    other, room = trial.copy(), {b: _room(inputs[b]) for b in bounds if b in inputs}
    for made in other.made.values():
        made.values |= {b: value for b, value in room.items() if made.values.get(b) in (0, 1)}
    return other


def _room(d: InputDef) -> Fraction:
    return Maker.within(ROOM, d.type) if isinstance(d.type, Quantity) else ROOM


def places(trial: Trial, d: InputDef, back: int = 0) -> list[Keys]:
    """The keys of the items of the body that give an input so many years before the last; () for the body itself."""
    if back >= len(trial.years):
        return []
    return [keys for keys, made in _holders(trial, trial.years[-1 - back]) if d.path in made.values]


def value_at(trial: Trial, d: InputDef, place: Keys, back: int = 0) -> Value:
    """What is given for an input."""
    return next(made.values[d.path] for keys, made in _holders(trial, trial.years[-1 - back])
                if keys == place and d.path in made.values)  # fmt: skip


def with_value(trial: Trial, d: InputDef, place: Keys, value: Value, back: int = 0) -> Trial:
    """A trial with another value of an input: in one year, or in every one for what is not yearly."""
    other = trial.copy()
    for year in (trial.years[-1 - back],) if d.yearly else trial.years:
        for keys, made in _holders(other, year):
            if keys == place and d.path in made.values:
                made.values[d.path] = value
    return other


def _holders(trial: Trial, year: int | None) -> Iterator[tuple[Keys, Made]]:
    """The body in a year, and its items, with their keys."""
    body = trial.made.get((trial.subject, year))
    waiting: list[tuple[Keys, Made]] = [] if body is None else [((), body)]
    while waiting:
        keys, made = waiting.pop()
        yield keys, made
        waiting += [((*keys, key), row) for rows in made.lists.values() for key, row in rows.items()]
