"""Rules on a day: scored, explained, checked and tested as the acts of a folder make them."""

import json
from datetime import date
from pathlib import Path

import pytest
from cli.commands import invoke, refused, said

from evallang import NotHeld, UsageError, load_on

TEXT = ("--ignore", "C")
"""Only what is wrong with the text is asked."""

BASE = """\
methodology centres "Centres"
source "Order 1" dated 2019-12-01
in force 2020-01-01
kinds central "Central", local "Local"
input late : count §1
indicator delay "Delay" §2 { points 10; score points - late §2 }
example "three late" { given kind central, late 3; expect delay 7 }
"""
FIRST = """\
amendment order_2 "Second order" amends centres
source "Order 2" dated 2020-11-15
in force 2021-01-01
replace §2 by §1 {
  indicator delay "Delay" { points 10; score points - 2 * late §2 }
}
example "three late count twice" { given kind local, late 3; expect delay 4 }
"""
LATER = """\
amendment order_9 "Ninth order" amends centres
source "Order 9" dated 2023-05-29
in force 2023-07-01
base in part
replace §2 by §4 {
  kinds central "Central"
}
"""
DATA = "body,kind,late\nNorth,local,3\n"


@pytest.fixture
def acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a methodology and an act that amends it; the working folder holds data too."""
    monkeypatch.chdir(tmp_path)
    Path("acts").mkdir()
    for name, text in {"acts/centres.eval": BASE, "acts/order_2.eval": FIRST, "bodies.csv": DATA}.items():
        Path(name).write_text(text, encoding="utf-8")
    return Path("acts")


def value(folder: Path, *more: str) -> str:
    result = invoke("score", folder, "--data", "bodies.csv", "--format", "json", *more)
    assert result.exit_code == 0, result.output
    scores = json.loads(result.stdout)
    assert scores["rules"]["why"] in result.stderr
    return str(scores["bodies"][0]["nodes"]["delay"]["exact"])


def test_the_text_of_the_day_is_scored(acts: Path) -> None:
    assert value(acts, "--on", "2020-12-31") == "7"
    assert value(acts, "--on", "2021-01-01") == "4"


def test_what_was_not_adopted_by_then_does_not_count(acts: Path) -> None:
    assert value(acts, "--on", "2021-06-01", "--known", "2020-11-14") == "7"
    assert value(acts, "--on", "2021-06-01", "--known", "2020-11-15") == "4"


def test_the_result_says_which_text_and_why(acts: Path) -> None:
    result = invoke("score", acts, "--data", "bodies.csv", "--on", "2021-06-01", "--known", "2020-12-01")
    said(result, 0, "the text of 2021-06-01, as known on 2020-12-01: as amended by `order_2` (Order 2)")
    explained = invoke("explain", acts, "--data", "bodies.csv", "--on", "2020-06-01", "--body", "North")
    said(explained, 0, "note: the text of 2020-06-01: in force since 2020-01-01", "= 10 - 3 = 7")


def test_a_day_before_the_document(acts: Path) -> None:
    for command in (("score", acts, "--data", "bodies.csv"), ("check", acts), ("template", acts, "-o", "new")):
        said(
            invoke(*command, "--on", "2019-06-01"), 1, "centres: not in force: `centres` comes into force on 2020-01-01"
        )
    with pytest.raises(NotHeld, match="comes into force on 2020-01-01"):
        load_on(acts, date(2019, 6, 1))


def test_a_day_in_a_gap(acts: Path) -> None:
    (acts / "order_9.eval").write_text(LATER, encoding="utf-8")
    gap = "centres: unknown: amendments between 2021-01-01 and 2023-07-01 are not held"
    said(invoke("score", acts, "--data", "bodies.csv", "--on", "2022-01-01"), 1, gap)
    said(invoke("explain", acts, "--data", "bodies.csv", "--body", "North", "--on", "2022-01-01"), 1, gap)
    said(invoke("who", acts, "--on", "2022-01-01"), 1, gap)
    said(invoke("score", acts, "--data", "bodies.csv", "--on", "2024-01-01", "--known", "2022-01-01"), 1, gap)
    assert value(acts, "--on", "2021-01-01") == "4"


def test_amendments_without_a_day(acts: Path) -> None:
    refused(invoke("score", acts, "--data", "bodies.csv"), "acts holds amendments", "`--on 2023-05-29`")
    single = acts / "order_2.eval"
    refused(
        invoke("score", single, "--data", "bodies.csv"), "order_2.eval amends a document and has no rules by itself"
    )
    refused(invoke("score", acts, "--data", "bodies.csv", "--on", "1.2.2020"), "`1.2.2020` is no date")


def test_a_document_that_the_folder_does_not_have(acts: Path) -> None:
    refused(invoke("score", acts, "--data", "bodies.csv", "--document", "center"), "no document is called `center`")
    with pytest.raises(UsageError, match="did you mean `centres`"):
        load_on(acts, date(2020, 6, 1), document="centrs")


def test_amendments_are_checked_in_what_they_make(acts: Path) -> None:
    said(invoke("check", acts, *TEXT), 0, "2 files checked: no mistakes")
    (acts / "order_2.eval").write_text(FIRST.replace("2 * late", "2 * lte"), encoding="utf-8")
    said(invoke("check", acts), 2, "unknown name `lte`", "centres on 2021-01-01", "did you mean `late`")
    said(invoke("check", acts, *TEXT, "--on", "2020-06-01"), 0, "centres on 2020-06-01 checked: no mistakes")
    said(invoke("check", acts, "--on", "2021-06-01"), 2, "unknown name `lte`")


def test_an_amendment_of_what_is_not_there(acts: Path) -> None:
    (acts / "order_2.eval").write_text(FIRST.replace("replace §2", "replace §22"), encoding="utf-8")
    said(invoke("check", acts), 2, "§22, which `centres` does not have", "acts/order_2.eval:4")


def test_the_examples_of_an_amendment_are_run(acts: Path) -> None:
    said(invoke("test", acts), 0, "centres.eval: 1 example, 1 figure compared", "order_2.eval: 1 example, 1 figure")
    (acts / "order_2.eval").write_text(FIRST.replace("expect delay 4", "expect delay 5"), encoding="utf-8")
    said(invoke("test", acts), 1, "`delay` is 4", "order_2.eval: 1 example, 1 figure compared, 1 failed")
    (acts / "order_2.eval").write_text(FIRST.replace("replace §2", "replace §22"), encoding="utf-8")
    said(invoke("test", acts), 2, "order_2.eval: not tested, what it makes has errors", "centres.eval: 1 example")


def test_rules_of_a_day_in_python(acts: Path) -> None:
    rules = load_on(acts, date(2021, 6, 1), date(2020, 12, 1))
    scores = rules.score("bodies.csv")
    assert str(scores["North"]["delay"]) == "4"
    assert rules.program.text_of is not None
    assert rules.program.text_of.since == date(2021, 1, 1)
    assert "note: the text of 2021-06-01, as known on 2020-12-01" in scores.explain("North").text


def test_folders_without_acts(acts: Path) -> None:
    Path("empty").mkdir()
    for command in (
        ("consolidate", "empty", "--on", "2020-01-01"),
        ("who", "empty"),
        ("score", "empty", "--data", "bodies.csv", "--on", "2020-01-01"),
    ):
        refused(invoke(*command), "empty holds no act", "one begins with `act`, `methodology` or `amendment`")
    refused(invoke("consolidate", "nowhere", "--on", "2020-01-01"), "nowhere: there is no such file or folder")
    assert acts.is_dir()
