"""Operations of one day that meet in one place: nothing says which of them comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.diagnostics import Diagnostic, Label
from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.law.amend import Step
from evallang.law.touches import WHOLE_ACT, Places, Touch, places, touched_by
from evallang.law.tree import Tree
from evallang.syntax import ast

_WORDED = (ast.Replace, ast.Repeal, ast.NewEdition)


def conflicts(found: Sequence[Step], tree: Tree | None = None) -> list[Diagnostic]:
    """Operations of one day on one provision or on one line; `tree` is the document before that day."""
    where = places(found, tree)
    touched = [touch for step in found for touch in touched_by(step, where)]
    provisions = [t for t in touched if t.holder is None]
    lines = [t for t in touched if t.holder is not None]
    return [*_provisions(provisions), *_lines(lines), *_lines_within(provisions, lines), *_same_anchor(found, where)]


def _provisions(touched: Sequence[Touch]) -> Iterator[Diagnostic]:
    by_top: dict[str, list[Touch]] = {}
    whole = [t for t in touched if t.address == WHOLE_ACT]
    for touch in touched:
        if touch.address:
            by_top.setdefault(touch.address[0], []).append(touch)
    for group in by_top.values():
        for i, later in enumerate(group):
            earlier = next((e for e in group[:i] if _meet(e, later)), None)
            if earlier is not None:
                yield _conflict(earlier, later)
    for first in whole[:1]:
        for other in touched:
            if other is not first:
                yield _conflict(first, other)


def _meet(a: Touch, b: Touch) -> bool:
    assert a.address is not None and b.address is not None
    return addresses.overlap(a.address, b.address) and not _heading_above(a, b)


def _heading_above(a: Touch, b: Touch) -> bool:
    """Whether one of two operations only changes the heading of what the other one stands below."""
    upper, lower = sorted((a, b), key=lambda t: len(t.address or ()))
    return len(upper.address or ()) != len(lower.address or ()) and isinstance(upper.operation, ast.Retitle)


def _lines(touched: Sequence[Touch]) -> Iterator[Diagnostic]:
    """Lines that two operations change, behind which two insert, or of which one repeals what another inserts behind.

    Inside of one operation on a register or a table this is for the operation itself to say.
    """
    seen: dict[tuple[object, ...], list[Touch]] = {}
    for later in (t for t in touched if t.line):
        group = seen.setdefault((later.holder, later.line), [])
        earlier = next((e for e in group if e.inside is not later.inside and _collide(e, later)), None)
        if earlier is not None:
            yield _conflict(earlier, later)
        group.append(later)


def _collide(a: Touch, b: Touch) -> bool:
    if a.sort == b.sort:
        return True
    return any(isinstance(t.operation, ast.RepealLine) for t in (a, b))


def _lines_within(provisions: Sequence[Touch], lines: Sequence[Touch]) -> Iterator[Diagnostic]:
    worded = [p for p in provisions if isinstance(p.operation, _WORDED)]
    for line in lines if worded else ():
        for whole in worded:
            if _holds(whole, line):
                yield _conflict(whole, line)
                break


def _holds(whole: Touch, line: Touch) -> bool:
    assert whole.address is not None
    around = line.address is not None and addresses.within(line.address, whole.address)
    return whole.address == WHOLE_ACT or around or (line.own is not None and addresses.overlap(line.own, whole.address))


def _conflict(earlier: Touch, later: Touch) -> Diagnostic:
    same = earlier.step.act is later.step.act
    who = "twice by" if same else f"by {earlier.step.act.shown} and by"
    both = earlier.sort == later.sort == "after"
    what = f"what follows {later.shown}" if both else later.shown
    message = f"{what} is changed {who} {later.step.act.shown}, both in force from {later.step.since}"
    advice = "keep one of them" if same else "an act of its own must say which of them holds"
    if both:
        advice = "give both in one operation, in their order"
    return Diagnostic(
        "E0503", message, later.step.act.source, later.span, help=advice,
        labels=(Label(earlier.span, "first here", earlier.step.act.source),),
    )  # fmt: skip


def _same_anchor(found: Sequence[Step], where: Places) -> list[Diagnostic]:
    reported = []
    seen: dict[tuple[str, Address], Step] = {}
    for step in found:
        o = step.operation
        if not isinstance(o, ast.Insert):
            continue
        key = (o.word, where.of(o.anchor))
        first = seen.setdefault(key, step)
        if first is not step:
            message = f"{first.operation.target} and {o.target} are both inserted {o.word} {o.anchor}"
            advice = f"say which comes first: `insert {o.target} {o.word} {first.operation.target}`"
            label = Label(first.operation.anchor.span, "first here", first.act.source)
            reported.append(Diagnostic("E0506", message, step.act.source, o.anchor.span, help=advice, labels=(label,)))
    return reported
