"""The interpreter and every other engine are held to the cases; `pytest tests/conformance --update` writes them anew.

`where.json` says for each case how many results each engine has by itself: a change of it shows in a diff.
"""

import json
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from conformance.by_hand import BY_HAND, numbers
from conformance.case import FOLDER, Case, cases, outcome, text_of
from conformance.constructs import used, wanted
from conformance.engines import Database, Engine, agrees, columns, compiled_python, expected_places, shown
from conformance.reading import records
from sql.spark import SparkTables

from evallang.backends.sql.spark_session import Session

CASES = cases()
WHERE = FOLDER / "where.json"
SCHEMA = json.loads((FOLDER / "expected.schema.json").read_text(encoding="utf-8"))

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_the_interpreter(case: Case, update: bool) -> None:
    """Values, statuses, reasons, points, parameters: all of them, and nothing else."""
    text = text_of(outcome(case.rules(), case.data))
    if update:
        (case.folder / "expected.json").write_text(text, encoding="utf-8", newline="\n")
    assert json.loads(text) == case.expected
    jsonschema.validate(case.expected, SCHEMA)


@each_case
def test_the_rules_of_a_case_are_fine(case: Case) -> None:
    assert [d.message for d in case.rules().diagnostics] == []


def test_the_cases_use_every_construct() -> None:
    """Every operation of the kernel, every class of expression, clause, step and row, every field that may be empty."""
    assert sorted(wanted() - set(used())) == []


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand(name: str) -> None:
    """What plain fractions say; where they have nothing to compute with, there is no value."""
    case = next(case for case in CASES if case.name == name)
    (run,) = case.expected["runs"]
    held, compared = {record["body"]: numbers(record) for record in records(case.data)}, 0
    for body in run["bodies"]:
        for path, computed in BY_HAND[name].items():
            try:
                value = computed(held[body["body"]])
            except (KeyError, ZeroDivisionError):
                value = None
            result = body["results"].get(path)
            if result is None or result.get("status") == "not applicable":
                continue
            found = result.get("flag", Fraction(result["number"]) if "number" in result else None)
            assert found == value, (body["body"], path)
            compared += value is not None
    assert compared >= 6


# ---- the other engines


@each_case
def test_compiled_python(case: Case, update: bool) -> None:
    hold("python", compiled_python, case, update)


@each_case
def test_columns(case: Case, update: bool) -> None:
    hold("columns", columns, case, update)


@each_case
def test_duckdb(case: Case, update: bool) -> None:
    duckdb = pytest.importorskip("duckdb")
    hold("duckdb", Database("duckdb", lambda: duckdb.connect(config={"threads": 1})), case, update)


@each_case
def test_postgres(case: Case, update: bool, postgres: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    hold("postgres", Database("postgres", lambda: psycopg.connect(postgres)), case, update)


@each_case
def test_spark(case: Case, update: bool, spark: Session) -> None:
    hold("spark", Database("spark", lambda: SparkTables(spark)), case, update)


def hold(name: str, engine: Engine, case: Case, update: bool) -> None:
    """Hold an engine to a case: what it says is right, and it says as much as `where.json` has."""
    rules, found = case.rules(), {"own": 0, "of": 0, "refused": set[str]()}
    for run in case.expected["runs"]:
        expected, said = dict(expected_places(run)), engine(case, rules, run["readings"])
        wrong = [shown(p, r, expected[p]) for p, r in said.results.items() if not agrees(r, expected[p])]
        assert wrong == []
        found["own"] += len(said.results)
        found["of"] += sum(name in ("duckdb", "postgres", "spark") or not place[2] for place in expected)
        found["refused"] |= set(said.refusals)
    found["refused"] = sorted(found["refused"])
    where = json.loads(WHERE.read_text(encoding="utf-8")) if WHERE.exists() else {}
    if update:
        where.setdefault(case.name, {})[name] = found
        WHERE.write_text(written(where), encoding="utf-8", newline="\n")
    else:
        assert where[case.name][name] == found


def written(where: dict[str, Any]) -> str:
    """The text of `where.json`: a line for each case and engine."""
    parts = []
    for case in sorted(where):
        lines = [f"  {json.dumps(name)}: {json.dumps(where[case][name])}" for name in sorted(where[case])]
        parts.append(f" {json.dumps(case)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def test_the_page_knows_every_case() -> None:
    assert sorted(json.loads(WHERE.read_text(encoding="utf-8"))) == [case.name for case in CASES]
