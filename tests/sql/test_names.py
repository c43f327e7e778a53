"""Names of the rules that a database does not tell apart, cuts, or has itself: the results are the interpreter's."""

import json
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from sql.loading import fill
from sql.spark import asked_for

import evallang
from evallang.backends.sql.dialect import DIALECTS
from evallang.backends.sql.names import Names
from evallang.backends.sql.query import Query
from evallang.cli import main

duckdb = pytest.importorskip("duckdb")
psycopg = pytest.importorskip("psycopg")

ALIKE = """methodology m "M"
input n : number
input N : number
input ж : number
input Ж : number
item work by ID { input id : number
  indicator cost { score id * 2 }
  indicator COST { score id * 3 } }
indicator p { score n * 10 ; round 0.01 half up }
indicator P { score N * 7 + sum(cost for work, none 0) - sum(COST for work, none 0) ; round 0.01 half up }
indicator д { score ж ; round 0.01 half up }
indicator Д { score Ж ; round 0.01 half up }
indicator third { score n / 3 }
"""
ROWS = {"bodies": "body,n,N,ж,Ж\na,1,2,3,4\nb,5,6,7,x\n", "work": "body,ID,id\na,u,10\na,v,20\nb,u,30\n"}

OWN = """methodology m "M"
kinds left, right
input in_doubt : number
item bodies by period { input body : number }
item lists by code { input weight : number
  indicator in_doubt { score weight / 3 } }
indicator period { score in_doubt + 1 ; round 0.01 half up }
indicator kind { score in_doubt * 2 + sum(body for bodies, none 0) }
indicator body { score sum(weight for lists, none 0) / 3 }
"""


KEYS = """methodology m "M"
item region by code { input factor : number
  item town by Code { input people : number
    indicator cost { score people * factor / 7 ; round 0.01 half up }
    indicator odd { score people / 7 } } }
indicator x { score sum(sum(odd for town, none 0) for region, none 0) }
"""
KEYS_ROWS = {
    "bodies": "body\na\nb\n",
    "region": "body,code,factor\na,1,2\na,2,3\nb,1,5\n",
    "town": "body,region.code,town.Code,people\na,1,x,3\na,1,y,1.2\na,2,x,4\nb,1,x,10\n",
}

AS_BODIES = """methodology m "M"
kinds left "L", right "R"
input length "Period" : number
input side "Kind" : choice (l "left", r "right")
input others "Body" : number
item office by code { input served "BODY" : number
  input codes "Code" : number }
indicator x { score length * 2 }
indicator y { when side = l : 1; score 2 }
indicator z { score others }
indicator many { score sum(served for office, none 0) + sum(codes for office, none 0) }
"""
"""Inputs whose labels are the names of the columns of keys."""

OWN_KEYS = """methodology m "M"
input x : number
item office by Body { input v : number
  item room by period { input w : number } }
indicator one { score sum(v for office) + x + sum(sum(w for room) for office) ; round 0.01 half up }
"""
OWN_KEYS_ROWS = {
    "bodies": "body,x\n1,2\na,1\n",
    "office": "body,office.Body,v\na,1,3\na,2,4\n1,1,5\n",
    "room": "office.Body,room.period,body,w\n1,2020,a,10\n1,b,a,20\n2,b,a,30\n1,b,1,40\n",
}
OWN_KEYS_JSON = [
    {"body": "1", "x": 2, "office": [{"Body": "1", "v": 5, "room": [{"period": "b", "w": 40}]}]},
    {
        "body": "a",
        "x": 1,
        "office": [
            {"Body": "1", "v": 3, "room": [{"period": "2020", "w": 10}, {"period": "b", "w": 20}]},
            {"Body": "2", "v": 4, "room": [{"period": "b", "w": 30}]},
        ],
    },
]


def load(folder: Path, rules: str) -> evallang.Rules:
    (folder / "m.eval").write_text(rules, encoding="utf-8")
    return evallang.load(folder / "m.eval")


