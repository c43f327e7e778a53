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
from evallang.lint.corners import CORNERS
from evallang.lint.reader import frames
from evallang.source import Span
from evallang.trials.made import Asked, Trial
from evallang.trials.sides import Side
from evallang.types import Flag

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

BODIES = 20
"""So many bodies are tried besides those with every input at one of its ends."""
CROWD = 30
"""So many bodies there are where one is placed among others."""
_EACH = 4
_SEED = 954
_CONDITIONS = ("guard", "if", "flag")


class Acting:
    """What acts on some body under the readings of a subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.program = subject.program

    def is_seen(self, condition: Span, value: bool) -> bool:
        """Whether a condition is seen to be true, or false."""
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
        rows = (row for _, _, row, _ in seen.found.values() if row is not None)
        return seen.touched | {("row", row.span) for row in rows}

    def _trials(self) -> Iterator[Trial]:
        """Bodies with every input at one of its ends, also in a crowd, and some with numbers that the rules name."""
        bodies, maker = self.subject.extremes.bodies, self.subject.search.maker
        ends = [bodies.body(kind, corner) for kind in self.subject.kinds for corner in CORNERS]
        lists = frozenset(item.path for item in self.program.items)
        asked = Asked(tuple(bodies.inputs), lists, (), self.subject.kinds, bodies.corners.years, 1)
        state = maker.random.getstate()
        maker.random.seed(_SEED)
        made = [maker.trial(asked, 0) for _ in range(BODIES)]
        if any(bodies.looks_at_others(d.number) for d in self.program.nodes):
            crowd = maker.trial(evolve(asked, bodies=CROWD, kinds=self.subject.kinds[:1]), 0)
            made += [_beside(trial, crowd) for trial in ends[: len(CORNERS) : _EACH]]
        maker.random.setstate(state)
        yield from (*ends, *filter(self.subject.search.allowed, made))

    def _score(self, side: Side, seen: Seen, trial: Trial) -> None:
        body = side.frame(trial)
        assert body is not None
        with deep_calls():
            for d in self.program.definitions:
                if not self.subject.active(d.conditions) or (d.kinds is not None and body.kind not in d.kinds):
                    continue
                for _, frame in frames(body, d.level):
                    self._asked(side, seen, d, frame)

    def _asked(self, side: Side, seen: Seen, d: Any, frame: Frame) -> None:
        value = frame.get(d.number)
        if isinstance(d, FormulaDef) and isinstance(d.type, Flag) and isinstance(value, bool):
            seen.touched.add(("flag", d.value.span, value))
        elif isinstance(d, NodeDef) and d.grades:
            side.run.nodes[d.number].grade(frame)


def _beside(trial: Trial, crowd: Trial) -> Trial:
    """A body with many others beside it."""
    both = trial.copy()
    both.kinds |= {f"other {name}": kind for name, kind in crowd.kinds.items()}
    both.made |= {(f"other {name}", year): made for (name, year), made in crowd.made.items()}
    return both
