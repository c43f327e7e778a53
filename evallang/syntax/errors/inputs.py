"""The type of an input, a parameter or an attribute: its colon, its place and its range."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake, short

_TYPES = "count|number|share|points|hours|days|year|flag|date|text|body|choice"
_HEAD = r'(?:input|parameter|attribute)\s+\w+\s*(?:"[^"\n]*"\s*)?'
_BEFORE_COLON = re.compile(_HEAD)
_BEFORE_RANGE = re.compile(rf"{_HEAD}:\s*(\w+)\s+")
_NUMBER = r"(-?[\d_]+(?:\.\d+)?%?)"
# Ranges as they are spoken of and in signs, and as they are written here.
_RANGES = (
    (rf"(?:from|between|of)?\s*{_NUMBER}\s*(?:up\s+to|to|and|till|until)\s+{_NUMBER}", "{}..{}"),
    (rf"(?:(?:from|at\s+least|not\s+less\s+than|min(?:imum)?)\s+|>=|≥)\s*{_NUMBER}", "{}.."),
    (rf"(?:(?:up\s+to|to|at\s+most|not\s+more\s+than|max(?:imum)?)\s+|<=|≤)\s*{_NUMBER}", "..{}"),
)


def _type_first(m: Mistake) -> Diagnostic | None:
    before = re.fullmatch(rf"input\s+({_TYPES})\s+", m.clause)
    if before is None or m.kind != "NAME":
        return None
    message = f"the type `{before.group(1)}` stands in front of the name"
    return say(m, "E0100", message, f"write `input {m.found} : {before.group(1)}`", m.last)


def _colon(m: Mistake) -> Diagnostic | None:
    """`input late count`."""
    if not re.fullmatch(_TYPES, m.found) or "COLON" not in m.accepts or not _BEFORE_COLON.fullmatch(m.clause):
        return None
    message = f"the `:` before the type {m.quoted} is missing"
    return say(m, "E0100", message, f"write `{short(m.clause.strip())} : {m.found}`")


def _range(m: Mistake) -> Diagnostic | None:
    """`input level : number from 0 to 5`."""
    head = _BEFORE_RANGE.match(m.text, m.statement)
    if head is None or m.place < head.end():
        return None
    for pattern, form in _RANGES:
        found = re.compile(pattern).match(m.source.text, head.end())
        if found is not None and m.place < found.end():
            message = f"the range `{short(found.group())}` is written otherwise here"
            help_ = f"write `{head.group(1)} {form.format(*found.groups())}`"
            return say(m, "E0100", message, help_, Span(*found.span()))
    return None


def _bound(m: Mistake) -> Diagnostic | None:
    """`at most 100`, which is no trait."""
    if m.kind not in {"NUMBER", "PERCENT"} or not re.search(r"\bat\s+most\s*$", m.clause):
        return None
    if not m.clause.lstrip().startswith("input"):
        return None
    return say(
        m, "E0100", "`at most` names another input", f"write a range behind the type for a number: `0..{m.found}`"
    )


RULES: tuple[Rule, ...] = (_type_first, _colon, _range, _bound)
