"""A better band answers with less, or the rows of a table stand in no order.

The points rise from row to row with the value, and in one row they fall: 15, 9, 12, 6, 3, 0. A body that does better
gets less than one that does worse. Or the rows themselves jump, 90 and up, 50 to 70, 70 to 90, so that nobody sees
whether one is missing.

The check looks at the rows in the order of their bounds. Where the value has a direction ("more is better", "more is
worse", a score), each step against the others is reported; where it has none, a table may rise and fall as it likes,
and only one row that breaks an otherwise steady rise or fall of five and more is. A table that is turned as a whole is
left to the checks of behaviour.

**What to do.** Compare with the source; put the rows in the order of their bounds.

**Found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s         | points |
  | 4 and up  |     15 |
  | 3 ..< 4   |      9 |
  | 2 ..< 3   |     12 |
  | below 2   |      0 |
input s : number 0..5, more is better §app6
indicator satisfaction §app6 { score granted(s) }
```

**Not found in:**

```eval
methodology m
brackets granted(s : number 0..5) §app6
  | s         | points |
  | 4 and up  |     15 |
  | 3 ..< 4   |     12 |
  | 2 ..< 3   |      9 |
  | below 2   |      0 |
input s : number 0..5, more is better §app6
indicator satisfaction §app6 { score granted(s) }
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, TableRow
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.notation import as_cell, figure, in_percent
from evallang.lint.sequences import Ladder, against, ladders, restored
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C208"
_STEADY = 5


def run(subject: Subject) -> Iterator[Answer]:
    """Each table: its answers along its bounds, then the order in which its rows stand."""
    for table in subject.tables.all:
        for ladder in ladders(table):
            found = [*_answers(subject, table, ladder), *_order(table, ladder)]
            if not found:
                yield Proved(CODE, table.definition.span)
            yield from found


def _answers(subject: Subject, table: Table, ladder: Ladder) -> Iterator[Finding]:
    directed = any(_has_direction(subject, use.args[ladder.column]) for use in table.uses)
    told: set[int] = set()
    for i in range(len(table.definition.results)):
        numbers = ladder.answers(i)
        for place in _breaks(numbers, directed):
            if place not in told:
                told.add(place)
                yield _broken(table, ladder, numbers, place)


def _breaks(numbers: Sequence[Fraction], directed: bool) -> list[int]:
    """The places at which the answers go against the others."""
    places = against(numbers)
    if directed:
        return places if 2 * len(places) < len(numbers) - 1 else []
    inside = [p for p in places if 1 < p < len(numbers) - 1]
    return inside if len(places) == 1 and len(numbers) >= _STEADY and restored(numbers, places[0]) else []


def _has_direction(subject: Subject, e: ir.Expr) -> bool:
    """Whether more of a value is known to be better, or worse."""
    match e:
        case ir.Apply(op=op, args=args) if op.startswith("round:") or op in ("floor", "ceiling"):
            return _has_direction(subject, args[0])
        case ir.ByReading(reading=reading, cases=cases):
            return _has_direction(subject, cases[subject.choices[reading]])
        case ir.Ref(targets=targets):
            return all(_directed(subject, n) for n in targets)
    return False


def _directed(subject: Subject, number: int) -> bool:
    d = subject.program.definitions[number]
    if isinstance(d, InputDef):
        return bool(d.more_is)
    return _has_direction(subject, d.value) if isinstance(d, FormulaDef) else d.word != "penalty"


def _broken(table: Table, ladder: Ladder, numbers: Sequence[Fraction], place: int) -> Finding:
    low, high = ladder.rows[place - 1], ladder.rows[place]
    rises = numbers[place] > numbers[place - 1]
    cells = [_cell(table, ladder, n) for n in (place, place - 1)]
    return Finding(
        CODE, f"{cells[0]} answers {figure(numbers[place])} and {cells[1]} below it {figure(numbers[place - 1])}: "
        f"{'rising' if rises else 'falling'}, where the rows of {table.name} {'fall' if rises else 'rise'}",
        high.span, high.provisions or table.provisions, mathematics=", ".join(map(figure, numbers)),
        help="compare with the source: two answers may have changed places",
        places=(Place(low.span, "the row below it"),), subject=f"{cells[0]} {cells[1]}",
    )  # fmt: skip


def _cell(table: Table, ladder: Ladder, place: int) -> str:
    return f"`{as_cell(ladder.spans[place], in_percent(table.rows, ladder.column))}`"


# ---- the rows as they stand


def _order(table: Table, ladder: Ladder) -> Iterator[Finding]:
    """A row that stands neither in the order of the bounds nor in that of the answers."""
    at_row = {id(row): place for place, row in enumerate(ladder.rows)}
    written = [row for row in table.rows if id(row) in at_row]
    places = [at_row[id(row)] for row in written]
    if len(places) < 3 or places in (sorted(places), sorted(places, reverse=True)) or _by_answers(written):
        return
    falling = places[0] > places[-1]
    at = next(i for i, (a, b) in enumerate(pairwise(places), 1) if (b > a) == falling)
    cells = [_cell(table, ladder, places[i]) for i in (at - 1, at)]
    yield Finding(
        CODE, f"the rows of {table.name} are not in the order of their bounds: {cells[1]} stands behind {cells[0]}",
        written[at].span, written[at].provisions or table.provisions, Severity.NOTE,
        help="put the rows in the order of their bounds", subject="order",
    )  # fmt: skip


def _by_answers(rows: Sequence[TableRow]) -> bool:
    """Whether the rows stand in the order of what they answer."""
    for i in range(len(rows[0].results)):
        numbers = [x for row in rows if isinstance(x := row.results[i], Fraction)]
        if len(numbers) == len(rows) and numbers in (sorted(numbers), sorted(numbers, reverse=True)):
            return True
    return False


CHECK = Check(CODE, "rows out of order", run, by_reading=False, instant=True)
