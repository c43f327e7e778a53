"""Bodies with every input at one of its ends: sums of parts that rise or fall with their inputs are extreme there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions
from evallang.trials.made import Made, Path, Trial, Value
from evallang.types import BodyType, Choice, DateType, Flag, Quantity

MUCH = Fraction(1000)
"""Taken where a number has no upper end."""
DAYS = ("2000-01-01", "2030-12-31")
BODY = "body 1"


@frozen
class Corner:
    """Which inputs are at their upper ends: those of which more is worse or better, those that bound others, the rest.

    `flags` says what flags are, `items` how many items each list has.
    """

    worse: bool
    better: bool
    bounding: bool
    rest: bool
    flags: bool
    items: int = 1


CORNERS = tuple(
    Corner(*ends, flags=flags, items=items)
    for items in (1, 0)
    for ends in (
        (False, True, True, True), (False, True, True, False), (True, False, True, True), (True, False, True, False),
        (True, True, True, True), (False, False, False, False),
    )[: 6 if items else 2]
    for flags in (False, True)
)  # fmt: skip


class Corners:
    """Makes such bodies of one program."""

    def __init__(
        self, program: Program, above: dict[Path, tuple[Path, ...]], ceilings: dict[Path, Fraction],
        years: tuple[int | None, ...],
    ) -> None:  # fmt: skip
        self.program = program
        self.above = above
        self.ceilings = ceilings
        self.years = years
        self._known_ends: dict[InputDef, tuple[Fraction, Fraction]] = {}
        self.bounding = {path for paths in above.values() for path in paths}

    def body(self, inputs: Iterable[InputDef], kind: str | None, corner: Corner) -> Trial:
        """A body of a kind that gives some inputs, the same in each year."""
        by_list: dict[int | None, list[InputDef]] = {}
        for d in inputs:
            if d.kinds is None or kind in d.kinds:
                by_list.setdefault(d.level[-1] if d.level else None, []).append(d)
        made = self._made(None, by_list, corner)
        return Trial(BODY, {BODY: kind}, {(BODY, year): made.copy() for year in self.years})

    def _made(self, at: int | None, by_list: dict[int | None, list[InputDef]], corner: Corner) -> Made:
        made = Made({d.path: self.value(d, corner) for d in by_list.get(at, ())})
        self.bounded(made)
        for number, item in enumerate(self.program.items):
            if item.parent == at:
                rows = range(1, corner.items + 1)
                made.lists[item.path] = {str(k): self._made(number, by_list, corner) for k in rows}
        return made

    def value(self, d: InputDef, corner: Corner) -> Value:
        """What an input is at a corner."""
        upper = corner.bounding if d.path in self.bounding else corner.rest
        if d.more_is:
            upper = corner.worse if d.more_is == "worse" else corner.better
        match d.type:
            case Flag():
                return corner.flags
            case Quantity():
                return self._ends(d, d.type)[upper]
            case Choice(options=options):
                return options[-1 if upper else 0]
            case BodyType():
                return BODY
            case DateType():
                return DAYS[upper]
        return "a"

    def _ends(self, d: InputDef, kind: Quantity) -> tuple[Fraction, Fraction]:
        """The ends of an input, with much or little where it has none; it is no more than what bounds it may be."""
        if d not in self._known_ends:
            self._known_ends[d] = self._found_ends(d.path, kind)
        return self._known_ends[d]

    def _found_ends(self, path: Path, kind: Quantity) -> tuple[Fraction, Fraction]:
        low, high = kind.low, kind.high
        top = max(MUCH, low or MUCH) if high is None else high
        top = min(top, self.ceilings.get(path, top))
        return (min(-MUCH, top) if low is None else low), top

    @cached_property
    def days(self) -> list[str]:
        """The days that the rules name, and those beside them."""
        roots = [e for d in self.program.definitions for e in definition_expressions(d)]
        roots += [p.value for p in self.program.parameters if p.value is not None]
        named = {x.value for e in roots for x in walk(e) if isinstance(x, ir.Const) and isinstance(x.value, date)}
        beside = (found + timedelta(n) for found in named for n in (-1, 0, 1))
        return sorted({*DAYS, *(day.isoformat() for day in beside)})

    def bounded(self, made: Made) -> None:
        """Give no more than the data may: `at most`, also of what is bounded itself."""
        lowered = bool(self.above)
        while lowered:
            lowered = False
            for path, paths in self.above.items():
                value, bounds = made.values.get(path), [b for p in paths if type(b := made.values.get(p)) is Fraction]
                if bounds and type(value) is Fraction and value > min(bounds):
                    made.values[path], lowered = min(bounds), True

    def near(self, d: InputDef, made: Made, numbers: Iterable[Fraction]) -> Iterator[Value]:
        """Other values for an input: its ends, what bounds it, the middle, and some numbers."""
        match d.type:
            case Flag():
                yield from (False, True)
            case Choice(options=options):
                yield from options
            case DateType():
                yield from self.days
            case Quantity():
                bounds = [b for p in self.above.get(d.path, ()) if isinstance(b := made.values.get(p), Fraction)]
                low, high = self._ends(d, d.type)
                high = min(high, *bounds) if bounds else high
                for value in dict.fromkeys([low, high, Fraction(0), Fraction(1), (low + high) / 2, *numbers]):
                    if low <= value <= high and (not d.type.whole or value.denominator == 1):
                        yield value


def everything(trial: Trial, name: str | None = None) -> Iterator[Made]:
    """The body of a name (every one, unless said) and all items of it, in each year."""
    waiting = [made for (whose, _), made in trial.made.items() if name in (None, whose)]
    while waiting:
        made = waiting.pop(0)
        yield made
        waiting += [row for rows in made.lists.values() for row in rows.values()]


def changed(trial: Trial, change: Callable[[Made], None], name: str | None = None) -> Trial:
    """A trial in which the body of a name (every one, unless said) and all its items are changed."""
    other = trial.copy()
    for made in everything(other, name):
        change(made)
    return other


def renamed(trial: Trial, name: str) -> Trial:
    """The same for a body of that name."""
    other = trial.copy()
    for made in everything(other):
        made.values = {path: name if value == trial.subject else value for path, value in made.values.items()}
    kinds = {name if key == trial.subject else key: kind for key, kind in trial.kinds.items()}
    return Trial(name, kinds, {(name if k == trial.subject else k, year): m for (k, year), m in other.made.items()})
