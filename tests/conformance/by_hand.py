"""Expected values computed a second time by plain fractions, without evallang: by case, body and path."""

from collections.abc import Callable, Mapping
from fractions import Fraction as F  # noqa: N817  # it stands in every line
from math import ceil, floor
from typing import Any

Cells = Mapping[str, F]


def half(x: F, step: F, way: str) -> F:
    """To the nearest multiple; a tie `up` (away from zero), `down` or `even`."""
    below = floor(abs(x) / step)
    rest = abs(x) / step - below
    up = rest > F(1, 2) or (rest == F(1, 2) and (way == "up" or (way == "even" and below % 2 == 1)))
    return (below + up) * step * (-1 if x < 0 else 1)


def clamped(x: F, low: F, high: F) -> F:
    """`clamp low .. high`: the upper end goes last."""
    return min(max(x, low), high)


def closed(v: F) -> F | None:
    """The first table of `brackets/edges`."""
    rows = [
        (F("4.8") <= v <= 5, 15), (F("4.6") <= v < F("4.8"), 12), (0 < v < F("4.6"), 3), (v == 0, 1), (v < 0, -1),
        (5 < v <= 6, 20),
    ]  # fmt: skip
    found = [F(points) for fits, points in rows if fits]
    return found[0] if len(found) == 1 else None


def mean(*values: F) -> F:
    """The arithmetic mean."""
    return sum(values, F(0)) / len(values)


CENT = F(1, 100)
BY_HAND: dict[str, dict[str, Callable[[Cells], F | bool | None]]] = {
    "numbers/exact_sums": {
        "total": lambda c: c["a"] + c["b"] + c["c"],
        "less": lambda c: c["a"] - c["b"] - c["c"],
        "is_whole": lambda c: F(int(c["a"] + c["b"] + c["c"] == 1)),
    },
    "numbers/products_and_quotients": {
        "product": lambda c: c["a"] * c["b"] * c["c"],
        "quotient": lambda c: c["a"] / c["b"] / c["c"],
        "mixed": lambda c: c["a"] / c["b"] * c["c"] + c["a"],
        "back": lambda c: c["a"] / c["b"] * c["b"],
    },
    "numbers/values_of_values": {
        "size": lambda c: abs(c["a"] - c["b"]),
        "below": lambda c: F(floor(c["a"] / c["b"])),
        "above": lambda c: F(ceil(c["a"] / c["b"])),
        "least": lambda c: min(c["a"], c["b"], F(10)),
        "greatest": lambda c: max(c["a"], c["b"], F(10)),
        "total": lambda c: c["a"] + c["b"] + 1,
        "times": lambda c: c["a"] * c["b"] * 2,
        "average": lambda c: mean(c["a"], c["b"]),
        "middle": lambda c: sorted((c["a"], c["b"], F(3)))[1],
        "spread_of_all": lambda c: abs(c["a"] - c["b"]) / 2,
    },
    "rounding/modes": {
        "half_up": lambda c: half(c["x"], CENT, "up"),
        "half_down": lambda c: half(c["x"], CENT, "down"),
        "half_even": lambda c: half(c["x"], CENT, "even"),
        "away": lambda c: ceil(abs(c["x"]) / CENT) * CENT * (-1 if c["x"] < 0 else 1),
        "towards": lambda c: floor(abs(c["x"]) / CENT) * CENT * (-1 if c["x"] < 0 else 1),
        "lower": lambda c: floor(c["x"] / CENT) * CENT,
        "upper": lambda c: ceil(c["x"] / CENT) * CENT,
    },
    "rounding/steps": {
        "thousands": lambda c: half(c["x"], F(1000), "up"),
        "threes": lambda c: half(c["x"], F(3), "even"),
        "quarters": lambda c: half(c["x"], F(1, 4), "down"),
        "twice": lambda c: half(half(c["x"], F(1, 10), "up"), F(1), "up"),
        "lower": lambda c: F(floor(c["x"])),
        "upper": lambda c: F(ceil(c["x"])),
    },
    "rounding/clamps": {
        "not_below": lambda c: max(c["x"], F(0)),
        "not_above": lambda c: min(c["x"], F(10)),
        "within": lambda c: clamped(c["x"], F(0), F(10)),
        "moving": lambda c: clamped(c["x"], c["low"], c["low"] + 1),
        "crossed": lambda c: clamped(c["x"], F(5), c["low"]),
        "after": lambda c: clamped(half(c["x"], F(1), "up"), F(0), F("9.5")),
        "before": lambda c: half(clamped(c["x"], F(0), F("9.5")), F(1), "up"),
    },
    "logic/comparisons": {
        "equal": lambda c: F(int(c["a"] == c["b"])),
        "less": lambda c: F(int(c["a"] < c["b"])),
        "less_equal": lambda c: F(int(c["a"] <= c["b"])),
        "greater": lambda c: F(int(c["a"] > c["b"])),
        "sum_on_edge": lambda c: F(int(c["a"] >= c["b"])),
    },
    "brackets/edges": {
        "of_closed": lambda c: closed(c["s"]),
        "of_open": lambda c: F(1 if c["s"] <= 1 else 2),
        "of_tie": lambda c: F(2 if c["s"] * 10 >= F("89.995") else 1),
    },
    "weights/weights": {
        "plain": lambda c: c["a"] * F("0.45") + c["b"] * F("0.3") + c["c"] * F("0.25"),
        "rounded": lambda c: half(c["a"] * F("0.4") + c["b"] * F("0.6"), CENT, "up"),
    },
    "grades/grades": {"plain": lambda c: c["x"], "with_flag": lambda c: c["x"] / 3},
    "ratings/ends": {
        "last_bodies": lambda c: c["x"] == 5,
        "last_places": lambda _: False,  # three share the last place
        "last_values": lambda c: c["x"] in (5, 7),
        "first_bodies": lambda c: c["x"] >= 8,
        "first_places": lambda c: c["x"] >= 8,
        "first_values": lambda c: c["x"] >= 8,
        "penalty_of_last": lambda c: c["x"] - 1 if c["x"] == 5 else c["x"],
    },
}  # fmt: skip
"""A function of the body's numbers; None where there is no value."""


def numbers(record: Mapping[str, Any]) -> dict[str, F]:
    """The cells of a record that are numbers."""
    found = {}
    for name, value in record.items():
        try:
            found[name] = F(str(value))
        except ValueError:
            continue
    return found
