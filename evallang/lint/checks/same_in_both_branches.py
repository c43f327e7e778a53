"""An `if` says the same in both branches.

A condition on which nothing depends was meant to decide something: one of the branches was never changed.

The check looks at every `if` of the rules, also in formulas with arguments, and compares the branches by their form;
the order of terms makes no difference.

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

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import Program
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.subject import Subject
from evallang.semantics.order import definition_expressions
from evallang.source import Span
from evallang.symbolic.canonical import Canonical

CODE = "C409"


def run(subject: Subject) -> Iterator[Answer]:
    """Each `if`, its copies in a table together."""
    canonical = Canonical(subject.program)
    found: dict[Span, tuple[ir.If, bool]] = {}
    for root in _roots(subject.program):
        for e in walk(root):
            if isinstance(e, ir.If) and found.get(e.span, (e, True))[1]:
                found[e.span] = (e, canonical.form(e.then) == canonical.form(e.otherwise))
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


def _roots(program: Program) -> Iterator[ir.Expr]:
    for d in program.definitions:
        yield from definition_expressions(d)
    yield from (function.value for function in program.functions)


CHECK = Check(CODE, "an `if` with equal branches", run, by_reading=False, instant=True)
