"""No body can ever get one of the grades.

The highest grade begins at 90 and the score goes up to 85 once the optional part is gone; a grade asks for a flag that
excludes the score beside it. The act promises, or threatens with, something that never happens.

The check looks at the values that the graded score and the other columns can take, with their roundings, for every kind
of body: a grade none of whose rows can come up is reported; for every other one a body is looked for that gets it
under the chosen readings, and where none is found a solver is asked whether there is one. A grade from which the score
keeps bodies of one kind, while others can get it, is told as a note.

**What to do.** Move the bound to where the scores are, or see which part of the score has been lost.

**Found in:**

```eval
methodology m
index overall §12 {
  part a { points 60; score 60 }
  part b { points 25; score 25 }
  grade §12
    | score     | grade |
    | 80 and up | high  |
    | below 80  | low   |
}
```

**Not found in:**

```eval
methodology m
index overall §12 {
  input a : number 0..60
  input b : number 0..25
  score a + b
  grade §12
    | score     | grade |
    | 80 and up | high  |
    | below 80  | low   |
}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.diagnostics import Severity
from evallang.ir.program import Interval, NodeDef, TableRow
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.grid import Region
from evallang.lint.looked_up import decided, reached
from evallang.lint.ranges import is_empty
from evallang.lint.rows import nothing_leads_there, reaches, region_of
from evallang.lint.scale import misses
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C661"


def run(subject: Subject) -> Iterator[Answer]:
    """Each grade of each node, unless none of them can be got: that is told as another scale."""
    for table in subject.tables.all:
        if table.node is not None and not misses(subject, table) and _is_there(subject, table.node):
            for grade, rows in grades(table).items():
                answer = _grade(subject, table, table.node, grade, rows)
                yield from [] if answer is None else [answer]
                if not isinstance(answer, Finding):
                    yield from _for_some(subject, table, table.node, grade, rows)


def _is_there(subject: Subject, node: NodeDef) -> bool:
    """Whether the node ever has a value: without one the rules are not made to be computed so."""
    return not all(is_empty(subject.values(k).of_definition(node.number)) for k in subject.kinds_of(node))


def grades(table: Table) -> dict[str, list[TableRow]]:
    """The rows of each grade."""
    found: dict[str, list[TableRow]] = {}
    column = table.definition.results.index("grade") if "grade" in table.definition.results else None
    for row in table.rows if column is not None else ():
        found.setdefault(str(row.results[column or 0]), []).append(row)
    return found


def _grade(subject: Subject, table: Table, node: NodeDef, grade: str, rows: Sequence[TableRow]) -> Answer | None:
    regions = [region_of(row) for row in rows]
    places = reached(subject, table, regions)
    if not places:
        return _nobody(table, node, grade, rows, reaches(subject, table, rows))
    first = (CODE, rows[0].span.start, rows[0].span.end, f"{node.short} {grade}")
    if subject.option is not None and first not in subject.told:
        return None  # what ranges do not exclude is looked for under the chosen readings only
    decisions = [decided(subject, table, place, regions) for place in places]
    verdicts = {decision.verdict for decision in decisions}
    if Verdict.REFUTED in verdicts:
        return Proved(CODE, rows[0].span, grade)
    if verdicts == {Verdict.PROVED}:
        return _nobody(table, node, grade, rows, nothing_leads_there(decisions))
    return Finding(
        CODE, f"whether a body can get the grade `{grade}` of `{node.short}` is not decided", rows[0].span,
        rows[0].provisions or table.provisions, Severity.NOTE, Verdict.UNDECIDED, tried=decisions[0].tried,
        subject=f"{node.short} {grade}?",
    )  # fmt: skip


def _for_some(
    subject: Subject, table: Table, node: NodeDef, grade: str, rows: Sequence[TableRow]
) -> Iterator[Finding]:  # fmt: skip
    """The kinds of bodies whose score keeps them from a grade that others can get; ranges alone say so."""
    regions = [region_of(row) for row in rows]
    get = {kind for place in reached(subject, table, regions) for kind in place.kinds}
    anywhere = [Region(tuple(None if isinstance(a, Interval) else a for a in r.atoms)) for r in regions]
    asked = {kind for place in reached(subject, table, anywhere) for kind in place.kinds}
    kept = [kind for kind in subject.kinds_of(node) if kind in asked - get]
    if get and kept:
        whose = joined(f"`{kind}`" for kind in kept)
        yield Finding(
            CODE, f"bodies of the kind {whose} cannot get the grade `{grade}` of `{node.short}`, which others may get: "
            f"{reaches(subject, table, rows, kept)}", rows[0].span, rows[0].provisions or table.provisions,
            Severity.NOTE, help="see whether the bounds are meant for these bodies too",
            subject=f"{node.short} {grade} {' '.join(map(str, kept))}", owner=node.number,
        )  # fmt: skip


def _nobody(table: Table, node: NodeDef, grade: str, rows: Sequence[TableRow], why: str) -> Finding:
    return Finding(
        CODE, f"no body can get the grade `{grade}` of `{node.short}`: {why}", rows[0].span,
        rows[0].provisions or table.provisions, help="move the bounds to where the values are",
        subject=f"{node.short} {grade}", owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "a grade that nobody can get", run)
