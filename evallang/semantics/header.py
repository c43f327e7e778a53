"""The head of a document: its name, dates, kinds, versions, named bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

from evallang.diagnostics import Diagnostic, Label
from evallang.ir.document import InForce, NormDef
from evallang.ir.program import Named
from evallang.semantics.context import Lowering, provisions
from evallang.source import Span
from evallang.syntax import ast


def header(low: Lowering) -> dict[str, Any]:
    """The fields of the program that the head gives."""
    found = low.collected
    document = found.head.get("document")
    told = any(d.code == "E0516" for d in found.diagnostics)  # what it must be is said there
    if document is None and not told and not found.left_out("methodology", "act"):
        low.report("E0217", "the file does not say what it is", Span(0, 0), 'begin with `methodology NAME "…"`')
    source = found.head.get("source")
    language = found.head.get("language")
    return {
        "name": document.name.text if document else "",
        "label": document.label.value if document and document.label else "",
        "origin": source.text.value if source else "",
        "dated": _day(low, source.dated, _written(low, source.dated, source.span)) if source and source.dated else None,
        "in_force": _in_force(low, found.head.get("in_force")),
        "draft": "status" in found.head,
        "language": language.name.text if language else "",
        "kinds": tuple(_named(c) for c in found.kinds),
        "versions": tuple(_named(c) for v in found.versions.values() for c in v.choices),
        "bodies": tuple(Named(b.name, b.label) for b in found.bodies),
        "norms": tuple(_norm(n) for n in found.norms),
    }


def _named(choice: ast.Choice) -> Named:
    return Named(choice.name.text, choice.label.value if choice.label else "")


def _written(low: Lowering, text: str, span: Span) -> Span:
    """Where the date itself stands in its clause."""
    at = low.collected.source.text.find(text, span.start, span.end)
    return Span(at, at + len(text)) if at >= 0 else span


def _day(low: Lowering, text: str, span: Span) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        low.report("E0226", f"there is no day `{text}`", span, "a date is year, month, day, as in `2020-01-31`")
        return None


def _in_force(low: Lowering, s: ast.InForce | None) -> InForce:
    if s is None:
        return InForce()
    since = _day(low, s.since.date, _written(low, s.since.date, s.since.span))
    until = _day(low, s.until.date, _written(low, s.until.date, s.until.span)) if s.until else None
    if s.until and since and until and until <= since:
        advice = "the first date is the first day in force, the second the first day no longer in force"
        label = Label(_written(low, s.since.date, s.since.span), "it begins here")
        place = _written(low, s.until.date, s.until.span)
        low.report("E0226", "the document ends before it begins", place, advice, label)
    return InForce(
        since,
        until,
        s.since.assumed.value if s.since.assumed else "",
        s.until.assumed.value if s.until and s.until.assumed else "",
    )


def _norm(s: ast.Norm) -> NormDef:
    words = next((x.text.value for x in s.body or () if isinstance(x, ast.Words)), "")
    return NormDef(s.name.text if s.name else "", s.label.value if s.label else "", words, provisions(s.marks))


def second_documents(module: ast.Module) -> list[Diagnostic]:
    """The documents behind the first one in a file with an amendment, which holds no other rules."""
    found = [s for s in module.statements if isinstance(s, ast.Document)]
    if all(s.word != "amendment" for s in found):
        return []
    label = Label(found[0].span, "the first", module.source)
    advice = "a file holds one document; put the second into its own file"
    messages = [(s, f"`{s.name.text}` is the second document of the file") for s in found[1:]]
    return [Diagnostic("E0203", m, module.source, s.span, help=advice, labels=(label,)) for s, m in messages]
