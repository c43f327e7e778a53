"""One label stands for different things.

A label is what people see: in results, in headings of data files, in the letter to the body. Where two things of one
sort share it, a number cannot be told from the other.

The check compares things of one sort. Things of one name are one thing in several places, and what stands under
different options of a reading never stands side by side.

**What to do.** Say in each label what it is of.

**Found in:**

```eval
methodology m
indicator open_data  "Open data" { input part : share; score part * 25 }
indicator their_data "Open data" { input theirs : share; score theirs * 3 }
```

**Not found in:**

```eval
methodology m
indicator open_data  "Open data of the body" { input part : share; score part * 25 }
indicator their_data "Open data of its organisations" { input theirs : share; score theirs * 3 }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place
from evallang.lint.labels import Labelled, labelled
from evallang.lint.sentences import counted, quoted, shortened
from evallang.lint.subject import Subject
from evallang.semantics.clashes import overlap

CODE = "C505"


def run(subject: Subject) -> Iterator[Answer]:
    """Each label."""
    found: dict[tuple[str, str], list[Labelled]] = {}
    for thing in labelled(subject.program):
        found.setdefault((thing.sort, thing.label), []).append(thing)
    for things in found.values():
        first = things[0]
        others = {t.name: t for t in things if t.name != first.name and overlap(t.conditions, first.conditions)}
        if others:
            yield _finding([first, *others.values()])


def _finding(things: list[Labelled]) -> Finding:
    names = shortened(quoted(t.name for t in things))
    what = counted(len(things), "thing")
    return Finding(
        CODE, f"`{things[0].label}` is the label of {what}: {names}", things[1].span, severity=Severity.NOTE,
        help="say in each label what it is of", places=(Place(things[0].span, f"`{things[0].name}`"),),
    )  # fmt: skip


CHECK = Check(CODE, "one label for different things", run, by_reading=False, instant=True)
