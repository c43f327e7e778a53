"""An input moves every score one way, and its direction is not declared.

Most inputs of the document say whether more of them is better or worse. This one does not, and yet it only ever raises
(or only ever lowers) the score. The direction is known then, and where it is not written, nothing watches over it:
neither this checker, if a sign is changed one day, nor a trigger such as `worse 3 years in a row`.

The check asks only where at least three inputs have a direction and these are most of the numbers that nodes use. It
tells an input for which it is proved that no score goes the other way, for bodies of any kind. What something is
divided by, or what another input is at most, is a base and has no direction.

**What to do.** Write `more is better` or `more is worse` behind the type.

**Found in:**

```eval
methodology m
input late : count, more is worse
input refused : count, more is worse
input done : share, more is better
input lost : count
indicator order { score done * 10 - late - refused - lost }
```

**Not found in:**

```eval
methodology m
input late : count, more is worse
input refused : count, more is worse
input done : share, more is better
input lost : count, more is worse
indicator order { score done * 10 - late - refused - lost }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.monotone import Monotone
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, along
from evallang.lint.senses import Senses
from evallang.lint.subject import Subject
from evallang.semantics.order import definition_expressions
from evallang.types import Quantity

CODE = "C605"
LEAST = 3
"""How many inputs with a direction there must be, which must be more than half."""


def run(subject: Subject) -> Iterator[Answer]:
    """One answer for each number without a direction."""
    users = subject.uses.users
    numbers = [d for d in subject.program.inputs if isinstance(d.type, Quantity) and d.type.word != "year"]
    used = [d for d in numbers if subject.active(d.conditions) and users(d.number)]
    declared = [d for d in used if d.more_is]
    if len(declared) < LEAST or 2 * len(declared) <= len(used):
        return
    senses = {kind: Senses(subject, kind) for kind in subject.kinds}
    bases = _bases(subject)
    for d in used:
        if not d.more_is and d.number not in bases:
            way = _way(subject, d, senses)
            if way in (RISES, FALLS):
                yield _finding(d, way)
            else:
                yield Proved(CODE, d.span, d.short)


def _bases(subject: Subject) -> set[int]:
    """The inputs of which a part is taken: what is divided by, and what others are at most."""
    uses = subject.uses
    found = {n for d in subject.program.inputs for n in d.at_most}
    for d in subject.program.definitions:
        for root in definition_expressions(d):
            for x in walk(uses.written_out(root)):
                if isinstance(x, ir.Apply) and x.op == "div":
                    found |= uses.through_formulas(x.args[1])
    return found


def _way(subject: Subject, d: InputDef, senses: dict[str | None, Senses]) -> int:
    """How all scores move with an input, those that count what is bad turned round."""
    way = STAYS
    for kind, sense in senses.items():
        motions = Monotone.under(subject, d.number, kind)
        for node in subject.program.nodes:
            if node.number in motions.users and sense.values.is_for(node.number) and sense.values.is_for(d.number):
                moved = motions.of_definition(node.number)
                way |= EITHER if moved.others else along(moved.own, sense.of(node.number))
                if way == EITHER:
                    return way
    return way


def _finding(d: InputDef, way: int) -> Finding:
    verb, sense = ("raises", "better") if way == RISES else ("lowers", "worse")
    return Finding(
        CODE,
        f"more of `{d.short}` only ever {verb} scores, and its direction is not declared",
        d.span,
        d.provisions,
        Severity.NOTE,
        help=f"write `more is {sense}` behind its type",
        subject=d.short,
    )


CHECK = Check(CODE, "a direction is not declared", run, by_reading=False, instant=True)
