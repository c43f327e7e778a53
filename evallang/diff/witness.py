"""Bodies on which two versions give different results, found by trying and confirmed by reading them as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

from attrs import field, frozen

from evallang.diff.borders import at_a_border
from evallang.diff.climb import climbed
from evallang.diff.shrink import Found, Sides, differing, shrunk
from evallang.ir.program import InputDef, NodeDef, Program
from evallang.trials.made import Asked, Made, Maker, Path, Trial, Value
from evallang.trials.sides import Graded, Side, Switch, document, same_result
from evallang.trials.uses import Target

__all__ = ["GAPS", "TRIALS", "Case", "Search", "Value", "Witness", "same_result"]

TRIALS = 300
GAPS = 100
"""How many more trials leave some of the inputs out."""

WIDE = 100
"""How many more have numbers of all sizes."""

SWITCHED = 60
"""How many trials of each sort are made under readings that are not chosen."""

PATIENCE = 6000
"""After so many trials in vain, in all a document, only few are made for each further result."""

FEW = 40

READ = 150
"""How many more are read as data that give what an input does not allow."""

YEARS = (2020, 2021, 2022, 2023)
OTHERS = 3
"""How many bodies there are where a result looks at others; for a rating more."""

RANKED = 6
ROUND = tuple(map(Fraction, (10, 5, 1, 2, 20, 3, 50, 100, 0)))
"""Numbers that are tried first in the place of others, so that what is shown can be calculated in the head."""

REFUSED = 20
"""After so many bodies that differ but cannot be read as data nothing more is tried."""


@frozen
class Case:
    """What is given for a body in a period."""

    body: str
    period: int | None
    kind: str | None
    given: dict[str, Value]
    items: dict[str, tuple[dict[str, Value], ...]]


@frozen
class Witness:
    """All that is given, and what each version makes of the first body in the last period.

    `kind`, `given` and `items` are of this body; `cases` are all bodies and periods, this one first. `at` are the keys
    of the item that the result is of. `data` is the same as a document that can be scored. `readings` are those that
    have to be switched in both versions, by id or name, each with its option.
    """

    kind: str | None
    given: dict[str, Value]
    items: dict[str, tuple[dict[str, Value], ...]]
    before: Any
    after: Any
    cases: tuple[Case, ...] = ()
    at: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(factory=dict)
    readings: Mapping[str, str] = field(factory=dict)


@frozen
class _Sort:
    """So many trials, one input in `one_in` left out; `wide` of numbers of all sizes, `freely` read as data."""

    trials: int
    one_in: int = 0
    wide: bool = False
    freely: bool = False


class Search:
    """Tries bodies on two programs. The same bodies come out each time."""

    def __init__(self, before: Program, after: Program) -> None:
        self.programs = (before, after)
        self.sides = (Side(before), Side(after))
        self.maker = Maker((before, after))
        self.tried = 0
        self._in_vain = 0
        self._switched: dict[Switch, Sides] = {(): self.sides}

    def find(
        self, target: Target, *, names: tuple[str, ...] = (), reads: bool = False, switches: Sequence[Switch] = ((),)
    ) -> Witness | None:
        """A body for which a result differs; None where none was found, and `tried` is how many were looked at.

        `names` are bodies that the rules name; with `reads` also what an input does not allow is tried. `switches`
        are the readings to try, none for the chosen ones.
        """
        self.tried = 0
        for switch in switches:
            if switch not in self._switched:
                self._switched[switch] = (Side(self.programs[0], switch), Side(self.programs[1], switch))
            self.sides = self._switched[switch]
            for found, read in islice(self._differing(target, names, reads, bool(switch)), REFUSED):
                confirmed = self._confirmed(target, found, read)
                if confirmed is not None:
                    return self._witness(confirmed, switch)
        self._in_vain += self.tried
        return None

    def _plan(self, reads: bool, switched: bool) -> list[_Sort]:
        """How many trials of which sort are made."""
        whole, gaps, wide, read = (SWITCHED,) * 4 if switched else (TRIALS, GAPS, WIDE, READ)
        if self._in_vain > PATIENCE:
            whole, gaps, wide, read = (FEW,) * 4
        sorts = [_Sort(whole), _Sort(gaps, one_in=3), _Sort(wide, wide=True)]
        return [*sorts, _Sort(read, freely=True)] if reads else sorts

    def _differing(
        self, target: Target, names: tuple[str, ...], reads: bool, switched: bool
    ) -> Iterator[tuple[Found, bool]]:
        """Trials that differ, and whether they were read as data."""
        for sort in self._plan(reads, switched):
            freely, one_in = sort.freely, sort.one_in
            asked = self._asked(target, names, freely)
            if (freely or one_in) and target.sort != "value":
                border = at_a_border(self.sides, target, self.maker, asked)
                border = border or climbed(self.sides, target, self.maker, asked)
                yield from [(border, False)] if border is not None else []
            for _ in range(sort.trials):
                self.tried += 1
                self.maker.wide = sort.wide
                trial = self.maker.trial(asked, one_in)
                self.maker.wide = False
                found = differing(self.sides, target, trial, read=freely)
                if found is not None:
                    yield found, freely

    def _confirmed(self, target: Target, found: Found, read: bool) -> Found | None:
        """The smallest that also differs when it is read as data."""
        if not read and differing(self.sides, target, found.trial, read=True) is None:
            return None
        inputs = {d.path: d for side in self.sides for d in side.program.inputs}

        def another(path: Path) -> Value:
            return self.maker.pick(inputs[path])

        small = shrunk(self.sides, target, found, read, another, _rounder)
        for trial in (small.trial, found.trial):
            again = differing(self.sides, target, trial, read=True)
            if again is not None:
                return again
        return None

    def _asked(self, target: Target, names: tuple[str, ...], freely: bool) -> Asked:
        inputs: dict[Any, InputDef] = {}
        lists, subjects = set(), list(names)
        over_years = others = ranked = False
        named: set[int] = set()
        back = 0
        for side in self.sides:
            used = side.uses.closed(target)
            definitions = side.program.definitions
            numbers = used.definitions | {d.number for d in side.by_path.get(target.path, ()) if target.sort == "value"}
            for d in (definitions[n] for n in sorted(numbers)):
                if isinstance(d, InputDef):
                    inputs[d.path, d.kinds] = d
                elif isinstance(d, NodeDef):
                    subjects += [name for e in d.exemptions for name in sorted(e.bodies)]
            if freely:
                inputs |= _bounding(side.program, {path for path, _ in inputs})
            levels = {n for d in (*inputs.values(), *side.by_path.get(target.path, ())) for n in d.level}
            lists |= {side.program.items[n].path for n in used.items | levels if n < len(side.program.items)}
            over_years |= used.over_years or (freely and side.yearly)
            others |= used.others
            named |= used.years
            back = max(back, used.back)
            ranked |= bool(used.ratings) or target.sort == "rank"
        yearly = any(side.yearly for side in self.sides)
        last = YEARS[-1] if yearly or over_years else None
        kinds = tuple(k for k in self.maker.kinds if target.kinds is None or k in target.kinds)
        return Asked(
            tuple(inputs.values()), frozenset(lists), tuple(dict.fromkeys(subjects)), kinds or self.maker.kinds,
            _years(named, back) if over_years else (last,), RANKED if ranked else OTHERS if others else 1, freely,
        )  # fmt: skip

    def _witness(self, found: Found, switch: Switch) -> Witness:
        trial = found.trial
        lists = {item.path: item.key for side in self.sides for item in side.program.items}
        order = sorted(trial.made, key=lambda place: (place[0] != trial.subject, place[0], -(place[1] or 0)))
        cases = tuple(_case(trial, place, lists) for place in order)
        before, after = _named(found.before, found.after), _named(found.after, found.before)
        first = cases[0]
        data = document(trial, *(side.program for side in self.sides))
        return Witness(first.kind, first.given, first.items, before, after, cases, found.keys, data, dict(switch))


def _years(named: set[int], back: int) -> tuple[int, ...]:
    """The years that are tried: some in a row, the last one scored, and those that the rules name or look back to."""
    last = max(YEARS[-1], *named, 0)
    row = {last - i for i in range(len(YEARS))}
    return tuple(sorted(row | named | {last - back}))


def _bounding(program: Program, paths: set[Path]) -> dict[Any, InputDef]:
    """The inputs that may be at most as large as some, and those that these may be at most."""
    found: dict[Any, InputDef] = {}
    for d in program.inputs:
        bounds = {program.definitions[n].path for n in d.at_most}
        if d.path in paths or bounds & paths:
            near = (other for other in program.inputs if other.path in bounds | {d.path})
            found |= {(other.path, other.kinds): other for other in near}
    return found


def _rounder(value: Value) -> tuple[Value, ...]:
    """The rounder numbers that may stand for one; a round number stays."""
    if not isinstance(value, Fraction) or value in ROUND:
        return ()
    if 0 < value < 1:
        return tuple(map(Fraction, ("0.5", "0.8", "0.9", "1", "0")))
    return (*ROUND, Fraction(round(value)), Fraction(round(value, 1)))


def _named(grade: object, other: object) -> Any:
    """A grade by its name, with its label where only that differs; any other result as it is."""
    if not isinstance(grade, Graded):
        return grade
    same = isinstance(other, Graded) and other.name == grade.name
    return f'{grade.name} "{grade.label}"' if same else grade.name


def _case(trial: Trial, place: tuple[str, int | None], keys: Mapping[Any, str]) -> Case:
    made = trial.made[place]
    given = {".".join(path): value for path, value in made.values.items()}
    items: dict[str, list[dict[str, Value]]] = {}
    _listed(made, {}, keys, items)
    return Case(place[0], place[1], trial.kinds[place[0]], given, {name: tuple(rows) for name, rows in items.items()})


def _listed(
    made: Made, above: dict[str, Value], keys: Mapping[Any, str], items: dict[str, list[dict[str, Value]]]
) -> None:
    """The rows of all lists by the path of each; a row in another one has its key too."""
    for path, rows in made.lists.items():
        found = items.setdefault(".".join(path), [])
        for key, row in rows.items():
            named: dict[str, Value] = above | {keys[path]: key}
            found.append(named | {".".join(p[len(path) :]): v for p, v in row.values.items()})
            _listed(row, named, keys, items)
