"""What is known at the place where the parser stopped, before it is put into words."""

from __future__ import annotations

import re

from attrs import frozen
from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from evallang.source import SourceFile, Span

_RAW = re.compile(r'"""(?:[^"]|"{1,2}(?!"))*+"""|"[^"\n]*"|#[^\n]*|[(){};\n]')


@frozen
class Mistake:
    """A place in the text, what stands there, and what could have stood there.

    `kind` is the parser's name of the token found ("" for characters that are no token); it is never shown.
    `before` is the text of the token before. `statement` is where the broken statement begins.
    """

    source: SourceFile
    text: str
    place: int
    end: int
    kind: str
    found: str
    accepts: frozenset[str]
    before: Token | None
    statement: int
    parentheses: tuple[int, ...]
    braces: tuple[int, ...]

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
    def of(cls, error: UnexpectedInput, machine: InteractiveParser, source: SourceFile, text: str, resumed: int) -> Mistake:
        """What an exception of the parser says, with what it left out."""
        before = machine.lexer_thread.state.last_token
        if isinstance(error, UnexpectedToken):
            token = error.token
            before = getattr(error, "token_history", None) and error.token_history[-1] or _shifted(machine)
            place = token.start_pos if token.type != "$END" and token.start_pos is not None else len(text)
            kind, found = token.type, str(token)
            end = token.end_pos if token.end_pos is not None and token.type != "$END" else place
            if kind in {"_NL", "_NLBAR"}:
                end = place
        elif isinstance(error, UnexpectedCharacters):
            place = error.pos_in_stream
            kind, found, end, before = "", text[place : place + 1], place + 1, _shifted(machine)
        else:
            place = end = len(text)
            kind, found = "$END", ""
        statement, parentheses, braces = _brackets(text, place, resumed)
        return cls(
            source, text, place, end, kind, found, frozenset(machine.accepts()), before, statement, parentheses, braces
        )


def _shifted(machine: InteractiveParser) -> Token | None:
    """The last token that the parser took, if it is still on the stack as such."""
    for value in reversed(machine.parser_state.value_stack):
        if isinstance(value, Token):
            return value
    return None


def _brackets(text: str, place: int, resumed: int) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Where the statement at `place` begins, and which parentheses and braces are open there.

    What was open where reading was resumed has been reported and is forgotten.
    """
    begins, round_, curly = 0, [], []
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
