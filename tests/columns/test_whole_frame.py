"""A Parquet file that is scored from columns to columns: the same bytes and words as row by row."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conformance.case import Case, cases

from evallang.backends.python.unit import NotCompiled
from evallang.cli import main, whole_frame
from evallang.source import Span
from evallang.tables.csv_out import csv_text

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
    (data,) = folder.glob("bodies.*")
    return CliRunner().invoke(
        main, ["score", str(folder / "m.eval"), "--data", str(data), "--engine", "columns", *more]
    )


def written(folder: Path, columns: Mapping[str, Any], rules: str) -> None:
    (folder / "m.eval").write_text(rules, encoding="utf-8")
    pq.write_table(pa.table(dict(columns)), folder / "bodies.parquet")


def said(done: Result) -> list[str]:
    """What is said, but for what the interpreter had to do."""
    return [line for line in done.stderr.splitlines() if "by the interpreter" not in line]


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
    assert (done.exit_code, done.stdout, said(done)) == (plain.exit_code, plain.stdout, said(plain))
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


@pytest.mark.parametrize("name", [*CLEAN, *AS_ROWS])
def test_numbers_that_do_not_end_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    written(tmp_path, (CLEAN | AS_ROWS)[name], RULES)
    whole, done = both(tmp_path, monkeypatch, "--format", "csv")
    assert whole is (name in CLEAN), done.stderr
    if name == "as it is":
        assert done.stdout.splitlines()[1] == "Алматы,jai,0.375,1.5,1,1.25,low,no"
        assert done.stdout.splitlines()[3].split(",")[2] == "0.3333333333333333333333333333333333"


OTHERS = {
    "a rating": RULES + "rating best { among every body ; by x, highest first, ties share }\n",
    "a mean": RULES + "indicator mean_third { score third - mean(third for every body) }\n",
    "earlier years": "methodology m\ninput n : number, yearly\nindicator i { score n / 3 }\n",
}


@pytest.mark.parametrize("name", list(OTHERS))
def test_what_looks_further_is_scored_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    written(tmp_path, GOOD, OTHERS[name])
    whole, done = both(tmp_path, monkeypatch, "--format", "csv")
    assert not whole, done.stderr


def test_numbers_beyond_63_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {"body": ["a", "b"], "n": ["123456789012345678901234567890", "1/3"]}
    written(tmp_path, columns, "methodology m\ninput n : number\nindicator i { score n / 7 }\n")
    whole, done = both(tmp_path, monkeypatch, "--format", "csv")
    assert not whole and done.exit_code == 0


def test_more_rows_than_memory_are_left_to_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, GOOD, RULES)
    monkeypatch.setattr("evallang.backends.columns.tables_in._free_memory", lambda: 200)
    whole, _ = both(tmp_path, monkeypatch, "--format", "csv")
    assert not whole


def test_what_is_not_compiled_is_scored_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, GOOD, RULES)

    def refused(*_: object, **__: object) -> None:
        raise NotCompiled("something", Span(0, 0))

    monkeypatch.setattr("evallang.rules.Rules.compile", refused)
    whole, _ = both(tmp_path, monkeypatch, "--format", "csv")
    assert not whole


def as_csv(columns: Mapping[str, Any]) -> str:
    cells = [[name, *("" if cell is None else str(cell) for cell in column)] for name, column in columns.items()]
    lines = zip(*cells, strict=True)
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in line) + "\n" for line in lines)


CSV = {
    "a title above": ("The year 2020\nbody,n,part\na,1,2\n", False),
    "decimal commas": ('body;n;part;other\na;"1,5";2;x\nb;3;4;y\n', True),
    "cells too many": ("body,n,part\na,1,2,3\nb,1,2\n", False),
    "a column without a header": ("body,n,,part\na,1,x,2\n", False),
    "a mark in front": ("\ufeffbody,n,part\r\na,1,2\r\nb,2/3,\r\n", True),
    "a header that nobody knows": ("body,n,part,more\na,1,2,3\n", True),
    "nothing": ("", False),
}


@pytest.mark.parametrize("name", list(CSV))
def test_csv_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text, plain = CSV[name]
    (tmp_path / "m.eval").write_text(
        "methodology m\ninput n : number\ninput part : number\nindicator i { score n / (part + 3) }\n", encoding="utf-8"
    )
    (tmp_path / "bodies.csv").write_bytes(text.encode())
    whole, done = both(tmp_path, monkeypatch, "--format", "csv")
    assert whole is plain, done.stderr


@pytest.mark.parametrize("name", [name for name in [*CLEAN, *AS_ROWS] if "15659" not in name])
def test_csv_with_all_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "m.eval").write_text(RULES, encoding="utf-8")
    (tmp_path / "bodies.csv").write_text(as_csv((CLEAN | AS_ROWS)[name]), encoding="utf-8")
    whole, done = both(tmp_path, monkeypatch, "--format", "csv")
    assert whole is (name in CLEAN), done.stderr


# ---- what others found


def with_csv(folder: Path, rules: str, data: str) -> None:
    (folder / "m.eval").write_text(f"methodology m\n{rules}\n", encoding="utf-8")
    (folder / "bodies.csv").write_text(data, encoding="utf-8")


TWO = "input a : number\ninput b : number\n"
SCORED_BY = (
    TWO + "indicator level { scored by other.level }\nindicator q { score if known(level) then a / b else b / a }"
)
GRADED = (
    "input a : number\nindicator y {\n  score sqrt(a)\n  grade\n    | score | grade |\n    | 2 and up | high |\n"
    "    | below 2 | low |\n}"
)
FOUND = {
    "scored by others": (SCORED_BY, "body,a,b,level\nA,3,7,2\n", False),
    "grades by the interpreter": (GRADED, "body,a\nA,1\nB,16\n", True),
    "grades, the first of another": (GRADED, "body,a\nA,9\nB,16\nC,2\n", True),
    "roots": ("input a : number\nindicator y { score sqrt(a) }", "body,a\nA,2\nB,4\n", True),
    "logarithms": ("input a : number\nindicator y { score ln(a) / 3 }", "body,a\nA,2\nB,1\n", True),
    "a node called as the key": (TWO + "indicator body { score a / b }", "body,a,b\nA,1,3\n", False),
    "an input called as the key": (
        TWO + "input body : number\nindicator i { score a / b + body }", "id,a,b,body\nA,1,3,5\n", False,
    ),
    "beyond 63 bits": ("input a : number 0..5\nindicator i { score a }", "body,a\nA,1\nB,1e30\n", False),
    "at most, in many digits": (
        "input a : number\ninput b : number, at most a\nindicator i { score a }\nindicator j { score b }",
        "body,a,b\nA,5,1e25\n", False,
    ),
    "bodies in cells": ("input who : body\nindicator i { score 1 }", "body,who\nA,zzz\nB,A\n", False),
    "a header twice": (TWO + "indicator i { score a / b }", "body,a,b, b\nA,1,2,3\n", False),
    "an unknown header twice": (TWO + "indicator i { score a / b }", "body,a,b,x,x\nA,1,2,3,4\n", False),
    "a key of another name": (TWO + "indicator i { score a / b }", "id,a,b,body\nA,1,3,B\n", True),
}  # fmt: skip


@pytest.mark.parametrize("name", list(FOUND))
def test_what_is_not_so_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    rules, data, plain = FOUND[name]
    with_csv(tmp_path, rules, data)
    key = ("--key", "id") if data.startswith("id") else ()
    whole, done = both(tmp_path, monkeypatch, "--format", "csv", *key)
    assert whole is plain, done.stderr
    assert done.exit_code in (0, 1)


def flat(record: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """The cells of a body, of its last year where it has several; lists are left out."""
    found: dict[str, str] = {}
    for name, value in record.items():
        if name == "periods":
            found |= flat(value[max(value)])
        elif isinstance(value, Mapping):
            found |= flat(value, f"{before}{name}.")
        elif value is not None and not isinstance(value, list):
            found[before + name] = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_conformance(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each case as one file of bodies, with all of them, and without those of which something is said."""
    (tmp_path / "m.eval").write_bytes((case.folder / "rules.eval").read_bytes())
    rows = [flat(body) for body in json.loads((case.folder / "data.json").read_text("utf-8"))["bodies"]]
    names = list(dict.fromkeys(name for row in rows for name in row))
    data = tmp_path / "bodies.csv"

    def write(chosen: list[dict[str, str]]) -> None:
        data.write_text(csv_text(names, [[row.get(name, "") for name in names] for row in chosen]), encoding="utf-8")

    write(rows)
    _, done = both(tmp_path, monkeypatch, "--format", "csv")
    if not done.stdout:
        return  # other documents are needed, or years
    said = {int(line) for line in re.findall(r"bodies\.csv:(\d+)", done.stderr)}
    write([row for line, row in enumerate(rows, 2) if line not in said] if 1 not in said else rows)
    paths = done.stdout.splitlines()[0].split(",")[1:]
    for wanted in ((), *(("--output-of", path) for path in {paths[-1], paths[len(paths) // 2]} - {"kind", "period"})):
        both(tmp_path, monkeypatch, "--format", "csv", *wanted)
