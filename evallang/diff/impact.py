"""Who gains and who loses, and by which provisions: differences of scores as exact sums over provisions.

Shapley values (L. S. Shapley, A Value for n-Person Games, 1953) over at most 8 changed provisions: the mean of what
a provision adds over all orders in which the changes could have been made. With more, the changes are made one by
one in the order of the document. Both add up exactly to the whole difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any

from attrs import frozen

from evallang.diff.provision import Key

MOST_SHAPLEY = 8
MOST_UNDONE = 3
_UNKNOWN = object()

Outcome = Mapping[tuple[str, str], Any]
"""Results by body and path; numbers as fractions."""
Score = Callable[[frozenset[Key]], Outcome | None]
"""The outcome under the changes of some provisions; None where they alone make no whole document."""


@frozen
class Share:
    """What one provision adds to a difference."""

    provision: Key
    amount: Fraction


@frozen
class Move:
    """A result that differs between the versions.

    `shares` add up to the difference of two numbers; for a rank, grade or trigger `undoing` has the smallest sets of
    provisions without which it would be as before, None where none was found among `MOST_UNDONE`.
    """

    body: str
    path: str
    before: Any
    after: Any
    shares: tuple[Share, ...] = ()
    undoing: tuple[tuple[Key, ...], ...] | None = ()


@frozen
class Impact:
    """All results that move, and how they were attributed: `shapley` or `in order`."""

    moves: tuple[Move, ...]
    method: str
    provisions: tuple[Key, ...]
    bodies: int


def impact(score: Score, provisions: tuple[Key, ...], is_number: Callable[[str], bool]) -> Impact:
    """The moves of all results; `is_number` says of a path whether it is attributed or explained by undoing."""
    cached = _Cached(score)
    everything = frozenset(provisions)
    before, after = cached(frozenset()) or {}, cached(everything) or {}
    shapley = len(provisions) <= MOST_SHAPLEY
    moves = []
    for key in dict.fromkeys([*before, *after]):
        a, b = before.get(key), after.get(key)
        if a == b:
            continue
        body, path = key
        if is_number(path) and isinstance(a, Fraction) and isinstance(b, Fraction):
            shares = _shapley(cached, provisions, key) if shapley else _in_order(cached, provisions, key)
            moves.append(Move(body, path, a, b, shares or ()))
        else:
            moves.append(Move(body, path, a, b, (), _undoing(cached, provisions, key, a)))
    bodies = len({body for body, _ in before})
    return Impact(tuple(moves), "shapley" if shapley else "in order", provisions, bodies)


class _Cached:
    def __init__(self, score: Score) -> None:
        self._score = score
        self._known: dict[frozenset[Key], Outcome | None] = {}

    def __call__(self, taken: frozenset[Key]) -> Outcome | None:
        if taken not in self._known:
            self._known[taken] = self._score(taken)
        return self._known[taken]


def _shapley(score: Score, provisions: tuple[Key, ...], key: tuple[str, str]) -> tuple[Share, ...] | None:
    """None where a version between the two gives no number: then nothing can be added up."""
    n = len(provisions)
    values: dict[frozenset[Key], Fraction] = {}
    for size in range(n + 1):
        for chosen in combinations(provisions, size):
            value = _value(score, frozenset(chosen), key)
            if not isinstance(value, Fraction):
                return _in_order(score, provisions, key)
            values[frozenset(chosen)] = value
    shares = []
    for p in provisions:
        total = Fraction(0)
        for taken, value in values.items():
            if p not in taken:
                weight = Fraction(factorial(len(taken)) * factorial(n - len(taken) - 1), factorial(n))
                total += weight * (values[taken | {p}] - value)
        if total:
            shares.append(Share(p, total))
    return tuple(shares)


def _in_order(score: Score, provisions: tuple[Key, ...], key: tuple[str, str]) -> tuple[Share, ...] | None:
    shares = []
    taken: frozenset[Key] = frozenset()
    last = _value(score, taken, key)
    for p in provisions:
        taken |= {p}
        value = _value(score, taken, key)
        if not isinstance(value, Fraction) or not isinstance(last, Fraction):
            return None
        if value != last:
            shares.append(Share(p, value - last))
        last = value
    return tuple(shares)


def _undoing(
    score: Score, provisions: tuple[Key, ...], key: tuple[str, str], wanted: Any
) -> tuple[tuple[Key, ...], ...] | None:
    everything = frozenset(provisions)
    for size in range(1, min(MOST_UNDONE, len(provisions)) + 1):
        found = [chosen for chosen in combinations(provisions, size)
                 if _value(score, everything - set(chosen), key) == wanted]  # fmt: skip
        if found:
            return tuple(found)
    return None


def _value(score: Score, taken: frozenset[Key], key: tuple[str, str]) -> Any:
    """A result under some changes: None where a whole document lacks it, `_UNKNOWN` where there is no document."""
    outcome = score(taken)
    return _UNKNOWN if outcome is None else outcome.get(key)
