"""Quotes, numbers, dates, and signs that other languages have."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake
from evallang.syntax.words import spellings

_SIGNS = {
    "==": "`=`", "&&": "`and`", "&": "`and`", "||": "`or`", "!": "`not`", ":=": "`=`",
    "=>": "`>=` to compare, `:` before a value", "=<": "`<=`", "->": "`:`",
    "**": "`^`", "÷": "`/`", "…": "`..`", "'": 'the quote `"`', "`": 'the quote `"`', "№": "`no`", "¶": "`§`",
    "<>": "`!=`", "·": "`*`", "√": "`sqrt(x)`", "∑": "`sum(…)`", "‰": "the share in full, as in `4.5%`",
    "[": "`(`", "]": "`)`", "\\": "`/`", "//": "`#` for a comment", "/*": "`#` for a comment",
}  # fmt: skip
_REACHES_THE_NEXT = re.compile(r'""".*\btext\s*"""$', re.DOTALL)
_LONGEST_FIRST = sorted(_SIGNS, key=len, reverse=True)


def _open_long_quote(m: Mistake) -> Diagnostic | None:
    start = m.open_long_quote
    if start is None:
        return None
    return say(
        m,
        "E0102",
        'the quote `"""` is not closed in the file',
        'write `"""` where the text ends',
        Span(start, start + 3),
    )


def _swallowed(m: Mistake) -> Diagnostic | None:
    """A long text without its end reaches to where the next one begins."""
    if m.before is None or not _REACHES_THE_NEXT.match(m.before.text):
        return None
    start = m.before.span.start
    return say(
        m,
        "E0102",
        f'the quote `"""` is not closed before the next one, in line {m.source.position(m.place).line}',
        'write `"""` where the text ends',
        Span(start, start + 3),
    )


def _open_quote(m: Mistake) -> Diagnostic | None:
    if m.kind or m.found != '"':
        return None
    return say(m, "E0102", 'the quote `"` is not closed on this line', 'write `"` where the text ends')


def _decimal_comma(m: Mistake) -> Diagnostic | None:
    # Where one more name may follow a comma, what comes behind it is the mistake.
    comma = m.place - 1 if m.kind in {"NUMBER", "PERCENT"} else m.place
    before, after = m.text[max(comma - 24, 0) : comma], m.text[comma + 1 : comma + 24]
    left, right = re.search(r"\d[\d_]*$", before), re.match(r"\d+", after)
    if m.text[comma : comma + 1] != "," or not left or not right:
        return None
    number = Span(comma - len(left.group()), comma + 1 + right.end())
    shown = m.source.slice(number)
    where = "the cell " if m.in_row else ""
    advice = f"write `{shown.replace(',', '.')}`"
    if len(right.group()) == 3 and not left.group().startswith("0"):
        advice += f"; if the comma groups digits, `{shown.replace(',', '_')}`"
    return say(m, "E0103", f"a decimal comma in {where}`{shown}`", advice, number)


def _grouped_number(m: Mistake) -> Diagnostic | None:
    if m.kind not in {"NUMBER", "PERCENT"} or m.text[m.place - 1 : m.place] != " ":
        return None
    left = re.search(r"\d[\d_]* $", m.text[max(m.place - 24, 0) : m.place])
    if left is None or not re.match(r"\d{3}(?!\d)", m.text[m.place : m.place + 4]):
        return None
    span = Span(m.place - len(left.group()), m.end)
    digits = m.text[span.start : span.end].replace(" ", "_")
    what = "the number of a cell," if m.in_row else "the number"
    return say(m, "E0104", f"a space inside {what} `{m.source.slice(span)}`", f"write `{digits}`", span)


def _date(m: Mistake) -> Diagnostic | None:
    found = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)").match(m.text, m.place)
    if found is None or "DATE" not in m.accepts:
        return None
    day, month, year = found.groups()
    return say(
        m,
        "E0125",
        f"the date `{found.group()}` is written in another order",
        f"write year, month, day: `{year}-{month:>02}-{day:>02}`",
        Span(m.place, found.end()),
    )


def _foreign_sign(m: Mistake) -> Diagnostic | None:
    if m.found == "№" and "STRING" in m.accepts:
        return None
    before = m.text[max(m.place - 1, 0) : m.place]
    for sign in _LONGEST_FIRST:
        two = len(sign) > 1 and sign[0] == before and m.text.startswith(sign, m.place - 1)
        start = m.place - 1 if two else m.place
        if m.text.startswith(sign, start):
            square = sign in {"[", "]"}
            return say(
                m,
                "E0105",
                f"a square bracket `{sign}` groups nothing here" if square else f"`{sign}` is no sign of this language",
                f"write {_SIGNS[sign]}",
                Span(start, start + len(sign)),
            )
    return None


def _equals(m: Mistake) -> Diagnostic | None:
    if m.found == ":" and "EQUAL" in m.accepts and "COLON" not in m.accepts:
        return say(m, "E0128", "a `:` where `=` belongs", "write `=` before the value")
    if m.found == "=" and "COLON" in m.accepts and "EQUAL" not in m.accepts:
        return say(m, "E0128", "a `=` where `:` belongs", "write `:`")
    return None


def _sign_before_value(m: Mistake) -> Diagnostic | None:
    """`points = 25`, `expect a = 5`: a value follows its word without a sign."""
    if m.found not in {"=", ":"} or m.before is None or not m.accepts & {"NUMBER", "STRING"}:
        return None
    if not m.before.text[-1].isalnum() or m.before.text in {
        "not",
        "and",
        "or",
        "if",
        "then",
        "else",
        "where",
    }:
        return None
    return say(
        m,
        "E0136",
        f"a `{m.found}` between `{m.before.shown}` and what belongs to it",
        f"delete the `{m.found}`",
    )


def _range(m: Mistake) -> Diagnostic | None:
    found = re.compile(r"[-–—]\s*(\d[\d_.]*%?)").match(m.text, m.place)
    if found is None or m.before is None or ".." not in {spellings().get(kind) for kind in m.accepts}:
        return None
    span = Span(m.before.span.start, found.end())
    shown = f"{m.before.text}..{found.group(1)}"
    return say(m, "E0137", f"a range with a dash: `{m.source.slice(span)}`", f"write `{shown}`", span)


def _section_sign(m: Mistake) -> Diagnostic | None:
    if m.found != "§":
        return None
    return say(
        m,
        "E0124",
        "a `§` without the number of its provision",
        "write the number behind it: `§34`, `§48-1`, `§app2.1`",
    )


RULES: tuple[Rule, ...] = (
    _open_long_quote, _swallowed, _open_quote, _decimal_comma, _grouped_number, _date, _foreign_sign, _equals,
    _sign_before_value, _range, _section_sign,
)  # fmt: skip
