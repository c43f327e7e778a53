"""A folder of parts whose columns are partly the names of folders, as Spark and others write them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sql.test_engines import score

from evallang.cli import main

duckdb = pytest.importorskip("duckdb")

RULES = """methodology m
input n : number, yearly
input code : text
indicator x { score n - previous(n) ; round 1 half up }
indicator y { score if code = "007" then 1 else 2 ; round 1 half up }
"""
ENGINES = [("--engine", "duckdb"), ("--engine", "columns")]
REFUSED = 2


def rules(folder: Path) -> Path:
    (folder / "m.eval").write_text(RULES, encoding="utf-8")
    return folder / "m.eval"


def part(folder: Path, values: str, columns: str = "body, n") -> None:
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM (VALUES {values}) x({columns})) TO '{folder}/part-0.parquet' (FORMAT parquet)"
        )


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Parts by year and code; a folder above them looks like a column, and is none."""
    folder = tmp_path / "n=5" / "bodies.parquet"
    part(folder / "period=2019" / "code=007", "('a', 1), ('b', 2)")
    part(folder / "period=2020" / "code=007", "('a', 4)")
    part(folder / "period=2020" / "code=__HIVE_DEFAULT_PARTITION__", "('b', 1)")
    part(folder / "period=2020" / "code=1%2F2", "('c', 7)")
    (folder / "_SUCCESS").write_text("")
    (folder / "period=2020" / ".hidden").write_text("")
    return folder


PLAIN = "body,period,n,code\na,2019,1,007\nb,2019,2,007\na,2020,4,007\nc,2020,7,1/2\nb,2020,1,\n"


@pytest.mark.parametrize("engine", ENGINES)
def test_folders_are_columns(tmp_path: Path, parts: Path, engine: tuple[str, str]) -> None:
    if engine[1] == "columns":
        pytest.importorskip("pyarrow")
    (tmp_path / "plain.csv").write_text(PLAIN, encoding="utf-8")
    score(rules(tmp_path), tmp_path / "plain.csv", tmp_path / "out.csv", "--period", "all")
    done = score(rules(tmp_path), parts, tmp_path / "there.csv", "--period", "all", *engine)
    assert done.exit_code in (0, 1), done.stderr
    ours, theirs = ((tmp_path / name).read_text(encoding="utf-8-sig") for name in ("out.csv", "there.csv"))
    assert sorted(theirs.splitlines()) == sorted(ours.splitlines())


@pytest.mark.parametrize("engine", ENGINES)
def test_one_file_has_its_own_columns_only(tmp_path: Path, engine: tuple[str, str]) -> None:
    if engine[1] == "columns":
        pytest.importorskip("pyarrow")
    part(tmp_path / "code=007", "('a', 2020, 1)", "body, period, n")
    (tmp_path / "code=007" / "part-0.parquet").rename(tmp_path / "code=007" / "bodies.parquet")
    done = score(rules(tmp_path), tmp_path / "code=007" / "bodies.parquet", tmp_path / "out.csv", *engine)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "a,2020,,", done.stderr


def refused(tmp_path: Path, engine: tuple[str, str]) -> Result:
    if engine[1] == "columns":
        pytest.importorskip("pyarrow")
    data = tmp_path / "bodies.parquet"
    data.mkdir(exist_ok=True)
    done = CliRunner().invoke(main, ["score", str(rules(tmp_path)), "--data", str(data), *engine, "--format", "csv"])
    assert done.exit_code == REFUSED and not done.stdout
    return done


@pytest.mark.parametrize("engine", ENGINES)
def test_folders_that_are_no_parts_are_told(tmp_path: Path, engine: tuple[str, str]) -> None:
    assert "there is no .parquet file in this folder" in refused(tmp_path, engine).stderr
    part(tmp_path / "bodies.parquet" / "more", "('a', 1)")
    assert "the folder `more` in it is none of parts" in refused(tmp_path, engine).stderr
    (tmp_path / "bodies.parquet" / "more").rename(tmp_path / "bodies.parquet" / "period=2020")
    part(tmp_path / "bodies.parquet" / "code=1", "('a', 1)")
    assert "does not lie in folders of the same columns" in refused(tmp_path, engine).stderr
