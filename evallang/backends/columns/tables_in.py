"""Tables of data files as frames: what `score --engine columns` computes over columns."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from attrs import define, evolve, field

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.asked import check
from evallang.backends.columns.frames import read as columns_of
from evallang.ir.program import Program
from evallang.tables.bind import table_roles
from evallang.tables.bodies import PERIOD
from evallang.tables.columns import Active, column_number
from evallang.tables.files import PARQUET, SUFFIXES, check_there, read
from evallang.tables.item_keys import key_headers
from evallang.tables.raw import MAX_CELLS, MAX_ROWS, DataError, RawData, RawRow, RawTable
from evallang.tables.roles import chain

_PER_ROW: Final = 10_000
"""Bytes of memory that a row may take, of which five cells are thought: its texts, its records, its results."""
_PER_CELL: Final = 32
"""Bytes for a cell of a frame: as Arrow and as NumPy have it, and in the order of the rows."""
_PER_RESULT: Final = 96
"""Bytes for a result of a frame: its status and value, and its text."""
_LEAST: Final = 2**30
"""Bytes of memory that are taken to be free where the system does not say."""


@define(eq=False)
class Tables:
    """The bodies of data files as a frame, and their lists; `commas` are those whose numbers have decimal commas."""

    bodies: Mapping[str, Any]
    lists: dict[str, Mapping[str, Any]] = field(factory=dict)
    commas: set[str] = field(factory=set)


class NoFrame(Exception):
    """Data that is no frame of bodies with frames of items: the interpreter takes it as it is."""


# ---- reading


def read_files(program: Program, paths: Sequence[Path], key: str) -> RawData:
    """CSV, JSON and Parquet files, and those in folders. Raises DataError, and ImportError without pyarrow."""
    plain, found = list[Path](), list[tuple[Path, bool]]()
    for path in paths:
        if path.suffix.lower() == PARQUET:
            found.append((path, True))
            continue
        _check_kind(path)
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() == PARQUET) if path.is_dir() else []
        found += [(file, False) for file in inside]
        if not inside or any(file.suffix.lower() in SUFFIXES for file in path.iterdir()):
            plain.append(path)
    raw = read(plain) if plain else RawData()
    tables = [_parquet(program, path, key, named=named) for path, named in found]
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path, _ in found if path.is_file()}
    return evolve(raw, tables=(*raw.tables, *tables), digests={**raw.digests, **digests})


def _check_kind(path: Path) -> None:
    """Raise DataError for what holds no data of a form that is read here."""
    kinds = (*SUFFIXES, PARQUET)
    if path.is_dir():
        if not any(file.suffix.lower() in kinds for file in path.iterdir()):
            raise DataError(f"{path.as_posix()}: the folder holds no .csv, .json or .parquet file")
    elif path.suffix.lower() not in kinds:
        check_there(path)
        raise DataError(f"{path.as_posix()}: data is read from .csv, .json and .parquet files and folders of them")


def _parquet(program: Program, path: Path, key: str, *, named: bool) -> RawTable:
    """A Parquet file as texts: each value as a data file would write it; parts are read by the names of columns."""
    from evallang.backends.columns.arrow_in import from_parquet, size_of  # noqa: PLC0415  # an extra

    try:
        rows, width = size_of(path)
        _check_memory(rows, width, path.name)
        parts = [columns_of(part) for part in from_parquet(path)]
        for part in parts:
            check(program, part, key)
    except FileNotFoundError:
        raise DataError(f"{path.name}: there is no such file") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{path.name}: the file cannot be read: {' '.join(str(error).split())}") from None
    headers = tuple(dict.fromkeys(source.header for part in parts for source in part))
    if any(len({source.header for source in part}) < len(part) for part in parts):
        headers = tuple(source.header for source in parts[0])
    table = RawTable(path.stem, path.name, headers, top="1", named=named)
    for part in parts:
        _add(table, part)
    return table


def _add(table: RawTable, part: Sequence[Source]) -> None:
    """The rows of a part; it may have its columns in another order, and of other types."""
    by_header = {source.header: source for source in part}
    alike = tuple(source.header for source in part) == table.headers
    sources = list(part) if alike else [by_header.get(header) for header in table.headers]
    for row in range(len(part[0].values) if part else 0):
        texts = ["" if source is None else source.text(row) for source in sources]
        table.rows.append(RawRow(str(len(table.rows) + 1), texts))


def _check_memory(rows: int, width: int, file: str) -> None:
    """Raise DataError for more rows than the memory that is free takes, or than are read where that is not known."""
    room = max(1, _free_memory() // (_PER_ROW * MAX_ROWS))
    if rows > MAX_ROWS * room or rows * width > MAX_CELLS * room:
        raise DataError(
            f"{file}: the data has {rows:,} rows of {width} columns, more than are read here; take `--engine duckdb`"
        )


def _free_memory() -> int:
    """The bytes of memory that are free; 0 where the system does not say."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 0


