"""Two bodies as one example, or as two where bodies have a say in one another's values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evallang.lint.changes import Keys
from evallang.lint.finding import Witness
from evallang.lint.pairs import Pair
from evallang.lint.search import Search
from evallang.lint.subject import Subject
from evallang.lint.wanted import Wanted
from evallang.trials.as_example import Expected
from evallang.trials.made import Trial
from evallang.trials.uses import Target

_NAMES = ("one", "two")
"""How two bodies are called that stand in one example."""


def pair_witness(subject: Subject, pair: Pair, node: int, title: str, mathematics: str) -> Witness | None:
    """What two bodies get for a node, as text that passes; None where it cannot be written or does not.

    With the same `mathematics` under another reading it is shown as it was first.
    """
    made, place = (subject.base or subject).pair_witnesses, (node, title, mathematics)
    if place not in made:
        trials = pair.change.both(pair.trial)
        texts = _Examples(subject.search, node, pair.keys, title).of(trials) if trials is not None else ()
        text = next(filter(subject.replay, texts), None)
        made[place] = None if text is None else Witness(text)
    return made[place]


class _Examples:
    """Writes two bodies with what each gets for a node."""

    def __init__(self, search: Search, node: int, keys: Keys, title: str) -> None:
        self.search, self.node, self.title = search, node, title
        d = search.program.definitions[node]
        self.target, self.keys = Target("value", d.path), keys[: len(d.level)]
        self.alone = not search.asking.asks_others(Wanted((), d.level, node))

    def of(self, trials: tuple[Trial, Trial]) -> Iterator[str]:
        """Both in one example where they can stand beside each other, then one after the other."""
        search, program = self.search, self.search.program
        values = [search.side.results(self.target, trial, read=True).get(self.keys) for trial in trials]
        if any(value is None or not search.writer.can_say(self.target, value, self.keys) for value in values):
            return
        needed = {n: value for n, value in search.supplied.items() if search.asking.needs(n, [self.node])}
        given = {program.parameters[n].name: value for n, value in needed.items()}
        for parameters in ({}, given) if given else ({},):
            if self.alone and all(len(trial.kinds) == 1 for trial in trials):
                named = [self._expected(value, name) for name, value in zip(_NAMES, values, strict=True)]
                yield from filter(None, [self._written(_together(trials), named, self.title, parameters)])
            parts = [
                self._written(trial, [self._expected(value)], f"{self.title}: {word}", parameters)
                for trial, value, word in zip(trials, values, ("before", "after"), strict=True)
            ]
            if None not in parts:
                yield "\n".join(filter(None, parts))

    def _expected(self, value: Any, name: str | None = None) -> Expected:
        return Expected(self.target, value, self.keys, name)

    def _written(self, trial: Trial, expected: list[Expected], title: str, given: dict[str, Any]) -> str | None:
        return self.search.writer.write(trial, expected, title, under=self.search.named, parameters=given)


def _together(trials: tuple[Trial, Trial]) -> Trial:
    """The bodies of two trials in one."""
    named = list(zip(_NAMES, trials, strict=True))
    made = {(name, year): rows for name, trial in named for (_, year), rows in trial.made.items()}
    return Trial(_NAMES[0], {name: trial.kinds[trial.subject] for name, trial in named}, made)
