'''A list or a table numbers its lines wrongly.

Where two points of a list have one number, or a number is passed over, a citation of the point leads to the wrong
words or to none, and nobody knows whether a line was lost.

The check looks at the points `1)` in the words of provisions, and at the numbers of rows in tables of the rules, where
a number is given twice or stands before a smaller one (rows may be missing there: they may have been repealed).

**What to do.** Number the lines anew; in a transcription, look for the line that was lost.

**Found in:**

```eval
methodology m
norm §57 {
  text """
    The directions are:
    1) services;
    2) openness;
    2) complaints.
  """
}
```

**Not found in:**

```eval
methodology m
norm §57 {
  text """
    The directions are:
    1) services;
    2) openness;
    3) complaints.
  """
}
```
'''

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding
from evallang.lint.printed import points
from evallang.lint.sentences import shortened
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.syntax import ast

CODE = "C508"


def run(subject: Subject) -> Iterator[Answer]:
    """Each text, then each table."""
    for numbering, provisions in subject.written.words.items():
        for address, text in provisions.items():
            numbers = [int(no) for no, _ in points(text)]
            if numbers[:1] == [1] and any(after not in (before + 1, 1) for before, after in pairwise(numbers)):
                place = subject.written.standing[numbering][address].statement.marks[0].span
                said = shortened([f"{n})" for n in numbers])
                yield Finding(
                    CODE, f"the points of §{address} are numbered {said}", place, (f"§{address}",), Severity.NOTE,
                    help="number them one after the other, or look for the one that was lost",
                )  # fmt: skip
    for line in subject.written.of(ast.Table):
        yield from _rows(line.statement)


def _rows(table: ast.Table) -> Iterator[Answer]:
    header = [cell.text for cell in table.header]
    if "no" not in header:
        return
    cells = [row.cells[header.index("no")] for row in table.rows if len(row.cells) == len(header)]
    numbered = [number for cell in cells if (number := _number(cell)) is not None]
    for (before, _, _), (after, text, place) in pairwise(numbered):
        if after <= before:
            other = ".".join(map(str, before))
            what = "stands twice" if after == before else f"stands behind `{other}`"
            yield Finding(
                CODE, f"the number `{text}` of a row {what}", place, severity=Severity.NOTE,
                help="number the rows one after the other, as the act does", subject=text,
            )  # fmt: skip


def _number(cell: ast.Cell) -> tuple[tuple[int, ...], str, Span] | None:
    """The number of a row, as it is compared and as it is written, and its place."""
    value = cell.value if isinstance(cell, ast.Starred) else cell
    if not isinstance(value, ast.Constant | ast.Ordinal):
        return None
    pieces = value.text.split(".")
    return (tuple(map(int, pieces)), value.text, value.span) if all(p.isdecimal() for p in pieces) else None


CHECK = Check(CODE, "lines that are numbered wrongly", run, by_reading=False, instant=True)
