"""`evallang score`: the table, what is switched and supplied, and what cannot be scored."""

import json
from pathlib import Path

import pytest
from cli.commands import BODIES, SMALL, invoke, refused, said

ASK = ("score", "small.eval", "--data", "data")
WEIGHT = ("--parameter", "weight=1")


def row(output: str, start: str) -> list[str]:
    """The cells of the first line that begins so."""
    return next(line for line in output.splitlines() if line.startswith(start)).split()


def test_the_table(place: Path) -> None:
    result = invoke(*ASK, *WEIGHT)
    said(result, 0, "The results rest on 1 reading, as the document chooses:", "S-01=three")
    assert row(result.stdout, "body") == [
        "body",
        "kind",
        "period",
        "third",
        "third.grade",
        "order.rank",
        "alarm",
    ]
    assert row(result.stdout, "Алматы") == ["Алматы", "local", "2020", "1", "high", "(Жоғары)", "1", "no"]
    assert row(result.stdout, "Банк") == ["Банк", "central", "2020", "0.8333…", "low", "(Төмен)", "2", "no"]


def test_a_reading_is_switched_by_id_and_by_name(place: Path) -> None:
    for name in ("S-01", "base"):
        result = invoke(*ASK, *WEIGHT, "--reading", f"{name}=four")
        said(result, 0, "S-01=four (switched)")
        assert row(result.stdout, "Алматы")[3] == "0.75"


def test_periods(place: Path) -> None:
    assert row(invoke(*ASK, *WEIGHT, "--period", "2019").stdout, "Алматы")[2:4] == ["2019", "2"]
    result = invoke(*ASK, *WEIGHT, "--period", "all")
    assert result.stdout.count("Алматы") == 2
    assert "the scored period 2019 lies before the time in which the document is in force" in result.stderr
    refused(invoke(*ASK, "--period", "2018"), "the data has no period 2018", "2019, 2020")
    refused(invoke(*ASK, "--period", "20"), "`20` is no year of four digits")


def test_what_is_undefined_is_listed_with_its_cell(place: Path) -> None:
    (place / "data" / "bodies.csv").write_text(BODIES.replace("2020,3", "2020,"), encoding="utf-8")
    result = invoke(*ASK, *WEIGHT)
    said(result, 1, "Алматы, 2020\n  third, third.grade, order.rank, alarm: undefined, because `x` is missing")
    assert 'bodies.csv:3, column "x"' in result.stdout
    assert row(result.stdout, "Банк")[3] == "0.8333…"


def test_a_parameter_that_nobody_supplies(place: Path) -> None:
    result = invoke(*ASK)
    said(result, 1, "the parameter `weight` has no value")
    assert (
        "warning: no value is given for the parameter `weight`: what needs it has no value\n  help: " in result.stderr
    )


ENGINES = (None, "columns", "duckdb")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_parameter_that_cannot_be_used_is_told_in_every_form(place: Path, engine: str | None) -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("duckdb")
    by = ["--engine", engine] if engine else []
    for form in ["csv"] if engine == "duckdb" else ["table", "json", "csv"]:
        result = invoke(*ASK, *by, "--format", form, "--parameter", "weight=0,45")
        said(result, 1)
        assert result.stderr.count('error: parameters, column "weight": the parameter `weight` cannot be read') == 1
        assert "write `0.45` with a point\n  help: give it as `--parameter weight=VALUE`" in result.stderr
        if form == "json":
            assert "the parameter `weight` cannot be read" in json.loads(result.stdout)["findings"][0]["message"]
    result = invoke(*ASK, *by, "--format", "csv")
    said(result, 1)
    assert result.stderr.count("warning: no value is given for the parameter `weight`") == 1


