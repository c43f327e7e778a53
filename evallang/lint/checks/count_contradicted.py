'''The words state a count or a total that their own lines contradict.

"The following three criteria", and four are listed; a total of 100, and the rows add up to 90. Either a line is
missing or the number is wrong, and a body cannot know which.

The check reads the words of provisions (`norm`, `text`). A count is compared where it stands directly at "following"
(`следующие три …`, `мынадай он екі …`) in the line before a list `1)`, and no other number stands behind it in that
line; or where it ends that line, `по 3 критериям:` and `(четыре критерия):`, unless it is a bound such as "at least
two". Years, days and percent are no count of what is listed. A total is compared where the words print a table with
numbered rows, first the row `total` behind them, then each row with the rows below it (`1` with `1.1`, `1.2`). The
tables of the rules themselves are checked with every run (E0223).

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
from evallang.lint.counted import counts, listed
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.printed import PrintedRow, tables
from evallang.lint.subject import Subject
from evallang.numbers import decimal34
from evallang.source import Span

CODE = "C509"
_FOLLOWING = re.compile(r"\b(?:мынадай|келесі|следующ\w+|following)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\s*(?:%|(?:(?:year|month|week|day|quarter)s?|percent|лет|день|дн(?:я|ей|ям|ями|ях)"
    r"|(?:год|месяц|недел|квартал|процент)(?:а|у|ом|ем|е|и|ы|ь|ов|ев|ам|ами|ями|ах|ях|я|ю)?"
    r"|(?:жыл|ай|апта|күн|тоқсан|пайыз)(?:[дт]а|[дт]е|н?[дт]ан|н?[дт]ен|[ғқ]а|[гк]е|[днт]ың|[днт]ің|[днт]ы|[днт]і|ы|і)?"
    r")\b)",
    re.IGNORECASE,
)
"""What is measured in units of time or in percent."""
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
        found = 0
        for below in lines[i + 1 :]:
            if found and _FIRST.match(below):
                break
            found += bool(_POINT.match(below))
        said = _said(line)
        if said is not None and said[1] != found:
            yield f"says `{said[0]}`, and its list has {found} points", "look for the point too many or too few"


def _said(line: str) -> tuple[str, Fraction] | None:
    """How many things a line says that it lists: at "following", else as its last words; or in brackets behind it."""
    if _FOLLOWING.search(line):
        return _count(line) or listed(line, in_brackets=True)
    return listed(line, in_brackets=False)


def _count(line: str) -> tuple[str, Fraction] | None:
    """The one number directly behind or before "following"; None where a line counts more things behind it."""
    following = next(iter(reversed([*_FOLLOWING.finditer(line)])), None)
    if following is None:
        return None
    given = counts(line)
    behind = [f for f in given if f.start >= following.end()]
    before = [f for f in given if f.end <= following.start() and not line[f.end : following.start()].strip()]
    if behind and not line[following.end() : behind[0].start].strip():
        before = behind[:1]
        behind = behind[1:]
    if not before or behind or before[0].value is None or not before[0].is_count:
        return None
    if _MEASURED.match(line, before[0].end):
        return None
    return line[before[0].start : before[0].end], before[0].value


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
