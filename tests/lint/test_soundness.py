"""Random programs over random data: every value lies in what the ranges say it can be, wherever it is looked at."""

import os
import random
from collections.abc import Iterator
from fractions import Fraction

import pytest
from attrs import frozen
from engine.random_data import DataMaker
from engine.random_tables import Maker
from engine.test_random_programs import rules_of

from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir.deep import deep_calls
from evallang.ir.program import NodeDef
from evallang.lint.cases import Cases
from evallang.lint.ranges import Range, contains
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.lint.values import Values
from evallang.rules import Rules

# As for the engine itself: EVALLANG_PROGRAMS=5000 looks further.
PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "24"))
GROUPS = 4


def frames_of(run: Run, period: int | None) -> Iterator[tuple[tuple[int, ...], Frame]]:
    """The frames of a period with the chain of items that they are of."""
    waiting: list[tuple[tuple[int, ...], Frame]] = [((), frame) for frame in run.bodies(period)]
    while waiting:
        level, frame = waiting.pop()
        yield level, frame
        for number, item in enumerate(run.program.items):
            if item.parent == (level[-1] if level else None):
                waiting += [((*level, number), inner) for inner in frame.items(number) or ()]


def escaped_values(subject: Subject, run: Run, level: tuple[int, ...], frame: Frame) -> Iterator[str]:
    """The definitions whose value is outside of what they can be."""
    values = subject.values(frame.kind, frame.name)
    for d in run.program.definitions:
        if d.level != level:
            continue
        value = frame.get(d.number)
        found = values.of_definition(d.number)
        if isinstance(value, Fraction) and not contains(found, value):
            yield f"`{d.short}` is {value} for `{frame.key}`, a {frame.kind}; it can be {found}"
        points = run.nodes[d.number].points(frame) if isinstance(d, NodeDef) else None
        claimed = values.points(d.number) if isinstance(points, Fraction) else None
        if claimed is not None and not contains(claimed, points):
            yield f"`{d.short}` has {points} points for `{frame.key}`; it can have {claimed}"


@frozen(eq=False)
class Looked:
    """An expression where it is looked at for the bodies of a kind: whether it can be, and what it can be then."""

    site: Site
    possible: bool
    found: Range


class Places:
    """The sites of a program by their level, for bodies of each kind."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.by_level: dict[tuple[int, ...], list[Site]] = {}
        for d in subject.program.definitions:
            for site in subject.through.of(d.number):
                self.by_level.setdefault(site.level, []).append(site)
        self._known: dict[tuple[object, ...], list[Looked]] = {}

    def at(self, level: tuple[int, ...], frame: Frame) -> list[Looked]:
        """What is looked at for a frame."""
        place = (level, frame.kind, frame.name)
        if place not in self._known:
            values = self.subject.values(frame.kind, frame.name)
            self._known[place] = [self._looked(site, values) for site in self.by_level.get(level, [])]
        return self._known[place]

    def _looked(self, site: Site, values: Values) -> Looked:
        facts = self.subject.facts(values, site.guards)
        possible = Cases(self.subject.program, values).possible(site.guards, facts)
        return Looked(site, possible, values.of(site.expr, facts or {}))


def is_for(run: Run, number: int, frame: Frame) -> bool:
    """Whether a definition is looked at for a body at all."""
    kinds = run.program.definitions[number].kinds
    applies = number not in run.nodes or run.nodes[number].applies(frame) is None
    return applies and (kinds is None or frame.kind in kinds)


def escaped_expressions(places: Places, run: Run, level: tuple[int, ...], frame: Frame) -> Iterator[str]:
    """The expressions whose value is outside of what they can be where they are looked at."""
    code = run.compiler.code
    for looked in places.at(level, frame):
        site = looked.site
        if not is_for(run, site.owner, frame):
            continue
        if not all(code(guard)(frame, frame.body, ()) is holds for guard, holds in site.guards):
            continue
        value = code(site.expr)(frame, frame.body, ())
        where = f"`{places.subject.words(site.expr)}` of `{run.program.definitions[site.owner].short}`"
        if not looked.possible:
            yield f"{where} is looked at for `{frame.key}`, which is taken to be impossible"
        elif isinstance(value, Fraction) and not contains(looked.found, value):
            yield f"{where} is {value} for `{frame.key}`; it can be {looked.found}"


def escaped(rules: Rules, bodies: list[dict[str, object]], places: Places) -> Iterator[str]:
    """All that is outside of what it can be, on some data."""
    subject = places.subject
    data = rules.bind({"bodies": bodies}, {"form": rules.program.readings[0].options[subject.choices[0]].name})
    for period in sorted({place[1] for place in data.records}, key=lambda year: year or 0):
        run = Run(rules.program, subject.choices, data, period)
        with deep_calls():
            for level, frame in frames_of(run, period):
                yield from escaped_values(subject, run, level, frame)
                yield from escaped_expressions(places, run, level, frame)


def first_escape(seed: int) -> list[str]:
    """What is outside in one program, with all that is needed to look at it."""
    pick = random.Random(seed).choice
    made = Maker(pick).program()
    rules = rules_of(made)
    for option in (0, 1):
        places = Places(Subject(rules.program, rules.module, (option,), lambda _: False))
        for _ in range(3):
            data = DataMaker(made, pick).data()
            found = list(escaped(rules, data.given, places))
            if found:
                return [f"program {seed}, option {option}", *found, made.text, *map(str, data.given)]
    return []


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_value_is_where_the_ranges_say(group: int) -> None:
    """A program with a value outside is shown; of several, the shortest."""
    found = [first_escape(seed) for seed in range(group, PROGRAMS, GROUPS)]
    outside = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not outside, f"{len(outside)} programs have values outside; " + "\n".join(outside[0])
