"""Single rows of a table: what they ask for, and whether anything that is looked up comes to them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir.program import Interval, TableRow
from evallang.lint.gaps import described
from evallang.lint.grid import Region
from evallang.lint.lattice import common
from evallang.lint.looked_up import Case, taken
from evallang.lint.notation import figure, in_percent, in_words, within_bounds
from evallang.lint.sets import Atom, Domain, of_range, sample
from evallang.lint.tables import Table, Use

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


def reaches(
    subject: Subject, table: Table, rows: Sequence[TableRow], kinds: Sequence[str | None] | None = None
) -> str:  # fmt: skip
    """Why nothing comes to some rows of a table, for bodies of some kinds: `score` is never below 0 or above 85."""
    kinds = subject.kinds if kinds is None else kinds
    cases = [case for use in table.uses for kind in kinds for case in taken(subject, use, kind)]
    for region in map(region_of, rows):
        columns = [i for i, atom in enumerate(region.atoms) if atom is not None]
        if len(columns) > 1 and all(_comes(cases, i, region.atoms[i]) for i in columns):
            return f"{described(table, region.atoms)} never come together"
    regions, names = list(map(region_of, rows)), list(enumerate(table.definition.inputs))
    outside = [(i, name) for i, name in names if not all(_comes(cases, i, region.atoms[i]) for region in regions)]
    found = []
    for i, name in outside or names:
        words = _all([case[i] for case in cases], in_percent(table.rows, i))
        found += [f"`{name}` is {words}"] if words else []
    return ", ".join(found) + _by_guards(subject, table, rows) if found else "nothing comes there"


def _comes(cases: Sequence[Case], column: int, atom: Atom | None) -> bool:
    """Whether some case comes to what is asked of a column."""
    return atom is None or any(case[column].within(atom) is not None for case in cases)


def _by_guards(subject: Subject, table: Table, rows: Sequence[TableRow]) -> str:
    """What keeps values from some rows where they would come without the conditions around."""
    freed = [use for use in table.uses if use.guards and _would_come(subject, use, rows)]
    if not freed:
        return ""
    guards = {condition: holds for use in freed for condition, holds in use.guards}
    if any(guards.values()):
        return ", because of the conditions there"
    return f", because of the case{'s' if len(guards) > 1 else ''} before"


def _would_come(subject: Subject, use: Use, rows: Sequence[TableRow]) -> bool:
    """Whether numbers come to one of some rows where nothing is known of the body but its kind."""
    regions = [region for region in map(region_of, rows) if any(isinstance(a, Interval) for a in region.atoms)]
    for values in map(subject.values, subject.kinds):
        domains = [of_range(values.of(e), values.lattice.of(e)) for e in use.args]
        for region in regions:
            pairs = zip(region.atoms, domains, strict=True)
            if all(not isinstance(atom, Interval) or d.within(atom) is not None for atom, d in pairs):
                return True
    return False


def _begins_at(domain: Domain, low: Fraction | None) -> bool:
    return domain.bounds.low == low and domain.bounds.low_closed


def _ends_at(domain: Domain, high: Fraction | None) -> bool:
    return domain.bounds.high == high and domain.bounds.high_closed


def _all(domains: Sequence[Domain], percent: bool) -> str:
    if any(d.options for d in domains):
        options = dict.fromkeys(o for d in domains for o in d.options)
        return "only " + " or ".join(in_words(o) for o in options)
    lows, highs = [d.bounds.low for d in domains], [d.bounds.high for d in domains]
    low = None if None in lows else min((x for x in lows if x is not None), default=None)
    high = None if None in highs else max((x for x in highs if x is not None), default=None)
    step = common(d.step for d in domains)
    from_low, to_high = any(_begins_at(d, low) for d in domains), any(_ends_at(d, high) for d in domains)
    whole = Interval(low, high, low is not None and from_low, high is not None and to_high)
    words = in_words(whole, percent) if low is not None and low == high else within_bounds(whole, percent)
    if not step or low == high:
        return words
    known = "a whole number" if step == 1 else f"a multiple of {figure(step, percent)}"
    return f"{words}, {known}" if words else known
