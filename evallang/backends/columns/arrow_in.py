"""What only pyarrow itself can do with the data that comes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def by_the_clock(array: Any) -> Any:
    """Points in time as the clock of their zone shows them."""
    return pc.local_timestamp(array)


def from_parquet(path: Path) -> Any:
    """The table in a Parquet file, or in a folder of its parts. Raises OSError or ValueError for what is none."""
    if path.is_dir():
        return pa.concat_tables([pq.read_table(part) for part in sorted(path.glob("*.parquet"))])
    return pq.read_table(path)
