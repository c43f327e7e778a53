"""Files that a database might read otherwise than the interpreter: the same results, or a refusal with the line."""

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sql.spark import asked_for

from evallang.cli import main

duckdb = pytest.importorskip("duckdb")

RULES = """methodology m "M"
kinds jai "Жай орган", b
input n : number
input o "Тараудағы й" : choice (bir "Бірінші й", eki)
item office by code {
  input mark : number
}
indicator x { points jai 1, b 2 ; score n * points ; round 1 half up }
indicator y { score if o = bir then 1 else 2 ; round 1 half up }
indicator m { score sum(mark for office, none 0) ; round 1 half up }
"""
HEAD = "body,kind,n,o\n"
ONE = HEAD + "Алтай,jai,1,bir\n"
OFFICES = "body,code,mark\n"
REFUSED = 2


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def given(folder: Path, bodies: str, offices: str = OFFICES) -> Path:
    data = folder / "data"
    data.mkdir(exist_ok=True)
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    for name, text in (("bodies", bodies), ("office", offices)):
        (data / f"{name}.csv").write_bytes(text.encode())
    return data


def score(folder: Path, *more: str) -> tuple[Result, bytes]:
    output = folder / "out.csv"
    output.unlink(missing_ok=True)
    arguments = ["score", str(folder / "m.eval"), "--data", str(folder / "data"), "-o", str(output), *more]
    done = CliRunner().invoke(main, arguments)
    return done, output.read_bytes() if output.exists() else b""


def said(done: Result) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith(("error", "warning"))]


SAME = {
    "composed bodies, keys apart": (ONE, OFFICES + apart("Алтай,a,5\n")),
    "bodies apart, keys composed": (apart(ONE), OFFICES + "Алтай,a,5\n"),
    "headers, kinds and options apart": (apart("body,kind,n,Тараудағы й\nb1,Жай орган,5,Бірінші й\n"), OFFICES),
    "a body with a hash behind a blank": (HEAD + " #a,jai,1,bir\nb,jai,2,bir\n", OFFICES + "b,#x,1\n"),
    "a line break in a name": (HEAD + '"b\nc",jai,1,bir\nd,b,2,eki\n', OFFICES + '"b\nc",a,5\n'),
    "line breaks of two sorts": (HEAD.replace("\n", "\r\n") + "b,jai,1,bir\nc,jai,2,eki\r\n", OFFICES),
    "line breaks of old": (ONE.replace("\n", "\r"), OFFICES),
    "a blank before a quote": (HEAD + ' "b,jai,1,bir\n', OFFICES),
    "blanks of other sorts": (HEAD + "\u00a0b\t,jai,\u20091,bir\n", OFFICES + "b,a\u3000,5\n"),
    "blank lines": (HEAD + "\n\nb,jai,what,bir\n", OFFICES),
    "a short row": (HEAD + "b,jai\nc,jai,1,bir\n", OFFICES),
    "a column without a name": ("body,kind,n,o,\nb,jai,1,bir,5\n", OFFICES),
    "blank cells too many": (HEAD + "b,jai,1,bir,,\n", OFFICES),
    "decimal commas": (HEAD.replace(",", ";") + 'b;jai;"1,5";bir\nc;jai;2,5;bir\n', OFFICES),
}


@pytest.mark.parametrize("name", list(SAME))
def test_a_file_is_read_as_the_interpreter_reads_it(tmp_path: Path, name: str) -> None:
    given(tmp_path, *SAME[name])
    (plain, ours), (done, theirs) = score(tmp_path), score(tmp_path, "--engine", "duckdb")
    assert ours
    assert theirs == ours
    assert done.exit_code == plain.exit_code
    assert said(done) == said(plain)


