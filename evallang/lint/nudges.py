"""Small changes of made-up data, by chance: one or two values, or a list made shorter."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve

from evallang.ir.program import InputDef
from evallang.lint.places import at, held, shorten
from evallang.lint.starts import all_rows, ends_of
from evallang.trials.made import Made, Maker, Path, Trial, Value
from evallang.types import Quantity


def nudge(maker: Maker, inputs: Mapping[Path, InputDef], trial: Trial) -> None:
    """Change one or two values of a body or an item, more often in the last year; sometimes make a list shorter."""
    random = maker.random
    given = [(place, made) for place, made in held(trial) if made.values]
    now = [(place, made) for place, made in given if place.year == trial.years[-1]]
    lists = sorted({path for made in all_rows(trial) for path in made.lists})
    if lists and random.random() < 0.05:
        shorten(trial, random.choice(list(trial.kinds)), random.choice(lists), random.choice((None, "1", "2", "3")))
    elif given:
        place, made = random.choice(now if now and random.random() < 0.5 else given)
        paths = list(made.values)
        for path in [random.choice(paths)] + ([random.choice(paths)] if random.random() < 0.3 else []):
            d = inputs[path]
            value = _moved(maker, d, made)
            for year in trial.years if not d.yearly else (place.year,):
                there = at(trial, evolve(place, year=year))
                if there is not None and path in there.values:
                    there.values[path] = value


def _moved(maker: Maker, d: InputDef, made: Made) -> Value:
    random = maker.random
    chance = random.random()
    if chance < 0.25:
        return random.choice(ends_of(d, made.values[d.path]))
    if chance < 0.45 and isinstance(d.type, Quantity):  # as large as another one
        same = [v for p, v in made.values.items() if p != d.path and isinstance(v, Fraction)]
        value = random.choice(same) if same else maker.pick(d)
        return maker.within(value, d.type) if isinstance(value, Fraction) else value
    return maker.near(d, made.values[d.path], fine=chance > 0.8)
