"""Results as a table of Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from evallang.backends.columns.arrays import text_of
from evallang.backends.columns.column import MIXED

if TYPE_CHECKING:
    from evallang.backends.columns.arrays import Source
    from evallang.backends.columns.results import Columns

_KINDS: Final = {"words": pa.string(), "day": pa.date32()}


def to_arrow(columns: Columns) -> Any:
    """The bodies and periods of the rows, then the values of each column, null where there is none.

    Where a result is called `body` or `period` itself, the key is headed `body (key)`.
    """
    keys = columns.keys_of_rows.items()
    arrays = {f"{header} (key)" if header in columns else header: _key(source) for header, source in keys}
    for path, column in columns.items():
        values = column.values
        kind = _KINDS.get(column.sort)  # a part of the data without any value has the types of the others
        if kind is not None:
            arrays[path] = pa.array(values.tolist(), kind)
        elif column.sort == MIXED:
            arrays[path] = pa.array([None if value is None else text_of(value) for value in values], pa.string())
        else:
            arrays[path] = pa.array(np.ascontiguousarray(values), mask=column.status != 0)
    return pa.table(arrays)


def _key(source: Source) -> Any:
    if source.sort == "number" and not source.places:
        return pa.array(source.values, mask=source.missing)
    words = source.as_words()
    names = pa.array([name.strip() or None for name in words.names], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(words.values, mask=words.missing), names).cast(pa.string())
