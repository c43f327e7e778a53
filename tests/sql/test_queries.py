"""What queries decide by themselves, what they leave in doubt, and what the command writes."""

from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from engine.programs import check
from sql.comparing import Rows, Seen, answers, differences
from sql.loading import fill

from evallang.backends.sql.query import Query
from evallang.cli import main

duckdb = pytest.importorskip("duckdb")

ROUNDED = """methodology ties
input a : number
input b : number
{nodes}
"""


def answered(text: str, bodies: list[dict[str, Any]]) -> tuple[Query, dict[str, dict[str, Any]]]:
    """The rows of the bodies by DuckDB, after they were held against the interpreter."""
    query, rows = rows_of_bodies(text, bodies)
    return query, {str(key[0]): row for key, row in rows.items()}


def rows_of_bodies(text: str, bodies: list[dict[str, Any]], **more: Any) -> tuple[Query, Rows]:
    """The same by bodies and periods."""
    rules, found = check(text)
    assert rules is not None, found
    query, seen = Query.of(rules.program, rules.choices({}), "duckdb"), Seen()
    with closing(duckdb.connect()) as connection:
        fill(connection, query, bodies)
        rows = answers(query, connection, whole=True)
    assert list(differences(query, rows, rules.score({"bodies": bodies}, **more), seen)) == []
    return query, rows[()]


def body(name: str, **cells: str) -> dict[str, Any]:
    return {"body": name, **{key: Fraction(text) for key, text in cells.items()}}


MODES = ("half up", "half down", "half even", "up", "down", "floor", "ceiling")


@pytest.mark.parametrize("mode", MODES)
def test_ties_are_decided_where_nothing_was_divided(mode: str) -> None:
    nodes = f"indicator x {{\n score a + b * 0.1\n round 0.01 {mode}\n}}"
    totals = ("89.995", "-89.995", "0.005", "-0.005", "0", "12.34", "69.994999999", "-0.000000001")
    bodies = [body(f"body {total}", a=total, b="0") for total in totals]
    bodies += [body("in two parts", a="89.895", b="1"), body("below", a="89.894999999", b="1")]
    _, rows = answered(ROUNDED.format(nodes=nodes), bodies)
    assert not any(row["in_doubt"] for row in rows.values())
    assert all(row["x × 100"] is not None for row in rows.values())


def test_what_a_quotient_puts_on_an_edge_is_in_doubt() -> None:
    nodes = "indicator x {\n when a / b + a / b + a / b >= 1 : 2\n score 1\n}"
    bodies = [body("on the edge", a="1", b="3"), body("above", a="1", b="2.999999999"), body("nothing", a="1", b="0")]
    _, rows = answered(ROUNDED.format(nodes=nodes), bodies)
    assert {name: row["x status"] for name, row in rows.items()} == {
        "on the edge": "in doubt", "above": "value", "nothing": "undefined",
    }  # fmt: skip


def test_what_sql_does_not_say_is_in_doubt_and_named() -> None:
    nodes = "indicator x {\n when b > 0 : sqrt(a)\n score a\n}"
    query, rows = answered(ROUNDED.format(nodes=nodes), [body("root", a="4", b="1"), body("none", a="4", b="0")])
    assert rows["root"]["in_doubt"] and not rows["none"]["in_doubt"]
    assert "--   sqrt(a)\n" in query.text()


HUGE = ROUNDED.format(nodes="indicator x {\n score (a ^ 8) ^ 2 * (b ^ 8) ^ 2 / ((a - b) ^ 8) ^ 2\n}")
FAR = [
    body("huge", a="999999999999999", b="999999999999999"),
    body("tiny", a="0.000000001", b="0.000000001"),
    body("apart", a="999999999999999", b="0.000000001"),
    body("nearly equal", a="1.000000001", b="1"),
]


def test_no_float_leaves_its_range() -> None:
    _, rows = answered(HUGE, FAR)
    assert all(row["in_doubt"] or row["x"] is None or abs(row["x"]) <= 1e100 for row in rows.values())


