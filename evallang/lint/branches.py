"""Choices between cases: how a value moves in each, and what happens where the condition changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from evallang.ir.expr import Expr
from evallang.lint.facts import Facts
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, Motion, along, joined
from evallang.lint.ranges import Range, is_empty, meet, union

Extent = Range | None
"""What a value can be: a number, or 0 and 1 for no and yes; None where there is no order."""


@frozen(eq=False)
class Branch:
    """How a value moves in one case, what it can be there, other facts holding too, and whether it certainly is there.

    `held` are the facts of the case that do not move: where another case follows it, they hold there too. `inside` are
    the expressions that its value is made of.
    """

    motion: Motion
    extent: Callable[[Facts], Extent]
    certain: Callable[[], bool]
    held: Callable[[], Facts]
    inside: tuple[Expr, ...] = ()


def either(
    condition: Motion, branches: Sequence[Branch], known: Callable[[Facts], bool | None], own: int = EITHER
) -> Branch:  # fmt: skip
    """What a choice does: one branch, the other, or the step from one to the other where the condition changes.

    The first branch is that where the condition is true. Where only one can be taken, the condition must have a value.
    There is a value in both cases only where each branch certainly has one. `known` says whether the condition holds
    where more is known, `own` how the value can step for the body itself, as far as that is known by other means.
    """
    inside = joined([*(branch.motion for branch in branches), condition.presence()])
    if len(branches) == 1:
        return Branch(inside, branches[0].extent, lambda: False, dict, branches[0].inside)
    then, otherwise = branches
    if condition.moves:
        up = step(otherwise.extent(then.held()), then.extent(otherwise.held()))  # as the condition becomes true
        inside = inside | Motion(along(condition.own, up) & own, along(condition.others, up))
        inside = inside if condition.steady and then.certain() and otherwise.certain() else inside.loose()

    def extent(facts: Facts) -> Extent:
        holds = known(facts)
        left = [b.extent(facts) for b, so in ((then, True), (otherwise, False)) if holds is not (not so)]
        return left[0] if len(left) == 1 else _together(*left)

    return Branch(inside, extent, lambda: False, dict, (*then.inside, *otherwise.inside))


def step(before: Extent, after: Extent) -> int:
    """How a value that is in one range can differ from one in another."""
    if before is None or after is None:
        return EITHER
    if is_empty(before) or is_empty(after):
        return STAYS
    falls = before.high is None or after.low is None or after.low < before.high
    rises = after.high is None or before.low is None or after.high > before.low
    return (RISES if rises else STAYS) | (FALLS if falls else STAYS)


def both(facts: Facts, more: Facts) -> Facts:
    """Facts that hold together."""
    found = dict(facts)
    for place, fact in more.items():
        known = found.get(place, fact)
        if isinstance(known, Range) and isinstance(fact, Range):
            found[place] = meet(known, fact)
        elif isinstance(known, frozenset) and isinstance(fact, frozenset):
            found[place] = known & fact
    return found


def _together(a: Extent, b: Extent) -> Extent:
    """What a value can be that is in one range or in another."""
    return None if a is None or b is None else union([a, b])
