"""The highest and the lowest value that a body reaches in each node: bodies that are best, or worst, in everything.

The best bodies of the parts, put together, are the best body of their sum as long as the parts look at different
data. One such body answers for all nodes at once; a node that it leaves short of what it can be is looked at alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.ir.program import NodeDef
from evallang.lint.bodies import Bodies, beside
from evallang.lint.climb import Climb, Standing
from evallang.lint.corners import CORNERS, renamed
from evallang.lint.ranges import Range, is_empty
from evallang.lint.reader import Read
from evallang.lint.wanted import Found
from evallang.trials.made import Trial

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

TRIES = 240
"""How many bodies are tried for one node under the chosen readings; under other options a quarter."""

_BEST, _WORST = CORNERS[0], CORNERS[4]


@frozen(eq=False)
class Reached:
    """A value that a node has on a body, of the item with these keys.

    `utmost` says that it can have none beyond it, `last` that no other one would be found.
    """

    value: Fraction
    trial: Trial
    keys: tuple[str, ...]
    utmost: bool
    last: bool


@frozen(eq=False)
class Whole:
    """A body that is best, or worst, in everything, with the values of the nodes on it."""

    trial: Trial
    read: Read


class Extremes:
    """What bodies reach under the readings of a subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.program = subject.program
        self._base = subject.base.extremes if subject.base is not None else None
        self.bodies: Bodies = Bodies(subject, self._base.bodies if self._base is not None else None)
        self._reached: dict[tuple[int, str | None, str | None, bool], Reached | None] = {}
        self._wholes: dict[tuple[str | None, str | None, bool], Whole] = {}
        self._tried: dict[str | None, list[Whole]] = {}

    def of(
        self, number: int, kind: str | None, body: str | None = None, *, lowest: bool = False,
        enough: Fraction | None = None, beyond: bool = False,
    ) -> Reached | None:  # fmt: skip
        """The highest (lowest) value of a node that was found for bodies of a kind, or for one that the rules name.

        There is no need to go on where it is `enough`, or with `beyond` further on. While only ranges decide, no body
        is made up.
        """
        if self.subject.instant:
            return None
        if self._base is not None and not self.subject.concerns(number):
            return self._base.of(number, kind, body, lowest=lowest, enough=enough, beyond=beyond)
        kind = self.subject.alike(number, kind) if body is None else kind
        place, end = (number, kind, body, lowest), self._end(number, kind, body, lowest)
        climb = Climb(lowest, end, enough, beyond, TRIES if self._base is None else TRIES // 4)
        known = self._reached.get(place)
        if known is None or not (known.last or climb.suffices(known.value)):
            best = self._best(number, kind, body, climb)
            last = not climb.over(best)
            known = Reached(best.value, best.trial, best.keys, best.value == end, last) if best is not None else None
            self._reached[place] = known
        return known

    def found(self, number: int, kind: str | None, body: str | None = None, *, lowest: bool = False) -> set[Fraction]:
        """The highest (lowest) values of a node that were found so far, without looking further."""
        if self.subject.instant:
            return set()
        known = self._reached.get((number, kind, body, lowest))
        whole = self.whole(kind, body, lowest).read.numbers.get(number, ())
        return {value for value, _ in whole} | ({known.value} if known is not None else set())

    def together(
        self, numbers: Sequence[int], kind: str | None, body: str | None = None, *, lowest: bool = False,
        enough: Fraction | None = None, beyond: bool = False,
    ) -> Found | None:  # fmt: skip
        """One body on which the first of some nodes has its highest (lowest) value, with what the others need."""
        reached = self.of(numbers[0], kind, body, lowest=lowest, enough=enough, beyond=beyond)
        if reached is None:
            return None
        whole = self.whole(kind, body, lowest)
        for value, keys in whole.read.numbers.get(numbers[0], ()):
            if value == reached.value:
                return Found(self.bodies.only(numbers, whole.trial), keys)
        return Found(self.bodies.only([numbers[0]], reached.trial), reached.keys)

    # ---- one node

    def _best(self, number: int, kind: str | None, body: str | None, climb: Climb) -> Standing | None:
        likely = climb.lowest is not (number in self.turned)
        best = _standing(number, [self.whole(kind, body, likely)], climb)
        if not climb.over(best):
            best = _standing(number, [self.whole(kind, body, down) for down in (likely, not likely)], climb)
        endless = climb.end is None and climb.enough is None and best is not None
        if climb.over(best) or endless or is_empty(self._range(number, kind, body)):
            return best
        start = best.trial if best is not None else self.whole(kind, body, climb.lowest).trial
        best = self.bodies.led(number, start, climb)
        if climb.over(best) or climb.enough is None or not self.bodies.looks_at_others(number):
            return best
        return climb.best(s for s in (best, *self._beside(number, start, likely, climb)) if s is not None)

    def _beside(self, number: int, start: Trial, likely: bool, climb: Climb) -> Iterable[Standing | None]:
        """The same with a body beside it, of each kind, that is best (worst) itself."""
        for kind in self.subject.kinds:
            yield self.bodies.led(number, beside(start, self.whole(kind, None, likely).trial), climb)

    def _end(self, number: int, kind: str | None, body: str | None, lowest: bool) -> Fraction | None:
        """The least or greatest value that is possible at all."""
        found = self._range(number, kind, body)
        return found.low if lowest else found.high

    def _range(self, number: int, kind: str | None, body: str | None) -> Range:
        return self.subject.values(kind, body).of_definition(number)

    # ---- one body for all nodes

    def whole(self, kind: str | None, body: str | None, lowest: bool) -> Whole:
        """A body of a kind that is best (worst) in everything."""
        place = (kind, body, lowest)
        if place not in self._wholes:
            self._wholes[place] = self._made(kind, body, lowest)
        return self._wholes[place]

    def _made(self, kind: str | None, body: str | None, lowest: bool) -> Whole:
        corner = _WORST if lowest else _BEST
        if body is not None:
            plain, apart = self.whole(kind, None, lowest), self.subject.graph.apart(body)
            return self._read(renamed(plain.trial, body), kind, plain, apart)
        if self._base is None:
            return self._read(self.bodies.body(kind, corner, self._leaves(kind, lowest)), kind)
        plain = self._base.whole(kind, None, lowest)
        more = len(self.bodies.inputs) > len(self._base.bodies.inputs)
        trials = [self.bodies.body(kind, c, [plain.trial]) for c in (CORNERS[:8] if more else [corner])]
        wholes = [self._read(trial, kind, plain, self.differing) for trial in trials]
        return max(wholes, key=lambda w: self._utmost(w, kind, lowest))

    def _leaves(self, kind: str | None, lowest: bool) -> Iterable[Trial]:
        """The best (worst) bodies of the nodes that name no others."""
        for d in self.program.nodes:
            if self._is_for(d, kind) and self.bodies.is_leaf(d.number):
                down = lowest is not (d.number in self.turned)
                climb = Climb(down, self._end(d.number, kind, None, down), tries=TRIES)
                best = _standing(d.number, self._corners(kind), climb)
                if best is not None and not climb.over(best):
                    best = self.bodies.led(d.number, best.trial, climb)
                yield from [] if best is None else [self.bodies.only([d.number], best.trial)]

    def _corners(self, kind: str | None) -> list[Whole]:
        """Bodies with every input at one of its ends."""
        if kind not in self._tried:
            self._tried[kind] = [self._read(self.bodies.body(kind, corner), kind) for corner in CORNERS]
        return self._tried[kind]

    def _utmost(self, whole: Whole, kind: str | None, lowest: bool) -> int:
        """For how many nodes a body is the best (worst) that is possible at all."""
        return sum(
            any(value == self._end(n, kind, None, lowest is not (n in self.turned)) for value, _ in found)
            for n in self.differing for found in (whole.read.numbers.get(n, ()),)
        )  # fmt: skip

    def _read(
        self, trial: Trial, kind: str | None, plain: Whole | None = None, differing: frozenset[int] = frozenset()
    ) -> Whole:
        """The nodes on a body; those that do not differ from what they are on a plain one are known."""
        nodes = [d.number for d in self.program.nodes if self._is_for(d, kind)]
        if plain is None:
            return Whole(trial, self.bodies.reader.read(trial, nodes, {}))
        known = {n: value for n, value in plain.read.memo.items() if n not in differing}
        read = self.bodies.reader.read(trial, [n for n in nodes if n in differing], known)
        return Whole(trial, Read({**plain.read.numbers, **read.numbers}, read.memo))

    # ---- what there is

    @cached_property
    def differing(self) -> frozenset[int]:
        """The definitions whose values may be others than under the chosen readings."""
        return frozenset(d.number for d in self.program.definitions if self.subject.concerns(d.number))

    @cached_property
    def turned(self) -> frozenset[int]:
        """The nodes that take away: penalties, with all that they are made of."""
        found: set[int] = set()
        for d in self.program.nodes:
            if d.word == "penalty":
                found |= self.subject.needs.of([d.number]).definitions
        return frozenset(found)

    def _is_for(self, d: NodeDef, kind: str | None) -> bool:
        return self.subject.active(d.conditions) and kind in self.subject.kinds_of(d)


def _standing(number: int, wholes: Iterable[Whole], climb: Climb) -> Standing | None:
    """The furthest value of a node on some bodies."""
    return climb.best(Standing(value, keys, w.trial) for w in wholes for value, keys in w.read.numbers.get(number, ()))
