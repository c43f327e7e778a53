"""evallang's own engines, each for any rules; one more is one more class, and a line in `entries.py`."""

from __future__ import annotations

import atexit
import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from attrs import define, field

from evallang.backends.scores import BodyScores, Result
from peers.bodies import Bodies

Answer = tuple[object, ...]
"""The value of each output of a body; the status in words where it has none."""


class Refused(Exception):
    """The engine cannot do these rules, and says why."""


@define(eq=False)
class Engine(ABC):
    """Scores bodies by rules. `ready`, `batch` and `one` are timed, `prepare` and `answers` are not."""

    lazy: ClassVar[bool] = False
    """Whether some of what is done once for the rules comes with the first batch."""
    rules: Any  # a `Rules`; what some engines ask of it is not there before they are
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


class Compiled(Engine):
    """`Rules.compile`: straight-line Python, one record at a time."""

    def ready(self) -> None:
        refused = import_module("evallang.backends.python.scorer").NotCompiled
        try:
            self._made = self.rules.compile(outputs=self.outputs)
        except refused as error:
            raise Refused(str(error)) from error

    def prepare(self, bodies: Bodies) -> list[dict[str, Any]]:
        return bodies.records_with_items()

    @property
    def scorer(self) -> Any:
        """What was compiled."""
        return self._made

    def batch(self, data: list[dict[str, Any]]) -> list[list[Any]]:
        return [[found[path] for path in self.outputs] for found in self._made.score_all(data)]

    def answers(self, result: list[list[Any]]) -> list[Answer]:
        return [tuple(getattr(value, "status", value) for value in body) for body in result]


class OverColumns(Engine):
    """`Rules.score_columns` on a frame of arrays that is read already, on one thread."""

    lazy = True
    threads: ClassVar[int] = 1
    engine: ClassVar[str] = "columns"

    def ready(self) -> None:
        self._made = import_module("evallang.backends.columns.column").STATUSES

    def prepare(self, bodies: Bodies) -> Any:
        return self.rules.read_columns(bodies.frame(), lists=bodies.frames_of_items())

    def batch(self, data: Any) -> list[Any]:
        found = self.rules.score_columns(data, paths=self.outputs, threads=self.threads, engine=self.engine)
        return [found[path] for path in self.outputs]

    def answers(self, result: list[Any]) -> list[Answer]:
        def value(column: Any, row: int) -> object:
            status = self._made[column.status[row]]
            return column.exact(row) if status == "value" else status

        return [tuple(value(column, row) for column in result) for row in range(len(result[0]))]


class OverArrays(OverColumns):
    """The same from arrays as they are given, which are read and checked each time."""

    def prepare(self, bodies: Bodies) -> Any:
        return bodies.frame(), bodies.frames_of_items()

    def batch(self, data: Any) -> list[Any]:
        frame, lists = data
        found = self.rules.score_columns(frame, lists=lists, paths=self.outputs, engine=self.engine)
        return [found[path] for path in self.outputs]


class OverColumnsThreads(OverColumns):
    """The same on all cores."""

    threads = os.cpu_count() or 1


class Fused(OverColumns):
    """The same by compiled loops; they are compiled where the bodies are prepared, into a folder that is not kept."""

    engine = "fused"

    def ready(self) -> None:
        super().ready()
        os.environ["EVALLANG_CACHE"] = _folder()

    def prepare(self, bodies: Bodies) -> Any:
        data = super().prepare(bodies)
        self.batch(data)
        return data


@cache
def _folder() -> str:
    found = TemporaryDirectory(ignore_cleanup_errors=True)
    atexit.register(found.cleanup)
    return found.name


class FusedThreads(Fused):
    """The same on all cores."""

    threads = os.cpu_count() or 1
