"""Clauses whose pieces are missing or stand in another order."""

from __future__ import annotations

import re
from fractions import Fraction

from evallang.diagnostics import Diagnostic
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake
from evallang.syntax.words import alternatives, only_sign, spellings, statement_words

_ENDS = frozenset({"_NL", "_NLBAR", "SEMICOLON", "RBRACE", "$END"})
_ENDS_OF_CLAMP = re.compile(
    r"clamp\s+(?P<one>-?\w[\w.]*+%?+)\s*(?P<second>(?:,|to\b|and\b)?\s*(?!accept\b|under\b)(?P<other>\w[\w.]*%?))"
)
_PLAIN_NUMBER = re.compile(r"-?\d[\d_]*(\.\d+)?")
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


def _body(m: Mistake) -> Diagnostic | None:
    """A line of a register without a name, or with its pieces in another order."""
    line = re.match(r'body\s+(\w+\s*)?("[^"\n]*"\s*)?(.*)', m.clause, re.DOTALL)
    if line is None or m.found not in {"covers", "has"}:
        return None
    order = f"the order is: `body {line[1] or 'NAME '}{line[2] or ''}covers … has …`"
    if line[1] is None and line[2] and not line[3]:
        return say(m, "E0129", f"the name is missing between `body` and `{line[2].strip()}`", order, m.last)
    if m.found == "covers" and line[3].startswith("has"):
        return say(m, "E0100", "`covers` stands behind `has`", order)
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
    if "ELSE" in m.accepts and m.kind in _ENDS | {"RPAR", "COMMA", "CITE", "ACCEPT"}:
        return say(m, "E0118", "an `if` without its `else`", "write what holds otherwise, such as `else 0`", m.last)
    return None


def _no_mode(m: Mistake) -> Diagnostic | None:
    closed = not m.parentheses and "UNDEFINED" not in m.accepts  # a value of an example may be called `half`
    if closed and {"HALF", "FLOOR"} <= m.accepts and m.kind in _ENDS | {"CITE", "UNDER", "ACCEPT"}:
        return say(
            m,
            "E0119",
            "the rounding does not say which way",
            "write `half up`, `half even`, `half down`, `up`, `down`, `floor` or `ceiling` behind the step",
            m.last,
        )
    return None


def _clamp(m: Mistake) -> Diagnostic | None:
    if not re.match(r"clamp\b", m.clause):
        return None
    ends = _ENDS_OF_CLAMP.match(m.text, m.statement)
    word = m.kind in {"NAME", "NUMBER", "PERCENT"} or m.found in {",", "to", "and"}
    beside = ends is not None and m.place == ends.start("second") and word
    if not (beside and ".." in {spellings().get(kind) for kind in m.accepts}) and only_sign(m.accepts) != "`..`":
        return None
    low, high = _in_order(ends["one"], ends["other"]) if ends is not None else ("0", "5")
    written = " ".join(filter(None, ("clamp", low, "..", high)))
    help_ = f"write `{written}`; either end may be left out, as in `clamp 0 ..`"
    return say(m, "E0130", "the `..` between the two ends of the clamp is missing", help_)


def _in_order(one: str, other: str) -> tuple[str, str]:
    """The ends of a clamp as they are meant: of two numbers the lower one first."""
    if one in {"min", "minimum", "from"}:
        return other, ""
    if one in {"max", "maximum", "to"}:
        return "", other
    numbers = [Fraction(end.replace("_", "")) for end in (one, other) if _PLAIN_NUMBER.fullmatch(end)]
    return (other, one) if len(numbers) == 2 and numbers[0] > numbers[1] else (one, other)


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
    _no_mode, _clamp, _bodies, _body, _side_by_side, _last_comma, _missing,
)  # fmt: skip
