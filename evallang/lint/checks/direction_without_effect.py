"""An input is declared better or worse, and no score depends on it.

`more is worse` says that the act counts something against a body. If no value of the body changes with it, the count
is taken in vain: it is multiplied by 0, drawn in by a limit that always acts, or only compared where every case gives
the same. Either the formula lost it, or the act asks for data that it does not use.

The check takes the inputs with a direction that some node uses. It follows each through the formulas; where nothing
shows that a node stays as it is, it looks for two bodies that differ in this input and get different scores. An input
that no node uses at all is not told here, nor one that is only a bound or is compared over the years.

**What to do.** Look for the formula that should use the input.

**Found in:**

```eval
methodology m
indicator order §4 {
  input late : count, more is worse
  points 10
  score 10 - late * 0
}
```

**Not found in:**

```eval
methodology m
indicator order §4 {
  input late : count, more is worse
  points 10
  score 10 - late
  clamp 0 ..
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir.program import InputDef, NodeDef
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved, Verdict
from evallang.lint.monotone import MOST_YEARS, Monotone
from evallang.lint.pairs import Steps
from evallang.lint.subject import Subject

CODE = "C606"
_TRIED = "the rules followed step by step, pairs of bodies made up step by step"


def run(subject: Subject) -> Iterator[Answer]:
    """One answer for each input with a direction; under another reading only where all nodes that use it rest on it."""
    concerned = {node.number for node in subject.nodes()}
    for d in subject.program.inputs:
        nodes = _nearest(subject, d) if d.more_is and subject.active(d.conditions) else []
        if nodes and concerned.issuperset(node.number for node in nodes):
            yield _input(subject, d, nodes)


def _nearest(subject: Subject, d: InputDef) -> list[NodeDef]:
    """The nodes that use an input without another node between."""
    uses, found, seen, waiting = subject.uses, [], {d.number}, [d.number]
    while waiting:
        for n in sorted(uses.direct.get(waiting.pop(), set()) - seen):
            seen.add(n)
            user = subject.program.definitions[n]
            if isinstance(user, NodeDef):
                found += [user] if subject.active(user.conditions) else []
            else:
                waiting.append(n)
    return found


def _input(subject: Subject, d: InputDef, nodes: list[NodeDef]) -> Answer:
    left = [
        (node, kind, past) for past in (range(MOST_YEARS) if d.yearly else (0,)) for node in nodes
        for kind in subject.kinds_of(node) if _may_move(subject, d, node, kind, past)
    ]  # fmt: skip
    if any(Steps(subject, node, kind, d, past=past).exists(lambda p: abs(p.rise)) for node, kind, past in left[:4]):
        return Proved(CODE, d.span, d.short)
    places = (Place(nodes[0].span, "it is used here"),)
    if left:
        return Finding(
            CODE, f"whether any score changes with `{d.short}` is not decided", d.span, d.provisions, Severity.NOTE,
            Verdict.UNDECIDED, tried=_TRIED, places=places, subject=f"{d.short}?", owner=nodes[0].number,
        )  # fmt: skip
    return Finding(
        CODE,
        f"more of `{d.short}` is {d.more_is}, and no score changes with it",
        d.span,
        d.provisions,
        help="look for the formula that should use it",
        places=places,
        subject=d.short,
        owner=nodes[0].number,
    )


def _may_move(subject: Subject, d: InputDef, node: NodeDef, kind: str | None, past: int) -> bool:
    values = subject.values(kind)
    if not values.is_for(node.number) or not values.is_for(d.number):
        return False
    return not Monotone.under(subject, d.number, kind, past=past).of_definition(node.number).still


CHECK = Check(CODE, "an input with a direction has no effect", run)
