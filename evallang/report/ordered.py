"""Bodies in the order of one result, the best first."""

from __future__ import annotations

from fractions import Fraction
from functools import cmp_to_key

from attrs import frozen

from evallang.backends.scores import BodyScores, Result, Scores
from evallang.numbers import Real, Undecided, compare


@frozen
class Place:
    """A body with its place: equal values share one (1, 2, 2, 4), no value has none."""

    place: int | None
    body: BodyScores
    result: Result


def in_order(scores: Scores, path: str) -> list[Place]:
    """The bodies of the last scored period by one node, highest first; those without a value at the end.

    Values that cannot be told apart within the limit of precision share a place, in the order of the data.
    """
    period = scores.periods[-1]
    found = [(body, body[path]) for body in scores if body.period == period]
    valued = [(body, result) for body, result in found if isinstance(result.value, Fraction | Real)]
    valued.sort(key=cmp_to_key(_higher_first))
    places: list[Place] = []
    for number, (body, result) in enumerate(valued, 1):
        before = places[-1] if places else None
        shared = before is not None and _order(before.result, result) == 0
        places.append(Place(before.place if before and shared else number, body, result))
    have = {body.key for body, _ in valued}
    return places + [Place(None, body, result) for body, result in found if body.key not in have]


def _higher_first(a: tuple[BodyScores, Result], b: tuple[BodyScores, Result]) -> int:
    return _order(b[1], a[1])


def _order(a: Result, b: Result) -> int:
    assert isinstance(a.value, Fraction | Real) and isinstance(b.value, Fraction | Real)
    try:
        return compare(a.value, b.value)
    except Undecided:
        return 0
