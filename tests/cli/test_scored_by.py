"""Nodes that another methodology scores: as data, from a document named behind the first, from one of the folder."""

from pathlib import Path

import pytest
from cli.commands import invoke, refused, said

NEXT = """\
methodology next
kinds central, local
index base { scored by small.third }
index ten { score base * 10 }
"""
ALL = ("--data", "data", "--parameter", "weight=1")


@pytest.fixture(autouse=True)
def following(place: Path) -> None:
    (place / "next.eval").write_text(NEXT, encoding="utf-8")


def scored(place: Path, *args: str, code: int = 0) -> list[list[str]]:
    said(invoke("score", *args, "-o", "out.csv"), code)
    return [line.split(",")[3:] for line in (place / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]


def test_without_its_result_the_reason_names_the_other(place: Path) -> None:
    result = invoke("score", "next.eval", "--data", "data/bodies.csv")
    said(result, 1, "the result of `small.third` is not given")
    said(result, 1, "there is no column `base`")


@pytest.mark.parametrize("header", ["base", "third", "THIRD"])
def test_a_column_has_either_name(place: Path, header: str) -> None:
    (place / "bodies.csv").write_text(f"body,kind,{header}\nA,local,1/3\nB,local,\nC,local,what\n", encoding="utf-8")
    result = invoke("score", "next.eval", "--data", "bodies.csv")
    said(result, 1, "the result of `small.third` is not given (bodies.csv:3", "cannot be read: `what` is not a number")
    said(invoke("score", "next.eval", "--data", "bodies.csv", "-o", "out.csv"), 1)
    (first, *_) = (place / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert first.split(",") == ["A", "local", f"0.{'3' * 34}", f"3.{'3' * 33}"]


def test_a_document_behind_the_first_scores_it(place: Path) -> None:
    """The value is exact, and no column is called unknown that one of the two reads."""
    result = invoke("score", "next.eval", "small.eval", *ALL)
    said(result, 0)
    assert "warning" not in result.output
    assert scored(place, "next.eval", "small.eval", *ALL) == [["1", "10"], [f"0.8{'3' * 33}", f"8.{'3' * 33}"]]
    explained = invoke("explain", "next.eval", "small.eval", *ALL, "--body", "Банк")
    said(explained, 0, "base: 0.833333… (exactly 5/6)", "= 0.833333… * 10 = 8.33333…")


def test_a_column_that_neither_reads_is_named(place: Path) -> None:
    text = (place / "data" / "bodies.csv").read_text(encoding="utf-8").splitlines()
    lines = "\n".join(f"{line},{'color' if i == 0 else 'red'}" for i, line in enumerate(text)) + "\n"
    (place / "data" / "bodies.csv").write_text(lines, encoding="utf-8")
    result = invoke("score", "next.eval", "small.eval", *ALL)
    assert result.output.count("the column `color` is no input and is not read") == 1


def test_readings_and_parameters_of_the_other(place: Path) -> None:
    args = ("next.eval", "small.eval", "--data", "data", "--reading", "S-01=four", "--parameter", "weight=4")
    assert scored(place, *args)[0] == ["3", "30"]
    refused(invoke("score", *args, "--reading", "S-02=four"), "no reading is called `S-02`")
    refused(invoke("score", *args, "--parameter", "height=4"), "no parameter `height`")


def test_a_folder_that_holds_both(place: Path) -> None:
    """The one that scores no node of another is meant."""
    assert scored(place, ".", *ALL) == [["1", "10"], [f"0.8{'3' * 33}", f"8.{'3' * 33}"]]


def test_a_folder_with_a_third_that_has_nothing_to_do_with_them(place: Path) -> None:
    (place / "third.eval").write_text("methodology alone\nindex a { score 1 }\n", encoding="utf-8")
    refused(invoke("score", ".", *ALL), "next.eval, small.eval, third.eval")


def test_three_in_a_row(place: Path) -> None:
    (place / "last.eval").write_text("methodology last\nindex c { scored by next.ten }\n", encoding="utf-8")
    said(invoke("score", ".", *ALL, "-o", "out.csv"), 0)
    assert (place / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "Алматы,2020,10"


def test_what_the_other_cannot_say_has_its_reason(place: Path) -> None:
    said(invoke("score", "next.eval", "small.eval", "--data", "data"), 1, "`small.third` has no value: the parameter")


def test_a_node_that_the_other_does_not_have(place: Path) -> None:
    (place / "next.eval").write_text(NEXT.replace("third", "thirt"), encoding="utf-8")
    refused(
        invoke("score", "next.eval", "small.eval", *ALL), "`small` has no one node `thirt`", "did you mean `third`?"
    )


def test_two_that_score_each_other(place: Path) -> None:
    (place / "a.eval").write_text("methodology a\nindex x { scored by b.y }\n", encoding="utf-8")
    (place / "b.eval").write_text("methodology b\nindex y { scored by a.x }\n", encoding="utf-8")
    refused(invoke("score", "a.eval", "b.eval", *ALL), "`b` and `a` are scored by each other")


def test_nodes_of_items(place: Path) -> None:
    text = """\
methodology next
kinds central, local
item measure by code { index twice { scored by small.measure.twice }; index again { score twice * 2 } }
index total { score sum(again for measure) }
"""
    (place / "next.eval").write_text(text, encoding="utf-8")
    said(invoke("score", "next.eval", "small.eval", *ALL, "-o", "direct.csv"), 0)
    said(invoke("score", "small.eval", *ALL, "-o", "first"), 0)
    said(invoke("score", "next.eval", "--data", "first", "-o", "second.csv"), 0)
    assert (place / "direct.csv").read_bytes() == (place / "second.csv").read_bytes()
    assert (place / "direct.measure.csv").read_bytes() == (place / "second.measure.csv").read_bytes()


def test_the_template_asks_for_it(place: Path) -> None:
    said(invoke("template", "next.eval", "-o", "empty"), 0)
    assert (place / "empty" / "bodies.csv").read_text(encoding="utf-8-sig").startswith("body,kind,base")
