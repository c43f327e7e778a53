"""The declarations of a random program's Python: inputs, formulas, nodes, ratings, triggers."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen
from engine.plain import NA, UNREAD, At, Code, absent, kleene, spread, strict

Kinds = tuple[str, ...] | None


def own_kind(at: At) -> Any:
    return at.body.kind


def for_kind(kinds: Kinds, at: At) -> Any:
    """True, not applicable, or None where the kind is not known."""
    if kinds is None:
        return True
    return None if at.body.kind is None else True if at.body.kind in kinds else NA


@define(eq=False)
class Value:
    """What has one value for a body (level 0), a row (1) or a row of a row (2); computed once."""

    name: str
    level: int
    kinds: Kinds

    def __call__(self, at: At) -> Any:
        here = at.on(self.level)
        place = (id(self), id(here.body), *(id(row) for row in here.rows))
        if place not in at.world.memo:
            applies = for_kind(self.kinds, here)
            at.world.memo[place] = self.compute(here) if applies is True else applies
        return at.world.memo[place]

    def compute(self, at: At) -> Any:
        raise AssertionError(f"`{self.name}` has no way to be computed, asked for {at}")


@define(eq=False)
class Given(Value):
    """An input; what stands in for a missing value acts in the scored period only."""

    fallback: Code | None = None

    def compute(self, at: At) -> Any:
        value = (at.rows[-1] if self.level else at.body).inputs.get(self.name)
        if value is None and self.fallback is not None and at.body.period == at.world.scored:
            other = self.fallback(at)
            return None if absent(other) else other
        return value


@define(eq=False)
class Formula(Value):
    """A named value."""

    value: Code

    def compute(self, at: At) -> Any:
        return self.value(at)


@frozen(eq=False)
class Mark:
    """For which kinds and bodies a row does not count, and how that is made up for."""

    kinds: tuple[str, ...]
    keys: tuple[str, ...]
    compensation: str
    option: str | None = None

    def meets(self, at: At) -> bool:
        if self.option is not None and at.world.choices["form"] != self.option:
            return False
        return at.body.kind in self.kinds or at.body.key in self.keys


@define(eq=False)
class Node(Value):
    """The first true clause counts, then weights, then the sum of the parts; then the steps in their order.

    `parts` are groups: a table for each kind has rows of one name, and each group enters once.
    """

    points: Code | None = None
    clauses: list[tuple[Code | None, Code]] = field(factory=list)
    weights: list[tuple["Node", Code]] = field(factory=list)
    shared_when_missing: bool = False
    parts: list[tuple[Sequence["Node"], int]] = field(factory=list)
    steps: list[Callable[[At, Any], Any]] = field(factory=list)
    grades: Callable[[At, Any], Any] | None = None
    marks: list[Mark] = field(factory=list)
    shared_out: list[Mark] = field(factory=list)
    row: bool = False

    def compute(self, at: At) -> Any:
        for mark in self.marks:
            if mark.meets(at):
                return claim(self, at) if mark.compensation == "full points" else NA
        by_parts, value = self._base(at)
        if value is NA:
            return NA if by_parts else None
        for step in self.steps:
            value = value if absent(value) else step(at, value)
        return value

    def _base(self, at: At) -> tuple[bool, Any]:
        for guard, value in self.clauses:
            holds = True if guard is None else guard(at)
            if absent(holds):
                return False, spread(holds)
            if holds:
                return False, value(at)
        if self.weights:
            return False, self._weighted(at)
        values = entering(self, at)
        if not values:
            return True, NA
        return True, strict(lambda *v: sum(v, Fraction(0)), *values)

    def _weighted(self, at: At) -> Any:
        pairs = [(part(at), weight(at)) for part, weight in self.weights]
        weights = [heavy for _, heavy in pairs]
        if self.shared_when_missing:
            pairs = [(value, heavy) for value, heavy in pairs if not absent(value) or value is UNREAD]
        return strict(lambda *_: _mean(pairs, len(weights)), *weights, *(value for value, _ in pairs))


def _mean(pairs: Sequence[tuple[Any, Any]], count: int) -> Any:
    """The values with their weights; where some of so many are left out, the weights of the others make up for it."""
    total, held = sum((v * w for v, w in pairs), Fraction(0)), sum((w for _, w in pairs), Fraction(0))
    return None if not pairs else total if len(pairs) == count else total / held if held else None


def entering(node: Node, at: At) -> list[Any]:
    """The applicable parts as they enter the sum: penalties negative, rows with the points shared out to them."""
    factor = _factor(node, at)
    found = []
    for group, sign in node.parts:
        value = variant(group, at)
        if value is not NA:
            found.append(value if absent(value) else sign * value * (factor if group[0].row else 1))
    return found


def variant(group: Sequence[Node], at: At) -> Any:
    """The value of the one node of a group that is for the kind of the body."""
    fitting = next((n for n in group if for_kind(n.kinds, at) is True), None)
    return fitting(at) if fitting is not None else None if at.body.kind is None else NA


def _factor(node: Node, at: At) -> Fraction:
    if not any(mark.meets(at) for mark in node.shared_out):
        return Fraction(1)
    rows = Node("rows", 0, None, parts=[(group, sign) for group, sign in node.parts if group[0].row])
    full, left = points_of_parts(rows, at, False), points_of_parts(rows, at, True)
    return full / left if full is not None and left else Fraction(1)


def claim(node: Node, at: At) -> Any:
    """The points of a node: as it claims them, else those of its parts."""
    return spread(node.points(at)) if node.points is not None else points_of_parts(node, at, False)


def points_of_parts(node: Node, at: At, left: bool) -> Fraction | None:
    """The points of the parts without penalties; `left` without what marks take away."""
    found = []
    for group, sign in node.parts:
        for part in group if sign > 0 else ():
            gone = any(mark.meets(at) for mark in part.marks) and part(at) is NA
            if for_kind(part.kinds, at) is True and not (left and gone):
                found.append(
                    claim(part, at)
                    if part.points is not None
                    else points_of_parts(part, at, left and _factor(part, at) == 1)
                )
    held: list[Any] = [points for points in found if not absent(points)]
    return sum(held, Fraction(0)) if held else None


def maximum(node: Node, at: At) -> Any:
    """The points that a body can reach; None where the node is not for it."""
    if for_kind(node.kinds, at) is not True:
        return None
    claimed = claim(node, at)
    if absent(claimed) or not node.parts or _factor(node, at) != 1:
        return claimed
    full, left = points_of_parts(node, at, False), points_of_parts(node, at, True)
    return claimed if full is None or left is None else claimed - (full - left)


def grade(node: Node, at: At) -> Any:
    """The grade, or why there is none."""
    value = node(at)
    return value if absent(value) else node.grades(at, value) if node.grades is not None else None


@define(eq=False)
class Rating:
    """A ranking of nodes: among whom, alike in what, the tie rule, whether the highest is first."""

    nodes: list[Node]
    alike: Code | None
    where: Code | None
    ties: str
    highest: bool

    def field_of(self, at: At) -> list[At]:
        """The bodies of the group that take part; of some it is not known."""
        alike, own = self.alike, True
        if alike is not None:
            own = alike(at.on(0))
            if absent(own):
                return [at.on(0)]
        places = [at.other(body).on(0) for body in at.world.of(at.body.period)]
        return [p for p in places if (alike is None or alike(p) == own) and self.takes_part(p) not in (False, NA)]

    def takes_part(self, at: At) -> Any:
        if self.alike is not None and absent(own := self.alike(at)):
            return spread(own)
        return True if self.where is None else self.where(at)

    def value(self, node: Node, at: At) -> Any:
        holds = self.takes_part(at)
        return node(at) if holds is True else NA if holds in (False, NA) else holds

    def values(self, node: Node, at: At) -> list[Fraction]:
        return [v for place in self.field_of(at) if not absent(v := self.value(node, place))]

    def rank(self, node: Node, at: At) -> Any:
        """The rank of a body, or why it has none."""
        mine = self.value(node, at)
        if absent(mine):
            return mine
        values, sign = self.values(node, at), 1 if self.highest else -1
        above, equal = [v for v in values if sign * v > sign * mine], values.count(mine)
        match self.ties:
            case "dense":
                return Fraction(1 + len(set(above)))
            case "mean":
                return 1 + len(above) + Fraction(equal - 1, 2)
            case "none" if equal > 1:
                return None
            case _:
                return Fraction(1 + len(above))

    def among(self, end: str, count: int, what: str, at: At) -> Any:
        """Whether a body is among the first or last of any of the lists."""
        return kleene("or", *[spread(self._among(node, end, count, what, at)) for node in self.nodes])

    def _among(self, node: Node, end: str, count: int, what: str, at: At) -> Any:
        mine = self.value(node, at.on(0))
        if absent(mine):
            return False if mine is NA else mine
        sign = (1 if self.highest else -1) * (1 if end == "first" else -1)
        values = self.values(node, at.on(0))
        beyond = [v for v in values if sign * v > sign * mine]
        if what == "values":
            return len(set(beyond)) < count
        return len(beyond) + (values.count(mine) - 1 if end == "last" and what == "places" else 0) < count


@frozen(eq=False)
class Trigger:
    """Any of several conditions."""

    guards: list[Code]

    def value(self, at: At) -> Any:
        return kleene("or", *[spread(guard(at)) for guard in self.guards])
