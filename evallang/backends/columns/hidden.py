"""What every body has, computed before others look at it: values with their states, exact."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.column import Column
from evallang.backends.columns.states import INVALID, MISSING, NOT_APPLICABLE, UNDEFINED, UNREAD
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.interpreter.absence import Absent

EVERY_CODE = np.arange(16, dtype=np.uint8)
"""A column whose status is the state itself."""


@define(eq=False)
class Hidden:
    """A column that is complete."""

    column: Column

    @property
    def state(self) -> NDArray[np.uint8]:
        """The state of each row."""
        return self.column.status

    def numbers(self) -> tuple[NDArray[np.int64], int]:
        """The numbers over one denominator. Raises Unsupported for those that are not held so."""
        if not self.column.sort:
            return np.zeros(len(self.column), np.int64), 1
        found = self.column.scaled
        if found is None:
            raise Unsupported("numbers that have no common denominator")
        return found

    def flags(self) -> NDArray[np.bool_]:
        """Yes or no."""
        if self.column.sort not in ("", "flag"):
            raise Unsupported("a condition that is no flag")
        return np.asarray(self.column.values, dtype=bool)

    def keys(self) -> NDArray[np.int64]:
        """A number for each value; equal values have the same."""
        match self.column.sort:
            case "words":
                return self.column.codes.astype(np.int64)
            case "flag":
                return self.flags().astype(np.int64)
        return self.numbers()[0]


def code_of(value: Any) -> int:
    """The state of a value of the interpreter. Raises Unsupported for what columns do not have."""
    if not isinstance(value, Absent):
        if not isinstance(value, bool | Fraction | str | date):
            raise Unsupported("a number that is no fraction")
        return 0
    match value.status:
        case "missing":
            return MISSING
        case "invalid":
            return INVALID
        case "not applicable":
            return NOT_APPLICABLE
        case "undefined":
            return UNREAD if value.unread else UNDEFINED
    raise Unsupported("what is not decided")
