"""From paths to raw data: the only module here that touches the file system."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from evallang.ir.data import Finding
from evallang.tables.csv_in import parse_csv
from evallang.tables.json_in import Parameters, parse_json
from evallang.tables.raw import MAX_BYTES, DataError, RawData, RawTable, check_size
from evallang.tables.wording import quoted

SUFFIXES = (".csv", ".json")
PARQUET = ".parquet"
_OTHERS = "Parquet is read with `--engine columns`, `--engine duckdb` or `--engine spark`"


def read(paths: Sequence[Path]) -> RawData:
    """Read CSV and JSON files, and those in folders (not in folders of folders); all are joined.

    A file is shown by its name, or by its path where two have the same name. Raises DataError for what cannot
    be read, with all such files in one message; `OSError` never.
    """
    found = [entry for path in paths for entry in _files(path)]
    times = Counter(path.name for path, _ in found)
    tables: list[RawTable] = []
    findings: list[Finding] = []
    parameters: Parameters = {}
    digests: dict[str, str] = {}
    unreadable: list[str] = []
    for path, named in found:
        shown = path.name if times[path.name] == 1 else path.as_posix()
        if shown in digests:
            raise DataError(f"{shown}: the file is given twice")
        try:
            data = _bytes(path, shown)
            from_file, given, remarks = _parsed(data, path, shown)
        except DataError as error:
            unreadable.append(str(error))
            continue
        digests[shown] = hashlib.sha256(data).hexdigest()
        for table in from_file:
            table.named = named and path.suffix.lower() == ".csv"
        tables += from_file
        findings += remarks
        _join(parameters, given)
        rows = sum(len(table.rows) for table in tables)
        check_size(rows, sum(len(table.rows) * len(table.headers) for table in tables), shown)
    if unreadable:
        raise DataError("\n".join(unreadable))
    return RawData(tuple(tables), parameters, tuple(findings), digests)


def _parsed(data: bytes, path: Path, shown: str) -> tuple[list[RawTable], Parameters, list[Finding]]:
    """What a file holds: tables, parameters, remarks. Raises DataError."""
    if path.suffix.lower() == ".csv":
        table, remarks = parse_csv(data, path.stem, shown)
        return [table], {}, remarks
    tables, parameters = parse_json(data, path.stem, shown)
    return tables, parameters, []


def read_table(path: Path) -> RawTable:
    """One CSV file by itself. Raises DataError."""
    table, _ = parse_csv(_bytes(path, path.name), path.stem, path.name)
    return table


def _files(path: Path) -> Iterator[tuple[Path, bool]]:
    """The files meant by a path, each with whether it was asked for by name."""
    if path.suffix.lower() == PARQUET:
        raise DataError(f"{path.as_posix()}: {_OTHERS}")
    if path.is_dir():
        inside = sorted(
            file
            for file in path.iterdir()
            if file.suffix.lower() in SUFFIXES and file.is_file() and not file.name.startswith((".", "~"))
        )
        if not inside:
            others = any(file.suffix.lower() == PARQUET for file in path.iterdir())
            none = "the folder holds no .csv or .json file"
            raise DataError(f"{path.as_posix()}: {none}" + (f"; {_OTHERS}" if others else ""))
        yield from ((file, False) for file in inside)
    elif path.suffix.lower() in SUFFIXES:
        yield path, True
    else:
        check_there(path)
        raise DataError(f"{path.as_posix()}: data is read from .csv and .json files and folders of them")


def check_there(path: Path) -> None:
    """Raise DataError where there is nothing in a path that may be a folder."""
    if not path.exists():
        raise DataError(f"{path.as_posix()}: there is no such file or folder")


def _bytes(path: Path, shown: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DataError(f"{shown}: the file has {size:,} bytes; a data file may have at most {MAX_BYTES:,}")
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{shown}: there is no such file") from None
    except OSError as error:
        raise DataError(f"{shown}: the file cannot be read: {error.strerror}") from None


def _join(parameters: Parameters, given: Parameters) -> None:
    for name, (text, address) in given.items():
        if name in parameters:
            first = parameters[name][1].file
            raise DataError(f"the parameter {quoted(name)} is given in {first} and {address.file}")
        parameters[name] = (text, address)
