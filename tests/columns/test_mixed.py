"""An input that is a number for one kind and a flag or a choice for another."""

from fractions import Fraction

import numpy as np
import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import check

TEXT = """\
methodology m "M"
kinds a, b, c
indicator i for a { input x : number; score x * 2 }
indicator i for b { input x : flag; score 1 }
indicator i for c { input x : choice (red, blue); score 2 }
"""
COLUMNS = {"kind": ["a", "b", "c", "a", "b"], "x": ["7", "yes", "red", "1/3", ""]}


@pytest.mark.parametrize("block", [1, 100])
def test_values_are_exact_and_each_of_its_sort(block: int) -> None:
    rules, problems = check(TEXT)
    assert rules is not None, problems
    found = rules.score_columns(as_objects(COLUMNS), paths=["x", "i"], block=block)
    assert not differences(found, by_interpreter(rules, COLUMNS), COLUMNS)
    assert found["x"].values.tolist() == [Fraction(7), True, "red", Fraction(1, 3), None]
    assert [found["x"].exact(row) for row in range(5)] == found["x"].values.tolist()
    assert np.array_equal(found["i"].values, [14, 1, 2, 2 / 3, 1], equal_nan=True)
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    table = found.to_arrow()
    assert table["x"].to_pylist() == ["7", "true", "red", "1/3", None] and table["x"].type == arrow.string()
