"""Two special cases can hold at once, and say different things.

Of several `when` the first that is true gives the value. Where the act lists two cases and does not say which goes
first, the order in the file decides in silence: a body for which both hold gets the one result, and can claim the
other.

The check looks at each pair of `when` of a node. A case that is a part of a later one (`when fell and rose`, then `when
fell`) is the usual way of writing an exception, and is not reported; nor are cases that exclude one another, or that
give the same value wherever both hold. A case that one option of a reading adds is that option's own.

**What to do.** Say in the act which case goes first, or let the later one exclude the earlier. Where a reading settles
it, the act still leaves it open.

**Found in:**

```eval
methodology m
indicator drafts §73 {
  input none_due  : flag
  input no_notice : flag
  when none_due  : 10 §73:2
  when no_notice : 0  §73:3
  score 5
}
```

**Not found in:**

```eval
methodology m
indicator drafts §73 {
  input none_due  : flag
  input no_notice : flag
  when none_due                   : 10 §73:2
  when no_notice and not none_due : 0  §73:3
  score 5
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import Guarded, NodeDef
from evallang.lint.check import Check
from evallang.lint.facts import truth
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.sentences import joined
from evallang.lint.sites import Guard
from evallang.lint.subject import Decision, Subject
from evallang.lint.wanted import Wanted
from evallang.symbolic.canonical import Canonical
from evallang.types import FLAG

CODE = "C402"
_STARTS = 3
_MOST_COPIES = 3
"""In so many rows of a table one pair of cases is looked for a body, where none is found in the first."""


@frozen(eq=False)
class _Pair:
    """Two cases of a node, the earlier one first, and the cases before both, none of which holds."""

    node: NodeDef
    before: tuple[Guard, ...]
    first: Guarded
    second: Guarded
    guards: tuple[ir.Expr, ir.Expr]
    values: tuple[ir.Expr, ir.Expr]

    def wanted(self, *guards: Guard) -> Wanted:
        return Wanted((*self.before, (self.guards[0], True), *guards), self.node.level, self.node.number)


def run(subject: Subject) -> Iterator[Answer]:
    """Each pair of cases, its copies in the rows of a table together."""
    found: dict[tuple[int, int], list[Answer]] = {}
    canonical = Canonical(subject.program)
    for d in subject.nodes():
        for pair in _pairs(subject, d):
            answers = found.setdefault((pair.first.span.start, pair.second.span.start), [])
            open_ = [a for a in answers if isinstance(a, Finding)]
            if len(open_) < _MOST_COPIES and not any(a.verdict is Verdict.REFUTED for a in open_):
                answers.append(_answer(subject, canonical, pair))
    for answers in found.values():
        findings = [a for a in answers if isinstance(a, Finding)]
        yield next((a for a in findings if a.verdict is Verdict.REFUTED), findings[0] if findings else answers[0])


def _pairs(subject: Subject, d: NodeDef) -> Iterator[_Pair]:
    """The cases two by two; a case that only one option adds goes where that option puts it."""
    active: list[tuple[Guarded, ir.Expr, ir.Expr]] = []
    for clause in d.clauses:
        if subject.active(clause.conditions):
            if clause.guard is None:
                break
            active.append((clause, subject.written_out(clause.guard), _chosen(subject, clause.value)))
    before = [(guard, False) for _, guard, _ in active]
    for i, (first, guard, value) in enumerate(active):
        for second, other, result in active[i + 1 :]:
            if not _added(subject, d, first) and not _added(subject, d, second):
                yield _Pair(d, tuple(before[:i]), first, second, (guard, other), (value, result))


def _added(subject: Subject, d: NodeDef, clause: Guarded) -> bool:
    """Whether a case stands under an option, and no other option of the reading has the same case elsewhere."""
    form = subject.rests.canonical.form
    for reading, option in clause.conditions:
        others = (c for c in d.clauses if any(r == reading and o != option for r, o in c.conditions))
        if not any(c.guard is not None and form(c.guard) == form(clause.guard) for c in others):
            return True
    return False


def _chosen(subject: Subject, e: ir.Expr) -> ir.Expr:
    """A value with calls written out, and of `by` the case that is chosen."""
    return _read(subject, subject.written_out(e))


def _read(subject: Subject, e: ir.Expr) -> ir.Expr:
    while isinstance(e, ir.ByReading):
        e = e.cases[subject.choices[e.reading]]
    return e


def _answer(subject: Subject, canonical: Canonical, pair: _Pair) -> Answer:
    one, other = pair.values
    if canonical.form(one) == canonical.form(other) or _implied(subject, pair, 0) or _implied(subject, pair, 1):
        return Proved(CODE, pair.second.span)
    both = _both(subject, pair)
    if both.verdict is Verdict.PROVED:
        return Proved(CODE, pair.second.span)
    if both.found is not None and subject.decide(pair.wanted((pair.guards[1], False))).verdict is Verdict.PROVED:
        return Proved(CODE, pair.second.span)  # a part of the later case
    return _finding(subject, pair, both)


def _both(subject: Subject, pair: _Pair) -> Decision:
    """Whether both cases can hold and give different values, or the earlier one none where the later one gives one."""
    one, other = pair.values
    silent = isinstance(one, ir.UndefinedConst)
    differ: Guard = (ir.Apply("unequal", (one, other), type=FLAG), True)
    alone: Guard = (ir.Asks("known", other, type=FLAG), True)
    return subject.decide(pair.wanted((pair.guards[1], True), alone if silent else differ), starts=_STARTS)


def _implied(subject: Subject, pair: _Pair, which: int) -> bool:
    """Whether one of two cases certainly holds wherever the other one does."""
    given, asked = pair.guards[which], pair.guards[1 - which]
    for kind in subject.kinds_of(pair.node):
        values = subject.values(kind)
        facts = subject.facts(values, (*pair.before, (given, True)))
        if facts is not None and truth(asked, facts, values) is not True:
            return False
    return True


def _finding(subject: Subject, pair: _Pair, both: Decision) -> Finding:
    first, second = (subject.words(c.guard) for c in (pair.first, pair.second) if c.guard is not None)
    results = [subject.words(_read(subject, c.value)) for c in (pair.first, pair.second)]
    message = f"`{first}` and `{second}` can hold at once: `{results[0]}` or `{results[1]}`, and the order decides"
    if both.found is None:
        message = f"whether `{first}` and `{second}` can hold at once with different results is not decided"
    conditions = {r for c in (pair.first, pair.second) for r, _ in c.conditions}
    settled = joined(f"`{subject.program.readings[r].name}`" for r in sorted(conditions))
    advice = "say which goes first, or let the later case exclude the earlier one"
    finding = Finding(
        CODE, message, pair.second.span, tuple(dict.fromkeys((*pair.first.provisions, *pair.second.provisions))),
        Severity.WARNING if both.found is not None else Severity.NOTE, both.verdict, tried=both.tried,
        help=f"{advice}; here the reading {settled} decides" if conditions else advice,
        places=(Place(pair.first.span, "the case that goes first"),), subject=first, owner=pair.node.number,
    )  # fmt: skip
    if both.found is None:
        return finding
    title, found = f"{CODE}: `{first}` and `{second}`", both.found
    return subject.shown_by(finding, lambda: subject.witness(found, title, [pair.node.number]))


CHECK = Check(CODE, "two special cases that can hold at once", run)
