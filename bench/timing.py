"""Times of tasks that take turns, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping
from time import perf_counter

from attrs import frozen


@frozen
class Times:
    """The seconds that each repeat of a task took."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the repeats took longer."""
        return statistics.median(self.seconds)

    @property
    def low(self) -> float:
        """The shortest."""
        return min(self.seconds)

    @property
    def high(self) -> float:
        """The longest."""
        return max(self.seconds)


def interleaved(tasks: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, Times]:
    """Every task so many times in turn, after one round that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(repeats + 1):
        for name, task in tasks.items():
            gc.collect()  # no task pays for the garbage of the one before it
            start = perf_counter()
            task()
            taken = perf_counter() - start
            if turn:
                seconds[name].append(taken)
    return {name: Times(tuple(found)) for name, found in seconds.items()}
