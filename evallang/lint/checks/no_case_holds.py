"""No special case of a node holds for some body, and nothing else says how it is scored.

A list of cases, `when t > 10 : 3` and `when t < 10 : 0`, forgets the value on which two of them meet; of three options
of a choice two have a case. Where no case holds and the node has no `score`, no `weights` and no parts, a body has no
value, nor has any sum, rating or grade that needs it.

The check takes each node whose value comes from cases alone and looks for a body for which every condition is false.
Where the types of the inputs leave none, the cases are proved to be for everyone. A condition that has no value, as
where something is missing, is another matter.

**What to do.** Close the gap (`<=` in place of `<`), or say what holds for the rest: a last `score …`, or
`undefined "why"` where the act is silent on purpose.

**Found in:**

```eval
methodology m
indicator answers §2 {
  points 10
  input late : count
  when late < 5  : 10 §2:1
  when late < 10 : 5  §2:2
}
```

**Not found in:**

```eval
methodology m
indicator answers §2 {
  points 10
  input late : count
  when late < 5  : 10 §2:1
  when late < 10 : 5  §2:2
  score 0 §2:3
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import Definition, Guarded, NodeDef
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.claims import number
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.lost import Loss, grouped, listed, lost, merged, owners, provisions, shown_on
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.types import FLAG

CODE = "C309"
_YES = ir.Const(True, "yes", type=FLAG)
_MOST_NAMES = 3
"""Of more values that the cases compare none is said."""
_MOST_PLACES = 2
"""So many of the cases before the last one are shown."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each node that has a value by its cases alone, its copies in a table together."""
    nodes = ((cases[0].span, (node, cases)) for node in subject.nodes() if (cases := _cases(subject, node)))
    for same in grouped(nodes):
        losses = [lost(subject, _behind(subject, node), _YES) for node, _ in same]
        first, cases = merged(losses), same[0][1]
        if first.verdict is Verdict.PROVED:
            yield Proved(CODE, cases[-1].span)
        elif first.verdict is Verdict.UNDECIDED:
            yield _undecided(subject, first, cases)
        else:
            yield _found(subject, first, [loss for loss in losses if loss.verdict is Verdict.REFUTED], cases)


def _cases(subject: Subject, node: NodeDef) -> list[Guarded]:
    """The cases of a node that has nothing behind them; none of another node."""
    active = [clause for clause in node.clauses if subject.active(clause.conditions)]
    behind = node.scored_by or node.parts or any(subject.active(w.conditions) for w in node.weights)
    return [] if behind or any(clause.guard is None for clause in active) else active


def _behind(subject: Subject, node: NodeDef) -> Site:
    """The place behind the last case, where none of them holds."""
    last = subject.sites.roots(node.number)[2 * len(_cases(subject, node)) - 2]
    return evolve(last, guards=(*last.guards, (last.expr, False)))


def _undecided(subject: Subject, loss: Loss, cases: list[Guarded]) -> Finding:
    name = subject.program.definitions[loss.site.owner].short
    return Finding(
        CODE, f"whether a case of `{name}` holds for every body is not decided", cases[-1].span, loss.site.provisions,
        Severity.NOTE, Verdict.UNDECIDED, tried=loss.decision.tried, subject="cases?", owner=loss.site.owner,
    )  # fmt: skip


def _found(subject: Subject, first: Loss, losses: list[Loss], cases: list[Guarded]) -> Finding:
    named = owners(subject, losses)
    who, are = listed(named), "they are" if len(named) > 1 else "it is"
    none = (
        f"the only case of {who} does not hold" if len(cases) == 1 else f"none of the {len(cases)} cases of {who} holds"
    )
    so = f"and nothing else says how {are} scored"
    found = Finding(
        CODE, f"{none} for some bodies, {so}", cases[-1].span, _provisions(losses, cases),
        help="close the gap, or say what holds for the rest: `score …`, or `undefined \"why\"`",
        places=tuple(Place(case.span, "nor does this one") for case in cases[:-1][-_MOST_PLACES:]), subject="cases",
        owner=first.site.owner,
    )  # fmt: skip
    if subject.instant or found.same in subject.told or found.told in subject.told:
        return found
    where = _where(subject, first, cases)
    return evolve(
        found, message=f"{none}{where}, {so}" if where else found.message,
        witness=shown_on(subject, first, f"{CODE}: no case of {named[0]} holds"),
    )  # fmt: skip


def _provisions(losses: list[Loss], cases: list[Guarded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cited for case in cases for cited in case.provisions)) or provisions(losses)


def _where(subject: Subject, loss: Loss, cases: list[Guarded]) -> str:
    """` where `t` is 10`: the values that the cases compare, of the body that shows it."""
    program, found = subject.program, loss.found
    parts = [x for case in cases if case.guard is not None for x in walk(subject.written_out(case.guard))]
    if found is None or not all(isinstance(x, ir.Ref | ir.Const | ir.Apply | ir.KindOf) for x in parts):
        return ""
    numbers = dict.fromkeys(n for x in parts if isinstance(x, ir.Ref) for n in x.targets)
    kind = found.trial.kinds[found.trial.subject]
    compared = [d for n in numbers if _is_for(d := program.definitions[n], kind, loss.site.level)]
    said = [("kind", kind or "")] if any(isinstance(x, ir.KindOf) for x in parts) else []
    said += [(d.short, _word(subject.search.value(found, d.number))) for d in compared]
    if not said or len(said) > _MOST_NAMES or not all(word for _, word in said):
        return ""
    each = [f"`{name}` is {word}" for name, word in said]
    return f" where {' and '.join(filter(None, [', '.join(each[:-1]), each[-1]]))}"


def _is_for(d: Definition, kind: str | None, level: tuple[int, ...]) -> bool:
    return (d.kinds is None or kind in d.kinds) and level[: len(d.level)] == d.level


def _word(value: object) -> str:
    """A value in a sentence; empty for what is not there or is no plain one."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return number(value)
        case str():
            return value
    return ""


CHECK = Check(CODE, "no case holds, and nothing else says the value", run)
