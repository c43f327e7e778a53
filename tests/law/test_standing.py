"""Whether a document is in force on a day, what its text rests on, and what is written of it."""

from datetime import date
from pathlib import Path

import pytest
from cli.commands import invoke, refused, said
from house.checkout import ROOT

from evallang import NotHeld, load_on

TEXT = ("--ignore", "C")
"""Only what is wrong with the text is asked."""

BASE = """\
methodology centres "Centres"
source "Order 1" dated 2019-12-01
in force 2020-01-01
kinds central "Central", local "Local"
input late : count §1
indicator delay "Delay" §2 { points 10; score points - late §2 }
index total "Total" §3 { parts delay; score sum(parts) }
"""
SECOND = """\
amendment order_2 "Second order" amends centres
source "Order 2" dated 2020-11-15
in force 2021-01-01
replace §2 { indicator delay "Delay" { points 10; score points - 2 * late §2 } }
"""
ENDS = BASE.replace("in force 2020-01-01", "in force 2020-01-01 until 2024-01-01")
DAY = ("--on", "2021-06-01")
DATA = "body,kind,late\nNorth,local,3\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def acts(**files: str) -> Path:
    """The folder `acts` with these files."""
    place = Path("acts")
    for name, text in files.items():
        file = place / f"{name}.eval".replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place


def test_a_document_that_was_amended_ends_all_the_same() -> None:
    place = acts(base=ENDS, second=SECOND)
    said(invoke("consolidate", place, "--on", "2023-12-31"), 0, "centres on 2023-12-31: as amended by `order_2`")
    ended = "not in force: `centres` was in force until 2024-01-01"
    said(invoke("consolidate", place, "--on", "2024-01-01"), 1, f"centres on 2024-01-01: {ended}")
    said(invoke("who", place, "--on", "2025-01-01"), 1, ended)
    with pytest.raises(NotHeld, match="was in force until 2024-01-01"):
        load_on(place, date(2025, 1, 1))


def test_an_end_that_is_assumed_is_told() -> None:
    place = acts(base=ENDS.replace("until 2024-01-01", 'until 2024-01-01 assumed "the day is not given"'))
    said(invoke("consolidate", place, "--on", "2025-01-01"), 1, "until 2024-01-01 (assumed: the day is not given)")
    said(invoke("timeline", place), 0, "2024-01-01  `centres`", "date assumed: the day is not given")


def test_the_methodology_of_2020_ends_with_an_amendment_too() -> None:
    text = (ROOT / "rules/interaction-2020/interaction.eval").read_text(encoding="utf-8")
    proposal = """\
amendment proposal amends interaction_2020
source "Draft order" dated 2020-06-15
in force 2020-07-01
in table §app13 { replace line "90% .. 100%" { | 90% .. 100% | 9 | §app13.1
} }
"""
    place = acts(interaction=text, proposal=proposal)
    ended = "not in force: `interaction_2020` was in force until 2021-04-20 (assumed: күшін жою"
    said(invoke("consolidate", place, "--on", "2022-01-01"), 1, ended)


def test_an_amendment_before_its_document_is_refused_on_every_day() -> None:
    place = acts(base=BASE, second=SECOND.replace("2021-01-01", "2019-12-15"))
    names = ("error[E0519]", "`order_2` (Order 2) amends `centres` (Order 1) from 2019-12-15", "only on 2020-01-01")
    said(invoke("check", place), 2, *names)
    for day in ("2019-12-20", "2021-06-01"):
        refused(invoke("who", place, "--on", day), *names)


def test_an_amendment_from_the_first_day_of_its_document() -> None:
    place = acts(base=BASE, second=SECOND.replace("2021-01-01", "2020-01-01"))
    said(invoke("check", place, *TEXT), 0, "no mistakes")
    said(invoke("consolidate", place, "--on", "2019-12-31"), 1, "`centres` comes into force on 2020-01-01")
    said(invoke("consolidate", place, "--on", "2020-01-01"), 0, "as amended by `order_2`")


def test_an_operation_before_its_document_is_told_where_it_says_so() -> None:
    early = SECOND.replace("in force 2021-01-01", "in force 2019-01-01").replace(
        "replace §2 {", "replace §2 from 2019-06-01 {"
    )
    said(invoke("check", acts(base=BASE, second=early)), 2, "4 | replace §2 from 2019-06-01", "`from 2020-01-01`")


def test_an_amendment_does_not_lapse() -> None:
    place = acts(base=BASE, second=SECOND.replace("2021-01-01", "2021-01-01 until 2022-01-01"))
    said(invoke("check", place), 2, "error[E0518]: the amendment `order_2`", "take `until` away")
    refused(invoke("consolidate", place, *DAY), "error[E0518]")


def test_a_draft_is_never_told_to_be_in_force() -> None:
    place = acts(base=BASE, second=SECOND + "status draft\n")
    taken = "`order_2` (Order 2), a draft, never in force, taken as if from 2021-01-01"
    Path("bodies.csv").write_text(DATA, encoding="utf-8")
    for command in (("consolidate", place), ("who", place), ("score", place, "--data", "bodies.csv")):
        result = invoke(*command, *DAY, "--include-drafts")
        said(result, 0, f"as amended by {taken}")
        assert "in force since" not in result.output
        said(invoke(*command, *DAY), 0, "in force since 2020-01-01")


