"""Pairs of bodies one unit of an input apart, with a condition true for one of them and false for the other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import define

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, NodeDef
from evallang.ir.walk import walk
from evallang.lint.changes import Change, Keys, Step, places, unit, with_room, with_value
from evallang.lint.pairs import Pair, Pairs
from evallang.lint.subject import Subject
from evallang.lint.switches import Switch, divisions
from evallang.trials.made import Trial
from evallang.types import Quantity

Seen = dict[Keys, list[Any]]

LOOKS = 60_000
"""How many expressions are worked out for one node, at most: with its cases grow the bodies, and what is asked."""


@define(eq=False)
class Effort:
    """What is left to be worked out for one node."""

    left: int = LOOKS


class Crossings(Pairs):
    """Looks for them, where the two values that the condition chooses between lie more than `most` apart."""

    def __init__(
        self, subject: Subject, node: NodeDef, kind: str | None, d: InputDef, switch: Switch, most: Fraction,
        effort: Effort,
    ) -> None:  # fmt: skip
        super().__init__(subject, node, kind)
        self.d, self.unit, self.switch, self.most, self.effort = d, unit(d), switch, most, effort
        divided = [(side, x) for side, e in ((1, switch.then), (2, switch.otherwise)) for x in divisions(e)]
        self.sides = [side for side, _ in divided]
        self.before = [holds for _, holds in switch.before]
        values = [switch.condition, switch.then, switch.otherwise]
        self.asked = [*values, *(guard for guard, _ in switch.before), *(a for _, x in divided for a in x.args)]

    def made_of(self, trial: Trial) -> Iterator[Pair]:
        """Each two values of the input between which the condition changes."""
        trial = with_room(trial, self.d.path, self.search.maker.above, self.search.inputs)
        for place in places(trial, self.d):
            seen: dict[Fraction, Seen] = {}
            ladder = self._ladder(trial)
            for low, high in pairwise(ladder):
                if self.effort.left <= 0:
                    return
                step = self._narrowed(trial, place, low, high, seen)
                if step is not None:
                    yield from self.pairs_by(trial, step)

    def _ladder(self, trial: Trial) -> list[Fraction]:
        """Values to try: those of the condition, of other inputs, and the ends."""
        assert isinstance(self.d.type, Quantity)
        maker = self.search.maker
        named = [x.value for x in walk(self.switch.condition) if isinstance(x, ir.Const)]
        given = [value for made in trial.made.values() for value in made.values.values()]
        tried = [*named, *given, self.d.type.low, self.d.type.high, maker.pick(self.d)]
        known = {maker.within(v, self.d.type) for v in tried if isinstance(v, Fraction)}
        return sorted(known | {maker.within(v + s, self.d.type) for v in known for s in (self.unit, -self.unit)})

    def _seen(self, trial: Trial, place: Keys, value: Fraction, seen: dict[Fraction, Seen]) -> Seen:
        if value not in seen:
            other = with_value(trial, self.d, place, value)
            self.effort.left -= len(self.asked)
            seen[value] = self.search.measures(other, self.wanted, self.asked)
        return seen[value]

    def _narrowed(
        self, trial: Trial, place: Keys, low: Fraction, high: Fraction, seen: dict[Fraction, Seen]
    ) -> Step | None:  # fmt: skip
        """Two values one unit apart between which the condition changes for some item."""
        for _ in range(40):
            if not self._changed(self._seen(trial, place, low, seen), self._seen(trial, place, high, seen)):
                return None
            count = (high - low) / self.unit
            if count <= 1:
                return Step(self.d, place, low, high) if count == 1 else None
            middle = low + (count // 2) * self.unit
            first = self._changed(self._seen(trial, place, low, seen), self._seen(trial, place, middle, seen))
            low, high = (low, middle) if first else (middle, high)
        return None

    @staticmethod
    def _changed(one: Seen, two: Seen) -> list[Keys]:
        return [k for k in sorted(one.keys() & two.keys()) if {one[k][0], two[k][0]} == {True, False}]

    def _is_asked(self, seen: list[Any]) -> bool:
        """Whether the guards before the condition are as they must be for it to be looked at."""
        return seen[3 : 3 + len(self.before)] == self.before

    def pairs_by(self, trial: Trial, change: Change) -> Iterator[Pair]:
        """The pairs that a step makes, where it takes an item past the condition and the formulas do not meet there."""
        made = change.both(trial)
        if made is None:
            return
        one, two = (self.search.measures(t, self.wanted, self.asked) for t in made)
        past = [k for k in self._changed(one, two) if self._apart(one[k], two[k])]
        yield from (pair for pair in super().pairs_by(trial, change) if pair.keys in past) if past else ()

    def _apart(self, one: list[Any], two: list[Any]) -> bool:
        """Whether the two formulas differ by more than `most` on both sides of the condition.

        Where one of them has no value on a side, the other side counts. What is divided by zero must be zero there,
        unless a case of the formula keeps it from being divided.
        """
        gaps = []
        for seen in (one, two):
            divided = seen[3 + len(self.before) :]
            for side, above, below in zip(self.sides, divided[::2], divided[1::2], strict=True):
                taken = not isinstance(seen[side], Fraction)
                if taken and below == 0 and isinstance(above, Fraction) and above != 0:
                    return False
            if isinstance(seen[1], Fraction) and isinstance(seen[2], Fraction):
                gaps.append(abs(seen[1] - seen[2]))
        return bool(gaps) and min(gaps) > self.most and self._is_asked(one) and self._is_asked(two)
