"""A divisor can be zero, and nothing is said for that case.

A formula divides by a number that the data may give as 0. The value is then undefined, and with it every sum, index
and grade that needs it: a body loses its result although nothing is wrong with its data. Where dividend and divisor
are 0 together, the act says 0/0 for a body that had no case at all, which is often the best one.

The check looks at every division where it stands: the conditions before it are taken into account, and a divisor
that the rules keep from zero (by its type, by a guard, by a sum of positive numbers) is not reported.

**What to do.** Say in the rules what holds then: `when divisor = 0 : …`, a type such as `number 1..`, or
`undefined "why"` with the provision where the act is silent on purpose.

```eval
indicator refusals §4 {
  input refused : count, more is worse
  input handled : count
  when handled = 0 : 10 §4:2
  score 10 - refused / handled * 10
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.search import Wanted
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.types import FLAG, NUMBER

CODE = "C301"
_ZERO = ir.Const(Fraction(0), "0", type=NUMBER)


def run(subject: Subject) -> Iterator[Answer]:
    """Each division, where it stands."""
    for d in subject.definitions():
        for site in subject.through.of(d.number):
            match site.expr:
                case ir.Apply(op="div", args=(above, below)):
                    yield from _division(subject, site, above, below)


def _division(subject: Subject, site: Site, above: ir.Expr, below: ir.Expr) -> Iterator[Answer]:
    d = subject.program.definitions[site.owner]
    zero = ir.Apply("equal", (below, _ZERO), type=FLAG)
    words = subject.words(below)
    both = ir.Apply("and", (zero, ir.Apply("equal", (above, _ZERO), type=FLAG)), type=FLAG)
    wanted = Wanted((*site.guards, (zero, True)), site.level, site.owner)
    decision = subject.decide(wanted)
    if decision.verdict is Verdict.PROVED:
        yield Proved(CODE, site.place)
        return
    undecided = decision.verdict is Verdict.UNDECIDED
    found = decision.found
    again = subject.search.find(Wanted((*site.guards, (both, True)), site.level, site.owner)) if found else None
    witness = subject.witness(again or found, f"{CODE}: `{words}` is 0", [site.owner]) if found else None
    case = "0/0" if again else "a division by 0"
    yield Finding(
        CODE,
        f"`{words}` may be 0, and `{d.short}` has no value then: {case}" if not undecided
        else f"whether `{words}` can be 0 in `{d.short}` is not decided",
        site.place, site.provisions, verdict=decision.verdict, tried=decision.tried, witness=witness,
        mathematics=f"{subject.words(above)} / {words}, {words} = 0",
        help=f"say what holds then: `when {words} = 0 : …`", subject=words, owner=site.owner, formula=site.expr,
    )  # fmt: skip


CHECK = Check(CODE, "a divisor can be zero", run)