def test_a_draft_before_its_day() -> None:
    place = acts(base=BASE + "status draft\n")
    said(
        invoke("consolidate", place, "--on", "2019-06-01", "--include-drafts"), 1,
        "not in force: `centres` is a draft, never in force, taken as if from 2020-01-01",
    )  # fmt: skip
    said(invoke("consolidate", place, "--on", "2019-06-01"), 1, "unknown: no act that is held but drafts")
    said(invoke("consolidate", place, *DAY), 1, "`centres` is held only as a draft; `--include-drafts` takes it")


def test_the_draft_of_2010() -> None:
    place = ROOT / "rules/decree-954"
    taken = invoke("consolidate", place, "--on", "2010-10-08", "--include-drafts")
    said(taken, 0, "decree_954 on 2010-10-08: a draft, never in force, taken as if from 2010-10-08 (assumed: ")
    assert "in force since" not in taken.stderr
    left = "the text of `decree_954` before 2017-12-12 is held only as a draft; `--include-drafts` takes it"
    said(invoke("who", place, "--on", "2010-10-08"), 1, left)
    said(invoke("who", place, "--on", "2010-10-07"), 1, "the text of `decree_954` before 2017-12-12 is not held")


def test_a_day_that_is_assumed_is_told_as_such() -> None:
    second = SECOND.replace("2021-01-01", '2021-01-01 assumed "the day of publication is not given"')
    place = acts(base=BASE.replace("2020-01-01", '2020-01-01 assumed "nor is that of the order"'), second=second)
    own = "in force since 2021-01-01 (assumed: the day of publication is not given)"
    Path("bodies.csv").write_text(DATA, encoding="utf-8")
    for command in (("consolidate", place), ("score", place, "--data", "bodies.csv")):
        said(invoke(*command, *DAY), 0, own, "`centres` (Order 1) is in force since 2020-01-01 (assumed: nor is that")
    said(invoke("consolidate", place, "--on", "2020-06-01"), 0, "since 2020-01-01 (assumed: nor is that of the order)")
    said(
        invoke("consolidate", ROOT / "rules/order-20-01-38-3", "--document", "order_20_01_38_3", "--on", "2022-06-01"),
        0, "in force since 2022-01-04 (assumed: ",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("second", "dated 2020-11-15", "dated 2020-14-02"),
        ("second", "in force 2021-01-01", "in force 2021-13-01"),
        ("base", "dated 2019-12-01", "dated 2019-02-30"),
        ("base", "in force 2020-01-01", "in force 2020-01-32"),
        ("base", "in force 2020-01-01", "in force 2020-01-01 until 2024-02-30"),
    ],
)
def test_a_day_of_the_head_that_no_calendar_has(file: str, old: str, new: str) -> None:
    place = acts(**{"base": BASE, "second": SECOND, file: {"base": BASE, "second": SECOND}[file].replace(old, new)})
    day = new.rsplit(maxsplit=1)[-1]
    for command in (("check", place), ("consolidate", place, *DAY), ("timeline", place)):
        result = invoke(*command)
        said(result, 2, f"error[E0226]: there is no day `{day}`", "^" * len(day))
        assert "E0512" not in result.output


def test_nothing_is_written_over_an_act_or_beside_it() -> None:
    place = acts(base=BASE, second=SECOND)
    before = (place / "base.eval").read_bytes()
    over = "acts/base.eval: the file is read here and not written over"
    refused(invoke("consolidate", place, *DAY, "-o", "acts/base.eval"), over)
    refused(invoke("consolidate", place / "base.eval", *DAY, "-o", "acts/../acts/base.eval"), "not written over")
    assert (place / "base.eval").read_bytes() == before
    twice = "the folder of the acts would then hold `centres` twice"
    refused(invoke("consolidate", place, *DAY, "-o", "acts/made/text.eval"), f"acts/made/text.eval: {twice}")
    said(invoke("consolidate", place, *DAY, "-o", "text.eval"), 0, "wrote text.eval")
    said(invoke("check", "text.eval", *TEXT), 0, "no mistakes")
    assert not Path("acts/made").exists()


def test_a_consolidated_text_among_the_acts_is_told_as_such() -> None:
    place = acts(base=BASE, second=SECOND)
    said(invoke("consolidate", place, *DAY, "-o", "text.eval"), 0)
    Path("text.eval").rename(place / "text.eval")
    once = "keep one of the files: a consolidated text stands outside of the folder of its acts"
    said(invoke("check", place), 2, "`order_2` amends `centres`, which is held twice", once)
    refused(invoke("consolidate", place, *DAY), "two acts are called `centres`", once)


