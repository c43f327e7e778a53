"""Clauses whose pieces are missing or stand in another order."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake
from evallang.syntax.words import alternatives, only_sign, statement_words

_ENDS = frozenset({"_NL", "_NLBAR", "SEMICOLON", "RBRACE", "$END"})
_OPERATORS = frozenset("+-*/^=<>") | {"!=", "<=", ">=", "and", "or", "not"}


def _chained_comparison(m: Mistake) -> Diagnostic | None:
    if m.found not in {"<", ">", "<=", ">=", "=", "!="} or not m.kind:
        return None
    if "AND" in m.accepts and re.search(r"[<>=]", m.clause):
        return say(m, "E0114", "comparisons do not chain", "join two comparisons with `and`: `a < x and x < b`")
    return None


def _guard_without_colon(m: Mistake) -> Diagnostic | None:
    if not re.match(r"when\b", m.clause) or "COLON" not in m.accepts or m.kind in _ENDS:
        return None
    if m.kind in {"NAME", "NUMBER"} or m.found in statement_words():
        help_ = f"write `:` before {m.quoted}"
        return say(m, "E0126", "the `:` between the condition and its value is missing", help_)
    return None


def _side_by_side(m: Mistake) -> Diagnostic | None:
    """Two names or numbers with nothing between."""
    word = m.kind in {"NAME", "NUMBER", "PERCENT"} or (m.kind != "" and m.found.isalpha())
    if not word or m.before is None or m.begins_statement:
        return None
    if "COMMA" in m.accepts:
        return say(m, "E0133", f"a comma is missing before {m.quoted}", f"write `,` before {m.quoted}")
    if "PLUS" in m.accepts and m.kind in {"NAME", "NUMBER", "PERCENT"}:
        message = f"something is missing between `{m.before.shown}` and {m.quoted}"
        return say(m, "E0132", message, "write an operator such as `+` or `*`, or begin a new line")
    return None


def _last_comma(m: Mistake) -> Diagnostic | None:
    if m.found != "," or not {"_NL", "SEMICOLON"} & m.accepts:
        return None
    if not re.compile(r",[ \t]*(#[^\n]*)?(\n|$)").match(m.text, m.place):
        return None
    return say(m, "E0133", "a comma at the end of the line, after which nothing follows", "delete it")


def _bodies(m: Mistake) -> Diagnostic | None:
    if m.found == "same" and re.search(r"\bbodies\s+of\s*$", m.clause):
        return say(m, "E0139", "`bodies` is no word of the language", "write `body of same kind`")
    return None


def _two_on_a_line(m: Mistake) -> Diagnostic | None:
    if m.found in statement_words() and {"_NL", "SEMICOLON"} & m.accepts and m.kind:
        message = f"`{m.found}` begins a new clause on the same line"
        return say(m, "E0116", message, "put it on its own line, or write `;` before it")
    return None


def _citation_first(m: Mistake) -> Diagnostic | None:
    if m.kind != "CITE" or not {"NAME", "NUMBER"} <= m.accepts:
        return None
    return say(m, "E0120", f"the citation {m.quoted} stands before the value", "write it at the end of the clause")


def _label_late(m: Mistake) -> Diagnostic | None:
    if m.kind != "STRING" or "CITE" not in m.accepts or "§" not in m.clause:
        return None
    return say(m, "E0121", f"the label {m.quoted} stands behind a citation", "write it directly behind the name")


def _no_else(m: Mistake) -> Diagnostic | None:
    if "ELSE" in m.accepts and m.kind in _ENDS | {"RPAR", "COMMA", "CITE"}:
        return say(m, "E0118", "an `if` without its `else`", "write what holds otherwise, such as `else 0`", m.last)
    return None


def _no_mode(m: Mistake) -> Diagnostic | None:
    closed = not m.parentheses and "UNDEFINED" not in m.accepts  # a value of an example may be called `half`
    if closed and {"HALF", "FLOOR"} <= m.accepts and m.kind in _ENDS | {"CITE", "UNDER"}:
        return say(
            m,
            "E0119",
            "the rounding does not say which way",
            "write `half up`, `half even`, `half down`, `up`, `down`, `floor` or `ceiling` behind the step",
            m.last,
        )
    return None


def _clamp(m: Mistake) -> Diagnostic | None:
    if not re.match(r"clamp\b", m.clause) or only_sign(m.accepts) != "`..`":
        return None
    help_ = "write `clamp 0 .. 5`; either end may be left out, as in `clamp 0 ..`"
    return say(m, "E0130", "the `..` between the two ends of the clamp is missing", help_)


def _missing(m: Mistake) -> Diagnostic | None:
    if m.kind not in _ENDS or m.before is None or m.before.text in {"{", "}", ";"}:
        return None
    wanted = alternatives(m.accepts)
    what = "a value" if m.before.text in _OPERATORS else "something"
    return say(
        m,
        "E0117",
        f"{what} is missing after `{m.before.shown}`",
        f"expected {wanted}" if wanted else None,
        m.last,
    )


RULES: tuple[Rule, ...] = (
    _chained_comparison, _guard_without_colon, _two_on_a_line, _citation_first, _label_late, _no_else,
    _no_mode, _clamp, _bodies, _side_by_side, _last_comma, _missing,
)  # fmt: skip
