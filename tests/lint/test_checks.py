"""Every check reports what its document shows, and nothing where the document shows nothing."""

import pytest
from lint.documents import FOLDER, Case, cases, said

from evallang.lint.check import FAMILIES, all_checks

FILES = sorted(FOLDER.glob("*.md"))
CASES = [case for file in FILES for case in cases(file)]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.file.stem}: {c.title}")
def test_it_says_what_its_document_shows(case: Case, update: bool) -> None:
    found = said(case)
    if update and found != case.shown:
        text = case.file.read_text(encoding="utf-8")
        place = next(c.span for c in cases(case.file) if c.title == case.title)
        case.file.write_text(text[: place[0]] + found + text[place[1] :], encoding="utf-8")
        return
    assert found == case.shown


def test_each_heading_has_a_case() -> None:
    """A block that is not closed would take the next case away without a word."""
    for file in FILES:
        headings = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
        assert [f"## {title}" for title in dict.fromkeys(case.title for case in cases(file))] == headings, file.stem


def test_each_check_has_a_document_with_cases_of_both_sorts() -> None:
    assert {check.name for check in all_checks()} == {file.stem for file in FILES}
    for file in FILES:
        flagged = [bool(case.shown) for case in cases(file)]
        assert any(flagged) and not all(flagged), file.stem


def test_as_many_are_not_flagged_as_are() -> None:
    flagged = sum(bool(case.shown) for case in CASES)
    assert len(CASES) - flagged >= flagged


def test_titles_differ_within_a_document() -> None:
    for file in FILES:
        titles = [case.title for case in cases(file)]
        assert len(set(titles)) == len(titles), file.stem


def test_codes_are_stable_names() -> None:
    codes = [check.code for check in all_checks()]
    assert len(set(codes)) == len(codes)
    for check in all_checks():
        assert check.code[0] == "C" and check.code[1] in FAMILIES and check.title and check.page.splitlines()[0]
