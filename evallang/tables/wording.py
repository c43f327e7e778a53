"""Pieces of messages about data: clipped quotes, numbers, "did you mean" within a bound on work."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from evallang.numbers import decimal34, fraction_text
from evallang.suggest import nearest, skeleton

_SHOWN = 60
# Steps that one `Suggestions` takes at most, about a second: data can hold any number of wrong names.
_STEPS = 10_000_000


def quoted(text: str) -> str:
    """The text in backticks, on one line, clipped."""
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "`" + "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in shown) + "`"


def number(value: Fraction) -> str:
    """A number as a person would write it: a decimal where that is exact, else a fraction."""
    text, exact = decimal34(value)
    return text if exact else fraction_text(value)


def several(count: int, one: str, many: str) -> str:
    """`1 row`, `3 rows`."""
    return f"{count:,} {one if count == 1 else many}"


class Suggestions:
    """The nearest of some names, as long as the work stays within a bound; afterwards None."""

    def __init__(self, candidates: Collection[str]) -> None:
        self._candidates = candidates
        self._left = _STEPS

    def nearest(self, name: str) -> str | None:
        """The candidate nearest to a name, or None."""
        cost = len(self._candidates) * len(name) ** 2  # an edit distance is quadratic in the length
        if cost > self._left:
            return None
        self._left -= cost
        return nearest(name, self._candidates)

    def ask(self, name: str) -> str | None:
        """`did you mean `x`?`, or None; a name that only looks like one of the candidates is said to do so."""
        found = self.nearest(name)
        if found and skeleton(found) == skeleton(name):
            return f"{quoted(found)} looks the same and has letters of another alphabet: type it anew"
        return f"did you mean {quoted(found)}?" if found else None
