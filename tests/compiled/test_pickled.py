"""Scorers and results go from one process to another."""

import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from engine.programs import rules_of

from evallang.backends.python.scorer import Scorer

RULES = rules_of("""
methodology m
kinds one, two
input n : number
input visits : count, yearly
item office by id { input asked : number }
indicator x §1 {
  points 10
  score points * n / 3
  round 0.01 half up
  grade
    | score    | grade |
    | 5 and up | good  |
    | below 5  | bad   |
}
indicator root { score sqrt(n) }
indicator grown { score visits - previous(visits) }
indicator served { score sum(asked for office, none 0) }
rating r { among body of same kind; by x }
""")
RECORDS: list[dict[str, Any]] = [
    {"body": "a", "kind": "one", "n": 2, "visits": 5, "period": 2022, "office": [{"id": 1, "asked": "0.1"}]},
    {"body": "a", "kind": "one", "visits": 7, "period": 2023},
    {"body": "b", "kind": "two", "n": "x", "visits": 1, "period": 2023},
    {"body": "c", "n": 1, "visits": "", "period": 2023, "office": []},
]


def told(value: Any) -> Any:
    """What can be compared of a result."""
    return (value.status, value.because, value.at) if hasattr(value, "because") else value


def results(found: Any) -> dict[str, Any]:
    return {path: told(value) for path, value in found.items()}


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return RULES.compile()


@pytest.fixture
def pool() -> Iterator[ProcessPoolExecutor]:
    """One process, which has nothing of this one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as found:
        yield found


def test_results_of_a_scorer_in_memory(scorer: Scorer) -> None:
    """Numbers, roots, flags, grades, and why there is no value."""
    for found in scorer.score_all(RECORDS):
        again = pickle.loads(pickle.dumps(found))
        assert results(again) == results(found)
        assert list(again) == list(found)
    assert [found["r.rank"].status, found["root"], found["x.grade"]] == ["undefined", 1, "bad"]


def test_a_scorer(scorer: Scorer) -> None:
    """It comes with the text of its file."""
    again = pickle.loads(pickle.dumps(scorer))
    assert again.source == scorer.source
    assert [results(f) for f in again.score_all(RECORDS)] == [results(f) for f in scorer.score_all(RECORDS)]
    assert results(again(RECORDS[1], RECORDS[:1])) == results(scorer.score(RECORDS[1], RECORDS[:1]))


def test_in_other_processes(scorer: Scorer, pool: ProcessPoolExecutor) -> None:
    """The scorer is what is mapped over records; it is made once in each process."""
    there = list(pool.map(scorer, RECORDS))
    assert [results(f) for f in there] == [results(scorer.score(r)) for r in RECORDS]
    first, second = pool.submit(id, scorer), pool.submit(id, scorer)
    assert first.result() == second.result()


def test_results_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: ProcessPoolExecutor) -> None:
    """Its functions are found by their module."""
    (tmp_path / "scorer_to_send.py").write_text(RULES.compile().source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    from scorer_to_send import score  # type: ignore[import-not-found]  # noqa: PLC0415  # it was just written

    assert [results(f) for f in pool.map(score, RECORDS)] == [results(score(r)) for r in RECORDS]
    sent = pickle.loads(pickle.dumps(score(RECORDS[0])))
    assert sent["x"] == Fraction("6.67")
    del sys.modules["scorer_to_send"]
