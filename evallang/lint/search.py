"""Bodies on which a condition holds, found step by step from made-up ones; the same come out each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Any, TypeVar

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir
from evallang.ir.data import Cell
from evallang.ir.deep import deep_calls
from evallang.ir.program import InputDef, NodeDef, Program
from evallang.lint.asking import Asking
from evallang.lint.beginnings import Beginnings
from evallang.lint.crowded import Chosen, Lengths, chosen, crowded
from evallang.lint.declared import ceilings
from evallang.lint.distance import FAR, Distance, distance
from evallang.lint.meaning import Meanings
from evallang.lint.nudges import nudge
from evallang.lint.permitted import is_allowed, is_typed
from evallang.lint.remembered import MANY, remembered
from evallang.lint.smaller import plainer, smaller
from evallang.lint.tuning import Tuning, Worth
from evallang.lint.wanted import Found, Wanted
from evallang.trials.again import Again
from evallang.trials.as_example import ExampleWriter
from evallang.trials.made import Maker, Trial
from evallang.trials.sides import Side
from evallang.trials.users import Users
from evallang.trials.uses import Uses
from evallang.types import Choice, DateType, Flag, Quantity, Type

STARTS = 6
STEPS = 60
"""How many bodies are started from for one condition, and how many steps each is led."""

T = TypeVar("T")


class Search(Beginnings):
    """Looks for bodies of one program under chosen readings."""

    def __init__(
        self, program: Program, choices: Sequence[int], users: Users, like: Search | None = None
    ) -> None:  # fmt: skip
        self.program = program
        self.named = tuple(
            (r.id or r.name, r.options[o].name) for r, o in zip(program.readings, choices, strict=True) if r.options
        )
        """The chosen options by the readings."""
        self.side = Side(program, self.named)
        self.again = Again(self.side, users)
        self.writer: ExampleWriter = ExampleWriter(program) if like is None else like.writer
        self.run = self.side.run
        self.inputs = {path: found[0] for path, found in self.side.inputs.items()}
        self.meanings: Meanings = Meanings(program, choices, like=like.meanings if like is not None else None)
        self.uses: Uses = Uses(program) if like is None else like.uses
        self.maker: Maker = Maker((program,)) if like is None else like.maker
        self.supplied = {n: _first(p.type) for n, p in enumerate(program.parameters) if p.value is None}
        self.run.supplied = {n: Cell(value) for n, value in self.supplied.items()}
        self.ceilings: dict[tuple[str, ...], Fraction] = ceilings(program) if like is None else like.ceilings
        self.lengths: Lengths = Lengths(program, choices) if like is None else like.lengths
        self._kept: list[Any] = []
        around = like.asking if like is not None else None
        self.asking: Asking = Asking(program, self.uses, self.maker, self.side.yearly, around)

    # ---- looking

    def find(self, wanted: Wanted, starts: int = STARTS, steps: int = STEPS) -> Found | None:
        """A body for which something holds, as small as it goes; None where none was found."""
        measure = self._measure(wanted, shares=True)
        nearest: tuple[Fraction, Trial] | None = None
        begun, bare_ones = list(self.starts(wanted, starts)), [*self.bare(wanted), *self.newcomers(wanted)]
        without: list[Trial] = []  # made only if no other one will do
        for trial in chain(
            begun,
            bare_ones,
            _kept(self.sparing(wanted), without),
            _kept(self.sloping(wanted), without),
            _kept(self.crowded(wanted), without),
        ):
            there = self._met(trial, wanted, measure) if self.allowed(trial) else None
            if there is not None:
                return self._lazily(there, wanted)
        for trial in (*begun, *(t for t in bare_ones if len(t.kinds) > 1), *without, *self.good(wanted)):
            reached = self._descent(trial, wanted, measure, steps, enough=Fraction(0))
            nearest = min(filter(None, (nearest, reached)), key=lambda r: r[0], default=None)
            if nearest is not None and nearest[0] == 0:
                break
        if nearest is not None and nearest[0] > 0:
            nearest = self._tuned(nearest[1], wanted)
        if nearest is None or nearest[0] != 0:
            return None
        found = self.holds(nearest[1], wanted)
        return None if found is None else self._lazily(found, wanted)

    def nearest(self, trials: Sequence[Trial], wanted: Wanted, tries: int = 1, looks: int = 200) -> Found | None:
        """A body for which something holds, reached from the nearest of some bodies; None where none was."""
        worth = self.worth(wanted)
        begun = [(far, trial) for trial in trials if (far := worth(trial)) is not None]
        for far, trial in sorted(begun, key=lambda near: near[0])[:tries]:
            near = (far, trial) if far == 0 else Tuning(self.inputs, worth, looks).tuned(trial, far)
            found = self.holds(near[1], wanted) if near[0] == 0 else None
            if found is not None:
                return found
        return None

    def worth(self, wanted: Wanted) -> Worth:
        """How far a body is from what is wanted; None for data that may not be so."""
        measure = self._measure(wanted, shares=False)

        def of(trial: Trial) -> Fraction | None:
            found = self._least(trial, wanted, measure)
            return None if found is None else found[0]

        return of

    def holds(self, trial: Trial, wanted: Wanted) -> Found | None:
        """Whether it holds for a body, and for which of its items."""
        return self._met(trial, wanted, self._measure(wanted, shares=True))

    def _met(self, trial: Trial, wanted: Wanted, measure: Callable[[Frame], Fraction]) -> Found | None:
        for keys, frame in self._frames(trial, wanted):
            if measure(frame) == 0:
                return Found(trial, keys)
        return None

    def value(self, found: Found, number: int) -> Any:
        """What a definition is on a body that was found: a value or `Absent`."""
        d = self.program.definitions[number]
        keys = found.keys[: len(d.level)]
        frame = next(frame for at, frame in _frames(self._frame(found.trial), d.level) if at == keys)
        with deep_calls():
            return frame.get(number)

    def measured(self, found: Found, e: ir.Expr, level: tuple[int, ...]) -> Any:
        """What an expression is on a body that was found."""
        code = self.run.compiler.code(self._keep(e))
        for keys, frame in _frames(self._frame(found.trial), level):
            if keys == found.keys[: len(level)]:
                with deep_calls():
                    return code(frame, frame.body, ())
        return None

    # ---- with many items

    def crowded(self, wanted: Wanted) -> Iterator[Trial]:
        """Good bodies with as many items as the rules ask for, which may be more than others have."""
        asked = self.asked(wanted)
        lengths = {path: each for path, each in self.lengths.of.items() if path in asked.lists}
        for trial in self.good(wanted) if lengths else ():
            yield from crowded(trial, lengths)
        used = sorted(self.asking.used(wanted).definitions) if lengths else ()
        for one in chosen(self.program, (g for g, _ in wanted.guards), used, lengths):
            found = self._with_one(wanted, one)
            if found is not None:
                yield from crowded(found.trial, {one.path: lengths[one.path]}, found.keys)

    def _with_one(self, wanted: Wanted, one: Chosen) -> Found | None:
        """A good body with an item that is counted."""
        state = self.maker.random.getstate()
        inner = Wanted(((one.where, True),), one.level)
        measure = self._measure(inner, shares=True)
        found = None
        for trial in self.good(wanted):
            reached = self._descent(trial, inner, measure, STEPS, enough=Fraction(0))
            if reached is not None and reached[0] > 0:
                reached = self._tuned(reached[1], inner)
            if reached is not None and reached[0] == 0:
                found = self.holds(reached[1], inner)
                break
        self.maker.random.setstate(state)
        return found

    # ---- the way

    def _tuned(self, near: Trial, wanted: Wanted) -> tuple[Fraction, Trial] | None:
        worth = self.worth(wanted)
        known = worth(near)
        return Tuning(self.inputs, worth).tuned(near, known) if known is not None else None

    def _descent(
        self, trial: Trial, wanted: Wanted, worth: Callable[[Frame], Fraction], steps: int, enough: Fraction | None
    ) -> tuple[Fraction, Trial] | None:  # fmt: skip
        """Change one input after the other as long as it gets no worse."""
        best = self._least(trial, wanted, worth)
        for _ in range(steps):
            if best is not None and enough is not None and best[0] <= enough:
                return best
            other = (best[1] if best is not None else trial).copy()
            nudge(self.maker, self.inputs, other)
            found = self._least(other, wanted, worth)
            if found is not None and (best is None or found[0] <= best[0]):
                best = found
        return best

    def changed(self, trial: Trial) -> Trial:
        """The same with one or two inputs changed."""
        other = trial.copy()
        nudge(self.maker, self.inputs, other)
        return other

    def _least(
        self, trial: Trial, wanted: Wanted, worth: Callable[[Frame], Fraction]
    ) -> tuple[Fraction, Trial] | None:  # fmt: skip
        if not self.allowed(trial):
            return None
        with deep_calls():
            worths = [worth(frame) for _, frame in self._frames(trial, wanted)]
        return (min(worths), trial) if worths else None

    def allowed(self, trial: Trial) -> bool:
        """Whether the data may be so: nothing is more than what it may be at most."""
        return is_allowed(trial, self.maker.above, self.ceilings)

    def results(self, trial: Trial, wanted: Wanted) -> dict[tuple[str, ...], Any]:
        """The values of the node that is wanted, by the keys of items; none where the data may not be so."""
        if wanted.node is None or not self.allowed(trial):
            return {}
        with deep_calls():
            return {keys: frame.get(wanted.node) for keys, frame in self._frames(trial, wanted)}

    def measures(self, trial: Trial, wanted: Wanted, es: Sequence[ir.Expr]) -> dict[tuple[str, ...], list[Any]]:
        """What expressions are, by the keys of items at the level wanted; none where the data may not be so."""
        if not self.allowed(trial):
            return {}
        codes = [self.run.compiler.code(self._keep(e)) for e in es]
        with deep_calls():
            return {
                keys: [code(frame, frame.body, ()) for code in codes] for keys, frame in self._frames(trial, wanted)
            }

    # ---- frames

    def _frame(self, trial: Trial) -> Frame:
        frame = self.again.frame(trial)
        assert frame is not None
        return frame

    def _frames(self, trial: Trial, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], Frame]]:
        for keys, frame in _frames(self._frame(trial), wanted.level):
            if wanted.node is None or self._applies(wanted.node, frame):
                yield keys, frame

    def _applies(self, number: int, frame: Frame) -> bool:
        """Whether a definition is for a body; that of an item is asked where the level is deep enough."""
        d = self.program.definitions[number]
        if d.kinds is not None and frame.kind not in d.kinds:
            return False
        return not isinstance(d, NodeDef) or self.run.nodes[number].applies(frame) is None

    def _measure(self, wanted: Wanted, *, shares: bool = False) -> Callable[[Frame], Fraction]:
        """How far a frame is from what is wanted; with `shares` each condition weighs less than 1.

        Without, a frame in which something has no value is the further the more has none.
        """
        each = [distance(self._keep(g), holds, self.run.compiler, self.meanings) for g, holds in wanted.guards]
        if shares:
            each = [_shared(d) for d in each]
        if len(each) > MANY and not wanted.level:
            each = [remembered(d, g, self.program) for d, (g, _) in zip(each, wanted.guards, strict=True)]
        if shares:
            return lambda frame: sum(filter(None, (d(frame) for d in each)), Fraction(0))
        definitions = (self.program.definitions[n] for n in sorted(self.asking.used(wanted).definitions))
        needed = [d.number for d in definitions if not d.level and not isinstance(d, InputDef)]

        def far(frame: Frame) -> Fraction:
            found = sum((d(frame) for d in each), Fraction(0))
            return found if found < FAR else found + sum(_is_absent(frame.body.get(n)) for n in needed)

        return far

    def _keep(self, e: ir.Expr) -> ir.Expr:
        """Closures are remembered by the identity of their expression: it must not be given to another one."""
        self._kept.append(e)
        return e

    # ---- smaller

    def _lazily(self, found: Found, wanted: Wanted) -> Found:
        return Found(found.trial, found.keys, lambda: self.smaller(found, wanted))

    def smaller(self, found: Found, wanted: Wanted) -> Found:
        """Without other bodies, items and values that are not needed, and with plain numbers."""
        measure = self._measure(wanted, shares=True)
        return self.reduced(found.trial, lambda trial: self._met(trial, wanted, measure)) or found

    def reduced(self, trial: Trial, fits: Callable[[Trial], T | None]) -> T | None:
        """What the smallest trial that still fits gives; None where nothing can be left out."""
        best: T | None = None
        for changes in (smaller, plainer):
            for change in changes(trial):
                other = trial.copy()
                change(other)
                if other.subject not in {n for n, _ in other.made} or not (
                    self.allowed(other) and is_typed(other, self.inputs)
                ):
                    continue
                again = fits(other)
                if again is not None:
                    best, trial = again, other
        return best


def _kept(made: Iterator[Trial], there: list[Trial]) -> Iterator[Trial]:
    """Trials as they are made, put into a list too."""
    for trial in made:
        there.append(trial)
        yield trial


def _is_absent(value: Any) -> bool:
    return isinstance(value, Absent) and value.status != NOT_APPLICABLE


def _shared(distance: Distance) -> Distance:
    """A distance as a number below 1, so that each of several conditions weighs alike (Arcuri, 2010)."""

    def share(frame: Frame) -> Fraction:
        far = distance(frame)
        return far / (far + 1) if far else far

    return share


def _frames(frame: Frame, level: tuple[int, ...]) -> Iterator[tuple[tuple[str, ...], Frame]]:
    if not level:
        yield (), frame
        return
    for inner in frame.items(level[0]) or ():
        yield from (((inner.key, *keys), found) for keys, found in _frames(inner, level[1:]))


def _first(kind: Type) -> Any:
    """A value for a parameter that has none."""
    match kind:
        case Quantity(low=low, high=high, whole=whole):
            if low is not None and high is not None:
                return (low + high) / 2 if not whole else Fraction((low + high) // 2)
            return Fraction(1) if low is None else low + 1
        case Choice(options=options):
            return options[0]
        case Flag():
            return True
        case DateType():
            return date(2023, 1, 1)
    return "2023-01-01"
