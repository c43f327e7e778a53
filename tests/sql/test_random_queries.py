"""Random programs over data near their edges: what is not in doubt is what the interpreter says."""

import os
import random
from contextlib import closing
from typing import Any

import pytest
from engine.random_data import DataMaker
from engine.random_tables import Maker
from engine.test_random_programs import rules_of
from sql.boundaries import moved
from sql.comparing import Seen, answers, differences
from sql.loading import fill

from evallang.backends.sql.query import Query

duckdb = pytest.importorskip("duckdb")

# EVALLANG_QUERIES=2000 looks further; a few are run as one query, the others step by step, which is planned faster.
PROGRAMS = int(os.environ.get("EVALLANG_QUERIES", "100"))
ON_POSTGRES = PROGRAMS // 5
GROUPS, WHOLE = 10, 20


def compared(seed: int, dialect: str, connection: Any, seen: Seen, *, whole: bool) -> list[str]:
    """What differs in one program, with all that is needed to look at it."""
    pick = random.Random(seed).choice
    made = Maker(pick).program()
    rules, readings = rules_of(made), {"form": ("one", "other")[seed % 2]}
    query = Query.of(rules.program, rules.choices(readings), dialect)
    given = moved(DataMaker(made, pick).data().given, pick)
    fill(connection, query, given, "?" if dialect == "duckdb" else "%s")
    rows = answers(query, connection, whole=whole)
    for period in sorted({body.get("period") or 0 for body in given}):
        scores = rules.score({"bodies": given}, readings=readings, period=period or None)
        found = list(differences(query, rows, scores, seen))
        if found:
            return [f"program {seed}, {readings}, {period}", *found, made.text, *map(str, given)]
    return []


@pytest.mark.parametrize("group", range(GROUPS))
def test_duckdb_and_the_interpreter_agree(group: int) -> None:
    found, seen = [], Seen()
    for seed in range(group, PROGRAMS, GROUPS):
        with closing(duckdb.connect(config={"threads": 1})) as connection:
            found.append(compared(seed, "duckdb", connection, seen, whole=seed % WHOLE == 0))
    differing = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not differing, f"{len(differing)} programs differ; " + "\n".join(differing[0])
    assert seen.results - seen.doubts > seen.results // 4, "nearly all is in doubt, so nearly nothing was compared"


def test_postgres_and_the_interpreter_agree(postgres: str) -> None:
    psycopg = pytest.importorskip("psycopg")
    seen = Seen()
    for seed in range(ON_POSTGRES):
        with closing(psycopg.connect(postgres)) as connection:  # what it makes is undone when it is closed
            lines = compared(seed, "postgres", connection, seen, whole=True)
        assert not lines, "\n".join(lines)
    assert seen.results > seen.doubts
