"""The act leaves a case open, and a body that falls under it has no value.

A transcription says `undefined "…"` where the text is silent: a division by 0 that nobody foresaw, a list in which
there is nothing, a share above the last row. Saying so is right, and it does not mend the act: a body to which it
happens has no value there, nor in any sum, rating or grade that needs it.

The check takes each `undefined` that stands under a condition on the data and looks for a body that comes to it. What
an option of a reading says of every body (a formula that cannot be computed at all) is no such case. Nor is one for
which the rules cite a provision outside of any reading, in no option and not `under` one: there the act itself says
that there is no value.

**What to do.** Ask those who sign the act to say what holds then. Until they do, other options of the reading show
what each answer would mean.

**Found in:**

```eval
methodology m
reading no_cases "What if there was no case?" id "A1" §4 {
  option silent "no value" because "the act is silent"
  option full   "full points"
  choose silent
}
indicator refusals §4 {
  points 10
  input handled : count
  input refused : count, at most handled, more is worse
  when handled = 0 : by no_cases { silent : undefined "the act is silent"; full : points }
  score 10 - refused / handled * 10
}
```

**Not found in:**

```eval
methodology m
indicator refusals §4 {
  points 10
  input handled : count
  input refused : count, at most handled, more is worse
  when handled = 0 : points §4:2
  score 10 - refused / handled * 10
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, NodeDef
from evallang.ir.walk import children
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.lost import (
    Loss,
    best_ends,
    grouped,
    listed,
    lost,
    merged,
    owners,
    provisions,
    said,
    shown_on,
    undecided,
)
from evallang.lint.ranges import is_empty
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.semantics.order import definition_expressions
from evallang.source import Span
from evallang.types import FLAG

CODE = "C302"
_YES = ir.Const(True, "yes", type=FLAG)


@frozen(eq=False)
class _Open:
    """An `undefined` where it is come to: the condition beside those of the place, and how that is said."""

    site: Site
    literal: ir.UndefinedConst
    condition: ir.Expr
    words: str


def run(subject: Subject) -> Iterator[Answer]:
    """Each clause that comes to an `undefined`, with all who share it."""
    options: dict[Span, int] | None = None
    found = [o for d in subject.definitions() for o in _opens(subject, d.number) if _matters(subject, o.site)]
    for same in grouped(((o.site.clause, o.literal.span, o.words), o) for o in found):
        options = _options(subject) if options is None else options
        reading = options.get(same[0].literal.span)
        if reading is not None or not _cited(subject, same[0]):
            yield from _answered(subject, same, reading)


def _opens(subject: Subject, number: int) -> Iterator[_Open]:
    told: set[object] = set()  # what stands in for an empty list is looked at once more by itself
    for site in subject.through.of(number):
        match site.expr:
            case ir.UndefinedConst() if site.guards and (site.clause, site.expr.span) not in told:
                if _is_the_rest(subject, site):
                    continue
                condition, holds = site.guards[-1]
                words = f"`{said(subject, condition)}`"
                yield _Open(site, site.expr, _YES, words if holds else f"not {words}")
            case ir.Aggregate(none=none, over=ir.ItemsOf() | ir.BodiesOf() as over) if none is not None:
                literal = _literal(subject, none)
                if literal is not None:
                    told.add((site.clause, literal.span))
                    nothing = ir.Apply("not", (ir.Aggregate("some", None, over, type=FLAG),), type=FLAG)
                    yield _Open(site, literal, nothing, f"nothing is in `{_listed(subject, over)}`")


def _is_the_rest(subject: Subject, site: Site) -> bool:
    """Whether a place is what holds for all for whom nothing else does: of them the formula says nothing at all."""
    roots = (root for root in subject.through.roots(site.owner) if root.clause == site.clause)
    return any(len(root.guards) == len(site.guards) and not root.guards[-1][1] for root in roots)


def _literal(subject: Subject, e: ir.Expr) -> ir.UndefinedConst | None:
    """The `undefined` that an expression comes to, whatever the data say."""
    if isinstance(e, ir.UndefinedConst):
        return e
    meant = subject.through.meanings.of(e)
    inside = (meant,) if meant is not None else children(e) if isinstance(e, ir.Apply) else ()
    return next((found for x in inside if (found := _literal(subject, x)) is not None), None)


def _listed(subject: Subject, over: ir.ItemsOf | ir.BodiesOf) -> str:
    return " ".join(subject.source.slice(over.span).split())


def _matters(subject: Subject, site: Site) -> bool:
    """Whether somebody has a value there at all: else the option as a whole is not to be computed."""
    kinds = subject.kinds_of(subject.program.definitions[site.owner])
    return any(not is_empty(subject.values(kind).of_definition(site.owner)) for kind in kinds)


def _options(subject: Subject) -> dict[Span, int]:
    """The readings in whose options an `undefined` stands, by its place; `by` counts before `under`."""
    program, found = subject.program, {}
    roots = [e for d in program.definitions for e in definition_expressions(d)] + [f.value for f in program.functions]
    waiting: list[tuple[ir.Expr, int | None]] = [(root, None) for root in roots]
    waiting += _under_options(subject)
    while waiting:
        e, reading = waiting.pop()
        if isinstance(e, ir.UndefinedConst) and reading is not None:
            found[e.span] = reading
        inside = e.reading if isinstance(e, ir.ByReading) else reading
        waiting += [(x, inside) for x in children(e)]
    return found


def _under_options(subject: Subject) -> Iterator[tuple[ir.Expr, int]]:
    """What clauses and formulas say `under` options, with the reading of the last of these."""
    for d in subject.program.definitions:
        if isinstance(d, FormulaDef) and d.conditions:
            yield d.value, d.conditions[-1][0]
        for clause in d.clauses if isinstance(d, NodeDef) else ():
            if clause.conditions:
                yield clause.value, clause.conditions[-1][0]


def _cited(subject: Subject, open_: _Open) -> bool:
    """Whether the line that says `undefined` cites a provision itself."""
    d, at = subject.program.definitions[open_.site.owner], open_.literal.span
    for clause in d.clauses if isinstance(d, NodeDef) else ():
        if clause.span.start <= at.start and at.end <= clause.span.end:
            return "§" in subject.source.slice(Span(clause.value.span.end, clause.span.end))
    for f in subject.program.definitions:
        if isinstance(f, FormulaDef) and f.span.start <= at.start and at.end <= f.span.end:
            return "§" in subject.source.slice(Span(f.span.start, f.value.span.start))
    return False


def _answered(subject: Subject, same: list[_Open], reading: int | None) -> Iterator[Answer]:
    losses = [lost(subject, open_.site, open_.condition) for open_ in same]
    first = merged(losses)
    if first.verdict is Verdict.PROVED:
        yield Proved(CODE, same[0].site.clause)
    elif first.verdict is Verdict.UNDECIDED:
        yield undecided(subject, CODE, first, f"whether {same[0].words} can hold")
    else:
        open_ = same[losses.index(first)]
        yield _found(subject, open_, first, [loss for loss in losses if loss.verdict is Verdict.REFUTED], reading)


def _found(subject: Subject, open_: _Open, first: Loss, losses: list[Loss], reading: int | None) -> Finding:
    named = owners(subject, losses)
    have = "have" if len(named) > 1 else "has"
    question = None if reading is None else subject.program.readings[reading]
    best = best_ends(subject, open_.site.guards[-1][0], first.found) if open_.site.guards and first.found else ""
    found = Finding(
        CODE,
        f"the act leaves open what {listed(named)} {'are' if len(named) > 1 else 'is'} where {open_.words}"
        f"{_limited(subject, losses)}{f', although no body can have {best}' if best else ''}"
        if question is not None
        else f"{listed(named)} {have} no value where {open_.words}, and no provision is cited for that",
        open_.site.clause, provisions(losses), Severity.NOTE if question is None else Severity.WARNING,
        help="cite the provision that says so, or make it an option of a reading" if question is None
        else f"the reading `{question.name}` names the answers; the act should give one",
        places=tuple(_places(open_)), subject=f"{question.name if question else ''} {open_.words}",
        owner=open_.site.owner,
    )  # fmt: skip
    return subject.shown_by(found, partial(shown_on, subject, first, f"{CODE}: {open_.words.replace('`', '')}"))


def _limited(subject: Subject, losses: list[Loss]) -> str:
    """Of which values more must hold before it comes to that."""
    some = [loss for loss in losses if len(loss.site.guards) > 1]
    if not some:
        return ""
    before = [holds for loss in some for _, holds in loss.site.guards[:-1]]
    words = "it comes to that" if any(before) else "no case before it holds"
    return f" and {words}" if len(some) == len(losses) else f" ({listed(owners(subject, some))} only where {words})"


def _places(open_: _Open) -> Iterator[Place]:
    inside = open_.site.clause.start <= open_.literal.span.start and open_.literal.span.end <= open_.site.clause.end
    if not inside:
        yield Place(open_.literal.span, "here it is left open")


CHECK = Check(CODE, "the act leaves a case open", run)
