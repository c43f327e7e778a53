"""What is undefined in every row, and would be a day, a flag or a name if it were there."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from evallang.cli import main

duckdb = pytest.importorskip("duckdb")

RULES = """methodology p "P"
parameter since : date
parameter on : flag
input opened : date
input a : number
"""
NODES = """reading q "Which day?" id "R1" {
  option a "none"
  option b "that of opening"
  choose a
}
formula d = by q { a : undefined "it is open which"; b : opened }
indicator x { score if opened >= since then 10 else 5 }
indicator z { score if on then a else 5 ; round 1 half up }
indicator w { score if opened >= d then 1 else 2 }
trigger late { when opened > since and on ; proposes "to look" }
"""


@pytest.mark.parametrize(
    "given", [(), ("--parameter", "since=2020-06-01"), ("--parameter", "on=yes"), ("--reading", "q=b")]
)
def test_a_database_says_what_the_interpreter_says(tmp_path: Path, given: tuple[str, ...]) -> None:
    (tmp_path / "p.eval").write_text(RULES + NODES, encoding="utf-8")
    (tmp_path / "bodies.csv").write_text("body,opened,a\na,2021-01-01,1.5\nb,,2\nc,2020-01-01,\n", encoding="utf-8")
    ask = ["score", str(tmp_path / "p.eval"), "--data", str(tmp_path / "bodies.csv"), "--format", "csv", *given]
    plain, done = CliRunner().invoke(main, ask), CliRunner().invoke(main, [*ask, "--engine", "duckdb"])
    assert (done.exit_code, done.stdout) == (plain.exit_code, plain.stdout), done.output
    assert len(plain.stdout.splitlines()) == 4


@pytest.mark.parametrize("boss", ["b", "zzz"])
def test_a_body_that_is_named_is_looked_for_among_all(tmp_path: Path, boss: str) -> None:
    (tmp_path / "m.eval").write_text(
        "methodology m\ninput n : number\ninput boss : body\n"
        "indicator x { when missing(boss) : 0 ; score n ; round 0.1 half up }\n",
        encoding="utf-8",
    )
    (tmp_path / "bodies.csv").write_text(f"body,n,boss\na,1,{boss}\nb,2,a\n", encoding="utf-8")
    ask = ["score", str(tmp_path / "m.eval"), "--data", str(tmp_path / "bodies.csv"), "--format", "csv"]
    plain, done = CliRunner().invoke(main, ask), CliRunner().invoke(main, [*ask, "--engine", "duckdb"])
    assert (done.exit_code, done.stdout) == (plain.exit_code, plain.stdout), done.output
    assert [line for line in done.stderr.splitlines() if "note" not in line] == plain.stderr.splitlines()
