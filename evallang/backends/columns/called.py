"""Formulas that are called: an argument that is an exponent or the step of a rounding has to be known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeGuard

from attrs import define, field

from evallang.backends.columns.operations import constant
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Operations, Value
from evallang.ir import expr as ir
from evallang.ir.program import Program
from evallang.ir.walk import walk

Known = tuple[Fraction | None, ...]
"""The arguments of a call that are the same number for every body; None for the others."""


@define(eq=False)
class Calls:
    """Which parameters of the formulas of a program have to be known."""

    program: Program
    _fixed: dict[int, frozenset[int]] = field(factory=dict)

    def fixed(self, function: int) -> frozenset[int]:
        """The places of the parameters of which an exponent or a step is made, here or in what is called from here."""
        if function not in self._fixed:
            self._fixed[function] = frozenset()  # a formula does not call itself
            inside = walk(self.program.functions[function].value)
            deciding = [x for e in inside for x in self._deciding(e)]
            self._fixed[function] = frozenset(x.index for root in deciding for x in walk(root) if is_argument(x))
        return self._fixed[function]

    def _deciding(self, e: ir.Expr) -> Iterator[ir.Expr]:
        if isinstance(e, ir.Apply) and (e.op == "power" or e.op.startswith("round:")):
            yield e.args[1]
        if isinstance(e, ir.Invoke):
            yield from (e.args[place] for place in self.fixed(e.function))


def is_argument(e: ir.Expr) -> TypeGuard[ir.Local]:
    """Whether an expression is an argument of the formula around it; below 0 it is a part of a node."""
    return isinstance(e, ir.Local) and e.index >= 0


class Tried(tuple[Value, ...]):
    """Arguments where a constant is tried. Raises Unsupported for one that is not known."""

    __slots__ = ()

    def __getitem__(self, place: object) -> Value:  # type: ignore[override]
        """An argument."""
        assert isinstance(place, int)
        if not 0 <= place < len(self):
            raise Unsupported("an argument that is not known")
        found = super().__getitem__(place)
        if found is None:
            raise Unsupported("an argument that is not the same for every body")
        return found


def tried(ops: Operations, known: Known) -> Tried:
    """The arguments that are known, for the operations."""
    return Tried(None if value is None else constant(ops, value) for value in known)  # type: ignore[misc]
