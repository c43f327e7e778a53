"""What people bring along from other languages, from spreadsheets and from speech."""

from __future__ import annotations

import re

from evallang.diagnostics import Diagnostic
from evallang.source import Span
from evallang.suggest import nearest
from evallang.syntax.errors.say import Rule, say
from evallang.syntax.mistake import Mistake
from evallang.syntax.words import only_sign, spellings

_PARAGRAPH = re.compile(r"(?:пункт|тармақ|бап|статья|article|п|т|б|ст|par)\.?[ \t]*(\d+(?:[.-]\d+)*)", re.IGNORECASE)
_ORDERS = {
    **dict.fromkeys(("descending", "desc", "largest", "biggest", "best", "highest"), "highest first"),
    **dict.fromkeys(("ascending", "asc", "smallest", "least", "worst", "lowest"), "lowest first"),
}


def _semicolon(m: Mistake) -> Diagnostic | None:
    """`min(a; b)`, as spreadsheets write it."""
    if m.found != ";" or not m.parentheses or "COMMA" not in m.accepts:
        return None
    return say(m, "E0133", "a `;` between arguments", "write `,`")


def _paragraph(m: Mistake) -> Diagnostic | None:
    """`п.34`: a provision in the words of a text."""
    words = _PARAGRAPH.match(m.text, m.place)
    if words is None or "CITE" not in m.accepts or "NAME" in m.accepts:
        return None
    message = f"the provision `{words.group()}` stands without the sign `§`"
    return say(m, "E0124", message, f"write `§{words.group(1)}`", Span(*words.span()))


def _after_citation(m: Mistake) -> Diagnostic | None:
    if m.before is None or not m.before.text.startswith("§") or m.found not in {",", "("}:
        return None
    if m.found == "(":
        return say(m, "E0124", "a parenthesis in a citation", "write the point behind a dot: `§34.2`")
    return say(m, "E0133", "a comma between two citations", "they stand side by side: `§34 §35`")


def _then(m: Mistake) -> Diagnostic | None:
    if "THEN" not in m.accepts or m.kind not in {"NAME", "NUMBER", "PERCENT", "LPAR", "ELSE"}:
        return None
    if m.found in {"is", "between", "in"}:
        return None
    return say(m, "E0118", "the `then` of the `if` is missing", f"write `then` before {m.quoted}")


def _spoken(m: Mistake) -> Diagnostic | None:
    """Words between two values that are said, and written otherwise."""
    if m.kind not in {"NAME", "IS"} or "PLUS" not in m.accepts or m.before is None:
        return None
    left = m.before.shown
    advice = {
        "is": f"write `missing({left})`, `known({left})` or `=`",
        "between": f"write two comparisons: `1 <= {left} and {left} <= 5`",
        "elif": "write `else if`",
        "elseif": "write `else if`",
        "percent": f"write `{left}%`",
        "x": "write `*`",
        "х": "write `*`",
        "mod": "there is no remainder; `floor` makes numbers whole",
        "div": "write `/`",
    }.get(m.found.casefold())
    if advice is None:
        return None
    return say(m, "E0132", f"`{m.found}` is no word for this here", advice)


def _scientific(m: Mistake) -> Diagnostic | None:
    number = m.before.span if m.before is not None and m.before.text[:1].isdigit() else None
    if m.kind != "NAME" or number is None or number.end != m.place:
        return None
    whole = Span(number.start, m.end)
    if re.fullmatch(r"[eE]\d*", m.found):
        return say(m, "E0132", f"a power of ten in `{m.source.slice(whole)[:60]}`", "write the number in full", whole)
    if "PLUS" not in m.accepts:
        return None
    message = f"something is missing between `{m.before.shown if m.before else ''}` and {m.quoted}"
    return say(m, "E0132", message, f"write `{m.before.shown if m.before else ''} * {m.found}` to multiply")


def _product(m: Mistake) -> Diagnostic | None:
    """A number before a parenthesis, as in `2(a + b)`."""
    if m.found != "(" or "PLUS" not in m.accepts or m.before is None or not m.before.text[:1].isalnum():
        return None
    return say(
        m, "E0132", f"`{m.before.shown}` stands in front of a parenthesis", f"write `{m.before.shown} * (` to multiply"
    )


