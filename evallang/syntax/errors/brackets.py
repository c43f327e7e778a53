"""Limits, braces and parentheses."""

from __future__ import annotations

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake


def _limit(m: Mistake) -> Diagnostic | None:
    if m.kind == "TOO_DEEP":
        return say(m, "E0010", "the nesting is deeper than 64 levels", "name parts of it with `formula`")
    if m.kind == "TOO_LONG":
        return say(m, "E0011", "the file is too long to be one document", "split it, or keep the data in CSV files")
    return None


def _end_of_file(m: Mistake) -> Diagnostic | None:
    if m.kind != "$END" or not m.braces or m.parentheses:
        return None
    brace = _suspect(m)
    line = m.source.position(brace).line
    return say(
        m,
        "E0106",
        f"the `{{` of line {line} is not closed",
        "write `}` where its block ends",
        Span(brace, brace + 1),
    )


def _suspect(m: Mistake) -> int:
    """The open brace whose block is left by a line that is indented no further than its head."""
    for brace in m.braces:
        head = _indent(m.text, brace)
        for line in m.text[brace:].split("\n")[1:]:
            inside = line.lstrip()
            if inside and not inside.startswith(("}", "#")) and len(line) - len(inside) <= head:
                return brace
    return m.braces[-1]


def _indent(text: str, place: int) -> int:
    line = text[text.rfind("\n", 0, place) + 1 :]
    return len(line) - len(line.lstrip(" \t"))


def _extra_brace(m: Mistake) -> Diagnostic | None:
    if m.kind == "RBRACE" and not m.braces:
        head = _head_without_a_brace(m)
        if head is not None:
            return say(
                m,
                "E0107",
                "this `}` closes nothing: the `{` of its block is missing",
                f"write `{{` at the end of line {head}",
            )
        return say(m, "E0107", "this `}` closes nothing", "delete it, or look for a `{` that is missing above")
    return None


def _head_without_a_brace(m: Mistake) -> int | None:
    """The line above with which a block begins by its indentation, though no `{` stands on it."""
    own = _indent(m.text, m.place)
    lines = m.text[: m.place].split("\n")[:-1]
    for number in range(len(lines), 0, -1):
        line = lines[number - 1].partition("#")[0].rstrip()
        if line and _indent(line, 0) <= own:
            return number if not line.endswith(("{", "}")) and number < len(lines) else None
    return None


def _open_parenthesis(m: Mistake) -> Diagnostic | None:
    if not m.parentheses or not (m.begins_line or m.kind in {"RBRACE", "$END", "LBRACE"}):
        return None
    if m.before is not None and m.before.text == ",":
        return None
    place = m.parentheses[-1]
    return say(m, "E0108", "the `(` is not closed", "write `)` where it ends", Span(place, place + 1))


def _extra_parenthesis(m: Mistake) -> Diagnostic | None:
    if m.found == ")" and not m.parentheses:
        return say(m, "E0127", "this `)` closes nothing", "delete it, or look for a `(` that is missing before it")
    return None


LIMITS: tuple[Rule, ...] = (_limit,)
RULES: tuple[Rule, ...] = (_end_of_file, _extra_brace, _extra_parenthesis, _open_parenthesis)
