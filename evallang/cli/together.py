"""What rule files that are loaded together may not share: names of documents and ids of readings."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from evallang.checking import Checked
from evallang.diagnostics import Diagnostic, Label
from evallang.source import SourceFile, Span
from evallang.syntax import ast


@frozen
class _Place:
    source: SourceFile
    span: Span


def check_together(loaded: Iterable[Checked]) -> list[Diagnostic]:
    """One error for each name or id that another file has already, with both places."""
    names: dict[str, _Place] = {}
    ids: dict[str, _Place] = {}
    found: list[Diagnostic] = []
    for rules in loaded:
        program = rules.program
        here = _Place(program.source, _name_span(rules.module))
        _enter(names, program.name, here, "E0301", f"another document is called `{program.name}`", found)
        for reading in program.readings:
            place = _Place(program.source, reading.span)
            message = f"another document has a reading with the id `{reading.id}`"
            _enter(ids, reading.id, place, "E0302", message, found)
    return found


def _enter(known: dict[str, _Place], key: str, here: _Place, code: str, message: str, found: list[Diagnostic]) -> None:
    first = known.setdefault(key, here)
    if first.source is not here.source:
        label = Label(first.span, "the first one", first.source)
        help_text = "names of documents and ids of readings are unique in what is loaded together"
        found.append(Diagnostic(code, message, here.source, here.span, help=help_text, labels=(label,)))


def _name_span(module: ast.Module) -> Span:
    document = next((s for s in module.statements if isinstance(s, ast.Document)), None)
    return document.name.span if document else Span(0, 0)
