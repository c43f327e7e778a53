"""Steps of a table that are as high as half of all that it gives: one row is followed by one of quite another kind."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import evolve

from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, Interval, Program, TableRow
from evallang.types import FLAG, NUMBER, Quantity

_HALF = Fraction(1, 2)


def high_steps(e: ir.Lookup, program: Program) -> Iterator[tuple[ir.Expr, ir.Expr, ir.Expr]]:
    """A condition for each such step, and the look-up behind it and before it; of tables with one column of numbers."""
    table = program.brackets[e.brackets]
    if len(e.args) != 1 or not isinstance(e.type, Quantity):
        return
    rows = [(row.tests[0], row) for row in table.rows if isinstance(row.tests[0], Interval) and not row.conditions]
    ordered = sorted((test for test, _ in rows), key=_place)
    by_test = {id(test): row for test, row in rows}
    for below, above in pairwise(ordered):
        high = _is_high(table, by_test[id(below)], by_test[id(above)])
        if high and above.low is not None and below.high == above.low:
            op = "greater_equal" if above.low_closed else "greater"
            bound = ir.Const(above.low, str(above.low), type=NUMBER)
            condition = ir.Apply(op, (e.args[0], bound), type=FLAG, span=e.span)
            yield condition, _at(e, above), _at(e, below)


def _place(test: Interval) -> tuple[int, Fraction, bool]:
    return (0, Fraction(0), False) if test.low is None else (1, test.low, not test.low_closed)


def _is_high(table: BracketsDef, below: TableRow, above: TableRow) -> bool:
    """Whether the answers of two rows lie further apart than half of what the table gives, in some column."""
    for column in range(len(table.results)):
        every = [v for row in table.rows if isinstance(v := row.results[column], Fraction)]
        a, b = below.results[column], above.results[column]
        if isinstance(a, Fraction) and isinstance(b, Fraction) and abs(a - b) > (max(every) - min(every)) * _HALF:
            return True
    return False


def _at(e: ir.Lookup, test: Interval) -> ir.Lookup:
    """The look-up of a number of a row."""
    low, high = test.low, test.high
    if low is not None and high is not None:
        value = (low + high) / 2
    else:
        value = high - 1 if high is not None else low + 1 if low is not None else Fraction(0)
    return evolve(e, args=(ir.Const(value, str(value), type=NUMBER),))
