"""Two bodies as one example, or as two where bodies have a say in one another's values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.lint.finding import Witness
from evallang.lint.search import Search, Wanted
from evallang.lint.subject import Subject
from evallang.trials.as_example import Expected
from evallang.trials.made import Trial
from evallang.trials.uses import Target

_NAMES = ("one", "two")
"""How two bodies are called that stand in one example."""

Keys = tuple[str, ...]


def pair_witness(subject: Subject, trials: Sequence[Trial], node: int, keys: Keys, title: str) -> Witness | None:
    """What two bodies get for a node, as text that passes; None where it cannot be written or does not."""
    texts = _examples(subject.search, trials, node, keys, title)
    text = next(filter(subject.replay, texts), None)
    return None if text is None else Witness(text)


def _examples(search: Search, trials: Sequence[Trial], node: int, keys: Keys, title: str) -> Iterator[str]:
    program = search.program
    d = program.definitions[node]
    target = Target("value", d.path)
    values = [search.side.results(target, trial, read=True).get(keys[: len(d.level)]) for trial in trials]
    if any(value is None or not search.writer.can_say(target, value, keys[: len(d.level)]) for value in values):
        return
    inner = keys[: len(d.level)]
    given = {program.parameters[n].name: value for n, value in search.supplied.items() if search.needs(n, [node])}
    for parameters in ({}, given) if given else ({},):
        both = _together(trials)
        if both is not None and not search.asks_others(Wanted((), d.level, node)):
            expected = [Expected(target, value, inner, name) for name, value in zip(_NAMES, values, strict=True)]
            text = search.writer.write(both, expected, title, under=search.named, parameters=parameters)
            if text is not None:
                yield text
        parts = [
            search.writer.write(
                trial, [Expected(target, value, inner)], f"{title}: {word}", under=search.named, parameters=parameters
            )
            for trial, value, word in zip(trials, values, ("before", "after"), strict=True)
        ]  # fmt: skip
        if None not in parts:
            yield "\n".join(part for part in parts if part is not None)


def _together(trials: Sequence[Trial]) -> Trial | None:
    """The bodies of two trials in one; None where there are others beside them."""
    if any(len(trial.kinds) != 1 for trial in trials):
        return None
    made = {
        (name, year): rows
        for name, trial in zip(_NAMES, trials, strict=False)
        for (_, year), rows in trial.made.items()
    }
    kinds = {name: trial.kinds[trial.subject] for name, trial in zip(_NAMES, trials, strict=False)}
    return Trial(_NAMES[0], kinds, made)
