"""Kinds that are written by their labels or in other capitals: the same results, and of bodies beside them too."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sql.spark import asked_for
from sql.test_queries import answered, body, rows_of_bodies

from evallang.cli import main

pytest.importorskip("duckdb")

RULES = """methodology m "M"
kinds central "Орталық орган", local "Жергілікті орган"
input a : number 0..100
indicator apart { score a - mean(a for body of same kind) ; round 0.01 half up }
indicator points { points central 10, local 20 ; score a * points }
indicator own for central { score 1 }
indicator all { score count(a >= 0 for every body) }
"""
YEARLY = RULES.replace("a : number 0..100", "a : number 0..100, yearly")
WRITTEN = {
    "labels": ("Орталық орган", "Жергілікті орган", "central"),
    "capitals": ("Central", "LOCAL", "ОРТАЛЫҚ ОРГАН"),
    "odd capitals": ("cENTRAL", "local", "central"),
    "blanks": (" central", "local ", "central"),
    "no kind": ("centre", "local", "central"),
    "none": ("", "local", "central"),
}


def files(folder: Path, kinds: tuple[str, ...]) -> Path:
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    rows = "".join(f"body {i},{kind},{10 * i}\n" for i, kind in enumerate((*kinds, "local"), 1))
    (folder / "bodies.csv").write_text("body,kind,a\n" + rows, encoding="utf-8")
    return folder / "bodies.csv"


def scored(folder: Path, *more: str) -> tuple[str, list[str], int]:
    asked = ["score", str(folder / "m.eval"), "--data", str(folder / "bodies.csv"), "--format", "csv", *more]
    done = CliRunner().invoke(main, asked)
    return done.stdout, [line for line in done.stderr.splitlines() if not line.startswith("note")], done.exit_code


@pytest.mark.parametrize("written", list(WRITTEN))
def test_a_file_is_scored_as_the_interpreter_scores_it(tmp_path: Path, written: str) -> None:
    files(tmp_path, WRITTEN[written])
    assert scored(tmp_path, "--engine", "duckdb") == scored(tmp_path)


def test_spark_reads_kinds_too(tmp_path: Path) -> None:
    asked_for()
    files(tmp_path, ("Central", "Жергілікті орган", "cENTRAL"))
    assert scored(tmp_path, "--engine", "spark") == scored(tmp_path)


@pytest.mark.parametrize("written", list(WRITTEN))
def test_a_query_reads_labels_and_leaves_the_rest_in_doubt(written: str) -> None:
    bodies = [
        body(f"body {i}", a=str(i)) | {"kind": kind or None} for i, kind in enumerate((*WRITTEN[written], "local"), 1)
    ]
    _, rows = answered(RULES, bodies)  # held to the interpreter
    doubts = {name for name, row in rows.items() if row["in_doubt"]}
    assert doubts == (set(rows) if written in ("odd capitals", "blanks", "no kind") else set())
    assert all(row["kind"] in ("central", "local", None) for row in rows.values())


YEARS = {
    "one is left out": ("Central", None, "central", set()),
    "they differ, and one is left out": ("Central", None, "local", {2021}),
    "one is none": ("centre", "central", None, {2020, 2022}),
}


@pytest.mark.parametrize("case", list(YEARS))
def test_a_kind_over_the_years(case: str) -> None:
    *kinds, doubts = YEARS[case]
    bodies = [body("b", a="1") | {"kind": kind, "period": 2020 + i} for i, kind in enumerate(kinds)]
    _, rows = rows_of_bodies(YEARLY, bodies, period="all")
    assert {year for (_, year), row in rows.items() if row["in_doubt"]} == doubts
