"""Where rules are evaluated: a body in a period, or an item of one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from evallang.backends.interpreter.absence import Absent
from evallang.ir.data import BodyRecord, Record
from evallang.numbers import Number

if TYPE_CHECKING:
    from evallang.backends.interpreter.run import Run

Value = Number | bool | str | date | Absent
Local = tuple[Value, ...]
Code = Callable[["Frame", "Frame", Local], Any]
"""A compiled expression: (frame, frame of the body whose rule it is, arguments of the formula) → value."""

_UNSET = object()


class Frame:
    """A record with the values computed for it; items hang below their body or item."""

    __slots__ = ("_items", "body", "key", "kind", "memo", "name", "parent", "period", "record", "run")

    def __init__(self, run: Run, record: Record, parent: Frame | None, body: Frame | None = None) -> None:
        self.run = run
        self.record = record
        self.parent = parent
        self.key = record.key
        self.memo: dict[int, Any] = {}
        self._items: dict[int, list[Frame]] = {}
        self.body: Frame = body or self
        if isinstance(record, BodyRecord):
            self.kind = record.kind
            self.period = record.period
            self.name = run.data.names.get(record.key, record.key)
        else:
            self.kind, self.period, self.name = self.body.kind, self.body.period, self.body.name

    def get(self, number: int) -> Any:
        """The value of a definition of this level."""
        value = self.memo.get(number, _UNSET)
        if value is _UNSET:
            value = self.run.compute(number, self)
            self.memo[number] = value
        return value

    def forget(self, numbers: Collection[int]) -> None:
        """Work out some definitions anew, for the items too."""
        for number in numbers:
            self.memo.pop(number, None)
        for frames in self._items.values():
            for frame in frames:
                frame.forget(numbers)

    def items(self, number: int) -> list[Frame] | None:
        """The frames of one of the lists held here; None when it was not delivered."""
        if number not in self._items:
            records = self.record.items.get(number)
            if records is None:
                return None
            self._items[number] = [Frame(self.run, record, self, self.body) for record in records]
        return self._items[number]

    def item(self, number: int, key: str) -> Frame | None:
        """The item with a key, or None."""
        return next((frame for frame in self.items(number) or () if frame.key == key), None)

    def shifted(self, period: int | None) -> Frame | None:
        """The same body or item in another period, or None where the data has none."""
        if self.parent is None:
            return self.run.frame(self.key, period)
        above = self.parent.shifted(period)
        if above is None:
            return None
        for number, frames in self.parent._items.items():
            if any(frame is self for frame in frames):
                return above.item(number, self.key)
        return None
