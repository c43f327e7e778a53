"""Data near the edges of the rules: their own constants, ties beside them, 0, what is huge and what is tiny."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from engine.making import Pick

EDGES = tuple(Fraction(x) for x in ("89.995", "0.005", "0.5", "2.5", "1.25", "10", "0.125", "-0.005", "7", "0", "1"))
FAR = tuple(Fraction(x) for x in ("1000000000000", "-999999999999.5", "0.000000001", "-0.000001", "123456.789"))


def moved(given: Sequence[Mapping[str, Any]], pick: Pick) -> list[dict[str, Any]]:
    """The same data with some numbers put on edges, and what no column holds (1/3) put beside them, mostly."""
    return [{name: _cell(name, value, pick) for name, value in body.items()} for body in given]


def _cell(name: str, value: Any, pick: Pick) -> Any:
    if isinstance(value, list):
        return moved(value, pick)
    if not isinstance(value, Fraction) or name in ("period", "base_year"):
        return value
    if value.denominator == 3 or (value * 10**9).denominator != 1:
        value = pick((Fraction(1, 4), Fraction("0.34"), Fraction(round(value * 1000), 1000), Fraction(1, 2)))
    if Fraction(0) <= value <= 1:
        return value if pick(range(10)) else pick((Fraction(0), Fraction(1)))
    if not pick(range(8)):
        return pick(EDGES)
    return pick(FAR) if not pick(range(40)) else value
