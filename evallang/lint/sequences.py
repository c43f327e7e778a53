"""The rows of a table in the order of their bounds, and what is regular in the numbers that they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from evallang.ir.program import Interval, TableRow
from evallang.lint.sets import low_key, span_of
from evallang.lint.tables import Table

REGULAR = 3
"""So many equal steps make a progression, from which one number may fall out."""


@frozen(eq=False)
class Ladder:
    """Rows that differ in one column of numbers only, from the lowest to the highest."""

    column: int
    rows: tuple[TableRow, ...]
    spans: tuple[Interval, ...]

    def answers(self, result: int) -> list[Fraction]:
        """The numbers of a column of answers; none where one of them is no number."""
        found = [row.results[result] for row in self.rows]
        numbers = [x for x in found if isinstance(x, Fraction)]
        return numbers if len(numbers) == len(found) else []

    @property
    def bounds(self) -> list[Fraction]:
        """Where the rows begin, the lowest left out if it has no lower end."""
        return [span.low for span in self.spans if span.low is not None]


def ladders(table: Table) -> Iterator[Ladder]:
    """The rows of a table by what they ask of the other columns."""
    bounded = [i for i in range(len(table.definition.inputs)) if any(_bounds(row, i) for row in table.rows)]
    if not bounded:
        return
    column = max(bounded, key=lambda i: len({span_of(row.tests[i]) for row in table.rows}))
    groups: dict[object, list[tuple[Interval, TableRow]]] = {}
    for row in table.rows:
        span = span_of(row.tests[column])
        if span is not None:
            groups.setdefault((row.tests[:column], row.tests[column + 1 :]), []).append((span, row))
    for group in groups.values():
        ordered = sorted(group, key=lambda pair: low_key(pair[0]))
        yield Ladder(column, tuple(row for _, row in ordered), tuple(span for span, _ in ordered))


def _bounds(row: TableRow, column: int) -> bool:
    return isinstance(row.tests[column], Interval | Fraction)


@frozen
class Outlier:
    """A number that falls out of a progression: its place, the step of the others, what would keep it."""

    place: int
    step: Fraction
    expected: Fraction


def trimmed(numbers: Sequence[Fraction]) -> range:
    """The places of numbers without those that are repeated at either end."""
    first, last = 0, len(numbers)
    while last - first > 1 and numbers[first] == numbers[first + 1]:
        first += 1
    while last - first > 1 and numbers[last - 1] == numbers[last - 2]:
        last -= 1
    return range(first, last)


def outlier(numbers: Sequence[Fraction]) -> Outlier | None:
    """The one number that falls out of equal steps. At an end it must be near: what lies far off begins anew.

    Where a number at either end is off too, the others are looked at without it.
    """
    found = _between(numbers, REGULAR - 1) or _at_an_end(numbers)
    if found is not None:
        return found
    for first, last in ((1, 0), (0, 1), (1, 1)):
        inner = _between(numbers[first : len(numbers) - last], REGULAR)
        if inner is not None:
            return Outlier(inner.place + first, inner.step, inner.expected)
    return None


def _between(numbers: Sequence[Fraction], enough: int) -> Outlier | None:
    """The one number but for which all steps are equal: it is too near to the next one as it is too far from the last.

    Fewer equal steps are `enough` where all go one way, since the numbers on both sides of the one show two more.
    """
    steps, step, odd = _steps(numbers)
    if len(odd) != 2 or odd[1] != odd[0] + 1 or steps[odd[0]] + steps[odd[1]] != 2 * step:
        return None
    one_way = all(s * step > 0 for s in steps)
    if len(steps) - 2 < (enough if one_way else REGULAR):
        return None
    return Outlier(odd[1], step, numbers[odd[0]] + step)


def _at_an_end(numbers: Sequence[Fraction]) -> Outlier | None:
    steps, step, odd = _steps(numbers)
    if len(steps) - 1 < REGULAR or odd not in ([0], [len(steps) - 1]) or abs(steps[odd[0]] - step) >= abs(step) / 2:
        return None
    place = 0 if odd[0] == 0 else len(numbers) - 1
    return Outlier(place, step, numbers[1] - step if place == 0 else numbers[-2] + step)


def _steps(numbers: Sequence[Fraction]) -> tuple[list[Fraction], Fraction, list[int]]:
    """The steps, the one that is most often, and the places of the others; no places where that is none at all."""
    steps = [b - a for a, b in pairwise(numbers)]
    step = Counter(steps).most_common(1)[0][0] if steps else Fraction(0)
    return steps, step, [i for i, s in enumerate(steps) if s != step] if step else []


def against(numbers: Sequence[Fraction]) -> list[int]:
    """The places whose number goes the other way than most do from the one before."""
    ways = [(b > a) - (b < a) for a, b in pairwise(numbers)]
    up, down = ways.count(1), ways.count(-1)
    if up == down:
        return []
    return [i + 1 for i, way in enumerate(ways) if way == (-1 if up > down else 1)]


def restored(numbers: Sequence[Fraction], place: int) -> bool:
    """Whether the numbers rise or fall throughout once one is left out, or changed with the one before it."""
    without = [*numbers[:place], *numbers[place + 1 :]]
    before = [*numbers[: place - 1], *numbers[place:]]
    return any(_is_strict(given) for given in (without, before))


def _is_strict(numbers: Sequence[Fraction]) -> bool:
    steps = [b - a for a, b in pairwise(numbers)]
    return all(s > 0 for s in steps) or all(s < 0 for s in steps)
