"""What is known at the place where the parser stopped, before it is put into words."""

from __future__ import annotations

import re
from typing import Any

from attrs import frozen
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from evallang.source import SourceFile, Span

_RAW = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|[(){};\n]')


_LONG = re.compile(r'"""[\s\S]*?"""')
# The pieces of a statement, to find the one before a mistake.
_PIECE = re.compile(
    r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|'
    r"§[ \t]*\w+(?:[-.:]+\w+)*|\w+(?:\.\d+)?[ ]?%?|\.\.|[<>!]=|\S"
)
MOST_SHOWN = 60


def short(text: str) -> str:
    """The author's text as it is put into a message: not more than a line of it."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 1] + "…"


@frozen
class Piece:
    """A word, number, sign or string as written, and its place."""

    text: str
    span: Span

    @property
    def shown(self) -> str:
        """As it is put into a message."""
        return short(self.text)


@frozen
class Mistake:
    """A place in the text, what stands there, and what could have stood there.

    `kind` is the parser's name of the token found ("" for characters that are no token); it is never shown.
    `before` is what stands before it. `statement` is where the broken statement begins.
    """

    source: SourceFile
    text: str
    place: int
    end: int
    kind: str
    found: str
    accepts: frozenset[str]
    before: Piece | None
    statement: int
    parentheses: tuple[int, ...]
    braces: tuple[int, ...]

    @property
    def quoted(self) -> str:
        """What was found, for a message."""
        return f"`{short(self.found) or '|'}`"

    @property
    def clause(self) -> str:
        """The broken statement as far as it was read."""
        return self.text[self.statement : self.place]

    @property
    def clause_with_braces(self) -> str:
        """The text from the innermost open brace's line to the mistake."""
        start = self.text.rfind("\n", 0, self.braces[-1]) + 1 if self.braces else self.statement
        return self.text[start : self.place]

    @property
    def last(self) -> Span:
        """Where the last piece before the mistake stands."""
        return self.before.span if self.before else self.span

    @property
    def in_row(self) -> bool:
        """Whether the line begins with a bar."""
        line = self.text.rfind("\n", 0, self.place) + 1
        return self.text[line : self.place + 1].lstrip(" \t").startswith("|")

    @property
    def open_long_quote(self) -> int | None:
        """Where a triple quote stands that nothing closes, if the mistake comes of one."""
        for start in (self.place, self.place - 2):
            if start >= 0 and self.text.startswith('"""', start) and not _LONG.match(self.text, start):
                return start
        return None

    @property
    def span(self) -> Span:
        """The text that cannot stand here."""
        return Span(self.place, max(self.end, self.place + 1) if self.place < len(self.text) else self.place)

    @property
    def begins_line(self) -> bool:
        """Whether only blanks stand before the mistake on its line."""
        return not self.text[self.text.rfind("\n", 0, self.place) + 1 : self.place].strip()

    @property
    def begins_statement(self) -> bool:
        """Whether the mistake is the first word of a statement."""
        return self.place == self.statement

    @property
    def in_parentheses(self) -> bool:
        """Whether a parenthesis of this statement is still open."""
        return bool(self.parentheses)

    @classmethod
    def of(cls, error: UnexpectedInput, machine: Any, source: SourceFile, text: str, resumed: int) -> Mistake:
        """What an exception of the parser says, with what it left out."""
        if isinstance(error, UnexpectedToken):
            token = error.token
            place = token.start_pos if token.type != "$END" and token.start_pos is not None else len(text)
            kind, found = token.type, str(token)
            end = token.end_pos if token.end_pos is not None and token.type != "$END" else place
            if kind in {"_NL", "_NLBAR"}:
                end = place
        elif isinstance(error, UnexpectedCharacters):
            place: int = error.pos_in_stream  # type: ignore[no-redef]  # typed as None by lark
            kind, found, end = "", text[place : place + 1], place + 1
        else:
            place = end = len(text)
            kind, found = "$END", ""
        statement, parentheses, braces = _brackets(text, place, resumed)
        before = _before(text, statement, place)
        accepts = frozenset(machine.accepts())
        return cls(source, text, place, end, kind, found, accepts, before, statement, parentheses, braces)


def _before(text: str, statement: int, place: int) -> Piece | None:
    """The last piece of the statement before the mistake."""
    found = None
    for match in _PIECE.finditer(text, statement, place):
        if not match.group().startswith("#"):
            found = match
    if found is None:
        return None
    words = found.group().rstrip()
    return Piece(words, Span(found.start(), found.start() + len(words)))


def _brackets(text: str, place: int, resumed: int) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Where the statement at `place` begins, and which parentheses and braces are open there.

    What was open where reading was resumed has been reported and is forgotten.
    """
    begins = 0
    round_: list[int] = []
    curly: list[int] = []
    for match in _RAW.finditer(text, 0, place):
        mark = match.group()
        if round_ and round_[-1] < resumed <= match.start():
            round_.clear()
            begins = max(begins, resumed)
        if mark == "(":
            round_.append(match.start())
        elif mark == ")" and round_:
            round_.pop()
        elif mark == "{":
            curly.append(match.start())
        elif mark == "}" and curly:
            curly.pop()
        if mark in "{};" or (mark == "\n" and not round_ and not _after_comma(text, match.start())):
            begins = match.end()
            if mark != "\n":
                round_.clear()
    if round_ and round_[-1] < resumed:
        round_.clear()
        begins = max(begins, resumed)
    while begins < place and text[begins] in " \t\f\n":
        begins += 1
    return begins, tuple(round_), tuple(curly)


def _after_comma(text: str, place: int) -> bool:
    """Whether the last character before the blanks at `place` is a comma."""
    place -= 1
    while place >= 0 and text[place] in " \t\f":
        place -= 1
    return place >= 0 and text[place] == ","


def at_end(mistake: Mistake, text: str) -> bool:
    """Whether the mistake is that the text ends."""
    return mistake.place >= len(text.rstrip())
