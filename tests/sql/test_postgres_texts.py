"""Texts of tables that the interpreter would trim, compose or take for nothing, collations, and encodings."""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from evallang.cli import main

psycopg = pytest.importorskip("psycopg")

REFUSED = 2
APART = unicodedata.normalize("NFD", "Алтай")
REGIONS = """methodology v "V"
input region : text
input n : number
indicator m { score sum(n for body of same region, none 0) ; round 0.01 half up }
"""
NORTH = [
    ("a", "North", 1),
    ("b", "North ", 10),
    ("c", "\tNorth", 100),
    ("d", "Алтай", 1),
    ("e", APART, 5),
]
WORDS = """methodology v "V"
kinds central, local
input t : text
input o : choice (one, two)
input w : body
item case by code { input note : text }
indicator own for central { score 1 }
indicator x { when known(t) : 1; score 0 }
indicator y { when missing(o) : 1; score 0 }
indicator chosen { when o = one : 1; score 0 }
indicator z { when missing(w) : 1; when w = this body : 2; score 0 }
indicator q { score count(case where known(note)) }
indicator s { score sqrt(count(case where known(note))) + x }
"""
BODIES = [
    ("a", "central", "", "", ""),
    ("b", " local", " ", "two ", " "),
    ("c", "", "\t", None, "a"),
    ("d", " ", " x ", " one", "d "),
    ("e", None, "\u00a0", "one\u3000", "a"),
]
CASES = [("a", "1", ""), ("a", "2", " "), ("b", "1", "x"), ("c", "1", None), ("d", "1", "\u3000"), ("d", "2", " y ")]
LOOSE = """methodology m "M"
kinds central "C", local "L"
input w : body
input region : text
input o : choice (one "One", two "Two")
item case by code { input v : number }
indicator who { when w = this body : 1; score 0 }
indicator opt { when o = one : 1; score 0 }
indicator own for central { score 1 }
indicator many { score count(known(region) for body of same region) }
indicator s { score sum(v for case, none 0) }
"""
STRANGE = [
    ("a", "central", "A", "north", "one"),
    ("A", "local", "A", "North", "two"),
    ("c", "local", "c", "NORTH", "one"),
]
VALUES = [("a", "1", 3), ("A", "1", 5), ("A", "x", 7), ("a", "X", 11)]


@contextmanager
def tables(dsn: str, held: dict[str, tuple[str, Sequence[Sequence[Any]]]]) -> Iterator[Any]:
    """Tables with columns and rows."""
    with closing(psycopg.connect(dsn, autocommit=True, client_encoding="UTF8")) as connection:
        try:
            for name, (columns, rows) in held.items():
                connection.execute(f'CREATE TABLE "{name}" ({columns}, period INT, in_doubt BOOLEAN)')
                for row in rows:
                    marks = ", ".join(["%s"] * len(row))
                    connection.execute(f'INSERT INTO "{name}" VALUES ({marks})', row)
            yield connection
        finally:
            for name in held:
                connection.execute(f'DROP TABLE IF EXISTS "{name}"')


def scored(folder: Path, rules: str, *given: str) -> Result:
    (folder / "m.eval").write_text(rules, encoding="utf-8")
    return CliRunner().invoke(main, ["score", str(folder / "m.eval"), *given, "--format", "csv"])


def plain(folder: Path, rules: str, held: dict[str, tuple[str, Sequence[Sequence[Any]]]]) -> str:
    """What the interpreter says of the same cells."""
    for name, (columns, rows) in held.items():
        heads = [column.split()[0] for column in columns.split(", ") if "given" not in column]
        lines = [",".join("" if cell is None else f'"{cell}"' for cell in row[: len(heads)]) for row in rows]
        (folder / f"{name}.csv").write_text("\n".join([",".join(heads), *lines]), encoding="utf-8")
    files = [word for name in held for word in ("--data", str(folder / f"{name}.csv"))]
    return scored(folder, rules, *files).stdout


def test_texts_are_read_as_cells(tmp_path: Path, postgres: str) -> None:
    held = {"bodies": ("body TEXT, region TEXT, n INT", NORTH)}
    with tables(postgres, held):
        done = scored(tmp_path, REGIONS, "--engine", "postgres", "--dsn", postgres)
    assert done.stdout == plain(tmp_path, REGIONS, held)
    assert done.stdout.split() == ["body,m", "a,111", "b,111", "c,111", "d,6", "e,6"]
    assert "note: 0 bodies were settled" in done.stderr


@pytest.mark.parametrize("kind", ["TEXT", "VARCHAR(9)", "TEXT COLLATE loose"])
def test_blanks_are_nothing(tmp_path: Path, postgres: str, kind: str) -> None:
    bodies = f'body TEXT, kind {kind}, t {kind}, o {kind}, w {kind}, "case given" BOOLEAN'
    held = {"bodies": (bodies, BODIES), "case": (f"body TEXT, code TEXT, note {kind}", CASES)}
    with collation(postgres), tables(postgres, held):
        done = scored(tmp_path, WORDS, "--engine", "postgres", "--dsn", postgres)
    assert done.stdout and done.stdout == plain(tmp_path, WORDS, held), done.output


@contextmanager
def collation(dsn: str) -> Iterator[None]:
    """A collation that takes small letters and capitals for equal."""
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        options = "PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false"
        connection.execute(f"CREATE COLLATION loose ({options})")
        try:
            yield
        finally:
            connection.execute("DROP COLLATION loose")