def fits(path: Path, results: int) -> bool:
    """Whether a Parquet file fits into memory as a frame with so many results, as far as is known.

    Raises DataError, OSError or ValueError for what is no Parquet file.
    """
    from evallang.backends.columns.arrow_in import size_of  # noqa: PLC0415  # an extra

    rows, width = size_of(path)
    return rows * (width * _PER_CELL + results * _PER_RESULT) <= (_free_memory() or _LEAST)


# ---- as frames


def frames_of(program: Program, active: Active, raw: RawData, key: str, *, clean: bool) -> Tables:
    """The tables as frames. Raises NoFrame where they are none.

    `clean` says that the data reader left out no row: rows that others are nested in all count then.
    """
    bodies, items = table_roles(program, active, raw.tables, key)
    if len(bodies) != 1 or any(row.wrong for table in raw.tables for row in table.rows):
        raise NoFrame
    found = Tables(_frame(bodies[0].headers, [row.texts for row in bodies[0].rows]))
    if bodies[0].decimal_comma:
        found.commas.add("bodies")
    for number, table in items:
        name = ".".join(program.items[number].path)
        if name in found.lists or (table.under is not None and not clean):
            raise NoFrame
        found.lists[name] = _keyed(table) if table.under is None else _nested(program, raw, number, table, key)
        if table.decimal_comma:
            found.commas.add(name)
    return found


def _keyed(table: RawTable) -> Mapping[str, Any]:
    return _frame(table.headers, [row.texts for row in table.rows])


def _nested(program: Program, raw: RawData, number: int, table: RawTable, key: str) -> Mapping[str, Any]:
    """Rows that stand in their parents, with the keys of these."""
    under = table.under or ()
    holders = [t for t in raw.tables if _place(t) == under]
    if not all(table.name in row.lists for t in holders for row in t.rows):
        raise NoFrame  # what is not given at all is no empty list
    owner = {id(row): t for t in raw.tables for row in t.rows}
    above = [program.items[i].key for i in chain(program, number)[:-1]]
    *outer, own = key_headers(program, number)
    headers = [key, PERIOD, *outer]
    if any(column_number(table.headers, header) is not None for header in headers):
        raise NoFrame
    rows = []
    for row in table.rows:
        parents = _parents(row)
        texts = [_text(owner[id(parents[0])], parents[0], word) for word in (key, PERIOD)]
        texts += [_text(owner[id(p)], p, word) for p, word in zip(parents[1:], above, strict=True)]
        rows.append([*texts, *row.texts])
    dated = any(row[1] for row in rows)
    chosen = [i for i in range(len(headers) + len(table.headers)) if dated or i != 1]
    place = column_number(table.headers, program.items[number].key)
    names = [*headers, *(own if i == place else header for i, header in enumerate(table.headers))]
    return _frame([names[i] for i in chosen], [[row[i] for i in chosen] for row in rows])


def _place(table: RawTable) -> tuple[str, ...] | None:
    """What tables that are nested in this one are said to be under."""
    if table.under is None:
        return () if table.name == "bodies" else None
    return (*table.under, table.name)


def _parents(row: RawRow) -> list[RawRow]:
    """The rows around a row, that of the body first."""
    found: list[RawRow] = []
    while row.parent is not None:
        row = row.parent
        found.insert(0, row)
    return found


def _text(table: RawTable, row: RawRow, header: str) -> str:
    place = column_number(table.headers, header)
    return "" if place is None else row.texts[place]


def _frame(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[str, Any]:
    """Texts by their headers; of two alike the first one counts, and none is read without a header."""
    found: dict[str, Any] = {}
    for place, header in enumerate(headers):
        if header and header not in found:
            cells = np.empty(len(rows), dtype=object)
            cells[:] = [row[place] for row in rows]
            found[header] = cells
    return found