WRONG = {
    "a row of no body": (ONE, OFFICES + "Алтай,a,1\nАлтайй,a,5\n", "office.csv:3: the row names no body"),
    "a no-break space in a key": (HEAD + "a b,b,1,eki\n", OFFICES + "a\u00a0b,a,5\n", "office.csv:2: the row names no"),
    "two blanks in a key": (HEAD + "a  b,b,1,eki\n", OFFICES + "a b,a,5\n", "office.csv:2: the row names no body"),
    "items that differ in composition": (
        ONE,
        OFFICES + "Алтай,a,1\nАлтай,й,1\n" + apart("Алтай,й,2\n"),
        "office.csv:4: office `й` stands twice in `Алтай`: the first row is at office.csv:3; a database",
    ),
    "bodies that differ in composition": (
        ONE + "b,b,1,bir\n" + apart("Алтай,b,1,bir\n"),
        OFFICES,
        "bodies.csv:4: `Алтай` stands twice: the first row is at bodies.csv:2; a database",
    ),
    "a body twice in a year, and others": (
        "body,period,kind,n,o\nb,2020,jai,1,bir\nb,2021,b,1,eki\nc,2021,b,,\nc,2021,b,,\nb,2021,b,,\nb,2021,b,,\n",
        "",
        "bodies.csv:5: `c` in 2021 stands twice: the first row is at bodies.csv:4, as 2 more; a database",
    ),
    "cells too many": (ONE + "b,jai,1,bir,7\n", OFFICES, "bodies.csv:3: the row has 5 cells and the header 4"),
    "quoted cells too many": (ONE + '"b",jai,1,bir,7\n', OFFICES, "bodies.csv:3: the row has 5 cells"),
    "no year": (HEAD.replace("kind", "period,kind") + "b,2020.0,jai,1,bir\n", "", "no year of four digits"),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_a_database_does_not_take_is_refused(tmp_path: Path, name: str) -> None:
    bodies, offices, why = WRONG[name]
    given(tmp_path, bodies, offices or OFFICES)
    done, written = score(tmp_path, "--engine", "duckdb")
    assert done.exit_code == REFUSED
    assert why in done.stderr
    assert not written


HEADERS = {
    "a title": ("Register\n" + ONE, OFFICES, [], "line 2 looks like the header"),
    "a title over all columns": ("Register,,,\n" + ONE, OFFICES, [], "line 2 looks like the header"),
    "a line for a spreadsheet": ("sep=;\n" + ONE.replace(",", ";"), OFFICES, [], "line 2 looks like the header"),
    "quoted texts below a title": ("Register\n" + ONE + '"b",jai,1,bir\n', OFFICES, [], "line 2 looks like the header"),
    "no column for the body": (ONE.replace("body", "org"), OFFICES, [], "say with `--key COLUMN`"),
    "letters of another alphabet": (ONE.replace("body", "bоdy"), OFFICES, [], "has letters of another alphabet"),
    "a key of another alphabet": (ONE, OFFICES, ["--key", "bоdy"], "has letters of another alphabet"),
    "a key that no column has": (ONE, OFFICES, ["--key", "org"], "say with `--key COLUMN`"),
    "a title above items": (ONE, "Offices,,\n" + OFFICES, [], "line 2 looks like the header"),
    "items of nobody": (ONE, OFFICES.replace("body", "org"), [], "say with `--key COLUMN`"),
    "items without a key": (ONE, OFFICES.replace("code", "id"), [], 'there is no column "code", the key of `office`'),
}


@pytest.mark.parametrize("name", list(HEADERS))
def test_a_header_that_is_not_there_is_told_as_the_interpreter_tells_it(tmp_path: Path, name: str) -> None:
    bodies, offices, more, help_text = HEADERS[name]
    given(tmp_path, bodies, offices)
    (plain, _), (done, written) = score(tmp_path, *more), score(tmp_path, "--engine", "duckdb", *more)
    assert plain.exit_code == done.exit_code == REFUSED
    assert said(done) == said(plain)
    assert help_text in done.stderr and not written


def test_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    data = given(tmp_path, HEAD)
    (data / "bodies.csv").write_bytes(HEAD.encode() * 70_000 + "Алтай,jai,1,bir\n".encode("cp1251"))
    done, written = score(tmp_path, "--engine", "duckdb")
    assert done.exit_code == REFUSED
    assert "bodies.csv:70001: the file is not UTF-8" in done.stderr
    assert not written


def test_lists_without_periods_are_refused_as_the_interpreter_does(tmp_path: Path) -> None:
    years = "body,period,kind,n,o\na,2020,jai,1,bir\na,2021,jai,1,bir\n"
    given(tmp_path, years, OFFICES + "a,x,5\n")
    (plain, _), (done, _) = score(tmp_path), score(tmp_path, "--engine", "duckdb")
    assert plain.exit_code == done.exit_code == REFUSED
    assert said(plain) == said(done)


def test_a_file_for_nothing_is_told(tmp_path: Path) -> None:
    data = given(tmp_path, ONE)
    (data / "ofice.csv").write_text(OFFICES + "a,x,5\n", encoding="utf-8")
    (plain, _), (done, _) = score(tmp_path), score(tmp_path, "--engine", "duckdb")
    assert said(plain) == said(done) != []


def test_json_beside_csv_is_not_overlooked(tmp_path: Path) -> None:
    data = given(tmp_path, ONE)
    (data / "more.json").write_text('{"office": []}', encoding="utf-8")
    done, written = score(tmp_path, "--engine", "duckdb")
    assert done.exit_code == REFUSED
    assert "more.json" in done.stderr
    assert not written


@pytest.mark.parametrize("name", ["bodies", "bodies.csv", "bodies.parquet", "bodies.json"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    given(tmp_path, ONE)
    asked = ["score", str(tmp_path / "m.eval"), "--data", str(tmp_path / name), "--format", "csv"]
    done = CliRunner().invoke(main, [*asked, "--engine", "duckdb"])
    assert done.exit_code == REFUSED
    assert f"{name}: there is no such file{'' if '.' in name else ' or folder'}\n" in done.stderr


def parquet(folder: Path, select: str) -> None:
    for file in (folder / "data").iterdir():
        file.unlink()
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{folder / 'data' / 'bodies.parquet'}' (FORMAT parquet)")


DATED = """methodology m "M"
input d "Күні й" : date
indicator x { score if d < 2020-03-01 then 1 else 0 }
"""


def test_parquet_is_composed_and_midnight_is_a_day(tmp_path: Path) -> None:
    given(tmp_path, ONE)
    (tmp_path / "m.eval").write_text(DATED, encoding="utf-8")
    parquet(
        tmp_path,
        f"SELECT * FROM (VALUES ('{apart('Алтай')}', TIMESTAMP '2020-02-29'), ('b', TIMESTAMP '2020-03-01'), "
        f"('#c', TIMESTAMP '2020-01-01 10:00')) x(body, \"{apart('Күні й')}\")",
    )
    done, written = score(tmp_path, "--engine", "duckdb")
    assert written.decode("utf-8-sig") == "body,x\nАлтай,1\nb,0\n#c,\n"
    assert "bodies.parquet:3" in done.stderr


def test_a_time_zone_is_refused(tmp_path: Path) -> None:
    given(tmp_path, ONE)
    (tmp_path / "m.eval").write_text(DATED, encoding="utf-8")
    parquet(tmp_path, "SELECT 'a' AS body, TIMESTAMPTZ '2020-02-29 00:00+00' AS d")
    done, written = score(tmp_path, "--engine", "duckdb")
    assert done.exit_code == REFUSED
    assert "time zone" in done.stderr
    assert not written


def test_cells_that_no_result_needs_may_go_unsaid(tmp_path: Path) -> None:
    """As the pages say: `check --data` tells of all, and a database of what the results need."""
    rules = "methodology m\ninput a : number\nitem work by id { input w : number }\n"
    rules += (
        "indicator x { score a ; round 1 half up }\nindicator y { score sum(w for work, none 0) ; round 1 half up }\n"
    )
    for name, text in (("m.eval", rules), ("bodies.csv", "body,a\nk,1\nl,2\n"), ("work.csv", "body,id,w\nl,1,q\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    given = [str(tmp_path / "m.eval"), "--data", str(tmp_path / "bodies.csv"), "--data", str(tmp_path / "work.csv")]
    asked = ["score", *given, "--format", "csv", "--output-of", "x"]
    plain, duck = (CliRunner().invoke(main, [*asked, *more]) for more in ([], ["--engine", "duckdb"]))
    assert plain.stdout == duck.stdout == "body,x\nk,1\nl,2\n"
    told = "work.csv:2, column"
    assert [(done.exit_code, told in done.stderr) for done in (plain, duck)] == [(1, True), (0, False)]
    assert told in CliRunner().invoke(main, ["check", *given]).stderr


@pytest.mark.parametrize("header", ["body,n", "body,period,n"])
def test_a_period_that_no_row_has_makes_no_column(tmp_path: Path, header: str) -> None:
    (tmp_path / "m.eval").write_text('methodology m "M"\ninput n : number\nindicator x { score n }\n', encoding="utf-8")
    (tmp_path / "bodies.csv").write_text(f"{header}\n", encoding="utf-8")
    asked = ["score", str(tmp_path / "m.eval"), "--data", str(tmp_path / "bodies.csv"), "--period", "2020"]
    ours = CliRunner().invoke(main, [*asked, "--format", "csv"]).stdout
    assert ours == "body,x\n"
    assert CliRunner().invoke(main, [*asked, "--engine", "duckdb"]).stdout == ours


BY_LABEL = """methodology m "M"
body b1 "Body One"
body b2 "Body Two"
input n : number
item work by id { input v : number
  indicator cost { score v * 2 + n ; round 1 half up } }
indicator x { score sum(v for work) + n ; round 1 half up }
indicator third { score sum(v for work) / 3 }
"""


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_a_list_calls_bodies_by_other_names(tmp_path: Path, engine: str) -> None:
    if engine == "spark":
        asked_for()
    (tmp_path / "m.eval").write_text(BY_LABEL, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    (data / "bodies.csv").write_text("body,period,n\nb1,2020,1\nBody Two,2020,2\nc,2020,3\n", encoding="utf-8")
    work = "body,id,v\nBody One,u,10\n b1,v,20\nb2,u,30\nBody Two,w,40\nc,u,50\n"
    (data / "work.csv").write_text(work, encoding="utf-8")
    found = []
    for name, more in (("ours", []), ("theirs", ["--engine", engine])):
        (tmp_path / name).mkdir()
        asked = ["score", str(tmp_path / "m.eval"), "--data", str(data), "-o", str(tmp_path / name)]
        done = CliRunner().invoke(main, [*asked, *more])
        assert done.exit_code == 0, done.output
        found.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert found[0] == found[1]
    assert b"b1,2020,31,10\n" in found[0]["bodies.csv"]
