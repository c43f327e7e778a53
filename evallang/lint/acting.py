"""What acts on bodies made up for all rules at once: conditions, rows of tables and clamps, by their places.

What acts on one of them need not be looked for; what acts on none is looked for by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from attrs import evolve

from evallang.backends.interpreter.frames import Frame
from evallang.examples.coverage.goal import Key
from evallang.examples.coverage.goals import Goals
from evallang.examples.coverage.observed import ObservedRun, Seen
from evallang.ir.deep import deep_calls
from evallang.ir.program import FormulaDef, NodeDef
from evallang.lint.corners import CORNERS, changed
from evallang.lint.reader import frames
from evallang.source import Span
from evallang.trials.made import Asked, Made, Trial
from evallang.trials.sides import Side
from evallang.types import DateType

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

BODIES = 12
"""So many bodies are tried besides those with every input at one of its ends."""
CROWD = 30
"""So many bodies there are where one is placed among others."""
_EACH = 4
_ONE_IN = 4
_SEED = 954
_CONDITIONS = ("guard", "if", "flag")


class Acting:
    """What acts on some body under the readings of a subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.program = subject.program

    def is_seen(self, condition: Span | int, value: bool) -> bool:
        """Whether a condition, or a definition that is a flag, is seen to be true, or false."""
        return any((sort, condition, value) in self._keys for sort in _CONDITIONS)

    def answers(self, row: Span) -> bool:
        """Whether a row of a table is seen to answer."""
        return ("row", row) in self._keys

    def clamps(self, step: Span, way: str) -> bool:
        """Whether a clamp is seen to raise a value (`low`), to lower one (`high`), or to leave one alone (`none`)."""
        return ("clamp", step, way) in self._keys

    @cached_property
    def _keys(self) -> set[Key]:
        goals = Goals(self.program)
        seen = Seen(goals, known=set(goals.all))
        search = self.subject.search
        supplied = {self.program.parameters[n].name: value for n, value in search.supplied.items()}
        side = Side(self.program, search.named, supplied, partial(ObservedRun, seen))
        for trial in self._trials():
            self._score(side, seen, trial)
        rows = (row for _, _, row, _, _ in seen.found.values() if row is not None)
        return seen.touched | {("row", row.span) for row in rows}

    def _trials(self) -> Iterator[Trial]:
        """Bodies that are good or bad in everything, at the ends of it, in a crowd, and such as chance makes."""
        bodies, search, kinds = self.subject.extremes.bodies, self.subject.search, self.subject.kinds
        wholes = [self.subject.extremes.whole(kind, None, low).trial for kind in kinds for low in (False, True)]
        ends = [bodies.body(kind, corner) for kind in kinds for corner in CORNERS]
        lists = frozenset(item.path for item in self.program.items)
        asked = Asked(tuple(bodies.inputs), lists, (), kinds, bodies.corners.years, 1)
        state = search.maker.random.getstate()
        search.maker.random.seed(_SEED)
        made = [self._dated(search.maker.trial(asked, 0)) for _ in range(BODIES)]
        made += [search.maker.trial(asked, _ONE_IN) for _ in range(BODIES // 2)]
        if self.program.ratings or any(bodies.looks_at_others(d.number) for d in self.program.nodes):
            crowd = search.maker.trial(evolve(asked, bodies=CROWD, kinds=kinds[:1]), 0)
            made += [_beside(trial, crowd) for trial in ends[: len(CORNERS) : _EACH]]
        search.maker.random.setstate(state)
        bare = [_of_last_year(trial) for trial in ends[:1] if len(trial.years) > 1]
        yield from filter(search.allowed, (*wholes, *ends, *bare, *made))

    def _dated(self, trial: Trial) -> Trial:
        """The same with days that the rules name, and those beside them."""
        dates = {d.path for d in self.program.inputs if isinstance(d.type, DateType)}
        corners, random = self.subject.extremes.bodies.corners, self.subject.search.maker.random

        def change(made: Made) -> None:
            made.values |= {path: random.choice(corners.days) for path in made.values if path in dates}

        return changed(trial, change) if dates else trial

    def _score(self, side: Side, seen: Seen, trial: Trial) -> None:
        body = side.frame(trial)
        assert body is not None
        with deep_calls():
            for d in self.program.definitions:
                if not self.subject.active(d.conditions) or (d.kinds is not None and body.kind not in d.kinds):
                    continue
                for _, frame in frames(body, d.level):
                    self._asked(side, seen, d, frame)
            self._triggered(side, seen, body)

    def _triggered(self, side: Side, seen: Seen, body: Frame) -> None:
        """Every condition of the triggers, whatever goes before it."""
        for trigger in self.program.triggers:
            for guarded in trigger.guards:
                if guarded.guard is not None and self.subject.active(guarded.conditions):
                    value = side.run.compiler.code(guarded.guard)(body, body, ())
                    if isinstance(value, bool):
                        seen.touched.add(("guard", guarded.guard.span, value))

    def _asked(self, side: Side, seen: Seen, d: Any, frame: Frame) -> None:
        value = frame.get(d.number)
        if isinstance(value, bool):
            seen.touched.add(("flag", d.number, value))
            seen.touched |= {("flag", d.value.span, value)} if isinstance(d, FormulaDef) else set()
        elif isinstance(d, NodeDef) and d.grades:
            side.run.nodes[d.number].grade(frame)


def _beside(trial: Trial, crowd: Trial) -> Trial:
    """A body with many others beside it."""
    both = trial.copy()
    both.kinds |= {f"other {name}": kind for name, kind in crowd.kinds.items()}
    both.made |= {(f"other {name}", year): made for (name, year), made in crowd.made.items()}
    return both


def _of_last_year(trial: Trial) -> Trial:
    """A body that gives nothing for the years before."""
    made = {place: m for place, m in trial.made.items() if place[1] == trial.years[-1]}
    return Trial(trial.subject, trial.kinds, made)
