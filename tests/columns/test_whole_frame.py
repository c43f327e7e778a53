"""A Parquet file that is scored from columns to columns: the same bytes and words as row by row."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from evallang.cli import main, whole_frame

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

RULES = """methodology m "M"
in force 2030-01-01
kinds jai "Жай орган", b "B"
input n : number 0..100
input part : number
input day : date
input on : flag
input colour : choice (red, blue)
indicator third { score n / (part + 3) }
indicator x {
  points jai 1, b 2
  score n * points
  round 0.01 half up
  grade
    | score     | grade | label   |
    | 50 and up | good  | "Жақсы" |
    | below 50  | low   | "Төмен" |
}
indicator late { score if on then 1 else 0 }
indicator warm for jai { score if colour = red then 1.25 else 0.5 }
trigger march { when day > 2020-03-01
  proposes "to be quick" }
"""
GOOD = {
    "body": ["Алматы", " b", "c", "8,x"], "kind": ["jai", "b", "Жай орган", "b"], "n": [1.5, 99.995, 2.0, 0.1],
    "part": [1, 2, 3, 4], "day": ["2020-02-29", "2020-03-02", None, "2020-01-01"], "on": [True, True, False, None],
    "colour": ["red", "blue", None, "red"],
}  # fmt: skip
EXACT = ("x", "late")


def score(folder: Path, *more: str) -> Result:
    given = ["score", str(folder / "m.eval"), "--data", str(folder / "bodies.parquet"), "--engine", "columns"]
    return CliRunner().invoke(main, [*given, *more])


def written(folder: Path, columns: Mapping[str, Any], rules: str) -> None:
    (folder / "m.eval").write_text(rules, encoding="utf-8")
    pq.write_table(pa.table(dict(columns)), folder / "bodies.parquet")


def both(folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> tuple[bool, Result]:
    """Whether the frame was scored as a whole, and the result, which is that of scoring row by row."""
    taken: list[bool] = []
    whole = whole_frame.score_whole_frame

    def watched(*given: Any) -> Any:
        found = whole(*given)
        taken.append(found is not None)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(whole_frame, "score_whole_frame", watched)
        done = score(folder, *more)
    with monkeypatch.context() as patch:
        patch.setattr(whole_frame, "score_whole_frame", lambda *_: None)
        plain = score(folder, *more)
    assert isinstance(done.exception, SystemExit | None)
    assert (done.exit_code, done.stdout, done.stderr) == (plain.exit_code, plain.stdout, plain.stderr)
    return taken == [True], done


CLEAN = {
    "as it is": GOOD,
    "a column too many": GOOD | {"other": [1, 2, 3, 4]},
    "a column twice but for capitals": GOOD | {"N": [1, 2, 3, 4]},
    "a column that is not there": {name: GOOD[name] for name in ("body", "kind", "n", "on", "colour", "day")},
    "decimals": GOOD | {"n": [Decimal("1.500"), Decimal("99.995"), None, Decimal("0.1")]},
    "texts": GOOD | {"n": ["1.5", "99.995", "", "1/3"], "on": ["yes", "no", "true", ""]},
    "numbers as names": GOOD | {"body": [10, 20, 30, 4]},
}
AS_ROWS = {
    "an invalid cell": GOOD | {"n": [1.5, 101, 2, 0.1]},
    "no number": GOOD | {"n": [1.5, float("nan"), 2, 0.1]},
    "a day of the year 15659": GOOD | {"day": pa.array([5_000_000, 18_000, None, 1], pa.int32()).cast(pa.date32())},
    "a text for a number": GOOD | {"n": ["1.5", "?", "2", "3"]},
    "a body twice": GOOD | {"body": ["a", "b", "c", "a"]},
    "no body": GOOD | {"body": ["a", "", None, "d"]},
    "a kind that is none": GOOD | {"kind": ["jai", "b", "other", "b"]},
    "no kind": GOOD | {"kind": ["jai", None, "b", "b"]},
    "periods": GOOD | {"period": [2020, 2020, 2020, 2020]},
    "nobody": {name: cells[:0] for name, cells in GOOD.items()},
    "no column of bodies": {name: cells for name, cells in GOOD.items() if name != "body"},
    "lists in cells": GOOD | {"n": [[1], [2], [3], [4]]},
}


@pytest.mark.parametrize("name", [*CLEAN, *AS_ROWS])
@pytest.mark.parametrize("file", [True, False])
def test_the_same_as_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, file: bool) -> None:
    written(tmp_path, (CLEAN | AS_ROWS)[name], RULES)
    wanted = [x for path in (*EXACT, "x.grade", "warm", "march") for x in ("--output-of", path)]
    whole, done = both(tmp_path, monkeypatch, *wanted, *(("-o", str(tmp_path / "out.csv")) if file else ()))
    assert whole is (name in CLEAN), done.stderr
    text = (tmp_path / "out.csv").read_text("utf-8-sig") if file and whole else done.stdout
    if whole:
        assert text.splitlines()[0] == "body,kind,x,late,x.grade,warm,march"
        assert len(text.splitlines()) == 5


@pytest.mark.parametrize(("given", "code", "told"), [
    (["w=0,45"], 1, 'error: parameters, column "w": the parameter `w` cannot be read: `0,45` has a comma'),
    ([], 1, "warning: no value is given for the parameter `w`"),
    (["w=0.45", "own=3"], 0, 'warning: parameters, column "own": the parameter `own` has its value in the document'),
])  # fmt: skip
def test_parameters_are_told_as_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], code: int, told: str
) -> None:
    rules = "methodology m\nparameter w : share\nparameter own = 2\ninput n : number\nindex x { score n * w * own }\n"
    written(tmp_path, {"body": ["a", "b"], "n": [1, 2]}, rules)
    whole, done = both(tmp_path, monkeypatch, "--output-of", "x", *(x for text in given for x in ("--parameter", text)))
    assert whole and done.exit_code == code and told in done.stderr
