"""A trial on which two versions differ, without what the difference does not need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import define

from evallang.backends.interpreter.absence import Absent
from evallang.trials.made import Made, Path, Trial, Value
from evallang.trials.sides import Side, same_result
from evallang.trials.uses import Target

Sides = tuple[Side, Side]


@define(eq=False)
class Found:
    """A trial with the results that differ, and the keys of the item that they are of."""

    trial: Trial
    keys: tuple[str, ...]
    before: object
    after: object

    @property
    def clear(self) -> bool:
        """Whether both versions give a value."""
        return not isinstance(self.before, Absent) and not isinstance(self.after, Absent)


def differing(sides: Sides, target: Target, trial: Trial, *, read: bool) -> Found | None:
    """The first results of a trial that differ."""
    one, other = (side.results(target, trial, read=read) for side in sides)
    for keys in one:
        if keys in other and not same_result(one[keys], other[keys]):
            return Found(trial, keys, one[keys], other[keys])
    return None


def shrunk(
    sides: Sides, target: Target, found: Found, read: bool, another: Callable[[Path], Value],
    rounder: Callable[[Value], Iterable[Value]],
) -> Found:  # fmt: skip
    """Without the bodies, years, items and values that are not needed, and with rounder numbers.

    `another` gives some value for an input, `rounder` the rounder numbers that may stand for one.
    """

    def tried(smaller: Trial, *, exactly: bool = False, read: bool = read) -> Found | None:
        new = differing(sides, target, smaller, read=read)
        if new is None or new.clear != found.clear:
            return None
        same = same_result(new.before, found.before) and same_result(new.after, found.after)
        return new if same or not exactly else None

    for step in _without_records(found.trial):
        found = _taken(found, step, tried)
    for step in _without_items(found.trial):
        found = _taken(found, step, tried)
    for path in sorted({path for made in _all(found.trial) for path in made.values}):
        smaller = found.trial.copy()
        for made in _all(smaller):
            if path in made.values:
                made.values[path] = another(path) if made.values[path] is None else None
        if tried(smaller, exactly=True) is not None:
            for made in _all(smaller):
                made.values.pop(path, None)
            found = tried(smaller, exactly=True) or found
    found = _rarely_needed(found, lambda smaller: tried(smaller, exactly=True))
    return _rounder(found, lambda smaller: tried(smaller, read=True), rounder)


def _rounder(
    found: Found, tried: Callable[[Trial], Found | None], rounder: Callable[[Value], Iterable[Value]]
) -> Found:
    """With a rounder number for each one for which there is one; it stands wherever the number stood."""
    given = {(path, value) for made in _all(found.trial) for path, value in made.values.items()}
    for path, value in sorted(given, key=repr):
        used = {number for made in _all(found.trial) for number in made.values.values()}
        for other in sorted(rounder(value), key=lambda number: number in used):
            smaller = found.trial.copy()
            for made in _all(smaller):
                if path in made.values and made.values[path] == value:
                    made.values[path] = other
            new = tried(smaller)
            if new is not None:
                found = new
                break
    return found


Step = Callable[[Trial], bool]
"""Makes a trial smaller; False where there is nothing to leave out."""


def _taken(found: Found, step: Step, tried: Callable[[Trial], Found | None]) -> Found:
    smaller = found.trial.copy()
    return (tried(smaller) or found) if step(smaller) else found


def _without_records(trial: Trial) -> Iterator[Step]:
    """Without another body, without an earlier year, without another body in one year."""
    places = list(trial.made)
    for name in dict.fromkeys(name for name, _ in places if name != trial.subject):
        yield lambda t, name=name: _drop(t, lambda place: place[0] == name)  # type: ignore[misc]  # bound at once
    for year in trial.years[:-1]:
        yield lambda t, year=year: _drop(t, lambda place: place[1] == year)  # type: ignore[misc]  # bound at once
    for gone in places:
        if gone != (trial.subject, trial.years[-1]):
            yield lambda t, gone=gone: _drop(t, lambda place: place == gone)  # type: ignore[misc]  # bound at once


def _drop(trial: Trial, which: Callable[[tuple[str, int | None]], bool]) -> bool:
    left = {place: made for place, made in trial.made.items() if not which(place)}
    smaller = len(left) < len(trial.made)
    trial.made = left
    names = {name for name, _ in left}
    trial.kinds = {name: kind for name, kind in trial.kinds.items() if name in names}
    return smaller


def _without_items(trial: Trial) -> Iterator[Step]:
    """Without a list of a body, without one item of it."""
    for place, made in trial.made.items():
        for path, rows in made.lists.items():
            yield lambda t, place=place, path=path: _pop(t, place, path, None)  # type: ignore[misc]  # bound at once
            for key in rows:
                yield lambda t, place=place, path=path, key=key: _pop(t, place, path, key)  # type: ignore[misc]  # bound


def _pop(trial: Trial, place: tuple[str, int | None], path: Path, key: str | None) -> bool:
    made = trial.made.get(place)
    if made is None or path not in made.lists:
        return False
    if key is None:
        del made.lists[path]
        return True
    return made.lists[path].pop(key, None) is not None


def _rarely_needed(found: Found, tried: Callable[[Trial], Found | None]) -> Found:
    """Without values of other bodies and earlier years that change nothing."""
    needed = (found.trial.subject, found.trial.years[-1])
    for place in [place for place in found.trial.made if place != needed]:
        for path in list(found.trial.made[place].values):
            smaller = found.trial.copy()
            del smaller.made[place].values[path]
            found = tried(smaller) or found
    return found


def _all(trial: Trial) -> Iterator[Made]:
    """What is given for bodies and for items."""
    waiting = list(trial.made.values())
    while waiting:
        made = waiting.pop()
        yield made
        waiting += [row for rows in made.lists.values() for row in rows.values()]
