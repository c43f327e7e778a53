"""A value is on another scale than the grades or the rating that it is put into.

Three directions of 100 points each are added up, and the grades end at 100; a share of 0 to 1 is graded by 50, 70 and
90; bodies of two kinds stand in one rating, and the ones can have 90 points, the others 100. Whatever the act means,
the grades or places that come out are not those that its bands were made for.

The check compares what a graded value can be, under each option of a reading, with the ends of its grades: half as much
again as the highest band, a tenth of the lowest bound, parts that are added up although each alone comes to an open
highest band, or no value at all. A value that goes a little beyond the bands is reported as range not covered. Of
ratings it compares the points that the kinds of bodies can have which are ranked together.

**What to do.** Bring the parts to the scale of the grades (a mean, weights that add up to 100 %), or give the bands the
scale of the sum; let only bodies of the same kind be ranked together.

**Found in:**

```eval
methodology m
direction services §99 { input attained : number 0..100 §99; score attained }
direction openness §99 { input published : number 0..100 §99; score published }
block interaction §100 {
  parts services, openness
  score sum(parts)
  grade §101
    | score     | grade |
    | 50 .. 100 | high  |
    | below 50  | low   |
}
```

**Not found in:**

```eval
methodology m
direction services §99 { input attained : number 0..100 §99; score attained }
direction openness §99 { input published : number 0..100 §99; score published }
block interaction §100 {
  parts services, openness
  score mean(parts)
  grade §101
    | score     | grade |
    | 50 .. 100 | high  |
    | below 50  | low   |
}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import AmongDef, NodeDef, RatingDef
from evallang.lint.check import Check
from evallang.lint.facts import truth
from evallang.lint.finding import Answer, Finding, Place, Proved, Witness
from evallang.lint.notation import figure
from evallang.lint.scale import Miss, Way, miss
from evallang.lint.subject import Subject
from evallang.lint.tables import Table

CODE = "C151"
_HELP = "bring the value to the scale of the grades, for example by a mean or by weights, or give the bands its scale"


def run(subject: Subject) -> Iterator[Answer]:
    """The grades of each node, then each rating."""
    for table in subject.tables.all:
        if table.node is not None:
            found = miss(subject, table)
            yield Proved(CODE, table.definition.span) if found is None else _graded(subject, table, table.node, found)
    for rating in subject.program.ratings:
        if subject.active(rating.conditions):
            yield from _ranked(subject, rating)


def _graded(subject: Subject, table: Table, node: NodeDef, found: Miss) -> Finding:
    top = "" if found.top is None else figure(found.top)
    bound = "" if found.bound is None else figure(found.bound)
    match found.way:
        case Way.BEYOND:
            goes = f"goes up to {top}" if found.utmost else f"comes to {top}, for example"
            message = f"the grades of `{node.short}` end at {bound}, and it {goes}"
        case Way.PARTS:
            parts = " and ".join(f"`{part}`" for part in found.parts[:2])
            message = f"{parts} are added up in `{node.short}`, and each alone comes to its highest grade, from {bound}"
        case Way.SHORT:
            message = (
                f"`{node.short}` is at most {top}, and its lowest grade goes up to {bound}: every body gets that one"
            )
        case Way.NOTHING:
            scale = f"; it goes up to {top} itself, and its grades end at {bound}" if top and bound else ""
            message = f"no body gets a grade of `{node.short}`: what is graded has no value{scale}"
    finding = Finding(
        CODE, message, node.span, table.provisions, mathematics=_mathematics(found, node), help=_HELP,
        places=(Place(table.definition.span, "its grades"),), subject=f"{node.short} {found.way.value}",
        owner=node.number,
    )  # fmt: skip
    return subject.shown_by(finding, lambda: _witness(subject, node, found))


def _witness(subject: Subject, node: NodeDef, found: Miss) -> Witness | None:
    if found.found is None:
        return None
    return subject.witness(found.found, f"{CODE}: beyond the grades", [node.number], grades=[node.number])


def _mathematics(found: Miss, node: NodeDef) -> str:
    if found.top is None or found.bound is None or found.way is Way.PARTS:
        return ""
    sign = "≤" if found.way is Way.SHORT else "≥"
    return f"max {node.name} {sign} {figure(found.top)}, bands up to {figure(found.bound)}"


# ---- ratings


def _ranked(subject: Subject, rating: RatingDef) -> Iterator[Answer]:
    """Bodies of several kinds in one ranking of a node by which they can have different points."""
    among = next((a for a in rating.among if subject.active(a.conditions)), None)
    kinds = [kind for kind in subject.kinds if among is None or _takes_part(subject, among, kind)]
    if (among is not None and _apart(among)) or len(kinds) < 2:
        return
    for ref in rating.nodes:
        nodes = [n for n in ref.targets if subject.concerns(n)]
        tops = {kind: top for kind in kinds if (top := _top(subject, ref.targets, kind)) is not None}
        if nodes and len(tops) == len(kinds) and len(set(tops.values())) > 1:
            yield _unequal(subject, rating, ref, tops)
        elif nodes:
            yield Proved(CODE, rating.span, ref.name)


def _apart(among: AmongDef) -> bool:
    return isinstance(among.over, ir.BodiesOf) and among.over.same_kind


def _takes_part(subject: Subject, among: AmongDef, kind: str | None) -> bool:
    where = among.over.where if isinstance(among.over, ir.BodiesOf) else None
    return where is None or truth(where, {}, subject.values(kind)) is not False


def _top(subject: Subject, targets: Sequence[int], kind: str | None) -> Fraction | None:
    """The points that a node claims for a kind, else the highest that it can be; None where neither is known."""
    values = subject.values(kind)
    for n in values.targets(targets):
        claimed = values.points(n)
        top = claimed.point if claimed is not None and claimed.point is not None else values.of_definition(n).high
        return top if values.is_for(n) else None
    return None


def _unequal(subject: Subject, rating: RatingDef, ref: ir.Ref, tops: dict[str | None, Fraction]) -> Finding:
    each = ", ".join(f"{figure(top)} for `{kind}`" for kind, top in tops.items())
    node = subject.program.definitions[ref.targets[0]]
    return Finding(
        CODE, f"bodies of several kinds are ranked together by `{node.short}`, which goes up to {each}", rating.span,
        rating.provisions, help="rank only bodies of the same kind together: `among body of same kind`",
        places=(Place(node.span, "ranked by this"),), subject=f"{rating.name} {ref.name}", owner=node.number,
    )  # fmt: skip


CHECK = Check(CODE, "a value on another scale than its grades", run)
