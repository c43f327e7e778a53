"""Whatever stands in a file: a tree or clear messages, quickly, and never a crash."""

import re
import time
from functools import cache

import pytest
from house.checkout import ROOT, files_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syntax.layouts import CARELESS, TIDY

from evallang.report.diagnostics import render_all
from evallang.source import from_text
from evallang.syntax import format_module, grammar, parse

SECONDS = 5
ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_NAMES = "|".join(re.escape(t.name) for t in grammar.parser().terminals)
TERMINALS = re.compile(rf"(?<![\w`])(?:{_NAMES})(?![\w`])|__ANON|\bLPAR|\bVBAR|\b_NL|\$END|TOO_DEEP|TOO_LONG")


@cache
def samples() -> tuple[str, ...]:
    """Real rule files, the longer ones in pieces, and one written carelessly."""
    texts = [file.read_text(encoding="utf-8") for file in files_of(ROOT / "rules") if file.suffix == ".eval"]
    pieces = [CARELESS, TIDY]
    for text in texts:
        lines = text.splitlines(keepends=True)
        pieces += ["".join(lines[i : i + 60]) for i in range(0, len(lines), 60)]
    return tuple(pieces)


def check(text: str) -> None:
    source = from_text("any.eval", text)
    start = time.process_time()
    tree, diagnostics = parse(source)
    shown = render_all(diagnostics)
    if not diagnostics:
        again, found = parse(from_text("again.eval", format_module(tree)))
        assert not found
        assert again == tree
    assert time.process_time() - start < SECONDS
    for diagnostic in diagnostics:
        assert diagnostic.source is source
        assert diagnostic.span is not None
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(source.text)
        assert diagnostic.message
        assert not diagnostic.message.endswith(".")
        for words in (diagnostic.message, diagnostic.help or ""):
            # What the author wrote stands in backticks; a terminal's name would not.
            assert not TERMINALS.search(re.sub("`[^`]*`", "``", words)), words
            assert "\n" not in words
            assert len(words) < 400
    assert shown.count("error[") >= len(diagnostics)


@ANY
@given(st.text())
def test_any_characters(text: str) -> None:
    check(text)


_SIGNS = st.sampled_from([*'{}()|;:,.§"#=<>+-*/^%\n\n  ', '"""', "..", "<..", "§5", "«", "“", "\u00a0", "≤"])
_WORDS = st.sampled_from(
    [
        *(str(t.pattern.value) for t in grammar.parser().terminals if t.pattern.type == "str"),
        *("a", "ұ", "5", "0,5", "45%"),
    ]
)


@ANY
@given(st.lists(_WORDS | _SIGNS, max_size=60).map(" ".join))
def test_any_order_of_words(text: str) -> None:
    check(text)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A real text with pieces cut out, put in twice, or other pieces put in."""
    text = draw(st.sampled_from(samples()))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        what = draw(st.sampled_from(["cut", "twice", "put", "moved"]))
        if what == "cut":
            text = text[:start] + text[end:]
        elif what == "twice":
            text = text[:end] + text[start:]
        elif what == "put":
            text = text[:start] + draw(st.lists(_WORDS | _SIGNS, max_size=4).map("".join)) + text[start:]
        else:
            text = text[end:] + text[start:end] + text[:start]
    return text


@ANY
@given(damaged())
def test_damaged_rules(text: str) -> None:
    check(text)


@pytest.mark.parametrize("number", range(0, 40, 5))
def test_a_damaged_line_costs_its_own_statement_only(number: int) -> None:
    """One word that nobody knows: one message, and every other statement is there."""
    lines = [f"input a{i} : count" for i in range(40)]
    lines[number] = "qqqqqqqq a : count"
    tree, diagnostics = parse(from_text("a.eval", "\n".join(lines)))
    assert len(diagnostics) == 1
    assert len(tree.statements) == 39
