"""Made-up bodies for the direction of service quality: five sets, the same ones each time.

A set is a column of int64 for each input. `satisfaction` is in hundredths, so that it is exact; engines that take a
binary number are given the nearest one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Columns = dict[str, Column]
Record = dict[str, Any]

COUNTS = (
    "complaints", "services", "late", "timed", "refused", "unfinished", "demanded", "on_portal", "portalable",
    "online_volume", "volume", "moved", "hours_down", "facts",
)  # fmt: skip
NAMES = ("central", "satisfaction", *COUNTS)

# What is counted, in what it is counted, and how many in 10 000 cost a local body all points of the indicator.
FAULTS = (
    ("complaints", "services", 20), ("late", "timed", 30), ("refused", "services", 10), ("unfinished", "services", 10),
    ("demanded", "services", 10),
)  # fmt: skip

# In the two sets of edges one more fault costs 0.005 points, or an odd part of that.
_UNIT = 2_000_000


def uniform(rows: int, seed: int = 1) -> Columns:
    """Everything drawn evenly; the rates of faults go a fifth over where the clamps bite."""
    return _drawn(rows, seed, services=(1_000, 200_001), functions=201, volume=100_001)


def small(rows: int, seed: int = 5) -> Columns:
    """Small bodies, as districts are, with small denominators."""
    return _drawn(rows, seed, services=(400, 4_001), functions=41, volume=2_001)


def good(rows: int, seed: int = 2) -> Columns:
    """Bodies with few faults, as most have: their totals lie about the upper grades."""
    columns = uniform(rows, seed)
    draw = np.random.default_rng(seed + 100)
    for fault, base, _ in FAULTS:
        columns[fault] = _part(draw.random(rows) ** 2, columns[base] * 4 // 10_000)
    columns["satisfaction"] = draw.integers(400, 501, rows)
    columns["on_portal"] = columns["portalable"] - _part(draw.random(rows) ** 2, columns["portalable"])
    columns["facts"] = np.where(draw.random(rows) < 0.9, 0, draw.integers(0, 6, rows))
    return columns


def ties(rows: int, seed: int = 3) -> Columns:
    """Local bodies; of six in seven the exact total ends in 5 thousandths, of the others a clamp has taken that away.

    Every term is a finite decimal.
    """
    columns, draw = _faultless(rows, seed), np.random.default_rng(seed)
    columns["services"] = columns["timed"] = np.full(rows, _UNIT)
    lost = 2 * draw.integers(0, 4_000, rows) + 1
    _spread(columns, _split(draw, lost))
    return columns


def grade_edges(rows: int, seed: int = 4) -> Columns:
    """Local bodies whose exact total is 89.995, 69.995 or 49.995, which half up lifts into a grade, or one step less.

    The denominators are odd multiples of a power of ten: no term is a finite number in base two or ten, their sum is.
    """
    columns, draw = _faultless(rows, seed), np.random.default_rng(seed)
    factor = draw.choice(np.array([1, 3, 7, 9, 11, 13, 17]), rows)
    columns["services"] = columns["timed"] = _UNIT * factor
    lost = draw.choice(np.array([2_001, 6_001, 10_001]), rows) * factor  # in steps: 10.005, 30.005 or 50.005 points
    parts = _split(draw, lost + draw.integers(0, 2, rows))
    limits = np.array([most for _, _, most in FAULTS])[:, None] * (_UNIT // 10_000) * factor
    while (over := np.maximum(parts - limits, 0)).any():  # a clamp would swallow it: it goes to the next indicator
        parts = parts - over + np.roll(over, 1, axis=0)
    _spread(columns, parts)
    return columns


SETS: dict[str, Callable[[int], Columns]] = {
    "uniform": uniform, "good": good, "small": small, "ties": ties, "grade_edges": grade_edges,
}  # fmt: skip


def records(columns: Columns) -> list[Record]:
    """The same bodies one by one, for engines that take records: with `kind`, and the mean level as a float."""
    lists = {name: columns[name].tolist() for name in NAMES}
    rows = [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
    for row in rows:
        row["hundredths"] = row["satisfaction"]
        row["satisfaction"] /= 100
        row["kind"] = "central" if row.pop("central") else "local"
    return rows


def _drawn(rows: int, seed: int, services: tuple[int, int], functions: int, volume: int) -> Columns:
    draw = np.random.default_rng(seed)
    columns = {"central": draw.integers(0, 2, rows), "satisfaction": draw.integers(0, 501, rows)}
    columns |= {"services": draw.integers(*services, rows), "timed": draw.integers(*services, rows)}
    for fault, base, most in FAULTS:
        columns[fault] = _part(draw.random(rows), columns[base] * (most * 6 // 5) // 10_000)
    for part, whole, limit in (("on_portal", "portalable", functions), ("online_volume", "volume", volume)):
        columns[whole] = draw.integers(1, limit, rows)
        columns[part] = _part(draw.random(rows), columns[whole])
    columns["moved"] = draw.integers(0, 9, rows)
    columns["hours_down"] = draw.integers(0, 41, rows)
    columns["facts"] = np.where(draw.random(rows) < 0.8, 0, draw.integers(0, 31, rows))
    return columns


def _part(share: NDArray[np.float64], whole: Column) -> Column:
    """A whole number from 0 to `whole`."""
    return (share * (whole + 1)).astype(np.int64)


def _faultless(rows: int, seed: int) -> Columns:
    columns = uniform(rows, seed)
    columns |= {name: np.zeros(rows, np.int64) for name in ("central", "facts")}
    columns["satisfaction"] = np.full(rows, 500)
    return columns


def _split(draw: np.random.Generator, whole: Column) -> Column:
    """Each number as five at random that add up to it, one for each fault."""
    cuts = np.sort((draw.random((len(FAULTS) - 1, len(whole))) * (whole + 1)).astype(np.int64), axis=0)
    return np.diff(np.vstack([np.zeros_like(whole), cuts, whole]), axis=0)


def _spread(columns: Columns, parts: Column) -> None:
    columns |= {fault: part for (fault, _, _), part in zip(FAULTS, parts, strict=True)}
