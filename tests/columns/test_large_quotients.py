"""Quotients so large that their floats are off by more than a step: rounded as the interpreter rounds them."""

from typing import Any

import numpy as np
import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import check

from evallang.rules import Rules

TEXT = """\
methodology large "Large"
input a : count
input b : count
input c : count
input d : count
input opinion : number
indicator average { score a / b; round 0.1 half even }
indicator growth {
  score a / b - c / d
  round 0.01 half up
  grade
    | score     | grade |
    | 90 and up | high  |
    | below 90  | low   |
}
indicator basic { score 1 }
indicator survey { score opinion }
index total { weights basic 0.6, survey 0.4, shared out when missing; round 0.01 half up }
"""


@pytest.fixture(scope="module")
def rules() -> Rules:
    found, problems = check(TEXT)
    assert found is not None, problems
    return found


def data(size: int, power: int) -> dict[str, list[Any]]:
    """Quotients of about this power of ten, of which the differences are near 90."""
    draw = np.random.default_rng(power)
    b, d = draw.integers(90, 4000, (2, size)).tolist()
    whole = draw.integers(10**power, 4 * 10**power, size).tolist()
    a = [w * n + int(k) for w, n, k in zip(whole, b, draw.integers(0, 90, size), strict=True)]
    c = [(w - 90) * n + int(k) for w, n, k in zip(whole, d, draw.integers(0, 90, size), strict=True)]
    return {"a": a, "b": b, "c": c, "d": d}


@pytest.mark.parametrize("power", [10, 12, 13, 14, 15])
@pytest.mark.parametrize("engine", ["columns", "fused"])
@pytest.mark.parametrize("block", [7, 1000])
def test_a_step_beyond_the_float_is_seen(rules: Rules, engine: Any, power: int, block: int) -> None:
    if engine == "fused":
        pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")
    columns = data(150, power)
    wanted = by_interpreter(rules, columns)
    for paths in (None, ["growth", "growth.grade"]):
        found = rules.score_columns(as_objects(columns), engine=engine, block=block, paths=paths)
        assert not differences(found, wanted, columns)
        values = {path: [wanted[str(row)][path].value for row in range(150)] for path in found}
        assert found["growth.grade"].values.tolist() == values["growth.grade"]
        assert found["growth"].values.tolist() == [float(x) for x in values["growth"]]
