"""How an expression moves when one input is greater: one rule for each sort of expression."""

# ruff: noqa: ARG002 - the rules stand in one table, and have one signature

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.lint import across, among, listed, steps
from evallang.lint.branches import Branch, Extent, both, either
from evallang.lint.facts import Facts, assumed, truth
from evallang.lint.forms import Form, form
from evallang.lint.linear import fraction, linear
from evallang.lint.motion import EITHER, STILL, UNKNOWN, Motion, joined
from evallang.lint.presence import is_certain, needed
from evallang.lint.ranges import Range, exactly, union
from evallang.lint.slopes import slope
from evallang.types import Flag, Quantity

if TYPE_CHECKING:
    from evallang.lint.monotone import Monotone


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

    def known(self, condition: ir.Expr, facts: Facts) -> bool | None:
        """Whether a condition is true where some facts hold; None where it may be either."""
        return truth(condition, facts, self.values)

    def known_in(self, facts: Facts) -> Callable[[ir.Expr], bool | None]:
        """The same for all conditions, where some facts hold."""
        return lambda condition: self.known(condition, facts)

    def where(self, condition: ir.Expr, facts: Facts, holds: bool) -> Facts:
        """The facts where a condition is true, or false."""
        return assumed(condition, facts, holds, self.values)

    def extent(self, e: ir.Expr, facts: Facts) -> Extent:
        """What an expression can be, also a flag."""
        if isinstance(e.type, Flag):
            known = self.known(e, facts)
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
        monotone = self.monotone
        if monotone.past:
            return monotone.before(e.back).moves.of(e.operand, {}) if e.back <= monotone.past else STILL
        if monotone.yearly and not monotone.uses.names_a_year(e.operand):
            return STILL
        return self.of(e.operand, {})

    def dated(self, e: ir.InPeriod, facts: Facts) -> Motion:
        """A value of a year that is named: the last one, or another one."""
        if self.monotone.past:
            return UNKNOWN if self.touches(e) else STILL
        period, found = self.of(e.period, {}), self.of(e.operand, {})
        return found if period.still else UNKNOWN

    def worse(self, e: ir.WorseInARow, facts: Facts) -> Motion:
        """Whether the last of several values is worse than the one before."""
        if self.monotone.past:
            return UNKNOWN if self.touches(e) else STILL
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
            found = self._compared(e, moved, facts)
            return found.presence() if facts and self.known(e, facts) is not None else found
        found = steps.applied(self, e, moved, facts)
        if e.op in ("min", "max") and found.moves and self.range(e, facts).point is not None:
            return found.presence()
        if found.own == EITHER and e.op in ("add", "sub", "div"):
            way = fraction(self, e, facts) if e.op == "div" else linear(self, e, facts)
            if way is not None:
                return Motion(way.way, found.others, found.steady)
            share = among.share(self, e) if e.op == "div" else None
            if share is not None:
                return Motion(share, found.others, found.steady)
        if found.own == EITHER and self.monotone.thorough and e.op in _SMOOTH:
            return Motion(slope(self, e, facts), found.others, found.steady)
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
        known = self.known(e.condition, facts)
        found = []
        for holds, branch in ((True, e.then), (False, e.otherwise)):
            if known is not (not holds):
                found.append(self.branch(branch, self.where(e.condition, facts, holds), e.condition))
        return self.choice(e.condition, facts, found).motion

    def choice(self, condition: ir.Expr, facts: Facts, branches: Sequence[Branch]) -> Branch:
        """What a choice does; the first branch is that where the condition is true."""
        motion = self.of(condition, facts)
        if motion.own == EITHER:
            own = among.around_equality(self, condition, branches)
        else:
            own = across.stepped(self, condition, facts, branches, motion.own)
        return either(motion, branches, lambda more: self.known(condition, both(facts, more)), own)

    def branch(self, e: ir.Expr, facts: Facts, condition: ir.Expr) -> Branch:
        """An expression as a case, a condition having been looked at before."""

        def certain() -> bool:
            return is_certain(e, needed(condition), lambda x: self.range(x, facts))

        def held() -> Facts:
            return self.held(facts, condition, e)

        return Branch(self.of(e, facts), lambda more: self.extent(e, both(facts, more)), certain, held, (e,))

    def held(self, facts: Facts, *within: ir.Expr) -> Facts:
        """The facts that hold whatever the input is: of other inputs, and of what is still in some expressions."""
        if not facts:
            return facts
        still = {form(x) for e in within for x in walk(e) if not self.touches(x)}
        return {place: fact for place, fact in facts.items() if place in still or self._is_of_another(place)}

    def _is_of_another(self, place: Form) -> bool:
        """Whether a form is that of an input which is not changed."""
        monotone = self.monotone
        number = monotone.uses.inputs_by_form.get(place)
        return number is not None and number != monotone.variable and number not in monotone.users

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


def _flags(e: ir.Apply, left: Motion, right: Motion) -> Motion:
    """Equality of what has no order: of two flags, one of them known, it follows the other."""
    changed = (left | right).anyhow()
    for moved, fixed in ((left, e.args[1]), (right, e.args[0])):
        if isinstance(fixed, ir.Const) and isinstance(fixed.value, bool):
            return moved if fixed.value is (e.op == "equal") else -moved
    return changed


_SMOOTH = ("add", "sub", "sum", "mul", "product", "div", "power")
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