def test_no_float_leaves_its_range_in_postgres(postgres: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    rules, _ = check(HUGE)
    assert rules is not None
    query = Query.of(rules.program, rules.choices({}), "postgres")
    with closing(psycopg.connect(postgres)) as connection:
        fill(connection, query, FAR, "%s")
        rows = answers(query, connection, whole=True)  # an overflow or underflow would be an error
    assert list(differences(query, rows, rules.score({"bodies": FAR}), Seen())) == []


def compiled(tmp_path: Path, *more: str) -> str:
    file = tmp_path / "rules.eval"
    file.write_text(ROUNDED.format(nodes="indicator x §1 {\n score a / b\n}"), encoding="utf-8")
    done = CliRunner().invoke(main, ["compile", str(file), "--to", "sql", *more])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_the_command_writes_a_query_for_each_database(tmp_path: Path, dialect: str) -> None:
    text = compiled(tmp_path, "--dialect", dialect)
    assert "§1" in text and "in_doubt" in text
    assert ("`in_doubt`" in text) is (dialect == "spark")
    assert not {"ROUND(", "GREATEST(", "LEAST("} & set(text.replace("(", "( ").split())


def test_the_script_gives_what_the_query_gives(tmp_path: Path) -> None:
    with closing(duckdb.connect()) as connection:
        connection.execute(compiled(tmp_path, "--dialect", "duckdb", "--schema"))
        connection.execute("INSERT INTO bodies VALUES ('one', NULL, 1, 3, FALSE), ('two', NULL, 1, 0, NULL)")
        connection.execute(compiled(tmp_path, "--dialect", "duckdb", "--script"))
        kept = connection.execute("SELECT * FROM results ORDER BY body").fetchall()
        asked = connection.execute(compiled(tmp_path, "--dialect", "duckdb")).fetchall()
    assert kept == sorted(asked) and len(kept) == 2


def test_the_period_is_as_in_the_table(tmp_path: Path) -> None:
    with closing(duckdb.connect()) as connection:
        connection.execute(compiled(tmp_path, "--dialect", "duckdb", "--schema"))
        connection.execute("INSERT INTO bodies VALUES ('one', NULL, 1, 3, FALSE), ('two', 2020, 1, 4, FALSE)")
        rows = connection.execute(compiled(tmp_path, "--dialect", "duckdb")).fetchall()
    assert sorted(row[:2] for row in rows) == [("one", None), ("two", 2020)]


ROOTS = """methodology roots
input a : number
item fact by id { input w : number ; indicator double { score w * 2 } ; indicator root { score sqrt(w) } }
indicator x { score a ; round 1 half up }
indicator y { score sqrt(a) ; round 1 half up
  grade
  | score | grade |
  | 5 and up | high |
  | below 5 | low |
}
rating place { among body ; by x }
trigger high { when x > 3 }
"""


def of_roots(folder: Path, *more: str) -> str:
    (folder / "roots.eval").write_text(ROOTS, encoding="utf-8")
    asked = ["compile", str(folder / "roots.eval"), "--to", "sql", "--dialect", "duckdb", *more]
    done = CliRunner().invoke(main, asked)
    return done.stdout or done.stderr


def _records(connection: Any, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    return [dict(zip([c[0] for c in cursor.description], row, strict=True)) for row in cursor.fetchall()]


def test_rows_are_in_doubt_for_the_results_that_are_wanted_only(tmp_path: Path) -> None:
    wanted = [x for path in ("high", "x") for x in ("--output-of", path)]
    with closing(duckdb.connect()) as connection:
        connection.execute(of_roots(tmp_path, "--schema", *wanted))
        connection.execute("INSERT INTO bodies (body, a) VALUES ('one', 4)")
        connection.execute("INSERT INTO fact (body, id, w) VALUES ('one', 'f', 4)")
        text, all_ = of_roots(tmp_path, *wanted), of_roots(tmp_path)
        (few,), (many,) = (_records(connection, t) for t in (text, all_))
        (item,) = connection.execute(of_roots(tmp_path, "--of", "fact", "--output-of", "double")).fetchall()
    assert list(few) == ["body", "period", "high", "high status", "x", "x error", "x × 1", "x status", "in_doubt"]
    assert not few["in_doubt"] and many["in_doubt"] and not item[-1]
    assert "Not said in SQL" in all_ and "Not said in SQL" not in text


def test_a_result_that_is_none_is_told(tmp_path: Path) -> None:
    assert "`double` is no result" in of_roots(tmp_path, "--output-of", "double")
    assert "did you mean `y.grade`?" in of_roots(tmp_path, "--output-of", "y.grad")
    assert "`x` is no result" in of_roots(tmp_path, "--of", "fact", "--output-of", "x")


def test_spark_asks_for_a_script_where_it_would_plan_without_end() -> None:
    asked = ["compile", "rules/interaction-2020", "--to", "sql", "--dialect", "spark"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code != 0 and "times over" in done.stderr and "`--script`" in done.stderr
    assert "CREATE TABLE bodies_0 AS" in CliRunner().invoke(main, [*asked, "--script"]).stdout


def test_names_of_spark_have_letters_and_digits_only(tmp_path: Path) -> None:
    file, names = tmp_path / "rules.eval", {}
    rules = "methodology m\nitem fact by id {\n input w : number\n indicator x { score w }\n}\n"
    file.write_text(rules, encoding="utf-8")
    for dialect in ("duckdb", "spark"):
        asked = ["compile", str(file), "--to", "sql", "--dialect", dialect, "--of", "fact", "--script"]
        found = [line for line in CliRunner().invoke(main, asked).stdout.splitlines() if "results" in line]
        names[dialect] = found[0].partition(" AS ")[0]
    assert names == {"duckdb": 'CREATE TABLE "results of fact"', "spark": "CREATE TABLE `results_of_fact`"}


def test_the_head_names_the_parameters(tmp_path: Path) -> None:
    rules = tmp_path / "p.eval"
    rules.write_text(
        "methodology p\nparameter limit : number = 3\nparameter share_of : share\nparameter late : flag\n"
        "parameter left : number\ninput n : number\nindicator x { score n * limit * share_of + left }\n",
        encoding="utf-8",
    )
    given = ("--parameter", "share_of=1/3", "--parameter", "late=yes")
    done = CliRunner().invoke(main, ["compile", str(rules), "--to", "sql", "--dialect", "duckdb", *given])
    assert "-- parameters: share_of = 1/3, late = yes, left is not given\n" in done.output
