"""Examples for what no example touches, with the values that the rules give: unconfirmed until a person says so."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from evallang.examples.collect import collect_examples
from evallang.examples.coverage.asked import asked_by
from evallang.examples.coverage.goal import Goal, Key
from evallang.examples.coverage.look import Look
from evallang.examples.coverage.measure import Coverage, Measurement, Ran
from evallang.examples.coverage.search import Finder
from evallang.examples.coverage.smaller import smaller
from evallang.source import from_text
from evallang.syntax import parse
from evallang.trials.made import Trial

_CITED = 2
"""So many provisions of a goal stand behind the title of its example."""


@frozen
class Missing:
    """Examples to be written, how many goals they touch, and the goals that no body was found for.

    Each of these stands with how many bodies were tried.
    """

    examples: tuple[str, ...]
    touched: int
    unreached: tuple[tuple[Goal, int], ...]


class _Writer:
    def __init__(self, coverage: Coverage, measurement: Measurement) -> None:
        self.finder = Finder(coverage.goals)
        self.program = coverage.goals.program
        self.measurement = measurement
        self.ran: list[Ran] = []

    def example(self, goal: Goal) -> tuple[str, set[Key]] | None:
        """An example that touches a goal, and all goals that it touches."""
        found = self.finder.find(goal)
        if found is None:
            return None
        for look in (self._smaller(found, goal), found):
            text = self._text(look, goal)
            touched = self._touched(text, goal) if text is not None else None
            if text is not None and touched is not None and goal.key in touched[0]:
                self.ran.append(touched[1])
                return text, touched[0]
        return None

    def _smaller(self, found: Look, goal: Goal) -> Look:
        finder = self.finder

        def again(trial: Trial) -> Look | None:
            look = finder.looks.look(trial, found.target, found.switch, goal)
            same = look.there and look.known == found.known
            return look if same and finder.writer.can_write(trial, look.expected(finder.writer)) else None

        asked = asked_by(finder.looks.side(found.switch), found.target)
        return smaller(found, again, {d.path: d for d in asked.inputs})

    def _text(self, look: Look, goal: Goal) -> str | None:
        named = {name for sort, name in self.finder.goals.uses.closed(look.target).named if sort == "parameter"}
        opened = {name: value for name, value in self.finder.looks.opened.items() if name in named}
        cited = goal.provisions[:_CITED]
        for provisions in (cited, ()):
            text = self.finder.writer.write(
                look.trial, look.expected(self.finder.writer), goal.title, under=look.switch, parameters=opened,
                provisions=provisions, unconfirmed=True,
            )  # fmt: skip
            if text is not None and not parse(from_text("example", text))[1]:
                return text
        return None

    def _touched(self, text: str, goal: Goal) -> tuple[set[Key], Ran] | None:
        """The goals that an example touches when it is read and run; None where it does not pass."""
        module, wrong = parse(from_text("example", text))
        sets, _, found = collect_examples(module, self.program)
        touched = None if wrong or found else self.measurement.touched(sets[0], module.source)
        if touched is not None and goal.sort == "options":
            touched[0].update(self.measurement.options([touched[1]], {goal.key}))
        return touched


def missing(coverage: Coverage, measurement: Measurement, progress: Callable[[], None] | None = None) -> Missing:
    """Examples for what no example touches, a few goals each where that comes by itself."""
    writer = _Writer(coverage, measurement)
    done = set(coverage.touched | coverage.further)
    examples: list[str] = []
    unreached: list[tuple[Goal, int]] = []
    touched = 0
    for goal in coverage.untouched:
        if progress is not None:
            progress()
        if goal.key in done:
            continue
        found = writer.example(goal)
        if found is None:
            unreached.append((goal, writer.finder.tried))
            continue
        text, keys = found
        touched += len(keys - done)
        done |= keys
        examples.append(text)
    shown = measurement.options(writer.ran, {goal.key for goal, _ in unreached} - done)
    touched, done = touched + len(shown), done | shown
    return Missing(tuple(examples), touched, tuple(u for u in unreached if u[0].key not in done))
