"""`evallang diff` as a command: what it compares, how it prints, and `git diff` by it."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import pytest
from cli.commands import invoke, refused, said
from diff.pairs import BASE, CHANGES
from docx.enum.section import WD_ORIENT
from house.checkout import ROOT, script
from jsonschema import Draft202012Validator

SCHEMA = json.loads((ROOT / "docs" / "schema" / "diff.schema.json").read_text(encoding="utf-8"))
DATA = "body,kind,late,all\na,central,3,10\nb,central,0,4\nc,local,0,0\nd,local,5,9\n"
HISTORY = ROOT / "rules" / "decree-954"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    text = BASE
    (tmp_path / "old.eval").write_text(text, encoding="utf-8")
    for name in ("formula", "bound", "row"):
        text = text.replace(*CHANGES[name])
    (tmp_path / "new.eval").write_text(text, encoding="utf-8")
    (tmp_path / "bodies.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


def test_the_four_layers(files: Path) -> None:
    result = invoke("diff", "old.eval", "new.eval", "--data", "bodies.csv")
    said(
        result,
        0,
        "Provisions",
        "reworded  §3.1",
        "Rules",
        "Meaning",
        'deadlines "Deadlines": differs',
        "Impact",
        "§3.1 ",
    )


def test_json_is_as_the_schema_says_and_its_shares_add_up(files: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    found = json.loads(invoke("diff", "old.eval", "new.eval", "--data", "bodies.csv", "--format", "json").stdout)
    Draft202012Validator(SCHEMA).validate(found)
    assert found["impact"]["method"] == "shapley"
    shared = [move for move in found["impact"]["moves"] if move["shares"]]
    assert shared
    for move in shared:
        assert sum(map(exact, (s["amount"] for s in move["shares"]))) == exact(move["after"]) - exact(move["before"])
    history = invoke("diff", HISTORY, "--from", "2017-12-12", "--to", "2023-05-29", "--format", "json")
    Draft202012Validator(SCHEMA).validate(json.loads(history.stdout))


def exact(value: Mapping[str, str]) -> Fraction:
    return Fraction(value["exact"])


def test_usage(files: Path) -> None:
    refused(invoke("diff", "old.eval"), "name two versions")
    refused(invoke("diff", "old.eval", "--from", "2020-01-01"), "name two versions")
    refused(invoke("diff", "old.eval", "new.eval", "--from", "2020-01-01"), "leave out NEW, or both of them")
    refused(invoke("diff", "old.eval", "new.eval", "--reasons", "none.csv"), "add --format docx")
    refused(invoke("diff", "old.eval", "new.eval", "--format", "docx"), "add -o FILE.docx")
    refused(invoke("diff", "old.eval", "nothing.eval"), "nothing.eval")


@pytest.mark.parametrize("given", [
    (("--document", "a"), "--document is for days of one folder"),
    (("--include-drafts",), "--include-drafts is for days of one folder"),
    (("--language", "kk"), "`text` has none: use --format html"),
    (("--language", "kk", "--format", "json"), "`json` has none: use --format html"),
    (("--data", "bodies.csv", "--format", "eval"), "--format eval says nothing of bodies"),
    (("--data", "bodies.csv", "--format", "docx", "-o", "t.docx"), "--format docx says nothing of bodies"),
    (("--key", "name"), "--key is for data: add --data FILE"),
    (("--reading", "a=b"), "--reading is for data: add --data FILE"),
])  # fmt: skip
def test_what_would_do_nothing_is_refused(files: Path, given: tuple[tuple[str, ...], str]) -> None:
    refused(invoke("diff", "old.eval", "new.eval", *given[0]), given[1])
    assert not (files / "t.docx").exists()


@pytest.mark.parametrize("given", [("--format", "json"), ("--key", "a"), ("-o", "out"), ("new.eval",)])
def test_lines_for_git_are_of_one_file_and_text(files: Path, given: tuple[str, ...]) -> None:
    refused(
        invoke("diff", "--textconv", "old.eval", *given),
        "--textconv prints OLD alone",
        "NEW" if given == ("new.eval",) else given[0],
    )
    assert not (files / "out").exists()


def test_the_column_of_the_body_and_a_reading_are_named(files: Path) -> None:
    (files / "named.csv").write_text(DATA.replace("body,", "name,", 1), encoding="utf-8")
    refused(invoke("diff", "old.eval", "new.eval", "--data", "named.csv"), "--key COLUMN")
    one = invoke("diff", "old.eval", "new.eval", "--data", "bodies.csv").stdout
    assert invoke("diff", "old.eval", "new.eval", "--data", "named.csv", "--key", "name").stdout == one
    refused(invoke("diff", "old.eval", "new.eval", "--data", "bodies.csv", "--reading", "no=x"), "`no`")


def test_a_reading_is_switched_in_both_versions(files: Path) -> None:
    text = (
        'methodology m "M"\ninput a : number 0.. §1\n'
        'reading q "Q?" §2 { option one "1" ; option two "2" ; choose one }\n'
        'index t "T" §3 { score by q { one : a; two : a * 2 } §3 }\n'
    )
    (files / "one.eval").write_text(text, encoding="utf-8")
    (files / "two.eval").write_text(text.replace("a * 2", "a * 3"), encoding="utf-8")
    (files / "a.csv").write_text("body,a\nx,4\n", encoding="utf-8")
    given = ("diff", "one.eval", "two.eval", "--data", "a.csv")
    said(invoke(*given), 0, "under q.two", "0 of 1 bodies move")
    found = json.loads(invoke(*given, "--reading", "q=two", "--format", "json").stdout)
    Draft202012Validator(SCHEMA).validate(found)
    assert found["meaning"][0]["witness"]["readings"] == {"q": "two"}
    assert [(exact(m["before"]), exact(m["after"])) for m in found["impact"]["moves"]] == [(8, 12)]


# ---- the comparative table


def table(file: Path) -> Any:
    document = docx.Document(str(file))
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.page_width > section.page_height
    (found,) = document.tables
    return found


def rows(file: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table(file).rows]


def test_the_comparative_table(files: Path) -> None:
    (files / "reasons.csv").write_text("provision,reason\n§3,the formula was wrong\n", encoding="utf-8")
    result = invoke(
        "diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx", "--reasons", "reasons.csv"
    )  # fmt: skip
    said(result, 0, "wrote t.docx")
    head, *found = rows(files / "t.docx")
    assert head == ["No.", "Structural element", "Current wording", "Proposed wording", "Reasons"]
    assert found[0] == [
        "1", "Paragraph 3, subparagraph 1)\n§3.1", "Deadlines: score = 10 − late / all × 10",
        "Deadlines: score = 10 − late / all × 20", "the formula was wrong",
    ]  # fmt: skip
    assert found[2][1:] == ["Paragraph 8, subparagraph 2)\n§8.2", "≥ 5: 2", "≥ 5: 3", ""]
    first = table(files / "t.docx").rows[0]._tr
    assert first.trPr is not None and "tblHeader" in first.trPr.xml
    cell = table(files / "t.docx").rows[1].cells[3]
    assert [run.text for run in cell.paragraphs[0].runs if run.bold] == ["20"]


@pytest.mark.parametrize(
    ("language", "head", "element"),
    [("kk", "Қолданыстағы редакция", "3-тармақ, 1) тармақша"), ("ru", "Действующая редакция", "Пункт 3, подпункт 1)")],
)
def test_the_table_in_another_language(files: Path, language: str, head: str, element: str) -> None:
    invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx", "--language", language)
    found = rows(files / "t.docx")
    assert found[0][2] == head and found[1][1] == f"{element}\n§3.1"
    assert found[1][2].startswith("Deadlines: балл = 10")


def test_the_table_of_editions_held_in_part_repeals_nothing(tmp_path: Path) -> None:
    file = tmp_path / "t.docx"
    said(invoke("diff", HISTORY, "--from", "2017-12-12", "--to", "2023-05-29", "--format", "docx", "-o", file), 0)
    by_place = {row[1].splitlines()[-1]: row for row in rows(file)[1:]}
    assert by_place["§7"][3] == "(мәтіні жоқ)" and by_place["§48-1"][2] == "Жоқ"
    assert "3) мемлекеттік органның ұйымдастырушылық дамуы – 25%." in by_place["§48-1"][3].splitlines()
    assert not any("Алып тасталсын" in row[3] for row in by_place.values())


def test_without_the_package_for_word(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    result = invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx")
    refused(result, "needs the package python-docx", 'pip install "evallang[word]"')
    assert not (files / "t.docx").exists()


def test_reasons_that_are_none(files: Path) -> None:
    (files / "reasons.csv").write_text("§3\n", encoding="utf-8")
    result = invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx", "--reasons", "reasons.csv")
    refused(result, "reasons.csv:1: a line has a provision and a reason")


@pytest.mark.parametrize(
    ("line", "reason"),
    [("§3.1,small", "small"), ("3.1,small", "small"), ("§3.1.5,a part", "a part"), ("§3,around", "around")],
)
def test_a_reason_in_the_first_line_is_one_and_holds_above_and_below(files: Path, line: str, reason: str) -> None:
    (files / "reasons.csv").write_text(f"{line}\n", encoding="utf-8")
    result = invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx", "--reasons", "reasons.csv")
    assert rows(files / "t.docx")[1][4] == reason and "warning" not in result.stderr


def test_a_reason_for_what_did_not_change_is_told(files: Path) -> None:
    (files / "reasons.csv").write_text("provision,reason\n§3.1,small\n§99,none such\nwhat,else\n", encoding="utf-8")
    result = invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx", "--reasons", "reasons.csv")
    said(result, 0, "wrote t.docx")
    assert "warning: reasons.csv:3: no change of `§99` stands in the table" in result.stderr
    assert "warning: reasons.csv:4: no change of `what`" in result.stderr and "reasons.csv:2" not in result.stderr


@pytest.mark.parametrize("text", ["\ufeffprovision;reason\r\n§3.1;small, but wrong\r\n", '§3.1,"small, but wrong"\n'])
def test_reasons_as_excel_saves_them(files: Path, text: str) -> None:
    (files / "reasons.csv").write_bytes(text.encode())
    invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx", "--reasons", "reasons.csv")
    assert rows(files / "t.docx")[1][4] == "small, but wrong"


ACT = """\
act a "An act"
in force 2020-01-01
norm "Chapter 1" §ch1
register list "Bodies" §1 {
  body roads "Roads" covers all §1.1
  body seas "Seas" covers all §1.2
}
norm "Chapter 2" §ch2
input satisfied : share §2
input refused "Number of refusals" : count §2
norm "Annex" §app1 { text \"\"\"Points by share.\"\"\" }
brackets steps(x : share) §app1
  | x          | points |
  | 85% and up |      3 |  §app1.1
  | below 85%  |      1 |  §app1.2
norm §4 { text \"\"\"Totals are rounded.\"\"\" }
reading over "More than all?" { option top; option refused; choose top }
criterion open "Openness" §3 {
  points 3
  score by over { top : min(steps(satisfied), 3); refused : refused } §3
}
"""
AMENDING = """\
amendment b amends a
in force 2021-01-01
in table §app1 by §1 because "too much" {
  replace line "85% and up" {
    | 85% and up | 2 |  §app1.1
  }
}
in register list by §2 because "a new ministry" { insert line after roads { body rivers "Rivers" covers all §1.1-1 } }
in register list by §3 because "it is gone" { repeal line seas }
repeal §4 by §4
replace §3 by §5 { criterion open "Openness" {
  points 2
  score by over { top : min(steps(satisfied), 2); refused : refused }
} }
retitle §ch2 by §6 "Chapter 2. New"
"""
DAYS = ("--from", "2020-06-01", "--to", "2021-06-01")


@pytest.fixture
def acts(tmp_path: Path) -> Path:
    (tmp_path / "a.eval").write_text(ACT, encoding="utf-8")
    (tmp_path / "b.eval").write_text(AMENDING, encoding="utf-8")
    return tmp_path


def test_the_official_table_has_the_changed_lines_and_their_reasons(acts: Path) -> None:
    said(invoke("diff", acts, *DAYS, "--format", "docx", "-o", acts / "t.docx"), 0)
    found = {row[1].splitlines()[-1]: row[2:] for row in rows(acts / "t.docx")[1:]}
    assert found["§app1.1"] == ["≥ 85%: 3", "≥ 85%: 2", "too much"]
    assert found["§1.1-1"] == ["None", "Rivers: assessed in all", "a new ministry"]
    assert found["§1.2"] == ["Seas: assessed in all", "To be repealed", "it is gone"]
    assert found["§3"][0] == "Openness\npoints: 3; score = min(steps(satisfied), 3)"
    assert found["§3"][1] == "Openness\npoints: 2; score = min(steps(satisfied), 2)"


def test_an_option_that_is_not_chosen_is_shown_by_its_name_where_it_alone_differs(acts: Path) -> None:
    (acts / "b.eval").unlink()
    (acts / "c.eval").write_text(ACT.replace("refused : refused }", "refused : refused + 1 }"), encoding="utf-8")
    said(invoke("diff", acts / "a.eval", acts / "c.eval", "--format", "docx", "-o", acts / "t.docx"), 0)
    (row,) = rows(acts / "t.docx")[1:]
    assert row[2].endswith("«top»: min(steps(satisfied), 3); «refused»: «Number of refusals»")
    assert row[3].endswith("«refused»: «Number of refusals» + 1")


def test_the_day_of_a_version_in_the_language_of_the_table(acts: Path) -> None:
    for language, name in {"ru": "a на 01.06.2020", "kk": "01.06.2020 күнгі a", "en": "a on 2020-06-01"}.items():
        invoke("diff", acts, *DAYS, "--format", "docx", "-o", acts / "t.docx", "--language", language)
        head = [p.text for p in docx.Document(str(acts / "t.docx")).paragraphs]
        assert any(line.startswith(f"{name} → ") for line in head), head


def test_the_words_of_a_new_heading_are_bold(files: Path) -> None:
    (files / "new.eval").write_text(BASE.replace('size "Size"', 'size "Extent of work"'), encoding="utf-8")
    invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx")
    row = table(files / "t.docx").rows[1]
    assert [[r.text for r in cell.paragraphs[0].runs if r.bold] for cell in row.cells[2:4]] == [
        ["Size"], ["Extent of work"],
    ]  # fmt: skip


MATRIX = """\
methodology m "M"
language en
versions language kk "In Kazakh", ru "In Russian"
criterion data "Data" §1 {
  table by language §app1.t1
    | no | indicator | label            | kk | ru |
    | 1  | sets      | "Sets of data"   |  3 |  3 |
    | 2  | correct   | "Filled rightly" |  2 |  2 |
  each { input attained : share; score attained * points }
}
"""


def test_lines_of_a_table_of_indicators_in_words(files: Path) -> None:
    changed = MATRIX.replace('"Filled rightly" |  2 |', '"Filled rightly" |  4 |')
    for name, text in (("old.eval", MATRIX), ("new.eval", changed)):
        (files / name).write_text(text, encoding="utf-8")
    said(invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx"), 0)
    (row,) = rows(files / "t.docx")[1:]
    sets = "Sets of data: In Kazakh: 3; In Russian: 3"
    assert row[2:4] == [f"{sets}\nFilled rightly: In Kazakh: {points}; In Russian: 2" for points in (2, 4)]


def test_clauses_in_another_order_are_a_row(files: Path) -> None:
    one, other = "when all = 0 : 10 §3.2\n", "when late = 0 : 9 §3.3\n"
    for name, both in (("old.eval", one + other), ("new.eval", other + one)):
        text = BASE.replace("when all = 0 : 10                  §3.2\n", both)
        (files / name).write_text(text, encoding="utf-8")
    said(invoke("diff", "old.eval", "new.eval", "--format", "docx", "-o", "t.docx"), 0)
    (row,) = rows(files / "t.docx")[1:]
    assert row[1] == "Paragraph 3\n§3"
    assert row[2].splitlines()[-2:] == ["if all = 0: 10", "if late = 0: 9"]
    assert row[3].splitlines()[-2:] == ["if late = 0: 9", "if all = 0: 10"]


def test_provisions_in_their_order_with_the_act_that_changed_each(acts: Path) -> None:
    lines = invoke("diff", acts, *DAYS).stdout.partition("Rules")[0].splitlines()[3:-1]
    assert lines == [
        "  new       §1.1-1  (amended by §2 of b from 2021-01-01)",
        "  repealed  §1.2",
        "  renamed   §ch2  Chapter 2. New  (amended by §6 of b from 2021-01-01)",
        "  reworded  §3  Openness  (amended by §5 of b from 2021-01-01)",
        "  repealed  §4  (amended by §4 of b from 2021-01-01)",
        "  reworded  §app1.1  (amended by §1 of b from 2021-01-01)",
    ]


def test_rules_are_called_by_their_labels(acts: Path) -> None:
    said(invoke("diff", acts, *DAYS), 0, "steps · row 85% and up  §app1.1", 'open "Openness" · score')


# ---- as an amendment


def test_the_difference_as_an_amendment(files: Path) -> None:
    folder = files / "acts"
    folder.mkdir()
    said(invoke("diff", "old.eval", "new.eval", "--format", "eval", "-o", folder / "amend.eval"), 0)
    (folder / "old.eval").write_text(BASE, encoding="utf-8")
    said(invoke("consolidate", folder, "--on", "2030-01-01", "-o", "result.eval"), 0)
    again = invoke("diff", "result.eval", "new.eval")
    assert again.stdout.endswith("no difference: layout, comments and the order of declarations are none\n")


def test_editions_held_in_part_are_no_amendment() -> None:
    result = invoke("diff", HISTORY, "--from", "2017-12-12", "--to", "2023-05-29", "--format", "eval")
    refused(result, "held in part")


# ---- git


@pytest.fixture
def repository(files: Path) -> Path:
    place = files / "repository"
    place.mkdir()
    git(place, "init", "--quiet")
    (place / ".gitattributes").write_text("*.eval diff=evallang\n", encoding="utf-8")
    git(place, "config", "diff.evallang.textconv", f'"{script("evallang")}" diff --textconv')
    (place / "rules.eval").write_text(BASE, encoding="utf-8")
    git(place, "add", ".")
    git(place, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "The rules")
    return place


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=place, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8")
    return done.stdout.decode("utf-8")


def changed_lines(place: Path) -> list[str]:
    lines = git(place, "diff").splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_git_shows_a_changed_rule(repository: Path) -> None:
    (repository / "rules.eval").write_text(BASE.replace(*CHANGES["formula"]), encoding="utf-8")
    assert changed_lines(repository) == [
        "-deadlines · score = 10 - late / all * 10  §3.1",
        "+deadlines · score = 10 - late / all * 20  §3.1",
    ]


VARIANTS = """\
methodology m "M"
kinds central "C", local "L"
input a : count
formula twice(x) = 2 * x
criterion q for central { score twice(a) }
criterion q for local { score a }
"""


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("= 2 * x", "= 3 * x", "+twice · formula = 3 * x"),
        ("{ score a }", "{ score a + 1 }", "+q for local · score = a + 1"),
    ],
)
def test_git_shows_functions_and_the_nodes_of_one_name(repository: Path, before: str, after: str, line: str) -> None:
    (repository / "rules.eval").write_text(VARIANTS, encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "Others")
    (repository / "rules.eval").write_text(VARIANTS.replace(before, after), encoding="utf-8")
    assert changed_lines(repository)[1:] == [line]


def test_git_shows_no_other_layout(repository: Path) -> None:
    turned = BASE.replace("input late : count §3\ninput all  : count §3\n", "input all : count §3  # all of them\n")
    text = turned.replace(
        'criterion size "Size" §5 { points 2;', 'input late : count §3\ncriterion size "Size" §5 {\n  points 2\n '
    )
    (repository / "rules.eval").write_text(text, encoding="utf-8")
    assert text != BASE
    assert changed_lines(repository) == []


def test_git_shows_a_file_with_mistakes_as_it_is(repository: Path) -> None:
    (repository / "rules.eval").write_text(BASE + "criterion {\n", encoding="utf-8")
    assert "+criterion {" in changed_lines(repository)


# ---- provisions of annexes

ANNEXES = """\
act a "An act"
in force 2020-01-01
norm §1 { text \"\"\"One {}.\"\"\" }
document app1 "Annex 1" §annex1 { norm §2 { text \"\"\"Two {}.\"\"\" } }
document app2 "Annex 2" §annex2 {
  norm §2 { text \"\"\"Two {}.\"\"\" }
  norm §4 { text \"\"\"Four {}.\"\"\" }
}
"""


def test_reasons_for_provisions_of_annexes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, word in (("a.eval", "old"), ("b.eval", "new")):
        Path(name).write_text(re.sub(r"\b(\w+) {}", rf"\1 {word}", ANNEXES), encoding="utf-8")
    Path("r.csv").write_text("provision,reason\n§1 of a,one\n§2,both\n§2 of app2,two\n§4,four\n", encoding="utf-8")
    result = invoke("diff", "a.eval", "b.eval", "--format", "docx", "-o", "t.docx", "--reasons", "r.csv")
    found = {row[1].splitlines()[-1]: row[4] for row in rows(Path("t.docx"))[1:]}
    assert found == {"§1": "one", "§2 of app1": "", "§2 of app2": "two", "§4 of app2": "four"}
    assert "warning: r.csv:3: `§2` changed in several annexes; write `§2 of app1` or `§2 of app2`" in result.stderr
    assert result.stderr.count("warning") == 1
