"""A second meaning of small programs, in plain Python over fractions: nothing here knows the language's own tree.

A value is a Fraction, a flag, a word, `None` (undefined, missing) or `NA` (not applicable).
"""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field, frozen

NA = "not applicable"
Values = dict[str, Any]


@define(eq=False)
class Body:
    """A body of the data: its kind, its inputs, its rows (None: the list was not delivered)."""

    key: str
    kind: str
    inputs: Values
    rows: list[Values] | None


@define(eq=False)
class World:
    """All bodies, the options chosen, and what has been computed."""

    bodies: list[Body]
    choices: dict[str, str]
    memo: dict[Any, Any] = field(factory=dict)


@frozen(eq=False)
class At:
    """Where something is computed: for a body, or one of its rows, with the arguments of a formula."""

    world: World
    body: Body
    row: Values | None = None
    local: Values = field(factory=dict)

    def of_body(self) -> "At":
        return At(self.world, self.body)

    def inside(self, row: Values) -> "At":
        return evolve(self, row=row)

    def other(self, body: Body) -> "At":
        return evolve(self, body=body, row=None)


Code = Callable[[At], Any]


def absent(value: Any) -> bool:
    return value is None or value is NA


def strict(operation: Callable[..., Any], *codes: Code) -> Code:
    """A function that needs all of its operands."""

    def compute(at: At) -> Any:
        values = [code(at) for code in codes]
        return None if any(absent(v) for v in values) else operation(*values)

    return compute


def divided(a: Fraction, b: Fraction) -> Fraction | None:
    return a / b if b else None


def power(a: Fraction, n: int) -> Fraction | None:
    return None if n < 0 and not a else a**n


def rounded(mode: str, x: Fraction, step: Fraction) -> Fraction:
    q = x / step
    sign = -1 if q < 0 else 1
    half = Fraction(1, 2)
    whole = {
        "half up": lambda: sign * math.floor(abs(q) + half),
        "half down": lambda: sign * math.ceil(abs(q) - half),
        "half even": lambda: round(q),
        "up": lambda: sign * math.ceil(abs(q)),
        "down": lambda: sign * math.floor(abs(q)),
        "floor": lambda: math.floor(q),
        "ceiling": lambda: math.ceil(q),
    }[mode]()
    return whole * step


def chosen(condition: Code, then: Code, otherwise: Code) -> Code:
    def compute(at: At) -> Any:
        holds = condition(at)
        return None if absent(holds) else then(at) if holds else otherwise(at)

    return compute


def kleene(word: str, *codes: Code) -> Code:
    """`and`, `or`: what is not applicable leaves no value; else the operands that are known may decide."""

    def compute(at: At) -> Any:
        values = [code(at) for code in codes]
        if any(v is NA for v in values):
            return None
        decisive = word == "or"
        if decisive in values:
            return decisive
        return None if None in values else not decisive

    return compute


def known(code: Code) -> Code:
    return lambda at: not absent(code(at))


def looked_up(rows: Sequence[tuple[Callable[[Fraction], bool], Any]]) -> Callable[[Fraction], Any]:
    """The answer of the only row that fits."""

    def find(x: Fraction) -> Any:
        found = [answer for fits, answer in rows if fits(x)]
        return found[0] if len(found) == 1 else None

    return find


def over_rows(at: At) -> list[At] | None:
    return None if at.body.rows is None else [at.inside(row) for row in at.body.rows]


def over_bodies(same_kind: bool) -> Callable[[At], list[At]]:
    return lambda at: [at.other(b) for b in at.world.bodies if not same_kind or b.kind == at.body.kind]


def members(at: At, listed: Callable[[At], list[At] | None], where: Code | None) -> list[tuple[At, Any]] | None:
    """The members for which the condition is true, or not known (None)."""
    found = listed(at)
    if found is None or where is None:
        return None if found is None else [(place, True) for place in found]
    held = [(place, where(place)) for place in found]
    return [(place, holds) for place, holds in held if holds is not False and holds is not NA]


