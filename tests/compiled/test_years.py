"""Other years: the rules of decree 954 and of order 20-01-38-3 on their samples, and what holds in every year."""

import csv
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from agreeing.engines import given, told
from engine.programs import rules_of

import evallang
from evallang.rules import Rules

RULES = Path(__file__).parents[2] / "rules"
ORDER = RULES / "order-20-01-38-3"
SAMPLES = RULES / "samples"


def lines(file: Path) -> list[dict[str, Any]]:
    """The lines of a file, without what is empty."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [{key: word for key, word in row.items() if word} for row in csv.DictReader(text)]


def records(folder: Path) -> list[dict[str, Any]]:
    """The bodies of a sample in each of their years, with their lists."""
    files = [file for file in sorted(folder.glob("*.csv")) if file.stem != "bodies"]
    bodies = {(row["body"], row["period"]): row for row in lines(folder / "bodies.csv")}
    for row in bodies.values():
        row |= {file.stem: [] for file in files}
    for file in files:
        for row in lines(file):
            bodies[row.pop("body"), row.pop("period")][file.stem].append(row)
    return list(bodies.values())


def differing(rules: Rules, held: list[dict[str, Any]]) -> Iterable[tuple[Any, ...]]:
    """The results that compiled code has otherwise than the interpreter; the place of a cell is not looked at."""
    scores = rules.score({"bodies": held}, period="all")
    for body, found in zip(held, rules.compile().score_all(held), strict=True):
        for path in found:
            wanted, ours = told(scores[str(body["body"]), int(body["period"])][path]), given(found[path])
            if wanted != ours and not (" at data" in str(wanted[1]) and wanted[0] == ours[0]):
                yield body["body"], body["period"], path, ours, wanted


def test_the_rating_of_2023() -> None:
    """Decree 954 as of 1 January 2024: all years, with places in ratings and three years in a row."""
    rules = evallang.load_on(RULES / "decree-954", date(2024, 1, 1))
    held = records(SAMPLES / "rating-2023")
    assert len(held) == 64
    assert list(differing(rules, held)) == []
    worse = [found for found in rules.compile().score_all(held) if True in dict(found).values()]
    assert worse, "no trigger holds anywhere"


@pytest.mark.parametrize(
    ("rules", "sample"), [("effectiveness.eval", "effectiveness-2021"), ("progress.eval", "progress-2021")]
)
def test_the_indices_of_2021(rules: str, sample: str) -> None:
    """Items in several years, with what stands in for a missing value."""
    assert list(differing(evallang.load(ORDER / rules), records(SAMPLES / sample))) == []


GROWTH = """
methodology m
kinds a, b
input x : number, yearly { when missing : previous(x) }
input size : number
item office by id {
  input visits : count, yearly
  input rooms : count
  indicator more { score visits - previous(visits) }
}
indicator growth { score x - previous(x) }
indicator each { score x / size }
indicator more_visits { score sum(more for office) }
indicator per_room { score sum(visits for office) / sum(rooms for office) }
indicator first_year { score x in 2020 }
"""
NORTH = [
    {"body": "north", "kind": "a", "period": 2020, "x": 2, "size": 4, "office": [{"id": "1", "visits": 5, "rooms": 2}]},
    {"body": "north", "period": "2021", "x": 5, "office": [{"id": "1", "visits": 9}, {"id": "2", "visits": 1}]},
    {"body": "north", "period": 2022, "office": []},
]


def test_one_record_looks_at_others() -> None:
    """Those that are given with it; alone it says that there is none."""
    score = rules_of(GROWTH).compile().score
    found = score(NORTH[1], NORTH[:1])
    assert (found["growth"], found["each"], found["first_year"]) == (3, Fraction(5, 4), 2)
    why = "`visits` of the year 2020 is needed, and the data has no row of `2` for it"
    assert found["more_visits"].because == why
    alone = score(NORTH[1])
    assert alone["growth"].because == "`x` of the year 2020 is needed, and the data has no row of this body for it"
    assert alone["each"].because == "`size` is missing"
    no_year = {key: value for key, value in NORTH[1].items() if key != "period"}
    assert score(no_year)["growth"].because == "`x` of another period is needed, and the data has no periods"


def test_what_is_not_yearly_holds_in_every_year() -> None:
    """It is taken from another year; two values are none, and a record that is given is left as it was."""
    before = [dict(record) for record in NORTH]
    assert list(differing(rules_of(GROWTH), NORTH)) == []
    assert before == NORTH
    other = [NORTH[0], {**NORTH[1], "size": 5}, NORTH[2]]
    assert list(differing(rules_of(GROWTH), other)) == []
    found = rules_of(GROWTH).compile().score_all(other)
    assert [scores["each"].status for scores in found] == ["undefined"] * 3


BOUNDS = """
methodology m
input all : count
item office by id {
  input late : count, at most all
  item desk by id { input later : count, at most late }
}
indicator whole { score all }
indicator lates { score sum(late for office) }
indicator laters { score sum(sum(later for desk) for office) }
"""


@pytest.mark.parametrize(("late", "later"), [(3, 2), (6, 2), (3, 4), (6, 7), ("x", 2), (None, 9)])
def test_items_are_bounded_by_what_is_around_them(late: Any, later: Any) -> None:
    """Where an item has more than its body or its item may have, neither is believed."""
    rules = rules_of(BOUNDS)
    desk = [{"id": "1", "later": later}, {"id": "2", "later": 0}]
    record = {"body": "north", "all": 5, "office": [{"id": "1", "late": late, "desk": desk}]}
    (scores,), found = rules.score({"bodies": [record]}), rules.compile().score(record)
    for path in ("whole", "lates", "laters"):
        wanted, ours = told(scores[path]), given(found[path])
        assert ours == wanted or (" at data" in wanted[1] and ours[0] == wanted[0]), path
