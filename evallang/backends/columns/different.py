"""The different values of a column: of many rows most are alike, so that what each needs is done once for all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from evallang.backends.columns.column import Column


@frozen(eq=False)
class Different:
    """Exact `values`, each once, and for each row the place of its own among them; −1 where it has none."""

    values: tuple[Any, ...]
    places: NDArray[np.intp]


def different(column: Column) -> Different | None:
    """The different values of a column; None where its numbers are held as floats, which do not have all digits."""
    has = column.status == 0
    match column.sort:
        case "words":
            places = column.codes.astype(np.intp)
            return Different(column.names, places)
        case "flag":
            return Different((False, True), np.where(has, column.values, -1))
        case "scaled" if column.scaled is not None:
            nums, den = column.scaled
            values, found_at = np.unique(nums, return_inverse=True)
            found = tuple(Fraction(num, den) for num in values.tolist())
            return Different(found, np.where(has, found_at.reshape(-1), -1))
        case "day" | "":
            given = column.values.tolist() if column.sort else [None] * len(column)
            values_ = {value: place for place, value in enumerate(dict.fromkeys(v for v in given if v is not None))}
            return Different(tuple(values_), np.array([values_.get(v, -1) for v in given], np.intp))
    return None
