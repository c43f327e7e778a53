"""A mistake of syntax in words: what is wrong, what was expected, what to write instead.

Each function looks for one sort of mistake and gives None when it is another; the first that knows speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from evallang.diagnostics import Diagnostic, Label
from evallang.source import Span
from evallang.suggest import nearest
from evallang.syntax.mistake import Mistake
from evallang.syntax.words import alternatives, statement_words

_SIGNS = {
    "==": "`=`", "&&": "`and`", "&": "`and`", "||": "`or`", "!": "`not`", ":=": "`=`", "=>": "`:`", "->": "`:`",
    "**": "`^`", "÷": "`/`", "…": "`..`", "'": 'the quote `"`', "`": 'the quote `"`', "№": "`no`", "¶": "`§`",
    "<>": "`!=`", "[": "`(`", "]": "`)`", "\\": "`/`", "//": "`#` for a comment", "/*": "`#` for a comment",
}  # fmt: skip


def explain(m: Mistake) -> Diagnostic:
    """The diagnostic for one mistake."""
    for rule in _RULES:
        found = rule(m)
        if found is not None:
            return found
    return _expected(m)


def _say(m: Mistake, code: str, message: str, help: str | None = None, span: Span | None = None, *labels: Label) -> Diagnostic:
    return Diagnostic(code, message, m.source, span or m.span, help=help, labels=labels)


def _limit(m: Mistake) -> Diagnostic | None:
    if m.kind == "TOO_DEEP":
        return _say(m, "E0010", "the nesting is deeper than 64 levels", "name parts of it with `formula`")
    if m.kind == "TOO_LONG":
        return _say(m, "E0011", "the file is too long to be one document", "split it, or keep the data in CSV files")
    return None


def _open_quote(m: Mistake) -> Diagnostic | None:
    if m.kind or m.found != '"':
        return None
    long = m.text.startswith('"""', m.place)
    mark = '"""' if long else '"'
    where = "in the file" if long else "on this line"
    return _say(m, "E0102", f"the quote `{mark}` is not closed {where}", f"write `{mark}` where the text ends",
                Span(m.place, m.place + len(mark)))  # fmt: skip


def _decimal_comma(m: Mistake) -> Diagnostic | None:
    before, after = m.text[: m.place][-24:], m.text[m.place + 1 : m.place + 24]
    left, right = re.search(r"\d[\d_]*$", before), re.match(r"\d+", after)
    if m.text[m.place : m.place + 1] == "," and left and right:
        number = Span(m.place - len(left.group()), m.place + 1 + right.end())
        shown_ = m.source.slice(number)
        return _say(m, "E0103", f"a decimal comma in `{shown_}`", f"write `{shown_.replace(',', '.')}`", number)
    return None


def _grouped_number(m: Mistake) -> Diagnostic | None:
    if m.kind not in {"NUMBER", "PERCENT"} or m.text[m.place - 1 : m.place] != " ":
        return None
    left = re.search(r"\d[\d_]* $", m.text[: m.place][-24:])
    if left is None or not re.match(r"\d{3}(?!\d)", m.text[m.place :]):
        return None
    span = Span(m.place - len(left.group()), m.end)
    digits = re.sub(" ", "_", m.source.slice(span))
    return _say(m, "E0104", f"a space inside the number `{m.source.slice(span)}`", f"write `{digits}`", span)


def _foreign_sign(m: Mistake) -> Diagnostic | None:
    before = m.text[m.place - 1 : m.place]
    for sign in sorted(_SIGNS, key=len, reverse=True):
        start = m.place - 1 if sign[0] == before and m.text.startswith(sign, m.place - 1) and len(sign) > 1 else m.place
        if m.text.startswith(sign, start):
            return _say(m, "E0105", f"`{sign}` is no sign of this language", f"write {_SIGNS[sign]}",
                        Span(start, start + len(sign)))  # fmt: skip
    return None


def _end_of_file(m: Mistake) -> Diagnostic | None:
    if m.kind != "$END" or not m.braces:
        return None
    brace = _suspect(m)
    line = m.source.position(brace).line
    return _say(m, "E0106", f"the `{{` of line {line} is not closed", "write `}` where its block ends", Span(brace, brace + 1))


def _suspect(m: Mistake) -> int:
    """The open brace whose block is left by a line that is indented no further than its head."""
    for brace in m.braces:
        head = _indent(m.text, brace)
        for line in m.text[brace:].split("\n")[1:]:
            if line.strip() and not line.lstrip().startswith(("}", "#")) and len(line) - len(line.lstrip()) <= head:
                return brace
    return m.braces[-1]


def _indent(text: str, place: int) -> int:
    line = text[text.rfind("\n", 0, place) + 1 :]
    return len(line) - len(line.lstrip(" \t"))


def _extra_brace(m: Mistake) -> Diagnostic | None:
    if m.kind != "RBRACE":
        return None
    if not m.braces:
        return _say(m, "E0107", "this `}` closes nothing", "delete it, or look for a `{` that is missing above")
    return None


