"""Two tables are for one case and answer differently.

Where two tables of the rules transcribe one provision and ask the same, one of them has a slip, or the act says two
things. Which one is looked at depends on the rule that happens to ask.

The check compares brackets that cite the same provision and have the same columns, case by case.

**What to do.** Keep one table; where the act says both, put their rows `under` the options of a reading.

**Found in:**

```eval
methodology m
brackets points_a(share) §app13
  | share        | points |
  | 50% .. 100%  |     10 |
  | below 50%    |      0 |
brackets points_b(share) §app13
  | share        | points |
  | 60% .. 100%  |     10 |
  | below 60%    |      0 |
input a : share §app13
input b : share §app13
indicator in_time §app13 { score points_a(a) }
indicator in_full §app13 { score points_b(b) }
```

**Not found in:**

```eval
methodology m
brackets points_for(share) §app13
  | share        | points |
  | 50% .. 100%  |     10 |
  | below 50%    |      0 |
input a : share §app13
input b : share §app13
indicator in_time §app13 { score points_for(a) }
indicator in_full §app13 { score points_for(b) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.ir.program import BracketsDef, Interval, TableRow
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.grid import Cell, cells
from evallang.lint.notation import in_words
from evallang.lint.sentences import joined
from evallang.lint.sets import Domain
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.syntax import ast

CODE = "C403"


def run(subject: Subject) -> Iterator[Answer]:
    """Each table against those before it that cite the same."""
    before: dict[tuple[str, tuple[str, ...]], list[BracketsDef]] = {}
    for table in subject.program.brackets:
        others = {id(o): o for p in table.provisions for o in before.get((p, table.inputs), ())}
        for other in others.values():
            yield from _compared(subject, other, table)
        for provision in table.provisions:
            before.setdefault((provision, table.inputs), []).append(table)


def _compared(subject: Subject, one: BracketsDef, other: BracketsDef) -> Iterator[Answer]:
    rows = [[row for row in table.rows if subject.active(row.conditions)] for table in (one, other)]
    columns = [i for i, name in enumerate(one.results) if name in other.results]
    found = cells([*rows[0], *rows[1]], [_domain([*rows[0], *rows[1]], i) for i in range(len(one.inputs))])
    for cell in found or ():
        pair = [[row for row in cell.rows if row in some] for some in rows]
        if len(pair[0]) != 1 or len(pair[1]) != 1:
            continue
        for i in columns:
            first, second = pair[0][0].results[i], pair[1][0].results[other.results.index(one.results[i])]
            if first != second:
                yield _finding(subject, one, other, cell, str(first), str(second))
                return
    if found:
        yield Proved(CODE, other.span)


def _domain(rows: list[TableRow], column: int) -> Domain:
    options = dict.fromkeys(row.tests[column] for row in rows if isinstance(row.tests[column], str | bool))
    return Domain(options=tuple(o for o in options if isinstance(o, str | bool)))


def _names(subject: Subject) -> dict[Span, Span]:
    """The places of the names of tables, by those of the tables."""
    return {b.statement.table.span: b.statement.name.span for b in subject.written.of(ast.Brackets)}


def _finding(
    subject: Subject, one: BracketsDef, other: BracketsDef, cell: Cell, first: str, second: str
) -> Finding:  # fmt: skip
    names = _names(subject)
    place, beside = names.get(other.span, other.span), names.get(one.span, one.span)
    case = joined(
        f"`{name}` {in_words(atom) if isinstance(atom, Interval) else atom}"
        for name, atom in zip(one.inputs, cell.atoms, strict=True)
    )
    shared = [p for p in other.provisions if p in one.provisions]
    return Finding(
        CODE, f"`{one.name}` and `{other.name}` both transcribe {joined(shared)}, and for {case} they give {first} and "
        f"{second}", place, tuple(shared), help="keep one table, or put the rows `under` options of a reading",
        places=(Place(beside, "the other table"),), subject=one.name,
    )  # fmt: skip


CHECK = Check(CODE, "two tables for one case", run, instant=True)
