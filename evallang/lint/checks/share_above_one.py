"""A share can exceed 1, because nothing says that the part is at most the whole.

Two numbers of cases are divided, and the quotient is used as a share: it is taken from 1, compared with a percentage,
or weighed as a part. If the data may give more late cases than cases, the share is above 100 %: what is taken from 1
falls below 0, and a mistake in the data goes through unseen.

The check takes quotients of counts, and of sums of them, that are used in such a way, also where 1 is multiplied out:
`10 - late / handled * 10`. One that the data bound (`at most`), that stands under a condition, behind `min(…, 1)` or in
a comparison that asks itself whether it is more than 1 is not reported. Where a node without a clamp goes beyond its
points or below 0, or a value beyond a table, because of it, that is told there; a clamp or a comparison hides it, and
so it is told here.

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
from evallang.ir.program import ClampStep, Definition, NodeDef
from evallang.lint.check import Check
from evallang.lint.facts import NEGATED
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.lost import Loss, grouped, merged, provisions, undecided
from evallang.lint.quotients import quotient
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.lint.wanted import Wanted
from evallang.types import FLAG, NUMBER, Quantity

CODE = "C303"
_WHOLE = Fraction(1)
_ONE = ir.Const(_WHOLE, "1", type=NUMBER)


def run(subject: Subject) -> Iterator[Answer]:
    """Each quotient that is used as a share."""
    used: list[tuple[object, tuple[Site, ir.Apply]]] = []
    weighed = _weighed(subject)
    for d in subject.definitions():
        hidden = not _is_told_by_points(subject, d)
        for site in subject.through.of(d.number):
            if hidden or (isinstance(site.expr, ir.Apply) and site.expr.op in NEGATED):  # a comparison
                used += [(e.span, (site, e)) for e in _shares(subject, site, d.number in weighed)]
    for same in grouped(used):
        yield from _answered(subject, same)


def _is_told_by_points(subject: Subject, d: Definition) -> bool:
    """Whether a node goes beyond its points or below 0 where a share is more than 1: that is told there."""
    points = isinstance(d, NodeDef) and any(subject.active(p.conditions) for p in d.points)
    steps = d.steps if isinstance(d, NodeDef) else ()
    return points and not any(isinstance(s, ClampStep) and subject.active(s.conditions) for s in steps)


def _weighed(subject: Subject) -> set[int]:
    """The nodes that others weigh."""
    return {
        n for d in subject.program.nodes for w in d.weights if subject.active(w.conditions)
        for p in w.parts for n in p.part.targets
    }  # fmt: skip


def _shares(subject: Subject, site: Site, weighed: bool) -> Iterator[ir.Apply]:
    """The quotients that an expression takes for shares."""
    match site.expr:
        case ir.Apply(op="add", args=(whole, ir.Apply(op="neg", args=(x,)))) if n := _number(subject, whole):
            candidates = [part for part, factor in [_parted(subject, x)] if factor == n]
        case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
            candidates = [x for x, y in ((left, right), (right, left)) if _is_within(op, y)]
        case _:
            candidates = [site.expr] if weighed and site.expr.span == site.clause else []
    for e in candidates:
        found = _quotient(subject, e)
        if found is not None:
            yield found


def _is_within(op: str, bound: ir.Expr) -> bool:
    """Whether a comparison with a percentage does not ask itself whether something is more than 1."""
    if not isinstance(bound, ir.Const) or not isinstance(bound.value, Fraction) or "%" not in bound.text:
        return False
    return op in ("equal", "unequal") or bound.value < 1


def _number(subject: Subject, e: ir.Expr) -> Fraction | None:
    """The number that an expression is, points as theirs."""
    if isinstance(e, ir.PointsOf):
        return subject.repeats.alike.numbered.points(e.node)
    return e.value if isinstance(e, ir.Const) and isinstance(e.value, Fraction) else None


def _parted(subject: Subject, e: ir.Expr) -> tuple[ir.Expr, Fraction]:
    """What is multiplied, and the number by which: `10 * late / handled` is 10 times `late / handled`."""
    match e:
        case ir.Apply(op="mul", args=(a, b)):
            for x, by in ((a, _number(subject, b)), (b, _number(subject, a))):
                if by is not None:
                    part, factor = _parted(subject, x)
                    return part, factor * by
        case ir.Apply(op="div", args=(a, b)):
            by = _number(subject, b)
            part, factor = _parted(subject, a)
            if by:
                return part, factor / by
            if part is not a:
                return ir.Apply("div", (part, b), type=e.type, span=e.span), factor
    return e, _WHOLE


def _quotient(subject: Subject, e: ir.Expr) -> ir.Apply | None:
    """The quotient of two numbers of cases that an expression stands for."""
    meant: ir.Expr | None = e
    while meant is not None:
        e, meant = meant, subject.through.meanings.of(meant)
    match e:
        case ir.Apply(op="div", args=(above, below)) if _is_count(subject, above) and _is_count(subject, below):
            return e
    return None


def _is_count(subject: Subject, e: ir.Expr) -> bool:
    match e:
        case ir.Ref(targets=targets):
            meant = subject.through.meanings.of(e)
            if meant is not None:
                return _is_count(subject, meant)
            types = [getattr(subject.program.definitions[n], "type", None) for n in targets]
            return all(isinstance(kind, Quantity) and kind.word == "count" for kind in types)
        case ir.Apply(op="add", args=args):
            return all(_is_count(subject, x.args[0] if isinstance(x, ir.Apply) and x.op == "neg" else x) for x in args)
        case ir.Aggregate(op="count"):
            return True
        case ir.Aggregate(op="sum", value=value) if value is not None:
            return _is_count(subject, value)
    return False


def _answered(subject: Subject, same: list[tuple[Site, ir.Apply]]) -> Iterator[Answer]:
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
    if isinstance(e.args[0], ir.Ref):
        return f"write `at most {whole}` where `{part}` is asked for, or {limited}"
    return f"limit it: {limited}"


CHECK = Check(CODE, "a share can exceed 1", run)
