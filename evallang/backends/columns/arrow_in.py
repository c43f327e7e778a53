"""What only pyarrow itself can do with the data that comes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evallang.backends.parquet_parts import Part, parts


def by_the_clock(array: Any) -> Any:
    """Points in time as the clock of their zone shows them."""
    return pc.local_timestamp(array)


def from_parquet(path: Path) -> Any:
    """The table in a Parquet file, or in a folder of its parts.

    Raises DataError for a folder that is none, and OSError or ValueError for a file that is none.
    """
    if not path.is_dir():
        return pq.read_table(path, partitioning=None)  # the folders above it are no columns
    return pa.concat_tables([_part(part) for part in parts(path)])


def _part(part: Part) -> Any:
    """The rows of a part, with the columns that its folders name as texts, behind or instead of its own."""
    table = pq.read_table(part.path, partitioning=None)
    for column, value in part.cells:
        texts = pa.array([value] * len(table), pa.string())
        place = table.schema.get_field_index(column)
        table = table.append_column(column, texts) if place < 0 else table.set_column(place, column, texts)
    return table
