"""Where the words of a consolidated text come from: the act, and their place in its file.

The text is made anew for each day, so that a mistake in it stands in no file. A statement that an act gave its words
bears a mark with the act's name; one without is of the base. The same statement is looked for in that act.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from attrs import evolve, frozen

from evallang.diagnostics import Diagnostic, Label
from evallang.law.acts import Act
from evallang.law.consolidate import Version
from evallang.source import SourceFile, Span
from evallang.syntax import ast
from evallang.syntax.marked import marked

_PIECE = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|§\s*\w+(?:[-.:]+\w+)*|\w+(?:\.\d+)?|\S')
_ALIKE = 0.5
"""The least part of its words that a statement of the consolidated text shares with the one of the act."""


@frozen
class Origin:
    """A place in the file of an act."""

    act: Act
    span: Span


def in_acts(version: Version, d: Diagnostic) -> Diagnostic:
    """A mistake in a consolidated text at the place in the act that it comes from, if that is found.

    The place in the consolidated text becomes a label; where two acts are at fault together, both are named.
    """
    if version.module is None or d.source is not version.module.source or d.source in [a.source for a in version.acts]:
        return d
    found = _origin(version, d.span)
    others = [(label, _origin(version, label.span)) for label in d.labels if (label.source or d.source) is d.source]
    theirs = {o.act.name: o.act for o in (found, *(o for _, o in others)) if o is not None}
    mapped = {id(label): evolve(label, span=o.span, source=o.act.source) for label, o in others if o is not None}
    labels = tuple(mapped.get(id(label), evolve(label, source=label.source or d.source)) for label in d.labels)
    message = d.message
    if len(theirs) > 1:
        message += f"; the words are those of {' and of '.join(f'`{name}`' for name in reversed(theirs))}"
    if found is None or d.span is None:
        return evolve(d, message=message, labels=labels)
    here = Label(d.span, "the same in the consolidated text", d.source)
    return evolve(d, message=message, source=found.act.source, span=found.span, labels=(*labels, here))


def _origin(version: Version, span: Span | None) -> Origin | None:
    """The place in an act of what stands at a place of the consolidated text."""
    if version.module is None or span is None:
        return None
    around = [n for n in marked(version.module.statements) if n.span.start <= span.start < n.span.end]
    if not around:
        return None
    here = around[-1]
    source = version.module.source
    for act in _acts(version, around):
        alike = _same(here, source, act)
        if alike is not None:
            return Origin(act, _place(here, source, span, alike, act.source))
    return None


def _acts(version: Version, around: Sequence[Any]) -> list[Act]:
    """The acts that may have given the innermost of some statements its words."""
    marks = [m for n in reversed(around) for m in n.marks if isinstance(m, ast.Amended)]
    if marks:
        return [act for act in version.acts if act.name == marks[0].act.text]
    base = [act for act in version.acts if act.word != "amendment"]
    return [*reversed(version.acts)] if isinstance(around[0], ast.Example) else base


def _same(here: Any, source: SourceFile, act: Act) -> Any:
    """The statement of an act that is most like one of the consolidated text: of its sort, with its name."""
    key, wanted = _key(here), _bare(here, source)
    found, most = None, _ALIKE
    for other in marked(act.module.statements):
        if _key(other) == key:
            pieces = _bare(other, act.source)
            shared = 2 * (Counter(pieces) & Counter(wanted)).total() / max(len(pieces) + len(wanted), 1)
            if shared > most:
                found, most = other, shared
    return found


def _key(statement: Any) -> tuple[str, str]:
    name = getattr(statement, "name", None) or getattr(statement, "title", None)
    return type(statement).__name__, str(getattr(name, "text", "") or getattr(name, "value", ""))


def _pieces(source: SourceFile, span: Span) -> list[tuple[str, Span]]:
    """Words and signs with their places, without comments; blanks inside of texts do not count."""
    found = _PIECE.finditer(source.text, span.start, span.end)
    return [(" ".join(p[0].split()), Span(*p.span())) for p in found if not p[0].startswith("#")]


def _bare(statement: Any, source: SourceFile, within: Span | None = None) -> list[str]:
    """The words and signs of a statement, or of a part of it, without what is marked behind it and inside it."""
    marks = [m.span for n in marked(statement) for m in n.marks]
    whole = _pieces(source, within or statement.span)
    return [text for text, at in whole if not any(m.start <= at.start < m.end for m in marks)]


def _place(here: Any, source: SourceFile, span: Span, there: Any, other: SourceFile) -> Span:
    """Where the words of a span in one statement stand in the other that is like it; else where that begins."""
    words = _bare(here, source, span) or [text for text, _ in _pieces(source, span)]
    before = [text for text, _ in _pieces(source, Span(here.span.start, max(span.start, here.span.start)))]
    pieces = _pieces(other, there.span)
    if span == here.span or not words:
        return _head(there, pieces)
    texts = [text for text, _ in pieces]
    places = [i for i in range(len(texts) - len(words) + 1) if texts[i : i + len(words)] == words]
    if not places:
        return _head(there, pieces)
    earlier = sum(before[i : i + len(words)] == words for i in range(len(before)))
    first = places[min(earlier, len(places) - 1)]
    return Span(pieces[first][1].start, pieces[first + len(words) - 1][1].end)


def _head(statement: Any, pieces: Sequence[tuple[str, Span]]) -> Span:
    """A statement as far as the brace of its block."""
    start: int = statement.span.start
    brace = next((i for i, (text, _) in enumerate(pieces) if text == "{"), len(pieces))
    return Span(start, pieces[brace - 1][1].end if brace else statement.span.end)
