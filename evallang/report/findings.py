"""What is to be said about the data and the document, beside the results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from evallang.backends.scores import Scores
from evallang.diagnostics import Severity
from evallang.ir.data import Dataset, Finding, Record
from evallang.ir.program import Program

MOST = 40
"""How many findings are printed; files hold all."""

_DAY = timedelta(days=1)


def all_findings(scores: Scores) -> tuple[Finding, ...]:
    """What was found in the data, each invalid cell, and notes on the document's dates."""
    return (*scores.findings, *_invalid_cells(scores.data), *document_notes(scores.program, scores.periods))


def has_errors(findings: Sequence[Finding]) -> bool:
    """Whether something given could not be used."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def lines(findings: Sequence[Finding]) -> list[str]:
    """The findings for a terminal: one line each, with advice below it."""
    found: list[str] = []
    for finding in findings[:MOST]:
        place = f"{finding.address}: " if finding.address else ""
        found.append(f"{finding.severity.value}: {place}{finding.message}")
        if finding.help:
            found.append(f"  help: {finding.help}")
    if len(findings) > MOST:
        found.append(f"… and {len(findings) - MOST:,} more; `--format json` has them all")
    return found


def document_notes(program: Program, periods: Sequence[int | None]) -> tuple[Finding, ...]:
    """A draft, dates that are assumed, and scored periods in which the document was not in force."""
    force = program.in_force
    notes = [str(program.text_of)] if program.text_of is not None else []
    if program.draft:
        notes.append("the document is a draft and was never in force")
    since = (force.since, force.since_assumed, "from")
    for day, why, word in (since, (force.until, force.until_assumed, "until")):
        if day is not None and why:
            notes.append(f"the document is in force {word} {day.isoformat()} by assumption: {why}")
    outside = [p for p in periods if p is not None and not _within(p, force.since, force.until)]
    if outside:
        when = _span(force.since, force.until)
        notes.append(f"{_years(outside)} before or after the document was in force{when}")
    return tuple(Finding(note, None, Severity.NOTE) for note in notes)


def _within(year: int, since: date | None, until: date | None) -> bool:
    """Whether a document is in force on some day of a year; `until` is the first day on which it is not."""
    return (since is None or since.year <= year) and (until is None or (until - _DAY).year >= year)


def _years(years: Sequence[int]) -> str:
    shown = ", ".join(map(str, years))
    return f"the scored period {shown} lies" if len(years) == 1 else f"the scored periods {shown} lie"


def _span(since: date | None, until: date | None) -> str:
    words = [f"from {since.isoformat()}" if since else "", f"until {until.isoformat()}" if until else ""]
    return f" ({' '.join(filter(None, words))})" if any(words) else ""


def _invalid_cells(data: Dataset) -> tuple[Finding, ...]:
    """Each cell that does not fit its type, once."""
    found: dict[tuple[str, str], Finding] = {}
    for record in _records(data.records.values()):
        for cell in record.cells.values():
            if cell.invalid is not None:
                message = f"the cell is not used: {cell.invalid}"
                found.setdefault((str(cell.address), message), Finding(message, cell.address))
    return tuple(found.values())


def _records(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        yield record
        for inner in record.items.values():
            yield from _records(inner)
