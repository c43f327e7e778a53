"""Colours for rule files: words of the language, texts, numbers, citations."""

from typing import ClassVar

from pygments.lexer import RegexLexer, words
from pygments.lexers import LEXERS
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text

__all__ = ["EvalLexer"]

DECLARATIONS = """
    methodology act source dated status language kinds versions text block direction criterion
    indicator index dimension part bonus penalty input parameter formula brackets item reading
    option rating trigger document body norm example examples period
    amendment amends register office assessor attribute event deadline edition annex
    replace repeal repealed retitle insert amended
""".split()
CLAUSES = """
    points states score scored when clamp round grade parts weights table mark each row choose
    among proposes given expect highest lowest ties because symbol id under accept yearly unit column
    force until assumed draft base covers except activity line from after before within
    compared penalty unconfirmed
""".split()
OPERATORS = """
    and or not if then else where for by in of some every no this none any at least most
    weighted below above up to undefined missing known first last places values worse better
    more is years
""".split()


class EvalLexer(RegexLexer):
    """The text of a rule file as Pygments takes it apart."""

    name = "Evallang"
    aliases: ClassVar[list[str]] = ["eval"]
    filenames: ClassVar[list[str]] = ["*.eval"]
    url = ""
    version_added = ""

    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [
            (r"#[^\n]*", Comment.Single),
            (r'"""(?:[^"]|"{1,2}(?!"))*"""', String.Doc),
            (r'"[^"\n]*"', String),
            (r"§[\w.:-]*", Name.Label),
            (r"\d{4}-\d\d-\d\d", Number),
            (r"\d[\d_]*(\.\d+)*\s?%?", Number),
            (words(DECLARATIONS, prefix=r"(?<![\w.])", suffix=r"\b(?!\.)"), Keyword.Declaration),
            (words(CLAUSES, prefix=r"(?<![\w.])", suffix=r"\b(?!\.)"), Keyword),
            (words(OPERATORS, prefix=r"(?<![\w.])", suffix=r"\b(?!\.)"), Operator.Word),
            (r"[^\W\d]\w*", Name),
            (r"\|", Punctuation),
            (r"\.\.<?|<\.\.<?|[-+*/^=<>!]+", Operator),
            (r"[{}(),;:.]", Punctuation),
            (r"\s+", Text),
            (r".", Text),
        ]
    }


def register() -> None:
    """Add the lexer to those that Pygments finds by name."""
    LEXERS["EvalLexer"] = (__name__, "Evallang", ("eval",), ("*.eval",), ())
