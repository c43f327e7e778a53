"""A list can be empty, and nothing is said for that case.

A mean, a sum or a maximum of nothing has no value. A body that had no service, no subordinate organisation or no
visit in the year, or for which the condition after `where` leaves nothing, then has no value there, nor in what needs
it, although its list was delivered.

The check looks at every aggregate without `none` where it stands, over the items of a body, over those of all bodies
and over bodies that are chosen by a condition. Conditions before it are taken into account, such as
`when no service : …`. How many there are (`count`), whether there is one (`some`) and whether all are so (`every`)
are known of an empty list too.

**What to do.** Say what holds then: `none 0`, a special case `when no service : …`, or `none undefined "why"` with
the provision where the act is silent on purpose.

**Found in:**

```eval
methodology m
indicator satisfaction §6 {
  item service by code { input answer : number 0..5 }
  score mean(answer for service)
}
```

**Not found in:**

```eval
methodology m
indicator satisfaction §6 {
  item service by code { input answer : number 0..5 }
  score mean(answer for service, none 0) §6:2
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from evallang.ir import expr as ir
from evallang.ir.kernel import EMPTY, RELATIVE
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.lost import Loss, grouped, listed, lost, merged, owners, provisions, shown_on, undecided
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.types import FLAG

CODE = "C304"
MOST_PLACES = 3
"""So many uses of a list are shown."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each list of items that is taken as it is, and each aggregate over others, with all places that use it."""
    sites = (site for d in subject.definitions() for site in subject.through.of(d.number))
    for same in grouped((_place(subject, site.expr), site) for site in sites if _may_lack_members(site.expr)):
        place = _place(subject, same[0].expr)
        losses = [lost(subject, site, _nothing_in(site)) for site in same]
        first = merged(losses)
        if first.verdict is Verdict.PROVED:
            yield Proved(CODE, place)
        elif first.verdict is Verdict.UNDECIDED:
            yield undecided(subject, CODE, first, f"whether `{_words(subject, first.site)}` can be empty")
        else:
            yield _found(subject, place, first, [loss for loss in losses if loss.verdict is Verdict.REFUTED])


def _place(subject: Subject, e: ir.Expr) -> Span:
    """Where it is told: at the head of the list, or at the aggregate where something is asked of the members."""
    over = e.over if isinstance(e, ir.Aggregate) else None
    if not isinstance(over, ir.ItemsOf) or over.where is not None:
        return e.span
    return subject.program.items[over.item].span


def _may_lack_members(e: ir.Expr) -> bool:
    """Whether an expression is an aggregate that needs a member and need not have one; the body is among its peers."""
    if not isinstance(e, ir.Aggregate) or e.none is not None or e.op in EMPTY or e.op in RELATIVE:
        return False
    return isinstance(e.over, ir.ItemsOf) or (isinstance(e.over, ir.BodiesOf) and e.over.where is not None)


def _nothing_in(site: Site) -> ir.Expr:
    assert isinstance(site.expr, ir.Aggregate)
    return ir.Apply("not", (ir.Aggregate("some", None, site.expr.over, type=FLAG),), type=FLAG)


def _words(subject: Subject, site: Site) -> str:
    assert isinstance(site.expr, ir.Aggregate)
    return " ".join(subject.source.slice(site.expr.over.span).split())


def _found(subject: Subject, place: Span, first: Loss, losses: list[Loss]) -> Finding:
    words, named = _words(subject, first.site), owners(subject, losses)
    uses = dict.fromkeys(loss.site.expr.span for loss in losses if loss.site.expr.span != place)
    found = Finding(
        CODE, f"`{words}` may be empty, and {listed(named)} {'have' if len(named) > 1 else 'has'} no value then",
        place, provisions(losses), help=_help(first.site), subject=words, owner=first.site.owner,
        places=tuple(Place(use, "needs something in it") for use in list(uses)[:MOST_PLACES]),
    )  # fmt: skip
    return subject.shown_by(found, partial(shown_on, subject, first, f"{CODE}: {words} is empty"))


def _help(site: Site) -> str:
    over = site.expr.over if isinstance(site.expr, ir.Aggregate) else None
    if isinstance(over, ir.ItemsOf) and over.where is None and not over.of_every_body:
        return f"say what holds then: `none 0`, or `when no {over.name} : …`"
    return "say what holds then, such as `none 0`"


CHECK = Check(CODE, "a list can be empty", run)
