"""Lists, other bodies and other periods, for the Python of random programs."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from engine.plain import NA, UNREAD, At, Code, absent, compared, kleene, lacking, over, spread, strict, undecided

# ---- lists


def rows(at: At, level: int) -> list[tuple[At, Any]] | None:
    """The rows of the body (level 0), or of an outer row (level 1)."""
    here = At(at.world, at.body, at.rows[:level], at.this)
    held = here.rows[-1].rows if level else here.body.rows
    return None if held is None else [(here.inside(row), True) for row in held]


def rows_of_all(at: At) -> list[tuple[At, Any]] | None:
    """The rows of every body."""
    bodies = at.world.of(at.body.period)
    if any(body.rows is None for body in bodies):
        return None
    return [(at.other(body).inside(row), True) for body in bodies for row in body.rows or ()]


def rows_due_to(at: At, who: Code) -> list[tuple[At, Any]] | None:
    """The rows of every body for which this body answers; those of which it is not known come last."""
    found = members(rows_of_all(at), lambda place: compared("=", who(place), at.this and at.this.key))
    return None if found is None else sorted(found, key=lambda pair: pair[1] is not True)


def bodies(at: At, alike: Code | None) -> Any:
    """All bodies of the period, or those alike; of some it may not be known, and they come last."""
    found = [at.other(body) for body in at.world.of(at.body.period)]
    if alike is None:
        return [(place, True) for place in found]
    own = alike(At(at.world, at.body, at.rows, at.body))
    if absent(own):
        return spread(own)
    theirs = [(place, alike(place.on(0))) for place in found]
    same = [(place, True) for place, value in theirs if not absent(value) and value == own]
    return same + [(place, value) for place, value in theirs if value is None or value is UNREAD]


def members(listed: Any, where: Code | None) -> Any:
    """Those for which the condition holds or is not known."""
    if absent(listed) or where is None:
        return listed
    found = [(place, belongs, where(place)) for place, belongs in listed]
    return [(p, kleene("and", belongs, h)) for p, belongs, h in found if h is not False and h is not NA]


def _median(v: list[Fraction]) -> Fraction:
    return (sorted(v)[(len(v) - 1) // 2] + sorted(v)[len(v) // 2]) / 2


def quantile(values: Sequence[Fraction], p: Fraction) -> Fraction:
    """Between the two nearest places of the sorted list, in proportion."""
    held, place = sorted(values), (len(values) - 1) * p
    low = math.floor(place)
    return held[low] + (place - low) * (held[min(low + 1, len(held) - 1)] - held[low])


def _harmonic(v: list[Fraction]) -> Fraction | None:
    return None if min(v) <= 0 else len(v) / sum((1 / x for x in v), Fraction(0))


SUMMARIES: dict[str, Callable[[list[Fraction]], Any]] = {
    "sum": lambda v: sum(v, Fraction(0)), "mean": lambda v: sum(v, Fraction(0)) / len(v), "min": min, "max": max,
    "product": lambda v: math.prod(v, start=Fraction(1)), "median": _median, "harmean": _harmonic,
    "lower quarter": lambda v: quantile(v, Fraction(1, 4)),
}  # fmt: skip


def of_values(name: str, *values: Any) -> Any:
    """A function of values that stand beside one another."""
    return strict(lambda *v: SUMMARIES[name](list(v)), *values)


def gathered(listed: Any, value: Code, *, lenient: bool = False) -> Any:
    """The values of the members; `lenient` leaves out who has none."""
    if absent(listed):
        return spread(listed)
    found = [value(place) if belongs is True else belongs for place, belongs in listed]
    without = [] if lenient else [one for one in found if one is None or one is UNREAD]
    return lacking(without) if without else [one for one in found if not absent(one)]


def summary(name: str, listed: Any, value: Code, none: Callable[[], Any] | None = None, least: int = 0) -> Any:
    """A list in one number."""
    values = gathered(listed, value)
    if not isinstance(values, list):
        return values
    if not values:
        return None if none is None else none()
    return None if len(values) < least else SUMMARIES[name](values)


def weighted(listed: Any, value: Code, weight: Code) -> Any:
    pairs = gathered(listed, lambda place: _pair(value(place), lambda: weight(place)))
    if not isinstance(pairs, list) or not pairs:
        return None if isinstance(pairs, list) else pairs
    return over(sum((v * w for v, w in pairs), Fraction(0)), sum((w for _, w in pairs), Fraction(0)))


def _pair(value: Any, weight: Callable[[], Any]) -> Any:
    if absent(value):
        return value
    heavy = weight()
    return spread(heavy) if absent(heavy) else (value, heavy)


def counted(word: str, listed: Any, condition: Code) -> Any:
    """`count`, `some`, `every`: decided by those that are known, or not known."""
    if absent(listed):
        return spread(listed)
    held = [condition(place) if belongs is True else belongs for place, belongs in listed]
    held = [h for h in held if h is not NA]
    if word != "count" and any(h is (word == "some") for h in held):
        return word == "some"
    if any(map(absent, held)):
        return lacking(held) if word == "count" else undecided(held)
    return Fraction(sum(held)) if word == "count" else word == "every"


def placed(name: str, own: Any, listed: Any, value: Code) -> Any:
    """The own value among those of a list."""
    if name == "rank" and absent(own):
        return own
    values = gathered(listed, value, lenient=name == "rank")
    if not isinstance(values, list) or not values:
        return None if isinstance(values, list) else values
    if name == "minmax" and min(values) == max(values):
        return None
    return strict(lambda x: _PLACES[name](x, values), own)


_PLACES: dict[str, Callable[[Fraction, list[Fraction]], Fraction]] = {
    "rank": lambda x, v: Fraction(1 + sum(y > x for y in v)),
    "percentile": lambda x, v: Fraction(2 * sum(y < x for y in v) + sum(y == x for y in v), 2 * len(v)),
    "minmax": lambda x, v: (x - min(v)) / (max(v) - min(v)),
    "winsorise": lambda x, v: min(max(x, quantile(v, Fraction(1, 10))), quantile(v, Fraction(9, 10))),
}


def of_parts(name: str, values: list[Any]) -> Any:
    """The parts of a node in one number."""
    return of_values(name, *values) if values else None


def always(_: At) -> bool:
    return True


# ---- periods


def earlier(at: At, level: int, back: int, value: Code) -> Any:
    """A value some periods before."""
    return None if at.body.period is None else _moved(at, level, at.body.period - back, value)


def in_year(at: At, level: int, year: Any, value: Code) -> Any:
    """A value in a named period."""
    if absent(year):
        return spread(year)
    return None if year.denominator != 1 or at.body.period is None else _moved(at, level, int(year), value)


def _moved(at: At, level: int, year: int, value: Code) -> Any:
    place = at.on(level).shifted(year)
    return None if place is None else value(place)


def worse(at: At, level: int, years: int, sense: int, value: Code) -> Any:
    """Whether the value fell (rose, where less is better) from each period to the next."""
    values = [earlier(at, level, back, value) for back in range(years, -1, -1)]
    return strict(lambda *v: all(sense * b < sense * a for a, b in pairwise(v)), *values)


def by_key(at: At, key: str, value: Code) -> Any:
    """A value of the row with a key."""
    row = next((r for r in at.body.rows or () if r.key == key), None)
    return None if row is None else value(At(at.world, at.body, (row,), at.this))
