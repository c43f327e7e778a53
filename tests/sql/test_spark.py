"""Spark is held to the interpreter as the other databases are; `EVALLANG_SPARK=1` runs these tests."""

import os
import shutil
import subprocess
import sys
import unicodedata
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from house.checkout import ROOT
from sql.comparing import Seen, answers, differences
from sql.loading import fill
from sql.spark import SparkTables, asked_for
from sql.test_engines import same_files, score, written
from sql.test_random_queries import compared

import evallang
from evallang.backends.sql.engine import levels_with_results
from evallang.backends.sql.query import Query
from evallang.backends.sql.spark import Spark
from evallang.backends.sql.spark_session import Session
from evallang.cli import main

PROGRAMS = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.mark.parametrize("seed", range(PROGRAMS))
def test_spark_and_the_interpreter_agree(seed: int, spark: Session) -> None:
    seen = Seen()
    with closing(SparkTables(spark)) as tables:
        lines = compared(seed, "spark", tables, seen, whole=False)
    assert not lines, "\n".join(lines)
    assert seen.results > seen.doubts


SHARED = """methodology shared
input a : number
indicator x { score a - sum(a for every body) }
indicator y { score a - max(x for every body) }
indicator z { score a - max(y for every body) }
"""


def test_the_whole_query_gives_what_the_interpreter_gives(tmp_path: Path, spark: Session) -> None:
    (tmp_path / "shared.eval").write_text(SHARED, encoding="utf-8")
    rules, seen = evallang.load(tmp_path / "shared.eval"), Seen()
    query = Query.of(rules.program, rules.choices({}), "spark")
    assert query.merged() == 16
    given = [{"body": f"it's \\ {number} ${{x}}", "a": Fraction(number, 4)} for number in range(5)]
    with closing(SparkTables(spark)) as tables:
        fill(tables, query, given)
        whole = answers(query, tables, whole=True)
    assert list(differences(query, whole, rules.score({"bodies": given}), seen)) == []
    assert seen.exact == 15 and seen.doubts == 0


def test_the_script_gives_what_the_steps_give(folder: Path, spark: Session) -> None:
    rules = evallang.load(folder / "small.eval")
    query = Query.of(rules.program, rules.choices({}), "spark")
    asked = ["compile", str(folder / "small.eval"), "--to", "sql", "--dialect", "spark"]
    schema, script = (CliRunner().invoke(main, [*asked, more]).stdout for more in ("--schema", "--script"))
    try:
        for statement in filter(str.strip, schema.split(";\n")):
            spark.spark.sql(statement)
        spark.spark.sql("INSERT INTO bodies VALUES ('one', NULL, 'central', 1, 3, 0.5, NULL, TRUE, FALSE)")
        for statement in filter(str.strip, script.split(";\n")):
            spark.spark.sql(statement)
        kept = spark.spark.sql("SELECT * FROM results").collect()
        assert kept == spark.scored(query, ()).collect() and len(kept) == 1
    finally:
        for table in ("results", *(table.name for table in query.tables)):
            spark.spark.sql(f"DROP TABLE IF EXISTS {table}")


# ---- files


def scored(rules: evallang.Rules, paths: list[Path], session: Session) -> dict[str, dict[str, object]]:
    """The results of bodies that are not in doubt, by body and path."""
    query = Query.of(rules.program, rules.choices({}), "spark")
    with closing(Spark(query, paths, "body", session)) as engine:
        assert levels_with_results(query) == [()]
        return {row.keys[0]: dict(row.values) for row in engine.rows((), 0) if not row.open}


