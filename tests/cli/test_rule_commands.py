"""The commands about rule files: `test`, `fmt`, `new`, `template`, `readings`."""

from pathlib import Path

import pytest
from cli.commands import SMALL, invoke, refused, said
from house.checkout import ROOT


def test_examples_are_counted_with_their_figures(place: Path) -> None:
    said(invoke("test", "."), 0, "small.eval: 1 example, 2 figures compared, all as expected")


def test_an_example_that_fails_is_shown_in_its_place(place: Path) -> None:
    (place / "bad.eval").write_text(SMALL.replace("expect third 1,", "expect third 2,"), encoding="utf-8")
    result = invoke("test", ".")
    said(result, 1, "`third` is 1, expected 2", "bad.eval: 1 example, 2 figures compared, 1 failed")
    said(result, 1, "small.eval: 1 example, 2 figures compared, all as expected")


def test_a_file_with_errors_does_not_stop_the_others(place: Path) -> None:
    (place / "bad.eval").write_text("methodology bad\nindex a { score b }\n", encoding="utf-8")
    (place / "old.eval").write_bytes('methodology old "Методика"\n'.encode("cp1251"))
    said(
        invoke("test", "."),
        2,
        "bad.eval: not tested",
        "old.eval:1: the file is not UTF-8",
        "small.eval: 1 example",
    )


def test_a_file_without_examples(place: Path) -> None:
    (place / "small.eval").write_text("methodology bare\nindex a { score 1 }\n", encoding="utf-8")
    said(invoke("test", "small.eval"), 0, "0 examples, 0 figures compared, nothing to compare")


def test_the_figures_of_an_acceptance_set_are_compared() -> None:
    result = invoke("test", ROOT / "rules" / "gallery" / "hdi-2022")
    said(result, 0, "figures compared, all as expected")


UNTIDY = "methodology   untidy\n\n\n\ninput x:number   # kept\nindex a{score x*2}\n"


def test_fmt_lays_a_file_out_and_says_so(place: Path) -> None:
    path = place / "untidy.eval"
    path.write_text(UNTIDY, encoding="utf-8")
    result = invoke("fmt", "--check", "untidy.eval")
    said(result, 1, "untidy.eval: is not in layout", "1 file: 1 would change")
    assert path.read_text(encoding="utf-8") == UNTIDY
    said(invoke("fmt", "untidy.eval"), 0, "1 file: 1 changed")
    assert "# kept" in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") != UNTIDY
    said(invoke("fmt", "--check", "untidy.eval"), 0, "1 file: 0 would change")
    assert sorted(p.name for p in place.iterdir()) == ["data", "small.eval", "untidy.eval"]


def test_fmt_keeps_line_ends_and_the_byte_order_mark(place: Path) -> None:
    path = place / "win.eval"
    path.write_bytes(b"\xef\xbb\xbf" + UNTIDY.replace("\n", "\r\n").encode())
    said(invoke("fmt", "win.eval"), 0)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfmethodology untidy\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    said(invoke("fmt", "--check", "win.eval"), 0)


def test_fmt_leaves_a_file_with_mistakes_of_syntax_as_it_is(place: Path) -> None:
    path = place / "bad.eval"
    path.write_text("methodology bad\nindex   a { scor 1 }\n", encoding="utf-8")
    before = path.read_bytes()
    said(invoke("fmt", "."), 2, "bad.eval:2", "1 with mistakes left as it is")
    assert path.read_bytes() == before


def test_new_writes_what_can_be_checked_tested_and_scored(place: Path) -> None:
    said(invoke("new", "сапа"), 0, "wrote сапа.eval")
    said(invoke("check", "сапа.eval"), 0, "no mistakes")
    said(invoke("fmt", "--check", "сапа.eval"), 0)
    said(invoke("test", "сапа.eval"), 0, "2 examples, 7 figures compared, all as expected")
    said(invoke("template", "сапа.eval", "-o", "forms"), 0, "wrote forms/bodies.csv")
    form = place / "forms" / "bodies.csv"
    form.write_text(form.read_text(encoding="utf-8-sig") + "Алматы,10,2,4.2\n", encoding="utf-8")
    said(invoke("score", "сапа.eval", "--data", "forms"), 0, "78", "medium")


