"""evallang's own engines, each for any rules; one more is one more class, and a line in `entries.py`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import define, field

from evallang.backends.scores import BodyScores, Result
from evallang.rules import Rules
from peers.bodies import Bodies

Answer = tuple[object, ...]
"""The value of each output of a body; the status in words where it has none."""


@define(eq=False)
class Engine(ABC):
    """Scores bodies by rules. `ready`, `batch` and `one` are timed, `prepare` and `answers` are not."""

    rules: Rules
    outputs: Sequence[str]
    _made: Any = field(default=None, init=False, repr=False)

    def ready(self) -> None:
        """What is done once for the rules."""
        return

    @abstractmethod
    def prepare(self, bodies: Bodies) -> Any:
        """The bodies in the form that the engine takes."""

    @abstractmethod
    def batch(self, data: Any) -> Any:
        """Every output of every body."""

    @abstractmethod
    def answers(self, result: Any) -> list[Answer]:
        """What `batch` gave, body by body."""


class Interpreter(Engine):
    """`Rules.score` on data that is bound: the reference."""

    def prepare(self, bodies: Bodies) -> Any:
        return bodies.dataset()

    def batch(self, data: Any) -> list[list[Result]]:
        return [self._results(body) for body in self.rules.score(data)]

    def answers(self, result: list[list[Result]]) -> list[Answer]:
        return [tuple(found.status if found.value is None else found.value for found in body) for body in result]

    def _results(self, body: BodyScores) -> list[Result]:
        return [body[path] for path in self.outputs]


def different(answers: Iterable[Answer], reference: Iterable[Answer]) -> int:
    """How many bodies have another value, or another status, in any output."""
    return sum(mine != its for mine, its in zip(answers, reference, strict=True))
