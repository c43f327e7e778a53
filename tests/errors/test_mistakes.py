"""One file for each mistake that an author makes: the text, and the message below it.

`pytest tests/errors --update` writes the messages anew; read them before they are kept.
"""

import re
from pathlib import Path

import pytest

from evallang.diagnostics import Diagnostic
from evallang.report.diagnostics import render_all
from evallang.source import from_text
from evallang.syntax import parse

FILES = sorted(Path(__file__).parent.glob("*.md"))
_PARTS = re.compile(r"# (?P<title>[^\n]+)\n\n```eval\n(?P<eval>.*?)```\n\n```output\n(?P<output>.*?)```\n", re.DOTALL)
# The texts that hold more than one mistake; every other one has exactly one message.
SEVERAL = {
    "two_mistakes": 2,
    "ampersand": 2,
    "formula_in_a_cell": 2,
    "comma_missing": 2,
    "sign_before_a_value": 2,
    "bounds_as_signs": 3,
    "wrong_case": 2,
}


def messages(text: str) -> list[Diagnostic]:
    return parse(from_text("rules.eval", text))[1]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_message(file: Path, update: bool) -> None:
    document = file.read_text(encoding="utf-8")
    parts = _PARTS.fullmatch(document)
    assert parts is not None, "a heading, a block `eval` and a block `output`"
    output = render_all(messages(parts["eval"])) + "\n"
    if update:
        start, end = parts.span("output")
        file.write_text(document[:start] + output + document[end:], encoding="utf-8", newline="\n")
    else:
        assert output == parts["output"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_one_mistake_one_message(file: Path) -> None:
    parts = _PARTS.fullmatch(file.read_text(encoding="utf-8"))
    assert parts is not None
    assert len(messages(parts["eval"])) == SEVERAL.get(file.stem[4:], 1)


def test_files_are_numbered() -> None:
    assert [int(file.stem[:3]) for file in FILES] == list(range(1, len(FILES) + 1))
