"""What there is to touch in brackets and grades: each row, each bound, and what lies just beyond a bound.

A bound that belongs to its row is shown by two values: the bound itself, and one beyond it that does not go further
than the next bound of the table. Of a bound that does not belong to its row the bound itself is what lies beyond.
Nothing is asked for beyond the first and the last bound, where there is no row, unless the column has a declared type
that goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from evallang import numbers
from evallang.backends.interpreter.lookup import fits
from evallang.examples.coverage.answers import Answer
from evallang.examples.coverage.goal import Goal, Key
from evallang.ir.program import BracketsDef, Conditions, Interval, TableRow, Test
from evallang.trials import said
from evallang.trials.uses import Target
from evallang.types import Quantity


@frozen(eq=False)
class Spot:
    """Where a value is to lie: in a row, at a bound of one of its columns, or beyond it up to the next one.

    `among` are rows that must hold, one at least; of the other columns each is as `others` asks. A row may have to be
    asked for its `answer` in one column.
    """

    key: Key
    among: tuple[TableRow, ...]
    others: tuple[Test, ...]
    column: int = 0
    wanted: Test = None
    answer: str | None = None

    def holds(self, values: Sequence[Any], row: TableRow | None, rows: Iterable[TableRow], column: str) -> bool:
        """Whether values that were looked up lie there; `row` is what they found among `rows`, for a `column`."""
        if self.key[0] == "row":
            return row is not None and row.span == self.among[0].span and self.answer in (None, column)
        try:
            if not fits(self.wanted, values[self.column]) or not any(row in self.among for row in rows):
                return False
            return all(fits(t, v) for i, (t, v) in enumerate(zip(self.others, values, strict=True)) if i != self.column)
        except numbers.NumberError:
            return False


def table_goals(
    table: BracketsDef, shown: str, targets: list[Target], conditions: Conditions, answers: Sequence[Answer] = ()
) -> Iterator[tuple[Goal, Spot]]:
    """The goals of a table that is called `shown`, and that is asked for some answers."""
    found: dict[Key, tuple[Goal, Spot]] = {}
    for row in table.rows:
        provisions = row.provisions or table.provisions
        under = (*conditions, *row.conditions)
        yield from _found(table, row, shown, Goal((), "rows", row.span, ("", ""), provisions, under, targets), answers)
        for spot, where in _bounds(table, row):
            if spot.key in found:
                known = found[spot.key][1]
                found[spot.key] = (found[spot.key][0], Spot(known.key, (*known.among, row), *_rest(known)))
                continue
            column = f" {table.inputs[spot.column]}" if len(table.inputs) > 1 else ""
            words = ("has", f"a value{column} {where} of {shown}")
            found[spot.key] = (Goal(spot.key, "edges", row.span, words, provisions, under, list(targets)), spot)
    yield from found.values()


def _found(
    table: BracketsDef, row: TableRow, shown: str, goal: Goal, answers: Sequence[Answer]
) -> Iterator[tuple[Goal, Spot]]:
    """That a row is found: for each answer that it has, where several columns are asked."""
    there = [a for a in answers if row.results[table.results.index(a.column)] is not None]
    if len(answers) < 2 or not there:
        spot = Spot(("row", row.span), (row,), row.tests)
        words = ("comes to", f"the row `{row.text}` of {shown}")
        yield evolve(goal, key=spot.key, words=words, targets=list(goal.targets)), spot
        return
    for a in there:
        spot = Spot(("row", row.span, a.column), (row,), row.tests, answer=a.column)
        words = ("comes to", f"the row `{row.text}` of {shown} in the column `{a.column}`")
        yield evolve(goal, key=spot.key, words=words, targets=list(a.targets), kinds=a.kinds), spot


def _rest(spot: Spot) -> tuple[tuple[Test, ...], int, Test]:
    return spot.others, spot.column, spot.wanted


def _bounds(table: BracketsDef, row: TableRow) -> Iterator[tuple[Spot, str]]:
    """The bounds of a row, and the values beyond those that belong to it."""
    for column, test in enumerate(row.tests):
        if not isinstance(test, Interval):
            continue
        rest = repr([t for i, t in enumerate(row.tests) if i != column])
        place = (table.rows[0].span, column, rest, row.conditions)
        known = sorted({end for other in table.rows if _together(row, other) for end in bounds_of(other.tests[column])})
        declared = _declared(table, column)
        for end, closed, up in ((test.low, test.low_closed, False), (test.high, test.high_closed, True)):
            if end is None:
                continue
            yield Spot(("edge", *place, end, "at"), (row,), row.tests, column, end), f"at {_shown(end)}"
            beyond = _beyond(end, up, known, declared) if closed else None
            if beyond is not None:
                side = "above" if up else "below"
                next_ = beyond.high if up else beyond.low
                to = "" if next_ is None else f", {'up' if up else 'down'} to {_shown(next_)},"
                words = f"{side} {_shown(end)}{to}"
                yield Spot(("edge", *place, end, side), (row,), row.tests, column, beyond), words


def _beyond(end: Fraction, up: bool, known: Sequence[Fraction], declared: Quantity | None) -> Interval | None:
    """What lies beyond a bound, up to the next one; None where there is nothing."""
    further = [x for x in known if (x > end if up else x < end)]
    if further:
        return Interval(end, min(further), low_closed=False) if up else Interval(max(further), end, high_closed=False)
    if declared is None:
        return None
    limit = declared.high if up else declared.low
    if limit is not None and (end >= limit if up else end <= limit):
        return None
    return Interval(end, limit, low_closed=False) if up else Interval(limit, end, high_closed=False)


def _together(row: TableRow, other: TableRow) -> bool:
    """Whether two rows hold under one choice of readings."""
    return not any(a == b and x != y for a, x in row.conditions for b, y in other.conditions)


def bounds_of(test: Test) -> Iterator[Fraction]:
    """The numbers that a cell names."""
    if isinstance(test, Interval):
        yield from (end for end in (test.low, test.high) if end is not None)
    elif isinstance(test, Fraction):
        yield test


def _declared(table: BracketsDef, column: int) -> Quantity | None:
    """The declared type of a column of numbers."""
    kind = table.types[column] if column < len(table.types) else None
    return kind if isinstance(kind, Quantity) else None


def _shown(value: Fraction | None) -> str:
    return (said.number(value) if value is not None else None) or str(value)
