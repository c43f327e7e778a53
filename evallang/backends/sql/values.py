"""What an expression is in SQL: a column with its value, one with a bound of its error, one with its status."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

# Statuses. What is unread is kept apart, for `known` and for which absence wins (see the interpreter's `absence`);
# of points, nothing says any; where the bound does not decide, or SQL cannot say it, an engine settles the row.
VALUE, MISSING, INVALID, UNDEFINED, UNREAD = "0", "1", "2", "3", "4"
NOT_APPLICABLE, NOTHING, DOUBT = "6", "7", "9"

NUMBER, FLAG, WORD, DATE = "number", "flag", "word", "date"


@frozen
class Value:
    """`v` is NULL wherever `s` is not 0; it lies within `e` of the exact value.

    `grid` says that the exact value is a whole number of 1/grid; `most` bounds |v|, `error`
    bounds `e`, and `least` is below |v| where that is not 0. `exact` is
    the value where it is the same for every row.
    """

    sort: str
    v: str
    s: str = VALUE
    e: str = "0"
    grid: int | None = None
    most: float = 0.0
    error: float = 0.0
    least: float = 1.0
    exact: Fraction | None = None

    @property
    def certain(self) -> bool:
        """Whether `v` is the exact value in every row."""
        return self.e == "0"


def spread(status: str) -> str:
    """The status of what needs a value."""
    if status in (VALUE, UNDEFINED, UNREAD, DOUBT):
        return status
    if status in (MISSING, NOT_APPLICABLE):
        return UNDEFINED
    if status == INVALID:
        return UNREAD
    return f"CASE WHEN {status} IN (1, 6) THEN 3 WHEN {status} = 2 THEN 4 ELSE {status} END"


def lack(statuses: Sequence[str]) -> str:
    """The status of what needs all of these: what is absent whatever a cell says wins, then doubt, then unread."""
    found = list(dict.fromkeys(s for s in statuses if s != VALUE))
    if not found:
        return VALUE
    if any(s in (MISSING, UNDEFINED, NOT_APPLICABLE) for s in found):
        return UNDEFINED
    if len(found) == 1:
        return spread(found[0])
    absent = any_of(found, "IN (1, 3, 6)")
    doubt, unread = any_of(found, "= 9"), any_of(found, "IN (2, 4)")
    return f"CASE WHEN {absent} THEN 3 WHEN {doubt} THEN 9 WHEN {unread} THEN 4 ELSE 0 END"


def any_of(fragments: Sequence[str], test: str) -> str:
    """Whether one of several fragments passes a test."""
    return " OR ".join(f"{f} {test}" for f in fragments) if fragments else "FALSE"
