"""Findings as JSON: `docs/schema/check.schema.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from evallang.diagnostics import Diagnostic
from evallang.examining import Examined
from evallang.lint.check import check_of
from evallang.lint.finding import Finding
from evallang.source import SourceFile, Span

VERSION = 1
"""Of the form of the document."""


def to_json(diagnostics: Sequence[Diagnostic], texts: Sequence[Examined]) -> str:
    """Errors and warnings of all files, then each text with its findings, in the order in which they are printed."""
    return json.dumps(
        {
            "version": VERSION,
            "diagnostics": [_diagnostic(d) for d in diagnostics],
            "texts": [_text(text) for text in texts],
        },
        ensure_ascii=False,
        indent=2,
    ) + "\n"  # fmt: skip


def _text(text: Examined) -> dict[str, Any]:
    reasons = {id(finding): acceptance.why for finding, acceptance in text.accepted}
    findings = [*text.findings, *(finding for finding, _ in text.accepted)]
    return {
        "name": text.name,
        "file": text.source.name,
        "proved": dict(sorted(text.proved.items())),
        "findings": [_finding(f, text.source, reasons.get(id(f))) for f in findings],
    }


def _finding(f: Finding, source: SourceFile, accepted: str | None) -> dict[str, Any]:
    check = check_of(f.code)
    witness = f.witness
    return {
        "code": f.code,
        "name": check.name if check is not None else "acceptance",
        "severity": f.severity.value,
        "verdict": f.verdict.value,
        "message": f.message,
        "place": place(source, f.span),
        "provisions": list(f.provisions),
        "readings": [{"reading": s.reading, "options": list(s.options)} for s in f.depends],
        "readings_needed": "any" if f.any_of else "all",
        "mathematics": f.mathematics,
        "help": f.help,
        "tried": f.tried,
        "witness": None if witness is None else {"example": witness.example, "shows": witness.shows},
        "places": [{"text": p.text, "place": place(source, p.span)} for p in f.places],
        "accepted": accepted,
    }


def _diagnostic(d: Diagnostic) -> dict[str, Any]:
    here = place(d.source, d.span) if d.source is not None and d.span is not None else None
    return {
        "code": d.code, "severity": d.severity.value, "message": d.message, "help": d.help or "",
        "file": d.source.name if d.source is not None else "", "place": here,
    }  # fmt: skip


def place(source: SourceFile, span: Span) -> dict[str, int]:
    """Lines and columns from 1; the end is behind the last character."""
    begin, end = source.position(span.start), source.position(span.end)
    return {"line": begin.line, "column": begin.column, "end_line": end.line, "end_column": end.column}
