"""The values of many nodes on one made-up body, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from evallang.backends.interpreter.frames import Frame
from evallang.ir.deep import deep_calls
from evallang.trials.again import Again
from evallang.trials.made import Trial
from evallang.trials.sides import Side

Number = tuple[Fraction, tuple[str, ...]]
"""A value with the keys of the item that it is of."""


@frozen(eq=False)
class Read:
    """Numbers by node, each with the keys of the item that it is of, and all values of the body by definition."""

    numbers: Mapping[int, list[Number]]
    memo: Mapping[int, Any]


class Reader:
    """Reads values by one version of the rules; `again` scores by it one body after the other."""

    def __init__(self, side: Side, again: Again) -> None:
        self.side = side
        self.again = again

    def read(self, trial: Trial, nodes: Iterable[int], known: Mapping[int, Any]) -> Read:
        """The values of nodes on a body; `known` are values of the body that are taken as they are."""
        run = self.side.run
        run.period = trial.years[-1]
        run.restart(self.side.dataset(trial))
        frame = run.frame(trial.subject, run.period)
        assert frame is not None
        frame.memo.update(known)
        found: dict[int, list[Number]] = {}
        with deep_calls():
            for number in nodes:
                found[number] = self._numbers(number, frame)
        return Read(found, dict(frame.memo))

    def next(self, trial: Trial, number: int) -> list[Number]:
        """The values of one node on a body that is hardly another one than the last."""
        frame = self.again.frame(trial)
        assert frame is not None
        with deep_calls():
            return self._numbers(number, frame)

    def _numbers(self, number: int, frame: Frame) -> list[Number]:
        level = self.side.program.definitions[number].level
        values = ((inner.get(number), keys) for keys, inner in frames(frame, level))
        return [(value, keys) for value, keys in values if isinstance(value, Fraction)]


def frames(frame: Frame, level: tuple[int, ...]) -> Iterator[tuple[tuple[str, ...], Frame]]:
    """The frames of a level below one, with the keys of their items."""
    if not level:
        yield (), frame
        return
    for inner in frame.items(level[0]) or ():
        yield from (((inner.key, *keys), found) for keys, found in frames(inner, level[1:]))
