"""The contextual lexer of lark, with less to make before the first token.

lark writes, for each state of the parser, one regular expression of all that may come next there. Compiling those
takes longer than reading a short rule file, so here one expression serves all states: what matches first among all
terminals, and may come next, is also what matches first among those that may come next. The expression of the state
itself is needed only where something else matched. A word of the language is read as a name and then looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from typing import Any

from lark import Token
from lark.common import LexerConf
from lark.lexer import AbstractBasicLexer, BasicLexer, ContextualLexer, PatternStr, Scanner, TerminalDef

NAME = "NAME"


class QuickLexer(ContextualLexer):
    """A lexer for each state of the parser, made when the parser first comes to that state."""

    def __init__(
        self, conf: LexerConf, states: Mapping[int, Collection[str]], always_accept: Collection[str] = ()
    ) -> None:
        self.root_lexer = root = WordLexer(conf, None)
        self.lexers = _Lexers(root, conf, states, {*conf.ignore, *always_accept})


class WordLexer(BasicLexer):
    """The lexer of one state; `root` is the one that knows every terminal."""

    def __init__(self, conf: LexerConf, root: WordLexer | None) -> None:
        super().__init__(conf)
        self._words = {t.pattern.value: t.name for t in self.terminals if _is_word(t)}
        self._signs = [t for t in self.terminals if not _is_word(t)]
        self._names = {t.name for t in self._signs}
        self._root = root
        self.callback = {NAME: self._look_up}

    def match(self, text: Any, pos: int) -> tuple[str, str] | None:
        """The text of the next token and its type."""
        if self._root is None:
            found = self.scanner.match(text, pos)
        else:
            found = self._root.scanner.match(text, pos)
            if found is not None and found[1] not in self._names:
                found = self.scanner.match(text, pos)
        return found  # type: ignore[no-any-return]  # lark gives its methods no types

    def _build_scanner(self) -> Scanner:
        return Scanner(self._signs, self.g_regex_flags, self.re, self.use_bytes)  # type: ignore[no-untyped-call]

    def _look_up(self, token: Token) -> Token:
        token.type = self._words.get(token.value, NAME)
        return token


class _Lexers(dict[int, AbstractBasicLexer]):
    """The lexers by the number of the state."""

    def __init__(
        self, root: WordLexer, conf: LexerConf, states: Mapping[int, Collection[str]], everywhere: set[str]
    ) -> None:
        super().__init__()
        self._root = root
        self._conf = copy(conf)
        self._conf.skip_validation = True  # the root has seen every terminal
        self._states = states
        self._everywhere = everywhere

    def __missing__(self, state: int) -> AbstractBasicLexer:
        names = self._everywhere.union(self._states[state])
        conf = copy(self._conf)
        conf.terminals = [terminal for terminal in self._root.terminals if terminal.name in names]
        self[state] = lexer = WordLexer(conf, self._root)
        return lexer


def _is_word(terminal: TerminalDef) -> bool:
    """Whether the terminal is a word of the language, which is also a name."""
    return isinstance(terminal.pattern, PatternStr) and terminal.pattern.value.isidentifier()
