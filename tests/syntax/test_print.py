"""The one layout: what it looks like, and that nothing gets lost on the way."""

from pathlib import Path

import pytest
from house.checkout import ROOT, files_of
from syntax.layouts import CARELESS, TIDY

from evallang.source import from_text, read
from evallang.syntax import ast, format_module, parse

FILES = [file for file in files_of(ROOT / "rules") if file.suffix == ".eval"]


def tree(text: str) -> ast.Module:
    found, diagnostics = parse(from_text("a.eval", text))
    assert not diagnostics, diagnostics[0].message
    return found


def formatted(text: str) -> str:
    return format_module(tree(text))


def words_of(module: ast.Module) -> list[str]:
    return sorted(comment.text.rstrip() for comment in module.comments)


def test_the_layout() -> None:
    assert formatted(CARELESS) == TIDY
    assert formatted(TIDY) == TIDY
    assert tree(CARELESS) == tree(TIDY)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_the_rules_of_this_project_keep_their_meaning(file: Path) -> None:
    before, diagnostics = parse(read(file))
    assert not diagnostics
    printed = format_module(before)
    after = tree(printed)
    assert after == before
    assert words_of(after) == words_of(before)
    assert format_module(after) == printed


# Texts that stay as they are.
SETTLED = {
    "nothing": "",
    "only a comment": "# a\n\n# b\n",
    "operators": "score a + b - c * (d - e) / -f ^ 2\n",
    "parentheses that matter": "score (a + b) + c - (d - e) * (f / g / (h * i))\n",
    "signs": "score --a - -b ^ -c ^ d\n",
    "powers": "score (a ^ b) ^ c + (-d) ^ e + (a in 2019) ^ 2\n",
    "logic": "when (a or b) and not (c and d) or not not e : 1\n",
    "comparisons": "score (a < b) = (c != d)\n",
    "a condition in a sum": "score 1 + (if a then b else c)\n",
    "a condition in a branch": "score if a then if b then 1 else 2 else if c then 3 else 4\n",
    "some": "when (some x where a) and b or some y : some z where c and d\n",
    "calls": "score f() + g(1, 2) + sum(a for b of every body where c, none 0, at least 3, weighted by w)\n",
    "steps": "score round(a + 1, 0.01 half up) + count(b where c) + mean(d for body of same kind)\n",
    "marks": "score 1 §2 §3-1 of other_act symbol b1 under r.a\n",
    "paths": 'score measure."001".growth + a."ұ b"\n',
    "cells": (
        "table by language for city §5\n"
        '  | no    | indicator | "ҚАЗ" | §  | x         |\n'
        "  | 1.1.1 | a         |   1.5 | 34 | up to 2   |  §6\n"
        "  | 2 *   | b         | 2/3 * | 5  | 1 ..< 2   |\n"
        "  | total |           |    -1 |    | 3% and up |\n"
    ),
    "an empty block": "norm §1 { }\nnorm a { }\n",
    "a comment in an empty block": "norm §1 {\n  # nothing yet\n}\n",
    "comments after all sorts of things": (
        "index a {  # one\n"
        "  score 1  # two\n"
        "  # three\n\n"
        "  # four\n"
        "  grade        # five\n"
        "    | score |  # six\n"
        "    # seven\n"
        "    |     1 |  # eight\n"
        "  # nine\n"
        "}  # ten\n"
    ),
    "breaks of the author": "score a\n  + b\n  + max(c,\n    d)\n",
    "a break in a block of options": ("when a\n  or by r {\n    one   : 1\n    three : 3 §4\n  } : 5 §6\n"),
    "a letter of two characters": ('option a   "й́й́" because "x"\noption bcd "йй" because "x"\n'),
}


@pytest.mark.parametrize("text", SETTLED.values(), ids=SETTLED)
def test_settled(text: str) -> None:
    assert formatted(text) == text


# Texts and what becomes of them.
CHANGED = {
    "parentheses for nothing": ("score ((a)) + (b * c)", "score a + b * c\n"),
    "two statements on one line": ("score 1; clamp 0 ..", "score 1\nclamp 0 ..\n"),
    "many blank lines": ("\n\nscore 1\n\n\n\nscore 2\n\n", "score 1\n\nscore 2\n"),
    "a block that is short": ("index a{score 1;clamp 0 ..}", "index a { score 1; clamp 0 .. }\n"),
    "a block that was broken": ("index a {\n\n score 1 }", "index a {\n  score 1\n}\n"),
    "a block that is long": (
        "index a { " + "; ".join(["score aaaaaaaaaaaaaaaaaaaaaaa"] * 5) + " }",
        "index a {\n" + "  score aaaaaaaaaaaaaaaaaaaaaaa\n" * 5 + "}\n",
    ),
    "a comment where no line can end": ("score max(  # why\n a)", "score max(a)  # why\n"),
    "a comment above such a place": ("score max(\n  # why\n a)", "# why\nscore max(a)\n"),
    "two comments on a line that was two": ("score max(  # one\n a)  # two", "# one\nscore max(a)  # two\n"),
    "tabs and ends of lines": ("index a {\r\n\tscore 1   \r\n}", "index a {\n  score 1\n}\n"),
    "an operator at the end of a line": ("score max(a +\n b, c)", "score max(a\n  + b, c)\n"),
    "a comment before a semicolon": ("score 1 ; # one\n; score 2", "score 1  # one\nscore 2\n"),
}


@pytest.mark.parametrize(("text", "wanted"), CHANGED.values(), ids=CHANGED)
def test_changed(text: str, wanted: str) -> None:
    assert formatted(text) == wanted
    assert formatted(wanted) == wanted
    assert tree(wanted) == tree(text)
