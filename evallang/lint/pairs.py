"""Two bodies that differ in one input only, and a value that goes the wrong way between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from attrs import define, evolve

from evallang import numbers
from evallang.ir.program import InputDef, NodeDef
from evallang.lint.motion import RISES
from evallang.lint.search import Search, Wanted
from evallang.numbers import Number, decimal34
from evallang.trials.made import Made, Trial, Value
from evallang.types import Flag, Quantity

STARTS, STEPS = 5, 40
"""How many bodies are started from, and how many times each is changed."""

Keys = tuple[str, ...]


@define(eq=False)
class Pair:
    """A body with `less` of an input, and the same with `more`; `keys` are those of the item whose value differs."""

    trial: Trial
    place: Keys
    less: Value
    more: Value
    keys: Keys
    before: Number
    after: Number


Worth = Callable[[Pair], Fraction | None]
"""How wrong a pair is: above 0 where it is what is looked for; None where it cannot be."""


class Pairs:
    """Looks for pairs, for one input and one node of a program under chosen readings."""

    def __init__(self, search: Search, d: InputDef, node: NodeDef, kinds: tuple[str, ...] | None) -> None:
        self.search, self.d, self.node = search, d, node
        self.wanted = Wanted((), node.level, node.number, kinds)
        self.unit = unit(d)

    def find(self, worth: Worth, starts: int = STARTS, steps: int = STEPS) -> Pair | None:
        """A pair that is wrong, as small as it goes; None where none was found."""
        for start in self.search.starts(self.wanted, starts):
            best, trial = self.worst(start, worth), start
            for _ in range(steps):
                if best is not None and best[0] > 0:
                    return self._smaller(best[1], worth)
                other = self.search.changed(trial)
                found = self.worst(other, worth)
                if best is None or (found is not None and found[0] >= best[0]):
                    best, trial = found, other
        return None

    def worst(self, trial: Trial, worth: Worth) -> tuple[Fraction, Pair] | None:
        """The worst pair that a body makes with itself, where another value is given for the input."""
        best: tuple[Fraction, Pair] | None = None
        for place in places(trial, self.d):
            given = [(value, self._results(trial, place, value)) for value in self._ladder(trial, place)]
            for i, (less, before) in enumerate(given):
                for more, after in given[i + 1 :]:
                    for keys in sorted(before.keys() & after.keys()):
                        pair = Pair(trial, place, less, more, keys, before[keys], after[keys])
                        wrong = worth(pair)
                        if wrong is not None and (best is None or wrong > best[0]):
                            best = wrong, pair
        return best

    def _results(self, trial: Trial, place: Keys, value: Value) -> dict[Keys, Number]:
        found = self.search.results(with_value(trial, self.d, place, value), self.wanted)
        return {keys: v for keys, v in found.items() if isinstance(v, Fraction | numbers.Real)}

    def _ladder(self, trial: Trial, place: Keys) -> list[Value]:
        """Values to try for the input, rising."""
        if isinstance(self.d.type, Flag):
            return [False, True]
        value = value_at(trial, self.d, place)
        assert isinstance(self.d.type, Quantity)
        low, high, maker = self.d.type.low, self.d.type.high, self.search.maker
        tried = [low, high, value, *(maker.pick(self.d) for _ in range(2))]
        known = [v for v in tried if isinstance(v, Fraction)]
        near = [maker.within(v + self.unit, self.d.type) for v in known[:1] + known[-3:]]
        return [*sorted({*known, *near})]

    # ---- smaller

    def _smaller(self, pair: Pair, worth: Worth) -> Pair:
        """Without what is not needed, one unit apart where that will do."""
        pair = self._nearer(pair, worth)

        def still(trial: Trial) -> Pair | None:
            return self._again(evolve(pair, trial=trial), worth)

        return self.search.reduced(pair.trial, still) or pair

    def _nearer(self, pair: Pair, worth: Worth) -> Pair:
        """Halved as long as one half is wrong."""
        for _ in range(40):
            if not isinstance(pair.less, Fraction) or not isinstance(pair.more, Fraction):
                return pair
            steps = (pair.more - pair.less) / self.unit
            if steps <= 1:
                return pair
            middle = pair.less + (steps // 2) * self.unit
            halves = (evolve(pair, more=middle), evolve(pair, less=middle))
            nearer = next((found for half in halves if (found := self._again(half, worth))), None)
            if nearer is None:
                return pair
            pair = nearer
        return pair

    def _again(self, pair: Pair, worth: Worth) -> Pair | None:
        """A pair computed anew, if it is still wrong."""
        if pair.place not in places(pair.trial, self.d):
            return None
        before = self._results(pair.trial, pair.place, pair.less).get(pair.keys)
        after = self._results(pair.trial, pair.place, pair.more).get(pair.keys)
        if before is None or after is None:
            return None
        found = evolve(pair, before=before, after=after)
        wrong = worth(found)
        return found if wrong is not None and wrong > 0 else None


def unit(d: InputDef) -> Fraction:
    """One unit of an input: 1 of what is counted, a hundredth of a share or of a number."""
    return Fraction(1) if isinstance(d.type, Quantity) and d.type.whole else Fraction(1, 100)


def moving(way: int) -> Worth:
    """What is looked for: a value that moves so, as the input rises."""
    return lambda pair: change(pair) if way & RISES else -change(pair)


def change(pair: Pair) -> Fraction:
    """By how much a value rises from one body to the other; of an irrational number 34 digits."""
    found = numbers.sub(pair.after, pair.before)
    return found if isinstance(found, Fraction) else Fraction(decimal34(found)[0])


# ---- the input in a trial


def places(trial: Trial, d: InputDef) -> list[Keys]:
    """The keys of the items of the body that give an input in the last year; () for the body itself."""
    return [keys for keys, made in _holders(trial, trial.years[-1]) if d.path in made.values]


def value_at(trial: Trial, d: InputDef, place: Keys) -> Value:
    """What is given for an input."""
    return next(made.values[d.path] for keys, made in _holders(trial, trial.years[-1])
                if keys == place and d.path in made.values)  # fmt: skip


def with_value(trial: Trial, d: InputDef, place: Keys, value: Value) -> Trial:
    """A trial with another value of an input: in the last year, or in every one for what is not yearly."""
    other = trial.copy()
    for year in trial.years[-1:] if d.yearly else trial.years:
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
