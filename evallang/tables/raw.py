"""Data as it stands in the files: texts with their places, before any type is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field, frozen

from evallang.ir.data import Address, Finding

MAX_BYTES = 24_000_000
"""Bytes of one data file."""
MAX_ROWS = 200_000
"""Rows of all tables together: what is scored within seconds and in less than a gigabyte."""
MAX_CELLS = 1_000_000
"""Rows times columns, of all tables together."""


class DataError(Exception):
    """Data that cannot be read at all; the message names the file and says what to do."""


@define(eq=False)
class RawRow:
    """One row: its line (CSV) or path (JSON) and one text per header, "" where nothing stands.

    A row nested in another one (JSON) knows it as `parent`; `lists` names the lists that stand in the row,
    empty ones too. `elsewhere` gives the path of texts that stand outside the row itself, by column. `wrong`
    says why no text of the row can be trusted. `not_given` are the paths of items of which the row says that their
    list was not given, though there is a table of it.
    """

    place: str
    texts: Sequence[str] = field(repr=False)
    parent: RawRow | None = field(default=None, repr=False)
    lists: tuple[str, ...] = ()
    elsewhere: Mapping[int, str] | None = None
    wrong: str = ""
    not_given: tuple[str, ...] = ()


@define(eq=False)
class RawTable:
    """Rows under one header.

    `name` is the stem of the file or the name of the list. `under` is None for a table whose rows name their
    body and parents by key columns; else it is the chain of lists that its rows are nested in, () right under
    the bodies. `named` says that the file itself was asked for, not only its folder.
    """

    name: str
    file: str
    headers: tuple[str, ...]
    rows: list[RawRow] = field(factory=list, repr=False)
    top: str = ""
    decimal_comma: bool = False
    under: tuple[str, ...] | None = None
    named: bool = False

    def address(self, row: RawRow, column: int | None = None) -> Address:
        """The address of a row, or of one text in it."""
        if column is None:
            return Address(self.file, row.place)
        place = row.place
        if row.elsewhere is not None:
            place = row.elsewhere.get(column, place)
        return Address(self.file, place, self.headers[column])

    def header_address(self, column: int) -> Address:
        """The address of a column as a whole."""
        return Address(self.file, self.top, self.headers[column])


def check_size(rows: int, cells: int, file: str) -> None:
    """Raise DataError for more rows or cells than are read."""
    if rows > MAX_ROWS:
        raise DataError(f"{file}: the data has more than {MAX_ROWS:,} rows; so many are not read")
    if cells > MAX_CELLS:
        raise DataError(
            f"{file}: the data has more than {MAX_CELLS:,} cells (rows times columns); so many are not read"
        )


@frozen
class RawData:
    """Everything that was read: tables, parameters with their addresses, remarks, SHA-256 of each file."""

    tables: tuple[RawTable, ...] = ()
    parameters: Mapping[str, tuple[str, Address]] = field(factory=dict)
    findings: tuple[Finding, ...] = ()
    digests: Mapping[str, str] = field(factory=dict)
