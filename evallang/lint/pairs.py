"""Two bodies that differ in one thing only, and a value that goes the wrong way between them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from itertools import chain

from attrs import define, evolve

from evallang import numbers
from evallang.ir.program import InputDef, NodeDef
from evallang.lint.changes import Change, Keys, Step, places, unit, value_at, with_value
from evallang.lint.motion import RISES
from evallang.lint.search import Search
from evallang.lint.subject import Subject
from evallang.lint.wanted import Wanted
from evallang.numbers import Number, decimal34
from evallang.trials.made import Trial, Value
from evallang.types import Flag, Quantity

STARTS, STEPS = 10, 15
"""How many bodies are started from, and how many times each is changed."""
MOST = 1500
"""For how many sets of data the node is computed, at most, until a pair is found."""


@define(eq=False)
class Pair:
    """A body and what is changed in it, and the value of a node before and after; `keys` are those of its item."""

    trial: Trial
    change: Change
    keys: Keys
    before: Number
    after: Number

    @property
    def rise(self) -> Fraction:
        """By how much the value rises; of an irrational number 34 digits."""
        found = numbers.sub(self.after, self.before)
        return found if isinstance(found, Fraction) else Fraction(decimal34(found)[0])


Worth = Callable[[Pair], Fraction | None]
"""How wrong a pair is: above 0 where it is what is looked for; None where it cannot be."""


def moving(way: int) -> Worth:
    """What is looked for: a value that moves so."""
    return lambda pair: pair.rise if way & RISES else -pair.rise


class Pairs(ABC):
    """Looks for pairs, for one node and the bodies of some kinds."""

    def __init__(self, subject: Subject, node: NodeDef, kind: str | None) -> None:
        self.subject = subject
        self.computed = 0
        self.kind, self.alike = kind, subject.alike(node.number, kind)
        self.wanted = Wanted((), node.level, node.number, None if kind is None else (kind,))

    @abstractmethod
    def made_of(self, trial: Trial) -> Iterator[Pair]:
        """The pairs that are tried with a body."""

    def find(self, worth: Worth, claim: Hashable, starts: int = STARTS, steps: int = STEPS) -> Pair | None:
        """A pair that is wrong, as small as it goes; None where none was found, or nothing may be made up.

        Under another option the pair by which the same claim showed before is looked at first. Where none was found
        for bodies of a kind, there is none for those of another one for which the node is worked out alike.
        """
        known, missed = (self.subject.base or self.subject).pairs, (claim, self.alike)
        place = claim, self.kind
        before = self.again(known[place], worth) if place in known else None
        if before is not None:
            return before
        found = self._first(worth, starts, steps) if missed not in self.subject.missed else None
        if found is None:
            self.subject.missed.add(missed)
            return None
        known[place] = least = self._smaller(found, worth)
        return least

    def exists(self, worth: Worth) -> bool:
        """Whether a pair was found that is wrong."""
        return self._first(worth, STARTS, STEPS) is not None

    @property
    def search(self) -> Search:
        """Makes up bodies."""
        return self.subject.search

    def _first(self, worth: Worth, starts: int, steps: int) -> Pair | None:
        if self.subject.instant:
            return None
        few = self.subject.option is not None and starts > 1  # under another option no more than half
        begun = self.search.starts(self.wanted, starts // 2 if few else starts)
        for start in (
            begun if starts == 1 else chain(begun, self.search.sparing(self.wanted), self.search.crowded(self.wanted))
        ):
            best, trial = self._worst(start, worth), start
            for _ in range(steps):
                if best is not None and best[0] > 0:
                    return best[1]
                if self.computed > MOST:
                    return None
                other = self.search.changed(trial)
                found = self._worst(other, worth)
                if best is None or (found is not None and found[0] >= best[0]):
                    best, trial = found, other
        return None

    def _worst(self, trial: Trial, worth: Worth) -> tuple[Fraction, Pair] | None:
        best: tuple[Fraction, Pair] | None = None
        for pair in self.made_of(trial):
            wrong = worth(pair)
            if wrong is not None and (best is None or wrong > best[0]):
                best = wrong, pair
        return best

    def values(self, trial: Trial) -> dict[Keys, Number]:
        """The values of the node, by the keys of items."""
        self.computed += 1
        found = self.search.results(trial, self.wanted)
        return {keys: v for keys, v in found.items() if isinstance(v, Fraction | numbers.Real)}

    def pairs_by(self, trial: Trial, change: Change) -> Iterator[Pair]:
        """The pairs that a change makes of a body."""
        made = change.both(trial)
        if made is not None:
            before, after = self.values(made[0]), self.values(made[1])
            yield from (Pair(trial, change, k, before[k], after[k]) for k in sorted(before.keys() & after.keys()))

    def again(self, pair: Pair, worth: Worth) -> Pair | None:
        """A pair computed anew, if it is still wrong."""
        for found in self.pairs_by(pair.trial, pair.change):
            if found.keys == pair.keys and (worth(found) or 0) > 0:
                return found
        return None

    def nearer(self, pair: Pair, worth: Worth) -> Pair:  # noqa: ARG002  # what cannot be nearer stays
        """The same with a smaller change."""
        return pair

    def _smaller(self, pair: Pair, worth: Worth) -> Pair:
        pair = self.nearer(pair, worth)
        less = self.search.reduced(pair.trial, lambda trial: self.again(evolve(pair, trial=trial), worth))
        return less or pair


class Changed(Pairs):
    """Pairs by one change, or several."""

    def __init__(
        self, subject: Subject, node: NodeDef, kind: str | None, changes: Callable[[Trial], list[Change]]
    ) -> None:  # fmt: skip
        super().__init__(subject, node, kind)
        self.changes = changes

    def made_of(self, trial: Trial) -> Iterator[Pair]:
        """Each change."""
        for change in self.changes(trial):
            yield from self.pairs_by(trial, change)


class Steps(Pairs):
    """Pairs by less and more of one input: in the last year, or `past` years before; only `around` a number."""

    def __init__(
        self, subject: Subject, node: NodeDef, kind: str | None, d: InputDef, *, past: int = 0,
        around: Fraction | None = None,
    ) -> None:  # fmt: skip
        super().__init__(subject, node, kind)
        self.d, self.unit, self.past = d, unit(d), past
        self.around = around

    def made_of(self, trial: Trial) -> Iterator[Pair]:
        """Each two of a few values."""
        back = self.past
        for place in places(trial, self.d, back):
            tried = self._ladder(value_at(trial, self.d, place, back))
            given = [(value, self.values(with_value(trial, self.d, place, value, back))) for value in tried]
            for i, (less, before) in enumerate(given):
                for more, after in given[i + 1 :]:
                    for keys in sorted(before.keys() & after.keys()):
                        step = Step(self.d, place, less, more, back)
                        yield Pair(trial, step, keys, before[keys], after[keys])

    def _ladder(self, value: Value) -> list[Value]:
        """Values to try, rising."""
        if isinstance(self.d.type, Flag):
            return [False, True]
        assert isinstance(self.d.type, Quantity)
        maker = self.search.maker
        if self.around is not None:
            beside = (-self.unit, Fraction(0), self.unit)
            return [*sorted({maker.within(self.around + step, self.d.type) for step in beside})]
        tried = [self.d.type.low, self.d.type.high, value, *(maker.pick(self.d) for _ in range(2))]
        known = [v for v in tried if isinstance(v, Fraction)]
        near = [maker.within(v + self.unit, self.d.type) for v in known[:1] + known[-3:]]
        return [*sorted({*known, *near})]

    def nearer(self, pair: Pair, worth: Worth) -> Pair:
        """The change halved as long as one half is wrong, down to one unit."""
        for _ in range(40):
            step = pair.change
            if not isinstance(step, Step) or not isinstance(step.less, Fraction) or not isinstance(step.more, Fraction):
                return pair
            count = (step.more - step.less) / self.unit
            if count <= 1:
                return pair
            middle = step.less + (count // 2) * self.unit
            halves = (evolve(step, more=middle), evolve(step, less=middle))
            found = next((n for half in halves if (n := self.again(evolve(pair, change=half), worth))), None)
            if found is None:
                return pair
            pair = found
        return pair
