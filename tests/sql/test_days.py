"""Days that a database has and no calendar of ours: they are not used, and nothing is decided by them."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import evallang
from evallang.backends.sql.query import Query
from evallang.cli import main

duckdb = pytest.importorskip("duckdb")
psycopg = pytest.importorskip("psycopg")

RULES = """methodology m "M"
input since : date
input n : number
trigger late { when since > 2020-01-01; proposes "to look" }
indicator x { score if since < 2020-01-01 then n else 2 * n ; round 1 half up }
"""
ODD = {"never": "infinity", "always": "-infinity", "late": "20000-01-01", "early": "0044-03-15 BC"}
DAYS = ODD | {"first": "0001-01-01", "last": "9999-12-31"}


def inserts() -> list[str]:
    return [f"INSERT INTO bodies (body, since, n) VALUES ('{name}', '{day}', 1)" for name, day in DAYS.items()]


def query_of(folder: Path, dialect: str) -> Query:
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    rules = evallang.load(folder / "m.eval")
    return Query.of(rules.program, rules.choices({}), dialect)


def doubtful(query: Query, connection: Any) -> None:
    """Rows of such days are in doubt, and the others are decided."""
    for statement in [*filter(str.strip, query.schema().split(";\n")), *inserts()]:
        connection.execute(statement.replace("5 BC", "5 (BC)") if query.dialect.name == "duckdb" else statement)
    rows = connection.execute(f'SELECT "body", "late status", "x × 1", "in_doubt" FROM ({query.text()}) r').fetchall()
    found = {body: (status, value, doubt) for body, status, value, doubt in rows}
    assert found == dict.fromkeys(ODD, ("in doubt", None, True)) | {
        "first": ("value", 1, False),
        "last": ("value", 2, False),
    }


def test_such_days_are_in_doubt(tmp_path: Path) -> None:
    with closing(duckdb.connect()) as connection:
        doubtful(query_of(tmp_path, "duckdb"), connection)


def test_such_days_are_in_doubt_in_postgres(tmp_path: Path, postgres: str) -> None:
    query, (out,) = query_of(tmp_path, "postgres"), (tmp_path / "out.csv",)
    with closing(psycopg.connect(postgres, autocommit=True)) as connection:
        try:
            doubtful(query, connection)
            arguments = ["score", str(tmp_path / "m.eval"), "--engine", "postgres", "--dsn", postgres]
            done = CliRunner().invoke(main, [*arguments, "-o", str(out)])
        finally:
            connection.execute("DROP TABLE IF EXISTS bodies")
    assert done.exit_code == 1
    rows = dict(line.split(",", 1) for line in out.read_text(encoding="utf-8-sig").splitlines())
    assert {rows[day] for day in ODD} == {","}
    assert (rows["first"], rows["last"]) == ("1,no", "2,yes")
