"""Weights that do not add up to 100 %.

An index weighs its parts, and what it takes of them together is less than the whole, or more: nobody can reach the
points of the index, or somebody goes beyond them, and two indices that are compared stand on different scales.

Plain numbers behind `weights` are checked when the rules are read (E0222). The check looks at what is left: weights
under an option of a reading that is not chosen; weights that are parameters or formulas; in a `score` percentages, or
other numbers before what goes up to one and the same number; and kinds of bodies for which a weighted part, or one
that a formula names, does not apply. For those the index has no value at all, unless its weights are shared out.

**What to do.** Look for the weight that differs from the law; if the law contradicts itself, put both `under` the
options of a reading and choose the right one. Where a part is not for all bodies, write `shared out when missing` if
the law says so, or give those bodies weights of their own under `for KIND`; in a formula, a `when kind = …`.

**Found in:**

```eval
methodology m
index total §12 {
  input goals        : number 0..100
  input interaction  : number 0..100
  input organisation : number 0..100
  score 45% * goals + 30% * interaction + 20% * organisation §12
}
```

**Not found in:**

```eval
methodology m
index total §12 {
  input goals        : number 0..100
  input interaction  : number 0..100
  input organisation : number 0..100
  score 45% * goals + 30% * interaction + 25% * organisation §12
}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, WeightsDef
from evallang.lint.check import Check
from evallang.lint.claims import for_kinds, number
from evallang.lint.finding import Answer, Finding, Proved, Verdict
from evallang.lint.lacking import Lacking, lacking, naming_restricted
from evallang.lint.subject import Subject
from evallang.lint.totals import is_open, open_difference
from evallang.lint.wanted import Found, Wanted
from evallang.lint.weighed import Weighed, are_nodes, scale, weighed
from evallang.source import Span
from evallang.types import FLAG, NUMBER

CODE = "C102"
_WHOLE = ir.Const(Fraction(1), "100%", type=NUMBER)
_HELP = "look for the weight that differs from the law, or for a part that is not listed"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with weights."""
    restricted = naming_restricted(subject)
    for node in subject.nodes():
        weights = next((w for w in node.weights if subject.active(w.conditions)), None)
        clauses = [c for c in node.clauses if subject.active(c.conditions)]
        if all(c.guard is not None for c in clauses) and weights is not None:
            yield from _added(subject, node, weights)
            yield from _applied(subject, node, weights)
        for clause in clauses:
            yield from _in_formula(subject, node, subject.written_out(clause.value))
        if not restricted.isdisjoint(subject.needs.own(node.number).definitions):
            yield from _named(subject, node)


# ---- weights that are parameters or formulas


def _added(subject: Subject, node: NodeDef, weights: WeightsDef) -> Iterator[Answer]:
    span, given = weights.span, [p.weight for p in weights.parts]
    provisions = weights.provisions or node.provisions
    wrong: dict[tuple[Fraction, ...], list[str | None]] = {}
    left: list[str | None] = []
    for kind in subject.kinds_of(node):
        values = [subject.values(kind).of(w).point for w in given]
        known = tuple(v for v in values if v is not None)
        if len(known) < len(values):
            left.append(kind)
        elif sum(known) == 1:
            yield Proved(CODE, span, kind or "")
        else:
            wrong.setdefault(known, []).append(kind)
    for known, kinds in wrong.items():
        yield _wrong(subject, node, span, provisions, known, kinds)
    if left and is_open(subject, given):
        yield from _open(subject, node, given, span, provisions)
    elif left:
        yield from _varying(subject, node, weights, left)


