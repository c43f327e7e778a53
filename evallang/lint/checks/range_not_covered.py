"""A table ends before the values do that it is asked about.

The lowest row begins at 0 and the value may be negative; the highest ends at 100 and a bonus lifts the value to 103; an
option of the input stands in no row. A body with such a value gets neither points nor a grade.

The check looks at each table as it is used, at the values that may come there, and by itself, where the table declares
what it takes: `brackets t(s : number 0..5)` promises an answer up to 5. Where a value beyond 5 comes to such a table
and an open row answers it, that is reported too: the row was not written for it. Values between two rows are reported
as gaps, and quotients that come where a share is declared as shares that can exceed 1.

**What to do.** Leave the outer rows open (`90 and up`, `below 4`), add a row for the option, or limit the value before
it is looked up (`clamp 0 .. 100`).

**Found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s         | points |
  | 4 .. 5    |     15 |
  | 1 ..< 4   |      5 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```

**Not found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s         | points |
  | 4 and up  |     15 |
  | below 4   |      5 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.lint.check import Check
from evallang.lint.finding import Answer, Proved
from evallang.lint.gaps import is_between, place
from evallang.lint.grid import Region
from evallang.lint.looked_up import met
from evallang.lint.omissions import Omission, alone, told
from evallang.lint.outside import outside
from evallang.lint.scale import misses
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C205"


def run(subject: Subject) -> Iterator[Answer]:
    """Each table, with what lies outside of its rows put together by side."""
    for table in subject.tables.all:
        if not table.rows or misses(subject, table):  # told there, C151
            continue
        for regions in _by_side(table):
            yield from told(subject, Omission(CODE, table, regions, "case"), _by_itself)
        yield from outside(subject, table, CODE)


def _by_side(table: Table) -> list[list[Region]]:
    """What is below the rows, what is above them, and options without a row."""
    groups: dict[object, list[Region]] = {}
    for region in table.holes:
        if not is_between(region):
            groups.setdefault((region.interval, region.column), []).append(region)
    return list(groups.values())


def _by_itself(_: Subject, omission: Omission) -> Iterator[Answer]:
    """What no use comes to: a declared type that promises an answer there is contradicted all the same."""
    table = omission.table
    for region in omission.regions:
        value = met(region, table.given)
        if value is not None and table.node is None and _promised(table, region):
            yield alone(
                omission, region, value, f"the table takes `{_takes(table, region)}`, though no use comes there"
            )
            return
    yield Proved(CODE, place(table, omission.regions[0]), omission.subject)


def _promised(table: Table, region: Region) -> bool:
    """Whether the type that is declared reaches beyond the rows and ends there."""
    interval = region.interval
    if interval is None:
        return bool(_takes(table, region))
    kind = table.declared(region.column)
    return kind is not None and (kind.low if interval.low is None else kind.high) is not None


def _takes(table: Table, region: Region) -> str:
    takes = table.definition.takes
    return takes[region.column] if region.column < len(takes) else ""


CHECK = Check(CODE, "values beyond the rows of a table", run)