def written(folder: Path, name: str, *more: str) -> dict[str, bytes]:
    """The files that `score` writes."""
    output = folder / name
    output.mkdir()
    done = CliRunner().invoke(main, ["score", str(folder / "m.eval"), *more, "-o", str(output)])
    assert done.exit_code in (0, 1), (done.output, done.exception)
    files = {file.name: file.read_bytes() for file in output.iterdir()}
    assert files
    return files


def of_files(folder: Path, engine: str, rules: str, rows: dict[str, str]) -> None:
    """Files scored by an engine, against the interpreter."""
    load(folder, rules)
    data = folder / "data"
    data.mkdir()
    for name, text in rows.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    asked = ("--data", str(data))
    assert written(folder, "theirs", *asked, "--engine", engine) == written(folder, "ours", *asked)


def test_names_that_differ_in_capitals(tmp_path: Path) -> None:
    of_files(tmp_path, "duckdb", ALIKE, ROWS)


def test_names_that_differ_in_capitals_in_spark(tmp_path: Path) -> None:
    asked_for()
    of_files(tmp_path, "spark", ALIKE, ROWS)


@pytest.mark.parametrize("engine", ["duckdb", "columns"])
def test_keys_inside_of_each_other_that_differ_in_capitals(tmp_path: Path, engine: str) -> None:
    of_files(tmp_path, engine, KEYS, KEYS_ROWS)
    towns = (tmp_path / "ours" / "town.csv").read_text(encoding="utf-8-sig").splitlines()
    assert towns[:3] == [
        "body,region.code,town.Code,cost,odd",
        "a,1,x,0.86,0.4285714285714285714285714285714286",
        "a,1,y,0.34,0.1714285714285714285714285714285714",
    ]


def test_keys_that_differ_in_capitals_in_postgres(tmp_path: Path, postgres: str) -> None:
    towns = [{"Code": "x", "people": Fraction(3)}, {"Code": "y", "people": Fraction("1.2")}]
    given: list[dict[str, object]] = [
        {
            "body": "a",
            "region": [
                {"code": "1", "factor": Fraction(2), "town": towns},
                {"code": "2", "factor": Fraction(3), "town": [{"Code": "x", "people": Fraction(4)}]},
            ],
        },
        {
            "body": "b",
            "region": [{"code": "1", "factor": Fraction(5), "town": [{"Code": "x", "people": Fraction(10)}]}],
        },
    ]
    in_postgres(tmp_path, postgres, KEYS, given, KEYS_ROWS)


