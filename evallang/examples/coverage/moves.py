"""Small changes of a trial: another value in one place, an item more or less."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.ir.walk import walk
from evallang.trials.made import MOST_ITEMS, Made, Maker, Path, Trial, Value
from evallang.types import Choice, DateType, Flag, Quantity

ROUND = tuple(map(Fraction, (0, 1, 10, 100, 1000, 10_000, 100_000)))
Chain = tuple[tuple[Path, str], ...]


@frozen
class Place:
    """Where a value stands: of which body, in which year (None: in all of them alike), in which item, and its path."""

    body: str
    year: int | None
    chain: Chain
    path: Path

    def made(self, trial: Trial) -> Iterator[Made]:
        """What holds the value."""
        for (body, year), made in trial.made.items():
            if body == self.body and self.year in (None, year):
                held: Made | None = made
                for path, key in self.chain:
                    held = held.lists.get(path, {}).get(key) if held is not None else None
                if held is not None:
                    yield held

    def value(self, trial: Trial) -> Value:
        """The value that stands there."""
        return next((made.values[self.path] for made in self.made(trial) if self.path in made.values), None)

    def with_value(self, trial: Trial, value: Value) -> Trial:
        """The trial with another one there."""
        other = trial.copy()
        for made in self.made(other):
            made.values[self.path] = value
        return other


def places(trial: Trial, inputs: dict[Path, InputDef]) -> list[Place]:
    """All places of a trial in which a value may be changed."""
    found: dict[Place, None] = {}
    for (body, year), whole in trial.made.items():
        for chain, made in _holders(whole, ()):
            for path in made.values:
                if path in inputs:
                    found[Place(body, year if inputs[path].yearly else None, chain, path)] = None
    return list(found)


def _holders(made: Made, chain: Chain) -> Iterator[tuple[Chain, Made]]:
    yield chain, made
    for path, rows in made.lists.items():
        for key, row in rows.items():
            yield from _holders(row, (*chain, (path, key)))


def allowed(trial: Trial, above: dict[Path, tuple[Path, ...]]) -> bool:
    """Whether the data may be so: nothing is more than what it may be at most."""
    for whole in trial.made.values():
        outer: dict[Path, Value] = whole.values
        for _, made in _holders(whole, ()):
            for path, value in made.values.items():
                bounds = (made.values.get(p, outer.get(p)) for p in above.get(path, ()))
                if isinstance(value, Fraction) and any(isinstance(b, Fraction) and value > b for b in bounds):
                    return False
    return True


def values(
    d: InputDef, now: Value, maker: Maker, others: Sequence[Value], days: Sequence[str]
) -> Iterator[Value]:  # fmt: skip
    """Values to try in a place, the likeliest first; `others` stand elsewhere in the trial, `days` are named."""
    chance = maker.random
    match d.type:
        case Flag():
            yield not now
        case Choice(options=options):
            yield from (option for option in options if option != now)
        case Quantity() as kind:
            tried = [maker.near(d, now, fine=True), maker.near(d, now), maker.pick(d)]
            tried += [chance.choice(ROUND), *(chance.sample(others, 1) if others else [])]
            for value in tried:
                if isinstance(value, Fraction):
                    yield maker.within(value, kind)
        case DateType():
            yield from (*chance.sample(days, min(len(days), 4)), maker.pick(d))
        case _:
            yield maker.pick(d)


def days_near(expressions: Iterable[ir.Expr]) -> list[str]:
    """The days that conditions name, with those before and after each."""
    named = {e.value for root in expressions for e in walk(root) if isinstance(e, ir.Const) and type(e.value) is date}
    near = {day + timedelta(days=n) for day in named if day.year in range(2, 9999) for n in (-1, 0, 1)}
    return sorted(day.isoformat() for day in near)


def evenly(trial: Trial, inputs: dict[Path, InputDef], *, yes: bool) -> Trial:
    """With the same large number wherever one may stand, and all flags alike: little is undefined of such bodies."""
    other = trial.copy()
    for place in places(other, inputs):
        kind = inputs[place.path].type
        for made in place.made(other):
            if isinstance(kind, Flag):
                made.values[place.path] = yes
            elif isinstance(kind, Quantity):
                made.values[place.path] = Maker.within(Fraction(100), kind)
    return other


def lists_left_empty(trial: Trial) -> int:
    """How many lists have no items."""
    held = (made for whole in trial.made.values() for _, made in _holders(whole, ()))
    return sum(not rows for made in held for rows in made.lists.values())


def crossing(x: Fraction, far: Fraction, other: Fraction, less: Fraction, d: InputDef) -> Iterator[Fraction]:
    """Where a line through two distances comes to nothing, as near as the type of the input allows."""
    if far == less or not isinstance(d.type, Quantity):
        return
    at = x - far * (other - x) / (less - far)
    for value in (Fraction(at.__floor__()), Fraction(at.__ceil__())) if d.type.whole else (at,):
        yield Maker.within(value, d.type)


def step_from(x: Fraction, d: InputDef) -> Fraction:
    """A number beside another one that the input allows."""
    kind = d.type
    assert isinstance(kind, Quantity)
    step = Fraction(1) if kind.whole else Fraction(1, 100) if kind.high == 1 else Fraction(1)
    return x - step if kind.high is not None and x + step > kind.high else x + step


def another_item(trial: Trial, chance: random.Random) -> Trial | None:
    """With an item more or less of one list, in all years of a body alike; None where there are no lists."""
    spots = [(body, path) for (body, _), made in trial.made.items() for path in made.lists]
    if not spots:
        return None
    body, path = chance.choice(spots)
    other = trial.copy()
    lists = [made.lists[path] for (name, _), made in other.made.items() if name == body and path in made.lists]
    keys = list(dict.fromkeys(key for rows in lists for key in rows))
    if keys and (len(keys) > MOST_ITEMS or chance.random() < 0.5):
        gone = chance.choice(keys)
        for rows in lists:
            rows.pop(gone, None)
    elif keys:
        like, new = chance.choice(keys), str(max((int(k) for k in keys if k.isdigit()), default=0) + 1)
        for rows in lists:
            if like in rows:
                rows[new] = rows[like].copy()
    else:
        return None
    return other
