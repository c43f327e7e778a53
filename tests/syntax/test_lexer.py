"""The lexer finds what lark's own contextual lexer finds, in rules that can be read and in damaged ones."""

from functools import cache
from pathlib import Path

import pytest
from house.checkout import ROOT, files_of
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput
from syntax.layouts import CARELESS

from evallang.syntax import grammar
from evallang.syntax.layout import Layout
from evallang.syntax.lexer import QuickLexer

RULES = [file for file in files_of(ROOT / "rules") if file.suffix == ".eval"]
Found = tuple[list[tuple[str, str, int | None]], object]


@cache
def reader(*, quick: bool) -> Lark:
    return Lark(
        grammar.text(),
        parser="lalr",
        lexer="contextual",
        postlex=Layout(),
        keep_all_tokens=True,
        maybe_placeholders=True,
        _plugins={"ContextualLexer": QuickLexer} if quick else {},
    )


def read(text: str, *, quick: bool) -> Found:
    """The tokens up to the first mistake, and what is known about the mistake."""
    machine = reader(quick=quick).parse_interactive(text)
    tokens: list[tuple[str, str, int | None]] = []
    try:
        # lark yields them one by one, so that those before a mistake are kept
        tokens.extend((token.type, str(token), token.start_pos) for token in machine.iter_parse())
        machine.feed_eof()
    except UnexpectedInput as error:
        return tokens, (type(error), error.pos_in_stream, allowed(error))
    return tokens, None


def allowed(error: UnexpectedInput) -> object:
    return error.allowed if isinstance(error, UnexpectedCharacters) else (error.token, error.accepts, error.expected)


@pytest.mark.parametrize("file", RULES, ids=lambda file: file.stem)
def test_the_tokens_of_whole_documents(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    tokens, mistake = read(text, quick=True)
    assert mistake is None
    assert (tokens, mistake) == read(text, quick=False)


@cache
def lines() -> tuple[str, ...]:
    text = "".join(file.read_text(encoding="utf-8") for file in RULES) + CARELESS
    return tuple(dict.fromkeys(text.splitlines(keepends=True)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_tokens_of_damaged_text(data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(lines()), min_size=1, max_size=6))
    text = "".join(pieces)
    place = data.draw(st.integers(0, len(text)))
    damage = data.draw(
        st.text('§{}()|.<>=!*-+/^"#~%,:;0123a \n', max_size=3) | st.sampled_from(["10-5", "1.2.3", "<..", "half"])
    )
    text = text[:place] + damage + text[place:]
    assert read(text, quick=True) == read(text, quick=False)
