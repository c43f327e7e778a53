"""Bounds are written to different precisions, or the value is rounded to another one than they are.

One table of a document ends its bands at 89.99, another one at 79.9 %; in one table a row ends at 4.59 and the next at
4.799; the value is rounded to tenths, and a row ends at 4.79. Where bands are written with gaps, the decimals say how
the value is meant to be rounded: two precisions are two rules.

The check looks at the gaps that bounds leave between two rows, such as 0.01 between 89.99 and 90, within a table, and
between the first table and others whose greatest bound is the same number. At each use it compares the step of a
rounding with the bounds. Bands without gaps (`70 ..< 90`) have no precision.

**What to do.** Write the bounds to one precision, or without gaps, and say once how values are rounded.

**Found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s            | points |
  | 4.8 .. 5     |     15 |
  | 4.6 .. 4.799 |     12 |
  | 0 .. 4.59    |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(round(s, 0.01 half up)) }
```

**Not found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s           | points |
  | 4.8 .. 5    |     15 |
  | 4.6 .. 4.79 |     12 |
  | 0 .. 4.59   |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(round(s, 0.01 half up)) }
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.ir.program import TableRow
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.gaps import is_between, neighbours
from evallang.lint.grid import Region
from evallang.lint.notation import figure, in_percent
from evallang.lint.rounded_before import rounding
from evallang.lint.sets import ends
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C206"
_FINEST = 6


@frozen(eq=False)
class Written:
    """How finely the bounds of a column are written: the gap that they leave, and a row that leaves it."""

    table: Table
    column: int
    gap: Fraction
    row: TableRow
    ends: tuple[Fraction, Fraction]

    @property
    def scale(self) -> Fraction:
        """The greatest bound of the column, as it is written."""
        percent = in_percent(self.table.rows, self.column)
        bounds = [abs(end) for row in self.table.rows for end in ends(row.tests[self.column])]
        return max(bounds) * (100 if percent else 1)

    @property
    def shown(self) -> str:
        """The two bounds that leave the gap: `89.99 and 90`."""
        percent = in_percent(self.table.rows, self.column)
        return f"{figure(self.ends[0], percent)} and {figure(self.ends[1], percent)}"

    @property
    def unit(self) -> Fraction:
        """The gap as it is written."""
        return self.gap * (100 if in_percent(self.table.rows, self.column) else 1)


def run(subject: Subject) -> Iterator[Answer]:
    """Each table, then the tables of one scale among themselves, then the roundings of their uses."""
    first: dict[Fraction, Written] = {}
    for table in subject.tables.all:
        written = _written(table)
        if subject.option is None or table.depends:
            yield from _within(table, written)
        if subject.option is None and written:
            earlier = first.setdefault(written[0].scale, written[0])
            if earlier.unit != written[0].unit:
                yield _between(earlier, written[0])
        if len(written) < 2:
            yield from _rounded(subject, table)


def _written(table: Table) -> list[Written]:
    """The gaps of a table that are a power of ten, one of each width, those that the most rows leave first."""
    found: dict[Fraction, list[Written]] = {}
    for region in filter(is_between, table.holes):
        one = _gap(table, region)
        if one is not None:
            found.setdefault(one.gap, []).append(one)
    groups = sorted(found.values(), key=lambda group: (-len(group), group[0].gap))
    return [min(group, key=lambda one: one.row.span.start) for group in groups]


def _gap(table: Table, region: Region) -> Written | None:
    interval, (below, _) = region.interval, neighbours(table, region)
    if below is None or interval is None or interval.low is None or interval.high is None:
        return None
    gap = interval.high - interval.low
    percent = in_percent(table.rows, region.column)
    if gap * (100 if percent else 1) not in {Fraction(1, 10**places) for places in range(_FINEST)}:
        return None
    return Written(table, region.column, gap, below, (interval.low, interval.high))


def _within(table: Table, written: list[Written]) -> Iterator[Answer]:
    for other in written[1:]:
        shown = f"{written[0].shown}, and {other.shown}"
        yield Finding(
            CODE, f"the bounds of {table.name} are written to different precisions: {shown}", other.row.span,
            other.row.provisions or table.provisions, Severity.NOTE,
            mathematics=f"{figure(written[0].unit)} ≠ {figure(other.unit)}", help="write them to one precision",
            places=(Place(written[0].row.span, "written so here"),), subject=f"within {other.shown}",
        )  # fmt: skip
    if len(written) == 1:
        yield Proved(CODE, table.definition.span)


def _between(earlier: Written, later: Written) -> Finding:
    message = (
        f"the bands of {later.table.name} end {figure(later.unit)} before the next one begins ({later.shown}), "
        f"those of {earlier.table.name} {figure(earlier.unit)} ({earlier.shown})"
    )
    return Finding(
        CODE, message, later.row.span, later.row.provisions or later.table.provisions, Severity.NOTE,
        mathematics=f"{figure(earlier.unit)} ≠ {figure(later.unit)}",
        help="say once to how many decimals values are rounded",
        places=(Place(earlier.row.span, "written so here"),), subject=f"between {earlier.table.plain_name}",
    )  # fmt: skip


def _rounded(subject: Subject, table: Table) -> Iterator[Answer]:
    """A bound that a rounded value can never be, because the value is rounded more coarsely than it is written."""
    for use in table.uses:
        for column in range(len(use.args)):
            sizes = {r.size for kind in subject.kinds if (r := rounding(subject, use, column, kind)) is not None}
            row, bound = _too_fine(table, column, min(sizes)) if len(sizes) == 1 else (None, None)
            if row is None or bound is None:
                continue
            percent = in_percent(table.rows, column)
            to = figure(min(sizes), percent)
            yield Finding(
                CODE, f"{figure(bound, percent)} is a bound of {table.name}, and what is looked up is rounded to {to}",
                row.span, row.provisions or table.provisions, Severity.NOTE,
                help=f"write the bounds to {to}, or round less", places=(Place(use.place, "rounded here"),),
                subject=f"rounded {figure(bound, percent)}", owner=use.owner,
            )  # fmt: skip
            return


def _too_fine(table: Table, column: int, size: Fraction) -> tuple[TableRow | None, Fraction | None]:
    for row in table.rows:
        for bound in ends(row.tests[column]):
            if (bound / size).denominator != 1:
                return row, bound
    return None, None


CHECK = Check(CODE, "bounds and roundings of different precision", run, instant=True)
