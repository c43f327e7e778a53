"""Bodies on which a condition holds, found step by step from made-up ones; the same come out each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from attrs import define, frozen

from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir
from evallang.ir.data import Cell
from evallang.ir.deep import deep_calls
from evallang.ir.program import InputDef, NodeDef, Program
from evallang.lint.distance import FAR, distance
from evallang.lint.sites import Guard
from evallang.semantics.order import definition_expressions
from evallang.trials.as_example import ExampleWriter
from evallang.trials.made import Asked, Made, Maker, Path, Trial, Value
from evallang.trials.sides import Side
from evallang.trials.uses import Used, Uses
from evallang.types import Choice, Flag, Quantity, Type

STARTS = 6
STEPS = 60
"""How many bodies are started from for one condition, and how many steps each is led."""

T = TypeVar("T")
YEARS = (2020, 2021, 2022, 2023)


@frozen(eq=False)
class Wanted:
    """What is looked for: a body, or an item of it at `level`, for which all `guards` are as they say.

    `node` is one that must be for the body (by kind and mark); `kinds` are those allowed, all for None. `names` are
    bodies that the rules name; with one of them the body is that one.
    """

    guards: tuple[Guard, ...]
    level: tuple[int, ...] = ()
    node: int | None = None
    kinds: tuple[str, ...] | None = None
    name: str = ""


@define(eq=False)
class Found:
    """A body, and the keys of the item, on which what was wanted holds."""

    trial: Trial
    keys: tuple[str, ...]


class Search:
    """Looks for bodies of one program under chosen readings."""

    def __init__(self, program: Program, choices: Sequence[int]) -> None:
        self.program = program
        self.named = tuple(
            (r.id or r.name, r.options[o].name) for r, o in zip(program.readings, choices, strict=True) if r.options
        )
        """The chosen options by the readings."""
        self.side = Side(program, self.named)
        self.writer = ExampleWriter(program)
        self.run = self.side.run
        self.uses = Uses(program)
        self.maker = Maker((program,))
        self.supplied = {n: _first(p.type) for n, p in enumerate(program.parameters) if p.value is None}
        self.run.supplied = {n: Cell(value) for n, value in self.supplied.items()}
        self._kept: list[Any] = []
        self._uses: dict[int, Used] = {}

    # ---- looking

    def find(self, wanted: Wanted, starts: int = STARTS, steps: int = STEPS) -> Found | None:
        """A body for which something holds, as small as it goes; None where none was found."""
        measure = self._measure(wanted)
        for trial in self.starts(wanted, starts):
            best = self._led(trial, wanted, measure, steps)
            if best is not None:
                return self.smaller(best, wanted)
        return None

    def holds(self, trial: Trial, wanted: Wanted) -> Found | None:
        """Whether it holds for a body, and for which of its items."""
        measure = self._measure(wanted)
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

    def highest(
        self, e: ir.Expr, wanted: Wanted, *, lowest: bool = False, steps: int = 150
    ) -> tuple[Any, Found] | None:
        """The greatest (least) number that an expression was led to, and the body on which it is so."""
        code = self.run.compiler.code(self._keep(e))
        measure = self._measure(wanted)
        sign = -1 if lowest else 1

        def worth(frame: Frame) -> Fraction:
            value = code(frame, frame.body, ())
            if not isinstance(value, Fraction):
                return FAR * 2
            return measure(frame) * FAR - sign * value

        best: tuple[Fraction, Trial] | None = None
        for trial in self.starts(wanted, 4):
            reached = self._descent(trial, wanted, worth, steps, enough=None)
            if reached is not None and (best is None or reached[0] < best[0]):
                best = reached
        if best is None:
            return None
        for keys, frame in self._frames(best[1], wanted):
            value = code(frame, frame.body, ())
            if measure(frame) == 0 and isinstance(value, Fraction) and -sign * value == best[0]:
                return value, Found(best[1], keys)
        return None

    def needs(self, parameter: int, shown: Iterable[int]) -> bool:
        """Whether some definitions use a parameter of the document."""
        name = self.program.parameters[parameter].name
        used = Used(definitions=set(shown))
        self._close(used)
        return ("parameter", name) in used.named

    # ---- bodies to start from

    def asked(self, wanted: Wanted) -> Asked:
        """The inputs, lists, years and other bodies that what is wanted looks at."""
        used = self._used(wanted)
        definitions = self.program.definitions
        inputs = [d for n in sorted(used.definitions) if isinstance(d := definitions[n], InputDef)]
        bounding = {n for d in inputs for n in d.at_most} - {d.number for d in inputs}
        inputs += [d for n in sorted(bounding) if isinstance(d := definitions[n], InputDef)]
        levels = {n for d in inputs for n in d.level} | set(wanted.level) | used.items
        lists = frozenset(self.program.items[n].path for n in _with_parents(self.program, levels))
        node = definitions[wanted.node] if wanted.node is not None else None
        allowed = wanted.kinds or (tuple(sorted(node.kinds)) if node is not None and node.kinds else self.maker.kinds)
        last = YEARS[-1] if self.side.yearly or used.over_years else None
        years: tuple[int | None, ...] = (last,)
        if used.over_years:
            named = {y for y in used.years if y}
            years = tuple(sorted({*YEARS[-1 - max(used.back, 1) :], *named}))
        others = 3 if used.others else 1
        return Asked(tuple(inputs), lists, (wanted.name,) if wanted.name else (), allowed, years, others)

    def asks_others(self, wanted: Wanted) -> bool:
        """Whether other bodies have a say in what is wanted."""
        return self._used(wanted).others

    def _used(self, wanted: Wanted) -> Used:
        whole = self.uses.of([g for g, _ in wanted.guards])
        if wanted.node is not None:
            whole.definitions.add(wanted.node)
        self._close(whole)
        return whole

    def _close(self, whole: Used) -> None:
        """Add what is used through others."""
        waiting, done = list(whole.definitions), set(whole.definitions)
        while waiting:
            for n in self._uses_of(waiting.pop(), whole):
                if n not in done:
                    done.add(n)
                    waiting.append(n)
        whole.definitions = done

    def _uses_of(self, number: int, whole: Used) -> set[int]:
        if number not in self._uses:
            self._uses[number] = self.uses.of(definition_expressions(self.program.definitions[number]))
        whole.add(self._uses[number])
        return self._uses[number].definitions

    def starts(self, wanted: Wanted, count: int) -> Iterator[Trial]:
        """Bodies to start from: one with everything at its least, one with everything at its most, then others."""
        asked = self.asked(wanted)
        self.maker.random.seed(954)
        low, high = self.maker.trial(asked, 0), self.maker.trial(asked, 0)
        for trial, upper in ((low, False), (high, True)):
            for made in _all(trial):
                made.values = {p: self._end(p, v, upper) for p, v in made.values.items()}
        for number in range(count):
            trial = (low, high)[number] if number < 2 else self.maker.trial(asked, 0)
            if wanted.name:
                _rename(trial, wanted.name)
            yield trial

    def _end(self, path: Path, value: Value, upper: bool) -> Value:
        d = self.side.inputs[path][0]
        match d.type:
            case Flag():
                return upper
            case Quantity(low=low, high=high):
                end = high if upper else low
                return end if end is not None else Fraction(1000 if upper else 0)
        return value

    # ---- the way

    def _led(
        self, trial: Trial, wanted: Wanted, measure: Callable[[Frame], Fraction], steps: int
    ) -> Found | None:  # fmt: skip
        reached = self._descent(trial, wanted, measure, steps, enough=Fraction(0))
        if reached is None or reached[0] != 0:
            return None
        return self.holds(reached[1], wanted)

    def _descent(
        self, trial: Trial, wanted: Wanted, worth: Callable[[Frame], Fraction], steps: int, enough: Fraction | None
    ) -> tuple[Fraction, Trial] | None:  # fmt: skip
        """Change one input after the other as long as it gets no worse."""
        best = self._least(trial, wanted, worth)
        for _ in range(steps):
            if best is not None and enough is not None and best[0] <= enough:
                return best
            other = self.changed(best[1] if best is not None else trial)
            found = self._least(other, wanted, worth)
            if found is not None and (best is None or found[0] <= best[0]):
                best = found
        return best

    def changed(self, trial: Trial) -> Trial:
        """The same with one or two inputs changed."""
        other, random = trial.copy(), self.maker.random
        inputs = {d.path: d for d in self.asked_inputs(trial)}
        made = random.choice(list(_all(other)))
        paths = [p for p in made.values if p in inputs]
        if paths:
            for path in [random.choice(paths)] + ([random.choice(paths)] if random.random() < 0.3 else []):
                made.values[path] = self._moved(inputs[path], made)
        return other

    def results(self, trial: Trial, wanted: Wanted) -> dict[tuple[str, ...], Any]:
        """The values of the node that is wanted, by the keys of items; none where the data may not be so."""
        if wanted.node is None or not self._allowed(trial):
            return {}
        with deep_calls():
            return {keys: frame.get(wanted.node) for keys, frame in self._frames(trial, wanted)}

    def measures(self, trial: Trial, wanted: Wanted, es: Sequence[ir.Expr]) -> dict[tuple[str, ...], list[Any]]:
        """What expressions are, by the keys of items at the level wanted; none where the data may not be so."""
        if not self._allowed(trial):
            return {}
        codes = [self.run.compiler.code(self._keep(e)) for e in es]
        with deep_calls():
            return {
                keys: [code(frame, frame.body, ()) for code in codes] for keys, frame in self._frames(trial, wanted)
            }

    def asked_inputs(self, trial: Trial) -> list[InputDef]:
        """The inputs that a trial gives."""
        return [self.side.inputs[p][0] for p in sorted({p for made in _all(trial) for p in made.values})]

    def _moved(self, d: InputDef, made: Made) -> Value:
        random = self.maker.random
        chance = random.random()
        if chance < 0.25:
            return self._end(d.path, made.values[d.path], upper=random.random() < 0.5)
        if chance < 0.45 and isinstance(d.type, Quantity):  # as large as another one
            same = [v for p, v in made.values.items() if p != d.path and isinstance(v, Fraction)]
            value = random.choice(same) if same else self.maker.pick(d)
            return self.maker.within(value, d.type) if isinstance(value, Fraction) else value
        return self.maker.near(d, made.values[d.path], fine=chance > 0.8)

    def _least(
        self, trial: Trial, wanted: Wanted, worth: Callable[[Frame], Fraction]
    ) -> tuple[Fraction, Trial] | None:  # fmt: skip
        if not self._allowed(trial):
            return None
        with deep_calls():
            worths = [worth(frame) for _, frame in self._frames(trial, wanted)]
        return (min(worths), trial) if worths else None

    def _allowed(self, trial: Trial) -> bool:
        """Whether the data may be so: nothing is more than what it may be at most."""
        for made in _all(trial):
            for path, value in made.values.items():
                for above in self.maker.above.get(path, ()):
                    bound = made.values.get(above)
                    if isinstance(value, Fraction) and isinstance(bound, Fraction) and value > bound:
                        return False
        return True

    # ---- frames

    def _frame(self, trial: Trial) -> Frame:
        self.run.period = trial.years[-1]
        self.run.restart(self.side.dataset(trial))
        frame = self.run.frame(trial.subject, self.run.period)
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

    def _measure(self, wanted: Wanted) -> Callable[[Frame], Fraction]:
        each = [distance(self._keep(g), holds, self.run.compiler) for g, holds in wanted.guards]
        return lambda frame: sum((d(frame) for d in each), Fraction(0))

    def _keep(self, e: ir.Expr) -> ir.Expr:
        """Closures are remembered by the identity of their expression: it must not be given to another one."""
        self._kept.append(e)
        return e

    # ---- smaller

    def smaller(self, found: Found, wanted: Wanted) -> Found:
        """Without other bodies, items and values that are not needed."""
        return self.reduced(found.trial, lambda trial: self.holds(trial, wanted)) or found

    def reduced(self, trial: Trial, fits: Callable[[Trial], T | None]) -> T | None:
        """What the smallest trial that still fits gives; None where nothing can be left out."""
        best: T | None = None
        for change in _smaller(trial):
            other = trial.copy()
            change(other)
            if other.subject not in {name for name, _ in other.made}:
                continue
            again = fits(other)
            if again is not None:
                best, trial = again, other
        return best


def _smaller(trial: Trial) -> Iterator[Callable[[Trial], None]]:
    for place in [p for p in trial.made if p[0] != trial.subject]:
        yield lambda t, place=place: _drop(t, place)  # type: ignore[misc]  # bound at once
    for place, made in trial.made.items():
        for path, rows in made.lists.items():
            for key in rows:
                yield lambda t, place=place, path=path, key=key: _without_item(t, place, path, key)  # type: ignore[misc]  # bound at once
    for path in sorted({p for made in _all(trial) for p in made.values}):
        yield lambda t, path=path: _without(t, path)  # type: ignore[misc]  # bound at once


def _drop(trial: Trial, place: tuple[str, int | None]) -> None:
    trial.made.pop(place, None)
    if place[0] not in {name for name, _ in trial.made}:
        trial.kinds.pop(place[0], None)


def _without_item(trial: Trial, place: tuple[str, int | None], path: Path, key: str) -> None:
    if place in trial.made and path in trial.made[place].lists:
        trial.made[place].lists[path].pop(key, None)


def _without(trial: Trial, path: Path) -> None:
    for made in _all(trial):
        made.values.pop(path, None)


def _all(trial: Trial) -> Iterator[Made]:
    waiting = list(trial.made.values())
    while waiting:
        made = waiting.pop()
        yield made
        waiting += [row for rows in made.lists.values() for row in rows.values()]


def _rename(trial: Trial, name: str) -> None:
    old = trial.subject
    if old == name:
        return
    trial.subject = name
    trial.kinds = {(name if k == old else k): v for k, v in trial.kinds.items()}
    trial.made = {((name if k[0] == old else k[0]), k[1]): v for k, v in trial.made.items()}


def _frames(frame: Frame, level: tuple[int, ...]) -> Iterator[tuple[tuple[str, ...], Frame]]:
    if not level:
        yield (), frame
        return
    for inner in frame.items(level[0]) or ():
        yield from (((inner.key, *keys), found) for keys, found in _frames(inner, level[1:]))


def _with_parents(program: Program, items: set[int]) -> set[int]:
    found: set[int] = set()
    for item in items:
        at: int | None = item
        while at is not None:
            found.add(at)
            at = program.items[at].parent
    return found


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
    return "2023-01-01"