@pytest.mark.parametrize("engine", ["duckdb", "columns", "spark"])
def test_columns_of_keys_give_no_input(tmp_path: Path, engine: str) -> None:
    if engine == "spark":
        asked_for()
    rows = {"bodies": "body,kind,period\n7,left,2021\n8,right,2021\n", "office": "body,period,code\n7,2021,1\n"}
    of_files(tmp_path, engine, AS_BODIES, rows)
    assert (tmp_path / "ours" / "bodies.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "7,left,2021,,,,"


@pytest.mark.parametrize("engine", ["duckdb", "columns"])
def test_keys_that_are_called_as_the_columns_of_the_bodies(tmp_path: Path, engine: str) -> None:
    of_files(tmp_path, engine, OWN_KEYS, OWN_KEYS_ROWS)
    (tmp_path / "m.json").write_text(json.dumps({"bodies": OWN_KEYS_JSON}), encoding="utf-8")
    nested = written(tmp_path, "nested", "--data", str(tmp_path / "m.json"))
    assert nested["bodies.csv"] == (tmp_path / "ours" / "bodies.csv").read_bytes()
    assert nested["bodies.csv"].decode("utf-8-sig").split() == ["body,one", "1,47", "a,68"]


def test_a_key_that_is_called_as_the_body_in_postgres(tmp_path: Path, postgres: str) -> None:
    given = [
        {
            "body": b["body"],
            "x": Fraction(b["x"]),
            "office": [
                {"Body": o["Body"], "v": Fraction(o["v"]), "room": [r | {"w": Fraction(r["w"])} for r in o["room"]]}
                for o in b["office"]
            ],
        }
        for b in OWN_KEYS_JSON
    ]
    in_postgres(tmp_path, postgres, OWN_KEYS, given, OWN_KEYS_ROWS)
    rules = load(tmp_path, OWN_KEYS)
    rooms = Query.of(rules.program, rules.choices({}), "postgres").tables[2]
    assert [key.name for key in rooms.keys] == ["body", "period", "office.Body", "room.period"]


def test_columns_of_parquet_that_differ_in_capitals(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    of_files(tmp_path, "duckdb", ALIKE, ROWS)
    data = tmp_path / "columns"
    data.mkdir()
    for name, text in ROWS.items():
        header, *lines = (line.split(",") for line in text.splitlines())
        columns = dict(zip(header, map(list, zip(*lines, strict=True)), strict=True))
        parquet.write_table(arrow.table(columns), data / f"{name}.parquet")
    read = written(tmp_path, "parquet", "--data", str(data), "--engine", "duckdb")
    assert read == {file.name: file.read_bytes() for file in (tmp_path / "ours").iterdir()}


def test_names_that_the_query_has_itself(tmp_path: Path) -> None:
    rows = {"bodies": "body,kind,in_doubt\na,left,3\nb,right,4\n", "lists": "body,code,weight\na,x,5\n"}
    of_files(tmp_path, "duckdb", OWN, rows)


@pytest.mark.parametrize("item", ["asked", "bodies_0", "list0_0", "results", "lines"])
def test_lists_that_are_called_as_the_tables_of_the_engine(tmp_path: Path, item: str) -> None:
    rules = (
        f'methodology m "M"\nitem {item} by id {{ input n : number }}\nindicator x {{ score sum(n for {item}) / 3 }}\n'
    )
    rows = {"bodies": "body\na\nb\n", item: "body,id,n\na,u,1\na,v,3\nb,u,4\n"}
    of_files(tmp_path, "duckdb", rules, rows)


@pytest.mark.parametrize("inner", ["a.part", "b.part"])
def test_lists_of_one_name_in_two_places(tmp_path: Path, inner: str) -> None:
    rules = """methodology m "M"
item a by code { item part by id { input n : number }
  indicator s { score sum(n for part) } }
item b by code { item part by id { input n : number }
  indicator s { score sum(n for part) } }
indicator x { score sum(a.s for a, none 7) ; round 1 half up }
indicator y { score sum(b.s for b, none 7) ; round 1 half up }
"""
    rows = {"bodies": "body\nq\n", "a": "body,code\nq,1\n", "b": "body,code\nq,1\n"}
    of_files(tmp_path, "duckdb", rules, rows | {inner: "body,code,id,n\nq,1,u,5\n"})


LONG = "барлық_қызметтердің_саны_бойынша_"
LONG_RULES = f"""methodology m "M"
input {LONG}бірі : number
input {LONG}екі : number
item {LONG}тізім by {LONG}кілт {{ input n : number
  indicator {LONG}құны {{ score n / 3 ; round 0.01 half up }} }}
indicator {LONG}көрсеткіш {{ score {LONG}бірі * 2 ; round 0.01 half up }}
indicator {LONG}көрсету {{ score {LONG}екі + sum({LONG}құны for {LONG}тізім) ; round 0.01 half up }}
indicator period {{ score {LONG}екі / 3 }}
"""


def in_postgres(folder: Path, dsn: str, rules: str, given: list[dict[str, object]], rows: dict[str, str]) -> None:
    """Tables scored by PostgreSQL, against the interpreter with the same data in files."""
    loaded = load(folder, rules)
    query = Query.of(loaded.program, loaded.choices({}), "postgres")
    data = folder / "data"
    data.mkdir()
    for name, text in rows.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        try:
            fill(connection, query, given, "%s")
            theirs = written(folder, "theirs", "--engine", "postgres", "--dsn", dsn)
        finally:
            for table in query.tables:
                connection.execute(f"DROP TABLE IF EXISTS {query.dialect.name_of(table.name)}")
    assert theirs == written(folder, "ours", "--data", str(data))


def test_names_that_postgres_cuts(tmp_path: Path, postgres: str) -> None:
    one, two, items, key = (f"{LONG}{end}" for end in ("бірі", "екі", "тізім", "кілт"))
    given = [
        {
            "body": "a",
            one: Fraction(1),
            two: Fraction(2),
            items: [{key: "u", "n": Fraction(10)}, {key: "v", "n": Fraction(20)}],
        },
        {"body": "b", one: Fraction(3), two: Fraction(4), items: [{key: "u", "n": Fraction(1)}]},
    ]
    rows = {
        "bodies": f"body,{one},{two}\na,1,2\nb,3,4\n",
        items: f"body,{key},n\na,u,10\na,v,20\nb,u,1\n",
    }
    in_postgres(tmp_path, postgres, LONG_RULES, given, rows)


def test_a_list_called_as_the_bodies_are(tmp_path: Path, postgres: str) -> None:
    rules = """methodology m "M"
item bodies "parts" by id { input n : number }
indicator x { score sum(n for bodies) / 3 }
"""
    given = [{"body": "a", "bodies": [{"id": "u", "n": Fraction(1)}, {"id": "v", "n": Fraction(3)}]}]
    rows = {"bodies": "body\na\n", "parts": "body,id,n\na,u,1\na,v,3\n"}
    in_postgres(tmp_path, postgres, rules, given, rows)


def test_the_text_says_what_is_called_otherwise(tmp_path: Path) -> None:
    rules = load(tmp_path, ALIKE)
    query = Query.of(rules.program, rules.choices({}), "duckdb")
    for text in (query.text(), query.schema()):
        assert "--   the column `N` of `bodies` is `N~2`\n" in text
        assert "--   the column `id` of `work` is `id~2`\n" in text
    assert "told apart:\n--   the column `id` of `work` is `id~2`\nCREATE TABLE" in query.schema()
    assert "--   the result `P` is `P~2`\n" in query.text()
    assert "`Ж~2`" not in query.text()  # DuckDB tells these apart
    with closing(duckdb.connect()) as connection:
        for statement in filter(str.strip, query.schema().split(";\n")):
            connection.execute(statement)
        found = [column[0] for column in connection.execute(query.text()).description]
    assert found == list(dict.fromkeys(found))
    assert {"P~2", "P~2 error", "P~2 status", "Д", "д status"} <= {*found}
    assert "~2" not in Query.of(rules.program, rules.choices({}), "postgres").text()


def test_the_script_leaves_a_list_called_results(tmp_path: Path) -> None:
    rules = 'methodology m "M"\nitem results by id { input n : number }\nindicator x { score sum(n for results) }\n'
    load(tmp_path, rules)
    done = CliRunner().invoke(
        main, ["compile", str(tmp_path / "m.eval"), "--to", "sql", "--dialect", "duckdb", "--script"]
    )
    assert 'CREATE TABLE "results~2" AS' in done.output


def test_a_cut_name_keeps_whole_letters() -> None:
    names = Names(DIALECTS["postgres"])
    assert names.take("ж" * 31) == "ж" * 31
    assert names.take("ж" * 32) == "ж" * 30 + "~2"
    assert names.take("ж" * 33, ("", " status")) == "ж" * 27 + "~2"
    assert names.take("ж" * 34) == "ж" * 30 + "~3"
    assert Names(DIALECTS["spark"]).take("İ") == "İ"


def test_spark_leaves_all_capitals_aside() -> None:
    names = Names(DIALECTS["spark"])
    assert [names.take(name) for name in ("ж", "Ж", "i", "İ", "n")] == ["ж", "Ж~2", "i", "İ~2", "n"]
