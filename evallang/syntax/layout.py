"""New lines that do not end a clause, and limits on what a clause may hold."""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token
from lark.lark import PostLex

MAX_TOKENS = 600_000
MAX_DEPTH = 64

_OPEN = {"LPAR": "RPAR", "LBRACE": "RBRACE"}
_CLOSE = frozenset(_OPEN.values())
# Words that open a level without a bracket; a clause full of them would nest as deeply.
_PREFIX = frozenset({"NOT", "MINUS", "CIRCUMFLEX", "ELSE", "IF"})


class Layout(PostLex):
    """Drops new lines inside parentheses and after a comma; yields TOO_DEEP or TOO_LONG at a limit."""

    always_accept = ("_NL", "NAME")  # NAME everywhere, so that no keyword is read as the beginning of a longer word

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        open_: list[str] = []
        prefixes = 0
        last = ""
        for count, token in enumerate(stream):
            kind = token.type
            if kind == "_NL":
                if last == "COMMA" or (open_ and open_[-1] == "LPAR"):
                    continue
                prefixes = 0
            elif kind in _OPEN:
                open_.append(kind)
                if len(open_) > MAX_DEPTH:
                    token = Token.new_borrow_pos("TOO_DEEP", token, token)
            elif kind in _CLOSE:
                if open_ and _OPEN[open_[-1]] == kind:
                    open_.pop()
            elif kind in _PREFIX:
                prefixes += 1
                if prefixes > MAX_DEPTH:
                    token = Token.new_borrow_pos("TOO_DEEP", token, token)
            if count > MAX_TOKENS:
                token = Token.new_borrow_pos("TOO_LONG", token, token)
            last = kind
            yield token
