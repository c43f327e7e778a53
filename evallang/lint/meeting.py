"""Whether the two values between which a condition chooses meet where an input takes it to its other side."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.ir.walk import walk
from evallang.lint.branches import both
from evallang.lint.changes import unit
from evallang.lint.facts import Facts
from evallang.lint.forms import Form, form
from evallang.lint.moves import Moves
from evallang.lint.presence import is_certain, needed
from evallang.lint.ranges import Range, exactly, is_empty, meet, plus
from evallang.lint.switches import Switch, divisions

MOST_CASES = 3
"""How many conditions that the input leaves as they are are looked at one by one."""


def meets(moves: Moves, switch: Switch, most: Fraction) -> bool:
    """Whether the values differ by no more than so much there, as far as their ranges show.

    What does not move with the input is on both sides as it is on one. What is divided by zero is taken to be zero.
    """
    known: Facts = {}
    for guard, holds in switch.before:
        known = moves.where(guard, known, holds)
    common, condition = _moving_part(moves, switch.condition, known)
    if common is None or not moves.touches(condition) or moves.known(condition, common) is not None:
        return True
    if not moves.of(condition, common).own:
        return True
    return all(_meets(moves, switch, condition, facts, most) for facts in _cases(moves, switch, common))


def _moving_part(moves: Moves, condition: ir.Expr, facts: Facts) -> tuple[Facts | None, ir.Expr]:
    """What must hold for the input to decide a condition, and the condition that is left; None where it never does."""
    match condition:
        case ir.Apply(op="not", args=(inner,)):
            return _moving_part(moves, inner, facts)
        case ir.Apply(op="and" | "or" as op, args=args):
            left = [a for a in args if moves.touches(a)]
            for other in args:
                if other not in left:
                    if moves.known(other, facts) is (op == "or"):
                        return None, condition
                    facts = moves.where(other, facts, op == "and")
            if len(left) == 1:
                return _moving_part(moves, left[0], facts)
    return facts, condition


def _cases(moves: Moves, switch: Switch, facts: Facts) -> Iterator[Facts]:
    """The facts where conditions that the input leaves as they are hold, and where they do not."""
    inside = [x.condition for e in (switch.then, switch.otherwise) for x in walk(e) if isinstance(x, ir.If)]
    found = [facts]
    for condition in [c for c in inside if not moves.touches(c)][:MOST_CASES]:
        found = [
            moves.where(condition, known, holds)
            for known in found
            for holds in (True, False)
            if moves.known(condition, known) is not (not holds)
        ]
    yield from found


def _meets(moves: Moves, switch: Switch, condition: ir.Expr, facts: Facts, most: Fraction) -> bool:
    sides = [_divisible(moves, switch, moves.where(condition, facts, holds)) for holds in (True, False)]
    if None in sides:
        return True
    known = [side for side in sides if side is not None]
    within = (condition, switch.then, switch.otherwise)
    true, false = _a_unit_apart(
        moves, *(both(side, moves.held(other, *within)) for side, other in (known, known[::-1]))
    )
    across = [moves.range(switch.then, true), moves.range(switch.otherwise, false)]
    if any(map(is_empty, across)) or _near(across, most):
        return True
    there = {form(x) for e in (switch.then, switch.otherwise, switch.condition) for x in walk(e) if _is_given(moves, x)}
    there |= needed(condition)
    return any(_near_on(moves, switch, side, there, most) for side in (true, false))


def _a_unit_apart(moves: Moves, true: Facts, false: Facts) -> tuple[Facts, Facts]:
    """The facts of both sides with the input on each no further than a unit from where it can be on the other."""
    d = moves.program.definitions[moves.monotone.variable]
    if not isinstance(d, InputDef) or d.level:
        return true, false
    ref = ir.Ref((d.number,), d.name, type=d.type)
    size = unit(d)
    apart = Range(-size, size, True, True)
    one, other = (moves.range(ref, facts) for facts in (true, false))
    near = [meet(here, plus(there, apart)) for here, there in ((one, other), (other, one))]
    return {**true, form(ref): near[0]}, {**false, form(ref): near[1]}


def _divisible(moves: Moves, switch: Switch, facts: Facts) -> Facts | None:
    """The facts with zero for all that is divided by zero; None where it is not zero."""
    for x in (x for e in (switch.then, switch.otherwise) for x in divisions(e)):
        above, below = x.args
        if moves.range(below, facts).point == 0:
            left = meet(moves.range(above, facts), exactly(Fraction(0)))
            if is_empty(left):
                return None
            facts = {**facts, form(above): left}
    return facts


def _near_on(moves: Moves, switch: Switch, facts: Facts, there: set[Form], most: Fraction) -> bool:
    """Whether both values are there on one side, and close to one another."""
    values = (switch.then, switch.otherwise)
    certain = all(is_certain(e, there, lambda x: moves.range(x, facts), moves.known_in(facts)) for e in values)
    return certain and _near([moves.range(e, facts) for e in values], most)


def _near(ranges: list[Range], most: Fraction) -> bool:
    """Whether no value of the one range is further than so much from one of the other."""
    one, two = ranges
    ends = ((one.low, two.high), (two.low, one.high))
    return all(low is not None and high is not None and high - low <= most for low, high in ends)


def _is_given(moves: Moves, x: ir.Expr) -> bool:
    """Whether an expression is an input of the body or item itself."""
    return isinstance(x, ir.Ref) and all(n in moves.monotone.uses.inputs for n in x.targets)