def _open_parenthesis(m: Mistake) -> Diagnostic | None:
    if not m.parentheses or not (m.begins_line or m.kind in {"RBRACE", "$END", "LBRACE"}):
        return None
    place = m.parentheses[-1]
    return _say(m, "E0108", "the `(` is not closed", "write `)` where it ends", Span(place, place + 1))


def _table_row(m: Mistake) -> Diagnostic | None:
    line = m.text[m.text.rfind("\n", 0, m.place) + 1 :].lstrip(" \t")
    if not line.startswith("|"):
        return None
    if m.kind in {"_NL", "_NLBAR", "$END"} or (m.kind == "CITE" and "VBAR" in m.accepts):
        return _say(m, "E0109", "the row of the table does not end with `|`", "write `|` after the last cell",
                    Span(max(m.place - 1, 0), m.place))  # fmt: skip
    if m.begins_line:
        return _say(m, "E0110", "a row of a table where no table is", "a table follows `table`, `brackets`, `grade` or `given`")
    cell = _cell(m)
    if "VBAR" in m.accepts or m.kind == "LPAR":
        return _say(m, "E0111", f"`{cell}` is more than a cell can hold",
                    "a cell holds a value, a name, text in quotes or bounds; put formulas into `each` or `row`")  # fmt: skip
    return None


def _cell(m: Mistake) -> str:
    left = m.text.rfind("|", 0, m.place) + 1
    right = m.text.find("|", m.place)
    end = m.text.find("\n", m.place)
    right = min(x for x in (right, end, len(m.text)) if x >= 0)
    return m.text[left:right].strip()


def _unknown_word(m: Mistake) -> Diagnostic | None:
    if not m.begins_statement or not re.match(r"[^\W\d]", m.found):
        return None
    word = re.match(r"\w+", m.text[m.place :])
    name = word.group() if word else m.found
    span = Span(m.place, m.place + len(name))
    if name in statement_words():
        return _say(m, "E0112", f"`{name}` cannot stand here; expected {alternatives(m.accepts)}", span=span)
    if re.match(r"\w+\s*=", m.text[m.place :]):
        return _say(m, "E0113", f"`{name} = …` has no word before it", f"write `formula {name} = …` or `parameter {name} = …`", span)
    near = nearest(name, statement_words())
    return _say(m, "E0101", f"unknown word `{name}`", f"did you mean `{near}`?" if near else "each line begins with a word such as `score`, `input` or `when`", span)  # fmt: skip


def _chained_comparison(m: Mistake) -> Diagnostic | None:
    if m.found not in {"<", ">", "<=", ">=", "=", "!="} or not m.kind:
        return None
    clause = m.text[m.statement : m.place]
    if re.search(r"(<|>|!|=)=?", clause) and "AND" in m.accepts:
        return _say(m, "E0114", "comparisons do not chain", "join two comparisons with `and`: `a < x and x < b`")
    return None


def _reserved(m: Mistake) -> Diagnostic | None:
    """A word of the language where a name is wanted, as far as the lexer tells them apart."""
    if m.found.isalpha() and m.kind not in {"NAME", ""} and "NAME" in m.accepts and not m.begins_statement:
        return _say(m, "E0115", f"`{m.found}` is a word of the language and cannot be a name here", "choose another name")
    return None


def _two_on_a_line(m: Mistake) -> Diagnostic | None:
    if m.found in statement_words() and {"_NL", "SEMICOLON"} & m.accepts and m.kind != "":
        return _say(m, "E0116", f"`{m.found}` begins a new clause on the same line", "put it on its own line, or write `;` before it")
    return None


def _missing_value(m: Mistake) -> Diagnostic | None:
    if m.kind not in {"_NL", "SEMICOLON", "RBRACE", "$END"} or m.before is None:
        return None
    return _say(m, "E0117", f"something is missing after `{m.before}`", f"expected {alternatives(m.accepts)}",
                Span(m.before.start_pos or 0, m.before.end_pos or 0))  # fmt: skip


def _expected(m: Mistake) -> Diagnostic:
    found = "the file ends" if m.kind == "$END" else "the line ends" if m.kind == "_NL" else f"found `{m.found.strip() or '|'}`"
    if m.kind == "_NLBAR":
        found = "a table begins"
    wanted = alternatives(m.accepts)
    if not wanted:
        return _say(m, "E0100", f"{found}, which cannot stand here")
    return _say(m, "E0100", f"expected {wanted}, {found}" if m.kind not in {"_NL", "$END"} else f"{found} where {wanted} is expected")


_RULES: tuple[Callable[[Mistake], Diagnostic | None], ...] = (
    _limit, _open_quote, _decimal_comma, _grouped_number, _foreign_sign, _end_of_file, _extra_brace, _open_parenthesis,
    _table_row, _unknown_word, _chained_comparison, _two_on_a_line, _reserved, _missing_value,
)  # fmt: skip

