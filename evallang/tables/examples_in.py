"""CSV files of acceptance sets (`examples from … expect …`), row by row."""

from __future__ import annotations

from pathlib import Path

from evallang.ir.data import Address
from evallang.numbers import parse_share
from evallang.tables.columns import column_number
from evallang.tables.files import read_table
from evallang.tables.raw import DataError
from evallang.tables.wording import quoted

Row = dict[str, tuple[str, Address]]
"""What stands under each header, with the address of the cell."""


def read_rows(path: Path, key: str) -> dict[str, Row]:
    """The rows of a CSV file by what stands in the column `key`; texts without blanks around them.

    Where the file writes decimal commas, its numbers have points here.

    Raises DataError for what is no CSV file, a header that stands twice, a key that is absent or stands
    twice.
    """
    table = read_table(path)
    column = column_number(table.headers, key)
    if column is None:
        raise DataError(f'{table.file}: there is no column "{key}"')
    twice = next((header for header in table.headers if header and table.headers.count(header) > 1), None)
    if twice is not None:
        raise DataError(f"{table.file}: the column {quoted(twice)} stands twice")
    rows: dict[str, Row] = {}
    for row in table.rows:
        name = row.texts[column].strip()
        if row.wrong:
            raise DataError(f"{table.address(row)}: {row.wrong}")
        if not name or name in rows:
            what = f"{quoted(name)} stands twice" if name else "nothing stands"
            raise DataError(f"{table.address(row)}: {what} in the column {quoted(key)}")
        texts = [_with_point(text.strip()) if table.decimal_comma else text.strip() for text in row.texts]
        rows[name] = {h: (texts[i], table.address(row, i)) for i, h in enumerate(table.headers) if h}
    return rows


def _with_point(text: str) -> str:
    """A number with a decimal comma as one with a point; any other text as it is."""
    try:
        parse_share(text, decimal_comma=True)
    except ValueError:
        return text
    return text.replace(",", ".")
