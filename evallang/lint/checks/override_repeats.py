"""A special case gives what holds anyway.

A rule for one row, one case or one office that says the same as the general rule is either left over, or its number
was never changed: the author meant another one.

The check looks at `when` whose value is that of the `score` behind it, at a `score` of a `row` that is that of `each`,
at an `except` that names the office of the rule, and at points given under each option of a reading that are always
the same. Values are the same where their formulas are, written in another order, written out or multiplied out.

**What to do.** Delete the special case, or give it the value that was meant.

**Found in:**

```eval
methodology m
input late : count
indicator deadlines {
  when late > 100 : 10 - late
  score 10 - late
}
```

**Not found in:**

```eval
methodology m
input late : count
indicator deadlines {
  when late > 100 : 0
  score 10 - late
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.law import AssessorDef
from evallang.ir.program import Guarded, NodeDef, PointsDef
from evallang.lint.anyway import Anyway
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.reordered import reordered
from evallang.lint.sentences import joined
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.syntax import ast

CODE = "C408"


def run(subject: Subject) -> Iterator[Answer]:
    """Cases, rows, exceptions and points."""
    yield from _cases(subject)
    yield from _rows(subject)
    yield from _points(subject)
    for rule in subject.program.law.assessors:
        yield from _exceptions(rule)


def _cases(subject: Subject) -> Iterator[Answer]:
    """Each `when` against what comes without it, its copies in a table together."""
    found: dict[Span, list[tuple[NodeDef, Guarded, Anyway]]] = {}
    for d in subject.program.nodes:
        for clause in d.clauses:
            if clause.guard is not None and not isinstance(clause.value, ir.UndefinedConst):
                found.setdefault(clause.span, []).append((d, clause, subject.repeats.anyway(d, clause)))
    for place, copies in found.items():
        d, clause, first = copies[0]
        if all(anyway.idle for _, _, anyway in copies) and first.score is not None:
            yield _case(subject, d, clause, first.score)
        elif any(anyway.differs for _, _, anyway in copies):
            yield Proved(CODE, place)


def _case(subject: Subject, d: NodeDef, clause: Guarded, score: Guarded) -> Finding:
    guard = subject.words(clause.guard) if clause.guard is not None else ""
    return Finding(
        CODE, f"the case `{guard}` of `{d.name}` gives what the score gives anyway", clause.span, clause.provisions,
        Severity.NOTE, help="delete the case, or give it the value that was meant",
        places=(Place(score.span, "the score"),),
    )  # fmt: skip


def _rows(subject: Subject) -> Iterator[Answer]:
    """Each score of a `row` against that of `each`."""
    for line in subject.written.of(ast.RowRule):
        block = getattr(line.above.statement, "body", None) if line.above is not None else None
        general = [s for e in block or () if isinstance(e, ast.Each) for s in e.body if isinstance(s, ast.Score)]
        for own in line.statement.body:
            if isinstance(own, ast.Score) and not ast.unders(own.marks):
                said = reordered(own.value)
                other = next((s for s in general if reordered(s.value) == said and not ast.unders(s.marks)), None)
                if other is None:
                    yield Proved(CODE, own.span)
                    continue
                names = joined(f"`{path}`" for path in line.statement.paths)
                yield Finding(
                    CODE, f"the score of {names} is that of `each`", own.span, severity=Severity.NOTE,
                    help="delete it, or give it the value that was meant",
                    places=(Place(other.span, "that of `each`"),),
                )  # fmt: skip


def _exceptions(rule: AssessorDef) -> Iterator[Answer]:
    """Each exception that names the office of the rule and takes no body out of another exception."""
    for exception in rule.exceptions:
        others = [e for e in rule.exceptions if e.office != exception.office]
        takes_out = any(set(e.assessed.names) & set(exception.assessed.names) or not e.assessed.names for e in others)
        if exception.office == rule.office and not takes_out:
            yield Finding(
                CODE, f"the exception for `{exception.assessed.text}` names `{rule.office}`, as the rule does",
                exception.span, exception.provisions, Severity.NOTE,
                help="delete it, or name the office that was meant", places=(Place(rule.span, "the rule"),),
            )  # fmt: skip
        else:
            yield Proved(CODE, exception.span)


def _points(subject: Subject) -> Iterator[Answer]:
    """Points given again under another option of a reading, and the same as under the first."""
    seen: set[Span] = set()
    for d in subject.program.nodes:
        claims = [p for p in d.points if not p.states and p.conditions]
        for i, later in enumerate(claims):
            earlier = next((p for p in claims[:i] if _same_points(p, later)), None)
            if earlier is not None and later.span not in seen:
                seen.add(later.span)
                yield _again(subject, d, earlier, later)


def _same_points(a: PointsDef, b: PointsDef) -> bool:
    """Whether two claims are the same number under options of one reading that exclude each other."""
    one, other = dict(a.conditions), dict(b.conditions)
    if set(one) != set(other) or one == other:
        return False
    if a.by_kind or b.by_kind:
        return dict(a.by_kind) == dict(b.by_kind)
    values = [p.value.value if isinstance(p.value, ir.Const) else None for p in (a, b)]
    return values[0] is not None and values[0] == values[1]


def _again(subject: Subject, d: NodeDef, earlier: PointsDef, later: PointsDef) -> Finding:
    readings = joined(f"`{subject.program.readings[r].name}`" for r, _ in later.conditions)
    return Finding(
        CODE, f"`{d.name}` has the same points whatever {readings} is read as", later.span, later.provisions,
        Severity.NOTE, help="give them once, or the number that was meant", places=(Place(earlier.span, "the same"),),
    )  # fmt: skip


CHECK = Check(CODE, "a special case that gives what holds anyway", run, by_reading=False, instant=True)
