"""Ways of writing what an amending act does that come to the same, and what the commands say where nothing is found."""

from pathlib import Path

import pytest
from cli.commands import invoke

from evallang.source import from_text
from evallang.syntax import parse
from evallang.syntax.print import format_module

_HEAD = 'amendment decree "Decree" amends system\nin force 2024-01-01\n'


@pytest.mark.parametrize(
    "rows",
    [
        "{ | 60 and up | 40 | §4.1 }",
        "{ | 60 and up | 40 | §4.1\n}",
        "{\n | 60 and up | 40 | §4.1 }",
    ],
)
def test_a_row_may_stand_on_the_line_of_its_brace(rows: str) -> None:
    module, wrong = parse(from_text("a.eval", _HEAD + f'in table §4 {{ replace line "50 and up" {rows} }}\n'))
    assert not wrong
    assert format_module(module).endswith('replace line "50 and up" {\n    | 60 and up | 40 |  §4.1\n  }\n}\n')


def test_rows_go_on_below_the_line_of_the_brace() -> None:
    module, wrong = parse(
        from_text("a.eval", _HEAD + "in table §4 { insert line after 1 { | a | |\n | b | 2 |\n } }\n")
    )
    assert not wrong
    assert format_module(module).endswith("insert line after 1 {\n    | a |   |\n    | b | 2 |\n  }\n}\n")


_BASE = """act system "The system"
source "Decree 1" dated 2020-01-01
in force 2020-01-01
language en
block deadlines "Deadlines" §3 { score 1 }
register bodies "Bodies" §7 { body a "Body A" covers all §7.1 }
"""


def _repeals(folder: Path, base: str = _BASE) -> Path:
    (folder / "base.eval").write_text(base, encoding="utf-8")
    text = 'amendment decree "Decree" amends system\nin force 2024-01-01\nin register bodies { repeal line a }\n'
    (folder / "decree.eval").write_text(text, encoding="utf-8")
    return folder


def test_a_register_whose_lines_are_repealed_is_no_missing_register(tmp_path: Path) -> None:
    assert invoke("scope", str(_repeals(tmp_path)), "--on", "2024-02-01").stdout == "no body stands in `bodies`\n"
    assert "a     yes" in invoke("scope", str(tmp_path), "--on", "2023-02-01").stdout
    (tmp_path / "decree.eval").unlink()
    (tmp_path / "base.eval").write_text(_BASE.replace("register bodies", "# register"), encoding="utf-8")
    assert invoke("scope", str(tmp_path), "--on", "2024-02-01").stdout == "system has no register\n"


def test_a_mistake_of_the_base_is_not_told_again_for_each_text_made_of_it(tmp_path: Path) -> None:
    folder = _repeals(tmp_path, _BASE.replace("score 1", "score late"))
    result = invoke("check", str(folder))
    assert result.stdout.count("unknown name `late`") == 1 and "2 files checked: 1 error" in result.stdout
    result = invoke("check", str(folder / "decree.eval"))
    assert result.stdout.count("unknown name `late`") == 1 and "base.eval:5:40" in result.stdout


def test_an_amendment_below_its_decree_is_a_second_document(tmp_path: Path) -> None:
    file = tmp_path / "both.eval"
    head = "methodology a\nin force 2020-01-01\nindicator x { score 1 §1 }\n"
    file.write_text(head + "amendment z amends a\nin force 2021-01-01\nreplace §1 { score 2 }\n", encoding="utf-8")
    result = invoke("check", file)
    assert result.exit_code == 2
    assert "`z` is the second document of the file" in result.output
    assert "put the second into its own file" in result.output


def test_the_difference_says_that_it_takes_a_draft(tmp_path: Path) -> None:
    (tmp_path / "base.eval").write_text('act s\nin force 2020-02-01\nnorm §1 { text """x""" }\n', encoding="utf-8")
    (tmp_path / "draft.eval").write_text(
        'amendment am amends s\nin force 2021-02-01 assumed "not given"\nstatus draft\nrepeal §1\n', encoding="utf-8"
    )
    result = invoke("diff", tmp_path, "--from", "2021-01-01", "--to", "2021-03-01", "--include-drafts")
    assert result.exit_code == 0
    assert "note: `am` is a draft, never in force, taken as if from 2021-02-01 (assumed: not given)" in result.output
