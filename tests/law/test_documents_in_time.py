"""Amendments carried out, and amendments that cannot be."""

import re
from pathlib import Path

import pytest
from law.documents import Case, cases, output

FOLDER = Path(__file__).parent
CASES = [case for name in ("operations.md", "annexes.md", "one_day.md", "wrong.md") for case in cases(FOLDER / name)]
WRONG = [case for case in CASES if case.file.name == "wrong.md"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_comes_out(case: Case, update: bool) -> None:
    result = output(case)
    if update:
        now = cases(case.file)[case.number]  # an output above may have changed the places
        text = case.file.read_text(encoding="utf-8")
        start, end = now.span
        case.file.write_text(text[:start] + result + text[end:], encoding="utf-8", newline="\n")
    else:
        assert result == case.shown


def test_there_are_enough_wrong_amendments_and_no_two_are_alike() -> None:
    messages = [re.sub(r"`[^`]*`|§[\w.:-]+|\d[\d-]*", "…", case.shown.splitlines()[0]) for case in WRONG]
    assert len(messages) >= 25
    doubled = {m for m in messages if messages.count(m) > 1}
    assert not doubled


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.id)
def test_a_wrong_amendment_is_refused(case: Case) -> None:
    assert case.shown.startswith(("error[E", "unknown: ", "not in force: "))
