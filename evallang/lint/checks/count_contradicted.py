'''The words state a count or a total that their own lines contradict.

"The following three criteria", and four are listed; a total of 100, and the rows add up to 90. Either a line is
missing or the number is wrong, and a body cannot know which.

The check reads the words of provisions (`norm`, `text`). A count is compared where it stands directly behind
"following" (`следующие три …`, `мынадай үш …`) in the line before a list `1)`. A total is compared where the words
print a table with numbered rows, first the row `total` behind them, then each row with the rows below it (`1` with
`1.1`, `1.2`). The tables of the rules themselves are checked with every run (E0223).

**What to do.** Look for the line that is missing, or for the number that is wrong.

**Found in:**

```eval
methodology m
norm §4 {
  text """
    The assessment has the following three parts:
    1) services;
    2) openness.
  """
}
```

**Not found in:**

```eval
methodology m
norm §4 {
  text """
    The assessment has the following two parts:
    1) services;
    2) openness.
  """
}
```
'''

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallang.lint.check import Check
from evallang.lint.figures import WORDS
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.printed import PrintedRow, tables
from evallang.lint.subject import Subject
from evallang.numbers import decimal34
from evallang.source import Span

CODE = "C509"
_FOLLOWING = r"(?:мынадай|келесі|следующ\w+|following)"
_COUNTS = [re.compile(p, re.IGNORECASE) for p in (rf"{_FOLLOWING}\s+(\w+)", r"\b(\w+)\s+following\b")]
_FIRST = re.compile(r"\s*1\)")
_POINT = re.compile(r"\s*\d+\)")
Contradiction = tuple[str, str]
"""What is said and what is found, and the advice."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each text."""
    for numbering, provisions in subject.written.words.items():
        for address, text in provisions.items():
            place = subject.written.standing[numbering][address].statement.marks[0].span
            wrong = [*_counts(text), *_totals(text)]
            yield from (_finding(address, place, found) for found in wrong)
            if not wrong and tables(text):
                yield Proved(CODE, place)


def _finding(address: str, place: Span, found: Contradiction) -> Finding:
    said, advice = found
    return Finding(CODE, f"§{address} {said}", place, (f"§{address}",), help=advice, subject=said)


def _counts(text: str) -> Iterator[Contradiction]:
    """The counts before lists."""
    lines = [line for line in text.splitlines() if line.strip()]
    for i, line in enumerate(lines[:-1]):
        if not _FIRST.match(lines[i + 1]) or not line.rstrip().endswith(":"):
            continue
        said = [(m[1], n) for count in _COUNTS for m in count.finditer(line) if (n := _number(m[1]))]
        found = 0
        for below in lines[i + 1 :]:
            if found and _FIRST.match(below):
                break
            found += bool(_POINT.match(below))
        for word, n in said[-1:]:
            if n != found:
                yield f"says `{word}`, and its list has {found} points", "look for the point too many or too few"


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else WORDS.get(word.casefold(), 0)


def _totals(text: str) -> Iterator[Contradiction]:
    """The totals of tables, and the rows that have rows below them."""
    for table in tables(text):
        numbered = [row for row in table if row.no]
        behind = table[len(numbered)] if len(table) > len(numbered) and not table[len(numbered)].no else None
        if behind is not None and behind.is_total:
            yield from _compared("the total", behind, [row for row in numbered if "." not in row.no])
        below: dict[str, list[PrintedRow]] = {}
        for row in numbered:
            below.setdefault(row.no.rpartition(".")[0], []).append(row)
        for row in numbered:
            yield from _compared(f"row {row.no}", row, below.get(row.no, ()))


def _compared(what: str, whole: PrintedRow, rows: Sequence[PrintedRow]) -> Iterator[Contradiction]:
    figures = [[f for f in row.figures if f is not None] for row in rows]
    said = [f for f in whole.figures if f is not None]
    if not said or not rows or len({len(f) for f in figures}) != 1 or not figures[0]:
        return
    sums = [sum(column, Fraction(0)) for column in zip(*figures, strict=True)]
    sums = [sum(sums, Fraction(0))] if len(said) == 1 else sums
    for stated, found in zip(said, sums, strict=False):
        if len(said) == len(sums) and stated != found:
            numbers = f"{decimal34(stated)[0]}, and the rows add up to {decimal34(found)[0]}"
            yield f"gives {what} as {numbers}", "look for the row that is missing or has a wrong number"
            return


CHECK = Check(CODE, "a count or a total that the lines contradict", run, by_reading=False, instant=True)
