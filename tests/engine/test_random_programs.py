"""Random programs over random data: the engine and plain Python agree in every value and in every absence."""

import os
import random
from typing import Any

import pytest
from engine.plain import NA, TooLarge
from engine.programs import check
from engine.random_data import DataMaker, Results, expected
from engine.random_programs import Made
from engine.random_tables import Maker

from evallang.backends.scores import Result, Scores
from evallang.rules import Rules

# How many programs are made: 400 take about half a minute, and EVALLANG_PROGRAMS=5000 looks further. Each is scored
# with DATA_SETS sets of data, under both options of its reading, in every period.
PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "400"))
DATA_SETS = 3
GROUPS = 10


def plainly(result: Result) -> Any:
    """A result as plain Python says it: a value, None, or not applicable."""
    return result.value if result.status == "value" else NA if result.status == "not applicable" else None


def computed(scores: Scores, wanted: Results, period: int | None) -> Results:
    """The engine's results in the same places."""
    found: Results = {}
    for place in wanted:
        result = scores[place[0], period][place[1]]
        found[place] = result.points if len(place) > 2 else plainly(result)
    return found


def rules_of(made: Made) -> Rules:
    rules, found = check(made.text)
    assert rules is not None, found
    assert not [line for line in found if not line.startswith("W0201 ")]
    return rules


def differences(seed: int) -> list[str]:
    """What differs in one program, with all that is needed to look at it."""
    pick = random.Random(seed).choice
    made = Maker(pick).program()
    rules, module = rules_of(made), made.module()
    for _ in range(DATA_SETS):
        data = DataMaker(made, pick).data()
        for option in ("one", "other"):
            scores = rules.score({"bodies": data.given}, readings={"form": option}, period="all")
            for period in scores.periods:
                try:
                    wanted = expected(module, data.bodies, option, period)
                except TooLarge:
                    continue
                ours = computed(scores, wanted, period)
                found = [f"{p}: the engine has {ours[p]}, Python {wanted[p]}" for p in wanted if ours[p] != wanted[p]]
                if found:
                    return [
                        f"program {seed}, {option}, {period}",
                        *found,
                        made.text,
                        made.source,
                        *map(str, data.given),
                    ]
    return []


@pytest.mark.parametrize("group", range(GROUPS))
def test_the_engine_and_plain_python_agree(group: int) -> None:
    """A program that differs is shown; of several, the shortest."""
    found = [differences(seed) for seed in range(group, PROGRAMS, GROUPS)]
    differing = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not differing, f"{len(differing)} programs differ; " + "\n".join(differing[0])
