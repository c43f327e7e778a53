"""`evallang score --engine columns` writes what the interpreter writes, byte for byte."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from conformance.case import Case, cases

from evallang.backends.columns import tables_in
from evallang.cli import main
from evallang.cli.by_columns import settled

RULES = """methodology m "M"
kinds jai "Жай орган", b
input n : number
input d : date
item office by code {
  input mark : number
  item desk by place { input seats : count }
  formula held = sum(seats for desk, none 0)
  indicator twice { score mark * 2 ; round 0.1 half up }
}
indicator x { points jai 1, b 2 ; score n * points ; round 1 half up }
indicator y { score if d < 2020-03-01 then 1 else 0 }
indicator m { score sum(mark for office, none 0) ; round 1 half up }
indicator s { score sum(held for office, none 0) }
rating best { among every body ; by x, highest first, ties share }
"""
REFUSED = 2
HEAD = "body,kind,n,d\n"
ROWS = 'Алтай,jai,1.5,2020-02-29\nb,b,"2",01.03.2020\nc,Жай орган,x,\n'
OFFICES = "body,code,mark\nАлтай,a,5\nАлтай,b,2.5\nb,a,1\n"


def score(rules: Path, data: Path | str, *more: str) -> Result:
    return CliRunner().invoke(main, ["score", str(rules), "--data", str(data), *more])


def the_same(rules: Path, data: Path | str, *more: str) -> Result:
    """Both ways: the same code, text and findings; what columns say."""
    plain, done = score(rules, data, *more), score(rules, data, *more, "--engine", "columns")
    assert done.exit_code == plain.exit_code, done.stderr
    assert done.stdout == plain.stdout
    notes = [line for line in done.stderr.splitlines() if "the interpreter" not in line]
    assert notes == [line for line in plain.stderr.splitlines() if "the interpreter" not in line]
    return done


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_conformance(case: Case) -> None:
    others = [str(file) for file in sorted(case.folder.glob("*.eval")) if file.name != "rules.eval"]
    for form in ("json", "table"):
        done = the_same(case.folder / "rules.eval", case.data, *others, "--format", form, "--period", "all")
        assert done.exit_code != REFUSED


def written(folder: Path, bodies: str, offices: str = OFFICES) -> Path:
    data = folder / "data"
    data.mkdir()
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    (data / "bodies.csv").write_text(bodies, encoding="utf-8")
    (data / "office.csv").write_text(offices, encoding="utf-8")
    return data


BODIES = {
    "plain": HEAD + ROWS,
    "decimal commas": (HEAD + 'a,jai,"1,5",2020-02-29\n').replace(",", ";").replace('"1;5"', "1,5"),
    "twice": HEAD + ROWS + "b,jai,7,2020-01-01\n",
    "a column twice": "body,kind,n,n,d\nb,jai,1,2,2020-01-01\n",
    "cells too many": HEAD + ROWS + "e,jai,1,2,3,4\n",
    "nobody": HEAD,
    "no name": HEAD + ",jai,1,\n",
    "a column too many": "body,kind,n,d,other\nb,jai,1,,5\n",
}


@pytest.mark.parametrize("name", list(BODIES))
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_csv(tmp_path: Path, name: str, form: str) -> None:
    data = written(tmp_path, BODIES[name])
    the_same(tmp_path / "m.eval", data, "--format", form)


def test_columns_do_the_work(tmp_path: Path) -> None:
    done = the_same(tmp_path / "m.eval", written(tmp_path, HEAD + ROWS), "--format", "csv")
    assert "note: 0 bodies were settled by the interpreter" in done.stderr


def test_one_body_was_and_two_were() -> None:
    assert [settled(count).split(" settled")[0] for count in (0, 1, 2_000)] == [
        "0 bodies were", "1 body was", "2,000 bodies were",
    ]  # fmt: skip
    assert settled(1, ", and 1 column") == "1 body, and 1 column were settled by the interpreter"


def test_lists_are_written_too(tmp_path: Path) -> None:
    data = written(tmp_path, HEAD + ROWS)
    for name, more in (("plain", ()), ("columns", ("--engine", "columns"))):
        (tmp_path / name).mkdir()
        score(tmp_path / "m.eval", data, "-o", str(tmp_path / name), *more)
    ours, theirs = ({f.name: f.read_bytes() for f in (tmp_path / n).iterdir()} for n in ("plain", "columns"))
    assert ours == theirs
    assert "office.csv" in ours


NESTED = [
    {"body": "a", "kind": "jai", "n": 1.5, "office": [
        {"code": "x", "mark": 2, "desk": [{"place": "1", "seats": 3}, {"place": "2", "seats": 4}]},
        {"code": "y", "mark": "2/3", "desk": []}]},
    {"body": "b", "kind": "b", "n": 3, "office": []},
]  # fmt: skip


@pytest.mark.parametrize("change", ["none", "not given", "twice"])
def test_json(tmp_path: Path, change: str) -> None:
    bodies = json.loads(json.dumps(NESTED))
    if change == "not given":
        del bodies[1]["office"]
    elif change == "twice":
        bodies.append(bodies[0])
    (tmp_path / "m.eval").write_text(RULES, encoding="utf-8")
    (tmp_path / "data.json").write_text(json.dumps({"bodies": bodies}), encoding="utf-8")
    done = the_same(tmp_path / "m.eval", tmp_path / "data.json", "--format", "json")
    assert ("no plain table" in done.stderr) is (change in ("not given", "twice"))


@pytest.mark.parametrize("inner", ["id", "ID", "place"])
def test_json_of_lists_whose_keys_have_one_name(tmp_path: Path, inner: str) -> None:
    (tmp_path / "m.eval").write_text(
        f"methodology m\nitem office by id {{\n  item desk by {inner} {{ input p : number }}\n}}\n"
        "indicator t { score sum(sum(p for desk) for office) }\n",
        encoding="utf-8",
    )
    bodies = [{"body": "x", "office": [{"id": 1, "desk": [{inner: 1, "p": 2}, {inner: 2, "p": 3}]}]}]
    (tmp_path / "data.json").write_text(json.dumps({"bodies": bodies}), encoding="utf-8")
    done = the_same(tmp_path / "m.eval", tmp_path / "data.json", "--format", "csv")
    assert done.stdout == "body,t\nx,5\n"


def test_parquet(tmp_path: Path) -> None:
    data = written(tmp_path, HEAD + ROWS)
    held = tmp_path / "parquet"
    held.mkdir()
    days = pd.to_datetime(pd.Series(["2020-02-29", "2020-03-01", None]))
    frame = pd.DataFrame({"body": ["Алтай", "b", "c"], "kind": ["jai", "b", "jai"], "n": [1.5, 2, np.inf], "d": days})
    frame.to_parquet(held / "bodies.parquet")
    pd.read_csv(data / "office.csv").to_parquet(held / "office.parquet")
    plain = score(tmp_path / "m.eval", data, "--format", "csv")
    done = score(tmp_path / "m.eval", held, "--format", "csv", "--engine", "columns")
    assert done.stdout == plain.stdout
    assert "bodies.parquet:3" in done.stderr


@pytest.mark.parametrize("more", [(), ("--period", "all")])
def test_columns_of_parquet_that_are_not_asked_for(tmp_path: Path, more: tuple[str, ...]) -> None:
    (tmp_path / "m.eval").write_text("methodology m\ninput n : number\nindicator x { score n * 2 }\n", encoding="utf-8")
    cells = [pa.array(["a", "b"]), pa.array([1, 2]), pa.array([3, 4]), pa.array([[1], [2]])]
    pq.write_table(pa.Table.from_arrays(cells, ["body", "n", "n", "tags"]), tmp_path / "t.parquet")
    done = score(tmp_path / "m.eval", tmp_path / "t.parquet", "--engine", "columns", "--format", "csv", *more)
    assert (done.exit_code, done.stdout) == (1, "body,x\na,2\nb,4\n")
    assert "the column `n` stands twice; only the first one is read" in done.stderr
    assert "the column `tags` is no input and is not read" in done.stderr


def test_a_file_that_is_no_parquet(tmp_path: Path) -> None:
    (tmp_path / "m.eval").write_text(RULES, encoding="utf-8")
    (tmp_path / "bodies.parquet").write_bytes(b"nothing")
    done = score(tmp_path / "m.eval", tmp_path / "bodies.parquet", "--engine", "columns")
    assert done.exit_code == REFUSED
    assert "bodies.parquet: the file cannot be read" in done.stderr


ONE = 'methodology m "M"\ninput n : number\nindicator x { score n }\n'


def test_parts_of_other_types(tmp_path: Path) -> None:
    (tmp_path / "m.eval").write_text(ONE, encoding="utf-8")
    parts = tmp_path / "bodies.parquet"
    parts.mkdir()
    pd.DataFrame({"body": ["a", "b"], "n": [2**60 + 1, 2]}).to_parquet(parts / "0.parquet")
    pd.DataFrame({"n": [0.5, 3.0], "body": ["c", "d"]}).to_parquet(parts / "1.parquet")
    pd.DataFrame({"body": ["e"], "n": ["1/3"]}).to_parquet(parts / "2.parquet")
    done = score(tmp_path / "m.eval", parts, "--engine", "columns", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    (tmp_path / "bodies.csv").write_text(f"body,n\na,{2**60 + 1}\nb,2\nc,0.5\nd,3\ne,1/3\n", encoding="utf-8")
    assert done.stdout == score(tmp_path / "m.eval", tmp_path / "bodies.csv", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("no.parquet", "no.parquet: there is no such file"),
        ("absent", "absent: there is no such file or folder"),
        ("data.xlsx", "data is read from .csv, .json and .parquet files"),
        ("empty", "the folder holds no .csv, .json or .parquet file"),
    ],
)
def test_data_that_is_not_there(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "m.eval").write_text(ONE, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "data.xlsx").write_bytes(b"")
    done = score(tmp_path / "m.eval", tmp_path / name, "--engine", "columns")
    assert done.exit_code == REFUSED
    assert says in done.stderr


@pytest.mark.parametrize("free", [0, 10**9, 4 * 10**9])
def test_as_many_rows_as_the_memory_takes(tmp_path: Path, free: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_in, "MAX_ROWS", 200)
    monkeypatch.setattr(tables_in, "_free_memory", lambda: free // 1000)
    (tmp_path / "m.eval").write_text(ONE, encoding="utf-8")
    pd.DataFrame({"body": range(300), "n": range(300)}).to_parquet(tmp_path / "bodies.parquet")
    done = score(tmp_path / "m.eval", tmp_path / "bodies.parquet", "--engine", "columns", "--format", "json")
    if free > 10**9:
        assert done.exit_code == 0
        assert len(json.loads(done.stdout)["bodies"]) == 300
    else:
        assert done.exit_code == REFUSED
        assert "300 rows of 2 columns, more than are read here; take `--engine duckdb`" in done.stderr
