"""Brackets and grades: the one row that fits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallang import numbers
from evallang.backends.interpreter.absence import UNDECIDED, Absent, lack, undefined
from evallang.ir.program import BracketsDef, Interval, TableRow, Test
from evallang.numbers import decimal34


def fits(test: Test, value: Any) -> bool:
    """Whether a value is what a cell asks for."""
    if test is None:
        return True
    if isinstance(test, Interval):
        if test.low is not None:
            order = numbers.compare(value, test.low)
            if order < 0 or (order == 0 and not test.low_closed):
                return False
        if test.high is not None:
            order = numbers.compare(value, test.high)
            if order > 0 or (order == 0 and not test.high_closed):
                return False
        return True
    if isinstance(test, Fraction):
        return numbers.compare(value, test) == 0
    return bool(value == test)


class Table:
    """Brackets with the rows that hold under the chosen readings."""

    def __init__(self, definition: BracketsDef, rows: list[TableRow]) -> None:
        self.definition = definition
        self.rows = rows

    def row(self, values: list[Any]) -> TableRow | Absent:
        """The row for these values: none or two are undefined."""
        absent = lack(values)
        if absent is not None:
            return absent
        try:
            found = [row for row in self.rows if all(fits(t, v) for t, v in zip(row.tests, values, strict=True))]
        except numbers.Undecided as error:
            return Absent(UNDECIDED, str(error))
        if len(found) == 1:
            return found[0]
        shown = ", ".join(_shown(v) for v in values)
        name = self.definition.name
        if not found:
            return undefined(f"no row of `{name}` is for {shown}", self.definition.provisions)
        rows = " and ".join(f"`{row.text}`" for row in found[:2])
        cited = tuple(dict.fromkeys(p for row in found[:2] for p in row.provisions))
        return undefined(f"two rows of `{name}` are for {shown}: {rows}", cited)

    def find(self, values: list[Any], column: str) -> Any:
        """What the row answers in a column."""
        row = self.row(values)
        if isinstance(row, Absent):
            return row
        if column not in self.definition.results:
            return undefined(f"`{self.definition.name}` has no column for `{column}`", self.definition.provisions)
        answer = row.results[self.definition.results.index(column)]
        return (
            undefined(f"`{self.definition.name}` is empty for {column}", row.provisions) if answer is None else answer
        )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction | numbers.Real):
        return decimal34(value)[0]
    return str(value)
