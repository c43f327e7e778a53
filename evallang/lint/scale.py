"""Whether a value is on the scale of the grades that it gets: what it goes up to, against where the bands end."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from evallang.ir.program import NodeDef
from evallang.lint.looked_up import taken
from evallang.lint.ranges import is_empty
from evallang.lint.sets import span_of
from evallang.lint.tables import Table
from evallang.lint.wanted import Found
from evallang.types import Quantity

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

FAR = Fraction(3, 2)
"""A value that goes so many times as far as the bands is on another scale."""
SHORT = 10
"""So many times the value would have to be to come to the lowest bound between two bands."""


class Way(Enum):
    """How a value misses the bands: it goes far beyond them, by its parts too, stays far below, or is never there."""

    BEYOND = "beyond"
    PARTS = "parts"
    SHORT = "short"
    NOTHING = "nothing"


@frozen(eq=False)
class Miss:
    """A value that misses the bands of its grades: `top` is the furthest that it comes, `bound` where they end."""

    way: Way
    top: Fraction | None
    bound: Fraction | None
    found: Found | None = None
    parts: tuple[str, ...] = ()
    utmost: bool = True
    """Whether `top` is the furthest of all, and not only what a body comes to."""


def misses(subject: Subject, table: Table) -> bool:
    """Whether what is graded misses the bands so far that their single rows say nothing more."""
    found = miss(subject, table)
    return found is not None and found.way is not Way.PARTS


def miss(subject: Subject, table: Table) -> Miss | None:
    """How what is graded misses the bands of a node's grades; None where it does not, or where that is not known."""
    known = subject.tables.misses
    if table.node is None or not table.rows:
        return None
    if table.node.number not in known:
        known[table.node.number] = _miss(subject, table, table.node)
    return known[table.node.number]


def _miss(subject: Subject, table: Table, node: NodeDef) -> Miss | None:
    column = graded_column(table)
    if column is None:
        return None
    spans = [span for row in table.rows if (span := span_of(row.tests[column])) is not None]
    ends = [s.high for s in spans]
    bound = None if None in ends else max((end for end in ends if end is not None), default=None)
    tops = [case[column].bounds.high for k in subject.kinds for case in taken(subject, table.uses[0], k)]
    if not tops:
        never = all(is_empty(subject.values(k).of_definition(node.number)) for k in subject.kinds_of(node))
        return None if never else _nothing(subject, node, bound)
    if bound is not None and bound > 0 and any(top is None or top >= FAR * bound for top in tops):
        return _beyond(subject, table, node, column, bound)
    top = None if None in tops else max(top for top in tops if top is not None)
    cuts = {end for s in spans for end in (s.low, s.high) if end is not None and end > 0}
    if top is not None and top > 0 and cuts and min(cuts) >= SHORT * top:
        return Miss(Way.SHORT, top, min(cuts))
    return _parts(subject, table, node, max(cuts)) if bound is None and cuts else None


def _parts(subject: Subject, table: Table, node: NodeDef, cut: Fraction) -> Miss | None:
    """Parts that are added up although each alone comes to the highest band."""
    for kind in subject.kinds_of(node) if table.grade is not None and _is_sum(subject, node) else ():
        values = subject.values(kind)
        numbers = [n for part in node.parts if part.sign > 0 for n in values.targets(part.part.targets)]
        tops = {n: values.of_definition(n).high for n in numbers if values.is_for(n)}
        high = [n for n, top in tops.items() if top is not None and top >= cut]
        if len(high) > 1:
            names = tuple(subject.program.definitions[n].short for n in high)
            return Miss(Way.PARTS, values.of_definition(node.number).high, cut, None, names)
    return None


def _is_sum(subject: Subject, node: NodeDef) -> bool:
    """Whether a node is the sum of its parts, unlimited and not weighted."""
    given: tuple[Any, ...] = (*node.clauses, *node.weights, *node.steps)
    return bool(node.parts) and not node.scored_by and not any(subject.active(g.conditions) for g in given)


def graded_column(table: Table) -> int | None:
    """The column of the score; else the first one of numbers."""
    if table.grade is None:
        return None
    columns = table.grade.columns
    numbers = [i for i, e in enumerate(columns) if e is None or isinstance(e.type, Quantity)]
    return next((i for i in numbers if columns[i] is None), numbers[0] if numbers else None)


def _nothing(subject: Subject, node: NodeDef, bound: Fraction | None) -> Miss:
    seen = [r for k in subject.kinds_of(node) if (r := subject.extremes.of(node.number, k)) is not None]
    best = max(seen, key=lambda r: r.value, default=None)
    if best is None:
        return Miss(Way.NOTHING, None, bound)
    return Miss(Way.NOTHING, best.value, bound, Found(best.trial, best.keys))


def _beyond(subject: Subject, table: Table, node: NodeDef, column: int, bound: Fraction) -> Miss | None:
    """The body that goes furthest beyond the bands, if it goes far."""
    use, best = table.uses[0], None
    for kind in subject.kinds_of(node):
        reached = subject.extremes.of(node.number, kind)
        found = None if reached is None else Found(reached.trial, reached.keys)
        value = None if found is None else subject.search.measured(found, use.args[column], use.level)
        if isinstance(value, Fraction) and value >= FAR * bound and (best is None or value > (best.top or 0)):
            best = Miss(Way.BEYOND, value, bound, found, utmost=reached is not None and reached.utmost)
    return best
