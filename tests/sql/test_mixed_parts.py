"""Parts of one folder whose columns differ: each is read by its own types, or the folder is refused."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evallang.cli import main

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

RULES = """methodology g "G"
input n : number
indicator x {
  score n
  grade
    | score     | grade | label |
    | 90 and up | high  | "h"   |
    | below 90  | low   | "l"   |
}
"""
REFUSED = 2


def numbers(kind: Any, *values: Any) -> dict[str, Any]:
    return {"n": pa.array(values, kind)}


WHOLE, EXACT = numbers(pa.int64(), 90, 7), numbers(pa.float64(), 89.5, 0.4)
MIXED: dict[str, list[dict[str, Any]]] = {
    "whole, then floats": [WHOLE, EXACT],
    "floats, then whole": [EXACT, numbers(pa.int64(), 2**53 + 1, 90)],
    "whole, floats and whole again": [WHOLE, EXACT, WHOLE],
    "decimals of two scales": [
        numbers(pa.decimal128(10, 0), Decimal(90), Decimal(1)),
        numbers(pa.decimal128(10, 2), Decimal("89.50"), Decimal("0.41")),
    ],
    "narrow floats, then wide ones": [numbers(pa.float32(), 0.1, 90), numbers(pa.float64(), 89.99999999, 0.1)],
    "whole, then texts": [WHOLE, {"n": ["45%", "89.5"]}],
    "nothing, then floats": [numbers(pa.null(), None, None), EXACT],
    "flags, then floats": [{"n": [True, False]}, EXACT],
    "a column of later parts": [{}, EXACT],
    "a column of earlier parts": [EXACT, {}],
    "another order": [{"m": [1, 2], **EXACT}, {**EXACT, "m": [1, 2]}],
    "capitals in one part": [{**WHOLE, "N": [6.5, None]}],
    "capitals in each part": [{**WHOLE, "N": [6, 7]}, {**EXACT, "N": [6, 7]}, {**EXACT, "N": [8, 9]}],
    "capitals in another part": [WHOLE, {"N": [6.5, None]}],
}


def written(folder: Path, parts: list[dict[str, Any]]) -> Path:
    data = folder / "bodies.parquet"
    data.mkdir()
    for number, columns in enumerate(parts):
        keys = [f"{name}{number}" for name in "ab"]
        pq.write_table(pa.table({"body": keys} | columns), data / f"part-{number}.parquet")
    return data


def scored(folder: Path, data: Path, engine: str) -> tuple[str, list[str], int]:
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    asked = ["score", str(folder / "m.eval"), "--data", str(data), "--format", "csv", "--engine", engine]
    done = CliRunner().invoke(main, asked)
    return done.stdout, [line for line in done.stderr.splitlines() if not line.startswith("note")], done.exit_code


@pytest.mark.parametrize("name", list(MIXED))
def test_each_part_is_read_as_columns_read_it(tmp_path: Path, name: str) -> None:
    data = written(tmp_path, MIXED[name])
    ours = scored(tmp_path, data, "columns")
    assert ours[0], ours[1]
    assert scored(tmp_path, data, "duckdb") == ours


def test_a_float_below_a_bracket_stays_below(tmp_path: Path) -> None:
    text, _, code = scored(tmp_path, written(tmp_path, MIXED["whole, then floats"]), "duckdb")
    assert code == 0
    assert [line.split(",")[1:3] for line in text.splitlines()[1:]] == [
        ["90", "high"], ["7", "low"], ["89.5", "low"], ["0.4", "low"]
    ]  # fmt: skip


def test_records_that_are_not_read_do_not_hide_what_is(tmp_path: Path) -> None:
    records = {"m": [{"n": 1, "k": [1]}, {"n": 2, "k": [2]}], **WHOLE}
    text, _, _ = scored(tmp_path, written(tmp_path, [records, EXACT]), "duckdb")
    assert [line.split(",")[1] for line in text.splitlines()] == ["x", "90", "7", "89.5", "0.4"]


def test_folders_of_parts_may_differ_too(tmp_path: Path) -> None:
    for number, columns in enumerate([WHOLE, EXACT, {}]):
        folder = tmp_path / "bodies.parquet" / f"year=202{number}"
        folder.mkdir(parents=True)
        pq.write_table(pa.table({"body": [f"a{number}", f"b{number}"]} | columns), folder / "part.parquet")
    ours = scored(tmp_path, tmp_path / "bodies.parquet", "columns")
    assert scored(tmp_path, tmp_path / "bodies.parquet", "duckdb") == ours


def test_many_parts_stand_in_their_order(tmp_path: Path) -> None:
    data = written(tmp_path, [WHOLE, EXACT] * 40)
    assert scored(tmp_path, data, "duckdb") == scored(tmp_path, data, "columns")


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "bodies.parquet").mkdir()
    for number, name in enumerate(["a1", "a[1]", "a[!b]"]):
        columns = {"body": [name], "n": [number]}
        pq.write_table(pa.table(columns), tmp_path / "bodies.parquet" / f"{name}.parquet")
    for name in ("1", "[1]"):
        (tmp_path / f"bodies{name}.csv").write_text(f"body,n\nb{name},5\n", encoding="utf-8")
    for data in ("bodies.parquet", "bodies[1].csv"):
        assert scored(tmp_path, tmp_path / data, "duckdb") == scored(tmp_path, tmp_path / data, "columns")


def test_lists_in_a_later_part_are_refused(tmp_path: Path) -> None:
    text, said, code = scored(tmp_path, written(tmp_path, [WHOLE, {"n": [[1], [2]]}]), "duckdb")
    assert (text, code) == ("", REFUSED)
    assert "bodies.parquet: the column `n` holds lists" in said[0]


def test_folders_and_columns_that_differ_in_capitals_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "bodies.parquet" / "N=3"
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"body": ["a", "b"]} | WHOLE), folder / "part.parquet")
    text, said, code = scored(tmp_path, tmp_path / "bodies.parquet", "duckdb")
    assert (text, code) == ("", REFUSED)
    assert "the folders are called `N=…`, and the parts in them have a column `n`" in said[0]
