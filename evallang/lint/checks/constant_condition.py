"""A condition is always true, or can never be.

A case that can never hold is a rule that no body meets, and one that always holds makes what follows it idle: a bound,
a sign or a name has slipped. A part of a condition that the rest of it says already is left over.

The check looks at the conditions of `when` and `if`, those of triggers too, at flags that are computed, at `where`, and
at a `score` behind cases, with the ranges of the inputs and the cases that go before; where these leave it open, a body
is looked for on which a condition is true, and one on which it is false. A condition that is settled by the option of a
reading, or by the kinds of bodies that a table is for, is no mistake; nor is a last case that takes all that the others
leave. Of a place in a rating, `last 3 in R`, nothing is said.

**What to do.** Look for the slip; else delete the case or the part.

```eval
input late : share
indicator deadlines {
  when late > 100% : 0
  score 10 * (1 - late)
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, evolve, field

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, NodeDef, TriggerDef
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.facts import Facts, assumed, truth
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.outcomes import ALWAYS, outcome
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.lint.unreached import Score, is_unreached, scores
from evallang.lint.values import Values
from evallang.source import Span
from evallang.types import Flag

CODE = "C407"
_SETTLED = (ir.Const, ir.HasAttribute, ir.InScope)
"""What is no condition on data: it is said once for all, or by the registers."""
Known = bool | None
Holder = InputDef | FormulaDef | NodeDef | TriggerDef
"""What has conditions."""


@define(eq=False)
class _Condition:
    """A condition in all rows that it stands in: whether it is known to hold, by itself, and where it stands.

    `parts` are the operands of `and` and `or`, each where the others hold (for `or`: do not); `idle` the same whatever
    goes before: an operand that excludes an earlier case is not left over.
    """

    site: Site
    expr: ir.Expr
    owners: list[Holder] = field(factory=list)
    alone: set[Known] = field(factory=set)
    here: set[Known] = field(factory=set)
    parts: dict[int, set[Known]] = field(factory=dict)
    idle: dict[int, set[Known]] = field(factory=dict)
    copies: list[tuple[Site, ir.Expr]] = field(factory=list)

    @property
    def fault(self) -> str:
        """What is wrong; empty where nothing is known to be."""
        if len(self.alone) == 1 and self.alone != {None}:
            return ALWAYS if True in self.alone else "can never be true"
        if any(known == {not self.is_and} for known in self.parts.values()):
            return "can never be true" if self.is_and else "is always true"
        if self.here == {False}:
            return "can never be true here, because of what goes before it"
        idle = [n for n, known in self.idle.items() if known == {self.is_and}]
        return str(idle[0]) if len(idle) == 1 else ""

    @property
    def is_and(self) -> bool:
        """Whether all parts must hold."""
        return isinstance(self.expr, ir.Apply) and self.expr.op == "and"


def run(subject: Subject) -> Iterator[Answer]:
    """Each condition, its copies in a table together."""
    found: dict[Span, _Condition] = {}
    for holder in (*subject.definitions(), *subject.program.triggers):
        _take(subject, holder, found)
    for place, condition in found.items():
        if not condition.fault:
            yield from _looked_for(subject, place, condition)
        elif _always(subject, place, condition, condition.fault):
            yield _finding(subject, place, condition, condition.fault)
        else:
            yield Proved(CODE, place)
    owners = (h for condition in found.values() if condition.fault == ALWAYS for h in condition.owners)
    always = {h.number for h in owners if not isinstance(h, TriggerDef)}
    yield from _scores(subject, always)


def _scores(subject: Subject, always: set[int]) -> Iterator[Answer]:
    """Each score behind cases, its copies in a table together; a case that is `always` true is told there alone."""
    found: dict[Span, list[tuple[Score, bool]]] = {}
    for score in scores(subject):
        if subject.option is None or subject.option in score.clause.conditions:
            unreached = score.node.number not in always and is_unreached(subject, score, _switched)
            found.setdefault(score.clause.span, []).append((score, unreached))
    for place, copies in found.items():
        if not all(unreached for _, unreached in copies):
            yield Proved(CODE, place, "score")
            continue
        score = copies[0][0]
        words = f"`score {subject.words(score.clause.value)}` of `{score.node.name}`"
        yield Finding(
            CODE, f"{words} is never reached: one of the cases before it always holds", place,
            score.clause.provisions or score.node.provisions,
            help="look for a slip in the cases; else delete the score", subject="score", owner=score.node.number,
        )  # fmt: skip


def _looked_for(subject: Subject, place: Span, condition: _Condition) -> Iterator[Answer]:
    """Of what ranges leave open, a body for which it is true, and one for which it is false."""
    words = subject.words(condition.expr)
    if any(isinstance(x, ir.InRating) for x in walk(condition.expr)):
        return  # nothing is said of it
    if subject.instant or (subject.option is not None and (CODE, place.start, place.end, words) not in subject.told):
        return  # under other options only what showed under the chosen ones is looked at again
    fault, tried = outcome(subject, place, condition.copies)
    if not fault or not _always(subject, place, condition, fault, tried):
        yield Proved(CODE, place)
    elif not tried:
        solved = subject.solver is not None and condition.here
        why = ": a solver finds no data for which it is otherwise" if solved else ""
        yield _finding(subject, place, condition, fault, why)
    else:
        owner = condition.owners[0]
        yield Finding(
            CODE, f"whether `{words}` in `{owner.name}` {fault} is not decided", place, condition.site.provisions,
            Severity.NOTE, Verdict.UNDECIDED, tried=tried, subject=f"{words}?",
        )  # fmt: skip


def _take(subject: Subject, holder: Holder, found: dict[Span, _Condition], only_under: bool = True) -> None:
    """The conditions of one rule; under another option, unless said, only those that stand under it."""
    for site, e, kinds in _conditions(subject, holder):
        place = e.span
        if isinstance(e, _SETTLED) or not (site.place.start <= place.start and place.end <= site.place.end):
            continue  # what a formula says for other arguments is judged where it is declared
        if subject.option is not None and only_under and subject.option not in site.conditions:
            continue
        condition = found.setdefault(place, _Condition(site, e))
        condition.owners.append(holder)
        condition.copies.append((site, e))
        for kind in kinds:
            values = subject.values(kind)
            facts = subject.facts(values, site.guards)
            condition.alone.add(truth(e, {}, values))
            if facts is not None:
                condition.here.add(truth(e, facts, values))
                _take_parts(condition.parts, e, facts, values)
                _take_parts(condition.idle, e, {}, values)


def _take_parts(parts: dict[int, set[Known]], e: ir.Expr, facts: Facts, values: Values) -> None:
    """Whether each operand of `and` and `or` holds where some facts do, and the other operands (for `or`: do not)."""
    if not isinstance(e, ir.Apply) or e.op not in ("and", "or"):
        return
    for n, part in enumerate(e.args):
        rest = facts
        for other in (*e.args[:n], *e.args[n + 1 :]):
            rest = assumed(other, rest, e.op == "and", values)
        parts.setdefault(n, set()).add(truth(part, rest, values))


def _conditions(subject: Subject, holder: Holder) -> Iterator[tuple[Site, ir.Expr, tuple[str | None, ...]]]:
    """The whole conditions: of cases, of `if`, of `where`, and flags that are computed; and for which kinds."""
    sites = subject.sites
    if isinstance(holder, TriggerDef):
        roots, inside = tuple(sites.trigger_roots(holder)), sites.of_trigger(holder)
        kinds = tuple(kind for kind in subject.kinds if all(_has(subject, root.expr, kind) for root in roots))
    else:
        roots, inside, kinds = sites.roots(holder.number), sites.of(holder.number), subject.kinds_of(holder)
    for root in roots:
        if isinstance(root.expr.type, Flag):
            yield root, root.expr, kinds
    for site in inside:
        if isinstance(site.expr, ir.If):
            yield site, site.expr.condition, kinds
        elif isinstance(site.expr, ir.Aggregate) and not isinstance(site.expr.over, ir.PartsOf):
            where = site.expr.over.where
            if where is not None:
                yield evolve(site, guards=()), where, subject.kinds


def _has(subject: Subject, e: ir.Expr, kind: str | None) -> bool:
    """Whether bodies of a kind have all that a condition names."""
    values = subject.values(kind)
    return all(any(map(values.is_for, x.targets)) for x in walk(e) if isinstance(x, ir.Ref))


def _always(
    subject: Subject, place: Span, condition: _Condition, fault: str, tried: str | None = None
) -> bool:  # fmt: skip
    """Whether a fault shows under every option of the readings that the condition rests on.

    `tried` is None for what ranges say; else under the others too it is looked for, or left open.
    """
    readings = subject.rests.of(condition.expr).union(*(subject.rests.of(g) for g, _ in condition.site.guards))
    for reading in sorted(readings):
        for option in range(len(subject.program.readings[reading].options)):
            found: dict[Span, _Condition] = {}
            other = _switched(subject, reading, option)
            for holder in condition.owners:
                _take(other, holder, found, only_under=False)
            if place not in found or found[place].fault == fault:
                continue
            if tried is None or found[place].fault:
                return False
            if outcome(other, place, found[place].copies)[0] != fault:
                return False
    return True


def _switched(subject: Subject, reading: int, option: int) -> Subject:
    """The same rules with one reading chosen otherwise."""
    choices = tuple(option if r == reading else o for r, o in enumerate(subject.choices))
    return Subject(
        subject.program, subject.module, choices, subject.replay, (reading, option), subject.solver, subject.instant,
        base=subject,
    )  # fmt: skip


def _finding(subject: Subject, place: Span, condition: _Condition, fault: str, why: str = "") -> Finding:
    words, owner = subject.words(condition.expr), condition.owners[0]
    number = None if isinstance(owner, TriggerDef) else owner.number
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
