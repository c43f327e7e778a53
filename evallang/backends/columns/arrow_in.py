"""What only pyarrow itself can do with the data that comes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq


def by_the_clock(array: Any) -> Any:
    """Points in time as the clock of their zone shows them."""
    return pc.local_timestamp(array)


def from_parquet(path: Path) -> list[Any]:
    """The table in a Parquet file, or those of the parts in a folder. Raises OSError or ValueError for what is none."""
    if path.is_dir():
        return [pq.read_table(part) for part in sorted(path.glob("*.parquet"))]
    return [pq.read_table(path)]


def size_of(path: Path) -> tuple[int, int]:
    """The rows and columns of a Parquet file, or of the parts in a folder, which are not read. Raises as above."""
    parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    found = [pq.read_metadata(part) for part in parts]
    return sum(of.num_rows for of in found), max((of.num_columns for of in found), default=0)
