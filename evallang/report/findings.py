"""What is to be said about the data and the document, beside the results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from attrs import evolve

from evallang.backends.scores import Scores
from evallang.diagnostics import Severity
from evallang.ir.data import Address, Dataset, Finding, Record
from evallang.ir.document import InForce
from evallang.ir.program import Program

MOST = 40
"""How many findings are printed; files hold all."""

_DAY = timedelta(days=1)


def all_findings(scores: Scores) -> tuple[Finding, ...]:
    """What was found in the data, each invalid cell, and notes on the document's dates."""
    return (*scores.findings, *_invalid_cells(scores.data), *document_notes(scores.program, scores.periods))


def of_data(data: Dataset) -> tuple[Finding, ...]:
    """What was found in data that are not scored, each invalid cell too."""
    return (*data.findings, *_invalid_cells(data))


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
    given = [p for p in periods if p is not None]
    early = [p for p in given if force.since is not None and p < force.since.year]
    late = [p for p in given if force.until is not None and p > (force.until - _DAY).year]
    for outside, word in ((early, "before"), (late, "after")):
        if outside:
            notes.append(f"{_years(outside)} {word} the time in which the document is in force{_span(force)}")
    return tuple(Finding(note, None, Severity.NOTE) for note in notes)


def _years(years: Sequence[int]) -> str:
    shown = ", ".join(map(str, years))
    return f"the scored period {shown} lies" if len(years) == 1 else f"the scored periods {shown} lie"


def _span(force: InForce) -> str:
    words = [
        f"{word} {day.isoformat()}" if day else "" for word, day in (("from", force.since), ("until", force.until))
    ]
    return f" ({' '.join(filter(None, words))})" if any(words) else ""


def _invalid_cells(data: Dataset) -> tuple[Finding, ...]:
    """Each cell that does not fit its type, once; those of a row that have one reason together."""
    found: dict[tuple[str, str, str], list[Address]] = {}
    for record in _records(data.records.values()):
        for cell in record.cells.values():
            if cell.invalid is not None and cell.address is not None:
                same = found.setdefault((cell.address.file, cell.address.row, cell.invalid), [])
                if cell.address not in same:
                    same.append(cell.address)
    return tuple(_unused(reason, cells) for (_, _, reason), cells in found.items())


def _unused(reason: str, cells: Sequence[Address]) -> Finding:
    """That one cell, or several of a row, cannot be used."""
    if len(cells) == 1:
        return Finding(f"the cell is not used: {reason}", cells[0], Severity.ERROR)
    names = ", ".join(f'"{cell.column}"' for cell in cells)
    return Finding(f"the cells {names} are not used: {reason}", evolve(cells[0], column=""), Severity.ERROR)


def _records(records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        yield record
        for inner in record.items.values():
            yield from _records(inner)
