"""The reference: the total of a body as one fraction of whole numbers, rounded and graded without any float.

What evallang's own interpreter gives for `service_quality.eval` is held against it by a test.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peers.data import FAULTS, Column, Record

EDGES = (480, 460, 440, 420, 400)
"""Lower ends of the bracket, in hundredths of satisfaction."""
STEP = {"central": 3, "local": 4}
"""Points for each line of the bracket."""
MOST = {"central": (10, 26, 8, 8, 8), "local": (20, 30, 10, 10, 10)}
"""Points for each of `FAULTS`."""
GRADES = ("ineffective", "low", "medium", "high")
LIMITS = (5000, 7000, 9000)
"""Where grades begin, in hundredths of a point."""


def total(record: Record) -> tuple[int, int]:
    """The exact total as (numerator, denominator), which may have common factors."""
    kind = record["kind"]
    fifths = 5 * STEP[kind] * sum(record["hundredths"] >= edge for edge in EDGES) - min(25, record["facts"])
    ratios = [
        (max(0, most * record[base] - 10_000 * record[fault]), record[base])
        for most, (fault, base, _) in zip(MOST[kind], FAULTS, strict=True)
    ]
    if kind == "central":
        fifths += 5 * min(5, record["moved"]) - min(25, record["hours_down"])
        ratios += [(10 * record["on_portal"], record["portalable"]), (10 * record["online_volume"], record["volume"])]
    top, bottom = fifths, 5
    for numerator, denominator in ratios:
        if denominator == bottom:
            top += numerator
        else:
            top, bottom = top * denominator + numerator * bottom, bottom * denominator
    return top, bottom


def hundredths(record: Record) -> int:
    """The score in hundredths, half up: a tie goes away from zero."""
    top, bottom = total(record)
    size = (200 * abs(top) + bottom) // (2 * bottom)
    return size if top >= 0 else -size


def grade(score: int) -> int:
    """The place of the grade in `GRADES`, for a score in hundredths."""
    return sum(score >= limit for limit in LIMITS)


def grades(scores: NDArray[Any]) -> NDArray[np.int8]:
    """The same for a column."""
    low, medium, high = LIMITS
    places: NDArray[np.int8] = (scores >= low).astype(np.int8) + (scores >= medium) + (scores >= high)
    return places


def reference(records: Sequence[Record]) -> Column:
    """The scores of all bodies, in hundredths."""
    return np.fromiter((hundredths(record) for record in records), np.int64, len(records))


def is_tie(record: Record) -> bool:
    """Whether the total lies in the middle between two scores."""
    top, bottom = total(record)
    return (200 * Fraction(top, bottom)).denominator == 1 and (200 * Fraction(top, bottom)).numerator % 2 == 1
