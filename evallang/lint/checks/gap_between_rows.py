"""Between two rows of a table lie values for which no row answers.

A table whose rows end at 4.79 and begin at 4.8 says nothing of 4.795. A body with that value gets neither points nor a
grade, although the act means one of the two rows. Such gaps come of bounds that are written with as many decimals as
the author expected, where the value itself is not rounded.

The check looks at each table by itself, over the types that it declares, and at each place where something is looked
up in it: the values that may come there, their roundings, whole numbers and the conditions around. A gap that a body
falls into is a warning; one that every use keeps away from by rounding is a note: the act itself leaves it open.

**What to do.** Let each row reach the next one (`4.6 ..< 4.8`), or say in the rules how the value is rounded before it
is looked up.

```eval
brackets granted(s : number 0..5) §app6
  | s           | points |
  | 4.8 .. 5    |     15 |
  | 4.6 ..< 4.8 |     12 |
  | below 4.6   |      0 |
input s : number 0..5
indicator satisfaction { score granted(s) }
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.lint.check import Check
from evallang.lint.finding import Answer, Proved
from evallang.lint.gaps import alike, is_between, place
from evallang.lint.looked_up import met, rounding, taken
from evallang.lint.notation import figure, in_percent
from evallang.lint.omissions import Omission, alone, told
from evallang.lint.subject import Subject
from evallang.lint.tables import Use

CODE = "C201"


def run(subject: Subject) -> Iterator[Answer]:
    """Each table, its gaps put together where they are equally wide."""
    for table in subject.tables.all:
        for gaps in alike(table, filter(is_between, table.holes)):
            yield from told(subject, Omission(CODE, table, gaps, "gap"), _by_itself)


def _by_itself(subject: Subject, omission: Omission) -> Iterator[Answer]:
    """A gap that no use comes to: the table leaves it open all the same, where it says that it takes such values."""
    table, gaps = omission.table, omission.regions
    column = gaps[0].column
    gap = next((gap for gap in gaps if met(gap, table.given)), gaps[0])
    value = met(gap, table.given)
    sizes = [_rounded(subject, use, column) for use in table.uses]
    declared = table.node is None and table.declared(column) is not None
    counted = bool(table.uses) and all(_is_counted(subject, use, column) for use in table.uses)
    if value is None or not (any(sizes) or (declared and not counted)):
        yield Proved(CODE, place(table, gaps[0]), omission.subject)
        return
    why = "no use comes there"
    if sizes and all(sizes):
        written = {figure(size, in_percent(table.rows, column)) for size in sizes if size}
        why = f"each use rounds to {' or '.join(sorted(written))} first"
    yield alone(omission, gap, value, why)


def _rounded(subject: Subject, use: Use, column: int) -> Fraction | None:
    """To multiples of which number what is looked up is rounded."""
    sizes = {rounding(subject, use.args[column], kind) for kind in subject.kinds}
    return None if None in sizes else min(size for size in sizes if size)


def _is_counted(subject: Subject, use: Use, column: int) -> bool:
    """Whether what is looked up comes in steps, so that nobody means what lies between two of them."""
    return all(case[column].step is not None for kind in subject.kinds for case in taken(subject, use, kind))


CHECK = Check(CODE, "a gap between two rows", run)
