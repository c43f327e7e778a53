"""More of something bad raises a score, or more of something good lowers it.

An input says that `more is worse`, and yet a body that has more of it gets more points, other things being equal. Most
often a sign is wrong, a table runs the other way, a case such as `when x = 0` gives less than what follows it, or a
share is taken of a sum that has the input in it too. It does not matter how seldom it happens: a body can gain by it.

The check takes every input with a direction and every node that uses it. First it follows the input through the
formulas: sums, products by numbers of one sign, tables whose rows go one way, cases whose values are in order. What
this proves is right for all data. For the rest it looks for two bodies that differ in this input only. Of a node more
is better, of a penalty less. Where a rating has the lowest first, less is better too.

**What to do.** Look at the two bodies: the formula, the case or the declared direction is wrong.

**Found in:**

```eval
methodology m
indicator refusals §4 {
  input refused : count, more is worse
  when refused = 0 : 5 §4:2
  score 10 - refused
}
```

**Not found in:**

```eval
methodology m
indicator refusals §4 {
  input refused : count, more is worse
  when refused = 0 : 10 §4:2
  score 10 - refused
}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evallang.diagnostics import Severity
from evallang.ir.program import InputDef, NodeDef
from evallang.lint.changes import Step
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.monotone import MOST_YEARS, Monotone
from evallang.lint.motion import RISES
from evallang.lint.pair_witness import pair_witness
from evallang.lint.pairs import Pair, Steps, moving
from evallang.lint.senses import Senses
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject
from evallang.trials.said import shown

CODE = "C601"
_TRIED = "the rules followed step by step, derivatives, pairs of bodies made up step by step"
_MOST = 12
"""For how many nodes of one input pairs are looked for."""
_CUTS = 4
"""So many numbers with which the rules compare an input are looked at by themselves."""
_NAMED = 3
"""How many of the nodes for which it is not decided are named."""

Open = dict[int, list[tuple[str | None, int]]]
"""By node, the kinds of bodies for which it may go the wrong way, and which way that is."""
ByKind = Mapping[str | None, Senses]
"""Whether more of a node is better, for the bodies of each kind."""


def run(subject: Subject) -> Iterator[Answer]:
    """For each input that has a direction one finding for each node next to it, or that none goes the wrong way."""
    if subject.instant:
        return  # only a pair of bodies shows it
    senses = {kind: Senses(subject, kind) for kind in subject.kinds}
    examined, users = {node.number: node for node in subject.nodes()}, subject.uses.users
    for d in subject.program.inputs:
        if not d.more_is or not subject.active(d.conditions):
            continue
        nodes = [examined[n] for n in sorted(users(d.number)) if n in examined]
        left = _not_proved(subject, d, nodes, senses)
        found = list(_searched(subject, d, left, senses)) if left else []
        told = {finding.owner for finding in found}
        left = {n: ways for n, ways in left.items() if n in _nearest(left, subject, senses) and n not in told}
        if left:
            anew = _not_proved(subject, d, [node for node in nodes if node.number in left], senses, thorough=True)
            left = {n: anew[n] for n in left if n in anew}
        yield from found
        if left:
            yield _undecided(subject, d, left, senses)
        elif nodes and not found:
            yield Proved(CODE, d.span, d.short)


def _not_proved(subject: Subject, d: InputDef, nodes: list[NodeDef], senses: ByKind, *, thorough: bool = False) -> Open:
    found: Open = {}
    for node in nodes:
        for kind, sense in senses.items():
            if sense.values.is_for(node.number) and sense.values.is_for(d.number):
                bad, past = sense.bad_way(node.number, d.more_is), _years_before(subject, d, node, kind)
                moved = Monotone.under(subject, d.number, kind, thorough=thorough, past=past)
                if bad & moved.of_definition(node.number).own:
                    found.setdefault(node.number, []).append((kind, bad))
    return found


def _years_before(subject: Subject, d: InputDef, node: NodeDef, kind: str | None) -> int:
    """How many years before the last is the latest one whose value matters to a node."""
    for past in range(MOST_YEARS) if d.yearly else ():
        if not Monotone.under(subject, d.number, kind, past=past).of_definition(node.number).still:
            return past
    return 0


def _nearest(left: Open, subject: Subject, senses: ByKind) -> list[int]:
    """Nodes that go the wrong way, without those that do so only because of others.

    Nor those of which less is better because of another one that goes the wrong way: it is there that it shows.
    """
    users = subject.uses.users
    turned = {n for n in left if all(senses[kind].is_turned(n) for kind, _ in left[n]) and users(n) & left.keys() - {n}}
    meant = [n for n in sorted(left) if n not in turned]
    return [n for n in meant if not any(n in users(m) for m in meant)] or meant or sorted(left)


def _searched(subject: Subject, d: InputDef, left: Open, senses: ByKind) -> Iterator[Finding]:
    """A pair for each of the nearest nodes for which one is found."""
    for number in _nearest(left, subject, senses)[:_MOST]:
        node = subject.program.definitions[number]
        assert isinstance(node, NodeDef)
        for kind, bad in left[number]:
            pair = _pair(subject, node, kind, d, bad)
            if pair is not None and isinstance(pair.change, Step):
                yield _found(subject, node, pair, pair.change)
                break


def _pair(subject: Subject, node: NodeDef, kind: str | None, d: InputDef, bad: int) -> Pair | None:
    """A pair by any two values, else by two that lie on both sides of a number with which the rules compare it."""
    past = _years_before(subject, d, node, kind)
    for around in (None, *subject.uses.compared(d.number)[:_CUTS]):
        steps = Steps(subject, node, kind, d, past=past, around=around)
        pair = steps.find(moving(bad), (CODE, node.number, d.number, bad, around))
        if pair is not None:
            return pair
    return None


def _undecided(subject: Subject, d: InputDef, left: Open, senses: ByKind) -> Finding:
    nearest = _nearest(left, subject, senses)
    number, names = nearest[0], [f"`{subject.program.definitions[n].short}`" for n in nearest]
    node, verb = subject.program.definitions[number], "raise" if left[number][0][1] == RISES else "lower"
    rest = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    said = joined([*names[:_NAMED], *rest], "or")
    return Finding(
        CODE, f"whether more of `{d.short}`, which is {d.more_is}, can {verb} {said} is not decided", d.span,
        (*d.provisions, *node.provisions), Severity.NOTE, Verdict.UNDECIDED, tried=_TRIED, subject=f"{d.short}?",
        owner=number,
    )  # fmt: skip


def _found(subject: Subject, node: NodeDef, pair: Pair, step: Step) -> Finding:
    d, verb = step.d, "rises" if pair.rise > 0 else "falls"
    less, more, before, after = map(shown, (step.less, step.more, pair.before, pair.after))
    name = d.name if not step.back else f"previous({d.name}{f', {step.back}' if step.back > 1 else ''})"
    mathematics = f"{name} = {less}: {node.name} = {before}; {name} = {more}: {node.name} = {after}"
    return Finding(
        CODE, f"more of `{d.short}` is {d.more_is}, and `{node.short}` {verb} with it", node.span,
        tuple(dict.fromkeys((*d.provisions, *node.provisions))),
        mathematics=mathematics,
        help="look at the two bodies: the formula, a case of it or the direction is wrong",
        witness=pair_witness(subject, pair, node.number, f"{CODE}: more `{d.short}`", mathematics),
        places=(Place(d.span, f"more of this is {d.more_is}"),), subject=f"{d.short} {node.short}", owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "more of something bad raises a score", run)
