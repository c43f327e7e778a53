"""Lists, objects and other values that no data file gives where one word is expected: no service stops for them."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from agreeing.engines import given, told
from compiled.typed import assert_typed
from engine.programs import rules_of

ALONE = """
methodology m
kinds a, b
input n : number
input c : choice (x, y)
input f : flag
input top : count
item office by id { input m : number; input late : count }
indicator i { points a 1, b 2; score n * points }
indicator o { score (if c = x then 1 else 2) + (if f then 1 else 2) }
indicator s { score sum(m for office, none 0) + sum(late for office, none 0) + top }
"""
BOUNDED = ALONE.replace("late : count", "late : count, at most top")
TOGETHER = ALONE + "indicator t { score n - mean(n for body of same kind) }\n"
BEFORE = ALONE.replace("input n : number", "input n : number, yearly") + "indicator t { score previous(n) }\n"
WITHOUT_KINDS = (
    ALONE.replace("kinds a, b\n", "").replace("points a 1, b 2; score n * points", "score n")
    + "indicator t { score n - mean(n for every body) }\n"
)
RECORD: dict[str, Any] = {
    "body": "A", "kind": "a", "period": 2021, "n": 1, "c": "x", "f": True, "top": 3,
    "office": [{"id": "p", "m": 1, "late": 1}],
}  # fmt: skip
STRANGE: tuple[Any, ...] = ([], {}, (), {"x": 1}, [{}], set(), b"x", float("nan"), [{"id": []}, {"id": {"x": 1}}])
SOURCES = [ALONE, BOUNDED, TOGETHER, BEFORE, WITHOUT_KINDS]
WORDS = ["alone", "bounded", "together", "before", "without kinds"]


@pytest.mark.parametrize("source", SOURCES, ids=WORDS)
def test_nothing_strange_stops_a_service(source: str) -> None:
    """Whatever stands for a value, every result is there or says why not."""
    scorer = rules_of(source).compile()
    ways: list[Callable[[dict[str, Any]], Any]] = [scorer.score, lambda record: scorer.score_all([RECORD, record])[1]]
    for key, strange, way in product(RECORD, STRANGE, ways):
        found = way({**RECORD, key: strange})
        assert all(value is not None for value in found.values()), (key, strange)


@pytest.mark.parametrize("source", SOURCES[:-1], ids=WORDS[:-1])
@pytest.mark.parametrize("kind", [[], {}, [[]], {"x": 1}, set(), "c", None], ids=repr)
def test_a_kind_that_is_none_is_not_given(source: str, kind: Any) -> None:
    scorer = rules_of(source).compile()
    record = {**RECORD, "kind": kind}
    for found in (scorer.score(record), *scorer.score_all([record])):
        assert found["i"].because == "the kind of `A` is not given"


def test_the_kind_is_not_given_as_the_interpreter_says() -> None:
    for source, kind in product(SOURCES[:-1], ([], {})):
        rules, record = rules_of(source), {**RECORD, "kind": kind}
        (scores,), found = rules.score({"bodies": [record]}), rules.compile().score(record)
        assert {path: given(found[path]) for path in found} == {path: told(scores[path]) for path in found}


def test_an_item_whose_key_is_a_list_is_not_read() -> None:
    rules = rules_of(ALONE)
    record = {**RECORD, "office": [{"id": "p", "m": 1, "late": 0}, {"id": [], "m": 7, "late": 0}, {"id": {}, "m": 7}]}
    (scores,) = rules.score({"bodies": [record]})
    assert rules.compile().score(record)["s"] == scores["s"].value == 4


@pytest.mark.parametrize("source", [BOUNDED, BEFORE], ids=["bounded", "before"])
def test_lists_that_nobody_asks_for_may_hold_anything(source: str) -> None:
    scorer, more = rules_of(source).compile(), {"tags": ["new", 2], "seen": [None]}
    record = RECORD | more | {"office": [{**RECORD["office"][0], **more}]}
    assert scorer.score(record)["s"] == scorer.score_all([record, {**record, "period": 2020}])[0]["s"] == 5


def test_the_files_are_typed(tmp_path: Any) -> None:
    written = [tmp_path / f"scorer_{number}.py" for number in range(len(SOURCES))]
    for file, source in zip(written, SOURCES, strict=True):
        file.write_text(rules_of(source).compile().source, encoding="utf-8")
    assert_typed(*written)


def test_what_pandas_has_where_there_is_none() -> None:
    nothing = pytest.importorskip("pandas").NA
    rules = rules_of("methodology m\ninput c : choice (x, y)\nindicator i { score if c = x then 1 else 2 }\n")
    found = rules.compile().score_all([{"body": "a", "c": nothing}, {"body": "b", "c": "x"}])
    assert found[0]["i"].because == "`c` cannot be read: `<NA>` is none of the options"
    assert found[1]["i"] == 1
