"""Nodes over blocks: the first true clause, else weights or the sum of the parts; then clamps and rounds in order.

What acts when is what `evallang.backends.interpreter.nodes`, the reference, says.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.called import tried
from evallang.backends.columns.grades import GradeMakers
from evallang.backends.columns.parts import OVER_PARTS, added, counted, over_parts, weighted
from evallang.backends.columns.points import PointMakers, needed
from evallang.backends.columns.scaled import Scaled
from evallang.backends.columns.states import UNDEFINED, VALUE, lack, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import NOT_FOR_THESE, UNDEFINED_EVERYWHERE, Block, Value
from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, NodeDef, RoundStep
from evallang.numbers import RoundingMode

if TYPE_CHECKING:
    from evallang.backends.columns.compile import Compiler

__all__ = ["OVER_PARTS", "PROBE", "Makers", "counted", "over_parts"]

Code = Callable[[Block], Value]
PROBE = Approximate(1)
"""Where a constant is tried."""


class Makers:
    """Makes closures of nodes for the bodies of one kind; `points` and `grades` make those of what they name."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.special = compiler.special
        self.program = compiler.program
        self.points = PointMakers(compiler)
        self.grades = GradeMakers(compiler, self.step)

    # ---- the value

    def node(self, node: NodeDef) -> Code:
        """The closure of a node. Raises Unsupported."""
        c, special = self.compiler, self.special
        if not special.active(node.conditions):
            return lambda block: NOT_FOR_THESE
        if not special.is_of_kind(node):
            return lambda block: c.other_kind
        for exemption in special.exemptions(node):
            if special.kind in exemption.kinds:
                points = self.points.points(node) if exemption.compensation == "full points" else None
                if points is None:
                    return lambda block: NOT_FOR_THESE
                value = self._stepped(node)
                return lambda block: found if (found := points(block)) is not None else value(block)
        return self._stepped(node)

    def _stepped(self, node: NodeDef) -> Code:
        base = self._base(node)
        steps = [self._clamp(s) if isinstance(s, ClampStep) else self._round(s) for s in self.special.steps(node)]

        def value(block: Block) -> Value:
            found = base(block)
            for step in steps:
                if found.nowhere:
                    break
                found = step(block, found)
            return found

        return value

    def _base(self, node: NodeDef) -> Code:
        code = self.compiler.code
        listed = self.special.clauses(node)
        clauses = [(code(c.guard) if c.guard is not None else None, code(c.value)) for c in listed]
        rest = self._rest(node) if not listed or listed[-1].guard is not None else None

        def base(block: Block) -> Value:
            open_: list[tuple[Value, Value]] = []
            found: Value | None = None
            for guard, value in clauses:
                holds = guard(block, ()) if guard is not None else None
                if holds is not None and holds.nowhere:
                    found = holds.spread()
                    break
                if holds is None or (holds.state is None and np.ndim(holds.held.yes) == 0):
                    if holds is None or holds.held.yes:
                        found = needed(value(block, ()))
                        break
                    continue
                assert holds is not None
                open_.append((holds, needed(value(block, ()))))
            if found is None:
                assert rest is not None
                found = rest(block)
            for holds, value_ in reversed(open_):
                found = _guarded(block, holds, value_, found)
            return found

        return base

    def _rest(self, node: NodeDef) -> Code:
        weights = self.special.weights(node)
        if weights is not None:
            code = self.compiler.code
            pairs = [(code(p.part), code(p.weight)) for p in weights.parts]
            shared = weights.shared_out
            return lambda block: weighted(
                block, [part(block, ()) for part, _ in pairs], [weight(block, ()) for _, weight in pairs], shared
            )
        if node.scored_by:
            raise Unsupported("a node that another methodology scores")
        if not node.parts:
            return lambda block: UNDEFINED_EVERYWHERE
        parts = self.parts(node)
        return lambda block: added(block, parts(block))

    # ---- steps

    def step(self, e: ir.Expr) -> Fraction | None:
        """The step of a rounding, None where it is not above 0. Raises Unsupported for one that is not constant."""
        step = self.number(e)
        return step if step > 0 else None

    def number(self, e: ir.Expr) -> Fraction:
        """The number that an expression is for every body. Raises Unsupported for one that looks at the data."""
        c = self.compiler
        value = c.code(e)(Block(PROBE, 1, _no_input, None, c.definitions), tried(PROBE, c.known))
        if value.state is not None or not isinstance(value.held, Scaled) or not isinstance(value.held.num, int):
            raise Unsupported("a step or an exponent that is computed")
        return Fraction(value.held.num, value.held.den)

    def _round(self, step: RoundStep) -> Callable[[Block, Value], Value]:
        size, mode = self.step(step.step), RoundingMode(step.mode)

        def act(block: Block, value: Value) -> Value:
            if size is None:
                return value.with_state(_where_valued(value, np.uint8(UNDEFINED)))
            return Value(block.ops.rounded(value.held, size, mode), value.state)

        return act

    def _clamp(self, step: ClampStep) -> Callable[[Block, Value], Value]:
        code = self.compiler.code
        low = code(step.low) if step.low is not None else None
        high = code(step.high) if step.high is not None else None

        def act(block: Block, value: Value) -> Value:
            bottom, top = low and low(block, ()), high and high(block, ())
            bounds = [bound for bound in (bottom, top) if bound is not None]
            state = _where_valued(value, lack([bound.state for bound in bounds]))
            if any(bound.nowhere for bound in bounds):
                return Value(None, state)
            held = value.held
            if bottom is not None:
                held = block.ops.greatest(held, bottom.held)
            if top is not None:
                held = block.ops.least(held, top.held)
            return Value(held, state)

        return act

    # ---- parts

    def parts(self, node: NodeDef) -> Callable[[Block], list[Value]]:
        """The parts as they enter the sum: penalties negative, rows with the points shared out to them."""
        pairs = [(p, self.compiler.code(p.part)) for p in node.parts]
        factor = self.points.share_factor(node)

        def parts(block: Block) -> list[Value]:
            times = factor(block) if factor is not None else None
            found = []
            for part, code in pairs:
                value = code(block, ())
                if not value.nowhere and part.sign < 0:
                    value = Value(block.ops.neg(value.held), value.state)
                if not value.nowhere and times is not None and self.points.is_row(part):
                    value = Value(block.ops.mul(value.held, times), value.state)
                found.append(value)
            return found

        return parts


def _guarded(block: Block, holds: Value, then: Value, otherwise: Value) -> Value:
    found = block.merge(holds.held.yes, then, otherwise)
    if holds.state is None:
        return found
    own = np.uint8(VALUE) if found.state is None else found.state
    return found.with_state(settled(np.where(holds.state != VALUE, spread(holds.state), own)))


def _where_valued(value: Value, state: Any) -> Any:
    """The state of a value after a step that fails in `state`."""
    if state is None or value.state is None:
        return value.state if state is None else state
    return settled(np.where(value.state == VALUE, state, value.state))


def _no_input(block: Block, number: int) -> Value:
    raise Unsupported("a step that looks at the data")
