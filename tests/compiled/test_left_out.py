"""Records that the interpreter does not read are left out by compiled rules too, and say why."""

from itertools import product
from typing import Any

import pytest
from agreeing.engines import given, told
from compiled.typed import assert_typed
from compiled.written import module_of
from engine.programs import rules_of

from evallang.rules import Rules

POPULATION = rules_of("""
methodology pop
kinds a, b
input n : number
indicator d { score n - mean(n for body of same kind) }
rating r { among every body; by d }
""")
LISTS = rules_of("""
methodology m
input n : number
item outage by id { input fault : body; input hours : number }
indicator lost { score sum(hours for outage of every body where fault = this body, none 0) }
indicator all_hours { score sum(hours for outage of every body, none 0) + count(n for every body) }
""")
YEARS = rules_of("""
methodology m
kinds a, b
input x : number, yearly
input size : number
indicator growth { score x - previous(x) }
indicator each { score x / size }
indicator above { score x - mean(x for body of same kind) }
""")
ONE_YEAR = rules_of("""
methodology m
input x : number, yearly
input size : number
indicator each { score x / size }
indicator growth { score x - previous(x) }
""")


def read_place(address: Any) -> int:
    """The number of the record that a finding is about."""
    return int(address.row.removeprefix("bodies[").partition("]")[0])


def held(rules: Rules, records: list[dict[str, Any]], **how: Any) -> int:
    """Each result is that of the interpreter, with the finding where it does not read the row; how many it reads."""
    scores = rules.score({"bodies": records}, **how)
    why = {read_place(f.address): f.message for f in scores.findings if "not read" in f.message and f.address.row}
    source = rules.compile().source
    for score_all in (rules.compile().score_all, module_of(source).score_all):
        found = score_all(records)
        assert len(found) == len(records)
        for place, (record, results) in enumerate(zip(records, found, strict=True)):
            assert list(results) == list(scores.columns)
            for path, ours in results.items():
                if place in why:
                    assert ours.status == "undefined"
                    assert ours.because == why[place].replace("data:bodies", "records"), (place, path)
                    continue
                key, year = str(record["body"]).strip(), record.get("period")
                wanted = told(scores[key if year is None else (key, int(year))][path])
                assert wanted == given(ours) or " at data" in str(wanted[1]), (place, path)
    return len(records) - len(why)


def test_the_second_of_two_does_not_count() -> None:
    """Nor does it change what others are compared with."""
    records = [
        {"body": "A", "kind": "a", "n": 1},
        {"body": "A", "kind": "a", "n": 3},
        {"body": "B", "kind": "a", "n": 10},
    ]
    first, second, third = POPULATION.compile().score_all(records)
    assert (float(first["d"]), float(third["d"]), first["r.rank"], third["r.rank"]) == (-4.5, 4.5, 2, 1)
    told_why = "`A` stands twice: the row at records[0] counts, the one here is not read"
    assert {value.because for value in second.values()} == {told_why}
    assert held(POPULATION, records) == 2


NOBODY = ({}, {"body": ""}, {"body": " "}, {"body": None}, {"body": []}, {"body": {}}, {"body": {"x": 1}})


@pytest.mark.parametrize("nobody", NOBODY, ids=str)
def test_what_names_no_body_is_left_out(nobody: dict[str, Any]) -> None:
    records = [{"body": " A ", "kind": "a", "n": 1}, {"kind": "a", "n": 4} | nobody, {"body": "B", "kind": "a", "n": 2}]
    assert held(POPULATION, [*records, {"body": "A", "kind": "b", "n": 9}]) == 2
    found = POPULATION.compile().score(records[1])
    assert found["d"].because == "the row names no body and is not read"


@pytest.mark.parametrize("year", ["x", "", None, 2021.0, "21", 20210, True, " 2021 ", "2021"], ids=repr)
def test_what_names_no_year_is_left_out(year: Any) -> None:
    """Also a float, which is no year in a data file of JSON."""
    both = [{"body": "A", "kind": "a", "period": 2021, "n": 1}, {"body": "A", "kind": "a", "period": year, "n": 3}]
    records = [*both, {"body": "B", "kind": "a", "period": 2021, "n": 5}, {"body": "C", "kind": "a", "n": 7}]
    assert held(POPULATION, records, period="all") == 2


def test_items_of_what_is_left_out_are_left_out() -> None:
    rows = [{"id": "1", "fault": "A", "hours": 2}, {"id": "2", "fault": "B", "hours": 3}]
    records = [
        {"body": "A", "n": 1, "outage": rows},
        {"body": "B", "n": 1, "outage": []},
        {"body": "A", "n": 1, "outage": [{"id": "9", "fault": "B", "hours": 7}]},
        {"body": "", "n": 1, "outage": [{"id": "9", "fault": "A", "hours": 9}]},
    ]
    assert held(LISTS, records) == 2


def test_other_years_do_not_take_from_what_is_left_out() -> None:
    """Neither what holds in every year, nor the kind, nor a value."""
    for first, second, size in product((2020, "x", None), (2020, 2021), (None, 4, 5)):
        records = [
            {"body": "A", "period": first, "kind": "b", "x": 1, "size": 8},
            {"body": "A", "period": second, "kind": "a", "x": 2, "size": size},
            {"body": "A", "period": 2021, "x": 3, "size": 4},
            {"body": "B", "period": 2021, "x": 3, "kind": "a", "size": 4},
        ]
        assert held(YEARS, records, period="all") in (2, 3)


def test_one_record_counts_before_the_others() -> None:
    """It may stand among them once more."""
    others = [{"body": name, "kind": "a", "n": n} for name, n in (("A", 1), ("B", 10))]
    score = POPULATION.compile().score
    assert score(others[1], others)["d"] == score(others[1], others[:1])["d"] == 4.5
    assert score({**others[1], "n": 3}, others)["d"] == 1


def test_a_record_by_itself_needs_no_body() -> None:
    """Where nothing looks at other bodies: with its own years, or none."""
    assert ONE_YEAR.compile().score({"period": 2020, "x": 6, "size": 3})["each"] == 2
    assert ONE_YEAR.compile().score({"x": 6, "size": 3})["each"] == 2
    alone = rules_of("methodology m\ninput n : number\nindicator i { score n }\n").compile()
    assert [found["i"] for found in alone.score_all([{"n": 1}, {"n": 2}, {"n": 2, "body": []}])] == [1, 2, 2]
    first, second = ONE_YEAR.compile().score_all([{"period": 2020, "x": 6, "size": 3}, {"period": 2021, "x": 1}])
    assert first["each"].because == second["each"].because == "the row names no body and is not read"


def test_files_that_leave_out_are_typed(tmp_path: Any) -> None:
    written = [tmp_path / f"scorer_{number}.py" for number in range(4)]
    for file, rules in zip(written, [POPULATION, LISTS, YEARS, ONE_YEAR], strict=True):
        file.write_text(rules.compile().source, encoding="utf-8")
    assert_typed(*written)
