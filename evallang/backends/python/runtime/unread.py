"""Records that are not scored with others: those without a body or a year, and those of what stands there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evallang.backends.interpreter.absence import UNDEFINED, Absent
from evallang.backends.python.runtime.given import quoted
from evallang.backends.python.runtime.records import period_of
from evallang.backends.python.runtime.words import key_text


def left_out(records: Sequence[Mapping[str, Any]], *, needs_body: bool) -> dict[int, Absent]:
    """Why some records, in the words of the rules, are not scored, by their places.

    Of two of one body in a year the first counts. Where any has a period, all need one; one alone may need no body.
    """
    in_years = any("period" in record for record in records)
    first: dict[tuple[str, int | None], int] = {}
    found: dict[int, str] = {}
    for place, record in enumerate(records):
        key, year = record.get("body") or "", period_of(record) if in_years else None
        if not key and needs_body:
            found[place] = "the row names no body and is not read"
        elif in_years and year is None:
            found[place] = f"{_no_year(key_text(record.get('period')))}; the row is not read"
        elif (before := first.setdefault((key, year), place)) != place:
            whom = quoted(key) if year is None else f"{quoted(key)} in {year}"
            found[place] = f"{whom} stands twice: the row at records[{before}] counts, the one here is not read"
    return {place: Absent(UNDEFINED, why) for place, why in found.items()}


def _no_year(text: str) -> str:
    return f"{quoted(text)} is not a year of four digits" if text else "the row names no period"
