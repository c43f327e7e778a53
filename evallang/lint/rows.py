"""Single rows of a table: what they ask for, and whether anything that is looked up comes to them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir.program import Interval, TableRow
from evallang.lint.grid import Region
from evallang.lint.looked_up import taken
from evallang.lint.notation import in_percent, in_words
from evallang.lint.sets import Domain, sample
from evallang.lint.tables import Table

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


def region_of(row: TableRow) -> Region:
    """What a row asks for."""
    return Region(tuple(Interval(test, test) if isinstance(test, Fraction) else test for test in row.tests))


def asked(row: TableRow) -> str:
    """What a row asks for, as it is written."""
    return "`" + " | ".join(cell or "any" for cell in row.asked) + "`"


def is_empty(row: TableRow) -> bool:
    """Whether a row asks for a number between two that leave none."""
    intervals = [test for test in row.tests if isinstance(test, Interval)]
    return any(sample(test) is None for test in intervals)


def reaches(subject: Subject, table: Table) -> str:
    """What is looked up in a table, in words: `score from 0 up to 85`."""
    found = []
    for i, name in enumerate(table.definition.inputs):
        domains = [d[i] for use in table.uses for k in subject.kinds if (d := taken(subject, use, k)) is not None]
        words = _all(domains, in_percent(table.rows, i))
        if words:
            found.append(f"`{name}` is {words}")
    return ", ".join(found) or "nothing comes there"


def _all(domains: list[Domain], percent: bool) -> str:
    if any(d.options for d in domains):
        options = dict.fromkeys(o for d in domains for o in d.options)
        return "only " + " or ".join(in_words(o) for o in options)
    lows = [d.bounds.low for d in domains]
    highs = [d.bounds.high for d in domains]
    low = None if None in lows else min((x for x in lows if x is not None), default=None)
    high = None if None in highs else max((x for x in highs if x is not None), default=None)
    if low is None and high is None:
        return ""
    return in_words(Interval(low, high), percent)
