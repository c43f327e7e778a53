"""`accept C101 "why"`: its pieces, and where it stands."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake, short

_CODE = re.compile(r"[A-Z]\d+")
_HALF = re.compile(r"\baccept(?:\s+(\w+))?\s*$")
_WHOLE = re.compile(r'accept\s+\w+\s*"')
_FORM = 'write `accept C101 "why"`, with the code of the finding'


def _nothing_accepted(m: Mistake) -> Diagnostic | None:
    """`accept "C101" "why"`, `accept "why"`, `accept`: what has no code, or one that is no name."""
    half = _HALF.search(m.clause)
    if half is None or half.group(1) is not None or m.accepts != {"NAME"}:
        return None
    code = m.found.strip('"')
    if m.kind == "STRING" and _CODE.fullmatch(code):
        return say(m, "E0100", f"the code {m.quoted} stands in quotes", f'write `accept {code} "why"`')
    if m.kind == "NUMBER":
        return say(m, "E0100", f"{m.quoted} is no code of a finding: a code begins with a letter", _FORM)
    return say(m, "E0117", "`accept` does not say which finding is accepted", _FORM, m.last)


def _no_reason(m: Mistake) -> Diagnostic | None:
    """`accept C101`, `accept C101, C102 "why"`."""
    half = _HALF.search(m.clause)
    if half is None or half.group(1) is None or m.accepts != {"STRING"} or m.found == ":":
        return None
    code = short(half.group(1))
    if m.found == "," or _CODE.fullmatch(m.found):
        advice = 'write `accept C101 "why" accept C102 "why"`'
        return say(m, "E0100", "two findings are accepted at once: each has its own reason", advice)
    if m.found == "because":
        return say(m, "E0100", "`because` stands before the reason", "delete it: the reason follows the code")
    if m.kind == "NAME":
        return None  # the reason without its quotes
    span = Span(m.statement + half.start(), m.last.end)
    return say(m, "E0117", f"`accept {code}` gives no reason", f'write `accept {code} "why"`', span)


def _elsewhere(m: Mistake) -> Diagnostic | None:
    """An acceptance on a line of its own, behind a value, or behind what has no citations."""
    if m.found != "accept" or not _WHOLE.match(m.text, m.place):
        return None
    if m.begins_statement and m.text[: m.place].rstrip(" \t").endswith("}"):
        return say(m, "E0112", "`accept` stands behind a block", "write it before the `{`, behind the citations")
    if m.begins_statement:
        return say(m, "E0112", "`accept` stands alone", "write it at the end of the line that it concerns")
    word = re.match(r"\w+", m.clause)
    first = word.group() if word else ""
    if first in {"parameter", "formula"}:
        return say(m, "E0112", "`accept` stands behind the value", "write it before the `=`, behind the citations")
    if "_NL" not in m.accepts:
        return None  # something else is missing before it
    advice = "it stands where a citation can stand: behind a head, a clause or a row"
    return say(m, "E0112", f"`accept` cannot stand behind `{first}`", advice)


RULES: tuple[Rule, ...] = (_nothing_accepted, _no_reason, _elsewhere)
