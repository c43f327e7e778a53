"""One file for each mistake that an author makes: the text, and the message below it.

`pytest tests/errors --update` writes the messages anew; read them before they are kept.
"""

import re
from pathlib import Path

import pytest
from errors.mistakes import files, messages, read

from evallang.diagnostics import Diagnostic
from evallang.report.diagnostics import render_all

FILES = files()
FIRST_OF_MEANING = 100
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


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_message(file: Path, update: bool) -> None:
    mistake = read(file)
    output = render_all(messages(mistake.rules)) + "\n"
    if update:
        document = file.read_text(encoding="utf-8")
        start, end = mistake.place
        file.write_text(document[:start] + output + document[end:], encoding="utf-8", newline="\n")
    else:
        assert output == mistake.output


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_one_mistake_one_message(file: Path) -> None:
    assert len(messages(read(file).rules)) == SEVERAL.get(file.stem[4:], 1)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_mistake_is_short(file: Path) -> None:
    assert read(file).rules.count("\n") <= 25


def test_files_are_numbered() -> None:
    numbers = [int(file.stem[:3]) for file in FILES]
    syntax = [number for number in numbers if number < FIRST_OF_MEANING]
    meaning = numbers[len(syntax) :]
    assert syntax == list(range(1, len(syntax) + 1))
    assert meaning == list(range(FIRST_OF_MEANING, FIRST_OF_MEANING + len(meaning)))


def path_of(diagnostics: list[Diagnostic]) -> str:
    """The messages with the author's names and numbers blanked out."""
    return " | ".join(f"{d.code} {_blanked(d.message)} ({_blanked(d.help or '')})" for d in diagnostics)


def _blanked(words: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"`[^`]*`|\"[^\"]*\"", "…", words))


def test_no_two_mistakes_take_the_same_path() -> None:
    stems: dict[str, list[str]] = {}
    for file in FILES:
        stems.setdefault(path_of(messages(read(file).rules)), []).append(file.stem)
    assert not {said: same for said, same in stems.items() if len(same) > 1}
