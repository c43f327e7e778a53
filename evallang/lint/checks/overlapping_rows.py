"""Two rows of a table are for the same value.

One row says 4 to 4.6, the next one 4.5 to 5: which points does 4.55 get? The act gives two answers. Here exactly one
row must fit, so that nobody has to guess which was meant: the value is undefined, also where both rows answer the same.

The check looks at each table by itself and as it is used: a body that comes to both rows is shown. Rows that answer
differently are an error, rows that answer the same a warning; where no use comes there, or that is not decided, it is
a note. A single number that ends one row and begins the next is reported as a bound in two rows.

**What to do.** Move one of the bounds, delete the row that says the same, or tell the rows apart by another column.

**Found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s         | points |
  | 4.5 .. 5  |     15 |
  | 4 .. 4.6  |     12 |
  | below 4   |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```

**Not found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s           | points |
  | 4.5 .. 5    |     15 |
  | 4 ..< 4.5   |     12 |
  | below 4     |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir.program import TableRow
from evallang.lint.check import Check
from evallang.lint.clashing import Clash, told
from evallang.lint.finding import Answer
from evallang.lint.grid import Region
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C202"
_APART = "move one of the bounds, or delete the row that is not meant"
_SAME = "delete one of the two rows: as long as both fit, no value comes out"


def run(subject: Subject) -> Iterator[Answer]:
    """Each pair of rows that share more than a bound."""
    for table in subject.tables.all:
        for rows, regions in pairs(table).items():
            wide = [region for region in regions if not region.is_point]
            if wide:
                clash = Clash(CODE, table, rows, wide, _APART if rows[0].results != rows[1].results else _SAME)
                how = "answer differently" if clash.differs else "answer the same: exactly one row must fit"
                message = f"two rows of {table.name}, {' and '.join(clash.asked)}, both hold {clash.words} and {how}"
                yield from told(subject, clash, message, Severity.ERROR if clash.differs else Severity.WARNING)


def pairs(table: Table) -> dict[tuple[TableRow, TableRow], list[Region]]:
    """The rows that answer together, with the regions where they do."""
    found: dict[tuple[TableRow, TableRow], list[Region]] = {}
    for one, other, region in table.overlaps:
        found.setdefault((one, other), []).append(region)
    return found


CHECK = Check(CODE, "two rows for one value", run)
