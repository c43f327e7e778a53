"""An `if` says the same in both branches.

A condition on which nothing depends was meant to decide something: one of the branches was never changed.

The check looks at every `if` of the rules, also in formulas with arguments, and at the last `when` before a `score`.
It compares what both say by their form, with `points` as their number, written out and multiplied out. A `when` that
could be deleted is told by C408; here is told one that only leaves out the bodies for which its condition has no value.

**What to do.** Write what was meant in the other branch, or write the value alone.

**Found in:**

```eval
methodology m
kinds central, local
input late : count
indicator deadlines { score if kind = local then 20 - late else 20 - late }
```

**Not found in:**

```eval
methodology m
kinds central, local
input late : count
indicator deadlines { score if kind = local then 20 - late else 30 - late }
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import Guarded, NodeDef, Program
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.subject import Subject
from evallang.semantics.order import definition_expressions
from evallang.source import Span

CODE = "C409"


def run(subject: Subject) -> Iterator[Answer]:
    """Each `if`, and each last `when`."""
    yield from _branches(subject)
    yield from _last_cases(subject)


def _branches(subject: Subject) -> Iterator[Answer]:
    """Each `if`, its copies in a table together."""
    alike = subject.repeats.alike
    found: dict[Span, tuple[ir.If, bool]] = {}
    for root in _roots(subject.program):
        for e in walk(root):
            if isinstance(e, ir.If) and found.get(e.span, (e, True))[1]:
                found[e.span] = (e, alike.same(e.then, e.otherwise))
    for place, (e, same) in found.items():
        if not same:
            yield Proved(CODE, place)
            continue
        yield Finding(
            CODE, f"whether or not `{subject.words(e.condition)}`, the value is `{subject.words(e.then)}`",
            e.otherwise.span, severity=Severity.WARNING,
            help="write what was meant in one of the branches, or the value alone",
            places=(Place(e.then.span, "the same"),),
        )  # fmt: skip


def _last_cases(subject: Subject) -> Iterator[Answer]:
    """Each case right before a score that says the same, but for where its condition has no value."""
    found: dict[Span, list[tuple[Guarded, Guarded] | None]] = {}
    for d in subject.program.nodes:
        for case, score in pairwise(d.clauses):
            if case.guard is not None and score.guard is None and set(score.conditions) <= set(case.conditions):
                found.setdefault(case.span, []).append((case, score) if _is_told(subject, d, case) else None)
    for copies in found.values():
        if copies[0] is not None and None not in copies:
            yield _case(subject, *copies[0])


def _is_told(subject: Subject, d: NodeDef, case: Guarded) -> bool:
    anyway = subject.repeats.anyway(d, case)
    return anyway.for_all and not anyway.idle


def _case(subject: Subject, case: Guarded, score: Guarded) -> Finding:
    guard = "" if case.guard is None else subject.words(case.guard)
    return Finding(
        CODE, f"whether or not `{guard}`, the value is `{subject.words(score.value)}`",
        case.span, case.provisions, Severity.NOTE,
        help="write what was meant in one of them, or the score alone: it then holds also where the condition has no "
        "value",
        places=(Place(score.span, "the same"),),
    )  # fmt: skip


def _roots(program: Program) -> Iterator[ir.Expr]:
    for d in program.definitions:
        yield from definition_expressions(d)
    yield from (function.value for function in program.functions)


CHECK = Check(CODE, "an `if` with equal branches", run, by_reading=False, instant=True)
