"""Mistakes in a consolidated text are shown in the act that the words come from, with the place in that text."""

from pathlib import Path

import pytest
from law.documents import Case, cases, output

FILE = Path(__file__).with_name("origins.md")
CASES = cases(FILE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_where_it_is_shown(case: Case, update: bool) -> None:
    result = output(case)
    if update:
        start, end = cases(FILE)[case.number].span  # an output above may have changed the places
        text = FILE.read_text(encoding="utf-8")
        FILE.write_text(text[:start] + result + text[end:], encoding="utf-8", newline="\n")
    else:
        assert result == case.shown


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_file_of_an_act_comes_first(case: Case) -> None:
    places = [line for line in case.shown.splitlines() if line.lstrip().startswith(("-->", ":::"))]
    assert "--> act" in places[0] and "::: base on 2021-06-01:" in places[-1]


@pytest.mark.parametrize("case", [c for c in CASES if len(c.acts) > 2], ids=lambda case: case.title)
def test_two_acts_at_fault_are_both_named(case: Case) -> None:
    assert "`first`" in case.shown and "`second`" in case.shown
    assert "--> act3.eval" in case.shown and "::: act2.eval" in case.shown