def _open(
    subject: Subject, node: NodeDef, given: Sequence[ir.Expr], span: Span, provisions: tuple[str, ...]
) -> Iterator[Answer]:  # fmt: skip
    left = open_difference(subject, _WHOLE, given)
    if left is None:
        return
    if left.always:
        yield Proved(CODE, span)
        return
    where = f" only where `{left.agree}`" if left.agree else ""
    yield Finding(
        CODE, f"the weights of `{node.short}` add up to 100 %{where}" if where
        else f"the weights of `{node.short}` add up to `{left.parts}`, which is never 100 %",
        span, provisions, Severity.WARNING if where else Severity.ERROR,
        mathematics=f"{left.parts} = 1" if where else f"{left.parts} ≠ 1",
        help="write one of them as what is left of 100 %, as in `(100% - a - b)`" if where else _HELP,
        subject=node.short, owner=node.number,
    )  # fmt: skip


def _varying(subject: Subject, node: NodeDef, weights: WeightsDef, kinds: list[str | None]) -> Iterator[Answer]:
    """Weights that the data decide: whether they add up to 100 % for every body."""
    whole = ir.Apply("add", tuple(p.weight for p in weights.parts), type=NUMBER)
    unequal = ir.Apply("unequal", (whole, _WHOLE), type=FLAG)
    named = tuple(k for k in kinds if k is not None)
    wanted = Wanted(((unequal, True),), node.level, node.number, named or None)
    decision = subject.decide(wanted)
    provisions = weights.provisions or node.provisions
    if decision.verdict is Verdict.PROVED:
        yield Proved(CODE, weights.span)
    elif decision.found is None:
        yield Finding(
            CODE, f"whether the weights of `{node.short}` always add up to 100 % is not decided", weights.span,
            provisions, Severity.NOTE, Verdict.UNDECIDED, tried=decision.tried, subject=f"{node.short}?",
        )  # fmt: skip
    else:
        yield _shown(subject, node, weights, whole, wanted, decision.found)


def _shown(
    subject: Subject, node: NodeDef, weights: WeightsDef, whole: ir.Expr, wanted: Wanted, first: Found
) -> Finding:  # fmt: skip
    """What the weights are for a body, for one with a value of the node where there is one."""
    known = ir.Asks("known", ir.Ref((node.number,), node.name, type=NUMBER), type=FLAG)
    found = subject.search.find(evolve(wanted, guards=(*wanted.guards, (known, True))), 3) or first
    total = subject.search.measured(found, whole, node.level)
    example = f": {_percent(total)}, for example" if isinstance(total, Fraction) else ""
    finding = Finding(
        CODE, f"the weights of `{node.short}` do not always add up to 100 %{example}", weights.span,
        weights.provisions or node.provisions, help=_HELP, subject=node.short, owner=node.number,
    )  # fmt: skip
    return subject.shown_by(finding, lambda: subject.witness(found, f"{CODE}: {node.name}", [node.number]))


def _wrong(
    subject: Subject, node: NodeDef, span: Span, provisions: tuple[str, ...], values: Sequence[Fraction],
    kinds: Sequence[str | None],
) -> Finding:  # fmt: skip
    total, whose = sum(values, Fraction(0)), for_kinds(subject, node, kinds)
    return Finding(
        CODE, f"the weights of `{node.short}` add up to {_percent(total)}{whose}, not to 100 %", span,
        provisions or node.provisions, Severity.ERROR,
        mathematics=f"{' + '.join(map(_percent, values))} = {_percent(total)}", help=_HELP,
        subject=node.short + whose, owner=node.number,
    )  # fmt: skip


# ---- weights in a formula


def _in_formula(subject: Subject, node: NodeDef, e: ir.Expr) -> Iterator[Answer]:
    """`45% * a + 30% * b + …`: weights of nodes, or of values on one scale; far from 100 % they are none."""
    wrong: dict[tuple[Span, tuple[Fraction, ...]], list[str | None]] = {}
    open_: set[Span] = set()
    for kind in subject.kinds_of(node):
        for found in weighed(e, subject.values(kind)):
            if found.span in open_ or not _are_weights(subject, node, found, kind):
                continue
            given = tuple(t.value for t in found.terms if t.value is not None)
            if len(given) < len(found.terms):
                open_.add(found.span)
                yield from _open(subject, node, [t.weight for t in found.terms], found.span, node.provisions)
            elif sum(given) == 1:
                yield Proved(CODE, found.span, kind or "")
            elif sum(given) < 1 or not found.capped:
                wrong.setdefault((found.span, given), []).append(kind)
    for (span, given), kinds in wrong.items():
        yield _wrong(subject, node, span, (), given, kinds)


