"""Leaving out a bad value pays.

Where a value is missing, something else stands in for it: a number, the mean of the others, full points. If that is
better than the worst that can be given, the body with the worst value does well not to give it: not to be monitored,
not to deliver the list, to leave the cell empty. The score then rewards silence.

The check looks at inputs with a direction: at what stands in `when missing`, at cases such as `when missing(x)`, and
at cases for an empty list of items (with such inputs) whose value is taken from other bodies. It compares what a body
gets without the value with the worst that it gets with one. Not reported are the body's own value of an earlier year,
a mean of those values that are there, and an empty list of what is counted: nothing is better than something bad.

**What to do.** Let nothing stand in that is better than the worst value, or say in the rules who may go
without one.

**Found in:**

```eval
methodology m
input late : count, more is worse §7 {
  when missing : 0 §7:2
}
indicator order §7 { score 10 - late; clamp 0 .. }
```

**Not found in:**

```eval
methodology m
input late : count, more is worse §7
indicator order §7 {
  when missing(late) : 0 §7:2
  score 10 - late
  clamp 0 ..
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir.program import InputDef
from evallang.lint.changes import Change, Emptied, Omitted, places
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.motion import EITHER
from evallang.lint.pair_witness import pair_witness
from evallang.lint.pairs import Changed, Pair, moving
from evallang.lint.senses import Senses
from evallang.lint.stand_ins import StandIn, is_no_better, stand_ins
from evallang.lint.subject import Subject
from evallang.trials.made import Trial
from evallang.trials.said import shown

CODE = "C602"
_TRIED = "ranges of values, pairs of bodies made up step by step"


def run(subject: Subject) -> Iterator[Answer]:
    """One answer for each place where something stands in."""
    if subject.instant:
        return  # only a pair of bodies shows it
    senses = {kind: Senses(subject, kind) for kind in subject.kinds}
    told = set()
    for stand_in in stand_ins(subject):
        place = (stand_in.span, stand_in.left_out.name)
        kinds = [k for k in subject.kinds_of(stand_in.node) if senses[k].of(stand_in.node.number) != EITHER]
        if place not in told and kinds:
            told.add(place)
            yield _answer(subject, stand_in, {kind: senses[kind].of(stand_in.node.number) for kind in kinds})


def _answer(subject: Subject, stand_in: StandIn, ways: dict[str | None, int]) -> Answer:
    if all(is_no_better(subject, stand_in, kind, way) for kind, way in ways.items()):
        return Proved(CODE, stand_in.span, stand_in.left_out.name)

    def changes(trial: Trial) -> list[Change]:
        what = stand_in.left_out
        if isinstance(what, InputDef):
            return [Omitted(what, place) for place in places(trial, what)]
        return [Emptied(what.path)]

    for kind, way in ways.items():
        claim = (CODE, stand_in.node.number, stand_in.span, stand_in.left_out.name, way)
        pair = Changed(subject, stand_in.node, kind, changes).find(moving(way), claim)
        if pair is not None:
            return _found(subject, stand_in, pair)
    name, node = stand_in.left_out.name, stand_in.node
    return Finding(
        CODE, f"whether it pays in `{node.short}` to leave out a bad `{name}` is not decided", stand_in.span,
        stand_in.provisions, Severity.NOTE, Verdict.UNDECIDED, tried=_TRIED, subject=f"{name}?", owner=node.number,
    )  # fmt: skip


def _found(subject: Subject, stand_in: StandIn, pair: Pair) -> Finding:
    what, node = stand_in.left_out, stand_in.node
    name, before, after = what.name, shown(pair.before), shown(pair.after)
    who = f"without `{name}`" if isinstance(what, InputDef) else f"with no `{name}` at all"
    mathematics = f"{node.name} = {before}; {who.replace('`', '')}: {node.name} = {after}"
    return Finding(
        CODE, f"{who} a body can get a better `{node.short}` than with a bad one", stand_in.span, stand_in.provisions,
        mathematics=mathematics,
        help="let nothing stand in that is better than the worst value, or say who may go without",
        witness=pair_witness(subject, pair, node.number, f"{CODE}: {who}", mathematics),
        places=(Place(what.span, "this is left out"),), subject=name, owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "leaving out a bad value pays", run)
