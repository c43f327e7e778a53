"""Rows of tables that the interpreter would leave out are refused, and nothing is written."""

import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import evallang
from evallang.backends.sql.query import Query
from evallang.cli import main

psycopg = pytest.importorskip("psycopg")

RULES = """methodology m "M"
kinds a, b
input n : number
item office by code {
  input mark : number
  item desk by place { input seats : number }
}
indicator x { score n ; round 0.1 half up }
indicator m { score sum(mark for office, none 0) ; round 0.1 half up }
"""
YEARLY = """methodology m "M"
input n : number, yearly
indicator x { score n - previous(n) ; round 0.1 half up }
"""
APART = unicodedata.normalize("NFD", "Алтай")
BODY = "INSERT INTO bodies (body, kind, n) VALUES ('a', 'a', 1)"
OFFICE = "INSERT INTO office (body, code, mark) VALUES ('a', 'x', 1)"


def scored(folder: Path, dsn: str, rules: str, statements: list[str]) -> Result:
    (folder / "m.eval").write_text(rules, encoding="utf-8")
    loaded = evallang.load(folder / "m.eval")
    query = Query.of(loaded.program, loaded.choices({}), "postgres")
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        try:
            for statement in [*filter(str.strip, query.schema().split(";\n")), *statements]:
                connection.execute(statement)
            arguments = ["score", str(folder / "m.eval"), "--engine", "postgres", "--dsn", dsn]
            return CliRunner().invoke(main, [*arguments, "-o", str(folder / "out.csv")])
        finally:
            for table in query.tables:
                connection.execute(f"DROP TABLE IF EXISTS {query.dialect.name_of(table.name)}")


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ([BODY, BODY], "table bodies: the row `a` stands twice"),
        ([BODY, OFFICE, OFFICE], "table office: the row `a, x` stands twice"),
        ([BODY, "INSERT INTO bodies (body, n) VALUES (NULL, 1), ('', 2)"], "a row has no key, as 1 more"),
        ([BODY, "INSERT INTO bodies (body, kind, n) VALUES (' a ', 'a', 1)"], "` a ` has blanks around its key"),
        ([BODY, "INSERT INTO office (body, code) VALUES (' a', 'x')"], "table office: the row ` a, x` has blanks"),
        ([BODY, "INSERT INTO office (body, code) VALUES ('a', NULL)"], "table office: the row `a` has no key"),
        ([BODY, "INSERT INTO office (body, code) VALUES ('z', 'x')"], "`z, x` lies in nothing that stands in `bodies`"),
        ([BODY, OFFICE, "INSERT INTO desk (body, code, place) VALUES ('a', 'y', '1')"], "stands in `office`"),
        ([f"INSERT INTO bodies (body, kind) VALUES ('{APART}', 'a')"], "letters are not composed"),
        ([BODY, "INSERT INTO bodies (body, period, kind) VALUES ('b', 2020, 'a')"], "has no period, and others have"),
        (["INSERT INTO bodies (body, period, kind) VALUES ('b', 20211, 'a')"], "not a year of four digits"),
        (["INSERT INTO bodies (body, kind) VALUES ('b', 'c')"], "`b` has another kind than 'a', 'b'"),
    ],
)
def test_rows_that_would_be_left_out(tmp_path: Path, postgres: str, statements: list[str], said: str) -> None:
    done = scored(tmp_path, postgres, RULES, statements)
    assert done.exit_code != 0
    assert said in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_other_rows_are_scored(tmp_path: Path, postgres: str) -> None:
    done = scored(tmp_path, postgres, RULES, [BODY, OFFICE])
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig") == "body,kind,x,m\na,a,1,1\n"


def test_a_cell_is_found_by_the_key_of_its_row(tmp_path: Path, postgres: str) -> None:
    rules = "methodology m\ninput n : number 0..5\nindicator x { score n }\n"
    rows = ["INSERT INTO bodies (body, period, n) VALUES ('a', 2020, 1), ('b', 2021, 9)"]
    done = scored(tmp_path, postgres, rules, rows)
    assert 'error: table bodies, the row `b, 2021`, column "n": the cell is not used: `9' in done.stderr
    dateless = scored(tmp_path, postgres, rules, ["INSERT INTO bodies (body, n) VALUES ('a', 1), ('b', 9)"])
    assert 'error: table bodies, the row `b`, column "n": the cell is not used: `9' in dateless.stderr


def test_an_empty_table_of_yearly_rules(tmp_path: Path, postgres: str) -> None:
    done = scored(tmp_path, postgres, YEARLY, [])
    assert done.exit_code == 0
    assert "the data holds no body" in done.stderr
    assert "no column" not in done.stderr


def test_yearly_rules_need_periods(tmp_path: Path, postgres: str) -> None:
    done = scored(tmp_path, postgres, YEARLY, ["INSERT INTO bodies (body, n) VALUES ('a', 1)"])
    assert "`a` has no period, and some inputs are given for each year" in done.stderr


def test_more_results_than_columns(tmp_path: Path, postgres: str) -> None:
    nodes = (f"indicator x{number} {{ score n ; round 0.1 half up }}\n" for number in range(420))
    done = scored(tmp_path, postgres, f'methodology m "M"\ninput n : number\n{"".join(nodes)}', [])
    assert done.exit_code == 2
    assert "PostgreSQL: a query has at most 1,664 columns" in done.stderr
    assert "`--output-of`" in done.stderr