def test_new_overwrites_nothing(place: Path) -> None:
    refused(invoke("new", "small"), "small.eval: there is such a file already")
    assert (place / "small.eval").read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize(
    ("name", "help_text"),
    [
        ("my rules", "my_rules"),
        ("2020", "n_2020"),
        ("a/b", "a_b"),
        ("../up", "up"),
        ("score-card", "score_card"),
        ("", ""),
    ],
)
def test_new_refuses_what_is_no_name(place: Path, name: str, help_text: str) -> None:
    refused(invoke("new", name), "a name has letters", help_text)
    assert len(list(place.iterdir())) == 2


def test_template_writes_a_file_for_the_bodies_and_for_each_list(place: Path) -> None:
    said(invoke("template", "small.eval", "-o", "forms"), 0)
    text = (place / "forms" / "bodies.csv").read_bytes().decode("utf-8-sig")
    assert text.splitlines()[0] == "body,kind,period,x"
    assert "Сан" in text.splitlines()[1]
    assert (place / "forms" / "measure.csv").read_bytes().startswith(b"\xef\xbb\xbfbody,period,code,value")
    refused(invoke("template", "small.eval", "-o", "forms"), "forms/bodies.csv: there is such a file already")


def test_template_with_semicolons_is_read_with_decimal_commas(place: Path) -> None:
    invoke("template", "small.eval", "-o", "forms", "--semicolon")
    form = place / "forms" / "bodies.csv"
    assert form.read_text(encoding="utf-8-sig").startswith("body;kind;period;x\n")
    form.write_text(form.read_text(encoding="utf-8-sig") + "A;local;2020;1,5\n", encoding="utf-8")
    said(invoke("score", "small.eval", "--data", form, "--parameter", "weight=1"), 0, "0.5 ")


def test_readings_are_listed_with_their_options(place: Path) -> None:
    result = invoke("readings", "small.eval")
    said(result, 0, "S-01 base §2", "By what is it divided?", "* three", "because the text says so", "  four")
    assert "moves" not in result.output


def test_with_data_each_other_option_says_what_it_moves(place: Path) -> None:
    ask = ("readings", "small.eval", "--data", "data", "--parameter", "weight=1")
    # x/4 for x/3: both bodies of 2020 get another score, 3/4 is no longer high, and the order stays
    said(invoke(*ask), 0, "moves 2 scores, 1 grade\n")
    # 2019: 6/4 stays high and 3/4 is no longer
    said(invoke(*ask, "--period", "all"), 0, "moves 4 scores, 2 grades\n")
    # 2.5/4 * 0.7 is below a half and 2.5/3 * 0.7 is not
    said(invoke(*ask[:-1], "weight=0.7"), 0, "moves 2 scores, 1 trigger\n")
    said(
        invoke(*ask, "--reading", "S-01=four"),
        0,
        "* four",
        "switched; the document chooses three",
        "moves 2 scores",
    )


def test_an_option_that_needs_other_inputs_is_scored_with_them(place: Path) -> None:
    text = """\
methodology inputs
reading which { option a; option b; choose a }
input x : number
input z : number under which.b
index i { score x under which.a; score x + z under which.b }
"""
    (place / "inputs.eval").write_text(text, encoding="utf-8")
    (place / "bodies.csv").write_text("body,x,z\nA,1,1\nB,1,0\nC,1,\n", encoding="utf-8")
    # A becomes 2, B stays 1, C has no z
    said(invoke("readings", "inputs.eval", "--data", "bodies.csv"), 0, "moves 2 scores (1 to no value)")


def test_a_value_that_is_gained_is_not_lost(place: Path) -> None:
    text = """\
methodology inputs
reading which { option a; option b; choose a }
input x : number
index i { score undefined "the text is silent" under which.a; score x under which.b }
"""
    (place / "inputs.eval").write_text(text, encoding="utf-8")
    (place / "bodies.csv").write_text("body,x\nA,1\nB,\n", encoding="utf-8")
    result = invoke("readings", "inputs.eval", "--data", "bodies.csv")
    said(result, 0, "moves 1 score")
    assert "to no value" not in result.output


def test_a_document_without_readings(place: Path) -> None:
    (place / "small.eval").write_text("methodology bare\nindex a { score 1 }\n", encoding="utf-8")
    said(invoke("readings", "small.eval"), 0, "no readings")
