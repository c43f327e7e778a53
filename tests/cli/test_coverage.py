"""`evallang test --coverage` and `--write-missing`: what they print, how they end, what becomes of the file."""

from pathlib import Path

import pytest
from cli.commands import invoke, said

RULES = """\
methodology halves
input x : number 0..10
indicator a { score if x > 5 then 1 else 2 }
"""
HIGH = 'example "high" { given x 6; expect a 1 }\n'
LOW = 'example "low" { given x 5; expect a 2 }\n'


@pytest.fixture
def file(place: Path) -> Path:
    return place / "halves.eval"


def write(file: Path, *parts: str) -> None:
    file.write_text("\n".join([RULES, *parts]), encoding="utf-8")


def test_what_no_example_touches_is_told_with_its_line(file: Path) -> None:
    write(file, HIGH)
    result = invoke("test", "--coverage", file.name)
    said(
        result, 1, "halves.eval: 1 example, 1 figure compared, all as expected", "halves.eval: 1 of 2 touched",
        "conditions     1 of     2", "halves.eval:3: no example has `x > 5` false",
    )  # fmt: skip


def test_where_everything_is_touched_it_ends_well(file: Path) -> None:
    write(file, HIGH, LOW)
    result = invoke("test", "--coverage", file.name)
    said(result, 0, "halves.eval: 2 of 2 touched")
    assert "no example" not in result.output


def test_without_the_word_only_the_examples_are_run(file: Path) -> None:
    write(file)
    assert "touched" not in invoke("test", file.name).output


def test_where_there_is_nothing_to_touch_it_is_said(place: Path) -> None:
    (place / "bare.eval").write_text("methodology bare\nindicator a { score 1 }\n", encoding="utf-8")
    said(invoke("test", "--coverage", "bare.eval"), 0, "bare.eval: there is nothing to touch")


def test_missing_examples_are_written_once_and_do_not_count(file: Path) -> None:
    write(file, HIGH)
    before = file.read_text(encoding="utf-8")
    said(
        invoke("test", "--write-missing", file.name), 0, "halves.eval: 1 example written, unconfirmed: 1 more touched",
        "halves.eval: 2 examples (1 unconfirmed), 2 figures compared, all as expected",
    )  # fmt: skip
    after = file.read_text(encoding="utf-8")
    assert after.startswith(before) and 'example "x > 5 false" unconfirmed {' in after
    said(invoke("test", "--write-missing", file.name), 0, "halves.eval: no example to write")
    assert file.read_text(encoding="utf-8") == after
    said(invoke("fmt", "--check", file.name), 0)
    said(
        invoke("test", "--coverage", file.name), 1,
        "halves.eval:3: no example has `x > 5` false (an unconfirmed one does)",
    )  # fmt: skip


def test_both_words_write_and_then_tell(file: Path) -> None:
    write(file)
    result = invoke("test", "--coverage", "--write-missing", file.name)
    said(result, 1, "2 examples written, unconfirmed: 2 more touched", "0 of 2 touched")
    assert result.output.count("(an unconfirmed one does)") == 2


def test_a_confirmed_example_counts(file: Path) -> None:
    write(file, HIGH)
    invoke("test", "--write-missing", file.name)
    file.write_text(file.read_text(encoding="utf-8").replace(" unconfirmed", ""), encoding="utf-8")
    said(invoke("test", "--coverage", file.name), 0, "2 of 2 touched")


def test_nothing_is_written_while_an_example_fails(file: Path) -> None:
    write(file, HIGH.replace("a 1", "a 2"))
    before = file.read_bytes()
    said(invoke("test", "--write-missing", file.name), 1, "`a` is 1, expected 2", "nothing is written while an example")
    assert file.read_bytes() == before


def test_line_ends_and_the_byte_order_mark_are_kept(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + RULES.replace("\n", "\r\n").encode())
    said(invoke("test", "--write-missing", file.name), 0, "2 examples written")
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfmethodology") and written.count(b"\n") == written.count(b"\r\n") > 10


def test_what_no_body_touches_is_told(place: Path) -> None:
    text = "methodology never\ninput x : share\nindicator a { score x; clamp 0 .. }\n"
    (place / "never.eval").write_text(text, encoding="utf-8")
    said(
        invoke("test", "--write-missing", "never.eval"), 0, "1 more touched, 1 not reached",
        "never.eval:3: no example is raised by `clamp 0 ..` of `a`; none found among",
    )  # fmt: skip


def test_rules_with_errors_are_not_measured(file: Path) -> None:
    file.write_text("methodology bad\nindicator a { score b }\n", encoding="utf-8")
    said(invoke("test", "--coverage", "--write-missing", file.name), 2, "halves.eval: not tested")


def test_unconfirmed_examples_must_pass(file: Path) -> None:
    write(file, HIGH.replace('"high" {', '"high" unconfirmed {').replace("a 1", "a 2"))
    said(invoke("test", file.name), 1, "1 example (1 unconfirmed), 1 figure compared, 1 failed")