def test_parquet_with_floats_and_decimals_in_parts(tmp_path: Path, spark: Session) -> None:
    """Numbers of every type are read by their digits, in the order of the parts; paths are only names."""
    (tmp_path / "m.eval").write_text(
        "methodology m\ninput a : number\ninput b : count\ninput c : number\ninput d : number\n"
        "indicator x { score a * 10 + b + c + d; round 0.001 half up }\n", encoding="utf-8",
    )  # fmt: skip
    rules, parts = evallang.load(tmp_path / "m.eval"), tmp_path / "тела [1] {*}.parquet"
    values = ", ".join(
        f"('{key}', {a}, {b}, CAST({c} AS FLOAT), CAST({d} AS DECIMAL(20, 3)))"
        for key, a, b, c, d in [
            ("ten", "1.0E7D", 1, 0.1, 0.005), ("tie", "0.00005D", 2, 0.25, -0.125), ("far", "1.0E20D", 3, 1, 1),
            ("none", "NULL", 4, 1, 1), ("minus", "-0.0D", 5, -2.5, 0),
        ]
    )  # fmt: skip
    frame = spark.spark.sql(f"SELECT * FROM VALUES {values} AS t(body, a, b, c, d)")
    frame.repartition(3).write.parquet(str(tmp_path / "plain"))
    (tmp_path / "plain").rename(parts)
    found = scored(rules, [parts], spark)
    given = [
        {"body": "ten", "a": "10000000", "b": "1", "c": "0.1", "d": "0.005"},
        {"body": "tie", "a": "0.00005", "b": "2", "c": "0.25", "d": "-0.125"},
        {"body": "none", "b": "4", "c": "1", "d": "1"},
        {"body": "minus", "a": "0", "b": "5", "c": "-2.5", "d": "0"},
    ]
    wanted = rules.score({"bodies": given})
    assert {key: values["x"] for key, values in found.items()} == {body.key: body["x"].value for body in wanted}


def test_folders_of_parts_are_columns_of_texts(tmp_path: Path, spark: Session) -> None:
    text = 'methodology m\ninput n : number\ninput code : text\nindicator y { score if code = "007" then n else 0 }\n'
    (tmp_path / "m.eval").write_text(text, encoding="utf-8")
    frame = spark.spark.sql("SELECT * FROM VALUES ('a', 1, '007'), ('b', 2, '7') AS t(body, n, code)")
    frame.write.partitionBy("code").parquet(str(tmp_path / "bodies.parquet"))
    found = scored(evallang.load(tmp_path / "m.eval"), [tmp_path / "bodies.parquet"], spark)
    assert found == {"a": {"y": 1}, "b": {"y": 0}}


def test_parts_with_more_columns_are_read_and_those_of_other_types_are_refused(tmp_path: Path, spark: Session) -> None:
    (tmp_path / "m.eval").write_text("methodology m\ninput n : number\nindicator y { score n }\n", encoding="utf-8")
    rules, file = evallang.load(tmp_path / "m.eval"), tmp_path / "bodies.parquet"

    def written(number: int, select: str) -> None:
        spark.spark.sql(f"SELECT {select}").write.parquet(str(tmp_path / "part"))
        (part,) = (tmp_path / "part").glob("*.parquet")
        file.mkdir(exist_ok=True)
        part.rename(file / f"{number}.parquet")
        shutil.rmtree(tmp_path / "part")

    written(0, "'a' AS body")
    written(1, "'b' AS body, 7.5D AS n")
    assert scored(rules, [file], spark) == {"a": {"y": None}, "b": {"y": Fraction(15, 2)}}
    for kind in ("FLOAT", "BIGINT", "DECIMAL(10,2)", "STRING"):  # some of them Spark would round without a word
        written(2, f"'c' AS body, CAST(0.1 AS {kind}) AS n")
        with pytest.raises(evallang.DataError) as told:
            scored(rules, [file], spark)
        assert str(told.value).startswith("bodies.parquet: Spark reads parts of the same types only, and `n` is ")
        assert "DOUBLE" in str(told.value) and kind in str(told.value)
    (file / "2.parquet").write_bytes(b"PAR1 is not enough PAR1")
    with pytest.raises(evallang.DataError, match=r"/2\.parquet"):
        scored(rules, [file], spark)


def test_a_file_that_is_none_is_named(tmp_path: Path, spark: Session) -> None:
    (tmp_path / "m.eval").write_text("methodology m\ninput a : number\nindicator x { score a }\n", encoding="utf-8")
    (tmp_path / "bodies.parquet").write_bytes(b"PAR1 is not enough PAR1")
    rules = evallang.load(tmp_path / "m.eval")
    with pytest.raises(evallang.DataError, match=r"^bodies\.parquet: Spark cannot read it"):
        scored(rules, [tmp_path / "bodies.parquet"], spark)


