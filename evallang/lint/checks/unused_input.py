"""An input is given, and no rule uses it.

Every body has to report a number that changes nothing; or, worse, a rule that should have used it was forgotten or
uses another input in its place.

The check looks at inputs and attributes that no formula, score, guard, condition or bound names, in no row of the
table in which they stand. One that rules use only under options which are not chosen is a note, unless it is declared
`under` one. Inputs of type `text` are for people and are left aside; years and dates are a note.

**What to do.** Write the rule that uses it, or do not ask for it.

**Found in:**

```eval
methodology m
input handled : count 1.. §90
input refused : count, at most handled §90
input late    : count §91
indicator refusals §90 { score 10 - refused / handled * 10 }
```

**Not found in:**

```eval
methodology m
input handled : count 1.. §90
input refused : count, at most handled §90
input late    : count §91
indicator refusals §90 { score 10 - refused / handled * 10 }
indicator deadlines §91 { score 10 - late }
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.diagnostics import Severity
from evallang.ir.program import Conditions, InputDef
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.sentences import joined, quoted
from evallang.lint.subject import Subject
from evallang.lint.used import Thing
from evallang.source import Span
from evallang.types import DateType, Quantity, TextType

CODE = "C510"


def run(subject: Subject) -> Iterator[Answer]:
    """Each declaration of an input, its copies in a table together."""
    declared: dict[Span, list[InputDef]] = {}
    for d in subject.program.inputs:
        if not isinstance(d.type, TextType):
            declared.setdefault(d.span, []).append(d)
    uses = subject.used
    attributes = set(subject.program.law.attributes)
    for copies in declared.values():
        things: list[Thing] = [("definition", d.number) for d in copies]
        things += [("attribute", d.name) for d in copies if d.number in attributes]
        under = uses.only_under(things)
        if not any(map(uses.is_used, things)):
            yield _unused(copies)
        elif under and not any(d.conditions for d in copies):
            yield _used_under(subject, copies[0], under)
        else:
            yield Proved(CODE, copies[0].span)


def _unused(copies: Sequence[InputDef]) -> Finding:
    d = copies[0]
    days = isinstance(d.type, DateType) or (isinstance(d.type, Quantity) and d.type.unit == "year")
    return Finding(
        CODE, f"no rule uses the input `{d.name}`", d.span, d.provisions,
        Severity.NOTE if days else Severity.WARNING, help="write the rule that uses it, or do not ask for it",
    )  # fmt: skip


def _used_under(subject: Subject, d: InputDef, under: Sequence[Conditions]) -> Finding:
    readings = subject.program.readings
    options = [[f"{readings[r].name}.{readings[r].options[o].name}" for r, o in each] for each in under]
    chosen = (
        "none of them chosen" if len(options) > 1 else f"which {'is' if len(options[0]) == 1 else 'are'} not chosen"
    )
    asked = " ".join(f"under {option}" for option in options[0])
    return Finding(
        CODE, f"the input `{d.name}` is used only under {joined(quoted(map(joined, options)), 'or')}, {chosen}",
        d.span, d.provisions, Severity.NOTE,
        help=f"declare it `{asked}` too, so that it is asked for only then" if len(options) == 1 else "",
    )  # fmt: skip


CHECK = Check(CODE, "an input that no rule uses", run, by_reading=False, instant=True)
