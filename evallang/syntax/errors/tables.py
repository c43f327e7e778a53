"""Rows and cells."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake, short


def _row(m: Mistake) -> Diagnostic | None:
    if not m.in_row:
        return None
    if m.kind in {"_NL", "_NLBAR", "$END"} or (m.kind == "CITE" and "VBAR" in m.accepts):
        end = m.before.span.end if m.before else m.place
        return say(
            m,
            "E0109",
            f"the {'row' if _follows_a_row(m) else 'header'} of the table does not end with `|`",
            "write `|` after the last cell",
            Span(end - 1, end),
        )
    if m.begins_line:
        return say(
            m,
            "E0110",
            "a row of a table where no table is",
            "a table follows `table`, `brackets`, `grade` or `given`",
        )
    cell = _cell(m)
    if m.source.slice(cell) in {"-", "–", "—"}:
        return say(m, "E0111", "a dash in a cell without a value", "leave the cell empty: `| |`", cell)
    star = re.fullmatch(r"\*\s*(\d[\d.]*)", m.source.slice(cell))
    if star is not None:
        return say(m, "E0111", "a `*` in front of the number of a row", f"write `{star.group(1)} *`", cell)
    special = _dashes(m) or _bounds(m, cell) or _no_name(m, cell)
    if special is not None:
        return special
    if "VBAR" in m.accepts or m.kind == "LPAR":
        return say(
            m,
            "E0111",
            f"`{short(m.source.slice(cell))}` is more than a cell can hold",
            "a cell holds a value, a name, text in quotes or bounds; put formulas into `each` or `row`",
            cell,
        )
    return None


def _follows_a_row(m: Mistake) -> bool:
    """Whether the line above is one of a table too."""
    above = m.text[: m.text.rfind("\n", 0, m.place) + 1].rstrip("\n")
    return above[above.rfind("\n") + 1 :].lstrip(" \t").startswith("|")


def _dashes(m: Mistake) -> Diagnostic | None:
    line = m.text[m.text.rfind("\n", 0, m.place) + 1 :].partition("\n")[0]
    if not re.fullmatch(r"[ \t|:-]*--[ \t|:-]*", line):
        return None
    return say(m, "E0135", "a line of dashes in a table", "delete it: the first row is the header by itself")


# Bounds as other notations have them, and as they are written here.
_NUMBER = r"([\d_]+(?:\.\d+)?%?)"
_BOUNDS = (
    (rf"(?:>=|=>|≥)\s*{_NUMBER}|{_NUMBER}\s*\+", "{} and up"),
    (rf">\s*{_NUMBER}", "above {}"),
    (rf"(?:<=|=<|≤)\s*{_NUMBER}", "up to {}"),
    (rf"<\s*{_NUMBER}", "below {}"),
    (rf"(?:more than|over|greater than|свыше|более)\s+{_NUMBER}", "above {}"),
    (rf"(?:less than|under|lower than|менее|до)\s+{_NUMBER}", "below {}"),
    (
        rf"(?:at least|from|не менее|от)\s+{_NUMBER}|{_NUMBER}\s+and\s+(?:more|above|higher|over)|{_NUMBER}\s*\.\.",
        "{} and up",
    ),
    (rf"(?:at most|не более)\s+{_NUMBER}|{_NUMBER}\s+and\s+(?:less|below|lower)|\.\.\s*{_NUMBER}", "up to {}"),
    (rf"(?:from|от)?\s*{_NUMBER}\s+(?:to|до)\s+{_NUMBER}", "{} .. {}"),
    (rf"{_NUMBER}\s*[-–—]\s*{_NUMBER}", "{} .. {}"),
)


def _bounds(m: Mistake, cell: Span) -> Diagnostic | None:
    words = m.source.slice(cell)
    for pattern, form in _BOUNDS:
        found = re.fullmatch(pattern, words)
        if found is not None:
            ends = [end for end in found.groups() if end]
            how = "otherwise" if re.search(r"[^\W\d]|\.\.", words) else "in words"
            message = f"the bounds `{short(words)}` are written {how} here"
            return say(m, "E0134", message, f"write `{form.format(*ends)}`", cell)
    return None


def _no_name(m: Mistake, cell: Span) -> Diagnostic | None:
    """Several words, or words joined by hyphens, where one name is meant."""
    words = m.source.slice(cell)
    if not re.fullmatch(r"[^\W\d]\w*(?:[ -]+\w+)+", words):
        return None
    name = re.sub("[ -]+", "_", words)
    return say(m, "E0122", f"`{short(words)}` is no name", f"write `{short(name)}`, or put it in quotes", cell)


def _cell(m: Mistake) -> Span:
    """The words of the cell in which the mistake stands."""
    left = m.text.rfind("|", 0, m.place) + 1
    ends = (m.text.find(sign, m.place) for sign in "|\n")
    right = min([end for end in ends if end >= 0], default=len(m.text))
    words = m.text[left:right]
    start = left + len(words) - len(words.lstrip())
    return Span(start, max(left + len(words.rstrip()), start + 1))


RULES: tuple[Rule, ...] = (_row,)
