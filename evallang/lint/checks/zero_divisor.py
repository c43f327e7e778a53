"""A divisor can be zero, and nothing is said for that case.

A formula divides by a number that the data may give as 0. The value is then undefined, and with it every sum, index
and grade that needs it: a body loses its result although nothing is wrong with its data. Where dividend and divisor
are 0 together, the act says 0/0 for a body that had no case at all, which is often the best one.

The check looks at every division where it stands, at negative powers and at the weights of a mean. Formulas are
looked at where they are used: the conditions before a division are taken into account, and a divisor that the rules
keep from zero (by its type, by a guard, by a sum of positive numbers) is not reported. A formula with parameters, and
the line `each` of a table, are reported once, with the places that use them. `minmax` and `zscore` divide by how far
the values of a list lie apart, which is 0 where all are equal, as for a body alone.

**What to do.** Say in the rules what holds then: `when divisor = 0 : …`, a type such as `number 1..`, or
`undefined "why"` with the provision where the act is silent on purpose.

**Found in:**

```eval
methodology m
indicator refusals §4 {
  input handled : count
  input refused : count, at most handled, more is worse
  score 10 - refused / handled * 10
}
```

**Not found in:**

```eval
methodology m
indicator refusals §4 {
  input handled : count
  input refused : count, at most handled, more is worse
  when handled = 0 : 10 §4:2
  score 10 - refused / handled * 10
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.lint.all_equal import all_equal, how, is_excluded, spread, spreads, without_spread
from evallang.lint.check import Check
from evallang.lint.decision import Decision
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.lost import (
    Loss,
    also,
    best_ends,
    grouped,
    listed,
    lost,
    merged,
    owners,
    provisions,
    shown_on,
    undecided,
)
from evallang.lint.quotients import quotient
from evallang.lint.singular import is_never_zero
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.lint.wanted import Found, Wanted
from evallang.types import FLAG, NUMBER

CODE = "C301"
MOST_PLACES = 5
"""So many other uses are shown."""

_ZERO = ir.Const(Fraction(0), "0", type=NUMBER)


def run(subject: Subject) -> Iterator[Answer]:
    """Each division, with all places that use it."""
    sites = (site for d in subject.definitions() for site in subject.through.of(d.number))
    dividing = (site for site in sites if spreads(site.expr) or _divisor(subject, site.expr) is not None)
    for same in grouped((site.expr.span, site) for site in dividing):
        yield from (_placed if spreads(same[0].expr) else _answered)(subject, same)


def _divisor(subject: Subject, e: ir.Expr) -> ir.Expr | None:
    """What must not be 0 in an expression."""
    match e:
        case ir.Apply(op="div", args=(_, below)) if not (isinstance(below, ir.Const) and below.value):
            return below
        case ir.Apply(op="power", args=(base, exponent)) if not isinstance(exponent, ir.Const):
            most = subject.values(subject.kinds[0]).of(exponent).high
            return base if most is not None and most < 0 else None
        case ir.Aggregate(op="mean", weight=weight) if weight is not None:
            return ir.Aggregate("sum", weight, e.over, type=NUMBER, span=weight.span)
    return None


def _dividend(e: ir.Expr) -> ir.Expr | None:
    return e.args[0] if isinstance(e, ir.Apply) and e.op == "div" else None


def _is_zero(e: ir.Expr) -> ir.Expr:
    return ir.Apply("equal", (e, _ZERO), type=FLAG)


def _without_weight(e: ir.Aggregate) -> ir.Expr:
    """That the weights of a list add up to 0, in both ways to say so, and that each of its values is known."""
    sums = [ir.Aggregate("sum", e.weight, e.over, none, type=NUMBER) for none in (None, _ZERO)]
    known = ir.Aggregate("every", e.value and ir.Asks("known", e.value, type=FLAG), e.over, type=FLAG)
    return ir.Apply("and", (*map(_is_zero, sums), known), type=FLAG)


def _answered(subject: Subject, same: list[Site]) -> Iterator[Answer]:
    losses = [_loss(subject, site) for site in same]
    first = merged(losses)
    if first.verdict is Verdict.PROVED:
        yield Proved(CODE, first.site.expr.span)
    elif first.verdict is Verdict.UNDECIDED:
        yield undecided(subject, CODE, first, f"whether {_words(subject, first.site)} can be 0")
    else:
        yield _found(subject, first, [loss for loss in losses if loss.verdict is Verdict.REFUTED])


def _loss(subject: Subject, site: Site) -> Loss:
    below, above = _divisor(subject, site.expr), _dividend(site.expr)
    assert below is not None
    if not subject.instant and is_never_zero(subject, site, below):
        return Loss(site, Decision(Verdict.PROVED))
    zero = _without_weight(site.expr) if isinstance(site.expr, ir.Aggregate) else _is_zero(below)
    return lost(subject, site, zero, () if above is None else (above,))


def _found(subject: Subject, first: Loss, losses: list[Loss]) -> Finding:
    site, above = first.site, _dividend(first.site.expr)
    both = None if above is None else _both(subject, first, above)
    words, named = _words(subject, site), owners(subject, losses)
    always = all(_is_always_zero(subject, loss.site) for loss in losses)
    message = (
        f"{words} {'is always' if always else 'may be'} 0, and {listed(named)} "
        f"{'have' if len(named) > 1 else 'has'} no value{'' if always else ' then'}{_case(subject, site, both)}"
    )
    found = Finding(
        CODE, message, site.expr.span, provisions(losses), Severity.ERROR if always else Severity.WARNING,
        places=tuple(_places(subject, losses)), mathematics=_mathematics(subject, site),
        help=_help(words, always, above is not None),
        subject=subject.words(site.expr), owner=site.owner, formula=site.expr,
    )  # fmt: skip
    title = f"{CODE}: {words.replace('`', '')} is 0"
    return subject.shown_by(found, lambda: shown_on(subject, first, title, both))


def _both(subject: Subject, first: Loss, above: ir.Expr) -> Found | None:
    """A body with 0/0: one that is looked for, else the one that shows the division where it has 0/0."""
    zero = _is_zero(above)
    found = also(subject, first, zero)
    if found is not None or first.found is None:
        return found
    wanted = Wanted((*first.guards, (zero, True)), first.site.level, first.site.owner)
    return subject.search.holds(first.found.trial, wanted)


def _help(words: str, always: bool, plain: bool) -> str:
    if always:
        return "another number must stand here"
    return f"say what holds then: `when {words.strip('`')} = 0 : …`" if plain else "say what holds then"


def _is_always_zero(subject: Subject, site: Site) -> bool:
    below = _divisor(subject, site.expr)
    kinds = subject.kinds_of(subject.program.definitions[site.owner])
    found = [subject.range_at(site, below, kind) for kind in kinds if below is not None]
    return all(r is None or r.point == 0 for r in found) and any(found)


def _words(subject: Subject, site: Site) -> str:
    below = _divisor(subject, site.expr)
    words = "" if below is None else f"`{subject.words(below)}`"
    return f"the sum of {words}" if isinstance(site.expr, ir.Aggregate) else words


def _mathematics(subject: Subject, site: Site) -> str:
    above, below, words = _dividend(site.expr), _divisor(subject, site.expr), _words(subject, site).replace("`", "")
    divided = "" if above is None or below is None else f"{quotient(subject, above, below)}, "
    return f"{divided}{words} = 0"


def _case(subject: Subject, site: Site, both: Found | None) -> str:
    """Which division it is: by 0 of something, or 0/0, and whether no body could be better."""
    above = _dividend(site.expr)
    if above is None:
        return ""
    if both is None:
        return ": a division by 0"
    best = best_ends(subject, above, both)
    return f": 0/0, although no body can have {best}" if best else ": 0/0"


def _places(subject: Subject, losses: list[Loss]) -> Iterator[Place]:
    """The other uses of a formula with parameters, each with its divisor."""
    others = {loss.site.place: loss.site for loss in losses if loss.site.place != losses[0].site.place}
    for place, site in list(others.items())[:MOST_PLACES]:
        yield Place(place, f"here {_words(subject, site)}")


def _placed(subject: Subject, same: list[Site]) -> Iterator[Answer]:
    """An operation that places a value among others, with all places that use it."""
    losses = [_loss_among(subject, site) for site in same]
    first, words = merged(losses), subject.words(same[0].expr)
    if first.verdict is Verdict.PROVED:
        yield Proved(CODE, same[0].expr.span)
        return
    if first.verdict is Verdict.UNDECIDED:
        yield undecided(subject, CODE, first, f"whether all values of `{words}` can be equal")
        return
    refuted = [loss for loss in losses if loss.verdict is Verdict.REFUTED]
    named, e = owners(subject, refuted), first.site.expr
    found = Finding(
        CODE, f"`{words}` {how(e)}, and {listed(named)} {'have' if len(named) > 1 else 'has'} no value then",
        e.span, provisions(refuted), mathematics=f"{spread(words, e)} = 0", subject=words, owner=first.site.owner,
        help=f"say what holds then: `when {without_spread(words)} : …`", formula=e,
    )  # fmt: skip
    yield subject.shown_by(found, lambda: shown_on(subject, first, f"{CODE}: {words} among equal values"))


def _loss_among(subject: Subject, site: Site) -> Loss:
    assert isinstance(site.expr, ir.Aggregate)
    if is_excluded(subject, site, site.expr):
        return Loss(site, Decision(Verdict.PROVED))
    return lost(subject, site, all_equal(site.expr), () if site.expr.own is None else (site.expr.own,))


CHECK = Check(CODE, "a divisor can be zero", run)
