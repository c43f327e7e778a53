"""Two tables are for one case and answer differently.

Where two tables of the rules transcribe one provision and ask the same, one of them has a slip, or the act says two
things. Which one is looked at depends on the rule that happens to ask.

The check compares brackets that cite the same provision and ask the same, case by case. Columns of one name ask the
same; so do columns of other names where the rules give both tables the same values, for bodies of one kind. Single
answer columns of two names are compared where the tables agree in most cases.

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

from evallang.ir.program import BracketsDef, Interval
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.notation import in_words
from evallang.lint.sentences import joined
from evallang.lint.sets import Atom
from evallang.lint.side_by_side import Answers, Case, cases, same_columns
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.syntax import ast

CODE = "C403"


def run(subject: Subject) -> Iterator[Answer]:
    """Each table against those before it that cite the same."""
    before: dict[str, list[BracketsDef]] = {}
    for table in subject.program.brackets:
        others = {id(o): o for p in table.provisions for o in before.get(p, ())}
        for other in others.values():
            yield from _compared(subject, other, table)
        for provision in table.provisions:
            before.setdefault(provision, []).append(table)


def _compared(subject: Subject, one: BracketsDef, other: BracketsDef) -> Iterator[Answer]:
    columns = same_columns(subject, one, other)
    found = [] if columns is None else cases(subject, one, other, columns)
    slip = next((case for case in found if case.differs is not None), None)
    if slip is not None and slip.differs is not None:
        yield _finding(subject, one, other, slip, slip.differs)
    elif found:
        yield Proved(CODE, other.span)


def _words(atom: Atom) -> str:
    if isinstance(atom, bool):
        return "yes" if atom else "no"
    return in_words(atom) if isinstance(atom, Interval) else atom


def _names(subject: Subject) -> dict[Span, Span]:
    """The places of the names of tables, by those of the tables."""
    return {b.statement.table.span: b.statement.name.span for b in subject.written.of(ast.Brackets)}


def _finding(subject: Subject, one: BracketsDef, other: BracketsDef, slip: Case, answers: Answers) -> Finding:
    names = _names(subject)
    place, beside = names.get(other.span, other.span), names.get(one.span, one.span)
    column, first, second = answers
    asked = [f"`{name}` {_words(atom)}" for name, atom in zip(one.inputs, slip.atoms, strict=True)]
    several = len(one.results) > 1 or len(other.results) > 1
    case = joined([*asked, f"`{column}`"] if several and column in subject.kinds else asked)
    where = f" in the column `{column}`" if several and column not in subject.kinds else ""
    shared = [p for p in other.provisions if p in one.provisions]
    return Finding(
        CODE, f"`{one.name}` and `{other.name}` both transcribe {joined(shared)}, and for {case} they give {first} and "
        f"{second}{where}", place, tuple(shared), help="keep one table, or put the rows `under` options of a reading",
        places=(Place(beside, "the other table"),), subject=one.name,
    )  # fmt: skip


CHECK = Check(CODE, "two tables for one case", run, instant=True)
