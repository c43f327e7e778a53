"""The options of a reading make no difference.

A reading is asked of whoever applies the act: under which option were the bodies scored? Where no rule depends on it,
or two of its options say the same in every rule, the question has no meaning, or the rule that should ask it was
forgotten.

The check looks at every `by` and every `under`: which rules depend on the reading at all, and which options cannot be
told apart because each rule says the same under both. The values of a `by` are the same where their formulas are, with
`points` as their number, written in another order, written out or multiplied out.

**What to do.** Let the rule depend on it (`by reading { … }`, `under reading.option`), or delete the reading or
option.

**Found in:**

```eval
methodology m
reading limit "Is the limit per direction?" §20 {
  option each  "per direction" because "annexes 3 and 4 have a line each"
  option whole "over the body"
  choose each
}
```

**Not found in:**

```eval
methodology m
reading limit "Is the limit per direction?" §20 {
  option each  "per direction" because "annexes 3 and 4 have a line each"
  option whole "over the body"
  choose each
}
penalty late §20 {
  input cases : count
  score min(cases, by limit { each : 5; whole : 10 }) §20
}
```
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.subject import Subject
from evallang.lint.written import Line
from evallang.semantics.order import definition_expressions
from evallang.source import Span
from evallang.syntax import ast

CODE = "C514"
Uses = dict[str, list[Hashable]]
"""By option what the rules say under it."""


def run(subject: Subject) -> Iterator[Answer]:
    """Each reading."""
    uses = _uses(subject)
    for line in subject.written.of(ast.Reading):
        here: ast.Reading = line.statement
        options = [s for s in here.body or () if isinstance(s, ast.Option)]
        found = uses.get(here.name.text)
        cites = tuple(str(c) for c in line.own)
        if found is None:
            yield Finding(
                CODE, f"no rule depends on the reading `{here.name.text}`", here.name.span, cites,
                help="let the rule ask it, `by` or `under`, or delete it",
            )  # fmt: skip
            continue
        seen: dict[Hashable, ast.Option] = {}
        for option in options:
            said = frozenset(found.get(option.name.text, ()))
            first = seen.setdefault(said, option)
            if first is not option:
                yield _alike(here, first, option, cites)
        if len(seen) == len(options):
            yield Proved(CODE, here.name.span)


def _alike(here: ast.Reading, one: ast.Option, other: ast.Option, cites: tuple[str, ...]) -> Finding:
    names = f"`{one.name.text}` and `{other.name.text}`"
    return Finding(
        CODE, f"the options {names} of `{here.name.text}` say the same in every rule", other.name.span, cites,
        Severity.NOTE, help="let a rule tell them apart, or keep one of them",
        places=(Place(one.name.span, "the other option"),),
    )  # fmt: skip


def _uses(subject: Subject) -> dict[str, Uses]:
    found: dict[str, Uses] = {}
    written, meant = subject.written, _meant(subject)
    places: dict[tuple[int, str], dict[int, int]] = {}
    for n, (switch, line) in enumerate(written.switches):
        if not line.is_example:
            uses = found.setdefault(switch.reading.text, {})
            values = _values(subject, switch, meant.get(switch.span, []))
            for case, value in zip(switch.cases, values, strict=True):
                uses.setdefault(case.option.text, []).append((n, value))
    for under, line in written.unders:
        reading, option = under.path.segments[0], under.path.segments[-1]
        if not line.is_example:
            bare = ast.evolve(line.statement, marks=tuple(m for m in line.marks if m != under))
            uses = found.setdefault(reading, {})
            uses.setdefault(option, []).append((id(line.above), _place(line, reading, places), bare))
    return found


def _meant(subject: Subject) -> dict[Span, list[ir.ByReading]]:
    """What each `by` says in the definitions that it stands in, of a table in each row."""
    program, rests = subject.program, subject.program.rests_on
    places = sorted(switch.span.start for switch, _ in subject.written.switches)
    roots = (e for d in program.definitions if rests[d.number] for e in definition_expressions(d))
    found: dict[Span, list[ir.ByReading]] = {}
    for root in (*roots, *(function.value for function in program.functions)):
        at = bisect_left(places, root.span.start)
        if at < len(places) and places[at] < root.span.end:
            for e in walk(root):
                if isinstance(e, ir.ByReading):
                    found.setdefault(e.span, []).append(e)
    return found


def _values(subject: Subject, switch: ast.BySwitch, copies: Sequence[ir.ByReading]) -> list[Hashable]:
    """What a `by` says for each option; of formulas that are the same everywhere the first one."""
    found: list[Hashable] = []
    for i, case in enumerate(switch.cases):
        same = (k for k in range(i) if _is_same(subject, switch, k, i, copies))
        first = next(same, None)
        found.append(case.value if first is None else found[first])
    return found


def _is_same(subject: Subject, switch: ast.BySwitch, one: int, other: int, copies: Sequence[ir.ByReading]) -> bool:
    if switch.cases[one].value == switch.cases[other].value:
        return True
    pairs = []
    for e in copies:
        options = subject.program.readings[e.reading]
        cases = [options.option(switch.cases[n].option.text) for n in (one, other)]
        pairs.append([e.cases[n] for n in cases if n is not None])
    return bool(pairs) and all(len(pair) == 2 and subject.repeats.alike.same(*pair) for pair in pairs)


def _place(line: Line, reading: str, known: dict[tuple[int, str], dict[int, int]]) -> int:
    """How many statements stand before a line in its block that hold whatever the reading: guards ask in order."""
    block: Any = line.above.statement if line.above is not None else None
    key = (id(block), reading)
    if key not in known:
        known[key], count = {}, 0
        for statement in getattr(block, "body", None) or getattr(block, "rows", None) or ():
            known[key][id(statement)] = count
            count += all(u.path.segments[0] != reading for u in ast.unders(getattr(statement, "marks", ())))
    return known[key].get(id(line.statement), 0)


CHECK = Check(CODE, "a reading whose options make no difference", run, by_reading=False, instant=True)
