"""Absence as a value: what is missing, undefined, invalid, undecided or not applicable, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

MISSING: Final = "missing"
INVALID: Final = "invalid"
UNDEFINED: Final = "undefined"
UNDECIDED: Final = "undecided"
NOT_APPLICABLE: Final = "not applicable"


class Absent:
    """No value. `because` says why in words, `at` names cells and provisions; `cited` when a provision is among them.

    `unread` where there is something and nobody knows what: a cell that cannot be read, a comparison that is
    undecided, and whatever needs them.
    """

    __slots__ = ("at", "because", "cited", "status", "unread")

    def __init__(
        self, status: str, because: str, at: tuple[str, ...] = (), cited: bool = False, unread: bool = False
    ) -> None:
        self.status = status
        self.unread = unread or status in (INVALID, UNDECIDED)
        self.because = because
        self.at = at
        self.cited = cited

    def __repr__(self) -> str:
        return f"Absent({self.status}: {self.because})"

    def under(self, provisions: tuple[str, ...]) -> Absent:
        """The same absence with the provisions of the first node that it reached."""
        if self.cited or not provisions:
            return self
        return Absent(self.status, self.because, (*self.at, *provisions), True, self.unread)

    def spread(self) -> Absent:
        """What this makes of something that needs it: undefined, or undecided."""
        if self.status in (UNDEFINED, UNDECIDED):
            return self
        because = f"{self.because}, and a value is needed" if self.status == NOT_APPLICABLE else self.because
        return Absent(UNDEFINED, because, self.at, self.cited, self.unread)


def lack(values: Iterable[Any]) -> Absent | None:
    """Why something has no value that needs all of these; None when each has one.

    The first one says why. But what is `unread` gives way to what has no value whatever a cell says, so that the order
    of the operands makes no difference to `known`.
    """
    found: Absent | None = None
    for value in values:
        if type(value) is Absent:
            if not value.unread:
                return value.spread()
            found = found or value.spread()
    return found


def in_doubt(first: Absent | None, other: Absent) -> Absent:
    """Why it is not decided what either could decide: the first one, unless only the other is `unread`."""
    return other if first is None or (other.unread and not first.unread) else first


def undefined(because: str, at: tuple[str, ...] = ()) -> Absent:
    """No value by rule."""
    return Absent(UNDEFINED, because, at)
