"""The rules of 2020 as a whole, on the bodies of the samples and on others that lack something or are wrong."""

import csv
import random
from pathlib import Path
from typing import Any

import pytest
from agreeing.engines import given, told

import evallang

RULES = Path(__file__).parents[2] / "rules" / "interaction-2020"
SAMPLES = Path(__file__).parents[2] / "rules" / "samples" / "2020"
LISTS = ("organisation", "outage", "service")
ODD = ("0", "1", "x", "0.5", "100", "-2")


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of one year, without what is empty."""
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [{key: word for key, word in row.items() if word} for row in csv.DictReader(file)]
    return [line for line in lines if line.pop("period") == "2020"]


def records() -> list[dict[str, Any]]:
    """The bodies, each with its lists."""
    bodies = {body["body"]: body | {name: [] for name in LISTS} for body in rows("bodies")}
    for name in LISTS:
        for row in rows(name):
            bodies[row.pop("body")][name].append(row)
    return list(bodies.values())


def changed(body: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """A body that lacks something, or has something odd."""
    found: dict[str, Any] = {}
    for key, value in body.items():
        if isinstance(value, list):
            found[key] = [dict(row) for row in value if draw.random() < 0.9]
        elif key in ("body", "kind") or draw.random() < 0.9:
            found[key] = value
        elif draw.random() < 0.5:
            found[key] = draw.choice(ODD)
    return found


@pytest.mark.parametrize(
    ("seed", "readings"),
    [(None, {}), (1, {}), (2, {"A03-13": "rescaled", "A03-14": "rescaled"}), (3, {"A03-13": "full"})],
)
def test_every_result_is_that_of_the_interpreter(seed: int | None, readings: dict[str, str]) -> None:
    """Values, absences and reasons; but not of a reason that tells the place of a cell."""
    bodies = records()
    if seed is not None:
        draw = random.Random(seed)
        bodies = [changed(body, draw) for body in bodies]
    rules = evallang.load(RULES)
    scores, values = rules.score({"bodies": bodies}, readings=readings), 0
    for body, found in zip(bodies, rules.compile(readings=readings).score_all(bodies), strict=True):
        for path in found:
            wanted = told(scores[body["body"]][path])
            values += not isinstance(wanted, tuple)
            if not (isinstance(wanted, tuple) and " at data" in wanted[1]):
                assert given(found[path]) == wanted, (body["body"], path)
    assert values > 2_000
