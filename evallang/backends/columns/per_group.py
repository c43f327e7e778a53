"""Numbers of groups of bodies for which there is no common denominator of 63 bits: one constant for each group."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.states import State, settled
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Block, Value


@define(eq=False)
class PerGroup(Given):
    """`values` are the groups of the rows, `results` their numbers."""

    results: tuple[Fraction, ...] = ()

    def part(self, block: Block) -> Value:
        """The rows of a block."""
        groups = self.values[block.rows]
        there = np.unique(groups).tolist()
        held = block.ops.constant(self.results[there[0]] if there else Fraction(0))
        for group in there[1:]:
            held = block.ops.where(groups == group, block.ops.constant(self.results[group]), held)
        return Value(held, None if self.state is None else settled(self.state[block.rows]))

    def held(self, block: Block, values: Any, state: State, bounds: tuple[int, int]) -> Value:  # as there
        """A loop, which has one row at a time, reads no such numbers."""
        raise Unsupported("numbers of groups in a loop")
