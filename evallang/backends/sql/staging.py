"""Which file gives which table of a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from attrs import evolve, frozen

from evallang.backends.sql.query import Query
from evallang.backends.sql.tables import Table
from evallang.ir.program import Program
from evallang.tables.bind import table_roles
from evallang.tables.bodies import ABOVE, BODY, body_column
from evallang.tables.csv_in import csv_header as header_of
from evallang.tables.csv_in import records
from evallang.tables.files import PARQUET, SUFFIXES, check_there
from evallang.tables.item_keys import item_columns
from evallang.tables.raw import DataError, RawRow, RawTable

_HEAD = 1 << 20


@frozen
class File:
    """A file of data: its header, and the SQL that reads its cells as texts `c0`, `c1`, …, and its lines.

    The SQL of a CSV file says in `short` which rows have fewer cells than the header.
    """

    table: RawTable
    path: Path
    _make: Callable[[], str]

    @cached_property
    def sql(self) -> str:
        """The SQL, for which a file may have to be read. Raises DataError."""
        return self._make()

    @property
    def beginning(self) -> RawTable:
        """The table with the rows in which its header may stand."""
        if not self.is_csv:
            return self.table
        rows = islice(records(_head(self.path), self.table.file), 1, ABOVE + 1)
        return evolve(self.table, rows=[RawRow(str(line), cells) for line, cells in rows])

    @property
    def is_csv(self) -> bool:
        """Whether it is a CSV file."""
        return self.path.suffix.lower() == ".csv"


def files(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """The CSV and Parquet files meant, folders looked into; a folder `NAME.parquet` holds the parts of one file.

    Raises DataError for others.
    """
    for path in paths:
        if not path.exists():
            if path.suffix.lower() not in (*SUFFIXES, PARQUET):
                check_there(path)
            raise DataError(f"{path.as_posix()}: there is no such file")
        is_folder = path.is_dir() and path.suffix.lower() != ".parquet"
        for file in sorted(path.iterdir()) if is_folder else [path]:
            suffix = file.suffix.lower()
            if is_folder and file.name.startswith((".", "~")):
                continue
            if suffix in (".csv", ".parquet"):
                yield file, suffix
            elif not is_folder or suffix == ".json":
                raise DataError(
                    f"{file.as_posix()}: a database reads .csv and .parquet files and folders of them; "
                    "`--engine columns` reads .json too"
                )


def csv_header(path: Path, *, named: bool) -> RawTable:
    """The table of a CSV file without its rows. Raises DataError where its beginning cannot be read."""
    table = header_of(_head(path), path.stem, path.name)
    table.named = named
    return table


def _head(path: Path) -> bytes:
    """The beginning of a file, in whole lines. Raises DataError where it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise DataError(f"{path.name}: the file cannot be read: {error.strerror}") from None
    return head if len(head) < _HEAD else head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]


def parquet_header(path: Path, headers: Sequence[str], *, named: bool) -> RawTable:
    """The table of a Parquet file without its rows."""
    composed = tuple(unicodedata.normalize("NFC", header) for header in headers)
    return RawTable(path.stem, path.name, composed, top="1", named=named)


@frozen(eq=False)
class Stage:
    """One table of the query and the file that gives it."""

    table: Table
    file: File

    @property
    def raw(self) -> str:
        """The name of the texts, not quoted."""
        return f"raw {self.table.name}"

    def check_keys(self, program: Program, key: str) -> None:
        """Raise DataError, in the words of the interpreter, where the column of a key is absent."""
        self.body_column(key, self.file.beginning)
        self.item_columns(program)

    def body_column(self, key: str, table: RawTable | None = None) -> int:
        """The column that names the body: of a list, too, one headed `body`."""
        return body_column(table or self.file.table, key, *([BODY] if self.table.level else []))

    def item_columns(self, program: Program) -> list[tuple[int, int]]:
        """The items in which a row lies, outermost first, with the columns of their keys."""
        level = self.table.level
        return item_columns(program, level[-1], self.file.table) if level else []


def stages(query: Query, found: Sequence[File], key: str) -> list[Stage]:
    """Which file gives which table. Raises DataError where two give one, or where no file has the bodies."""
    bodies, items = table_roles(query.program, query.shared.holds.active, [f.table for f in found], key)
    if len(bodies) > 1:
        raise DataError("the bodies stand in several files; a database takes one file for each table")
    by_table = {id(f.table): f for f in found}
    held = [(None, bodies[0]), *items]
    result = []
    for table in query.tables:
        level = table.level[-1] if table.level else None
        mine = [t for number, t in held if number == level]
        if len(mine) > 1:
            raise DataError(f"`{table.title}` stands in several files; a database takes one file for each table")
        if mine:
            result.append(Stage(table, by_table[id(mine[0])]))
    return result
