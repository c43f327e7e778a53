"""The values of many nodes on one made-up body, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from evallang.backends.interpreter.frames import Frame
from evallang.ir.deep import deep_calls
from evallang.trials.made import Trial
from evallang.trials.sides import Side


@frozen(eq=False)
class Read:
    """Numbers by node, each with the keys of the item that it is of, and all values of the body by definition."""

    numbers: Mapping[int, list[tuple[Fraction, tuple[str, ...]]]]
    memo: Mapping[int, Any]


class Reader:
    """Reads values by one version of the rules."""

    def __init__(self, side: Side) -> None:
        self.side = side

    def read(self, trial: Trial, nodes: Iterable[int], known: Mapping[int, Any]) -> Read:
        """The values of nodes on a body; `known` are values of the body that are taken as they are."""
        run = self.side.run
        run.period = trial.years[-1]
        run.restart(self.side.dataset(trial))
        frame = run.frame(trial.subject, run.period)
        assert frame is not None
        frame.memo.update(known)
        found: dict[int, list[tuple[Fraction, tuple[str, ...]]]] = {}
        with deep_calls():
            for number in nodes:
                level = self.side.program.definitions[number].level
                values = ((inner.get(number), keys) for keys, inner in frames(frame, level))
                found[number] = [(value, keys) for value, keys in values if isinstance(value, Fraction)]
        return Read(found, dict(frame.memo))


def frames(frame: Frame, level: tuple[int, ...]) -> Iterator[tuple[tuple[str, ...], Frame]]:
    """The frames of a level below one, with the keys of their items."""
    if not level:
        yield (), frame
        return
    for inner in frame.items(level[0]) or ():
        yield from (((inner.key, *keys), found) for keys, found in frames(inner, level[1:]))
