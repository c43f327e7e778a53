"""A row of a table can never answer.

The row asks for 6 to 10 where the value goes up to 5, for an option together with a number that it excludes, or for
nothing at all (`5 ..< 5`). It reads as a rule and is none: often its bounds belong to another scale, or the value was
limited later and the table was forgotten.

The check compares each row with what the table declares to take, and with the values that may come to it where it is
used: their types, limits, roundings and the conditions around. It reports what is excluded for every body; for what is
not, a body is looked for that comes to the row. Rows of grades are reported as a grade that nobody can get.

**What to do.** Delete the row, or move its bounds to where the values are.

**Found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s         | points |
  | 6 .. 10   |     20 |
  | 4 ..< 6   |     15 |
  | below 4   |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```

**Not found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s         | points |
  | 4 and up  |     15 |
  | below 4   |      0 |
input s : number 0..5 §app6
indicator satisfaction §app6 { score granted(s) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir.program import TableRow
from evallang.lint.check import Check
from evallang.lint.decision import BODIES, MOST_COPIES
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.looked_up import decided, met, reached, taken
from evallang.lint.rows import asked, is_empty, nothing_leads_there, reaches, region_of
from evallang.lint.scale import misses
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C204"
_HELP = "delete the row, or move its bounds to where the values are"


def run(subject: Subject) -> Iterator[Answer]:
    """Each row, by itself and as the table is used."""
    for table in subject.tables.all:
        if not misses(subject, table):
            used = table.whole and any(taken(subject, use, k) for use in table.uses for k in subject.kinds)
            for row in table.rows:
                yield from _row(subject, table, row, used=used)


def _row(subject: Subject, table: Table, row: TableRow, *, used: bool) -> Iterator[Answer]:
    alone = subject.option is None or table.depends
    why = ""
    if is_empty(row):
        why = "no number is in it"
    elif table.node is None and table.definition.types and met(region_of(row), table.given) is None:
        why = f"the table takes {_takes(table)}"
    elif used and not _is_grade(table, row):
        yield from _as_used(subject, table, row)
        return
    if not why:
        yield Proved(CODE, row.span)
    elif alone:
        yield _finding(table, row, why, Severity.WARNING)


def _as_used(subject: Subject, table: Table, row: TableRow) -> Iterator[Answer]:
    """Whether anything comes to a row: ranges may exclude it, else a body is looked for that comes there."""
    regions, owner = [region_of(row)], table.uses[0].owner
    places = reached(subject, table, regions)
    if not places:
        yield _finding(table, row, reaches(subject, table, [row]), Severity.NOTE, owner)
        return
    same = (CODE, row.span.start, row.span.end, asked(row))
    if subject.instant or (subject.option is not None and same not in subject.told):
        return  # what ranges do not exclude is looked for under the chosen readings only
    if subject.option is None and subject.acting.answers(row.span):
        yield Proved(CODE, row.span)
        return
    decisions = [decided(subject, table, place, regions) for place in places[:MOST_COPIES]]
    verdicts = {decision.verdict for decision in decisions}
    if Verdict.REFUTED in verdicts:
        yield Proved(CODE, row.span)
    elif verdicts == {Verdict.PROVED} and len(places) <= MOST_COPIES:
        yield _finding(table, row, nothing_leads_there(decisions), Severity.NOTE, owner)
    else:
        yield Finding(
            CODE, f"whether the row {asked(row)} of {table.name} ever applies is not decided", row.span,
            row.provisions or table.provisions, Severity.NOTE, Verdict.UNDECIDED, tried=decisions[-1].tried or BODIES,
            subject=f"{asked(row)}?",
        )  # fmt: skip


def _finding(table: Table, row: TableRow, why: str, severity: Severity, owner: int | None = None) -> Finding:
    return Finding(
        CODE, f"the row {asked(row)} of {table.name} never applies: {why}", row.span,
        row.provisions or table.provisions, severity, help=_HELP, subject=asked(row), owner=owner,
    )  # fmt: skip


def _is_grade(table: Table, row: TableRow) -> bool:
    """Whether it is the only row of a grade: that is told of the grade."""
    if table.node is None or "grade" not in table.definition.results:
        return False
    column = table.definition.results.index("grade")
    return sum(r.results[column] == row.results[column] for r in table.rows) == 1


def _takes(table: Table) -> str:
    names = zip(table.definition.inputs, table.definition.takes, strict=True)
    return ", ".join(f"`{name} : {kind}`" for name, kind in names if kind)


CHECK = Check(CODE, "a row that never applies", run)