def test_what_does_not_need_a_parameter_without_a_value_is_complete(place: Path) -> None:
    text = (place / "small.eval").read_text(encoding="utf-8") + "index plain { score x }\n"
    (place / "small.eval").write_text(text, encoding="utf-8")
    said(invoke(*ASK, "--output-of", "plain"), 0, "warning: no value is given")
    said(invoke(*ASK, "--output-of", "plain", "--parameter", "weight=?"), 1, "cannot be read: `?` is not a number")


def test_compile_refuses_a_parameter_that_cannot_be_read_and_warns_as_score_does(place: Path) -> None:
    text = (place / "small.eval").read_text(encoding="utf-8").replace("reading base", "parameter own = 2\nreading base")
    (place / "small.eval").write_text(text, encoding="utf-8")
    for target in (["python"], ["sql", "--dialect", "duckdb"]):
        ask = ("compile", "small.eval", "--to", *target, "-o", "made")
        refused(invoke(*ask, "--parameter", "weight=0,45"), "the parameter `weight` cannot be read", "help: give it as")
        assert not (place / "made").exists()
        said(invoke(*ask, *WEIGHT, "--parameter", "own=3"), 0, "the parameter `own` has its value in the document")
        said(invoke(*ask), 0, "warning: no value is given for the parameter `weight`", "wrote made")
        assert invoke(*ask, *WEIGHT).output == "wrote made\n"
        (place / "made").unlink()


def test_findings_go_to_stderr(place: Path) -> None:
    text = BODIES.replace("period,x", "period,x,y").replace("2.5", "two,1")
    (place / "data" / "bodies.csv").write_text(text, encoding="utf-8")
    result = invoke(*ASK, *WEIGHT)
    said(result, 1)
    assert 'warning: bodies.csv:1, column "y": the column `y` is no input and is not read' in result.stderr
    assert 'error: bodies.csv:5, column "x": the cell is not used: `two` is not a number' in result.stderr
    assert "is no input" not in result.stdout


def test_a_warning_alone_is_no_failure_and_an_unused_row_is_one(place: Path) -> None:
    path = place / "data" / "bodies.csv"
    text = BODIES.replace("period,x", "period,x,note").replace(",6", ",6,a")
    path.write_text(text, encoding="utf-8")
    result = invoke(*ASK, *WEIGHT)
    said(result, 0, "warning:")
    path.write_text(BODIES + "Банк,central,2020,9\n", encoding="utf-8")
    said(invoke(*ASK, *WEIGHT), 1, "error: bodies.csv:6", "stands twice")


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (["--reading", "S-02=four"], ["no reading is called `S-02`", "`S-01`"]),
        (["--reading", "S-01=fours"], ["has no option `fours`", "three, four"]),
        (["--reading", "S-01"], ["`S-01` is not of the form ID=option"]),
        (["--reading", "S-01=four", "--reading", "S-01=three"], ["`S-01` is given twice"]),
        (["--parameter", "wieght=1"], ["no parameter `wieght`", "did you mean `weight`?"]),
        (["--parameter", "=1"], ["`=1` is not of the form NAME=VALUE"]),
        (["--format", "xls"], ["'xls'"]),
        (["extra"], ["it is not clear what `extra` means"]),
        (["--data", "absent.csv"], ["absent.csv: there is no such file"]),
        (["--data", "small.eval"], ["data is read from .csv and .json files"]),
    ],
)
def test_wrong_usage(place: Path, given: list[str], texts: list[str]) -> None:
    refused(invoke(*ASK, *given), *texts)


def test_rules_that_cannot_be_used(place: Path) -> None:
    refused(invoke("score", "small.eval"), "--data")
    refused(invoke("score", "absent.eval", "--data", "data"), "absent.eval: there is no such file")
    (place / "zweit.eval").write_text(SMALL.replace("small", "zweit"), encoding="utf-8")
    refused(
        invoke("score", ".", "--data", "data"),
        "several methodologies: small.eval, zweit.eval",
        "name one file",
    )
    refused(invoke("score", "data", "--data", "data"), "no methodology")
    (place / "bad.eval").write_text("methodology bad\nindex a { score b }\n", encoding="utf-8")
    refused(invoke("score", "bad.eval", "--data", "data"), "bad.eval:2:17", "E0201", "the rules have errors")


