"""Diagnostics as text for a terminal: the place, the line with what is meant underlined, and what to do."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import frozen

from evallang.diagnostics import Diagnostic, Severity
from evallang.source import SourceFile, Span, width

MOST_COLUMNS = 120
"""A longer line is shown in part, around what is meant."""

_TAB = 4
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they change the direction of writing


@frozen
class _Place:
    """A place to be shown: the mistake itself (`main`), or one that explains it."""

    source: SourceFile
    span: Span
    text: str = ""
    main: bool = False

    @property
    def line(self) -> int:
        return self.source.position(self.span.start).line


def render(diagnostic: Diagnostic) -> str:
    """One diagnostic as several lines, without a line end after the last."""
    head = f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}"
    places = _places(diagnostic)
    gutter = max((len(str(place.line)) for place in places), default=1)
    lines = [head]
    sources = list(dict.fromkeys(place.source for place in places))
    for source in sources:
        lines += _file([p for p in places if p.source is source], gutter, first=source is sources[0])
    if not places and diagnostic.source is not None:
        lines.append(f"{' ' * (gutter + 1)}--> {diagnostic.source.name}")
    if diagnostic.help:
        lines.append(f"{' ' * (gutter + 2)}= help: {diagnostic.help}")
    return "\n".join(lines)


def render_all(diagnostics: Sequence[Diagnostic]) -> str:
    """All of them with blank lines between, and their count: `2 errors, 1 warning`; nothing for none."""
    if not diagnostics:
        return ""
    return "\n\n".join([*map(render, diagnostics), counts(diagnostics)])


def counts(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity, the gravest first."""
    found = Counter(d.severity for d in diagnostics)
    shown = [(found[severity], severity.value) for severity in Severity if found[severity]]
    return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in shown)


def _places(diagnostic: Diagnostic) -> list[_Place]:
    if diagnostic.source is None or diagnostic.span is None:
        return []
    main = _Place(diagnostic.source, diagnostic.span, main=True)
    return [main, *(_Place(la.source or diagnostic.source, la.span, la.text) for la in diagnostic.labels)]


def _file(places: list[_Place], gutter: int, *, first: bool) -> list[str]:
    """The lines of one file: where it is, then each line with what is underlined in it."""
    empty = f"{' ' * (gutter + 2)}|"
    at = places[0].source.position(places[0].span.start)
    arrow = "-->" if first else ":::"
    lines = [f"{' ' * (gutter + 1)}{arrow} {places[0].source.name}:{at.line}:{at.column}", empty]
    before = None
    for number in sorted({place.line for place in places}):
        if before is not None and number > before + 1:
            lines.append(f"{'.' * 3:<{gutter + 2}}|")
        here = sorted((p for p in places if p.line == number), key=lambda p: (not p.main, p.span))
        shown = [_underlined(place) for place in here]
        lines.append(f" {number:>{gutter}} | {shown[0][0]}".rstrip())
        lines += [f"{empty} {marked}" for _, marked in shown]
        before = number
    return lines


def _underlined(place: _Place) -> tuple[str, str]:
    """The line of a place as shown, and the row below it."""
    position = place.source.position(place.span.start)
    line = place.source.line_text(position.line)
    start = position.column - 1
    left, right = _window(line, start)
    end = min(max(start + place.span.end - place.span.start, start), right)
    before, meant = _shown(line[left:start]), _shown(line[left:end])
    whole = _shown(line[left:right])
    ahead = "… " if left else ""
    blank = " " * (width(ahead) + width(before))
    sign = ("^" if place.main else "-") * max(width(meant) - width(before), 1)
    return ahead + whole + (" …" if right < len(line) else ""), f"{blank}{sign} {place.text}".rstrip()


def _window(line: str, start: int) -> tuple[int, int]:
    """Which part of a line is shown: all of a line that is not too long."""
    if len(line) <= MOST_COLUMNS:
        return 0, len(line)
    left = max(0, min(start - MOST_COLUMNS // 3, len(line) - MOST_COLUMNS))
    return left, left + MOST_COLUMNS


def _shown(text: str) -> str:
    """Text for the terminal: tabs as spaces, and nothing that moves the cursor or turns the writing round."""
    plain = "".join("\ufffd" if _harmful(char) else char for char in text)
    return plain.expandtabs(_TAB)


def _harmful(char: str) -> bool:
    return char != "\t" and (unicodedata.category(char) in {"Cc", "Cs"} or char in _TURNING)
