"""Bodies to start a search from: the least and the greatest of everything, and what the inputs say is good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from evallang.ir.program import InputDef
from evallang.lint.places import shorten
from evallang.trials.made import Asked, Made, Maker, Path, Trial, Value
from evallang.types import Choice, Flag, Quantity

MANY = Fraction(1000)
"""A number for what has no upper end."""

YEARS = (2020, 2021, 2022, 2023)
"""The years of bodies, where years matter; one that an input names is the last but one."""

_TRIES = 12
"""How often a body is made until each of its lists has an item."""


def starts(maker: Maker, asked: Asked, inputs: Mapping[Path, InputDef], count: int) -> Iterator[Trial]:
    """Bodies to start from: one with everything at its least, one with everything at its most, then others."""
    maker.random.seed(954)
    ends = maker.trial(asked, 0), maker.trial(asked, 0)
    for number in range(min(count, 2)):
        for made in all_rows(ends[number]):
            made.values = {p: end_of(inputs[p], v, upper=bool(number)) for p, v in made.values.items()}
    for number in range(count):
        yield ends[number] if number < 2 else maker.trial(asked, 0)


def good(maker: Maker, asked: Asked, inputs: Mapping[Path, InputDef]) -> list[Trial]:
    """Two bodies that are good, the first with every flag no, the second with every flag yes.

    Good is the most of what "more is better", the least of what "more is worse", and much of what is neither, so that
    nothing is divided by 0.
    """
    state = maker.random.getstate()
    maker.random.seed(954)
    found = [_good(maker, asked, inputs, flags) for flags in (False, True)]
    maker.random.setstate(state)
    return found


def _good(maker: Maker, asked: Asked, inputs: Mapping[Path, InputDef], flags: bool) -> Trial:
    for _ in range(_TRIES):
        trial = maker.trial(asked, 0)
        if all(rows for made in all_rows(trial) for rows in made.lists.values()):
            break
    for made in all_rows(trial):
        made.values = {p: _best(inputs[p], v, flags) for p, v in made.values.items()}
        bounded(made, maker)
    for name, year in trial.made:  # the others are like it
        trial.kinds[name] = trial.kinds[trial.subject]
        trial.made[name, year] = trial.made[trial.subject, year].copy()
    return trial


def bare(maker: Maker, asked: Asked, inputs: Mapping[Path, InputDef]) -> Iterator[Trial]:
    """Good bodies with nothing in one of their lists; where others are looked at, among some that have all.

    The others are of its own kind, then of another one.
    """
    if not asked.lists:
        return
    state = maker.random.getstate()
    good = _good(maker, asked, inputs, flags=True)
    maker.random.setstate(state)
    for path in sorted(asked.lists):
        trial = good.copy()
        shorten(trial, trial.subject, path)
        yield trial
        others = [k for k in maker.kinds if k != trial.kinds[trial.subject]]
        if asked.bodies > 1 and others:
            again = trial.copy()
            again.kinds = {name: k if name == trial.subject else others[0] for name, k in trial.kinds.items()}
            yield again


def newcomers(maker: Maker, asked: Asked, inputs: Mapping[Path, InputDef]) -> Iterator[Trial]:
    """Bodies of which nothing is given before the last year: the least of everything, then the good ones."""
    if len(asked.years) < 2:
        return
    state = maker.random.getstate()
    least = next(starts(maker, asked, inputs, 1))
    maker.random.setstate(state)
    for trial in (least, *good(maker, asked, inputs)):
        other = trial.copy()
        other.made = {(name, year): made for (name, year), made in other.made.items() if year == asked.years[-1]}
        yield other


def sparing(maker: Maker, asked: Asked, inputs: Mapping[Path, InputDef], paths: Sequence[Path]) -> Iterator[Trial]:
    """Good bodies that do not give some inputs: all of them, then each; in one place, then everywhere."""
    state = maker.random.getstate()
    good = _good(maker, asked, inputs, flags=True)
    maker.random.setstate(state)
    for left_out in [paths, *([path] for path in paths if len(paths) > 1)]:
        for everywhere in (False, True):
            trial = good.copy()
            for path in left_out:
                rows = rows_of_subject(trial) if not everywhere else all_rows(trial)
                for row in [row for row in rows if path in row.values][: None if everywhere else 1]:
                    del row.values[path]
            yield trial


def _best(d: InputDef, value: Value, flags: bool) -> Value:
    match d.type:
        case Choice(options=options):
            return options[0]
        case Flag():
            return flags
    return end_of(d, value, upper=d.more_is != "worse")


def end_of(d: InputDef, value: Value, *, upper: bool) -> Value:
    """The greatest or least value of an input; yes or no of a flag; what is neither stays."""
    match d.type:
        case Flag():
            return upper
        case Quantity(word="year"):
            return Fraction(YEARS[-2])
        case Quantity(low=low, high=high):
            end = high if upper else low
            return end if end is not None else MANY if upper else Fraction(0)
    return value


def ends_of(d: InputDef, value: Value) -> list[Value]:
    """The values of an input that are furthest out: of a number without ends much, nothing, and much below it."""
    found = [end_of(d, value, upper=upper) for upper in (False, True)]
    unbounded = isinstance(d.type, Quantity) and d.type.low is None
    return [*found, -MANY] if unbounded else found


def bounded(made: Made, maker: Maker) -> None:
    """Nothing is more than what it may be at most."""
    for path in made.values:
        found = [made.values.get(p) for p in (path, *maker.above.get(path, ()))]
        if isinstance(found[0], Fraction):
            made.values[path] = min(n for n in found if isinstance(n, Fraction))


def all_rows(trial: Trial) -> Iterator[Made]:
    """What is given for the bodies of a trial and for their items."""
    yield from _rows(trial.made.values())


def rows_of_subject(trial: Trial) -> Iterator[Made]:
    """What is given for the body that is looked at, and for its items."""
    yield from _rows(made for (name, _), made in trial.made.items() if name == trial.subject)


def _rows(given: Iterable[Made]) -> Iterator[Made]:
    waiting = list(given)
    while waiting:
        made = waiting.pop()
        yield made
        waiting += [row for rows in made.lists.values() for row in rows.values()]
