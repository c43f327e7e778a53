"""More bodies in doubt than the interpreter holds at once: part by part, with the same results and words."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sql.test_engines import same_files, score

import evallang
from evallang.backends.sql.duck import DuckDB
from evallang.backends.sql.engine import Row
from evallang.backends.sql.query import Query
from evallang.cli import engines, main
from evallang.cli.arguments import Asked
from evallang.cli.days import OnDay

duckdb = pytest.importorskip("duckdb")

RULES = """methodology m
kinds central, local
input x : number, yearly
input y : number
item fact by id {
  input w : number
  indicator third { score w / 3 }
  indicator whole { score w ; round 1 half up }
}
indicator part { score x / 3 + previous(x) }
indicator all { score sum(third for fact, none 0) }
indicator plain for central { score x ; round 1 half up }
trigger low { when x < y }
"""
YEARS = (2019, 2020)
BODIES = [f"body {i}" for i in range(11)]


def cells(i: int, year: int) -> str:
    return ("abc", "1/3", "", "7")[(i + year) % 4] if i % 3 else str(i)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.eval").write_text(RULES, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    rows = [
        f"{b},{year},{'local' if i == 4 else 'central'},{cells(i, year)},{'?' if i == 7 else i}"
        for year in YEARS for i, b in enumerate(BODIES)
    ]  # fmt: skip
    (data / "bodies.csv").write_text("body,period,kind,x,y\n" + "\n".join(rows) + "\n", encoding="utf-8")
    facts = [f"{b},{year},{k},{i + 1}" for k in "ba" for year in YEARS for i, b in enumerate(BODIES) if i != 5]
    (data / "fact.csv").write_text("body,period,id,w\n" + "\n".join(facts) + "\n", encoding="utf-8")
    return tmp_path


def held_at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bodies the interpreter is given, each time."""
    found, before = [], evallang.Rules.score

    def counted(rules: evallang.Rules, data, **more):  # type: ignore[no-untyped-def]
        scores = before(rules, data, **more)
        found.append(len({body.key for body in scores}))
        return scores

    monkeypatch.setattr(evallang.Rules, "score", counted)
    return found


@pytest.mark.parametrize("period", ["all", "2020"])
def test_bodies_are_settled_part_by_part(folder: Path, monkeypatch: pytest.MonkeyPatch, period: str) -> None:
    for name in ("plain", "duck"):
        (folder / name).mkdir()
    plain = score(folder / "m.eval", folder / "data", folder / "plain", "--period", period)
    monkeypatch.setattr(engines, "AT_ONCE", 3)
    sizes = held_at_once(monkeypatch)
    done = score(folder / "m.eval", folder / "data", folder / "duck", "--period", period, "--engine", "duckdb")
    assert same_files(folder / "plain", folder / "duck")
    assert max(sizes) <= 3 and len(sizes) > 2
    said, ours = (sorted(t for t in d.stderr.splitlines() if t.startswith("error")) for d in (done, plain))
    assert said == ours != []
    assert done.exit_code == plain.exit_code == 1


def test_the_bodies_are_printed_as_they_are_written(folder: Path) -> None:
    given = ["score", str(folder / "m.eval"), "--data", str(folder / "data"), "--format", "csv"]
    plain, done = (CliRunner().invoke(main, [*given, *more]) for more in ((), ("--engine", "duckdb")))
    assert done.stdout == plain.stdout != ""


def test_postgres_settles_part_by_part(tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    psycopg = pytest.importorskip("psycopg")
    nodes = "indicator third { score 100 / (x + 3) }\nindicator y { score x ; round 1 half up }"
    text = f"methodology m\ninput x : number\n{nodes}\n"
    (tmp_path / "m.eval").write_text(text, encoding="utf-8")
    names = ["é", "z", "Z", "a b", "a", "ж", "Я", "10", "9", "😀"]
    (tmp_path / "plain.csv").write_text(
        "body,x\n" + "".join(f"{name},{i}\n" for i, name in sorted(enumerate(names), key=lambda x: x[1])), "utf-8"
    )
    rules = evallang.load(tmp_path / "m.eval")
    query = Query.of(rules.program, rules.choices({}), "postgres")
    monkeypatch.setattr(engines, "AT_ONCE", 3)
    sizes = held_at_once(monkeypatch)
    with closing(psycopg.connect(postgres, autocommit=True)) as connection:
        connection.execute(query.schema())
        try:
            for i, name in enumerate(names):
                connection.execute("INSERT INTO bodies (body, x) VALUES (%s, %s)", [name, i])
            done = score(tmp_path / "m.eval", None, tmp_path / "out.csv", "--engine", "postgres", "--dsn", postgres)
        finally:
            connection.execute("DROP TABLE bodies")
    assert done.exit_code == 0, done.stderr
    assert max(sizes) <= 3 and len(sizes) > 2
    score(tmp_path / "m.eval", tmp_path / "plain.csv", tmp_path / "expected.csv")
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes()


class Counted(io.StringIO):
    """A file that knows how many rows stand in it."""

    rows = 0

    def write(self, text: str) -> int:
        self.rows += text.count("\n")
        return super().write(text)


def test_a_row_is_written_before_the_next_one_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, before = Counted(newline=""), DuckDB.rows

    def watched(engine: DuckDB, level: tuple[int, ...], period: int) -> Iterator[Row]:
        for number, row in enumerate(before(engine, level, period), 1):
            assert file.rows == number  # with the header
            yield row

    monkeypatch.setattr(DuckDB, "rows", watched)
    rules = evallang.load(folder / "m.eval")
    query = Query.of(rules.program, rules.choices({}), "duckdb")
    asked = Asked(folder / "m.eval", [], [folder / "data"], {}, {}, 2020, "body", [], OnDay(None, None, None, False))
    with closing(DuckDB(query, asked.data, "body")) as engine:
        engines.Settled(engine, rules, asked).write((), file)
    assert file.rows == len(BODIES) + 1


def test_the_memory_of_duckdb_has_a_bound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = evallang.load(folder / "m.eval")
    query = Query.of(rules.program, rules.choices({}), "duckdb")
    monkeypatch.setenv("EVALLANG_DUCKDB_MEMORY", "100MB")
    with closing(DuckDB(query, [folder / "data"], "body")) as engine:
        assert engine.fetch("SELECT current_setting('memory_limit')") == [("95.3 MiB",)]
    monkeypatch.setenv("EVALLANG_DUCKDB_MEMORY", "much")
    done = score(folder / "m.eval", folder / "data", folder / "out.csv", "--engine", "duckdb")
    assert "EVALLANG_DUCKDB_MEMORY=much" in done.stderr
    assert not (folder / "out.csv").exists()
