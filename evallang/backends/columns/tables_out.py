"""Results as a table of Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from evallang.backends.columns.results import Columns


def to_arrow(columns: Columns) -> Any:
    """The values of each column, null where there is none."""
    arrays = {}
    for path, column in columns.items():
        values = column.values
        mask = column.status != 0
        if values.dtype == object:
            arrays[path] = pa.array(values.tolist())
        else:
            arrays[path] = pa.array(np.ascontiguousarray(values), mask=mask)
    return pa.table(arrays)
