"""Weights that do not add up to 100 %.

An index weighs its parts, and what it takes of them together is less than the whole, or more: nobody can reach the
points of the index, or somebody goes beyond them, and two indices that are compared stand on different scales.

Plain numbers behind `weights` are checked when the rules are read (E0222). The check looks at what is left: weights
that are parameters or formulas; percentages in a `score`; and kinds of bodies, or bodies that a mark names, for which
a weighted part does not apply. For those the index has no value at all, unless its weights are shared out.

**What to do.** Look for the weight that differs from the law. Where a part is not for all bodies, write
`shared out when missing` if the law says so, or give those bodies weights of their own under `for KIND`.

```eval
index total §12 {
  score 45% * goals + 30% * interaction + 20% * organisation §12
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef, WeightsDef
from evallang.lint.check import Check
from evallang.lint.claims import number
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.subject import Subject
from evallang.lint.totals import open_difference
from evallang.source import Span
from evallang.types import NUMBER

CODE = "C102"
_WHOLE = ir.Const(Fraction(1), "100%", type=NUMBER)
_HELP = "look for the weight that differs from the law, or for a part that is not listed"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with weights."""
    for node in subject.nodes():
        weights = next((w for w in node.weights if subject.active(w.conditions)), None)
        clauses = [c for c in node.clauses if subject.active(c.conditions)]
        if all(c.guard is not None for c in clauses) and weights is not None:
            yield from _added(subject, node, weights)
            yield from _applied(subject, node, weights)
        for clause in clauses:
            yield from _percentages(subject, node, clause.value)


# ---- weights that are parameters or formulas


def _added(subject: Subject, node: NodeDef, weights: WeightsDef) -> Iterator[Answer]:
    span = weights.span
    for kind in subject.kinds_of(node)[:1]:
        values = [subject.values(kind).of(p.weight).point for p in weights.parts]
        total = sum((v for v in values if v is not None), Fraction(0))
        if None not in values and total == 1:
            yield Proved(CODE, span)
        elif None not in values:
            yield _wrong(node, span, weights.provisions, [v for v in values if v is not None])
        else:
            yield from _open(subject, node, weights, span)


def _open(subject: Subject, node: NodeDef, weights: WeightsDef, span: Span) -> Iterator[Answer]:
    left = open_difference(subject, _WHOLE, [p.weight for p in weights.parts])
    if left is None:
        return
    if left.always:
        yield Proved(CODE, span)
        return
    where = f" only where `{left.agree}`" if left.agree else ""
    yield Finding(
        CODE, f"the weights of `{node.short}` add up to 100 %{where}" if where
        else f"the weights of `{node.short}` add up to `{left.parts}`, which is never 100 %",
        span, weights.provisions or node.provisions, Severity.WARNING if where else Severity.ERROR,
        mathematics=f"{left.parts} = 1" if where else f"{left.parts} ≠ 1",
        help="write one of them as what is left of 100 %, as in `(100% - a - b)`" if where else _HELP,
        subject=node.short, owner=node.number,
    )  # fmt: skip


def _wrong(node: NodeDef, span: Span, provisions: tuple[str, ...], values: list[Fraction]) -> Finding:
    total = sum(values, Fraction(0))
    return Finding(
        CODE, f"the weights of `{node.short}` add up to {_percent(total)}, not to 100 %", span,
        provisions or node.provisions, Severity.ERROR,
        mathematics=f"{' + '.join(map(_percent, values))} = {_percent(total)}", help=_HELP,
        subject=node.short, owner=node.number,
    )  # fmt: skip


# ---- percentages in a formula


def _percentages(subject: Subject, node: NodeDef, e: ir.Expr) -> Iterator[Answer]:
    """`45% * a + 30% * b + …`, where every term is a percentage of a node; far from 100 % they are no weights."""
    if not isinstance(e, ir.Apply) or e.op != "add":
        return
    values = [_percentage(subject, term) for term in _terms(e)]
    known = [v for v in values if v is not None]
    total = sum(known, Fraction(0))
    if len(known) < len(values) or any(v <= 0 for v in known):
        return
    if total == 1:
        yield Proved(CODE, e.span)
    elif abs(total - 1) < Fraction(1, 2):
        yield _wrong(node, e.span, (), known)


def _terms(e: ir.Expr) -> Iterator[ir.Expr]:
    match e:
        case ir.Apply(op="add", args=args):
            for a in args:
                yield from _terms(a)
        case _:
            yield e


def _percentage(subject: Subject, e: ir.Expr) -> Fraction | None:
    match e:
        case ir.Apply(op="mul", args=(ir.Const() as weight, ir.Ref() as part)):
            pass
        case ir.Apply(op="mul", args=(ir.Ref() as part, ir.Const() as weight)):
            pass
        case _:
            return None
    nodes = all(isinstance(subject.program.definitions[n], NodeDef) for n in part.targets)
    return weight.value if nodes and isinstance(weight.value, Fraction) and "%" in weight.text else None


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
