"""Findings as SARIF 2.1.0 (OASIS, 2020), for editors and code hosts that show them beside the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from evallang.codes import CODES
from evallang.diagnostics import Diagnostic
from evallang.examining import Examined
from evallang.lint.check import all_checks
from evallang.lint.finding import Finding
from evallang.report.examined.json_out import place
from evallang.report.examined.text import depends
from evallang.source import SourceFile, Span
from evallang.version import __version__

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_PLACE = {"line": "startLine", "column": "startColumn", "end_line": "endLine", "end_column": "endColumn"}


def to_sarif(diagnostics: Sequence[Diagnostic], texts: Sequence[Examined]) -> str:
    """One run with all results; an accepted finding is a suppressed result with its reason."""
    results = [_of_diagnostic(d) for d in diagnostics]
    for text in texts:
        results += [_result(f, text.source) for f in text.findings]
        for finding, acceptance in text.accepted:
            suppressed = {"kind": "inSource", "justification": acceptance.why}
            results.append(_result(finding, text.source) | {"suppressions": [suppressed]})
    used = {result["ruleId"] for result in results}
    driver = {
        "name": "evallang", "semanticVersion": __version__, "rules": list(_rules(used)),
    }  # fmt: skip
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rules(used: Iterable[str]) -> Iterable[dict[str, Any]]:
    checks = {check.code: check for check in all_checks()}
    for code in sorted(used):
        check = checks.get(code)
        if check is None:
            yield {"id": code, "shortDescription": {"text": CODES.get(code, code)}}
            continue
        yield {
            "id": code,
            "name": check.name,
            "shortDescription": {"text": check.title},
            "help": {"text": check.page, "markdown": check.page},
        }


def _result(f: Finding, source: SourceFile) -> dict[str, Any]:
    said = [f.message, f.help, depends(f), f"not decided; tried: {f.tried}" if f.tried else ""]
    text = "; ".join(filter(None, said))
    related = [_location(source, p.span) | {"message": {"text": p.text}} for p in f.places]
    return {
        "ruleId": f.code,
        "level": f.severity.value,
        "message": {"text": text},
        "locations": [_location(source, f.span)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"finding/v1": _fingerprint(f, source)},
    }


def _of_diagnostic(d: Diagnostic) -> dict[str, Any]:
    located = [_location(d.source, d.span)] if d.source is not None and d.span is not None else []
    text = "; ".join(filter(None, [d.message, d.help]))
    return {"ruleId": d.code, "level": d.severity.value, "message": {"text": text}, "locations": located}


def _location(source: SourceFile, span: Span) -> dict[str, Any]:
    region = {_PLACE[name]: number for name, number in place(source, span).items()}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(source.name)}, "region": region}}


def _fingerprint(f: Finding, source: SourceFile) -> str:
    """The same for the same finding when lines above it change.

    Where other things are found under other options at one place, the options tell them apart.
    """
    under = [f"{s.reading}.{option}" for s in f.depends for option in s.options] if f.any_of else []
    said = "\x1f".join([f.code, f.subject, source.slice(f.span), *f.provisions, *under])
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:32]
