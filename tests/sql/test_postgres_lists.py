"""Lists that were not given, as the column `LIST given` says: what the interpreter says of data without them."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sql.loading import fill

import evallang
from evallang.backends.sql.query import Query
from evallang.cli import main

psycopg = pytest.importorskip("psycopg")

Row = Mapping[str, Any]
RULES = """methodology g "G"
input a : number
item office by code {
  input v : number
  item desk by place { input seats : number }
  indicator third { score v / 3 }
  indicator root { score sqrt(sum(seats for desk, none 0)) + v }
}
indicator total { score sum(v for office, none 0) ; round 0.01 half up }
indicator deep { score sqrt(sum(v for office, none 0)) + a ; round 0.01 half up }
indicator all { score a / 3 + sum(root for office, none 0) }
"""
ONE, TWO, FOUR = Fraction(1), Fraction(2), Fraction(4)
OFFICES = [{"code": "1", "v": FOUR, "desk": [{"place": "x", "seats": TWO}]}, {"code": "2", "v": ONE}]
WITHOUT: Row = {"body": "x", "a": ONE}
EMPTY: Row = {"body": "y", "a": TWO, "office": []}
FULL: Row = {"body": "z", "a": FOUR, "office": OFFICES}
NO_DESKS: Row = {"body": "w", "a": ONE, "office": [{"code": "1", "v": FOUR}]}
PLAIN = """methodology g "G"
input a : number
item office by code { input v : number }
indicator x { score a ; round 0.01 half up }
indicator y { score sum(v for office, none 0) ; round 0.01 half up }
"""
SAID = "warning: there is no data of `{}`"


def scored(folder: Path, dsn: str, bodies: Sequence[Row], *statements: str, text: str = RULES) -> tuple[Result, Result]:
    """What the interpreter says, and what PostgreSQL says of tables with the same; each writes its files."""
    rules, data = folder / "m.eval", folder / "data.json"
    rules.write_text(text, encoding="utf-8")
    data.write_text(json.dumps({"bodies": bodies}, default=int), encoding="utf-8")
    for name in ("plain", "postgres"):
        (folder / name).mkdir()
    plain = CliRunner().invoke(main, ["score", str(rules), "--data", str(data), "-o", str(folder / "plain")])
    loaded = evallang.load(rules)
    query = Query.of(loaded.program, loaded.choices({}), "postgres")
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        try:
            fill(connection, query, bodies, "%s")
            for statement in statements:
                connection.execute(statement)
            asked = ["score", str(rules), "--engine", "postgres", "--dsn", dsn]
            return plain, CliRunner().invoke(main, [*asked, "-o", str(folder / "postgres")])
        finally:
            for table in query.tables:
                connection.execute(f"DROP TABLE IF EXISTS {query.dialect.name_of(table.name)}")


@pytest.mark.parametrize(
    ("bodies", "lacking"),
    [
        ([WITHOUT, EMPTY, FULL], []),
        ([WITHOUT, EMPTY], ["desk"]),
        ([WITHOUT], ["office"]),
        ([EMPTY, NO_DESKS], ["desk"]),
        ([WITHOUT, NO_DESKS, FULL], []),
    ],
)
def test_a_list_that_was_not_given(tmp_path: Path, postgres: str, bodies: list[Row], lacking: list[str]) -> None:
    plain, done = scored(tmp_path, postgres, sorted(bodies, key=lambda body: body["body"]))
    assert done.exit_code == plain.exit_code, done.output
    for name in ("bodies.csv", "office.csv"):
        assert (tmp_path / "postgres" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()
    for said in (plain.stderr, done.stderr):
        assert [line for line in said.splitlines() if "no data of" in line] == [SAID.format(name) for name in lacking]


def test_where_the_settled_body_has_no_list_others_have_it(tmp_path: Path, postgres: str) -> None:
    odd = "ALTER TABLE bodies ALTER a TYPE NUMERIC ; UPDATE bodies SET a = 0.0000000001 WHERE body = 'x'"
    plain, done = scored(tmp_path, postgres, [WITHOUT | {"a": Fraction(0)}, FULL], odd, text=PLAIN)
    assert "note: 1 body was settled" in done.stderr
    assert "no data of" not in plain.stderr + done.stderr
    assert (tmp_path / "postgres" / "bodies.csv").read_bytes() == (tmp_path / "plain" / "bodies.csv").read_bytes()


def test_rows_of_a_list_that_was_not_given_are_refused(tmp_path: Path, postgres: str) -> None:
    _, done = scored(tmp_path, postgres, [FULL, NO_DESKS], "UPDATE office SET \"desk given\" = FALSE WHERE body = 'z'")
    assert done.exit_code == 2
    said = "table desk: the row `z, 1, x` lies in a list that was not given: `desk given` is false in `office`"
    assert said in done.stderr
    assert not list((tmp_path / "postgres").iterdir())
