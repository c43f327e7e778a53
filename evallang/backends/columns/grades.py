"""The grades of nodes over blocks: values looked up in a table of names."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from evallang.backends.columns.lookup import Brackets
from evallang.backends.columns.states import NOT_APPLICABLE, VALUE, lack, settled, spread
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import UNDEFINED_EVERYWHERE, Block, Value
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.numbers import RoundingMode

if TYPE_CHECKING:
    from evallang.backends.columns.compile import Compiler

Code = Callable[[Block], Value]


class GradeMakers:
    """Makes closures of grades, for the bodies of one kind; `step` gives the step of a rounding."""

    def __init__(self, compiler: Compiler, step: Callable[[ir.Expr], Fraction | None]) -> None:
        self.compiler = compiler
        self.special = compiler.special
        self.program = compiler.program
        self.step = step
        self._grades: dict[int, Code] = {}

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
