"""A folder that stands for one Parquet file: its parts, and the columns that are the names of folders inside of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from attrs import frozen

from evallang.tables.files import PARQUET
from evallang.tables.raw import DataError

_NONE = "__HIVE_DEFAULT_PARTITION__"
"""What a folder is called whose rows have no value in its column."""


@frozen
class Part:
    """One file, and what the folders `COLUMN=VALUE` around it say of all its rows."""

    path: Path
    cells: tuple[tuple[str, str | None], ...] = ()


def parts(folder: Path) -> list[Part]:
    """The parts in the order of their names, hidden ones aside.

    Raises DataError for a folder without parts, one inside of it that names no value, and parts of other columns.
    """
    found = list(_inside(folder, folder.name, ()))
    if not found:
        raise DataError(
            f"{folder.name}: there is no {PARQUET} file in this folder, whose name says that it is made of some"
        )
    columns = [column for column, _ in found[0].cells]
    for part in found:
        if [column for column, _ in part.cells] != columns:
            place = part.path.relative_to(folder).as_posix()
            raise DataError(f"{folder.name}: {place} does not lie in folders of the same columns as the other parts")
    if len(set(columns)) < len(columns):
        raise DataError(f"{folder.name}: a column is the name of two folders, one in the other")
    return found


def _inside(folder: Path, shown: str, cells: tuple[tuple[str, str | None], ...]) -> Iterator[Part]:
    for path in sorted(folder.iterdir()):
        column, sign, value = path.name.partition("=")
        if path.name.startswith(".") or (path.name.startswith("_") and not sign):
            continue
        if not path.is_dir():
            if path.suffix.lower() == PARQUET:
                yield Part(path, cells)
            continue
        if not column or not sign:
            raise DataError(f"{shown}: the folder `{path.name}` in it is none of parts, which are called COLUMN=VALUE")
        cell = None if value == _NONE else unquote(value)
        yield from _inside(path, shown, (*cells, (unquote(column), cell)))
