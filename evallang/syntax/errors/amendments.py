"""What amending acts do: the words of an operation, their order, and what it stands in."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake, short

_ORDER = ("by", "from", "because")
_OPERATION = re.compile(r"(?:repeal|replace|insert|retitle|new\s+edition|in\s+(?:register|table|assessor))\b")
_QUOTED = re.compile(r'"[^"\n]*"')
_LINE = re.compile(r"(?:(?:replace|repeal)\s+line|insert\s+line\s+after)\s+")
_UP_TO = re.compile(r'[^\n{};#|"]*')


def _amends(m: Mistake) -> Diagnostic | None:
    """An amendment that does not say of which act it is."""
    head = re.match(r"amendment\s+(\w+)", m.clause)
    if head is None or "AMENDS" not in m.accepts:
        return None
    message = f"the amendment `{short(head.group(1))}` does not say which act it amends"
    return say(m, "E0117", message, "write `amends NAME` behind its name and label", m.last)


def _order(m: Mistake) -> Diagnostic | None:
    """`because "…" by §1`: the right words in another order."""
    if m.found not in _ORDER or not _OPERATION.match(m.clause):
        return None
    before = [word for word in re.findall(r"\w+", _QUOTED.sub("", m.clause)) if word in _ORDER]
    later = next((word for word in before if _ORDER.index(word) >= _ORDER.index(m.found)), None)
    if later == m.found:
        return say(m, "E0100", f"{m.quoted} stands there twice", "keep one of them")
    if later is not None:
        message = f"{m.quoted} stands behind `{later}`"
        return say(m, "E0100", message, 'the order is: `by §1.3 from 2024-01-01 because "…"`; each may be left out')
    if re.match(r"retitle\b", m.clause) and '"' in m.clause:
        return say(m, "E0100", f"{m.quoted} stands behind the title", f"write `{m.found} …` before the title")
    return None


def _line_name(m: Mistake) -> Diagnostic | None:
    """`replace line 50 and up`: the name of a line is one word or number, or stands in quotes."""
    head = _LINE.match(m.clause)
    if head is None:
        return None
    if m.found in _ORDER:
        advice = f"write it before the lines: `in table §… {m.found} … {{`"
        return say(m, "E0100", f"{m.quoted} stands behind a line", advice)
    start = m.statement + head.end()
    rest = _UP_TO.match(m.text, start)
    words = rest.group().strip() if rest else ""
    if not start <= m.place < start + len(words):
        return None
    message = f"the name of the line, `{short(words)}`, stands without quotes"
    return say(m, "E0131", message, f'write `"{short(words)}"`', Span(start, start + len(words)))


def _bar(m: Mistake) -> Diagnostic | None:
    """`{ 60 and up }` where rows may stand."""
    if m.kind not in {"NUMBER", "PERCENT", "STRING"} or not {"VBAR", "_NLBAR"} <= m.accepts:
        return None
    return say(m, "E0100", f"{m.quoted} stands where a row or a statement begins", "a row has a `|` before each cell")


def _row(m: Mistake) -> Diagnostic | None:
    if m.found not in {"row", "rows", "lines"} or "LINE" not in m.accepts:
        return None
    return say(m, "E0100", f"{m.quoted} is no word of an operation", "a row of a table is a `line` too: write `line`")


RULES: tuple[Rule, ...] = (_amends, _line_name, _order, _bar, _row)
