"""Every document below this folder comes out as it says.

`pytest tests/cases --update` writes the outputs anew; read them before they are kept.
"""

from collections import Counter
from pathlib import Path

import pytest
from cases.documents import FOLDER, Case, cases, output

FILES = sorted(FOLDER.glob("*/*.md"))
CASES = [case for file in FILES for case in cases(file)]
STAGES = {
    "absence", "brackets", "builtins", "documents", "items", "logic", "numbers", "order", "periods", "points",
    "populations", "ratings", "readings", "rounding", "tables", "triggers", "weights",
}  # fmt: skip


def name_of(case: Case) -> str:
    return f"{case.file.parent.name}/{case.file.stem}: {case.title}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_comes_out(case: Case, update: bool) -> None:
    result = output(case)
    if update:
        now = cases(case.file)[case.number]  # an output above may have changed the places
        text = case.file.read_text(encoding="utf-8")
        start, end = now.span
        case.file.write_text(text[:start] + result + text[end:], encoding="utf-8", newline="\n")
    else:
        assert result == case.shown


def test_every_stage_has_documents() -> None:
    assert {file.parent.name for file in FILES} == STAGES


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_document_is_whole(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# ")
    found = cases(file)
    assert found and not [case.title for case in found if not case.rules]
    assert text.count("```output") == len(found)
    assert not [title for title, times in Counter((c.title, c.options) for c in found).items() if times > 1]
