"""What is made of the values of a list, each a pair of whole numbers; the definitions are those of the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce
from typing import Any, TypeAlias

from evallang.backends.interpreter.absence import NOT_APPLICABLE, UNDEFINED, Absent, in_doubt, lack
from evallang.numbers.digits import decimal_text

Pairs: TypeAlias = "list[tuple[Any, int]]"


class Shared(list[object]):
    """The values of a list that many bodies ask about: what is made of all of them is made once."""

    def __init__(self, given: Iterable[Any] = ()) -> None:
        super().__init__(given)
        self.made: dict[Any, Any] = {}


def shared(given: Iterable[Any] = ()) -> Any:
    """Such a list of values, of whatever sort."""
    return Shared(given)


def once(values: Any, what: Any, make: Callable[[], Any]) -> Any:
    """Something that is made of a list, which is remembered where the list is shared."""
    if type(values) is not Shared:
        return make()
    if what not in values.made:
        values.made[what] = make()
    return values.made[what]


def exactly(pairs: Pairs) -> list[Fraction]:
    """The values as numbers."""
    return [Fraction(top, bottom) for top, bottom in pairs]


def gathered(op: str, pairs: Pairs, *given: Any) -> tuple[Any, int]:
    """An aggregate of a list that is not empty, as a pair, or why there is none."""
    if type(pairs) is list:  # nobody else asks about it
        found = GATHERED[op](exactly(pairs), *given)
    else:
        found = once(pairs, (op, *given), lambda: GATHERED[op](exactly(pairs), *given))
    return (found.numerator, found.denominator) if isinstance(found, Fraction) else (found, 1)


def parts_here(parts: tuple[tuple[Any, int], ...]) -> tuple[Pairs, list[Absent]]:
    """The parts of a node that are for a body: those that have a value, and why others have none."""
    here = [(top, bottom) for top, bottom in parts if type(top) is not Absent or top.status != NOT_APPLICABLE]
    return [p for p in here if type(p[0]) is not Absent], [top for top, _ in here if type(top) is Absent]


def counted(op: str, states: Any) -> Any:
    """`count`, `some`, `every` of what is known of each member: flags, or why it is not known."""
    return states if type(states) is Absent else once(states, op, lambda: _counted(op, states))


def _counted(op: str, states: list[Any]) -> Any:
    yes, unknown = 0, []
    for state in states:
        if type(state) is Absent:
            if state.status != NOT_APPLICABLE:
                unknown.append(state)
        elif op == "every" and state is False:
            return False
        elif state is not False:
            yes += 1
            if op == "some":
                return True
    if unknown:
        return lack(unknown) if op == "count" else reduce(in_doubt, unknown).spread()
    return {"count": yes, "some": False, "every": True}[op]


def too_few(text: str, needed: Fraction, size: int) -> Absent:
    """Why there is no aggregate of so few values."""
    return Absent(UNDEFINED, f"`{text}` needs at least {decimal_text(needed)} values, and there are {size}")


def weighted(pairs: Pairs, weights: Pairs) -> tuple[Any, int]:
    """The mean with weights; undefined where they add up to 0."""
    found: tuple[Any, int] = once(pairs, "weighted", lambda: _weighted(pairs, weights))
    return found


def _weighted(pairs: Pairs, weights: Pairs) -> tuple[Any, int]:
    heavy = exactly(weights)
    total = sum(heavy, Fraction(0))
    if total == 0:
        return Absent(UNDEFINED, "the weights add up to 0"), 1
    found = sum((v * w for v, w in zip(exactly(pairs), heavy, strict=True)), Fraction(0)) / total
    return found.numerator, found.denominator


def plain_product(values: list[Fraction]) -> Fraction:
    """The values multiplied."""
    found = Fraction(1)
    for value in values:
        found *= value
    return found


def plain_harmean(values: list[Fraction]) -> Any:
    """The harmonic mean."""
    if any(value <= 0 for value in values):
        return Absent(UNDEFINED, "the harmonic mean of a value that is not above 0")
    return len(values) / sum((1 / value for value in values), Fraction(0))


def plain_quantile(values: list[Fraction], p: Any) -> Any:
    """Definition 7 of Hyndman and Fan: position (n − 1)p + 1, between two neighbours by proportion."""
    if not isinstance(p, Fraction) or not 0 <= p <= 1:
        return Absent(UNDEFINED, "a quantile needs a share from 0 to 1")
    rows = sorted(values)
    place = (len(rows) - 1) * p
    low = int(place)
    if low + 1 >= len(rows):
        return rows[-1]
    return rows[low] + (place - low) * (rows[low + 1] - rows[low])


GATHERED: dict[str, Callable[..., Any]] = {
    "sum": lambda v: sum(v, Fraction(0)), "product": plain_product, "min": min, "max": max, "harmean": plain_harmean,
    "mean": lambda v: sum(v, Fraction(0)) / len(v), "median": lambda v: plain_quantile(v, Fraction(1, 2)),
    "quantile": plain_quantile,
}  # fmt: skip
