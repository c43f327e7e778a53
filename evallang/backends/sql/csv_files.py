"""CSV files for a database: which of them it reads as `evallang.tables` does, and the rows of the others."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evallang.source import SourceError, decode
from evallang.tables.csv_in import rows_below
from evallang.tables.raw import DataError, RawTable

_BLOCK = 1 << 24


def is_plain(path: Path) -> bool:
    """Whether every reader of CSV takes a file alike.

    It has no quotation mark, no blank line, one sort of line breaks, and is composed UTF-8.
    """
    ends = set()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if b"\r" not in block or b"\n" in block:  # else the whole file may be one line
                block += file.readline()
            returns, breaks = block.count(b"\r"), block.count(b"\n")
            if returns and not returns == breaks == block.count(b"\r\n"):
                return False
            if breaks:
                ends.add(returns > 0)
            if len(ends) > 1 or any(odd in block for odd in (b'"', b"\0", b"\n\n", b"\n\r\n")):
                return False
            if not _is_composed(block):
                return False
    return True


def _is_composed(block: bytes) -> bool:
    if block.isascii():
        return True
    try:
        return unicodedata.is_normalized("NFC", block.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def rows(path: Path, table: RawTable) -> Iterator[dict[str, Any]]:
    """The rows below the header with their lines, one after the other. Raises DataError."""
    width = len(table.headers)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, cells in rows_below(file, table):
                short = len(cells) < width
                yield {"line": line, "short": short} | {f"c{i}": cell for i, cell in enumerate(cells)}
    except UnicodeDecodeError:
        raise DataError(_encoding(path, table.file)) from None


def _encoding(path: Path, shown: str) -> str:
    """Where a file is not UTF-8."""
    before = 0
    with path.open("rb") as file:
        for line in file:
            try:
                decode(line, shown)
            except SourceError as error:
                return str(error).replace(f"{shown}:1:", f"{shown}:{before + 1}:")
            before += 1
    return f"{shown}: the file is not UTF-8; save it as UTF-8"


def write_lines(path: Path, held: Iterable[dict[str, Any]]) -> None:
    """Rows as JSON, one in a line."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in held)


def columns_of(table: RawTable) -> Sequence[str]:
    """The columns of the texts of a table."""
    return [f"c{i}" for i in range(len(table.headers))]
