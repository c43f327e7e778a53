"""Two names of one place differ by one letter.

Whoever writes `answers` where `answer` is meant gets no message, for both are numbers: the rule computes something
else, and nobody sees it. (Names that differ only by letters of two alphabets are an error already.)

The check looks at things of one type that can be named in one place: in one scope, in scopes one inside the other, and
in scopes side by side. A letter may be missing, or two may be swapped, in names of five letters and more; another
letter in the same place counts in names of eight letters and more only, for `masts` and `masks` are two words. A digit
and a letter that look alike, such as 0 and O or 1 and l, count in names of any length. Names told apart by digits
otherwise, and enumerations such as `step_a` and `step_b`, are left aside.

**What to do.** Rename one of them by what tells them apart: `answers_given`, `answer_points`.

**Found in:**

```eval
methodology m
input answers : count
indicator quality {
  indicator answer { score min(answers, 10) }
}
```

**Not found in:**

```eval
methodology m
input answers_given : count
indicator quality {
  indicator answer { score min(answers_given, 10) }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from evallang.diagnostics import Severity
from evallang.ir.program import NodeDef, Program
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place
from evallang.lint.near import look_alike, one_apart
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.types import NUMBER

CODE = "C503"


@frozen(eq=False)
class _Thing:
    name: str
    scope: tuple[str, ...]
    span: Span
    owner: int | None = None


def run(subject: Subject) -> Iterator[Answer]:
    """Each sort of things."""
    for things in _things(subject.program).values():
        named: dict[str, list[_Thing]] = {}
        for thing in things:
            named.setdefault(thing.name, []).append(thing)
        alike = dict.fromkeys(look_alike(named), "look alike")
        for (one, other), how in (dict.fromkeys(one_apart(named), "differ by one letter") | alike).items():
            pair = _in_one_place(named[one], named[other]) or _in_one_place(named[other], named[one])
            if pair is not None:
                yield _finding(*pair, how)


def _finding(one: _Thing, other: _Thing, how: str) -> Finding:
    first, second = sorted((one, other), key=lambda t: t.span.start)
    return Finding(
        CODE, f"`{second.name}` and `{first.name}` {how}, and each can stand where the other is meant",
        second.span, severity=Severity.NOTE, help="rename one of them by what tells them apart",
        places=(Place(first.span, f"`{first.name}`"),),
    )  # fmt: skip


def _in_one_place(outer: list[_Thing], inner: list[_Thing]) -> tuple[_Thing, _Thing] | None:
    """Two things, the first in the scope of the second, in one around it, or in one beside it."""
    known = {thing.scope: thing for thing in reversed(outer)}
    beside = {thing.scope[:-1]: thing for thing in reversed(outer) if thing.scope}
    for thing in inner:
        other = next((known[s] for k in range(len(thing.scope) + 1) if (s := thing.scope[:k]) in known), None)
        other = other or (beside.get(thing.scope[:-1]) if thing.scope else None)
        if other is not None:
            return other, thing
    return None


def _things(program: Program) -> dict[object, list[_Thing]]:
    """What can be named, by what may stand for one another."""
    found: dict[object, list[_Thing]] = {}
    for d in program.definitions:
        kind = NUMBER if isinstance(d, NodeDef) else d.type
        found.setdefault(("value", kind), []).append(_Thing(d.name, d.path[:-1], d.span))
    for p in program.parameters:
        found.setdefault(("value", p.type), []).append(_Thing(p.name, (), p.span))
    for function in program.functions:
        sort = ("function", len(function.params))
        found.setdefault(sort, []).append(_Thing(function.name, (), function.span))
    for table in program.brackets:
        found.setdefault(("function", len(table.inputs)), []).append(_Thing(table.name, (), table.span))
    law = program.law
    for word, given in (("reading", program.readings), ("office", law.offices), ("event", law.events)):
        found[word] = [_Thing(x.name, (), x.span) for x in given]
    return found


CHECK = Check(CODE, "names that one letter tells apart", run, by_reading=False, instant=True)
