"""A root or a logarithm is taken of a number that can be too small for it.

There is no square root of a number below 0, and no logarithm of 0. A mean that multiplies or divides its values (the
geometric, the harmonic one) has none of them either. A body for which that happens has no value, nor what needs it.

The check looks at roots, logarithms, powers that are no whole numbers, and such means where they stand; what the types
of inputs and the conditions before it exclude is not reported.

**What to do.** Say what holds then (`when income <= 0 : …`), or bound the input: `number 0..`, `number above 0`.

**Found in:**

```eval
methodology m
indicator income §8 {
  input amount : number 0..
  score ln(amount / 100) * 10
}
```

**Not found in:**

```eval
methodology m
indicator income §8 {
  input amount : number 100..
  score ln(amount / 100) * 10
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.lost import Loss, grouped, listed, lost, merged, owners, provisions, shown_on, undecided
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.types import FLAG, NUMBER

CODE = "C308"
_ZERO = ir.Const(Fraction(0), "0", type=NUMBER)


@frozen(eq=False)
class _Need:
    """What must not be: the number, the condition that it is too small, and how that is said."""

    of: ir.Expr
    condition: ir.Expr
    small: str
    what: str


def run(subject: Subject) -> Iterator[Answer]:
    """Each root, logarithm and power, with all places that use it."""
    needs = ((site, _need(site.expr)) for d in subject.definitions() for site in subject.through.of(d.number))
    for same in grouped((site.expr.span, (site, need)) for site, need in needs if need is not None):
        yield from _answered(subject, same)


def _need(e: ir.Expr) -> _Need | None:
    match e:
        case ir.Apply(op="sqrt", args=(x, *_)):
            return _below_zero(x, "no square root of it")
        case ir.Apply(op="ln", args=(x, *_)):
            return _need_above(x, "no logarithm of it")
        case ir.Apply(op="root", args=(x, ir.Const(value=Fraction() as n))) if n.denominator == 1 and n % 2 == 0:
            return _below_zero(x, "no such root of it")
        case ir.Apply(op="power", args=(x, ir.Const(value=Fraction() as n))) if n.denominator != 1:
            return _below_zero(x, "no such power of it")
        case ir.Aggregate(op="geomean" | "harmean" as op, value=x) if x is not None:
            geometric = op == "geomean"
            small = _below_zero if geometric else _need_above
            need = small(x, f"no {'geometric' if geometric else 'harmonic'} mean with it")
            return evolve(need, condition=_of_a_member(e, need.condition))
    return None


def _below_zero(x: ir.Expr, what: str) -> _Need:
    return _Need(x, ir.Apply("less", (x, _ZERO), type=FLAG), "below 0", what)


def _need_above(x: ir.Expr, what: str) -> _Need:
    return _Need(x, ir.Apply("less_equal", (x, _ZERO), type=FLAG), "0 or less", what)


def _of_a_member(e: ir.Aggregate, condition: ir.Expr) -> ir.Expr:
    """That a condition holds for some member of a list."""
    assert not isinstance(e.over, ir.PartsOf)
    where = condition if e.over.where is None else ir.Apply("and", (e.over.where, condition), type=FLAG)
    return ir.Aggregate("some", None, evolve(e.over, where=where), type=FLAG)


def _answered(subject: Subject, same: list[tuple[Site, _Need]]) -> Iterator[Answer]:
    losses = [lost(subject, site, need.condition) for site, need in same]
    first = merged(losses)
    need = same[losses.index(first)][1]
    words = subject.words(need.of)
    if first.verdict is Verdict.PROVED:
        yield Proved(CODE, first.site.expr.span)
    elif first.verdict is Verdict.UNDECIDED:
        yield undecided(subject, CODE, first, f"whether `{words}` can be {need.small}")
    else:
        yield _found(subject, first, need, [loss for loss in losses if loss.verdict is Verdict.REFUTED])


def _found(subject: Subject, first: Loss, need: _Need, losses: list[Loss]) -> Finding:
    words, named = subject.words(need.of), owners(subject, losses)
    found = Finding(
        CODE, f"`{words}` may be {need.small}, and {listed(named)} {'have' if len(named) > 1 else 'has'} no value "
        f"then: there is {need.what}",
        first.site.expr.span, provisions(losses), help="say what holds then, or bound the input by its type",
        subject=subject.words(first.site.expr), owner=first.site.owner, formula=first.site.expr,
    )  # fmt: skip
    return subject.shown_by(found, partial(shown_on, subject, first, f"{CODE}: {words} is {need.small}"))


CHECK = Check(CODE, "a root or a logarithm of a number that can be too small", run)
