"""One number falls out of a table that is regular otherwise.

The points go down 10, 8, 6, 4, 1, 0: by 2 from row to row, then by 3 and by 1. Or the bounds rise 50, 60, 75, 80, 90.
It may be meant; often it is a slip of the pen that no later reader can tell from intent.

The check looks at the rows in the order of their bounds: at their answers, and at where they begin. One number alone
must fall out, and the others show at least three equal steps, or two where a change of the one number makes it four; a
first or last number that lies far off is taken as meant.

**What to do.** Compare with the source. If the number is meant, accept the finding: `accept C207 "why"`.

**Found in:**

```eval
methodology m
brackets discipline(x : share) §app13
  | x           | points |
  | 90% and up  |     10 |
  | 80% ..< 90% |      8 |
  | 70% ..< 80% |      6 |
  | 60% ..< 70% |      4 |
  | 50% ..< 60% |      1 |
  | below 50%   |      0 |
input x : share §app13
indicator control §app13 { score discipline(x) }
```

**Not found in:**

```eval
methodology m
brackets discipline(x : share) §app13
  | x           | points |
  | 90% and up  |     10 |
  | 80% ..< 90% |      8 |
  | 70% ..< 80% |      6 |
  | 60% ..< 70% |      4 |
  | 50% ..< 60% |      2 |
  | below 50%   |      0 |
input x : share §app13
indicator control §app13 { score discipline(x) }
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.diagnostics import Severity
from evallang.ir.program import TableRow
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.notation import figure, in_percent
from evallang.lint.sequences import Ladder, Outlier, ladders, outlier, trimmed
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C207"


def run(subject: Subject) -> Iterator[Answer]:
    """The answers and the bounds of each table."""
    for table in subject.tables.all:
        for ladder in ladders(table):
            found = [*_answers(table, ladder), *_bounds(table, ladder)]
            if not found:
                yield Proved(CODE, table.definition.span)
            yield from found


def _answers(table: Table, ladder: Ladder) -> Iterator[Finding]:
    for i, name in enumerate(table.definition.results):
        numbers = ladder.answers(i)
        kept = trimmed(numbers)
        shown = [numbers[place] for place in kept]
        found = outlier(shown)
        if found is not None:
            what = f"the answers `{name}`" if len(table.definition.results) > 1 else "the answers"
            yield _finding(table, ladder.rows[kept[found.place]], what, name, list(map(figure, shown)), found)


def _bounds(table: Table, ladder: Ladder) -> Iterator[Finding]:
    found = outlier(ladder.bounds)
    if found is not None:
        percent = in_percent(table.rows, ladder.column)
        rows = [row for row, span in zip(ladder.rows, ladder.spans, strict=True) if span.low is not None]
        shown = [figure(bound, percent) for bound in ladder.bounds]
        yield _finding(table, rows[found.place], "the bounds", "", shown, found, percent=percent)


def _finding(
    table: Table, row: TableRow, what: str, column: str, shown: Sequence[str], found: Outlier, *, percent: bool = False
) -> Finding:  # fmt: skip
    here, expected = shown[found.place], figure(found.expected, percent)
    way = f"{what} of {table.name} go by {figure(abs(found.step), percent)} from row to row"
    return Finding(
        CODE, f"{way}, and {here} falls out: {expected} would keep the step", row.span,
        row.provisions or table.provisions, Severity.NOTE, mathematics=", ".join(shown),
        help=f"compare with the source: is it {expected}?", subject=f"{column} {here}",
    )  # fmt: skip


CHECK = Check(CODE, "an irregular step", run, by_reading=False, instant=True)
