"""The points of the parts do not add up to the points of the whole.

The act gives a criterion 40 points, and its indicators 20 and 10: one of the numbers is wrong, or one indicator is
missing. Nobody can reach the points of the whole, or the whole goes beyond them, and every table that repeats the
number repeats the mistake.

Under the chosen readings plain numbers that disagree are errors of the rules already (E0223). The check says the same
of parts whose points rest on a reading, under every other option of one, of a whole whose parts are combined by a
formula, and of points that are parameters: there it says for which values the two agree. A bonus counts in the points
of the whole, a penalty does not, and marks such as `not for` are left aside: a total is that of the whole table.

**What to do.** Look for the number that differs from the law. If the law contradicts itself, put both numbers `under`
the options of a reading, choose one and say why.

**Found in:**

```eval
methodology m
reading scale "20 points or 10?" §4 §app1 {
  option annex     "20" because "only then the parts add up to 40"
  option paragraph "10"
  choose annex
}
criterion openness §2 {
  points 40 §2
  indicator reports §3 { points 20 §3; input published : share; score published * points }
  indicator budget  §4 {
    points 20 §app1 under scale.annex
    points 10 §4    under scale.paragraph
    input open : share
    score open * points
  }
}
```

**Not found in:**

```eval
methodology m
criterion openness §2 {
  points 40 §2
  indicator reports §3 { points 20 §3; input published : share; score published * points }
  indicator budget  §4 { points 20 §4; input open : share; score open * points }
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.diagnostics import Severity
from evallang.ir.program import NodeDef, PointsDef
from evallang.lint.check import Check
from evallang.lint.claims import Claim, for_kinds, grouped, number
from evallang.lint.consequences import Added, consequences, on_a_body
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.reach import Way
from evallang.lint.subject import Subject
from evallang.lint.totals import amount, can_agree, claimed, first, is_added, is_sum, open_total, parts

if TYPE_CHECKING:
    from evallang.symbolic.sums import Difference

CODE = "C101"
_NONE = Fraction(0)
_UNDER = 'look for the number that differs from the law; if the law itself does not add up, write `accept C101 "why"`'
_HELP = "look for the number that differs from the law; if the law contradicts itself, put both `under` a reading"

_ADDED, _COMBINED = "its parts add up to", "where each of its parts has all its points, it gets"
_WEIGHED = "its parts, weighed, add up to"


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
    plain, weighted = is_added(subject, node), _weighted(subject, claims[0])
    what = _COMBINED if not plain else _ADDED if weighted is None else _WEIGHED
    sum_ = weighted if weighted is not None else " + ".join(number(p.points) for p in added) or "0"
    way = Way.SHORT if total < claim.points else Way.BEYOND
    found = Finding(
        CODE, f"`{node.short}` has {number(claim.points)} points{whose}, and {what} {number(total)}",
        claim.span, claim.provisions, Severity.ERROR,
        mathematics=f"{sum_} ≠ {number(claim.points)}" if plain and sum_ else "",
        places=(*(Place(p.span, f"{number(p.points)} here") for p in added[:4]), *consequences(subject, claim, way)),
        help=_help(subject), subject=node.short, owner=node.number,
    )  # fmt: skip
    plain_title, parted = f"{CODE}: `{node.short}` {number(total)}", f"{CODE}: the parts of `{node.short}`"
    title = Added(total, tuple(p.node.number for p in added), plain_title, parted)
    return subject.shown_by(found, lambda: on_a_body(subject, claim, way, title))


def _help(subject: Subject) -> str:
    """What to do: of numbers under an option that is not chosen, which stand under a reading already, it is less."""
    return _HELP if subject.option is None else _UNDER


def _weighted(subject: Subject, claim: Claim) -> str | None:
    """The sum of the parts with their weights, `50 % · 100 + 50 % · 1`; None without weights, empty if not known."""
    node, values = claim.node, subject.values(claim.kind)
    weights = next((w for w in node.weights if subject.active(w.conditions)), None)
    if weights is None:
        return None
    found = []
    for part in weights.parts:
        weight = values.of(part.weight).point
        claimed = [subject.claims.of(n, claim.kind) for n in values.targets(part.part.targets) if values.is_for(n)]
        if weight is None or len(claimed) != 1 or claimed[0] is None:
            return ""
        found.append(f"{number(weight * 100)} % · {number(claimed[0].points)}")
    return " + ".join(found)


def _stated(subject: Subject, node: NodeDef) -> Iterator[Answer]:
    """Numbers that are given again."""
    for stated in node.points:
        if not stated.states or not subject.active(stated.conditions):
            continue
        both = [(kind, amount(subject, stated, kind), first(subject, node, kind)) for kind in subject.kinds_of(node)]
        wrong = [(kind, a, b) for kind, a, b in both if a is not None and b is not None and abs(a) != abs(b)]
        if not wrong:
            yield Proved(CODE, stated.span)
            continue
        _, said, here = wrong[0]
        kinds = [kind for kind, a, b in wrong if (a, b) == (said, here)]
        yield Finding(
            CODE, f"`{node.short}` has {number(here)} points{for_kinds(subject, node, kinds)}, "
            f"and here {number(said)} are stated",
            stated.span, stated.provisions or node.provisions, Severity.ERROR, help=_help(subject),
            subject=f"{node.short} states", owner=node.number,
        )  # fmt: skip


def _open(subject: Subject, node: NodeDef) -> Iterator[Answer]:
    """Points that are parameters without a value."""
    given = claimed(subject, node)
    if given is None or (given.value is None and not subject.supplied.are_any):
        return
    totals = [(kind, left) for kind in subject.kinds_of(node) if (left := open_total(subject, node, kind)) is not None]
    wrong = [(kind, left) for kind, left in totals if not left.always]
    if totals and not wrong:
        yield Proved(CODE, given.span)
    by_left: dict[Difference, list[str | None]] = {}
    for kind, left in wrong:
        by_left.setdefault(left, []).append(kind)
    if by_left:
        yield _differing(subject, node, given, by_left)


def _differing(
    subject: Subject, node: NodeDef, given: PointsDef, by_left: dict[Difference, list[str | None]]
) -> Finding:  # fmt: skip
    """How the whole and its parts differ for the first kinds, and what the others need."""
    (left, kinds), *others = by_left.items()
    words = _words(subject, given, kinds[0])
    what = _ADDED if is_sum(subject, node, kinds[0]) else _COMBINED
    where = f": they agree only where `{left.agree}`" if left.agree else ""
    never = not left.agree or any(not other.agree for other, _ in others) or not can_agree(list(by_left))
    for other, whom in others if any(other.agree != left.agree for other, _ in others) else ():
        it = f"only where `{other.agree}`" if other.agree else "never"
        where += f"{',' if left.agree else '; they agree'}{for_kinds(subject, node, whom)} {it}"
    if never and others and all(d.agree for d in by_left):
        where += "; no value does for all of them"
    return Finding(
        CODE, f"`{node.short}` has `{words}` points{for_kinds(subject, node, kinds)}, "
        f"and {what} `{left.parts}`{where}",
        given.span, given.provisions or node.provisions, Severity.ERROR if never else Severity.WARNING,
        mathematics="; ".join(
            f"{_words(subject, given, whom[0])} - ({d.parts}) = {d.formula} {'= 0' if d.agree else '≠ 0'}"
            for d, whom in by_left.items()
        ),
        help=_help(subject), subject=node.short, owner=node.number,
    )  # fmt: skip


def _words(subject: Subject, given: PointsDef, kind: str | None) -> str:
    """The points of a kind, as they are written."""
    return subject.words(given.value) if given.value is not None else number(dict(given.by_kind).get(kind or "", _NONE))


CHECK = Check(CODE, "parts do not add up to the whole", run, instant=True)
