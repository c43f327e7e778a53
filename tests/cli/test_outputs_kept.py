"""What is written goes over nothing that is read, and no name promises what is not written."""

from pathlib import Path

import pytest
from cli.commands import invoke, refused, said

WITH = ("--data", "data", "--parameter", "weight=1")


@pytest.mark.parametrize("output", ["data", "data/bodies.csv", "data/../data/measure.csv"])
def test_data_is_not_written_over(place: Path, output: str) -> None:
    before = {file.name: file.read_bytes() for file in (place / "data").iterdir()}
    refused(invoke("score", "small.eval", *WITH, "-o", output), ".csv: the file is read here and not written over")
    assert {file.name: file.read_bytes() for file in (place / "data").iterdir()} == before


def test_nothing_is_written_where_one_of_the_files_is_read(place: Path) -> None:
    (place / "data" / "out.measure.csv").write_bytes((place / "data" / "measure.csv").read_bytes())
    paths = [place / "data" / "bodies.csv", place / "data" / "measure.csv", place / "data" / "out.measure.csv"]
    result = invoke("score", "small.eval", "--data", *paths, "--parameter", "weight=1", "-o", "data/out.csv")
    refused(result, "data/out.measure.csv: the file is read here")
    assert not (place / "data" / "out.csv").exists()


def test_an_explanation_is_not_written_over_the_data(place: Path) -> None:
    (place / "data" / "same.md").hardlink_to(place / "data" / "bodies.csv")
    refused(invoke("explain", "small.eval", *WITH, "--body", "Банк", "-o", "data/same.md"), "is read here")


@pytest.mark.parametrize(
    "name", ["out.xlsx", "out.XLS", "out.docx", "small.eval", "z.parquet", "z.feather", "z.tsv", "z.db", "z.csv.gz"]
)
@pytest.mark.parametrize("command", [("score",), ("score", "--format", "csv"), ("explain", "--body", "Банк")])
def test_names_of_other_forms_are_refused(place: Path, command: tuple[str, ...], name: str) -> None:
    first, *more = command
    before = (place / "small.eval").read_bytes()
    advice = ".txt or .md" if first == "explain" else ".csv, which spreadsheets open, in .json, in .txt or .md"
    told = f"{name}: results are not written as `{Path(name).suffix}`\n  help: let the name end in {advice}\n"
    refused(invoke(first, "small.eval", *WITH, *more, "-o", name), told)
    assert (place / "small.eval").read_bytes() == before
    assert not (place / name).exists() or name == "small.eval"


def test_folders_and_names_without_an_ending_are_written(place: Path) -> None:
    (place / "made.2020").mkdir()
    for name in ("made.2020", "plain"):
        said(invoke("score", "small.eval", *WITH, "-o", name), 0, f"wrote {name}/bodies.csv")
    for name in ("OUT.CSV", "out.txt", "out.md", "out.json"):
        said(invoke("score", "small.eval", *WITH, "-o", name), 0, f"wrote {name}")
    said(invoke("explain", "small.eval", *WITH, "--body", "Банк", "-o", "why"), 0, "wrote why")


@pytest.mark.parametrize("name", ["small.eval/bodies.csv", "small.eval/deeper/out.csv"])
def test_a_file_is_no_folder(place: Path, name: str) -> None:
    refused(invoke("score", "small.eval", *WITH, "-o", name), "small.eval: this is a file, and a folder is needed here")
    refused(invoke("template", "small.eval", "-o", "small.eval"), "small.eval: this is a file")


@pytest.mark.parametrize("command", ["score", "check", "test", "fmt"])
def test_data_in_the_place_of_rules(place: Path, command: str) -> None:
    data = ("--data", "small.eval") if command == "score" else ()
    refused(invoke(command, "data/bodies.csv", *data), "`data/bodies.csv` is no rule file: rules end in `.eval`")
    assert place.exists()


def test_all_files_that_cannot_be_read_are_named_at_once(place: Path) -> None:
    (place / "data" / "bodies.csv").write_bytes("body;x\nАлматы;1\n".encode("cp1251"))
    (place / "data" / "measure.csv").write_bytes(b"")
    result = invoke("score", "small.eval", *WITH)
    refused(result, "error: bodies.csv:2: the file is not UTF-8", "in Excel: Save as, CSV UTF-8")
    refused(result, "error: measure.csv: the file is empty")


def test_cells_of_a_row_with_one_reason_are_told_together(place: Path) -> None:
    text = "body,kind,period,x\nАлматы,local,2020,3\nБанк,central,2020,2,5\n"
    (place / "data" / "bodies.csv").write_text(text, encoding="utf-8")
    result = invoke("score", "small.eval", *WITH)
    said(result, 1, "error: bodies.csv:3", "the row has 5 cells and the header 4")
    assert "Алматы  local    2020    1" in result.stdout


def test_a_body_column_of_another_name(place: Path) -> None:
    for name in ("bodies.csv", "measure.csv"):
        file = place / "data" / name
        file.write_text(file.read_text(encoding="utf-8").replace("body,", "Орган,", 1), encoding="utf-8")
    refused(invoke("score", "small.eval", *WITH), 'there is no column "body"', "--key COLUMN", "`Орган`, `kind`")
    said(invoke("score", "small.eval", *WITH, "--key", "орган"), 0, "Алматы  local    2020    1")
    said(invoke("explain", "small.eval", *WITH, "--key", "Орган", "--body", "Банк", "measure.m1.twice"), 0, "8")
    said(invoke("readings", "small.eval", *WITH, "--key", "Орган"), 0, "moves")
    refused(invoke("score", "small.eval", *WITH, "--key", "Тұрғын"), 'there is no column "Тұрғын"')


@pytest.mark.parametrize("command", [("score",), ("readings",), ("explain", "--body", "Банк")])
def test_what_the_rules_do_not_have(place: Path, command: tuple[str, ...]) -> None:
    first, *more = command
    ask = (first, "small.eval", "--data", "data", *more)
    refused(invoke(*ask, "--parameter", "wieght=1"), "no parameter `wieght`", "did you mean `weight`?")
    refused(invoke(*ask, "--parameter", "zzz=1"), "no parameter `zzz`", "it has `weight`")
    refused(invoke(*ask, "--reading", "Q=three"), "no reading is called `Q`", "it has `S-01`")
    assert place.exists()


@pytest.mark.parametrize(
    "target", [("python",), ("sql", "--dialect", "duckdb"), ("sql", "--dialect", "duckdb", "--schema")]
)
def test_compiled_code_is_not_written_over_the_rules(place: Path, target: tuple[str, ...]) -> None:
    before = (place / "small.eval").read_bytes()
    refused(
        invoke("compile", "small.eval", "--parameter", "weight=1", "--to", *target, "-o", "small.eval"), "is read here"
    )
    assert (place / "small.eval").read_bytes() == before


def test_a_difference_is_not_written_over_what_is_compared(place: Path) -> None:
    before = (place / "small.eval").read_bytes()
    old, new = (place / folder / "small.eval" for folder in ("once", "later"))
    for file in (old, new):
        file.parent.mkdir()
        file.write_bytes(before)
    refused(invoke("diff", "once", "later", "-o", "later/small.eval"), "is read here")
    refused(invoke("deadlines", "once", "--year", "2020", "-o", "once/small.eval"), "is read here")
    assert new.read_bytes() == old.read_bytes() == before
