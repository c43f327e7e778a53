"""Tables whose types are others than those of `--schema`: what they hold is read as it stands, or refused."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evallang.cli import main

psycopg = pytest.importorskip("psycopg")

RULES = """methodology m "M"
input done : count
input n : number
input r : number
input given : flag
input since : date
item work by id { input weight : number }
indicator x {
  score n ; round 0.01 half up
  grade
    | score | grade |
    | below 90 | low |
    | 90 and up | high |
}
indicator y { score done * 2 ; round 1 half up }
indicator z { score r + sum(weight for work, none 0) ; round 0.01 half up }
trigger early { when given and since < 2020-01-01; proposes "to look" }
"""
COLUMNS = ("body", "done", "n", "r", "given", "since")
ROWS = [
    ("a", "3.5", "89.99499999999999999", "0.1", "true", "2019-01-01"),
    ("b", "4", "89.995", "0.5", "true", "2021-01-01"),
    ("c", "5.000", "12345678901234567890123456789", "0.25", "false", "2019-01-01"),
    ("d", "NaN", "NaN", "2.5", "true", "2019-01-01"),
    ("e", "0.0000000001", "0.0000000004", "1e-05", "true", "2019-01-01"),
]
WEIGHTS = [("a", "u", "0.125"), ("a", "v", "0.005000000000001"), ("b", "u", "1"), ("c", "u", "NaN")]


@contextmanager
def tables(dsn: str, numbers: str, **others: str) -> Iterator[None]:
    """The rows in tables whose numbers have a type, and views as the query names them."""
    kinds = dict.fromkeys(("done", "n"), numbers)
    kinds |= {"body": "CHAR(8)", "r": "REAL", "given": "BOOLEAN", "since": "DATE"} | others
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        connection.execute("CREATE SCHEMA held")
        try:
            connection.execute(f"CREATE TABLE held.bodies ({', '.join(f'{name} {kinds[name]}' for name in COLUMNS)})")
            connection.execute(f"CREATE TABLE held.work (body CHAR(8), id VARCHAR(3), weight {numbers})")
            for row in ROWS:
                values = ", ".join(f"CAST('{cell}' AS {kinds[name]})" for name, cell in zip(COLUMNS, row, strict=True))
                connection.execute(f"INSERT INTO held.bodies VALUES ({values})")
            for body, key, weight in WEIGHTS:
                connection.execute(f"INSERT INTO held.work VALUES ('{body}', '{key}', '{weight}')")
            more = "CAST(NULL AS INTEGER) AS period, CAST(NULL AS BOOLEAN) AS in_doubt"
            connection.execute(f'CREATE VIEW bodies AS SELECT *, {more}, TRUE AS "work given" FROM held.bodies')
            connection.execute(f"CREATE VIEW work AS SELECT *, {more} FROM held.work")
            yield
        finally:
            connection.execute("DROP SCHEMA held CASCADE")


def scored(folder: Path, *more: str) -> Result:
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    return CliRunner().invoke(main, ["score", str(folder / "m.eval"), *more, "-o", str(folder / "out.csv")])


def ours(folder: Path, numbers: str) -> bytes:
    """What the interpreter says of the same texts."""
    data = folder / "data"
    data.mkdir()

    def text(cell: str) -> str:
        """What PostgreSQL shows: of a DOUBLE PRECISION the fewest digits that are this one."""
        return repr(float(cell)) if numbers == "DOUBLE PRECISION" and cell != "NaN" else cell

    lines = [",".join([body, text(done), text(n), *rest]) for body, done, n, *rest in ROWS]
    (data / "bodies.csv").write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
    weights = [f"{body},{key},{text(weight)}" for body, key, weight in WEIGHTS]
    (data / "work.csv").write_text("\n".join(["body,id,weight", *weights]), encoding="utf-8")
    assert scored(folder, "--data", str(data)).exit_code in (0, 1)
    return (folder / "out.csv").read_bytes()


@pytest.mark.parametrize("numbers", ["NUMERIC", "DOUBLE PRECISION", "NUMERIC(60, 20)"])
def test_numbers_that_the_query_cannot_hold_are_settled(tmp_path: Path, postgres: str, numbers: str) -> None:
    with tables(postgres, numbers):
        done = scored(tmp_path, "--engine", "postgres", "--dsn", postgres)
    assert done.exit_code in (0, 1), done.output
    assert "note: 4 bodies were settled" in done.stderr  # b and its work are as the query holds them
    assert (tmp_path / "out.csv").read_bytes() == ours(tmp_path, numbers)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("done", "TEXT", "the column `done` is of the type text, and the rules ask for a type of numbers"),
        ("n", "TEXT", "the column `n` is of the type text, and the rules ask for a type of numbers"),
        ("given", "TEXT", "the column `given` is of the type text, and the rules ask for boolean"),
        (
            "since",
            "TIMESTAMP",
            "the column `since` is of the type timestamp without time zone, and the rules ask for date",
        ),
    ],
)
def test_other_types_are_refused(tmp_path: Path, postgres: str, name: str, kind: str, said: str) -> None:
    with tables(postgres, "NUMERIC", **{name: kind}):
        done = scored(tmp_path, "--engine", "postgres", "--dsn", postgres)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "score a view in which it is cast" in done.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("options", ["-c extra_float_digits=0", "-c datestyle=SQL,DMY", "-c datestyle=German"])
def test_settings_of_the_server_change_nothing(
    tmp_path: Path, postgres: str, options: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that takes all digits of a DOUBLE PRECISION, and a day, in a row that is settled."""
    (tmp_path / "m.eval").write_text(
        "methodology m\ninput since : date\ninput n : number\n"
        "indicator x { when since < 2020-01-01 : 0 ; score n / 3 }\nindicator y { score n ; round 0.01 half up }\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PGOPTIONS", options)
    with closing(psycopg.connect(postgres, autocommit=True)) as connection:
        connection.execute("CREATE TABLE bodies (body TEXT, period INT, since DATE, n FLOAT8, in_doubt BOOLEAN)")
        connection.execute("INSERT INTO bodies VALUES ('a', NULL, DATE '2021-05-31', 89.98499999999999, NULL)")
        try:
            given = ("--engine", "postgres", "--dsn", postgres, "--format", "csv")
            done = CliRunner().invoke(main, ["score", str(tmp_path / "m.eval"), *given])
        finally:
            connection.execute("DROP TABLE bodies")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1] == "a,29.99499999999999666666666666666667,89.98"


