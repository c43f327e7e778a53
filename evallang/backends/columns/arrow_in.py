"""What only pyarrow itself can do with the data that comes in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evallang.backends.parquet_parts import Part, parts


def by_the_clock(array: Any) -> Any:
    """Points in time as the clock of their zone shows them."""
    return pc.local_timestamp(array)


def decoded(array: Any) -> Any:
    """What is written as runs of one value, row by row."""
    return pc.run_end_decode(array)


def from_parquet(path: Path) -> list[Any]:
    """The table in a Parquet file, or those of the parts in a folder.

    Raises DataError for a folder that is none, and OSError or ValueError for a file that is none.
    """
    if not path.is_dir():
        return [_table(path)]
    return [_part(part) for part in parts(path)]


def size_of(path: Path) -> tuple[int, int]:
    """The rows and columns of a Parquet file, or of the parts in a folder, which are not read. Raises as above."""
    cells, files = (0, [path]) if not path.is_dir() else _files(parts(path))
    found = [pq.read_metadata(file) for file in files]
    return sum(of.num_rows for of in found), cells + max(of.num_columns for of in found)


def _table(path: Path) -> Any:
    """A file alone: the folders above it are no columns, and two of its own may have one name."""
    with pq.ParquetFile(path) as file:
        return file.read()


def _files(found: Sequence[Part]) -> tuple[int, list[Path]]:
    return len(found[0].cells), [part.path for part in found]


def _part(part: Part) -> Any:
    """The rows of a part, with the columns that its folders name as texts, behind or instead of its own."""
    table = _table(part.path)
    for column, value in part.cells:
        texts = pa.array([value] * len(table), pa.string())
        place = table.schema.get_field_index(column)
        table = table.append_column(column, texts) if place < 0 else table.set_column(place, column, texts)
    return table
