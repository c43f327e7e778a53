"""Names and words that are wrong, missing, or not to be used here."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.suggest import nearest, skeleton
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake, short
from evallang.syntax.words import alternatives, statement_words

_REST = {
    **dict.fromkeys(("else", "otherwise", "default"), "what holds otherwise is the `score`: write `score VALUE`"),
    **dict.fromkeys(("elif", "elsif"), "each case is a `when CONDITION : VALUE` of its own"),
    **dict.fromkeys(
        ("max", "maximum", "min", "minimum"), "write `points N`, or `clamp A .. B` for bounds of the value"
    ),
}
_MEANT = dict.fromkeys(("amend", "amends", "amending"), "amendment")
_WORD = re.compile(r"\w+")
_REFUSED = frozenset("then else in where for no yes some every none any this first last at".split())
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")


def _unknown_word(m: Mistake) -> Diagnostic | None:
    if not m.begins_statement or not re.match(r"[^\W\d]", m.found):
        return None
    word = _WORD.match(m.text, m.place)
    name = word.group() if word else m.found
    span = Span(m.place, m.place + len(name))
    shown = short(name)
    if name in statement_words() and {"_NL", "SEMICOLON"} & m.accepts:
        return None  # two clauses on a line
    if name in statement_words():
        return say(m, "E0112", f"`{name}` cannot stand here; expected {alternatives(m.accepts)}", span=span)
    if name in _REST:
        return say(m, "E0101", f"unknown word `{shown}`", _REST[name], span)
    if name == "missing" and re.compile(r"\s*[=:]").match(m.text, span.end):
        return say(m, "E0113", "`missing` has no word before it", "write `when missing : VALUE`", span)
    if re.compile(r"\s*=").match(m.text, span.end):
        help_ = f"write `formula {shown} = …` or `parameter {shown} = …`"
        return say(m, "E0113", f"`{shown} = …` has no word before it", help_, span)
    near = nearest(name, statement_words()) if len(name) < 40 else None
    near = _MEANT.get(name, near)
    if near is None:
        help_ = "each line begins with a word such as `score`, `input` or `when`"
    else:
        help_ = f"did you mean `{near}`?{_other_alphabet(name, near)}"
    return say(m, "E0101", f"unknown word `{shown}`", help_, span)


def _other_alphabet(name: str, near: str) -> str:
    """That letters only look right, if that is all that is wrong."""
    if skeleton(name) != near:
        return ""
    letters = ", ".join(f"`{a}`" for a, b in zip(name, near, strict=True) if a != b)
    return f" {letters} is a Cyrillic letter here, which only looks the same"


def _reserved(m: Mistake) -> Diagnostic | None:
    """A word of the language where a name is wanted, as far as the lexer tells them apart."""
    message = "`{}` is a word of the language and cannot be a name here"
    if m.found.isalpha() and m.kind not in {"NAME", ""} and "NAME" in m.accepts and not m.begins_statement:
        return say(m, "E0115", message.format(m.found), "choose another name")
    before = m.before.text if m.before else ""
    if before in {"some", "every"} and m.accepts <= {"NAME", "BODY"}:
        help_ = f"write the items that are meant behind it: `{before} service where …`"
        return say(m, "E0115", message.format(before), help_, m.before.span if m.before else None)
    if before in {"and", "or"} and "PLUS" in m.accepts and m.before is not None:
        return say(m, "E0117", f"something is missing before `{before}`", span=m.before.span)
    if before in _REFUSED and {"PLUS", "AND"} & m.accepts and m.before is not None:
        return say(m, "E0115", message.format(before), "choose another name", m.before.span)
    return None


def _no_quotes(m: Mistake) -> Diagnostic | None:
    """Words where text in quotes is wanted and no name."""
    if "STRING" not in m.accepts or m.accepts & {"NAME", "LPAR"} or m.begins_line:
        return None
    if m.kind != "NAME" and m.found != "№":
        return None
    end = re.compile(r"[^\n{}§\"|;#:=]*").match(m.text, m.place)
    words = (end.group() if end else m.found).strip()
    message = f"`{short(words)}` stands without quotes"
    advice = f'write `"{short(words)}"`'
    if "COMMA" in m.accepts:
        advice += "; or write a comma before it, if it is one more name"
    elif m.before is not None and re.fullmatch(r"\w+\s+\w+\s+", m.clause) and words.isidentifier():
        name = "_".join([m.before.shown, *words.split()])
        advice += f"; if it belongs to the name, `{short(name)}`" if name.isidentifier() else ""
    return say(m, "E0131", message, advice, Span(m.place, m.place + len(words)))


def _parameters(m: Mistake) -> Diagnostic | None:
    if m.kind != "NAME" or "LPAR" not in m.accepts or m.before is None:
        return None
    if not re.match(r"(formula|brackets)\s+\w+\s*$", m.clause):
        return None
    name = m.before.shown
    message = f"the parameters of `{name}` stand without parentheses"
    return say(m, "E0140", message, f"write `{name}({short(m.found)})`")


def _row_number(m: Mistake) -> Diagnostic | None:
    if m.kind not in {"NUMBER", "ORDINAL"} or m.clause.strip() != "row":
        return None
    return say(
        m,
        "E0138",
        f"the row {m.quoted} is called by its number",
        "write its name, from the column `indicator`",
    )


def _hyphen(m: Mistake) -> Diagnostic | None:
    before = m.before
    if before is None or m.found != "-" or before.span.end != m.place:
        return None
    word = _HYPHENATED.match(m.text, before.span.start)
    if word is None or not before.text[0].isalpha():
        return None
    name = word.group()
    help_ = f"write `{short(name.replace('-', '_'))}`"
    return say(m, "E0122", f"a hyphen in the name `{short(name)}`", help_, Span(*word.span()))


def _digit_first(m: Mistake) -> Diagnostic | None:
    """`2nd`: a number where a name belongs, with letters directly behind it."""
    word = _WORD.match(m.text, m.place)
    if word is None or not m.found[:1].isdigit() or not re.search(r"[^\W\d_]", word.group()):
        return None
    if "NAME" not in m.accepts or "NUMBER" in m.accepts:
        return None
    message = f"the name `{short(word.group())}` begins with a digit"
    return say(m, "E0123", message, "begin it with a letter", Span(*word.span()))


def _missing_name(m: Mistake) -> Diagnostic | None:
    if m.kind != "STRING" or not m.accepts <= {"NAME"} or m.before is None:
        return None
    word = m.before.text
    message = f"the name is missing between `{short(word)}` and {m.quoted}"
    return say(m, "E0129", message, f"write a name before the label: `{short(word)} quality {m.found}`"[:200])


RULES: tuple[Rule, ...] = (
    _unknown_word, _hyphen, _row_number, _digit_first, _missing_name, _parameters, _no_quotes, _reserved,
)  # fmt: skip
