"""A condition is always true, or can never be.

A case that can never hold is a rule that no body meets, and one that always holds makes what follows it idle: a bound,
a sign or a name has slipped. A part of a condition that the rest of it says already is left over.

The check looks at the conditions of `when` and `if`, those of triggers too, at flags that are computed, at `where`, in
ratings too, and at a `score` behind cases, with the ranges of the inputs and the cases that go before; where these
leave it open, a body is looked for on which a condition is true, one on which it is false, for each part of it one for
which the other parts leave it to that one, and one that comes to the score. A condition that is settled by the option
of a reading, or by the kinds of bodies that a table is for, is no mistake; nor is a last case that takes all that the
others leave. Of a place in a rating, `last 3 in R`, nothing is said, and of who takes part in one only what the ranges
of the inputs settle.

**What to do.** Look for the slip; else delete the case or the part.

**Found in:**

```eval
methodology m
input late : share
indicator deadlines {
  when late > 100% : 0
  score 10 * (1 - late)
}
```

**Not found in:**

```eval
methodology m
input late : share
indicator deadlines {
  when late > 50% : 0
  score 10 * (1 - late)
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import RatingDef, TriggerDef
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.conditions import Condition, take
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.leftover import Operand, leftover
from evallang.lint.outcomes import ALWAYS, HERE, NEVER, decided, otherwise, outcome
from evallang.lint.subject import Subject
from evallang.lint.unreached import Score, is_unreached, reached, scores
from evallang.source import Span

CODE = "C407"


def run(subject: Subject) -> Iterator[Answer]:
    """Each condition, its copies in a table together."""
    found: dict[Span, Condition] = {}
    for holder in (*subject.definitions(), *subject.program.triggers, *subject.program.ratings):
        take(subject, holder, found)
    for place, condition in found.items():
        if not condition.fault:
            yield from _looked_for(subject, place, condition)
        elif _always(subject, place, condition, condition.fault):
            yield _finding(subject, place, condition, _by_itself(subject, condition))
        else:
            yield Proved(CODE, place)
    owners = (h for c in found.values() if ALWAYS in (c.fault, c.said) for h in c.owners)
    always = {h.number for h in owners if not isinstance(h, TriggerDef | RatingDef)}
    yield from _scores(subject, always)


def _by_itself(subject: Subject, condition: Condition) -> str:
    """The fault that ranges tell of a condition: what it blames on the cases before may be so without them."""
    if condition.fault != HERE or subject.instant:
        return condition.fault
    alone = decided(subject, condition.copies, value=True, alone=True)
    return NEVER if alone.verdict is Verdict.PROVED else HERE


def _scores(subject: Subject, always: set[int]) -> Iterator[Answer]:
    """Each score behind cases, its copies in a table together; a case that is `always` true is told there alone."""
    found: dict[Span, list[tuple[Score, bool]]] = {}
    for score in scores(subject):
        if subject.option is None or subject.option in score.clause.conditions:
            unreached = score.node.number not in always and is_unreached(subject, score, _switched)
            found.setdefault(score.clause.span, []).append((score, unreached))
    for place, copies in found.items():
        known = [score for score, _ in copies]
        if all(unreached for _, unreached in copies):
            yield _unreached(subject, place, known[0])
            continue
        decision = reached(subject, known)
        if decision.verdict is Verdict.UNDECIDED:
            yield _unreached(subject, place, known[0], decision.tried)
        elif decision.verdict is Verdict.PROVED and all(
            is_unreached(subject, score, _switched, thorough=True) for score in known
        ):
            yield _unreached(subject, place, known[0])
        else:
            yield Proved(CODE, place, "score")


def _unreached(subject: Subject, place: Span, score: Score, tried: str = "") -> Finding:
    words, owner = f"`score {subject.words(score.clause.value)}` of `{score.node.name}`", score.node.number
    provisions = score.clause.provisions or score.node.provisions
    if tried:
        return Finding(
            CODE, f"whether {words} is ever reached is not decided: the cases before it may leave nothing", place,
            provisions, Severity.NOTE, Verdict.UNDECIDED, tried=tried, subject="score?", owner=owner,
        )  # fmt: skip
    return Finding(
        CODE, f"{words} is never reached: one of the cases before it always holds", place, provisions,
        help="look for a slip in the cases; else delete the score", subject="score", owner=owner,
    )  # fmt: skip


def _looked_for(subject: Subject, place: Span, condition: Condition) -> Iterator[Answer]:
    """Of what ranges leave open, a body for which it is true, and one for which it is false."""
    words = subject.words(condition.expr)
    if any(isinstance(x, ir.InRating) for x in walk(condition.expr)):
        return  # nothing is said of it
    if all(isinstance(owner, RatingDef) for owner in condition.owners):
        return  # of who takes part in a rating only what ranges say is told
    if subject.instant or (subject.option is not None and (CODE, place.start, place.end, words) not in subject.told):
        return  # under other options only what showed under the chosen ones is looked at again
    found = outcome(subject, place, condition.copies)
    if found.decision is None or not _always(subject, place, condition, found.fault, found.decision.tried):
        yield from _parts(subject, place, condition)
        return
    condition.said = found.fault
    if found.decision.verdict is Verdict.PROVED:
        why = "" if found.fault == HERE else f": {otherwise(found.decision)}"
        yield _finding(subject, place, condition, found.fault, why)
    else:
        owner = condition.owners[0]
        yield Finding(
            CODE, f"whether `{words}` in `{owner.name}` {found.fault} is not decided", place, condition.site.provisions,
            Severity.NOTE, Verdict.UNDECIDED, tried=found.decision.tried, subject=f"{words}?",
        )  # fmt: skip


def _parts(subject: Subject, place: Span, condition: Condition) -> Iterator[Answer]:
    """Of the operands of `and` and `or` one that the others leave nothing to say, under every option."""
    parts = sorted(leftover(subject, condition.copies), key=lambda part: bool(part.tried))
    for part in parts:
        if part.tried:
            yield _open_part(subject, condition, part)
            return
        readings = sorted(subject.rests.of(condition.expr))
        others = [_switched(subject, r, o) for r in readings for o in range(len(subject.program.readings[r].options))]
        if all(part.number in [p.number for p in leftover(other, condition.copies)] for other in others):
            yield _finding(subject, place, condition, str(part.number))
            return
    yield Proved(CODE, place)


def _open_part(subject: Subject, condition: Condition, part: Operand) -> Finding:
    assert isinstance(condition.expr, ir.Apply)
    e, words = condition.expr.args[part.number], subject.words(condition.expr)
    return Finding(
        CODE, f"whether `{subject.words(e)}` says anything in `{words}` is not decided", e.span,
        condition.site.provisions, Severity.NOTE, Verdict.UNDECIDED, tried=part.tried, subject=f"{words}?",
    )  # fmt: skip


def _always(
    subject: Subject, place: Span, condition: Condition, fault: str, tried: str | None = None
) -> bool:  # fmt: skip
    """Whether a fault shows under every option of the readings that the condition rests on.

    `tried` is None for what ranges say; else under the others too it is looked for, or left open.
    """
    readings = subject.rests.of(condition.expr).union(*(subject.rests.of(g) for g, _ in condition.site.guards))
    for reading in sorted(readings):
        for option in range(len(subject.program.readings[reading].options)):
            found: dict[Span, Condition] = {}
            other = _switched(subject, reading, option)
            for holder in condition.owners:
                take(other, holder, found, only_under=False)
            if place not in found or _alike(found[place].fault, fault):
                continue
            if tried is None or found[place].fault:
                return False
            if not _alike(outcome(other, place, found[place].copies).fault, fault):
                return False
    return True


def _alike(fault: str, other: str) -> bool:
    """Whether two faults are one: what can never be true is not true either where it stands."""
    return fault == other or {fault, other} == {NEVER, HERE}


def _switched(subject: Subject, reading: int, option: int) -> Subject:
    """The same rules with one reading chosen otherwise."""
    choices = tuple(option if r == reading else o for r, o in enumerate(subject.choices))
    return Subject(
        subject.program, subject.module, choices, subject.replay, (reading, option), subject.solver, subject.instant,
        base=subject,
    )  # fmt: skip


def _finding(subject: Subject, place: Span, condition: Condition, fault: str, why: str = "") -> Finding:
    words, owner = subject.words(condition.expr), condition.owners[0]
    number = None if isinstance(owner, TriggerDef | RatingDef) else owner.number
    if not fault.isdecimal():
        return Finding(
            CODE, f"`{words}` in `{owner.name}` {fault}{why}", place, condition.site.provisions,
            help="look for a slip in a bound, a sign or a name", subject=words, owner=number,
        )  # fmt: skip
    assert isinstance(condition.expr, ir.Apply)
    part = condition.expr.args[int(fault)]
    word = "holds" if condition.is_and else "fails"
    return Finding(
        CODE, f"`{subject.words(part)}` says nothing in `{words}`: it always {word} where the rest does", part.span,
        condition.site.provisions, Severity.NOTE, help="delete it, or look for a slip", subject=words,
        owner=number,
    )  # fmt: skip


CHECK = Check(CODE, "a condition that is always true, or never", run, instant=True)
