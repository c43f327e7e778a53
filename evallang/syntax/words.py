"""The parser's tokens in the words of a person: no message shows a terminal's name."""

from __future__ import annotations

from functools import cache

from evallang.syntax.grammar import parser

_NAMED = {
    "NAME": "a name",
    "STRING": "text in quotes",
    "LONG_STRING": 'text in `"""`',
    "NUMBER": "a number",
    "PERCENT": "a percentage",
    "DATE": "a date",
    "ORDINAL": "a row number",
    "CITE": "a citation such as `§34`",
    "_NLBAR": "a table on the next line",
    "_NL": "the end of the line",
    "$END": "the end of the file",
    "TOO_DEEP": "less nesting",
    "TOO_LONG": "less text",
}
# What says most to a person comes first; what a person seldom means is left out.
_RANK = (
    "NAME",
    "STRING",
    "NUMBER",
    "PERCENT",
    "LBRACE",
    "EQUAL",
    "COLON",
    "RPAR",
    "VBAR",
    "_NLBAR",
    "__DOT___",
)


@cache
def spellings() -> dict[str, str]:
    """How each fixed word or sign is written, by token."""
    fixed = {}
    for terminal in parser().terminals:
        if terminal.pattern.type == "str":
            fixed[terminal.name] = str(terminal.pattern.value)
    return fixed


def shown(kind: str) -> str:
    """A token as people write it."""
    return _NAMED.get(kind) or f"`{spellings().get(kind, '')}`"


@cache
def statement_words() -> tuple[str, ...]:
    """The words that a statement can begin with."""
    table = parser().parser.parser._parse_table  # the only list of these
    start = table.start_states["start"]
    names = spellings()
    return tuple(sorted(names[kind] for kind in table.states[start] if kind in names and names[kind].isalpha()))


_SELDOM = frozenset({"ID", "SYMBOL", "UNDER", "ACCEPT", "OF", "DOT", "IN", "FOR", "WHERE", "WORSE"})


def only_sign(accepts: frozenset[str]) -> str | None:
    """The one word or sign that could have stood here, if there is just one."""
    signs = accepts & spellings().keys()
    return shown(next(iter(signs))) if len(accepts) == len(signs) == 1 else None


def alternatives(accepts: frozenset[str]) -> str:
    """What could have stood here, at most four of it: `a name`, `{` or the end of the line."""
    found = accepts - {"_NL", "SEMICOLON", "$END"}
    useful = sorted(found - _SELDOM or found, key=_order)
    if len(useful) > 12:
        useful = [kind for kind in useful if kind in _NAMED][:3] or ["COMMA", "RPAR"]
        useful = [kind for kind in useful if kind in found]
    words = list(dict.fromkeys(shown(kind) for kind in useful))[:4]
    if accepts & {"_NL", "SEMICOLON", "$END"} and len(words) < 4:
        words.append("the end of the line")
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _order(kind: str) -> tuple[int, str]:
    return (_RANK.index(kind) if kind in _RANK else len(_RANK) + (kind not in _NAMED), kind)