def bodies_as(place: Path, content: bytes, name: str = "bodies.csv") -> Path:
    path = place / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "name", "texts"),
    [
        (BODIES.encode("cp1251"), "bodies.csv", ["bodies.csv:2: the file is not UTF-8", "Windows-1251"]),
        (BODIES.encode("utf-16"), "bodies.csv", ["UTF-16"]),
        (b"", "bodies.csv", ["bodies.csv: the file is empty"]),
        (b"name,x\nA,1\n", "bodies.csv", ['there is no column "body"']),
        (b'body,period,x\n"A,2020,1\n', "bodies.csv", ["bodies.csv:2", "never closed"]),
        (b'{"bodies": [', "bodies.json", ["bodies.json"]),
        (b"[1, 2]", "bodies.json", ["bodies.json"]),
    ],
)
def test_data_that_cannot_be_read(place: Path, content: bytes, name: str, texts: list[str]) -> None:
    refused(invoke("score", "small.eval", "--data", bodies_as(place, content, name)), *texts)


def test_a_spreadsheets_csv_with_semicolons_and_decimal_commas(place: Path) -> None:
    text = BODIES.replace(",", ";").replace("2.5", "2,5").replace("\n", "\r\n")
    path = bodies_as(place, b"\xef\xbb\xbf" + text.encode())
    assert row(invoke("score", "small.eval", "--data", path, *WEIGHT).stdout, "Банк")[3] == "0.8333…"


def test_files_that_a_shell_lists_after_the_first(place: Path) -> None:
    one, two = place / "data" / "bodies.csv", place / "data" / "measure.csv"
    result = invoke("score", "small.eval", "--data", one, two, *WEIGHT)
    said(result, 0)
    assert "there is no data of" not in result.stderr
    assert "there is no data of `measure`" in invoke("score", "small.eval", "--data", one, *WEIGHT).stderr


def test_json_data(place: Path) -> None:
    text = '{"bodies": [{"body": "A", "kind": "local", "period": 2020, "x": 3, "measure": []}]}'
    said(invoke("score", "small.eval", "--data", bodies_as(place, text.encode(), "d.json"), *WEIGHT), 0)


def test_no_body_at_all(place: Path) -> None:
    path = bodies_as(place, b"body,kind,period,x\n")
    said(invoke("score", "small.eval", "--data", path, *WEIGHT), 0, "the data holds no body")


def test_a_draft_and_an_assumed_date_are_noted(place: Path) -> None:
    text = SMALL.replace("in force 2020-02-01", 'in force 2020-02-01 assumed "no date is printed"\nstatus draft')
    (place / "small.eval").write_text(text, encoding="utf-8")
    result = invoke(*ASK, *WEIGHT)
    assert "note: the document is a draft" in result.stderr
    assert "by assumption: no date is printed" in result.stderr


def test_options_of_engines_are_not_overlooked(place: Path) -> None:
    said(
        invoke("score", "small.eval", *WEIGHT, "--data", "data", "--dsn", "dbname=x"),
        2,
        "--dsn is for `--engine postgres`",
    )
    said(
        invoke("score", "small.eval", *WEIGHT, "--data", "data", "--engine", "duckdb", "--dsn", "dbname=x"),
        2,
        "--dsn is for",
    )
    said(
        invoke("score", "small.eval", *WEIGHT, "--data", "data", "--engine", "postgres"),
        2,
        "--data is not for `--engine postgres`",
    )
    said(
        invoke("score", "small.eval", *WEIGHT, "--engine", "postgres", "--key", "name"),
        2,
        "--key is not for `--engine postgres`, in whose tables the key of a body is `body`",
    )
    assert place.exists()
