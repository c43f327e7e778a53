"""Mistakes around engines and compiled rules end in a message that says what to do."""

from pathlib import Path

import pytest
from cli.commands import invoke, said

A = "methodology aa\ninput x : number\nindicator lvl { score x ; round 1 half up }\n"
B = "methodology bb\nindicator q { scored by aa.lvl }\nindex t { score q * 2 }\n"


@pytest.fixture(autouse=True)
def documents(place: Path) -> None:
    (place / "a.eval").write_text(A, encoding="utf-8")
    (place / "b.eval").write_text(B, encoding="utf-8")
    (place / "data.parquet").write_bytes(b"")
    (place / "data.json").write_text('{"bodies": []}', encoding="utf-8")


def test_parquet_without_an_engine_names_those_that_read_it() -> None:
    said(invoke("score", "a.eval", "--data", "data.parquet"), 2, "--engine columns", "--engine duckdb")


def test_json_for_a_database_names_the_engine_that_reads_it() -> None:
    pytest.importorskip("duckdb")
    said(
        invoke("score", "a.eval", "--data", "data.json", "--engine", "duckdb", "--format", "csv"), 2, "--engine columns"
    )


def test_a_database_that_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PGHOST", "/there/is/no/such/place")
    monkeypatch.delenv("EVALLANG_POSTGRES", raising=False)
    result = invoke("score", "a.eval", "--engine", "postgres", "--format", "csv")
    said(result, 2, "--dsn", "EVALLANG_POSTGRES")
    assert result.stderr.count("error:") == len(result.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_one_error(place: Path) -> None:
    pytest.importorskip("psycopg")
    ask = ("score", "small.eval", "--engine", "postgres", "--format", "csv", "--dsn")
    result = invoke(*ask, f"host={place} port=1")
    said(result, 2, "Is the server running")
    assert result.stderr.count("error:") == len(result.stderr.splitlines()) == 1


def test_a_document_given_behind_is_told_with_the_line() -> None:
    said(invoke("compile", "b.eval", "a.eval", "--to", "python"), 2, "b.eval:2", "cannot be compiled")
    said(invoke("compile", "b.eval", "a.eval", "--to", "sql", "--dialect", "duckdb"), 2, "one document")


def test_a_result_that_there_is_not_names_those_that_there_are() -> None:
    said(invoke("compile", "a.eval", "--to", "python", "--output-of", "something"), 2, "results are `lvl`")
