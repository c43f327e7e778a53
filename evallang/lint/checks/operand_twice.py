"""A thing is compared with itself, divided by itself, or named twice in one condition.

`handled / handled` is 1 for every body, `late = late` is always true, and `a and b and a` says no more than `a and b`.
In each a name has slipped: another one was meant in one of the two places.

The check looks at divisions, differences, comparisons, `min`, `max`, `and` and `or`, also as they come out where a
formula is called with arguments or a row of a table names its columns. Numbers alone are left aside.

**What to do.** Write the name that was meant.

**Found in:**

```eval
methodology m
input handled : count
input refused : count, at most handled
indicator refusals {
  when handled = 0 : 10
  score 10 - handled / handled
}
indicator openness { score refused }
```

**Not found in:**

```eval
methodology m
input handled : count
input refused : count, at most handled
indicator refusals {
  when handled = 0 : 10
  score 10 - refused / handled
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.ir import expr as ir
from evallang.ir.program import Definition
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.facts import NEGATED
from evallang.lint.finding import Answer, Finding
from evallang.lint.subject import Subject
from evallang.semantics.order import definition_expressions
from evallang.source import Span
from evallang.symbolic.canonical import Canonical

CODE = "C410"
_SAID = {
    "div": "is divided by itself", "add": "is subtracted from itself", "min": "stands twice in `min`",
    "max": "stands twice in `max`", "and": "stands twice in one condition", "or": "stands twice in one condition",
}  # fmt: skip
_GIVING = (ir.Ref, ir.Local, ir.Aggregate, ir.Lookup, ir.KindOf, ir.GradeOf)


def run(subject: Subject) -> Iterator[Answer]:
    """Each operation, its copies in a table together."""
    canonical = Canonical(subject.program)
    seen: set[tuple[int, str]] = set()
    for d in subject.program.definitions:
        for root in definition_expressions(d):
            for e in walk(subject.written_out(root)):
                twice = _twice(canonical, e)
                if twice is not None:
                    held = root.span.start <= e.span.start and e.span.end <= root.span.end
                    finding = _finding(subject, d, e.span if held else root.span, *twice)
                    if (finding.span.start, finding.subject) not in seen:
                        seen.add((finding.span.start, finding.subject))
                        yield finding


def _twice(canonical: Canonical, e: ir.Expr) -> tuple[str, ir.Expr] | None:
    """What is said of an operand that stands twice in an operation, and the operand."""
    match e:
        case ir.Apply(op="add", args=(one, ir.Apply(op="neg", args=(other,)))):
            op, args = "add", (one, other)
        case ir.Apply(op="div" | "min" | "max" | "and" | "or" as op, args=args):
            pass
        case ir.Apply(op=op, args=args) if op in NEGATED:
            pass
        case _:
            return None
    seen: set[object] = set()
    for operand in args:
        form = canonical.form(operand)
        if form in seen and any(isinstance(x, _GIVING) for x in walk(operand)):
            return _SAID.get(op, "is compared with itself"), operand
        seen.add(form)
    return None


def _finding(subject: Subject, d: Definition, place: Span, said: str, operand: ir.Expr) -> Finding:
    words = subject.words(operand)
    return Finding(
        CODE, f"`{words}` {said} in `{d.short}`", place, d.provisions,
        help="write the name that was meant in one of the two places", subject=f"{said} {words}",
    )  # fmt: skip


CHECK = Check(CODE, "an operand that stands twice", run, by_reading=False, instant=True)
