"""How an expression moves when one input is greater: one rule for each sort of expression."""

# ruff: noqa: ARG002 - the rules stand in one table, and have one signature

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from evallang.ir import expr as ir
from evallang.lint import listed, steps
from evallang.lint.facts import Facts, assumed, truth
from evallang.lint.linear import fraction, linear
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, STILL, UNKNOWN, Motion, along, joined
from evallang.lint.ranges import Range, exactly, is_empty, union
from evallang.types import Flag, Quantity

if TYPE_CHECKING:
    from evallang.lint.monotone import Monotone

Extent = Range | None
"""What a value can be: a number, or 0 and 1 for no and yes; None where there is no order."""


class Moves:
    """Motions of expressions, for one input and the bodies of one kind."""

    def __init__(self, monotone: Monotone) -> None:
        self.monotone = monotone
        self.values = monotone.values
        self.program = monotone.program

    def of(self, e: ir.Expr, facts: Facts) -> Motion:
        """How an expression moves where some facts hold; calls in it are written out."""
        rule = _RULES.get(type(e))
        return UNKNOWN if rule is None else rule(self, e, facts)

    def range(self, e: ir.Expr, facts: Facts) -> Range:
        """What an expression can be."""
        return self.values.of(e, facts)

    def extent(self, e: ir.Expr, facts: Facts) -> Extent:
        """What an expression can be, also a flag."""
        if isinstance(e.type, Flag):
            known = truth(e, facts, self.values.of, self.values.kind)
            ends = [known] if known is not None else [False, True]
            return union(exactly(_NUMBER[end]) for end in ends)
        return self.range(e, facts) if isinstance(e.type, Quantity) or isinstance(e, ir.UndefinedConst) else None

    def touches(self, e: ir.Expr) -> bool:
        """Whether an expression uses the input, directly or through others."""
        monotone = self.monotone
        return any(n in monotone.users or n == monotone.variable for n in monotone.uses.of_expression(e))

    def anyone(self) -> Moves:
        """The same for bodies of any kind."""
        return self.monotone.anyone.moves

    def of_members(self, over: ir.ItemsOf | ir.BodiesOf) -> Moves:
        """The same for the members of a list, which may be bodies of other kinds."""
        own = over.same_kind if isinstance(over, ir.BodiesOf) else not over.of_every_body
        return self if own else self.anyone()

    # ---- names

    def still(self, e: ir.Expr, facts: Facts) -> Motion:
        """What no input changes."""
        return STILL

    def ref(self, e: ir.Ref, facts: Facts) -> Motion:
        """An input, a formula or a node."""
        return joined(self.monotone.of_definition(n) for n in self.values.targets(e.targets))

    def inner(self, e: ir.ItemRef, facts: Facts) -> Motion:
        """A value of one item."""
        return self.of(e.inner, {})

    def points(self, e: ir.PointsOf, facts: Facts) -> Motion:
        """The points of a node."""
        return self.monotone.of_points(e.node)

    def grade(self, e: ir.GradeOf, facts: Facts) -> Motion:
        """A grade: it has no order, so it stays or not."""
        return UNKNOWN if self.touches(e) else STILL

    def asks(self, e: ir.Asks, facts: Facts) -> Motion:
        """Whether there is a value."""
        return STILL if self.of(e.operand, facts).steady else UNKNOWN

    def earlier(self, e: ir.Previous, facts: Facts) -> Motion:
        """A value of an earlier year, where a yearly input is as it was."""
        if self.monotone.yearly and not self.monotone.uses.names_a_year(e.operand):
            return STILL
        return self.of(e.operand, {})

    def dated(self, e: ir.InPeriod, facts: Facts) -> Motion:
        """A value of a year that is named: the last one, or another one."""
        period, found = self.of(e.period, {}), self.of(e.operand, {})
        return found if period.still else UNKNOWN

    def worse(self, e: ir.WorseInARow, facts: Facts) -> Motion:
        """Whether the last of several values is worse than the one before."""
        found = self.of(e.operand, {})
        if found.still or not self.monotone.yearly or self.monotone.uses.names_a_year(e.operand):
            return found if found.still else UNKNOWN
        return -found if e.more_is_better else found

    def in_rating(self, e: ir.InRating, facts: Facts) -> Motion:
        """Whether a body is among the first or last."""
        return listed.in_rating(self, e)

    # ---- what is computed

    def applied(self, e: ir.Apply, facts: Facts) -> Motion:
        """An operation of the kernel."""
        moved = [self.of(a, facts) for a in e.args]
        if all(m.still for m in moved):
            return STILL
        if e.op in _COMPARED:
            return self._compared(e, moved, facts)
        found = steps.applied(self, e, moved, facts)
        if found.own == EITHER and e.op in ("add", "sub", "div"):
            way = fraction(self, e, facts) if e.op == "div" else linear(self, e, facts)
            if way is not None:
                return Motion(way.way, found.others, found.steady)
        return found

    def _compared(self, e: ir.Apply, moved: list[Motion], facts: Facts) -> Motion:
        left, right = moved[0], moved[1]
        if not all(isinstance(a.type, Quantity) for a in e.args):
            return _flags(e, left, right)
        rises = -left | right  # how `left < right` moves
        match e.op:
            case "less" | "less_equal":
                return rises
            case "greater" | "greater_equal":
                return -rises
        a, b = e.args
        gap = self.range(ir.Apply("add", (a, ir.Apply("neg", (b,), type=b.type)), type=a.type), facts)
        equal = rises.anyhow()
        if gap.low is not None and gap.low >= 0:
            equal = rises
        elif gap.high is not None and gap.high <= 0:
            equal = -rises
        return equal if e.op == "equal" else -equal

    def branches(self, e: ir.If, facts: Facts) -> Motion:
        """The branch that is taken, or a change from one to the other."""
        known = truth(e.condition, facts, self.values.of, self.values.kind)
        found = []
        for holds, branch in ((True, e.then), (False, e.otherwise)):
            if known is not (not holds):
                there = assumed(e.condition, facts, holds, self.values.of)
                found.append(self._branch(branch, there))
        return either(self.of(e.condition, facts), found).motion

    def _branch(self, e: ir.Expr, facts: Facts) -> Branch:
        return Branch(self.of(e, facts), lambda: self.extent(e, facts))

    def reading(self, e: ir.ByReading, facts: Facts) -> Motion:
        """The case of the option that is chosen."""
        return self.of(e.cases[self.values.choices[e.reading]], facts)

    def called(self, e: ir.Invoke, facts: Facts) -> Motion:
        """A call that cannot be written out."""
        return UNKNOWN if self.touches(e) else STILL

    def looked_up(self, e: ir.Lookup, facts: Facts) -> Motion:
        """A table of brackets, whose answers may rise or fall from row to row."""
        return steps.looked_up(self, e, facts)

    def gathered(self, e: ir.Aggregate, facts: Facts) -> Motion:
        """An aggregate over a list."""
        return listed.gathered(self, e)


