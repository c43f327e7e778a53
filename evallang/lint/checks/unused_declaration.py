"""Something is declared that nothing uses.

A formula, a table or a parameter that no rule uses is either left over, or the rule that should use it was forgotten
or names another one.

The check looks at formulas, brackets, parameters, lists without indicators of their own, events from which no deadline
runs, named bodies, kinds of bodies that no rule tells apart, versions by which no table is divided, and offices that
assess nobody and cite no provision. What is used only under an option that is not chosen is used.

**What to do.** Write the rule that uses it, or delete it.

**Found in:**

```eval
methodology m
input handled : count 1.. §90
input late    : count, at most handled §90
formula late_share §90 = late / handled
indicator deadlines §90 { score 10 - late }
```

**Not found in:**

```eval
methodology m
input handled : count 1.. §90
input late    : count, at most handled §90
formula late_share §90 = late / handled
indicator deadlines §90 { score 10 * (1 - late_share) }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir.program import FormulaDef, NodeDef, Program
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.sentences import joined, quoted
from evallang.lint.subject import Subject
from evallang.lint.used import Used
from evallang.source import Span
from evallang.syntax import ast

CODE = "C511"
Declared = tuple[str, Span, bool]
"""What is wrong if it is not used, its place, and whether it is used."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each declaration, its copies in a table together."""
    uses = subject.used
    seen: dict[Span, tuple[str, bool]] = {}
    for message, span, is_used in [*_declared(subject.program, uses), *_heads(subject, uses)]:
        seen[span] = (message, is_used or seen.get(span, ("", False))[1])
    for span, (message, is_used) in seen.items():
        if is_used:
            yield Proved(CODE, span)
        else:
            yield Finding(
                CODE, message, span, severity=Severity.NOTE, help="write the rule that uses it, or delete it"
            )  # fmt: skip


def _declared(program: Program, uses: Used) -> Iterator[Declared]:
    for d in program.definitions:
        if isinstance(d, FormulaDef):
            yield f"nothing uses the formula `{d.name}`", d.span, uses.is_used(("definition", d.number))
    for function in program.functions:
        yield f"nothing uses the formula `{function.name}`", function.span, uses.is_used(("function", function.name))
    for n, parameter in enumerate(program.parameters):
        yield f"nothing uses the parameter `{parameter.name}`", parameter.span, uses.is_used(("parameter", n))
    holding = {n for d in program.definitions if isinstance(d, NodeDef) for n in d.level}
    holding |= {item.parent for item in program.items if item.parent is not None}
    for n, item in enumerate(program.items):
        yield f"nothing uses the list `{item.name}`", item.span, n in holding or uses.is_used(("item", n))
    for event in program.law.events:
        yield f"no deadline runs from the event `{event.name}`", event.span, uses.is_used(("event", event.name))
    for office in program.law.offices:
        known = bool(office.provisions) or uses.is_used(("office", office.name))
        yield f"the office `{office.name}` assesses nobody and cites no provision", office.span, known


def _heads(subject: Subject, uses: Used) -> Iterator[Declared]:
    """Tables, what is declared in the head, and bodies outside of registers."""
    written = subject.written
    numbers = {table.span: n for n, table in enumerate(subject.program.brackets)}
    for line in written.of(ast.Brackets):
        table = line.statement
        if table.table.span in numbers:
            known = uses.is_used(("brackets", numbers[table.table.span]))
            yield f"nothing uses the table `{table.name.text}`", table.name.span, known
    divided = {line.statement.by.text for line in written.of(ast.IndicatorTable) if line.statement.by is not None}
    for line in written.of(ast.Body, ast.Kinds, ast.Versions):
        here = line.statement
        if isinstance(here, ast.Body):
            name = here.name.text
            if not any(isinstance(around.statement, ast.Register) for around in line.around()):
                yield f"no rule names the body `{name}`", here.name.span, uses.is_used(("body", name))
        elif isinstance(here, ast.Versions):
            name = here.name.text
            yield f"no table is divided by `{name}`", here.name.span, name in divided
        elif len(here.choices) > 1 and subject.program.nodes:
            names = joined(quoted(choice.name.text for choice in here.choices))
            yield f"no rule tells the kinds {names} apart", here.choices[0].name.span, uses.tells_kinds


CHECK = Check(CODE, "a declaration that nothing uses", run, by_reading=False, instant=True)
