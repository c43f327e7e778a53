"""Source text and places in it: the only module that counts lines and columns."""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from attrs import define, field

MAX_CHARACTERS = 2_000_000


class Span(NamedTuple):
    """A half-open range `[start, end)` of character offsets in one source text."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The range from the start of this one to the end of `other`."""
        return Span(self.start, other.end)


NOWHERE = Span(0, 0)


def width(text: str) -> int:
    """How many columns a text takes: a letter is one, a mark that is set over a letter takes none."""
    if text.isascii():
        return len(text)
    return sum(unicodedata.category(char) not in {"Mn", "Me", "Cf"} for char in text)


class Position(NamedTuple):
    """A line and a column, both counted from 1; a column is one character."""

    line: int
    column: int


class SourceError(Exception):
    """A file that cannot be taken as text; the message says what to do."""


@define(eq=False, slots=False)
class SourceFile:
    """One rule file: its name as shown to people and its text, whose line ends are line feeds."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    @property
    def line_count(self) -> int:
        """How many lines the text has."""
        return len(self._line_starts)

    def position(self, offset: int) -> Position:
        """The line and column of a character offset."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line_text(self, line: int) -> str:
        """The text of line `line` (from 1) without its line end."""
        start = self._line_starts[line - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]

    def slice(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal: the same for CRLF, LF and a byte order mark."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def from_text(name: str, text: str) -> SourceFile:
    """A source file from text: line ends as line feeds, without a byte order mark, letters composed (NFC).

    Raises SourceError when the text is longer than MAX_CHARACTERS.
    """
    if len(text) > MAX_CHARACTERS:
        raise SourceError(
            f"{name}: the file has {len(text):,} characters; a rule file may have at most {MAX_CHARACTERS:,}"
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return SourceFile(name, text)


def read(path: Path, name: str | None = None) -> SourceFile:
    """Read a rule file as UTF-8. Raises SourceError for what cannot be read or is no such text."""
    shown = name or path.as_posix()
    try:
        size = path.stat().st_size
        if size > 4 * MAX_CHARACTERS:
            raise SourceError(
                f"{shown}: the file has {size:,} bytes; a rule file may have at most {4 * MAX_CHARACTERS:,}"
            )
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{shown}: {_why_unreadable(error)}") from error
    return from_text(shown, decode(data, shown))


def _why_unreadable(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "this is a folder, not a file"
        case PermissionError():
            return "the file may not be read: its permissions forbid it"
    return f"the file cannot be read ({error.strerror or type(error).__name__})"


def decode(data: bytes, shown: str) -> str:
    """Bytes as UTF-8 text, with or without a byte order mark; SourceError names the likely encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"{shown}: the file is UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{shown}:{line}: the file is not UTF-8{_guess(data)}; save it as UTF-8") from None


def _guess(data: bytes) -> str:
    """The legacy encoding that Cyrillic bytes look like, by where the letters lie."""
    high = [byte for byte in data[:100_000] if byte >= 0x80]
    if not high:
        return ""
    if sum(byte >= 0xC0 for byte in high) > 0.8 * len(high):
        return " (it looks like Windows-1251)"
    if sum(0x80 <= byte < 0xB0 or byte >= 0xE0 for byte in high) > 0.8 * len(high):
        return " (it looks like code page 866)"
    return ""
