"""Pairs of whole numbers, absence and the texts of both."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

from evallang.backends.interpreter.absence import NOT_APPLICABLE, UNDEFINED, Absent, in_doubt, lack
from evallang.numbers.digits import decimal_text

LARGE = 1 << 256
"""A pair whose denominator is above this is reduced."""


def reduced(top: Any, bottom: int) -> tuple[Any, int]:
    """A pair without what its two numbers have in common."""
    if type(top) is Absent:
        return top, 1
    common = gcd(top, bottom)
    return top // common, bottom // common


def to_whole(top: Any, bottom: int, mode: str) -> int:
    """The whole number to which top / bottom is rounded, by a mode of `evallang.numbers.rounding`."""
    below: int = top // bottom
    rest: int = top - below * bottom
    if not rest or mode == "floor":
        return below
    side = 2 * rest - bottom if mode.startswith("half") else 0
    if side:
        return below + (side > 0)
    if mode == "half even":
        return below + below % 2
    return below + (mode == "ceiling" or (below >= 0) is (mode in ("up", "half up")))


def to_step(top: int, bottom: int, step: Any, below: int, mode: str) -> tuple[Any, int]:
    """A number to a multiple of a step, as a pair."""
    if type(step) is Absent or step <= 0:
        return Absent(UNDEFINED, "the rounding step is not a number above 0"), 1
    return to_whole(top * below, bottom * step, mode) * step, below


def kleene(decisive: bool, *values: Any) -> Any:
    """`or` (`and`) of flags some of which may not be there; what is not applicable makes the whole undefined."""
    unknown: Absent | None = None
    decided = False
    for value in values:
        if type(value) is Absent:
            if value.status == NOT_APPLICABLE:
                return value.spread()
            unknown = in_doubt(unknown, value.spread())
        elif value is decisive:
            decided = True
    if decided:
        return decisive
    return not decisive if unknown is None else unknown


def asked(value: Any, known: bool) -> Any:
    """`known` (`missing`): what rests on a cell that cannot be read is neither."""
    if type(value) is Absent:
        return value.spread() if value.unread else not known
    return known


def cited(value: Any, provisions: tuple[str, ...]) -> Any:
    """A value; what is not there with the provisions of the first that it reached."""
    return value.under(provisions) if type(value) is Absent else value


def as_node(value: Any, provisions: tuple[str, ...]) -> Any:
    """The value of a node; what is not there makes it undefined."""
    return value.spread().under(provisions) if type(value) is Absent else value


def as_sum(value: Any, provisions: tuple[str, ...]) -> Any:
    """The value of a node that is the sum of its parts: where none is for the body, it is not either."""
    is_whole = type(value) is not Absent or value.status == NOT_APPLICABLE
    return value if is_whole else value.spread().under(provisions)


def added(nothing: Absent, *parts: tuple[Any, int]) -> tuple[Any, int]:
    """The sum of the parts that are for a body, or why there is none."""
    here = [(top, bottom) for top, bottom in parts if type(top) is not Absent or top.status != NOT_APPLICABLE]
    if not here:
        return nothing, 1
    why = lack(top for top, _ in here)
    if why is not None:
        return why, 1
    total = sum((Fraction(top, bottom) for top, bottom in here), Fraction(0))
    return total.numerator, total.denominator


def known_points(nothing: Absent, *parts: tuple[Any, int]) -> tuple[Any, int]:
    """The sum of the points that are there, or why there are none."""
    here = [Fraction(top, bottom) for top, bottom in parts if type(top) is not Absent]
    if not here:
        return nothing, 1
    total = sum(here, Fraction(0))
    return total.numerator, total.denominator


def over_known(*parts: tuple[Any, int, Any, int]) -> tuple[Any, int]:
    """The mean of the parts that have a value: each is a value and a weight, which are pairs."""
    known = [part for part in parts if type(part[0]) is not Absent or part[0].unread]
    why = lack([*(weight for _, _, weight, _ in parts), *(value for value, *_ in known)])
    if why is not None:
        return why, 1
    if not known:
        return Absent(UNDEFINED, "no part has a value"), 1
    weights = [Fraction(weight, below) for _, _, weight, below in known]
    whole = sum((Fraction(part[0], part[1]) * w for part, w in zip(known, weights, strict=True)), Fraction(0))
    held = sum(weights, Fraction(0)) if len(known) < len(parts) else Fraction(1)
    if not held:
        return Absent(UNDEFINED, "the weights that are left add up to 0"), 1
    found = whole / held
    return found.numerator, found.denominator


def triggered(*guards: tuple[Any, tuple[str, ...]]) -> Any:
    """Whether any condition of a trigger holds; each comes with its provisions."""
    unknown: Absent | None = None
    for value, provisions in guards:
        if value is True:
            return True
        if type(value) is Absent:
            unknown = unknown or value.spread().under(provisions)
    return False if unknown is None else unknown


def no_row(table: str, provisions: tuple[str, ...], values: tuple[Any, ...]) -> Absent:
    """Why brackets answer nothing: no row fits."""
    return Absent(UNDEFINED, f"no row of `{table}` is for {', '.join(map(shown, values))}", provisions)


def two_rows(table: str, rows: tuple[str, str], provisions: tuple[str, ...], values: tuple[Any, ...]) -> Absent:
    """Why brackets answer nothing: two rows fit."""
    fitting = f"`{rows[0]}` and `{rows[1]}`"
    return Absent(UNDEFINED, f"two rows of `{table}` are for {', '.join(map(shown, values))}: {fitting}", provisions)


def shown(value: Any) -> str:
    """A value in a sentence."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return decimal_text(value) if isinstance(value, Fraction) else str(value)
