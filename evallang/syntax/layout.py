"""New lines that do not end a clause, and limits on what a clause may hold."""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token
from lark.lark import PostLex

MAX_TOKENS = 400_000
MAX_DEPTH = 64

_OPEN = {"LPAR": "RPAR", "LBRACE": "RBRACE"}
_CLOSE = frozenset(_OPEN.values())
# Words that open a level without a bracket: what stands behind them is inside …
_LOOSE = frozenset({"IF", "WHERE"})
# … and signs that hold only until the next operator that binds less.
_TIGHT = frozenset({"NOT", "MINUS", "CIRCUMFLEX"})
_ENDS_TIGHT = frozenset({"AND", "OR", "PLUS", "STAR", "SLASH"})
_ENDS_BOTH = frozenset({"COMMA", "COLON", "SEMICOLON", "_NL"})
_OPERANDS = frozenset({"NAME", "NUMBER", "PERCENT", "DATE", "STRING", "NO", "BODY", "RPAR", "RBRACE"})


class Layout(PostLex):
    """Drops new lines inside parentheses and after a comma; yields TOO_DEEP or TOO_LONG at a limit."""

    always_accept = (
        "_NL",
        "NAME",
    )  # NAME everywhere, so that no keyword is read as the beginning of a longer word

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens that the parser gets."""
        levels = _Levels()
        last = ""
        for count, token in enumerate(stream):
            kind = token.type
            if kind == "_NL" and (last == "COMMA" or levels.in_parentheses):
                continue
            levels.take(kind, last)
            last = kind
            if count > MAX_TOKENS:
                yield Token.new_borrow_pos("TOO_LONG", token, token)
            elif levels.depth > MAX_DEPTH:
                yield Token.new_borrow_pos("TOO_DEEP", token, token)
            else:
                yield token


class _Levels:
    """How deep the text is nested where it is being read."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int, int]] = []
        self._loose = 0
        self._tight = 0

    @property
    def in_parentheses(self) -> bool:
        """Whether the innermost open bracket is a parenthesis."""
        return bool(self._open) and self._open[-1][0] == "LPAR"

    @property
    def depth(self) -> int:
        """Brackets, and words that open a level without one."""
        return len(self._open) + self._loose + self._tight

    def take(self, kind: str, last: str) -> None:
        """Go on by one token; `last` is the one before it."""
        if kind in _OPEN:
            self._open.append((kind, self._loose, self._tight))
        elif kind in _CLOSE:
            if self._open and _OPEN[self._open[-1][0]] == kind:
                _, self._loose, self._tight = self._open.pop()
        elif kind in _LOOSE:
            self._loose += 1
            self._tight = self._outer[1]
        elif kind in _ENDS_TIGHT or (kind == "MINUS" and last in _OPERANDS):
            self._tight = self._outer[1]
        elif kind in _TIGHT:
            self._tight += 1
        elif kind in _ENDS_BOTH:
            self._loose, self._tight = self._outer

    @property
    def _outer(self) -> tuple[int, int]:
        """What was counted where the innermost open bracket stands."""
        return self._open[-1][1:] if self._open else (0, 0)
