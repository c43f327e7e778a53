"""Data for service_quality.eval, seeded, and its scores in whole numbers, written without evallang."""

from collections.abc import Callable
from fractions import Fraction
from math import floor

import numpy as np

Columns = dict[str, np.ndarray]
_TOP = {"central": (10, 26, 8), "local": (20, 30, 10)}
_STEP = {"central": 3, "local": 4}


def uniform(size: int, seed: int = 1, services: int = 200_000, volume: int = 100_000) -> Columns:
    """Independent draws; the rates lie on both sides of every clamp."""
    draw = np.random.default_rng(seed)
    base, all_ = draw.integers(1_000, services, size), draw.integers(1_000, services, size)

    def up_to(whole: np.ndarray, rate: int) -> np.ndarray:
        return (draw.random(size) * (whole * rate // 10_000 + 1)).astype(np.int64)

    auto_n, z = draw.integers(1, 200, size), draw.integers(1, volume, size)
    return {
        "kind": np.where(draw.integers(0, 2, size) == 1, "central", "local"),
        "s": draw.integers(0, 501, size) / 100, "i": up_to(base, 24), "b1": base, "a": up_to(all_, 36), "b": all_,
        "a2": up_to(base, 12), "c": up_to(base, 12), "e": up_to(base, 12),
        "auto_c": (draw.random(size) * (auto_n + 1)).astype(np.int64), "auto_n": auto_n,
        "d": (draw.random(size) * (z + 1)).astype(np.int64), "z": z, "newly": draw.integers(0, 9, size),
        "down_hours": draw.integers(0, 41, size), "false_facts": draw.integers(0, 31, size),
    }  # fmt: skip


def small(size: int) -> Columns:
    """Small bodies: their quotients meet more often."""
    return uniform(size, 5, 4_000, 2_000)


def _on(size: int, seed: int, factor: np.ndarray, units: np.ndarray) -> Columns:
    """Local bodies that lose so many half hundredths in five parts, over denominators that are `factor` wide."""
    draw = np.random.default_rng(seed)
    held = uniform(size, seed)
    held |= {"kind": np.full(size, "local"), "s": np.full(size, 5.0), "false_facts": np.zeros(size, np.int64)}
    held["b1"] = held["b"] = 2_000_000 * factor
    cuts = np.sort((draw.random((4, size)) * (units + 1)).astype(np.int64), axis=0)
    parts = np.diff(np.vstack([np.zeros_like(units), cuts, units]), axis=0)
    return held | dict(zip(("i", "a", "a2", "c", "e"), parts, strict=True))


def ties(size: int) -> Columns:
    """Totals that end in 5 thousandths."""
    draw = np.random.default_rng(3)
    return _on(size, 3, np.ones(size, np.int64), 2 * draw.integers(0, 1_000, size) + 1)


def grade_edges(size: int) -> Columns:
    """Totals of 89.995 or one step under it, over denominators that are no powers of ten."""
    draw = np.random.default_rng(4)
    factor = draw.choice(np.array([1, 3, 7, 9, 11, 13, 17]), size)
    return _on(size, 4, factor, 10_005 * 200 // 1000 * factor + draw.integers(0, 2, size))


SETS: dict[str, Callable[[int], Columns]] = {
    "uniform": uniform, "small": small, "ties": ties, "grade_edges": grade_edges,
}  # fmt: skip


def hundredths(row: dict[str, int | float | str]) -> int:
    """The total in hundredths, half up."""
    kind = str(row["kind"])
    n = {k: Fraction(str(v)) for k, v in row.items() if k != "kind"}
    first, second, third = _TOP[kind]
    total = Fraction(_STEP[kind] * sum(n["s"] >= Fraction(edge) for edge in ("4", "4.2", "4.4", "4.6", "4.8")))
    total += max(Fraction(0), first - n["i"] / n["b1"] * 10_000) + max(Fraction(0), second - n["a"] / n["b"] * 10_000)
    total += sum(max(Fraction(0), third - n[k] / n["b1"] * 10_000) for k in ("a2", "c", "e"))
    if kind == "central":
        total += n["auto_c"] / n["auto_n"] * 10 + n["d"] / n["z"] * 10
        total += min(Fraction(5), n["newly"]) - min(Fraction(5), n["down_hours"] / 5)
    total -= min(Fraction(5), n["false_facts"] / 5)
    return floor(100 * total + Fraction(1, 2)) if total >= 0 else -floor(-100 * total + Fraction(1, 2))
