"""More bodies in doubt than the interpreter holds at once: part by part, with the same results and words."""

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sql.test_engines import same_files, score

import evallang
from evallang.backends.sql.query import Query
from evallang.cli import engines, main

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