def test_texts_that_a_collation_takes_for_equal_differ(tmp_path: Path, postgres: str) -> None:
    text = "TEXT COLLATE loose"
    bodies = f'body {text}, kind {text}, w {text}, region {text}, o {text}, "case given" BOOLEAN'
    held = {"bodies": (bodies, STRANGE), "case": (f"body {text}, code {text}, v INT", VALUES)}
    with collation(postgres), tables(postgres, held):
        done = scored(tmp_path, LOOSE, "--engine", "postgres", "--dsn", postgres)
    lines = plain(tmp_path, LOOSE, held).splitlines()
    assert done.exit_code in (0, 1), done.output
    assert done.stdout.splitlines() == [lines[0], *sorted(lines[1:])]


@pytest.mark.parametrize("encoding", ["WIN1251", "KOI8R", "LATIN1", "SQL_ASCII"])
def test_the_encoding_of_the_client_is_of_no_account(
    tmp_path: Path, postgres: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", encoding)
    held = {"bodies": ("body TEXT, region TEXT, n INT", [("Қазақ", "№ 1", 3), ("ß", "Ω", 4)])}
    with tables(postgres, held):
        done = scored(tmp_path, REGIONS, "--engine", "postgres", "--dsn", f"{postgres} client_encoding={encoding}")
    assert done.stdout == "body,m\nß,4\nҚазақ,3\n", done.output


@pytest.mark.parametrize("encoding", ["WIN1251", "KOI8R", "LATIN1", "SQL_ASCII"])
def test_a_database_of_another_encoding_is_refused(tmp_path: Path, postgres: str, encoding: str) -> None:
    with closing(psycopg.connect(postgres, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE other ENCODING '{encoding}' TEMPLATE template0")
        try:
            dsn = postgres.replace("dbname=postgres", "dbname=other")
            with tables(dsn, {"bodies": ("body TEXT, region TEXT, n INT", [("a", "x", 3)])}):
                done = scored(tmp_path, REGIONS, "--engine", "postgres", "--dsn", dsn)
        finally:
            connection.execute("DROP DATABASE other")
    assert done.exit_code == REFUSED
    assert f"PostgreSQL: the encoding of the database is {encoding}, and texts" in done.stderr


def test_a_backslash_is_a_letter_whatever_the_server_is_set_to(tmp_path: Path, postgres: str) -> None:
    rules = (
        'methodology v "V"\nkinds c "A\\B", d "D"\ninput n : number\nindicator x for c { score n ; round 1 half up }\n'
    )
    held = {"bodies": ("body TEXT, kind TEXT, n INT", [("a", "A\\B", 1), ("a\\", "c", 2), ("b", "d", 3)])}
    with tables(postgres, held):
        done = scored(
            tmp_path, rules, "--engine", "postgres", "--dsn", f"{postgres} options='-c standard_conforming_strings=off'"
        )
    assert done.stdout == plain(tmp_path, rules, held), done.output
    assert done.stdout.splitlines()[1:] == ["a,c,1", "a\\,c,2", "b,d,"]


@pytest.mark.parametrize(
    ("strangers", "marked", "told"),
    [
        ([], [], ""),
        ([("zz", "9", 1)], [], "the row `zz, 9` lies in nothing"),
        ([], [("a", "9", 1), ("b", "8", 1)], "the row `a, 9` is marked"),
    ],
)
def test_columns_of_several_collations_are_compared(
    tmp_path: Path, postgres: str, strangers: list[Any], marked: list[Any], told: str
) -> None:
    one, two, three = ('TEXT COLLATE "und-x-icu"', 'TEXT COLLATE "POSIX"', 'VARCHAR(9) COLLATE "ru-x-icu"')
    bodies = f'body {one}, kind {two}, w {three}, region {one}, o {two}, "case given" BOOLEAN'
    held = {"bodies": (bodies, STRANGE), "case": (f"body {three}, code {two}, v INT", [*VALUES, *strangers])}
    with tables(postgres, held) as connection:
        for row in marked:
            connection.execute('INSERT INTO "case" VALUES (%s, %s, %s, NULL, TRUE)', row)
        done = scored(tmp_path, LOOSE, "--engine", "postgres", "--dsn", postgres)
    if told:
        assert (done.exit_code, told in done.stderr) == (REFUSED, True), done.output
        return
    lines = plain(tmp_path, LOOSE, held).splitlines()
    assert done.stdout.splitlines() == [lines[0], *sorted(lines[1:])], done.output


def test_a_list_that_calls_a_body_by_another_name_is_refused(tmp_path: Path, postgres: str) -> None:
    rules = (
        'methodology m "M"\nbody b1 "Body One"\nitem work by id { input v : number }\n'
        "indicator x { score sum(v for work) }\n"
    )
    held = {"bodies": ('body TEXT, "work given" BOOLEAN', [("b1", True)]), "work": ("body TEXT, id TEXT, v INT", [])}
    with tables(postgres, held) as connection:
        connection.execute("INSERT INTO work VALUES ('Body One', 'u', 1)")
        done = scored(tmp_path, rules, "--engine", "postgres", "--dsn", postgres)
    assert done.exit_code == REFUSED
    assert "the row `Body One, u` lies in nothing that stands in `bodies` by the same one of its names" in done.stderr
