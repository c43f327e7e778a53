"""A first look at the characters: what a word processor left behind, what no text file holds, comments."""

from __future__ import annotations

import re
import unicodedata

from evallang.diagnostics import Diagnostic
from evallang.source import SourceFile, Span
from evallang.syntax.ast import Comment

_STRINGS_AND_COMMENTS = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*')
_QUOTES = "“”„‟«»″"
# A curly quote reaches to its partner (or to a plain quote), so that other quotes may stand inside.
_PAIRS = (("“", "”"), ("„", "“”"), ("‟", "”"), ("«", "»"), ("»", "«"), ("″", "″"))
_QUOTED = re.compile(
    "|".join([_STRINGS_AND_COMMENTS.pattern, *(f'{a}[^{z}"\\n]*+[{z}"]?' for a, z in _PAIRS), f"[{_QUOTES}]"])
)
_SPACES = "\u00a0\u202f\u2007\u2009\u2002\u2003\u3000"
# The last of these turn the direction of writing: the line does not read as it is.
_INVISIBLE = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SUSPECT = re.compile(
    f"[{_QUOTES}{_SPACES}{_INVISIBLE}\u2013\u2014\u2212\u00d7\u2264\u2265\u2260\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]"
)
_PLAIN = {"\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00d7": "*"}
_SIGNS = {"\u2264": "<=", "\u2265": ">=", "\u2260": "!="}


def comments(source: SourceFile) -> tuple[Comment, ...]:
    """Every comment with its place."""
    found = (m for m in _STRINGS_AND_COMMENTS.finditer(source.text) if m.group()[0] == "#")
    return tuple(Comment(m.group(), span=Span(m.start(), m.end())) for m in found)


def clean(source: SourceFile) -> tuple[str, list[Diagnostic]]:
    """The text with pasted characters replaced one for one, and a diagnostic for each sort of them.

    Inside strings and comments every character may stand, except those that no text file holds.
    """
    if not _SUSPECT.search(source.text):
        return source.text, []
    text = list(source.text)
    seen: dict[str, list[int]] = {}
    # Curly quotes decide where strings are, so they are made plain before strings are looked for.
    opened = _quote_positions(source.text)
    for place in opened:
        text[place] = '"'
        seen.setdefault("quote", []).append(place)
    shielded = _shielded("".join(text))
    for match in _SUSPECT.finditer(source.text):
        place, char = match.start(), match.group()
        control = ord(char) < 32 or char == "\x7f" or "\ud800" <= char <= "\udfff"
        if text[place] != char or (shielded[place] and not control):
            continue
        kind = "control" if control else "quote" if char in _QUOTES else char
        seen.setdefault(kind, []).append(place)
        text[place] = _PLAIN.get(char, " ") if char not in _SIGNS else "<"
    return "".join(text), [_report(source, kind, places) for kind, places in seen.items()]


def _quote_positions(text: str) -> list[int]:
    """Curly quotes that stand where a string begins or ends: outside plain strings and comments."""
    places: list[int] = []
    for match in _QUOTED.finditer(text):
        first, last = match.start(), match.end() - 1
        if text[first] not in _QUOTES:
            continue
        places.append(first)
        if last > first and text[last] in _QUOTES:
            places.append(last)
    return places


def _shielded(text: str) -> bytearray:
    marks = bytearray(len(text))
    for match in _STRINGS_AND_COMMENTS.finditer(text):
        marks[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return marks


def _report(source: SourceFile, kind: str, places: list[int]) -> Diagnostic:
    """One message for all places of one sort of character."""
    first = min(places)
    char = source.text[first]
    code, message, help_ = _words(kind, char)
    if len(places) > 1:
        message += f"; {len(places)} such places in this file"
    return Diagnostic(code, message, source, Span(first, first + 1), help=help_)


def _words(kind: str, char: str) -> tuple[str, str, str]:
    """The code, the message and the advice for one sort of character."""
    point = f"U+{ord(char):04X}"
    if kind == "quote":
        return "E0001", f"a curly quote `{char}`, as word processors write it", 'write the plain quote `"`'
    if kind == "control":
        advice = "the file may be damaged, or no text file; save it again as plain text in UTF-8"
        return "E0002", f"a character that no text holds (code {ord(char)})", advice
    if char in _SPACES:
        message = f"a non-breaking or special space ({point}), as word processors write it"
        return "E0003", message, "replace it by an ordinary space"
    if char in _INVISIBLE:
        return "E0004", f"an invisible character ({point}, {_unicode_name(char)})", "delete it"
    plain = _SIGNS.get(char) or _PLAIN[char]
    if plain == "-":
        return "E0005", f"a long dash `{char}`, as word processors write it", "write `-`"
    return "E0005", f"the sign `{char}` of print is not used here", f"write `{plain}`"


def _unicode_name(char: str) -> str:
    return unicodedata.name(char, "no name").lower()
