"""One trial, scored while it is watched: what came of it, and how far it is from a goal."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import Any

from attrs import define

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.interpreter.frames import Frame
from evallang.examples.coverage.asked import supplied
from evallang.examples.coverage.goal import Goal, Key
from evallang.examples.coverage.goals import Goals
from evallang.examples.coverage.nearness import FAR, Nearness, nearness
from evallang.examples.coverage.observed import Lack, ObservedRun, Seen
from evallang.trials.as_example import ExampleWriter, Expected
from evallang.trials.made import Trial
from evallang.trials.sides import Results, Side, Switch, same_result
from evallang.trials.uses import Target

HERE: Nearness = (-1, FAR * 0)
"""Where a goal is touched, and the result has a value; where it has none, the second number is more."""
_NOT_QUITE: Nearness = (0, FAR / 10**12)


@define(eq=False)
class Look:
    """A trial, the results of a target, and how near it came to a goal.

    `keys` are the goals that it touches, `size` is how many values were computed on the way.
    """

    trial: Trial
    target: Target
    switch: Switch
    results: Results
    keys: set[Key]
    near: Nearness
    size: int = 0

    def expected(self, writer: ExampleWriter) -> list[Expected]:
        """What an example of it expects: what can be said exactly."""
        return [
            Expected(self.target, value, keys)
            for keys, value in self.results.items()
            if writer.can_say(self.target, value, keys)
        ]

    @property
    def there(self) -> bool:
        """Whether the goal is touched."""
        return self.near[0] < 0

    @property
    def known(self) -> bool:
        """Whether some result has a value, or is not for the body."""
        return any(not isinstance(v, Absent) or v.status == NOT_APPLICABLE for v in self.results.values())


class Looks:
    """Scores trials of one program; `count` is how many."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self.program = goals.program
        self.opened = {p.name: supplied(p) for p in self.program.parameters if p.value is None}
        self.count = 0
        self._sides: dict[Switch, Side] = {}

    def switch(self, goal: Goal) -> Switch | None:
        """The options under which a goal holds, those that are not chosen; None where they exclude each other."""
        found: dict[int, int] = {}
        for reading, option in goal.conditions:
            if found.setdefault(reading, option) != option:
                return None
        readings = self.program.readings
        return tuple(
            (readings[r].name, readings[r].options[o].name) for r, o in sorted(found.items()) if o != readings[r].choice
        )

    def side(self, switch: Switch) -> Side:
        """The program under some options, watched."""
        if switch not in self._sides:
            make = partial(ObservedRun, Seen(self.goals))
            self._sides[switch] = Side(self.program, switch, self.opened, make)
        return self._sides[switch]

    def look(self, trial: Trial, target: Target, switch: Switch, goal: Goal) -> Look:
        """Score a trial."""
        self.count += 1
        side = self.side(switch)
        run = _watched(side)
        seen = run.seen = Seen(self.goals, self.goals.all.keys() - {goal.key}, thorough=True)
        results = side.results(target, trial)
        keys = seen.settled()
        if goal.sort == "options" and self._differs(results, seen.lacking, trial, target, switch, goal):
            keys.add(goal.key)
        look = Look(trial, target, switch, results, keys, HERE)
        if goal.key not in keys:
            look.near = max(nearness(goal, seen), _NOT_QUITE)
        frame = run.frame(trial.subject, trial.years[-1])
        if frame is not None:
            look.size = sum(len(body.memo) for body in run.bodies(frame.period))
            if not look.known or look.near[1] >= FAR:
                look.near = (look.near[0], look.near[1] + _undefined(frame))
        return look

    def _differs(
        self, results: Results, lacking: Set[Lack], trial: Trial, target: Target, switch: Switch, goal: Goal
    ) -> bool:  # fmt: skip
        """Whether another option of the reading gives another result, not for want of what only that one needs."""
        reading = self.program.readings[goal.key[1]]
        for option in reading.options:
            if option is not reading.options[goal.key[2]]:
                rest = [pair for pair in switch if pair[0] != reading.name]
                side = self.side((*rest, (reading.name, option.name)))
                seen = _watched(side).seen = Seen(self.goals)
                other = side.results(target, trial)
                differing = [other.get(k) for k, v in results.items() if k not in other or not same_result(v, other[k])]
                if any(seen.lacking <= lacking or has_value(v) for v in differing):
                    return True
        return False


def has_value(result: object) -> bool:
    """Whether a result is a value."""
    return result is not None and not isinstance(result, Absent)


def _watched(side: Side) -> ObservedRun:
    run: Any = side.run
    assert isinstance(run, ObservedRun)
    return run


def _undefined(frame: Frame) -> int:
    """How many values of a body came out undefined: the fewer, the nearer it is to have a result."""
    return 1 + sum(isinstance(v, Absent) and v.status != NOT_APPLICABLE for v in frame.memo.values())