ENUMS = """methodology m
kinds large, small
input level : choice (good, bad)
indicator x { when level = good : 3; when kind = large : 1; score 4 }
"""


@pytest.mark.parametrize("key", ["TEXT", "level"])
def test_words_of_an_enum_are_texts_but_no_keys(tmp_path: Path, postgres: str, key: str) -> None:
    (tmp_path / "m.eval").write_text(ENUMS, encoding="utf-8")
    given = ("--engine", "postgres", "--dsn", postgres, "--format", "csv")
    with closing(psycopg.connect(postgres, autocommit=True)) as connection:
        connection.execute("CREATE TYPE size AS ENUM ('small', 'large')")
        connection.execute("CREATE TYPE level AS ENUM ('good', 'bad', 'unheard of')")
        connection.execute(f"CREATE TABLE bodies (body {key}, period INT, kind size, level level, in_doubt BOOLEAN)")
        try:
            for row in ("'good', NULL, 'large', 'good'", "'bad', NULL, 'small', 'unheard of'"):
                connection.execute(f"INSERT INTO bodies VALUES ({row}, NULL)")
            done = CliRunner().invoke(main, ["score", str(tmp_path / "m.eval"), *given])
        finally:
            connection.execute("DROP TABLE bodies")
            connection.execute("DROP TYPE size, level")
    if key == "TEXT":
        assert done.stdout == "body,kind,x\nbad,small,\ngood,large,3\n", done.output
        assert "`unheard of` is none of" in done.stderr
    else:
        assert "the column `body` is of the type level, and the rules ask for text" in done.stderr
        assert done.exit_code == 2
