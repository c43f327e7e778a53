"""Reading on after a mistake: one message per statement, then the next statement is read.

The LALR parser is driven token by token. At a mistake its stack is cut back to a state in which a statement
may begin, and the text is taken up again at the next line that begins one (panic mode: Aho et al., Compilers,
§4.8.2). This uses the parser's tables, so the version of lark is held by pyproject.toml.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lark import Token
from lark.exceptions import UnexpectedInput, UnexpectedToken

from evallang.diagnostics import Diagnostic
from evallang.source import SourceFile
from evallang.suggest import nearest
from evallang.syntax.errors import explain
from evallang.syntax.grammar import parser
from evallang.syntax.mistake import Mistake, at_end
from evallang.syntax.words import statement_words

MAX_MISTAKES = 100
_WORD = re.compile(r"[^\W\d]\w*")
_SWITCH = re.compile(r"\bby\s+\w+\s*\Z")
_BLANK = re.compile(r"(?:[ \t\f\n;]++|#[^\n]*+)*")
_ROW = re.compile(r"(?:\n[ \t\f]*+(?:#[^\n]*+)?)*\n[ \t\f]*\|")
_LINE = re.compile(r"(?:replace|insert)\s+(?:line|row)\b")
_RAW = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|[{}\n;]')


def parse_damaged(
    source: SourceFile, text: str, error: UnexpectedInput
) -> tuple[tuple[Any, ...], list[Diagnostic], frozenset[str]]:
    """The statements that can be read, a diagnostic per mistake, and the words of what was left out.

    `error` is the first mistake, at which the parser stopped.
    """
    run = _Run(source, text)
    if isinstance(error, UnexpectedToken) and error.token.type == "TOO_LONG":
        mistake = Mistake.of(error, run.machine, source, text, 0)
        return (), [explain(mistake)], frozenset(_WORD.findall(text))
    return run.statements(), run.diagnostics, frozenset(run.unread)


@lru_cache(maxsize=4096)
def _misspelt(word: str) -> bool:
    """Whether this looks like the first word of a statement, so that it is worth a message of its own."""
    return nearest(word, statement_words()) is not None


def _may_begin(text: str, place: int) -> bool:
    """Whether a statement, a block or its end may begin at `place`; a first look that costs little."""
    word = _WORD.match(text, place)
    if word is None:
        return place >= len(text) or text[place] in "{}"
    return word.group() in statement_words() or _misspelt(word.group())


class _Run:
    """One reading of one text; `machine` is the parser as it stands."""

    def __init__(self, source: SourceFile, text: str) -> None:
        self.source = source
        self.text = text
        self.machine: Any = parser().parse_interactive(text)  # lark gives its methods no types
        self.diagnostics: list[Diagnostic] = []
        self.unread: set[str] = set()
        self.resumed = 0

    def statements(self) -> tuple[Any, ...]:
        while True:
            try:
                last: deque[Token] = deque(self.machine.iter_parse(), maxlen=1)
                return tuple(self.machine.feed_eof(last[0] if last else None))
            except UnexpectedInput as error:
                mistake = Mistake.of(error, self.machine, self.source, self.text, self.resumed)
                if not self._report(mistake) or at_end(mistake, self.text):
                    self.unread.update(_WORD.findall(self.text, mistake.statement))
                    return self._close()
                if not self._resume(mistake):
                    return self._close()

    def _report(self, mistake: Mistake) -> bool:
        """Say it; False when enough has been said or when reading on makes no sense."""
        self.diagnostics.append(explain(mistake))
        hopeless = mistake.kind in {"TOO_DEEP", "TOO_LONG"} or mistake.open_long_quote is not None
        return len(self.diagnostics) < MAX_MISTAKES and not hopeless

    def _resume(self, mistake: Mistake) -> bool:
        """Cut the stack and move the text on to the next statement; False when there is none."""
        if self._new_line(mistake):
            return True
        start, place = mistake.statement, self._after(mistake)
        if mistake.in_row and not self._is_row(place):
            self._end_table(place)
        self.unread.update(_WORD.findall(self.text, start, place))
        while place <= len(self.text):
            if self._take_up(place):
                self.resumed = place
                return True
            following = self.text.find("\n", place + 1)
            if following < 0:
                return False
            place = following
        return False

    def _new_line(self, mistake: Mistake) -> bool:
        """Put in the end of a clause where it is all that lacks before the next, so that both are read."""
        two_on_a_line = self.diagnostics[-1].code == "E0116"
        if not two_on_a_line or "_NL" not in mistake.accepts or mistake.parentheses:
            return False
        self.machine.feed_token(Token("_NL", "\n", start_pos=mistake.place, end_pos=mistake.place))
        state = self.machine.lexer_thread.state
        state.line_ctr.char_pos = self.resumed = mistake.place
        state.last_token = None
        return True

    def _after(self, mistake: Mistake) -> int:
        """Where the broken statement ends: its line's end, its block's start, or the line of the mistake."""
        text, place = self.text, mistake.place
        line = text.rfind("\n", 0, place) + 1
        if mistake.begins_line and mistake.in_parentheses and line > self.resumed:
            return max(line - 1, 0)
        if text[line:].lstrip(" \t").startswith("|"):
            return self._after_row(line, place)
        switch = mistake.braces[-1] if mistake.braces else 0
        if switch and _SWITCH.search(text, max(switch - 200, 0), switch):
            return self._past_block(switch)
        for match in _RAW.finditer(text, place):
            token = match.group()
            if token == "{":
                return self._at_brace(match.start(), mistake.statement)
            if token == "}":
                return match.start() if match.start() > place or mistake.braces else match.end()
            if token in "\n;":
                return match.start()
        return len(text)

    def _after_row(self, line: int, place: int) -> int:
        """Past a broken row of a table; past the whole table when its header is broken."""
        before = self.text.rfind("\n", 0, max(line - 1, 0)) + 1
        header = not self.text[before:line].lstrip(" \t").startswith("|")
        end = self.text.find("\n", place)
        while header and end >= 0 and self.text[end + 1 :].lstrip(" \t").startswith("|"):
            end = self.text.find("\n", end + 1)
        return end if end >= 0 else len(self.text)

    def _at_brace(self, brace: int, statement: int) -> int:
        """At the brace of a block whose head is broken; past it when no statements stand inside."""
        no_statements = _SWITCH.search(self.text, statement, brace) or _LINE.match(self.text, statement, brace)
        return self._past_block(brace) if no_statements else brace

    def _past_block(self, brace: int) -> int:
        """Behind the brace that closes a block."""
        depth = 0
        for match in _RAW.finditer(self.text, brace):
            depth += {"{": 1, "}": -1}.get(match.group(), 0)
            if depth == 0:
                return match.end()
        return len(self.text)

    def _take_up(self, place: int) -> bool:
        """Try to go on at `place`, with the innermost state that accepts what stands there."""
        at_row = self._is_row(place)
        if not at_row:
            skipped = _BLANK.match(self.text, place)
            place = skipped.end() if skipped else place
            if not _may_begin(self.text, place):
                return False
        states = list(self.machine.parser_state.state_stack)
        for depth in range(len(states), 0, -1):
            if not self._begins_statement(states[depth - 1], at_row):
                continue
            trial = self.machine.copy(deepcopy_values=False)
            trial.parser_state.state_stack[:] = states[:depth]
            del trial.parser_state.value_stack[depth - 1 :]
            state = trial.lexer_thread.state
            state.line_ctr.char_pos = place
            state.last_token = None
            if self.text[place : place + 1] == "{":
                self._feed_head(trial, place)
            token = self._next(trial)
            if token is not None and (token.type in trial.accepts() or _misspelt(str(token))):
                state.line_ctr.char_pos = place
                self._give_up(self.machine.parser_state.value_stack[depth - 1 :])
                self.machine = trial
                return True
        return False

    def _give_up(self, pieces: list[Any]) -> None:
        """Note the words of what was read of a broken statement and is dropped with it, such as its head."""
        waiting = list(pieces)
        while waiting:
            piece = waiting.pop()
            span = getattr(piece, "span", None)
            if isinstance(piece, list | tuple) and span is None:
                waiting += piece
            elif isinstance(piece, Token):
                self.unread.update(_WORD.findall(piece))
            elif span is not None:
                self.unread.update(_WORD.findall(self.text, span.start, span.end))

    def _end_table(self, place: int) -> None:
        """Keep a table whose last row is broken, if its header could be read."""
        states = list(self.machine.parser_state.state_stack)
        depth = next((d for d in range(len(states), 0, -1) if self._begins_statement(states[d - 1], True)), 0)
        if depth == 0:
            return
        trial = self.machine.copy(deepcopy_values=False)
        trial.parser_state.state_stack[:] = states[:depth]
        del trial.parser_state.value_stack[depth - 1 :]
        try:
            trial.feed_token(Token("_NL", "\n", start_pos=place, end_pos=place))
        except UnexpectedInput:
            return
        self._give_up(self.machine.parser_state.value_stack[depth - 1 :])
        self.machine = trial

    def _is_row(self, place: int) -> bool:
        """Whether a row of a table stands on the line after `place`."""
        return self.text[place : place + 1] == "\n" and bool(_ROW.match(self.text, place))

    @staticmethod
    def _begins_statement(state: Any, at_row: bool) -> bool:
        """Whether a statement (or, at a row, a row) may begin in this state."""
        actions = parser().parser.parser._parse_table.states[state]
        return ("_NLBAR" if at_row else "SCORE") in actions

    @staticmethod
    def _feed_head(trial: Any, place: int) -> None:
        """A stand-in for the head that could not be read, so that its block is read."""
        for kind, word in (("PART", "part"), ("NAME", "unread")):
            trial.feed_token(Token(kind, word, start_pos=place, end_pos=place))

    @staticmethod
    def _next(trial: Any) -> Token | None:
        """The next token, skipping new lines; None where no token can be read."""
        try:
            tokens: Iterator[Token] = trial.lexer_thread.lex(trial.parser_state)
            return next((token for token in tokens if token.type != "_NL"), None)
        except UnexpectedInput:
            return None

    def _close(self) -> tuple[Any, ...]:
        """Close what is open and give what was read."""
        for _ in range(200):
            trial = self.machine.copy(deepcopy_values=False)
            try:
                return tuple(trial.feed_eof())
            except UnexpectedInput:
                pass
            state = self.machine.parser_state
            if "RBRACE" in self.machine.accepts():
                self.machine.feed_token(Token("RBRACE", "}", start_pos=len(self.text), end_pos=len(self.text)))
            elif len(state.state_stack) > 1:
                state.state_stack.pop()
                state.value_stack.pop()
            else:
                return ()
        return ()
