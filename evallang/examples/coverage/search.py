"""Bodies that touch a goal, led there step by step from made-up ones; the same come out each time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from evallang.examples.coverage.asked import asked_by
from evallang.examples.coverage.goal import Goal
from evallang.examples.coverage.goals import Goals
from evallang.examples.coverage.look import HERE, Look, Looks
from evallang.examples.coverage.moves import (
    ROUND,
    Place,
    allowed,
    another_item,
    crossing,
    days_near,
    evenly,
    lists_left_empty,
    places,
    step_from,
    values,
)
from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions
from evallang.trials.as_example import ExampleWriter
from evallang.trials.made import Asked, Maker, Path, Trial
from evallang.trials.sides import Switch
from evallang.trials.uses import Target
from evallang.types import Quantity

STARTS = 8
"""How many bodies are started from for one result, each the best of some."""

DRAWN = 3
STEPS = 60
"""How many times a value is changed on the way from one start; more where there are many values."""

MOST = 2000
"""So many bodies are scored for one goal under one choice of readings, and no more."""

BY_CHANCE = 400
"""So many more are drawn where no body was led to a goal."""

RESULTS = 6
"""So many results are tried for one goal: those that rest on it directly, then those that use these."""

SWITCHES = 4
"""So many other options are tried where a goal is not touched under the chosen ones."""


class Finder:
    """Finds bodies for the goals of one program. `tried` is how many were scored for the last goal."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self.program = goals.program
        self.looks = Looks(goals)
        self.maker = Maker((self.program,))
        self.maker.numbers = sorted({*self.maker.numbers, *goals.between()})
        self.writer = ExampleWriter(self.program)
        self.days = days_near(e for d in self.program.definitions for e in definition_expressions(d))
        self._left = MOST
        self._users: dict[Path, list[Target]] = {}
        for target, used in goals.uses.of_target.items():
            for path in {self.program.definitions[n].path for n in used.definitions}:
                self._users.setdefault(path, []).append(target)

    @property
    def tried(self) -> int:
        """How many bodies were scored for the last goal."""
        return self.looks.count

    def find(self, goal: Goal) -> Look | None:
        """A body that touches a goal and whose result an example can expect; one with a value where there is any."""
        self.looks.count = 0
        self.maker.random.seed(zlib.crc32(repr(goal.key).encode()))
        for switch in self._switches(goal):
            self._left = self.looks.count + MOST
            found = self._related(goal, switch) or self._found(goal, switch) or self._drawn(goal, switch)
            if found is not None:
                return found
        return None

    def _drawn(self, goal: Goal, switch: Switch) -> Look | None:
        """A body by chance alone: where several values must fit at once, no single step comes nearer."""
        for target in islice(self._targets(goal) if goal.sort != "options" else (), 1):
            asked = self._asked(goal, target, switch)
            for _ in range(BY_CHANCE):
                trial = self.maker.trial(asked, 0)
                look = self.looks.look(trial, target, switch, goal) if allowed(trial, self.maker.above) else None
                if look is not None and look.there and look.known and look.expected(self.writer):
                    return look
        return None

    def _found(self, goal: Goal, switch: Switch) -> Look | None:
        spare: Look | None = None
        for target in self._targets(goal):
            asked = self._asked(goal, target, switch)
            for look in self._starts(goal, target, switch, asked):
                led = self._led(goal, look, asked)
                if led is not None and led.expected(self.writer):
                    if led.known:
                        return led
                    spare = spare or led
                if self._exhausted:
                    return spare
        return spare

    def _asked(self, goal: Goal, target: Target, switch: Switch) -> Asked:
        named, kinds = goal.key[2:] if goal.key[0] == "exempt" else ((), goal.kinds)
        return asked_by(self.looks.side(switch), target, named, kinds)

    @property
    def _exhausted(self) -> bool:
        return self.looks.count >= self._left

    def _related(self, goal: Goal, switch: Switch) -> Look | None:
        """What an option changes may show on a body that touches a goal under an option of the same reading."""
        if goal.sort != "options":
            return None
        for other in self.goals.all.values():
            self._left = self.looks.count + MOST // 4
            if other.sort == "options" or all(reading != goal.key[1] for reading, _ in other.conditions):
                continue
            own = self.looks.switch(other)
            found = None if own is None else self._found(other, own)
            if found is None:
                continue
            for target in self._targets(other):
                look = self.looks.look(found.trial, target, switch, goal)
                if look.there and look.expected(self.writer):
                    return look
        self._left = self.looks.count + MOST
        return None

    # ---- what to ask for

    def _switches(self, goal: Goal) -> Iterator[Switch]:
        """The options under which a goal holds, then one more of a reading that its conditions rest on."""
        own = self.looks.switch(goal)
        if own is None:
            return
        yield own
        named = {name for sort, name in self.goals.closed(goal).named if sort == "reading"}
        taken = {name for name, _ in own}
        count = 0
        for reading in self.program.readings:
            if (reading.id or reading.name) in named and reading.name not in taken:
                for place, option in enumerate(reading.options):
                    if place != reading.choice and count < SWITCHES:
                        count += 1
                        yield (*own, (reading.name, option.name))

    def _targets(self, goal: Goal) -> Iterator[Target]:
        """The results to ask for: those that rest on a goal directly, then those that use them."""
        found = dict.fromkeys(goal.targets[: RESULTS // 2])
        yield from found
        waiting = [t for t in found if t.sort == "value"]
        while waiting and len(found) < RESULTS:
            for target in self._users.get(waiting.pop(0).path, ()):
                if target not in found and len(found) < RESULTS:
                    found[target] = None
                    waiting += [target] if target.sort == "value" else []
                    yield target

    def _starts(self, goal: Goal, target: Target, switch: Switch, asked: Asked) -> Iterator[Look]:
        """Made-up bodies: some with all data, some with gaps, some with numbers of all sizes."""
        gaps = 2 if goal.sort == "options" else 4
        inputs = {d.path: d for d in asked.inputs}
        for number in range(STARTS * 5 if goal.sort == "options" else STARTS):
            drawn = []
            if number % 4 == 0:
                full = min((self.maker.trial(asked, 0) for _ in range(DRAWN)), key=lists_left_empty)
                even = evenly(full, inputs, yes=number > 0)
                drawn += [self.looks.look(even, target, switch, goal)] if allowed(even, self.maker.above) else []
            for _ in range(DRAWN):
                self.maker.wide = number % 4 == 3
                trial = self.maker.trial(asked, one_in=3 if number % gaps == gaps - 1 else 0)
                self.maker.wide = False
                drawn.append(self.looks.look(trial, target, switch, goal))
            yield min(drawn, key=lambda look: look.near)

    # ---- the way

    def _led(self, goal: Goal, look: Look, asked: Asked) -> Look | None:
        """Change one value after the other as long as it comes no farther."""
        inputs = {d.path: d for d in asked.inputs}
        used = self.goals.closed(goal).definitions
        focus = {d.path for n in used if isinstance(d := self.program.definitions[n], InputDef)}
        gaps = any(isinstance(e, ir.Asks) for root in self.goals.conditions(goal) for e in walk(root))
        spots = places(look.trial, inputs)
        for number in range(STEPS // 6 if goal.sort == "options" else STEPS + 2 * len(spots)):
            if look.near == HERE or self._exhausted:
                break
            if number % max(len(spots), 1) == 0:
                spots = places(look.trial, inputs)
                self.maker.random.shuffle(spots)
                near = [p for p in spots if p.path in focus]
                own = [p for p in spots if p.body == look.trial.subject]
                spots = near * (len(spots) // len(near) if near else 0) + own + spots
            look = self._step(goal, look, (spots[number % len(spots)] if spots else None), inputs, gaps)
        return look if look.there else None

    def _step(
        self, goal: Goal, look: Look, place: Place | None, inputs: dict[Path, InputDef], gaps: bool
    ) -> Look:  # fmt: skip
        chance = self.maker.random
        if place is None or chance.random() < 0.1:
            other = another_item(look.trial, chance)
            return look if other is None else self._better(goal, look, other)
        if chance.random() < (0.3 if gaps else 0.05):
            return self._better(goal, look, place.with_value(look.trial, None))
        look = self._towards(goal, look, place, inputs[place.path])
        rest = [p for p in places(look.trial, inputs) if p != place]
        others = [v for p in rest if (v := p.value(look.trial)) is not None]
        for value in values(inputs[place.path], place.value(look.trial), self.maker, others, self.days):
            if look.near == HERE:
                return look
            look = self._better(goal, look, place.with_value(look.trial, value))
        return self._both(goal, look, place, rest, inputs) if chance.random() < 0.5 else look

    def _both(
        self, goal: Goal, look: Look, place: Place, rest: Sequence[Place], inputs: dict[Path, InputDef]
    ) -> Look:  # fmt: skip
        """With a round number in one place, and the number that then belongs in another one of the same item."""
        kind = inputs[place.path].type
        beside = [p for p in rest if p.chain == place.chain and p.body == place.body]
        if not isinstance(kind, Quantity) or not beside or look.near == HERE or self._exhausted:
            return look
        value = Maker.within(self.maker.random.choice(ROUND), kind)
        trial = place.with_value(look.trial, value)
        second = self.maker.random.choice(beside)
        low = second.with_value(trial, Fraction(0)) if isinstance(second.value(trial), Fraction) else trial
        base = next((t for t in (trial, low) if allowed(t, self.maker.above)), None)
        if base is None:
            return look
        moved = self.looks.look(base, look.target, look.switch, goal)
        moved = self._towards(goal, moved, second, inputs[second.path])
        return moved if moved.near <= look.near else look

    def _towards(self, goal: Goal, look: Look, place: Place, d: InputDef) -> Look:
        """With the number at which the distance comes to nothing, if it changes evenly."""
        now = place.value(look.trial)
        if not isinstance(d.type, Quantity) or not isinstance(now, Fraction) or look.near == HERE:
            return look
        beside = step_from(now, d)
        probe = place.with_value(look.trial, beside)
        if self._exhausted or not allowed(probe, self.maker.above):
            return look
        other = self.looks.look(probe, look.target, look.switch, goal)
        if other.near[0] == look.near[0]:
            for value in crossing(now, look.near[1], beside, other.near[1], d):
                look = self._better(goal, look, place.with_value(look.trial, value))
        return other if other.near < look.near else look

    def _better(self, goal: Goal, look: Look, trial: Trial) -> Look:
        """The other trial, if it is allowed and no farther."""
        if self._exhausted or not allowed(trial, self.maker.above):
            return look
        other = self.looks.look(trial, look.target, look.switch, goal)
        return other if other.near <= look.near else look
