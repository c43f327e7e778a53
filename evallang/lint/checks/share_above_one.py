"""A share can exceed 1, because nothing says that the part is at most the whole.

Two numbers of cases are divided, and the quotient is used as a share: it is taken from 1, compared with a percentage,
looked up in rows of percentages, or weighed as a part. If the data may give more late cases than cases, the share is
above 100 %: what is taken from 1 falls below 0, the last row answers, and a mistake in the data goes through unseen.

The check takes quotients of counts, of sums of them and of means, greatest and least ones over items, that are used in
such a way, also where 1 is multiplied out: `10 - late / handled * 10`, `10 * (handled - late) / handled`, and where the
quotient times 100 is compared, looked up or graded in rows up to 100. Where a mean or the greatest of some quotients is
used so, they are. Hours and days count where they are divided by others, or by the length of a year, and taken from 1
or looked up. A quotient that the data bound (`at most`), that stands under a condition, behind `min(…, 1)` or in a
comparison or a table that asks itself whether it is more than 1 is not reported. Where a node without a clamp goes
beyond its points or below 0, or a value beyond a table, because of it, that is told there; a clamp, `max(0, …)`, a
comparison or an open row hides it, and so it is told here.

**What to do.** Say so where the part is asked for: `input late : count, at most handled`. If there can be more (several
facts in one case), limit the share: `min(facts / cases, 100%)`.

**Found in:**

```eval
methodology m
input handled : count §4
input late    : count §4
indicator in_time §4 { score if handled = 0 then 1 else 1 - late / handled }
```

**Not found in:**

```eval
methodology m
input handled : count §4
input late    : count, at most handled §4
indicator in_time §4 { score if handled = 0 then 1 else 1 - late / handled }
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.lint.as_shares import AsShares, Used
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.lost import Loss, grouped, merged, provisions, undecided
from evallang.lint.quotients import quotient
from evallang.lint.subject import Subject
from evallang.lint.wanted import Wanted
from evallang.types import FLAG, NUMBER, Quantity

CODE = "C303"
_ONE = ir.Const(Fraction(1), "1", type=NUMBER)


def run(subject: Subject) -> Iterator[Answer]:
    """Each quotient that is used as a share."""
    weighed = _weighed(subject)
    used = [
        (e.span, (site, e))
        for d in subject.definitions()
        for site, e in AsShares(subject, d, weighed=d.number in weighed).found()
    ]
    for same in grouped(used):
        yield from _answered(subject, same)


def _weighed(subject: Subject) -> set[int]:
    """The nodes that others weigh."""
    return {
        n for d in subject.program.nodes for w in d.weights if subject.active(w.conditions)
        for p in w.parts for n in p.part.targets
    }  # fmt: skip


def _answered(subject: Subject, same: list[Used]) -> Iterator[Answer]:
    losses = []
    for site, e in same:
        beyond = ir.Apply("greater", (e, _ONE), type=FLAG)
        wanted = Wanted((*site.guards, (beyond, True)), site.level, site.owner)
        losses.append(Loss(site, subject.decide(wanted)))
    first = merged(losses)
    e = same[losses.index(first)][1]
    if first.verdict is Verdict.PROVED:
        yield Proved(CODE, e.span)
    elif first.verdict is Verdict.UNDECIDED:
        yield undecided(subject, CODE, first, f"whether `{quotient(subject, *e.args)}` can be more than 1")
    else:
        yield _found(subject, first, e, [loss for loss in losses if loss.verdict is Verdict.REFUTED])


def _found(subject: Subject, first: Loss, e: ir.Apply, losses: list[Loss]) -> Finding:
    part, whole = (subject.words(x) for x in e.args)
    words = quotient(subject, *e.args)
    found = Finding(
        CODE, f"`{words}` is used as a share and may be more than 1: nothing says that `{part}` is at most "
        f"`{whole}`",
        e.span, provisions(losses), mathematics=f"{words} > 1",
        help=_help(subject, e),
        subject=words, owner=first.site.owner, formula=e,
    )  # fmt: skip
    body, title = first.found, f"{CODE}: {words} is more than 1"
    assert body is not None
    return subject.shown_by(found, lambda: subject.witness(body, title, [first.site.owner]))


def _help(subject: Subject, e: ir.Apply) -> str:
    part, whole = (subject.words(x) for x in e.args)
    limited = f"`min({quotient(subject, *e.args)}, 1)`"
    above, below = e.args
    if isinstance(above, ir.Ref) and isinstance(below, ir.Const):
        kind = above.type.word if isinstance(above.type, Quantity) else "number"
        return f"write `{kind} 0..{whole}` where `{part}` is asked for, or {limited}"
    if isinstance(above, ir.Ref) and isinstance(below, ir.Ref):
        return f"write `at most {whole}` where `{part}` is asked for, or {limited}"
    return f"limit it: {limited}"


CHECK = Check(CODE, "a share can exceed 1", run)
