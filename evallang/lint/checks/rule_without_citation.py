"""A rule cites no provision.

Every number must be found in the act: a body that asks why it lost points is answered with a provision. A rule without
one is the author's own, or its citation was forgotten, and an amendment of the act will pass it by.

The check looks at documents that cite provisions at all, at what asks, scores or decides: indicators, inputs, tables,
parameters, lists, ratings, triggers, deadlines, assessors, and formulas with numbers of their own. A citation counts
that stands at the rule, in it, or at what it stands in. Where more than half of the rules cite none, that is said
once.

**What to do.** Cite the provision behind the rule, or at the block that holds it.

**Found in:**

```eval
methodology m
input handled : count 1.. §90
input late    : count, at most handled §90
indicator deadlines §90 { score 10 - late / handled }
indicator openness { score 5 }
```

**Not found in:**

```eval
methodology m
input handled : count 1.. §90
input late    : count, at most handled §90
indicator deadlines §90 { score 10 - late / handled }
indicator openness §91 { score 5 }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.said import numbers_in
from evallang.lint.subject import Subject
from evallang.lint.written import Line
from evallang.source import Span
from evallang.syntax import ast

CODE = "C513"
_RULES = (
    ast.Node, ast.Input, ast.Parameter, ast.Brackets, ast.Item, ast.Rating, ast.Trigger, ast.Deadline, ast.Assessor,
    ast.Attribute, ast.Formula,
)  # fmt: skip
_WORDS = {ast.Input: "input", ast.Brackets: "table", ast.Item: "list", ast.Assessor: "assessor of"}
_ORDINARY = {"0", "1", "100", "100%"}


def run(subject: Subject) -> Iterator[Answer]:
    """Each rule of a document that cites provisions."""
    citing = _citing(subject)
    if not citing:
        return
    rules = [line for line in subject.written.of(*_RULES) if _is_rule(line)]
    without = [line for line in rules if not line.cites and id(line) not in citing]
    if 2 * len(without) > len(rules):
        yield Finding(
            CODE, f"{len(without)} of {len(rules)} rules cite no provision", _name(without[0])[1],
            severity=Severity.NOTE, help="cite the provision behind each rule, or at the block that holds it",
        )  # fmt: skip
        return
    yield from (Proved(CODE, line.statement.span) for line in rules if line.cites or id(line) in citing)
    for line in without:
        name, place = _name(line)
        word = getattr(line.statement, "word", "") or _WORDS.get(type(line.statement), "")
        what = word or type(line.statement).__name__.lower()
        yield Finding(
            CODE, f"the {what} `{name}` cites no provision", place, severity=Severity.NOTE,
            help="cite the provision that says it, behind the rule or at the block that holds it",
        )  # fmt: skip


def _is_rule(line: Line) -> bool:
    here = line.statement
    return not isinstance(here, ast.Formula) or any(text not in _ORDINARY for text, _, _ in numbers_in(here.value, {}))


def _citing(subject: Subject) -> set[int]:
    """The lines that cite a provision, or in which something does; an option cites what its reading does."""
    found: set[int] = set()
    for line in subject.written.lines:
        if line.is_example or not (ast.citations(line.marks) or ast.unders(line.marks)):
            continue
        for up in line.around():
            if id(up) in found:
                break
            found.add(id(up))
    return found


def _name(line: Line) -> tuple[str, Span]:
    here = line.statement
    found = here.node if isinstance(here, ast.Assessor) else here.name
    return (str(found) if isinstance(found, ast.Path) else found.text), found.span


CHECK = Check(CODE, "a rule without a citation", run, by_reading=False, instant=True)
