"""Deadlines as an iCalendar file (RFC 5545): one all-day event for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from evallang.law.deadlines import Dated, due_text

_OCTETS = 75


def icalendar(name: str, found: Iterable[Dated]) -> str:
    """A calendar, lines ending as RFC 5545 §3.1 asks for."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//evallang//deadlines//EN", "CALSCALE:GREGORIAN"]
    for d in found:
        if d.last is not None:
            lines += _event(name, d, d.last)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(name: str, d: Dated, last: date) -> list[str]:
    summary = _text(d.deadline.label or d.deadline.name)
    about = _text("; ".join(filter(None, [due_text(d.deadline.due), ", ".join(d.deadline.provisions), d.why])))
    key = hashlib.sha256(f"{name}/{d.deadline.name}/{last}".encode()).hexdigest()[:24]
    # Without an end an event takes one day (§3.6.1): after the last day of all calendars there is none.
    end = [f"DTEND;VALUE=DATE:{_written(last + timedelta(days=1))}"] if last < date.max else []
    return [
        "BEGIN:VEVENT", f"UID:{key}@evallang", f"DTSTAMP:{_written(last)}T000000Z",
        f"DTSTART;VALUE=DATE:{_written(d.first or last)}", *end,
        f"SUMMARY:{summary}", f"DESCRIPTION:{about}", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip


def _written(day: date) -> str:
    """A value of type DATE (§3.3.4), its year always in four digits."""
    return day.isoformat().replace("-", "")


def _text(value: str) -> str:
    """A value of type TEXT (§3.3.11)."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 octets, going on behind a blank (§3.1)."""
    pieces, piece = [], ""
    for char in line:
        if len((piece + char).encode()) > _OCTETS - 1:
            pieces.append(piece)
            piece = ""
        piece += char
    return "\r\n ".join([*pieces, piece])
