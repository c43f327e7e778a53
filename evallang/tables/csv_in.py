"""CSV as texts with their lines: UTF-8, `,` or `;` found from the header.

A row whose first cell begins with `#` is a remark and is left out, as is a row of blanks. Row numbers are
physical lines of the file, counted from 1; a row whose cells run over several lines has the number of its
first one.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from evallang.diagnostics import Severity
from evallang.ir.data import Address, Finding
from evallang.source import SourceError, decode
from evallang.tables.raw import DataError, RawRow, RawTable, check_size
from evallang.tables.wording import several

MAX_CELL = 16_000_000
"""Characters of one cell."""

# One step over a record: quoted text, an end of line, or one separator (group 1).
_STEP = re.compile(r'"[^"]*"|(\r\n?|\n)|([,;\t])')


def parse_csv(data: bytes, name: str, file: str) -> tuple[RawTable, list[Finding]]:
    """A table from the bytes of a CSV file; `file` is how the file is shown. Raises DataError."""
    separator, held = _read(data, file)
    table = _table(separator, held, name, file)
    short = _fill(table, held)
    return table, _about(table, short)


def records(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their lines, the first one too. Raises DataError."""
    return _read(data, file)[1]


def csv_header(data: bytes, name: str, file: str) -> RawTable:
    """The table of a CSV file without its rows, from the beginning of its bytes. Raises DataError."""
    separator, held = _read(data, file)
    return _table(separator, held, name, file)


def _table(separator: str, held: Iterator[tuple[int, list[str]]], name: str, file: str) -> RawTable:
    """The table that the first of some rows heads."""
    first = next(held, None)
    if first is None:
        raise DataError(f"{file}: the file is empty; its first row names the columns")
    top, cells = first
    return RawTable(name, file, tuple(cell.strip() for cell in cells), top=str(top), decimal_comma=separator == ";")


def rows_below(lines: Iterable[str], table: RawTable) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header with their lines, as cells, read one after the other.

    Raises DataError for a row with more cells than the header.
    """
    skipped, width = int(table.top) - 1, len(table.headers)
    separator = ";" if table.decimal_comma else ","
    for line, cells in _records(islice(_composed(lines, table.file), skipped, None), separator, skipped, table.file):
        if any(cell.strip() for cell in cells[width:]):
            raise DataError(f"{table.file}:{line}: the row has {len(cells)} cells and the header {width}")
        if str(line) != table.top:
            yield line, cells[:width]


def _composed(lines: Iterable[str], file: str) -> Iterator[str]:
    """Lines as the whole text would be read: composed, and without NUL characters."""
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise DataError(_nul(file, number))
        yield line if unicodedata.is_normalized("NFC", line) else unicodedata.normalize("NFC", line)


def _nul(file: str, line: int) -> str:
    return f"{file}:{line}: the line holds a NUL character, which no text does; the file is damaged"


def _read(data: bytes, file: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The separator, and the rows with their lines."""
    skipped, text = _from_header(_text(data, file))
    separator = _separator(text, file)
    return separator, _records(io.StringIO(text, newline=""), separator, skipped, file)


def _text(data: bytes, file: str) -> str:
    try:
        text = decode(data, file)
    except SourceError as error:
        in_excel = " (in Excel: Save as, CSV UTF-8)" if str(error).endswith("UTF-8") else ""
        raise DataError(f"{error}{in_excel}") from None
    text = text.removeprefix("\ufeff")
    nul = text.find("\0")
    if 0 <= nul < 1000:
        raise DataError(f"{file}: the file holds NUL characters (it looks like UTF-16); save it as UTF-8")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise DataError(_nul(file, line))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text


def _from_header(text: str) -> tuple[int, str]:
    """How many lines of remarks and blanks stand before the header, and the text from there."""
    found = re.match(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n))*", text)
    before = found[0] if found else ""
    return len(before.splitlines()), text[len(before) :]


def _separator(text: str, file: str) -> str:
    """The separator that stands more often in the header, outside quotes; of equals the first."""
    counts = {",": 0, ";": 0, "\t": 0}
    for found in _STEP.finditer(text):
        if found[1]:
            break
        if found[2]:
            counts[found[2]] += 1
    if counts["\t"] and not counts[","] and not counts[";"]:
        raise DataError(f"{file}: the columns are separated by tabs; save the file with `,` or `;`")
    if counts[","] == counts[";"]:
        return ";" if counts[";"] and text.find(";") < text.find(",") else ","
    return max(",", ";", key=counts.__getitem__)


def _records(lines: Iterable[str], separator: str, skipped: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the numbers of their first lines, without remarks and blank rows."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    limit = csv.field_size_limit(MAX_CELL)
    line = skipped + 1
    try:
        for cells in reader:
            if any(cells) and not cells[0].startswith("#") and any(cell.strip() for cell in cells):
                yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{file}:{line}: {_reason(str(error))}") from None
    finally:
        csv.field_size_limit(limit)


def _reason(error: str) -> str:
    if "field larger" in error:
        return f"a cell has more than {MAX_CELL:,} characters"
    if "unexpected end" in error:
        return "a quotation mark opens a cell and is never closed"
    return "text follows a closing quotation mark; inside a quoted cell the mark is written twice"


def _fill(table: RawTable, records: Iterator[tuple[int, list[str]]]) -> list[RawRow]:
    """Read the rows into the table; the result is those that are too short."""
    width = len(table.headers)
    short: list[RawRow] = []
    for line, cells in records:
        row = RawRow(str(line), cells)
        if len(cells) != width:
            if len(cells) < width:
                short.append(row)
                cells.extend([""] * (width - len(cells)))
            elif any(cell.strip() for cell in cells[width:]):
                row.wrong = f"the row has {len(cells)} cells and the header {width}: which is which is unclear"
        table.rows.append(row)
        if not len(table.rows) % 1_000:
            check_size(len(table.rows), len(table.rows) * width, table.file)
    return short


def _about(table: RawTable, short: list[RawRow]) -> list[Finding]:
    findings = [
        unnamed(table, i)
        for i, header in enumerate(table.headers)
        if not header and any(row.texts[i].strip() for row in table.rows)
    ]
    if short:
        findings.append(too_short(table, len(short), short[0].place))
    wrong = [row for row in table.rows if row.wrong]
    if wrong:
        rows = several(len(wrong), "row has", "rows have")
        message = f"{rows} more cells than the header: none of them can be trusted"
        help_text = "a cell that holds the separator stands in quotation marks"
        findings.append(Finding(message, table.address(wrong[0]), Severity.ERROR, help_text))
    return findings


def unnamed(table: RawTable, column: int) -> Finding:
    """That a column with texts has no header."""
    return Finding(f"column {column + 1} has no name in the header and is not read", Address(table.file, table.top))


def too_short(table: RawTable, count: int, line: str) -> Finding:
    """That rows have fewer cells than the header; the first stands in a line."""
    rows = several(count, "row has", "rows have")
    return Finding(f"{rows} fewer cells than the header: the last ones are missing", Address(table.file, line))
