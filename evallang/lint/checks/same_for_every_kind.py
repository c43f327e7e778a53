"""A value is divided by kinds of bodies, and is the same for all of them.

Where an act gives one number for central and one for local bodies, a reader expects that they differ. If they do not,
either one of them was copied by mistake, or the division says nothing.

The check looks at points by kind, at brackets with a column for each kind, and at tables of indicators with points by
kind, whose columns agree in every row.

**What to do.** Look up the number of the second kind in the act; if it is the same, write it once.

**Found in:**

```eval
methodology m
kinds central, local
indicator complaints §4 { points central 10, local 10 §4; input part : share; score part * points }
```

**Not found in:**

```eval
methodology m
indicator complaints §4 { points 10 §4; input part : share; score part * points }
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.sentences import joined, quoted
from evallang.lint.subject import Subject
from evallang.numbers import decimal34, parse_number
from evallang.source import Span
from evallang.syntax import ast

CODE = "C405"


def run(subject: Subject) -> Iterator[Answer]:
    """Each division by kinds."""
    kinds = {kind.name for kind in subject.program.kinds}
    for line in subject.written.of(ast.Points, ast.Table):
        here = line.statement
        cites = tuple(str(c) for c in line.own)
        if isinstance(here, ast.Table):
            yield from _table(here, kinds, cites)
        elif isinstance(here.value, tuple) and len(here.value) > 1:
            numbers: list[Fraction | None] = [parse_number(entry.points) for entry in here.value]
            yield from _told([e.kind.text for e in here.value], [numbers], here.span, cites)


def _table(table: ast.Table, kinds: set[str], cites: tuple[str, ...]) -> Iterator[Answer]:
    header = [cell.text for cell in table.header]
    columns = [i for i, name in enumerate(header) if name in kinds]
    whole = [row for row in table.rows if len(row.cells) == len(header)]
    rows = [[_number(row.cells[i]) for i in columns] for row in whole]
    rows = [row for row in rows if any(number is not None for number in row)]
    if len(columns) > 1 and rows and not any(None in row for row in rows):
        place = table.header[columns[0]].span.to(table.header[columns[-1]].span)
        yield from _told([header[i] for i in columns], rows, place, cites)


def _told(
    kinds: Sequence[str], rows: list[list[Fraction | None]], place: Span, cites: tuple[str, ...]
) -> Iterator[Answer]:
    if any(len(set(row)) > 1 for row in rows):
        yield Proved(CODE, place)
        return
    number = rows[0][0]
    what = (
        f"the number is {decimal34(number)[0]}" if len(rows) == 1 and number is not None else "the numbers are the same"
    )
    yield Finding(
        CODE, f"{what} for {joined(quoted(kinds))} alike", place, cites, Severity.NOTE,
        help="write it once; or one of them was copied by mistake", subject=",".join(kinds),
    )  # fmt: skip


def _number(cell: ast.Cell) -> Fraction | None:
    try:
        return parse_number(cell.text) if isinstance(cell, ast.Constant) else None
    except ValueError:
        return None


CHECK = Check(CODE, "a value by kind that is the same for every kind", run, by_reading=False, instant=True)
