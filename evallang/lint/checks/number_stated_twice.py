"""The act gives one number twice, with different values.

Points that are 20 in an annex and 10 in the paragraph, a limit of 5 here and of 9 there: a body can claim the one, the
office the other, and both cite the act. A reading settles which of them is applied; it does not repair the act.

The check looks at points, and at the ends of clamps, that one node has under different options of a reading, and at the
numbers in rows of one table that ask the same, where each cites a provision of its own. (Two numbers without a reading
between them are an error, E0223 or E0203.)

**What to do.** In the act, give the number once. Until then keep the reading, which says what was applied and why.

**Found in:**

```eval
methodology m
kinds central, local
reading scale "20 or 10 points?" §34 §app2 {
  option annex "20" because "only then the parts add up to 100"
  option paragraph "10"
  choose annex
}
indicator complaints §34 {
  points central 10, local 20 §app2 under scale.annex
  points central 10, local 10 §34 under scale.paragraph
  input part : share
  score part * points
}
```

**Not found in:**

```eval
methodology m
kinds central, local
indicator complaints §34 { points central 10, local 20 §34; input part : share; score part * points }
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from evallang.ir.program import BracketsDef, ClampStep, Conditions, NodeDef, PointsDef, Test
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place
from evallang.lint.sentences import joined, quoted
from evallang.lint.subject import Subject
from evallang.lint.values import Values
from evallang.numbers import decimal34
from evallang.semantics.clashes import overlap
from evallang.source import Span

CODE = "C401"


@frozen(eq=False)
class _Stated:
    """A number, or some by kind or by column; `asks`: of a row of a table, what it asks."""

    what: str
    amounts: dict[str, Fraction]
    conditions: Conditions
    provisions: tuple[str, ...]
    span: Span
    asks: tuple[Test, ...] = ()


def run(subject: Subject) -> Iterator[Answer]:
    """Each node and each table, copies of one declaration once."""
    seen: set[Span] = set()
    tables = ((table.name, _cells(table)) for table in subject.program.brackets)
    nodes = ((d.name, _stated(subject, d)) for d in subject.program.nodes)
    for name, stated in (*nodes, *tables):
        before: list[_Stated] = []
        for here in stated:
            if here.span not in seen and here.provisions:
                other = next((o for o in before if _contradict(o, here)), None)
                if other is not None:
                    seen.add(here.span)
                    yield _finding(subject, name, other, here)
                before.append(here)


def _contradict(a: _Stated, b: _Stated) -> bool:
    """Whether two of one sort hold under different options, cite different provisions, and give different numbers."""
    if (
        (a.asks or a.what) != (b.asks or b.what)
        or overlap(a.conditions, b.conditions)
        or set(a.provisions) & set(b.provisions)
    ):
        return False
    return any(a.amounts.get(kind, value) != value for kind, value in b.amounts.items())


def _stated(subject: Subject, d: NodeDef) -> Iterator[_Stated]:
    values = subject.values()
    for points in d.points:
        if points.conditions:
            yield _Stated("points", _amounts(d, points, values), points.conditions, points.provisions, points.span)
    for step in d.steps:
        if isinstance(step, ClampStep) and step.conditions:
            for what, end in (("as the least", step.low), ("as the most", step.high)):
                number = values.of(end).point if end is not None else None
                if number is not None:
                    yield _Stated(what, {"": number}, step.conditions, step.provisions, step.span)


def _cells(table: BracketsDef) -> Iterator[_Stated]:
    """The numbers of each row, by column; rows that ask the same are of one sort."""
    for row in table.rows:
        amounts = {c: n for c, n in zip(table.results, row.results, strict=True) if isinstance(n, Fraction)}
        if row.conditions and amounts:
            what = f"for {joined(quoted(words for words in row.asked if words))}"
            yield _Stated(what, amounts, row.conditions, row.provisions, row.span, row.tests)


def _amounts(d: NodeDef, points: PointsDef, values: Values) -> dict[str, Fraction]:
    """By kind; one number for all kinds is one for each of them."""
    if points.by_kind:
        return {kind: amount for kind, amount in points.by_kind if d.kinds is None or kind in d.kinds}
    number = values.of(points.value).point if points.value is not None else None
    kinds = [kind.name for kind in values.program.kinds if d.kinds is None or kind.name in d.kinds]
    return {} if number is None else dict.fromkeys(kinds or [""], number)


def _finding(subject: Subject, name: str, one: _Stated, other: _Stated) -> Finding:
    kind, value = next((k, v) for k, v in other.amounts.items() if one.amounts.get(k, v) != v)
    first, second = decimal34(one.amounts[kind])[0], decimal34(value)[0]
    named = sorted({r for r, _ in one.conditions} & {r for r, _ in other.conditions})
    readings = joined(f"`{subject.program.readings[r].name}`" for r in named)
    return Finding(
        CODE, f"`{name}` has {first} {_what(subject, one, kind)} in {joined(one.provisions)}, "
        f"and {second} in {joined(other.provisions)}",
        other.span, (*one.provisions, *other.provisions),
        help=f"the reading {readings} settles which one is applied; the act says both",
        places=(Place(one.span, f"{first} here"),), subject=other.what,
    )  # fmt: skip


def _what(subject: Subject, stated: _Stated, column: str) -> str:
    if stated.asks:
        return f"{f'in the column `{column}` ' if len(stated.amounts) > 1 else ''}{stated.what}"
    whose = f" for `{column}`" if column and stated.what == "points" and len(subject.program.kinds) > 1 else ""
    return f"{stated.what}{whose}"


CHECK = Check(CODE, "one number stated twice with different values", run, by_reading=False, instant=True)
