"""Tables and lists as the words of a provision print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from attrs import frozen

from evallang.lint.figures import number

_NO = re.compile(r"\s*(\d+(?:\.\d+)*)?\.?\s*")
_POINT = re.compile(r"\s*(\d+)\)(.*)")
_TOTAL = re.compile(r"барлығы|жалпы|жиын|итого|всего|\btotal|\bsum", re.IGNORECASE)
_LEAST_ITEMS = 2


@frozen
class PrintedRow:
    """A row of a table in the words of a provision: its number (empty: none), its name, its figures in order."""

    no: str
    text: str
    line: str
    figures: tuple[Fraction | None, ...]

    @property
    def is_total(self) -> bool:
        """Whether it is a total, by its words."""
        return not self.no and bool(_TOTAL.search(self.text))


@lru_cache(maxsize=1024)
def points(text: str) -> tuple[tuple[str, str], ...]:
    """The points `1) …` of a text: their numbers and words."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        point = _POINT.match(line)
        if point:
            found.append((point[1], point[2]))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
    return tuple(found)


@lru_cache(maxsize=1024)
def unnumbered(text: str) -> tuple[str, ...]:
    """The items of a list without numbers: lines behind a colon that end with `;`, the last one with a full stop."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start = next((i + 1 for i, line in enumerate(lines) if line.endswith(":")), len(lines))
    items = lines[start:]
    whole = len(items) >= _LEAST_ITEMS and all(line.endswith(";") for line in items[:-1]) and items[-1].endswith(".")
    return tuple(items) if whole else ()


@lru_cache(maxsize=1024)
def tables(text: str) -> tuple[tuple[PrintedRow, ...], ...]:
    """The tables in a text, one for each run of numbered rows; heads and the numbers of columns are left out."""
    return tuple(map(tuple, _tables(text)))


def _tables(text: str) -> Iterator[list[PrintedRow]]:
    rows: list[PrintedRow] = []
    for line in [*text.splitlines(), ""]:
        row = _row(line)
        if row is None or (row.no in ("1", "1.1") and any(r.no == row.no for r in rows)):
            if any(r.no for r in rows):
                yield rows
            rows = []
        if row is not None and (row.no or rows):
            rows.append(row)


def _row(line: str) -> PrintedRow | None:
    if "|" not in line:
        return None
    cells = [cell.strip() for cell in _inside(line).split("|")]
    no = _NO.fullmatch(cells[0])
    if no is None and _TOTAL.search(cells[0]):  # `Total | 100`: it stands where the rows have their numbers
        cells = ["", *cells]
        no = _NO.fullmatch("")
    if no is None or cells == [str(i + 1) for i in range(len(cells))]:
        return None
    return PrintedRow(no[1] or "", cells[1], " | ".join(cells[1:]), tuple(_figure(cell) for cell in cells[2:]))


def _inside(line: str) -> str:
    """A line without the bars that frame it on both sides."""
    framed = re.fullmatch(r"\s*\|(.*)\|\s*", line)
    return framed[1] if framed else line


def _figure(cell: str) -> Fraction | None:
    """The number of a cell that holds one, perhaps with a word behind it: `40 балл`."""
    found = re.fullmatch(r"([-−–]?\d+(?:[.,]\d+)?)\s*(?:%|[^\W\d]*)", cell)
    return number(found[1]) if found else None
