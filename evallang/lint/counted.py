"""Numbers in words that say how many things are listed below: `по 3 критериям:`, `(four criteria):`."""

from __future__ import annotations

import re
from fractions import Fraction

from evallang.lint.figures import Figure, figures, number

_DIGITS = re.compile(r"\d+")
_THINGS = re.compile(
    r"\s*(?:критери|показател|направлени|блок|раздел|част|этап|вид|групп|принцип|услови|требовани|категори|компонент"
    r"|өлшем|көрсеткіш|бағыт|бөлі|кезең|түр|топ|тоб|қағида|шарт|талап|талаб|санат"
    r"|criteri|indicator|direction|block|section|part|stage|kind|type|group|principle|condition|requirement|categor"
    r"|component)[^\W\d]*",
    re.IGNORECASE,
)
"""What acts list, and how many of which they say."""
_END = re.compile(r"(?:[ \u00a0]+[^\W\d]+){0,2}\s*(\)?)\s*:\s*$")
_BRACKET = re.compile(r"\(\s*(?:(?:всего|барлығы|in all)\s+)?$", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?:менее|более|меньше|больше|хотя\s+бы|люб\w+|минимум|максимум|до|от|кемінде|артық|кез\s+келген"
    r"|least|most|than|any|up\s+to|minimum|maximum)\s*$",
    re.IGNORECASE,
)
"""Before a number that bounds how many are needed, and does not say how many there are."""


def counts(line: str) -> list[Figure]:
    """All numbers in a line, in words and in digits."""
    words = figures(line)
    spans = [(f.start, f.end) for f in words]
    digits = [m for m in _DIGITS.finditer(line) if not any(a <= m.start() < b for a, b in spans)]
    given = [*words, *(Figure(m.start(), m.end(), n, frozenset({n}), True) for m in digits if (n := number(m[0])))]
    return sorted(given, key=lambda f: f.start)


def listed(line: str, *, in_brackets: bool) -> tuple[str, Fraction] | None:
    """The number of things that a line before a list says there are, as its last words or in brackets behind them."""
    for f in reversed(counts(line)):
        end, before = _end(line, f), line[: f.start]
        if end is None or f.value is None or _LIMIT.search(before):
            continue
        bracket = bool(_BRACKET.search(before))
        if bracket == bool(end[1]) and bracket >= in_brackets:
            return line[f.start : f.end], f.value
    return None


def _end(line: str, f: Figure) -> re.Match[str] | None:
    """The end of a line behind a number of two or more things that can be listed."""
    if not f.is_count or f.value is None or f.value < 2 or f.value.denominator != 1:
        return None
    thing = _THINGS.match(line, f.end)
    return _END.match(line, thing.end()) if thing is not None else None