def _are_weights(subject: Subject, node: NodeDef, found: Weighed, kind: str | None) -> bool:
    """Whether numbers before parts are weights: percentages of nodes, or of what goes up to the same number.

    Other numbers are so in an index. What is added beside the parts, or the points of the node, may be what is left.
    """
    known = [t.value for t in found.terms if t.value is not None]
    total, most = sum(known, Fraction(0)), scale(found, subject.values(kind))
    is_whole = len(known) == len(found.terms)
    if any(not 0 < v < 1 for v in known) or (is_whole and abs(total - 1) >= Fraction(1, 2)):
        return False
    if most is None:
        return found.are_percentages and not found.rest and are_nodes(found, subject.program)
    if not found.are_percentages and not (node.word == "index" or any(t.percent for t in found.terms)):
        return False
    points = subject.claims.of(node.number, kind)
    reached = total * most + found.rest
    return not is_whole or total == 1 or reached not in (most, points.points if points is not None else most)


# ---- parts that are not for all


def _applied(subject: Subject, node: NodeDef, weights: WeightsDef) -> Iterator[Answer]:
    if weights.shared_out:
        return
    for part in weights.parts:
        lacking = [kind for kind in subject.kinds_of(node) if not _is_for(subject, part.part, kind)]
        if not lacking:
            continue
        yield Finding(
            CODE, f"`{part.part.name}` is not for bodies of the kind {' and '.join(f'`{k}`' for k in lacking)}, "
            f"and `{node.short}`, which gives it a weight, has no value for them",
            part.part.span, part.provisions or weights.provisions or node.provisions,
            help="write `shared out when missing` behind the weights, or weights of their own for these bodies",
            mathematics=_left_over(subject, weights, lacking[0]), subject=f"{node.short} {part.part.name}",
            owner=node.number,
        )  # fmt: skip


def _named(subject: Subject, node: NodeDef) -> Iterator[Answer]:
    """Parts that a formula names: a sum or a mean of them has no value where one of them is not for the bodies."""
    found: dict[Span, dict[str, Lacking]] = {}
    for kind in filter(None, subject.kinds_of(node)):
        for one in lacking(node, subject.values(kind)):
            found.setdefault(one.part.span, {}).setdefault(kind, one)
    told: set[tuple[str, tuple[str, ...]]] = set()
    for by_kind in found.values():
        part, kinds = next(iter(by_kind.values())).part, tuple(by_kind)
        if (part.name, kinds) in told:
            continue
        told.add((part.name, kinds))
        whom = "them" if all(one.always for one in by_kind.values()) else "some of them"
        yield Finding(
            CODE, f"`{part.name}` is not for bodies of the kind {' and '.join(f'`{k}`' for k in kinds)}, "
            f"and `{node.short}`, which names it, has no value for {whom}",
            part.span, node.provisions, subject=f"{node.short} {part.name}", owner=node.number,
            help="write `when kind = …` with a score for these bodies; else say `for` whom the node is",
        )  # fmt: skip


def _is_for(subject: Subject, part: ir.Ref, kind: str | None) -> bool:
    values = subject.values(kind)
    return any(values.is_for(n) for n in values.targets(part.targets))


def _left_over(subject: Subject, weights: WeightsDef, kind: str | None) -> str:
    values = [subject.values(kind).of(p.weight).point for p in weights.parts if _is_for(subject, p.part, kind)]
    known = [v for v in values if v is not None]
    total = _percent(sum(known, Fraction(0)))
    return f"{' + '.join(map(_percent, known))} = {total}" if len(known) == len(values) else ""


def _percent(x: Fraction) -> str:
    return f"{number(x * 100)} %"


CHECK = Check(CODE, "weights do not add up to 100 %", run, instant=True)