SUMMARIES: dict[str, Callable[[list[Fraction]], Any]] = {
    "sum": lambda v: sum(v, Fraction(0)),
    "mean": lambda v: sum(v, Fraction(0)) / len(v),
    "min": min,
    "max": max,
    "product": lambda v: math.prod(v, start=Fraction(1)),
    "median": lambda v: (sorted(v)[(len(v) - 1) // 2] + sorted(v)[len(v) // 2]) / 2,
}


def aggregated(name: str, value: Code, members_of: Callable[[At], Any], none: Code | None, least: int) -> Code:
    def compute(at: At) -> Any:
        found = members_of(at)
        if found is None or any(holds is None for _, holds in found):
            return None
        values = [v for place, _ in found if (v := value(place)) is not NA]
        if None in values:
            return None
        if not values:
            return None if none is None else none(at)
        return None if len(values) < least else SUMMARIES[name](values)

    return compute


def weighted(value: Code, weight: Code, members_of: Callable[[At], Any]) -> Code:
    def compute(at: At) -> Any:
        found = members_of(at)
        if found is None or any(holds is None for _, holds in found):
            return None
        pairs = [(v, weight(place)) for place, _ in found if (v := value(place)) is not NA]
        if not pairs or any(absent(x) for pair in pairs for x in pair):
            return None
        return divided(sum((v * w for v, w in pairs), Fraction(0)), sum((w for _, w in pairs), Fraction(0)))

    return compute


def counted(members_of: Callable[[At], Any]) -> Code:
    def compute(at: At) -> Any:
        found = members_of(at)
        return None if found is None or any(holds is None for _, holds in found) else Fraction(len(found))

    return compute


def some(members_of: Callable[[At], Any], *, negated: bool) -> Code:
    def compute(at: At) -> Any:
        found = members_of(at)
        if found is None:
            return None
        if any(holds is True for _, holds in found):
            return not negated
        return None if found else negated

    return compute


def every(listed: Callable[[At], list[At] | None], condition: Code) -> Code:
    def compute(at: At) -> Any:
        found = listed(at)
        if found is None:
            return None
        held = [h for place in found if (h := condition(place)) is not NA]
        return False if False in held else None if None in held else True

    return compute


def placed(own: Code, value: Code, listed: Callable[[At], list[At]]) -> Code:
    """`rank`: who has no value has no place; the others are ranked."""

    def compute(at: At) -> Any:
        mine = own(at)
        if absent(mine):
            return mine
        values = [v for place in listed(at) if not absent(v := value(place))]
        return Fraction(1 + sum(v > mine for v in values))

    return compute


@frozen(eq=False)
class Node:
    """What a node is made of; the first true clause counts, then weights, then the sum of the parts."""

    name: str
    kinds: tuple[str, ...] | None
    of_row: bool
    points: Code | None
    clauses: list[tuple[Code | None, Code]]
    weights: list[tuple["Node", Fraction]]
    shared_out: bool
    parts: list[tuple["Node", int]]
    steps: list[Callable[[At, Fraction], Any]]
    grades: Callable[[Fraction], Any] | None = None

    def value(self, at: At) -> Any:
        """The value, computed once."""
        here = At(at.world, at.body, at.row if self.of_row else None)
        place = (self.name, at.body.key, id(here.row))
        if place not in at.world.memo:
            at.world.memo[place] = self._value(here)
        return at.world.memo[place]

    def _value(self, at: At) -> Any:
        if self.kinds is not None and at.body.kind not in self.kinds:
            return NA
        by_parts, value = self._base(at)
        if value is NA:
            return NA if by_parts else None
        for step in self.steps:
            if value is None:
                return None
            value = step(at, value)
        return value

    def _base(self, at: At) -> tuple[bool, Any]:
        for guard, value in self.clauses:
            holds = True if guard is None else guard(at)
            if absent(holds):
                return False, None
            if holds:
                return False, value(at)
        if self.weights:
            return False, self._weighted(at)
        values = self.entering(at)
        if not values:
            return True, NA
        return True, None if None in values else sum(values, Fraction(0))

    def _weighted(self, at: At) -> Any:
        pairs = [(part.value(at), weight) for part, weight in self.weights]
        held = [(v, w) for v, w in pairs if not absent(v)]
        if not held or (len(held) < len(pairs) and not self.shared_out):
            return None
        return sum((v * w for v, w in held), Fraction(0)) / sum((w for _, w in held), Fraction(0))

    def entering(self, at: At) -> list[Any]:
        """The applicable parts as they enter the sum: penalties negative."""
        values = [(part.value(at), sign) for part, sign in self.parts]
        return [None if v is None else sign * v for v, sign in values if v is not NA]

    def grade(self, at: At) -> Any:
        """The grade, or why there is none."""
        value = self.value(at)
        return value if absent(value) else self.grades(value) if self.grades is not None else None