def test_letters_and_points_in_time_that_spark_cannot_judge_are_refused(tmp_path: Path, spark: Session) -> None:
    (tmp_path / "m.eval").write_text(
        "methodology m\ninput d : date\nindicator x { score if d < 2020-03-01 then 1 else 0 }\n", encoding="utf-8"
    )
    rules, file = evallang.load(tmp_path / "m.eval"), tmp_path / "bodies.parquet"

    def written(values: str, columns: str) -> None:
        shutil.rmtree(file, ignore_errors=True)
        spark.spark.sql(f"SELECT * FROM VALUES {values} AS t({columns})").coalesce(1).write.parquet(str(file))

    written("('Алтай', '2020-02-29'), ('é ағаш', NULL)", "body, d")
    assert set(scored(rules, [file], spark)) == {"Алтай", "é ағаш"}
    written(f"('a', NULL), ('{unicodedata.normalize('NFD', 'Алтай')}', '2020-02-29')", "body, d")
    with pytest.raises(evallang.DataError, match=r"^bodies\.parquet:2: letters are not composed"):
        scored(rules, [file], spark)
    written("('a', TIMESTAMP_NTZ '2020-02-29 00:00:00'), ('b', TIMESTAMP_NTZ '2020-02-29 10:00:00')", "body, d")
    assert set(scored(rules, [file], spark)) == {"a"}
    written("('a', TIMESTAMP_LTZ '2020-02-29 00:00:00')", "body, d")
    with pytest.raises(evallang.DataError, match="time zone"):
        scored(rules, [file], spark)


# ---- the process


def listening(process: int) -> list[str]:
    """The addresses on which a process listens, in hexadecimal, as Linux has them."""
    folder = Path(f"/proc/{process}")
    held = {str(handle.readlink()) for handle in (folder / "fd").iterdir() if handle.is_symlink()}
    found = []
    for family in ("tcp", "tcp6"):
        for line in (folder / "net" / family).read_text(encoding="ascii").splitlines()[1:]:
            local, state, inode = (line.split()[place] for place in (1, 3, 9))
            if state == "0A" and f"socket:[{inode}]" in held:
                found.append(local.partition(":")[0])
    return found


if sys.platform.startswith("linux"):  # sockets are looked up in /proc

    def test_it_listens_on_loopback_only(spark: Session) -> None:
        assert set(listening(spark.process)) == {"0000000000000000FFFF00000100007F"}


def run(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evallang", *arguments], cwd=cwd, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(cwd.parent / "temporary")} | environment,
    )  # fmt: skip


def test_the_command_writes_what_the_interpreter_writes_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    asked_for()
    for name in ("plain", "spark", "cwd", "temporary"):
        (folder / name).mkdir()
    first = score(folder / "small.eval", folder / "data", folder / "plain")
    given = ("score", "../small.eval", "--data", "../data", "-o", "../spark", "--engine", "spark")
    second = run(folder / "cwd", *given)
    assert same_files(folder / "plain", folder / "spark"), second.stderr
    assert first.exit_code == second.returncode == 1
    said = first.stderr.replace(str(folder), "..").splitlines()
    note = ["note: 3 bodies were settled by the interpreter"]
    wrote = [line for line in said if line.startswith("wrote")]
    assert second.stderr.splitlines() == note + said[: -len(wrote)] + ["wrote ../spark/bodies.csv"]
    assert [list((folder / name).iterdir()) for name in ("cwd", "temporary")] == [[], []]


def test_without_java_it_says_what_to_install(folder: Path) -> None:
    pytest.importorskip("pyspark")
    given = ("score", "small.eval", "--data", "data", "-o", "out.csv", "--engine", "spark")
    (folder.parent / "temporary").mkdir(exist_ok=True)
    done = run(folder, *given, PATH="", JAVA_HOME=str(folder))
    assert done.returncode != 0 and "there is no Java" in done.stderr
    assert "pip install 'evallang[spark]'" in done.stderr and "Java 17" in done.stderr
    assert not (folder / "out.csv").exists()


def test_without_pyspark_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py4j.protocol", None)
    done = score(folder / "small.eval", folder / "data", folder / "out.csv", "--engine", "spark")
    assert done.exit_code != 0 and "spark is not installed" in done.stderr
    assert "pip install 'evallang[spark]'" in done.stderr and "Java 17" in done.stderr
