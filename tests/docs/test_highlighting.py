"""The words that open a statement have a colour on the pages."""

import re
import runpy

from house.checkout import ROOT

# Values and kinds of values, which stand in the colour of names.
PLAIN = {
    "all",
    "blank",
    "calendar",
    "ceiling",
    "choice",
    "down",
    "even",
    "floor",
    "half",
    "has",
    "new",
    "only",
    "shared",
}


def test_every_word_that_opens_a_statement_has_a_colour() -> None:
    words = runpy.run_path(str(ROOT / "docs" / "_pages" / "highlighting.py"))
    coloured = {*words["DECLARATIONS"], *words["CLAUSES"], *words["OPERATORS"]}
    grammar = (ROOT / "grammar" / "evallang.lark").read_text(encoding="utf-8")
    opening = set(re.findall(r'(?:^\s*[?!]?\w+\s*:|\|)\s*"([a-z]+)"', grammar, re.MULTILINE))
    assert len(opening) > 40
    assert opening - coloured == PLAIN
