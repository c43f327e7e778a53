"""The methodology of 2020 over its sample data: items, periods, marks, ratings, triggers."""

from house.checkout import ROOT
from pyarrow import csv

import evallang
from evallang.backends.columns.column import STATUSES

SAMPLES = ROOT / "rules" / "samples" / "2020"


def test_all_results_of_2020_are_those_of_the_interpreter() -> None:
    rules = evallang.load(ROOT / "rules" / "interaction-2020")
    bodies = csv.read_csv(SAMPLES / "bodies.csv")
    lists = {name: csv.read_csv(SAMPLES / f"{name}.csv") for name in ("service", "organisation", "outage")}
    wanted = rules.score(SAMPLES, period="all")
    found = rules.score_columns(bodies, lists=lists, period="all")
    assert list(found) == list(wanted.columns)
    places = list(zip(bodies.column("body").to_pylist(), bodies.column("period").to_pylist(), strict=True))
    for row, place in enumerate(places):
        for path, column in found.items():
            result = wanted[place][path]
            assert (STATUSES[column.status[row]], column.exact(row)) == (result.status, result.value), (place, path)
