"""Rows as the text of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def csv_text(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, bom: bool = False, semicolon: bool = False
) -> str:
    """A header and rows as CSV whose lines end in LF. Write it with `newline=""`.

    `bom` puts a byte order mark first, by which spreadsheets know UTF-8; `semicolon` separates by `;`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if semicolon else ",", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return ("\ufeff" if bom else "") + out.getvalue()
