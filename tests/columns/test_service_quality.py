"""A real direction over thousands of rows against whole numbers: ties and edges of grades too."""

from pathlib import Path

import numpy as np
import pytest
from columns.quality_data import SETS, hundredths

import evallang
from evallang.rules import Rules

HERE = Path(__file__).parent
SIZE = 3_000
GRADES = ("ineffective", "low", "medium", "high")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return evallang.load(HERE / "service_quality.eval")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(("block", "threads", "held"), [(1024, 1, False), (500, 3, True), (100_000, 1, True)])
def test_every_total_and_grade_is_exact(rules: Rules, name: str, block: int, threads: int, held: bool) -> None:
    data = SETS[name](SIZE)
    wanted = np.array([hundredths({k: v[i].item() for k, v in data.items()}) for i in range(SIZE)])
    frame = rules.read_columns(data) if held else data
    found = rules.score_columns(frame, paths=["total", "total.grade"], block=block, threads=threads)
    nums, den = found["total"].scaled or (None, 0)
    assert den == 100
    assert np.array_equal(nums, wanted)
    grades = (wanted >= 5000).astype(int) + (wanted >= 7000) + (wanted >= 9000)
    assert found["total.grade"].values.tolist() == [GRADES[g] for g in grades]
    assert found.settled == 0


def test_ties_would_be_wrong_in_floats(rules: Rules) -> None:
    """The data is what it says: floats round some of it otherwise."""
    data = SETS["ties"](SIZE)
    floats = 20 + (20 - data["i"] / data["b1"] * 10_000) + (30 - data["a"] / data["b"] * 10_000)
    for name in ("a2", "c", "e"):
        floats = floats + (10 - data[name] / data["b1"] * 10_000)
    floats = np.floor(floats * 100 + 0.5)
    exact = rules.score_columns(data, paths=["total"])["total"].scaled
    assert exact is not None
    assert (floats != exact[0]).sum() > SIZE // 50


def test_a_frame_that_is_held_is_scored_again_under_other_readings_of_period_and_paths(rules: Rules) -> None:
    data = SETS["uniform"](SIZE)
    held = rules.read_columns(data)
    first = rules.score_columns(held)
    again = rules.score_columns(held, paths=["complaints", "total"])
    assert list(again) == ["complaints", "total"]
    fresh = rules.score_columns(data)
    for path in again:
        assert np.array_equal(again[path].values, fresh[path].values, equal_nan=True)
        assert np.array_equal(first[path].status, fresh[path].status)
