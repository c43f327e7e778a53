"""Nodes over blocks: the first true clause, else weights or the sum of the parts; then clamps and rounds in order.

What acts when is what `evallang.backends.interpreter.nodes`, the reference, says.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.lookup import Brackets
from evallang.backends.columns.parts import OVER_PARTS, added, counted, over_parts, weighted
from evallang.backends.columns.scaled import Scaled
from evallang.backends.columns.states import NOT_APPLICABLE, UNDEFINED, VALUE, lack, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import NOT_FOR_THESE, UNDEFINED_EVERYWHERE, Block, Value
from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, NodeDef, PartDef, RoundStep
from evallang.numbers import RoundingMode

if TYPE_CHECKING:
    from evallang.backends.columns.compile import Compiler

__all__ = ["OVER_PARTS", "PROBE", "Makers", "counted", "over_parts"]

Code = Callable[[Block], Value]
Points = Callable[[Block], Value | None]
PROBE = Approximate(1)
"""Where a constant is tried."""


class Makers:
    """Makes closures of nodes, of their points and their grades, for the bodies of one kind."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.special = compiler.special
        self.program = compiler.program
        self._grades: dict[int, Code] = {}

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
                points = self.points(node) if exemption.compensation == "full points" else None
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
                        found = _needed(value(block, ()))
                        break
                    continue
                assert holds is not None
                open_.append((holds, _needed(value(block, ()))))
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
        value = self.compiler.code(e)(Block(PROBE, 1, _no_input, None, self.compiler.definitions), ())
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

    # ---- parts and points

    def parts(self, node: NodeDef) -> Callable[[Block], list[Value]]:
        """The parts as they enter the sum: penalties negative, rows with the points shared out to them."""
        pairs = [(p, self.compiler.code(p.part)) for p in node.parts]
        factor = self._share_factor(node)

        def parts(block: Block) -> list[Value]:
            times = factor(block) if factor is not None else None
            found = []
            for part, code in pairs:
                value = code(block, ())
                if not value.nowhere and part.sign < 0:
                    value = Value(block.ops.neg(value.held), value.state)
                if not value.nowhere and times is not None and self._is_row(part):
                    value = Value(block.ops.mul(value.held, times), value.state)
                found.append(value)
            return found

        return parts

    def _is_row(self, part: PartDef) -> bool:
        node = self.program.definitions[part.part.targets[0]]
        return isinstance(node, NodeDef) and node.word == "row"

    def points(self, node: NodeDef) -> Points:
        """The points of a node: as declared, else those of its parts; None when nothing says any."""
        claim = self.special.claim(node)
        if claim is None:
            return self._points_of_parts(node, exempt=False)
        if claim.value is not None:
            code = self.compiler.code(claim.value)
            return lambda block: _needed(code(block, ()))
        found = dict(claim.by_kind).get(self.special.kind or "")
        if found is None:
            return lambda block: UNDEFINED_EVERYWHERE
        number = found
        return lambda block: Value(block.ops.constant(number))

    def _points_of_parts(self, node: NodeDef, *, exempt: bool, rows: bool = False) -> Points:
        codes: list[Points] = []
        for part in node.parts:
            if part.sign < 0 or (rows and not self._is_row(part)):
                continue
            for target in part.part.targets:
                inner = self.program.definitions[target]
                assert isinstance(inner, NodeDef)
                if not self.special.active(inner.conditions) or not self._has_kind(inner):
                    continue
                if exempt and self._is_exempt(inner):
                    continue
                own = bool(inner.parts) and self.special.claim(inner) is None
                codes.append(self._points_of_parts(inner, exempt=exempt) if own else self.points(inner))

        def total(block: Block) -> Value | None:
            found = [value for code in codes if (value := code(block)) is not None and not value.nowhere]
            if any(value.state is not None for value in found):
                block.ops.doubted(np.ones(block.size, bool))
            whole: Any = None
            for value in found:
                whole = value.held if whole is None else block.ops.add(whole, value.held)
            return None if whole is None else Value(whole)

        return total

    def _has_kind(self, node: NodeDef) -> bool:
        return node.kinds is None or self.special.kind in node.kinds

    def _is_exempt(self, node: NodeDef) -> bool:
        for exemption in self.special.exemptions(node):
            if self.special.kind in exemption.kinds:
                if exemption.compensation == "full points":
                    raise Unsupported("points of a row that has them without being scored")
                return True
        return False

    def _share_factor(self, node: NodeDef) -> Callable[[Block], Any] | None:
        """By how much the points of exempted rows raise the others; None where they do not."""
        if not any(self.special.kind in e.kinds for e in self.special.shared_out(node)):
            return None
        full = self._points_of_parts(node, exempt=False, rows=True)
        left = self._points_of_parts(node, exempt=True, rows=True)

        def factor(block: Block) -> Any:
            whole, rest = full(block), left(block)
            if whole is None or rest is None:
                return None
            held, zero = block.ops.div(whole.held, rest.held)
            if zero is None or zero is True:
                return None if zero else held
            return block.ops.where(zero, block.ops.constant(Fraction(1)), held)

        return factor

    # ---- grades

    def grade(self, number: int) -> Code:
        """The closure of the grade of a node. Raises Unsupported."""
        if number not in self._grades:
            with self.compiler.at(len(self.program.definitions[number].level)):
                self._grades[number] = self._grade(number)
        return self._grades[number]

    def _grade(self, number: int) -> Code:
        node = self.program.definitions[number]
        assert isinstance(node, NodeDef)
        grade = self.special.grades(node)
        if grade is None:
            return lambda block: UNDEFINED_EVERYWHERE
        self.compiler.need(number)
        step = self.step(grade.step) if grade.step is not None else None
        if grade.step is not None and step is None:
            raise Unsupported("a grade rounded to a step that is not above 0")
        mode = RoundingMode(grade.mode) if grade.mode is not None else None
        codes = [None if c is None else self.compiler.code(c) for c in grade.columns]
        rows = self.special.rows(grade.table)
        table = Brackets(rows, len(codes), grade.table.results.index("grade"))

        def graded(block: Block) -> Value:
            value = block.get(number)
            if value.nowhere:
                return Value(None, _grade_state(value.state, None))
            looked_up = value
            if step is not None and mode is not None:
                looked_up = Value(block.ops.rounded(value.held, step, mode), value.state)
            columns = [looked_up if code is None else code(block, ()) for code in codes]
            state = lack([column.state for column in columns])
            if any(column.nowhere for column in columns):
                return Value(None, _grade_state(value.state, state))
            found = table.find(block, [column.held for column in columns])
            own = found.state if state is None else settled(
                np.where(state != VALUE, state, VALUE if found.state is None else found.state)
            )  # fmt: skip
            return found.with_state(_grade_state(value.state, own))

        return graded


def _grade_state(value: Any, own: Any) -> Any:
    """The state of a grade: where the value is absent that counts, and what is not applicable stays so."""
    if value is None:
        return own
    rest = np.uint8(VALUE) if own is None else own
    return settled(np.where(value == VALUE, rest, np.where(value == NOT_APPLICABLE, NOT_APPLICABLE, spread(value))))


def _needed(value: Value) -> Value:
    return value if value.state is None else value.with_state(spread(value.state))


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
