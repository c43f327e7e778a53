"""A number ends one row of a table and begins the next one.

`0 .. 10` and `10 .. 20` both hold 10. A body with exactly 10 is in two bands, and the act does not say in which; here
its value is undefined.

The check looks at each table as it is used, with what may be looked up there: a bound that no value can hit, because of
a rounding or because only whole numbers come there, is not reported. Rows that share more than a bound are reported as
two rows for one value.

**What to do.** Give the bound to one of the rows: `0 ..< 10` beside `10 .. 20`, or `0 .. 10` beside `10 <.. 20`.

**Found in:**

```eval
methodology m
brackets fee(days : number 0..) §5
  | days      | points |
  | 0 .. 10   |      3 |
  | 10 .. 20  |      1 |
  | above 20  |      0 |
input days : number 0.. §5
indicator speed §5 { score fee(days) }
```

**Not found in:**

```eval
methodology m
brackets fee(days : number 0..) §5
  | days      | points |
  | 0 ..< 10  |      3 |
  | 10 .. 20  |      1 |
  | above 20  |      0 |
input days : number 0.. §5
indicator speed §5 { score fee(days) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from evallang.diagnostics import Severity
from evallang.ir.program import Interval
from evallang.lint.check import Check
from evallang.lint.checks.overlapping_rows import pairs
from evallang.lint.clashing import Clash, told
from evallang.lint.finding import Answer
from evallang.lint.grid import Region
from evallang.lint.notation import as_cell, in_percent
from evallang.lint.sets import span_of
from evallang.lint.subject import Subject

CODE = "C203"


def run(subject: Subject) -> Iterator[Answer]:
    """Each bound at which two rows meet."""
    for table in subject.tables.all:
        for rows, regions in pairs(table).items():
            points = [region for region in regions if region.is_point]
            if points:
                clash = Clash(CODE, table, rows, points, "")
                number = clash.words.replace("exactly ", "")
                message = f"{number} is in two rows of {table.name}, {' and '.join(clash.asked)}"
                severity = Severity.WARNING
                yield from told(subject, evolve(clash, help=_advice(clash, points[0])), message, severity)


def _advice(clash: Clash, region: Region) -> str:
    """Both rows as they would leave the bound to the other one."""
    found = []
    column, point = region.column, region.interval
    for row in clash.rows:
        span = span_of(row.tests[column])
        if span is None or point is None or span.low == span.high:
            return "delete one of the two rows"
        low, high = span.low == point.low, span.high == point.low
        open_ = Interval(span.low, span.high, span.low_closed and not low, span.high_closed and not high)
        cell = as_cell(open_, in_percent(clash.table.rows, column))
        found.append(f"`{cell}` in place of `{row.asked[column]}`")
    return f"give it to one of them: write {' or '.join(found)}"


CHECK = Check(CODE, "a bound that belongs to two rows", run)
