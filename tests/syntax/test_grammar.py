"""The grammar itself: no conflicts, and its words stay usable as names."""

import pytest
from lark import Lark
from strategies.names import KEYWORDS, REFUSED

from evallang.source import from_text
from evallang.syntax import grammar, parse
from evallang.syntax.layout import Layout


def test_the_grammar_is_strict() -> None:
    """No conflict is settled silently, and no two terminals that may meet match the same text."""
    Lark(
        grammar.text(),
        parser="lalr",
        lexer="contextual",
        postlex=Layout(),
        keep_all_tokens=True,
        maybe_placeholders=True,
        strict=True,
    )


# Where a word of the language cannot be a name although the design does not refuse it as a declared name:
# the lexer has one word to look at, and there it means something else.
EXCEPT = {
    "clamp .. W": {"accept", "amended", "id", "symbol"},
    "weights a 45%, W 5%": {"shared"},
    "brackets b(x)\n  | W |\n  | W |": {"above", "below", "up"},
    "by a, W": {"highest", "lowest", "ties"},
    "by W": {"each"},
    "mark * not for a, W": {"full", "shared"},
    "norm W": {"accept", "amended", "id", "symbol"},
    'examples from "a" expect "b" key k, W is W': {"blank"},
    "input a : W": {"choice"},
    "score max(no W, 1)": {"accept", "amended", "half", "id", "symbol", "worse"},
    "except W.a : b": {"body"},
    "deadline a within 2 W of b": {"calendar", "working"},
}
EVERYWHERE = """
input W : count
formula f = W + 1
formula f = W(1)
formula f = max(W, W)
formula f = sum(x for a where W)
formula f = sum(W for a)
when W : W §1
when a and W : not W
score W under W.W
clamp W .. 2
points W
points W 10, W 20
parts W, W
weights W 45%
given W 1, W 2
given x W
expect W 1
by r, highest first, ties W
score by W { W : W; W : 1; a : 2 }
choose W
option W
score round(W, W half up)
round W half up
score 1 in W
score W in base
kinds W, W
body W
body W covers all except W, W has W, W
body W covers only W, W
versions W W, W
register W for W, W
attribute W : flag by W
assessor of W.W is W for a, W where W { except a, W where W : W }
deadline W before 1 W of next year
deadline W in W of next year
deadline W within 2 working W of W
annex W §1
repeal §1 of W by §2 of W
new edition §1 is W
in register W { repeal line W; replace line W { body W }; insert line after W { body W } }
in assessor of W { except a : W }
score a amended by §1 of W from 2020-01-01
score a amended by W
score a accept W "why"
score a §1 accept C101 "why" under W.W accept W "why"
item a by W
row W, W { score W }
input a : flag by W
input a : count, at most W
score last 3 in W
block a for W in W
block a for b, W
formula f = a = W
formula f(W, W) = 1
score a §1 of W
score a §1 symbol W
status draft; index W { score W }
example "e" { given a.W 1; expect W.a 2 }
example "e" { body W { given a 1 } }
""".strip().splitlines()


@pytest.mark.parametrize("pattern", [*EVERYWHERE, *EXCEPT])
def test_words_of_the_language_are_names_too(pattern: str) -> None:
    failed = {word for word in KEYWORDS - REFUSED if parse(from_text("words.eval", pattern.replace("W", word)))[1]}
    assert failed == EXCEPT.get(pattern, set())


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "^", "=", "!=", "<", "<=", ">", ">=", "and", "or"])
def test_a_line_that_begins_with_an_operator_goes_on(sign: str) -> None:
    one, _ = parse(from_text("a.eval", f"score a {sign} b"))
    two, diagnostics = parse(from_text("b.eval", f"score a  # why\n\n  # what\n    {sign} b"))
    assert not diagnostics
    assert one == two