def _for_all(m: Mistake) -> Diagnostic | None:
    """Lists as they are spoken of: `for each service`, `for all bodies`, `sum(x of service)`."""
    word = re.search(r"\bfor\s+(each|all|any)\s*$", m.clause)
    if word is not None and m.parentheses and m.kind != "":
        right = "for every body" if m.found in {"body", "bodies"} else f"for {m.found}"
        return say(m, "E0139", f"`for {word.group(1)}` is not said here", f"write `{right}`", m.last)
    if re.search(r"\bevery\s*$", m.clause) and m.found == "bodies":
        right = "for every body" if re.search(r"\bfor\s+every\s*$", m.clause) else "every body"
        return say(m, "E0139", "`bodies` is no word of the language", f"write `{right}`")
    if re.search(r"\w\s+of\s*$", m.clause) and m.parentheses and only_sign(m.accepts) == "`every`":
        right = "x for body of same kind where …" if m.found == "same" else f"for {m.found}"
        return say(m, "E0139", "a list stands behind `of`", f"write `{right}`", m.last)
    return None


def _named_argument(m: Mistake) -> Diagnostic | None:
    """A condition behind a named argument, or a named argument that does not exist."""
    if "COMMA" not in m.accepts or not m.parentheses:
        return None
    if m.found == "where" and re.search(r"\b(none|least|by)\s+\S+\s*$", m.clause):
        return say(
            m,
            "E0133",
            "`where` stands behind a named argument",
            "write it before the comma: `x for item where c, none 0`",
        )
    if m.before is not None and m.before.text in {"default", "otherwise", "else"}:
        return say(
            m, "E0132", f"`{m.before.text}` names no argument", "write `none 0` for the value of an empty list", m.last
        )
    return None


def _order(m: Mistake) -> Diagnostic | None:
    """An order in another word, as in `by total descending`."""
    word = m.before.text if m.found == "first" and m.before is not None else m.found
    form = _ORDERS.get(word.casefold())
    if form is None or not re.match(r"by\b", m.clause) or m.parentheses:
        return None
    comma = "" if re.search(r",\s*\w*\s*$", m.clause) else ", "
    span = m.last if word != m.found else None
    return say(m, "E0100", f"the order is not called `{word}`", f"write `{comma}{form}`", span)


def _options(m: Mistake) -> Diagnostic | None:
    """Options with commas between them, as in `by r { a : 1, b : 2 }`."""
    if m.found != "," or m.parentheses or not re.search(r"\bby\s+\w+\s*\{[^{}]*$", m.clause_with_braces):
        return None
    return say(m, "E0133", "a comma between two options", "write `;`, or begin a new line")


def _number_sign(m: Mistake) -> Diagnostic | None:
    """Half a number: `.5`, `+5`, `5.`."""
    behind = re.compile(r"\.(\d+)").match(m.text, m.place)
    if behind is not None and "NUMBER" in m.accepts:
        return say(
            m,
            "E0117",
            f"the digit before the point is missing in `{behind.group()[:60]}`",
            f"write `0{behind.group()[:60]}`",
            Span(*behind.span()),
        )
    if m.found == "+" and "NUMBER" in m.accepts and m.kind:
        return say(m, "E0105", "a number has no sign `+`", "delete the `+`")
    if m.found == "." and m.before is not None and m.before.text.isdigit() and m.before.span.end == m.place:
        return say(m, "E0117", f"the digits behind the point are missing in `{m.before.shown}.`", "delete the point")
    return None


def _bars(m: Mistake) -> Diagnostic | None:
    """An absolute value, as in `|a|`."""
    if m.found != "|" or m.in_row or "NUMBER" not in m.accepts or "NAME" not in m.accepts:
        return None
    return say(m, "E0105", "bars are no sign of this language", "write `abs(x)` for the absolute value")


def _ternary(m: Mistake) -> Diagnostic | None:
    if m.found != "?":
        return None
    return say(m, "E0105", "`?` is no sign of this language", "write `if … then … else …`")


def _near_word(m: Mistake) -> Diagnostic | None:
    """A word near one that could stand here."""
    if not re.fullmatch(r"[^\W\d]\w*", m.found) or m.begins_statement or "NAME" in m.accepts:
        return None
    words = [word for kind in m.accepts if (word := spellings().get(kind, "")).isalpha()]
    near = nearest(m.found, words)
    if near is None or len(m.found) < 3 or near == m.found or len(words) == 1:
        return None
    return say(m, "E0100", f"`{m.found[:60]}` is no word of the language", f"did you mean `{near}`?")


FIRST: tuple[Rule, ...] = (
    _semicolon, _paragraph, _after_citation, _number_sign, _bars, _ternary, _options,
)  # fmt: skip
RULES: tuple[Rule, ...] = (
    _for_all, _spoken, _then, _scientific, _product, _named_argument, _order, _near_word,
)  # fmt: skip