@frozen(eq=False)
class Branch:
    """How a value moves in one case, and what it can be there."""

    motion: Motion
    extent: Callable[[], Extent]


def either(condition: Motion, branches: Sequence[Branch]) -> Branch:
    """What a choice does: one branch, the other, or the step from one to the other where the condition changes.

    The first branch is that where the condition is true. Where only one can be taken, the condition must have a value.
    """
    inside = joined([*(branch.motion for branch in branches), condition.presence()])
    if len(branches) == 1:
        return Branch(inside, branches[0].extent)
    then, otherwise = branches
    if condition.moves:
        up = _step(otherwise.extent(), then.extent())  # as the condition becomes true
        inside = (inside | Motion(along(condition.own, up), along(condition.others, up))).loose()
    return Branch(inside, lambda: _together(then.extent(), otherwise.extent()))


def _step(before: Extent, after: Extent) -> int:
    """How a value that is in one range can differ from one in another."""
    if before is None or after is None:
        return EITHER
    if is_empty(before) or is_empty(after):
        return STAYS
    falls = before.high is None or after.low is None or after.low < before.high
    rises = after.high is None or before.low is None or after.high > before.low
    return (RISES if rises else STAYS) | (FALLS if falls else STAYS)


def _together(a: Extent, b: Extent) -> Extent:
    """What a value can be that is in one range or in another."""
    return None if a is None or b is None else union([a, b])


def _flags(e: ir.Apply, left: Motion, right: Motion) -> Motion:
    """Equality of what has no order: of two flags, one of them known, it follows the other."""
    changed = (left | right).anyhow()
    for moved, fixed in ((left, e.args[1]), (right, e.args[0])):
        if isinstance(fixed, ir.Const) and isinstance(fixed.value, bool):
            return moved if fixed.value is (e.op == "equal") else -moved
    return changed


_COMPARED = ("equal", "unequal", "less", "less_equal", "greater", "greater_equal")
_NUMBER = {False: Fraction(0), True: Fraction(1)}
_RULES: dict[type, Callable[[Moves, Any, Facts], Motion]] = {
    ir.Const: Moves.still, ir.UndefinedConst: Moves.still, ir.ParameterRef: Moves.still, ir.KindOf: Moves.still,
    ir.ThisBody: Moves.still, ir.InScope: Moves.still, ir.HasAttribute: Moves.still, ir.Ref: Moves.ref,
    ir.ItemRef: Moves.inner, ir.PointsOf: Moves.points, ir.GradeOf: Moves.grade, ir.Asks: Moves.asks,
    ir.Previous: Moves.earlier, ir.InPeriod: Moves.dated, ir.WorseInARow: Moves.worse, ir.InRating: Moves.in_rating,
    ir.Apply: Moves.applied, ir.If: Moves.branches, ir.ByReading: Moves.reading, ir.Invoke: Moves.called,
    ir.Lookup: Moves.looked_up, ir.Aggregate: Moves.gathered,
}  # fmt: skip
