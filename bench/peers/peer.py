"""What every engine gives that takes part."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from peers.data import Column, Columns, Record, records

Outcome = tuple[Column, Column]
"""Scores in hundredths and places of the grades."""


class Peer:
    """An engine for the direction of service quality. Only `load`, `batch` and `one` are timed."""

    by_record: ClassVar[bool] = True
    """Whether it takes one record at a time; else its one record is a batch of one."""

    def load(self) -> None:
        """Make the rules ready: parse, build, compile."""

    def prepare(self, columns: Columns) -> Any:
        """The bodies in the form in which the engine takes them."""
        return records(columns)

    def one(self, record: Any) -> tuple[int, int]:
        """The score and the grade of one body, where records are taken."""
        raise TypeError(f"{type(self).__name__} takes no single record, such as {record}")

    def batch(self, data: Any) -> Any:
        """All bodies; results stand in memory at the end."""
        one = self.one
        return [one(record) for record in data]

    def outcome(self, result: Any) -> Outcome:
        """What `batch` gave, as two columns of whole numbers."""
        scores, grades = result if isinstance(result, tuple) else zip(*result, strict=True)
        return np.asarray(scores).astype(np.int64), np.asarray(grades).astype(np.int64)


def first(columns: Columns, rows: int) -> Columns:
    """The first rows."""
    return {name: column[:rows] for name, column in columns.items()}


__all__ = ["Columns", "Outcome", "Peer", "Record", "first"]
