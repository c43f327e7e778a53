"""The points of the parts do not add up to the points of the whole.

The act gives a criterion 40 points, and its indicators 20 and 10: one of the numbers is wrong, or one indicator is
missing. Nobody can reach the points of the whole, or the whole goes beyond them, and every table that repeats the
number repeats the mistake.

Under the chosen readings plain numbers that disagree are errors of the rules already (E0223). The check says the same
under every other option of a reading, of a whole whose parts are combined by a formula, and of points that are
parameters: there it says for which values the two agree. A bonus counts in the points of the whole, a penalty does
not, and marks such as `not for` are left aside: a total is that of the whole table.

**What to do.** Look for the number that differs from the law. If the law contradicts itself, put both numbers `under`
the options of a reading, choose one and say why.

```eval
criterion openness §2 {
  points 30 §2
  indicator reports §2.1 { points 20 §2.1; input published : share; score published * points }
  indicator budget  §2.2 { points 10 §2.2; input open : share; score open * points }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.diagnostics import Severity
from evallang.ir.program import NodeDef
from evallang.lint.check import Check
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.consequences import consequences, on_a_body
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.reach import Way
from evallang.lint.subject import Subject
from evallang.lint.totals import amount, claimed, first, is_added, open_total, parts

CODE = "C101"
_HELP = "look for the number that differs from the law; if the law contradicts itself, put both `under` a reading"


def run(subject: Subject) -> Iterator[Answer]:
    """Each node with points and parts, for each kind of body."""
    wrong: list[tuple[Fraction, Claim]] = []
    for claim in subject.claims:
        total = subject.claims.from_parts(claim)
        if total is not None and total != claim.points:
            wrong.append((total, claim))
        elif total is not None:
            yield Proved(CODE, claim.span, claim.kind or "")
    for (_, total), claims in grouped(wrong).items():
        yield _contradiction(subject, claims, total)
    for node in subject.nodes():
        if node.points:
            yield from _stated(subject, node)
            yield from _open(subject, node)


def _contradiction(subject: Subject, claims: list[Claim], total: Fraction) -> Finding:
    claim, node = claims[0], claims[0].node
    whose, added = for_kinds(subject, node, [c.kind for c in claims]), parts(subject, claims[0])
    plain = is_added(subject, node)
    what = "its parts add up to" if plain else "where each of its parts has all its points, it gets"
    way = Way.SHORT if total < claim.points else Way.BEYOND
    found = Finding(
        CODE, f"`{node.short}` has {number(claim.points)} points{whose}, and {what} {number(total)}",
        claim.span, claim.provisions, Severity.ERROR,
        mathematics=f"{' + '.join(number(p.points) for p in added)} ≠ {number(claim.points)}" if plain else "",
        places=(*(Place(p.span, f"{number(p.points)} here") for p in added[:4]), *consequences(subject, claim, way)),
        help=_HELP, subject=node.short, owner=node.number,
    )  # fmt: skip
    return subject.shown_by(found, lambda: on_a_body(subject, claim, way, f"{CODE}: `{node.short}` {number(total)}"))


def _stated(subject: Subject, node: NodeDef) -> Iterator[Answer]:
    """Numbers that are given again."""
    for stated in node.points:
        if not stated.states or not subject.active(stated.conditions):
            continue
        both = [(amount(subject, stated, kind), first(subject, node, kind), kind) for kind in subject.kinds_of(node)]
        wrong = [b for b in both if b[0] is not None and b[1] is not None and abs(b[0]) != abs(b[1])]
        if not wrong:
            yield Proved(CODE, stated.span)
            continue
        said, here, kind = wrong[0]
        yield Finding(
            CODE, f"`{node.short}` has {number(here or Fraction(0))} points{for_kinds(subject, node, [kind])}, "
            f"and here {number(said or Fraction(0))} are stated",
            stated.span, stated.provisions or node.provisions, Severity.ERROR, help=_HELP,
            subject=f"{node.short} states", owner=node.number,
        )  # fmt: skip


def _open(subject: Subject, node: NodeDef) -> Iterator[Answer]:
    """Points that are parameters without a value."""
    given = claimed(subject, node)
    for kind in subject.kinds_of(node) if given is not None else ():
        left = open_total(subject, node, kind)
        if left is None or given is None:
            continue
        if left.always:
            yield Proved(CODE, given.span, kind or "")
            continue
        points = f"`{subject.words(given.value)}`" if given.value is not None else "so many"
        where = f": they agree only where `{left.agree}`" if left.agree else ""
        yield Finding(
            CODE, f"`{node.short}` has {points} points{for_kinds(subject, node, [kind])}, "
            f"and its parts add up to `{left.parts}`{where}",
            given.span, given.provisions or node.provisions, Severity.WARNING if left.agree else Severity.ERROR,
            mathematics=f"{left.formula} = 0" if left.agree else f"{left.formula} ≠ 0",
            help=_HELP, subject=node.short, owner=node.number,
        )  # fmt: skip
        return


CHECK = Check(CODE, "parts do not add up to the whole", run, instant=True)
