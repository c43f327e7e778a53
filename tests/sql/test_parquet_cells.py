"""Cells of Parquet files that engines could read in ways of their own: the same results and words, or a refusal."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sql.spark import asked_for

from evallang.backends.parquet_durations import durations
from evallang.cli import main

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

RULES = """methodology m "M"
input ok : flag
input a : number
input d : date
indicator s { score if ok then 100 else 0 }
indicator t { score a ; round 1 half up }
indicator u { score if d > 2020-01-01 then 1 else 0 }
"""
ENGINES = ["duckdb", "spark"]
NAN, INFINITE = float("nan"), float("inf")
SAME = {
    "flags with a gap": ("ok", pa.array([1.0, 0.0, None, -0.0])),
    "flags as narrow floats": ("ok", pa.array([1.0, 0.0, None, 1.0], pa.float32())),
    "floats that are no flags": ("ok", pa.array([1.0, 2.0, None, 0.5])),
    "no numbers": ("a", pa.array([NAN, INFINITE, -INFINITE, 1.5])),
    "times of day": ("d", pa.array([datetime(2020, 2, 1, 1), datetime(2020, 2, 1), None, datetime(2021, 1, 1, 2, 3)])),
    "parts of a second": ("d", pa.array([datetime(2020, 2, 1, 1, 0, 0, 500000), None, None, None])),
}
HOURS = pa.array([timedelta(hours=1), timedelta(hours=2), None, timedelta(days=1)])
YEARS = {
    "floats": pa.array([2020.0, 2020.0, 2019.0, 2020.0]),
    "narrow floats": pa.array([2020.0, 2020.0, 2019.0, 2020.0], pa.float32()),
    "decimals": pa.array([Decimal("2020.00"), Decimal(2020), Decimal(2019), Decimal(2020)], pa.decimal128(9, 2)),
    "whole numbers": pa.array([2020, 2020, 2019, 2020]),
}
REFUSED = {
    "bytes": ("a", pa.array([b"1", b"2", None, b"4"])),
    "a body of bytes": ("body", pa.array(["А".encode(), b"b", b"c", b"d"])),
    "lists": ("a", pa.array([[1], [2], None, [4]])),
    "records": ("a", pa.array([{"x": 1}, {"x": 2}, None, {"x": 4}])),
}


def scored(folder: Path, column: str, cells: Any, engine: str, **more: Any) -> tuple[str, list[str], int]:
    if engine == "spark":
        asked_for()
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    pq.write_table(pa.table({"body": ["А", "b", "c", "d"]} | more | {column: cells}), folder / "bodies.parquet")
    asked = ["score", str(folder / "m.eval"), "--data", str(folder / "bodies.parquet"), "--format", "csv"]
    done = CliRunner().invoke(main, [*asked, "--engine", engine])
    said = done.stderr.replace(".0`", "`").splitlines()  # Spark writes 2 for the float 2.0
    return done.stdout, [line for line in said if not line.startswith("note")], done.exit_code


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", list(SAME))
def test_a_cell_is_read_as_columns_read_it(tmp_path: Path, name: str, engine: str) -> None:
    assert scored(tmp_path, *SAME[name], engine) == scored(tmp_path, *SAME[name], "columns")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", list(YEARS))
def test_a_year_of_which_a_float_was_made_is_a_year(tmp_path: Path, name: str, engine: str) -> None:
    cells = SAME["floats that are no flags"]  # one of them is settled by the interpreter, which reads the year too
    found = scored(tmp_path, *cells, engine, Period=YEARS[name])
    assert found == scored(tmp_path, *cells, "columns", Period=YEARS[name])
    assert [line.split(",")[1] for line in found[0].splitlines()] == ["period", "2020", "2020", "2020"]


def test_a_part_of_a_year_is_no_year(tmp_path: Path) -> None:
    found = scored(tmp_path, *SAME["times of day"], "duckdb", period=pa.array([2020.0, 2020.5, 2019.0, 2020.0]))
    assert found[0] == "" and "bodies.parquet:2: the row has no year of four digits as its period" in found[1][0]


def test_a_float_is_a_flag(tmp_path: Path) -> None:
    text, said, _ = scored(tmp_path, *SAME["flags with a gap"], "columns")
    assert [line.split(",")[1] for line in text.splitlines()] == ["s", "100", "0", "", "0"]
    assert not any(line.startswith("error") for line in said)


def test_what_is_no_number_is_called_as_in_json(tmp_path: Path) -> None:
    _, said, _ = scored(tmp_path, *SAME["no numbers"], "columns")
    words = [word for line in said for word in ("`NaN`", "`Infinity`", "`-Infinity`") if word in line]
    assert sorted(words) == sorted(["`NaN`", "`Infinity`", "`-Infinity`"])


@pytest.mark.parametrize("others", [[1.0, 2.5], [1.0, 1.0]])
def test_no_number_beside_the_bounds_of_a_file(tmp_path: Path, others: list[float]) -> None:
    """The file says that its numbers lie between 1 and 2.5, NaN aside."""
    column = ("a", pa.array([NAN, *others, NAN]))
    text, said, code = scored(tmp_path, *column, "duckdb")
    assert (text, code) == scored(tmp_path, *column, "columns")[::2]
    assert [line.split("`")[1] for line in said if "the cell is not used" in line] == ["NaN", "NaN"]


@pytest.mark.parametrize("engine", ["columns", *ENGINES])
@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_not_one_value_is_refused(tmp_path: Path, name: str, engine: str) -> None:
    text, said, code = scored(tmp_path, *REFUSED[name], engine)
    assert (text, code) == ("", 2)
    assert f"the column `{REFUSED[name][0]}` holds" in said[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_durations_are_refused(tmp_path: Path, engine: str) -> None:
    """Parquet has no such type: whole numbers stand for them, and Arrow says what they are."""
    text, said, code = scored(tmp_path, "a", HOURS, engine)
    assert (text, code) == ("", 2)
    assert "bodies.parquet: the column `a` holds durations; write numbers of days or hours" in said[0]


def test_durations_that_are_not_asked_for_are_let_be(tmp_path: Path) -> None:
    more = {"spent on": HOURS, "b": pa.array([1, 2, 3, 4])}
    text, _, _ = scored(tmp_path, "a", pa.array([1, 2, 3, None]), "duckdb", **more)
    assert [line.split(",")[2] for line in text.splitlines()] == ["t", "1", "2", "3", ""]


def test_durations_in_one_part_are_refused(tmp_path: Path) -> None:
    (tmp_path / "m.eval").write_text(RULES, encoding="utf-8")
    (tmp_path / "bodies.parquet").mkdir()
    for name, cells in (("a", pa.array([1])), ("b", HOURS[:1])):
        pq.write_table(pa.table({"body": [name], "a": cells}), tmp_path / "bodies.parquet" / f"{name}.parquet")
    asked = ["score", str(tmp_path / "m.eval"), "--data", str(tmp_path), "--engine", "duckdb"]
    assert "the column `a` holds durations" in CliRunner().invoke(main, asked).stderr


def test_which_columns_are_durations(tmp_path: Path) -> None:
    """Whatever their names, their units and their number."""
    names = ["Время", "ARROW:schema", "", *(f"column {number}" for number in range(300))]
    kinds = [pa.duration("ns"), pa.int64(), pa.duration("s"), *([pa.int64(), pa.duration("us"), pa.string()] * 100)]
    table = pa.Table.from_arrays([pa.array([None], kind) for kind in kinds], names)
    pq.write_table(table, tmp_path / "with.parquet")
    pq.write_table(table, tmp_path / "without.parquet", store_schema=False)
    assert durations(tmp_path / "with.parquet") == {"Время", "", *names[4::3]}
    assert durations(tmp_path / "without.parquet") == frozenset()
    (tmp_path / "with.parquet").write_bytes(b"PAR1")
    assert durations(tmp_path / "with.parquet") == frozenset()
