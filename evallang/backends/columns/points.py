"""The points of nodes over blocks: as declared, else those of the parts, and what marks share out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from evallang.backends.columns.states import spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import UNDEFINED_EVERYWHERE, Block, Value
from evallang.ir.program import NodeDef, PartDef

if TYPE_CHECKING:
    from evallang.backends.columns.compile import Compiler

Points = Callable[[Block], Value | None]


class PointMakers:
    """Makes closures of the points of nodes, for the bodies of one kind."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.special = compiler.special
        self.program = compiler.program

    def points(self, node: NodeDef) -> Points:
        """The points of a node: as declared, else those of its parts; None when nothing says any."""
        claim = self.special.claim(node)
        if claim is None:
            return self._points_of_parts(node, exempt=False)
        if claim.value is not None:
            code = self.compiler.code(claim.value)
            return lambda block: needed(code(block, ()))
        found = dict(claim.by_kind).get(self.special.kind or "")
        if found is None:
            return lambda block: UNDEFINED_EVERYWHERE
        number = found
        return lambda block: Value(block.ops.constant(number))

    def _points_of_parts(self, node: NodeDef, *, exempt: bool, rows: bool = False) -> Points:
        codes: list[Points] = []
        for part in node.parts:
            if part.sign < 0 or (rows and not self.is_row(part)):
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

    def share_factor(self, node: NodeDef) -> Callable[[Block], Any] | None:
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

    def is_row(self, part: PartDef) -> bool:
        """Whether a part is a row of a table."""
        node = self.program.definitions[part.part.targets[0]]
        return isinstance(node, NodeDef) and node.word == "row"


def needed(value: Value) -> Value:
    """A value as it enters what needs it: what is absent stays so, for the reason that spreads."""
    return value if value.state is None else value.with_state(spread(value.state))
