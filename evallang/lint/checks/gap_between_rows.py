"""Between two rows of a table lie values for which no row answers.

A table whose rows end at 4.79 and begin at 4.8 says nothing of 4.795. A body with that value gets neither points nor a
grade, although the act means one of the two rows. Such gaps come of bounds that are written with as many decimals as
the author expected, where the value itself is not rounded.

The check looks at each table by itself, over the types that it declares, and at each place where something is looked
up in it: the values that may come there, their roundings, whole numbers and the conditions around. A gap that a body
falls into is a warning. One that only a reading rounds away, or that no use comes to although the table declares such
values, is a note: the act itself leaves it open.

**What to do.** Let each row reach the next one (`4.6 ..< 4.8`), or say in the rules how the value is rounded before it
is looked up.

**Found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s           | points |
  | 4.8 .. 5    |     15 |
  | 4.6 .. 4.79 |     12 |
  | below 4.6   |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```

**Not found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s           | points |
  | 4.8 .. 5    |     15 |
  | 4.6 ..< 4.8 |     12 |
  | below 4.6   |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.lint.check import Check
from evallang.lint.finding import Answer, Proved
from evallang.lint.gaps import alike, is_between, place
from evallang.lint.looked_up import met, taken
from evallang.lint.notation import figure, in_percent
from evallang.lint.omissions import Omission, alone, told
from evallang.lint.rounded_before import rounding
from evallang.lint.subject import Subject
from evallang.lint.tables import Use

CODE = "C201"


def run(subject: Subject) -> Iterator[Answer]:
    """Each table, its gaps put together where they are equally wide."""
    for table in subject.tables.all:
        for gaps in alike(table, filter(is_between, table.holes)):
            yield from told(subject, Omission(CODE, table, gaps, "gap"), _by_itself)


def _by_itself(subject: Subject, omission: Omission) -> Iterator[Answer]:
    """A gap that no use comes to, though the table declares such values or only a reading rounds them away."""
    table, gaps = omission.table, omission.regions
    column = gaps[0].column
    gap = next((gap for gap in gaps if met(gap, table.given)), gaps[0])
    value = met(gap, table.given)
    found = [r for use in table.uses for k in subject.kinds if (r := rounding(subject, use, column, k)) is not None]
    read = sorted({figure(r.size, in_percent(table.rows, column)) for r in found if r.by_reading})
    declared = table.node is None and table.declared(column) is not None
    counted = bool(table.uses) and all(_is_counted(subject, use, column) for use in table.uses)
    if value is None or not (read or (declared and not counted)):
        yield Proved(CODE, place(table, gaps[0]), omission.subject)
    else:
        why = f"only a reading rounds to {' or '.join(read)} first" if read else "no use comes there"
        yield alone(omission, gap, value, why)


def _is_counted(subject: Subject, use: Use, column: int) -> bool:
    """Whether what is looked up comes in steps, so that nobody means what lies between two of them."""
    return all(case[column].step is not None for kind in subject.kinds for case in taken(subject, use, kind))


CHECK = Check(CODE, "a gap between two rows", run)
