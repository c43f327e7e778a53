"""Diagnostics as text: places, underlines, labels, counts."""

import pytest

from evallang.diagnostics import Diagnostic, Label, Severity
from evallang.report.diagnostics import MOST_COLUMNS, counts, render, render_all
from evallang.source import SourceFile, Span, from_text


def meaning(source: SourceFile, words: str, **more: object) -> Diagnostic:
    start = source.text.index(words)
    return Diagnostic("E0999", "message", source, Span(start, start + len(words)), **more)  # type: ignore[arg-type]  # passed on as given


def lines(*expected: str) -> str:
    return "\n".join(expected)


def test_one_place() -> None:
    source = from_text("rules.eval", "index a {\n  scor 5\n}\n")
    assert render(meaning(source, "scor", help="do it")) == lines(
        "error[E0999]: message",
        "  --> rules.eval:2:3",
        "   |",
        " 2 |   scor 5",
        "   |   ^^^^",
        "   = help: do it",
    )


def test_severity_and_nothing_but_words() -> None:
    assert render(Diagnostic("W0001", "message", severity=Severity.WARNING)) == "warning[W0001]: message"
    source = from_text("rules.eval", "")
    assert render(Diagnostic("E0999", "message", source)) == "error[E0999]: message\n  --> rules.eval"


def test_labels_in_the_same_file() -> None:
    text = "\n".join(["input late : count", *["#"] * 8, "input late : flag", "input more : count"])
    source = from_text("rules.eval", text)
    labels = (
        Label(Span(6, 10), "first declared here"),
        Label(Span(text.index("more"), len(text)), "see this"),
    )
    second = text.index("late", 20)
    found = Diagnostic("E0999", "message", source, Span(second, second + 4), labels=labels)
    assert render(found) == lines(
        "error[E0999]: message",
        "   --> rules.eval:10:7",
        "    |",
        "  1 | input late : count",
        "    |       ---- first declared here",
        "... |",
        " 10 | input late : flag",
        "    |       ^^^^",
        " 11 | input more : count",
        "    |       ------------ see this",
    )


def test_a_label_on_the_same_line_and_one_in_another_file() -> None:
    one, two = from_text("one.eval", "score a + b"), from_text("two.eval", "\ninput b : flag")
    labels = (Label(Span(6, 7), "a number"), Label(Span(7, 8), "declared here", two))
    assert render(Diagnostic("E0999", "message", one, Span(10, 11), labels=labels)) == lines(
        "error[E0999]: message",
        "  --> one.eval:1:11",
        "   |",
        " 1 | score a + b",
        "   |           ^",
        "   |       - a number",
        "  ::: two.eval:2:7",
        "   |",
        " 2 | input b : flag",
        "   |       - declared here",
    )


@pytest.mark.parametrize(
    ("text", "words", "shown", "underline"),
    [
        ("\tscore \tab", "ab", "    score   ab", "            ^^"),
        ("өлшем ұзақ", "ұзақ", "өлшем ұзақ", "      ^^^^"),
        ("e\u0301x\u0301 abc", "abc", "e\u0301x\u0301 abc".replace("e\u0301", "é"), "   ^^^"),
        ("a \u202e b", "b", "a \ufffd b", "    ^"),
        ("a\x00b c", "c", "a\ufffdb c", "    ^"),
        ("ab\ncd\nef", "b\ncd", "ab", " ^"),
    ],
    ids=["tabs", "Kazakh letters", "combining marks", "direction", "NUL", "several lines"],
)
def test_widths(text: str, words: str, shown: str, underline: str) -> None:
    source = from_text("a.eval", text)
    rendered = render(meaning(source, words)).split("\n")
    assert rendered[3:5] == [f" 1 | {shown}", f"   | {underline}"]


def test_the_end_of_the_text() -> None:
    source = from_text("a.eval", "score")
    assert render(Diagnostic("E0999", "message", source, Span(5, 5))).endswith(" 1 | score\n   |      ^")
    empty = from_text("a.eval", "")
    assert render(Diagnostic("E0999", "message", empty, Span(0, 0))).endswith(" 1 |\n   | ^")


@pytest.mark.parametrize("place", [0, 100, 5_000, 9_990])
def test_a_long_line_is_shown_in_part(place: int) -> None:
    text = "a" * place + "HERE" + "b" * (9_990 - place)
    rendered = render(meaning(from_text("a.eval", text), "HERE")).split("\n")
    assert len(rendered[3]) <= MOST_COLUMNS + 10
    at = rendered[4].index("^")
    assert rendered[3][at : at + 4] == "HERE"
    assert rendered[4].count("^") == 4


def test_counts() -> None:
    error, warning = Diagnostic("E1", "m"), Diagnostic("W1", "m", severity=Severity.WARNING)
    note = Diagnostic("N1", "m", severity=Severity.NOTE)
    assert counts([warning, error, note, error]) == "2 errors, 1 warning, 1 note"
    assert render_all([error, warning]) == "error[E1]: m\n\nwarning[W1]: m\n\n1 error, 1 warning"
    assert render_all([]) == ""