def test_what_rests_on_a_draft_says_so_in_the_file_and_keeps_its_layout() -> None:
    second = SECOND.replace("2021-01-01", '2021-01-01 assumed "no day is given"') + "status draft\n"
    place = acts(base=BASE, second=second)
    said(invoke("consolidate", place, *DAY, "--include-drafts", "-o", "text.eval"), 0)
    first = Path("text.eval").read_text(encoding="utf-8").splitlines()[0]
    rest = "is a draft, never in force, taken as if from 2021-01-01 (assumed: no day is given)."
    assert first == f"# `order_2` (Order 2) {rest}"
    said(invoke("fmt", "--check", "text.eval"), 0)


def test_an_act_had_not_been_adopted_by_then() -> None:
    place = acts(base=BASE, second=SECOND)
    said(
        invoke("consolidate", place, *DAY, "--known", "2019-06-01"), 1,
        "not in force: `centres` was adopted on 2019-12-01, after 2019-06-01",
    )  # fmt: skip
    part = acts(base="act other\nin force 2020-01-01\n", second=SECOND + "base in part\n")
    said(
        invoke("consolidate", part, *DAY, "--known", "2019-06-01", "--document", "centres"), 1,
        "unknown: no act that is held and amends `centres` had been adopted by 2019-06-01",
    )  # fmt: skip


def test_an_act_without_a_day() -> None:
    place = acts(base=BASE.replace("in force 2020-01-01\n", ""))
    lacking = "unknown: `centres` does not say from when it is in force; write `in force`"
    said(invoke("consolidate", place, *DAY), 1, lacking)
    said(invoke("timeline", place), 1, "acts holds no act with a day from which it is in force")
    acts(second=SECOND)
    said(invoke("consolidate", place, "--on", "2020-06-01"), 1, lacking)
    said(invoke("consolidate", place, *DAY), 1, lacking)


def test_a_consolidated_text_by_itself_says_nothing_of_the_days_before() -> None:
    place = acts(base=BASE, second=SECOND)
    Path("elsewhere").mkdir()
    text = "elsewhere/text.eval"
    said(invoke("consolidate", place, *DAY, "-o", text), 0)
    said(invoke("consolidate", text, *DAY), 0, "in force since")
    before = invoke("consolidate", text, "--on", "2020-06-01")
    said(before, 1, "the text of `centres` before 2021-01-01 is not held; what is held is as amended from then")


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ("repeal §2", "unknown name `delay`; it was declared in §2, which `order_2` repeals"),
        ('replace §2 { text """Words only.""" }', "unknown name `delay`; it was declared in §2"),
        ("insert §4 after §3 { indicator more { score nothing } }", "unknown name `nothing`"),
    ],
)
def test_what_check_would_refuse_is_not_written(operation: str, message: str) -> None:
    head = SECOND[: SECOND.index("replace")]
    place = acts(base=BASE, second=f"{head}{operation}\n")
    result = invoke("consolidate", place, *DAY, "-o", "text.eval")
    refused(result, message, "no text is written: ")
    assert not Path("text.eval").exists()
    shown = invoke("consolidate", place, *DAY)
    refused(shown, message)
    assert not shown.stdout


def test_a_folder_without_acts_has_no_timeline() -> None:
    Path("empty").mkdir()
    refused(invoke("timeline", "empty"), "empty holds no act")


def test_mistakes_in_other_documents_do_not_matter() -> None:
    place = acts(
        base=BASE, second=SECOND, old__other='act other "Other"\nin force 2020-13-01\nnorm {\n', old__broken="{{\n"
    )
    for path in (place / "base.eval", place / "second.eval"):
        said(invoke("consolidate", path, *DAY), 0, "as amended by `order_2`")
    said(invoke("consolidate", place, *DAY, "--document", "centres"), 0, "as amended by `order_2`")
    said(invoke("check", place), 2, "acts/old/other.eval")


def test_a_file_that_may_amend_the_document_matters() -> None:
    place = acts(base=BASE, third='amendment "" amends centres\n')
    refused(invoke("consolidate", place / "base.eval", *DAY), "acts/third.eval")


def test_a_file_is_its_own_document_and_no_other() -> None:
    place = acts(base=BASE, more__base='act other "Other"\nin force 2020-01-01\n', table="x = 1\n", words="# nothing\n")
    said(invoke("consolidate", place / "more/base.eval", *DAY), 0, "other on 2021-06-01")
    refused(invoke("consolidate", place / "table.eval", *DAY), "acts/table.eval")
    refused(invoke("consolidate", place / "words.eval", *DAY), "acts/words.eval holds no act")


def test_a_draft_is_amended_by_drafts_only() -> None:
    place = acts(base=BASE + "status draft\n", second=SECOND)
    said(invoke("check", place), 2, "error[E0511]: `order_2` amends `centres`, which is not held but as a draft")
    acts(second=SECOND + "status draft\n")
    said(invoke("check", place, *TEXT), 0, "no mistakes")
    said(
        invoke("consolidate", place, *DAY, "--include-drafts"), 0,
        "as amended by `order_2` (Order 2), a draft, never in force, taken as if from 2021-01-01; "
        "`centres` (Order 1) is a draft, never in force, taken as if from 2020-01-01",
    )  # fmt: skip
