"""Single rows of a table: what they ask for, and whether anything that is looked up comes to them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir.program import Interval, TableRow
from evallang.lint.gaps import described
from evallang.lint.grid import Region
from evallang.lint.lattice import common
from evallang.lint.looked_up import taken
from evallang.lint.notation import figure, in_percent, in_words
from evallang.lint.sets import Domain, sample
from evallang.lint.tables import Table

if TYPE_CHECKING:
    from evallang.lint.decision import Decision
    from evallang.lint.subject import Subject


def nothing_leads_there(decisions: Sequence[Decision]) -> str:
    """Why nothing comes to a row where the ranges of what is looked up do not say it, but what was decided does."""
    by = "a solver finds" if any(decision.solved for decision in decisions) else "the ranges of the inputs leave"
    return f"{by} no data that lead there"


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


def reaches(subject: Subject, table: Table, rows: Sequence[TableRow]) -> str:
    """Why nothing comes to some rows of a table: `score` is from 0 up to 85."""
    cases = [case for use in table.uses for kind in subject.kinds for case in taken(subject, use, kind)]
    for region in map(region_of, rows):
        columns = [i for i, atom in enumerate(region.atoms) if atom is not None]
        if len(columns) > 1 and all(
            any(case[i].within(region.atoms[i]) is not None for case in cases) for i in columns
        ):
            return f"{described(table, region.atoms)} never come together"
    found = []
    for i, name in enumerate(table.definition.inputs):
        words = _all([case[i] for case in cases], in_percent(table.rows, i))
        found += [f"`{name}` is {words}"] if words else []
    return ", ".join(found) or "nothing comes there"


def _all(domains: Sequence[Domain], percent: bool) -> str:
    if any(d.options for d in domains):
        options = dict.fromkeys(o for d in domains for o in d.options)
        return "only " + " or ".join(in_words(o) for o in options)
    lows, highs = [d.bounds.low for d in domains], [d.bounds.high for d in domains]
    low = None if None in lows else min((x for x in lows if x is not None), default=None)
    high = None if None in highs else max((x for x in highs if x is not None), default=None)
    step = common(d.step for d in domains)
    whole = Interval(low, high, low is not None, high is not None)
    words = in_words(whole, percent) if low is not None or high is not None else ""
    if not step or low == high:
        return words
    known = "a whole number" if step == 1 else f"a multiple of {figure(step, percent)}"
    return f"{words}, {known}" if words else known
