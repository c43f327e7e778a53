"""A frame that is read once: whose it is, and that nobody else writes to it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from engine.programs import rules_of

OLD = """\
methodology m "M"
kinds big "Big", little "Little"
input a : number
input f : flag
item part "Parts" by code { input n : number }
indicator x { score if f then a * 3 else a / 7 }
indicator parts { score sum(n for part) + a }
"""
NEW = OLD.replace("input a : number\ninput f : flag", "input f : flag\ninput a : number")
Read = Callable[[Mapping[str, Any]], Any]


def frame(kinds: list[str]) -> dict[str, Any]:
    masked = np.ma.array([True, False, True, False], mask=[False, False, False, True])
    return {"body": np.arange(4), "kind": np.array(kinds), "a": np.array([1, 2, 3, 4]), "f": masked}


def items() -> dict[str, Any]:
    return {"body": np.array([0, 1, 2, 3]), "code": np.array([1, 1, 1, 1]), "n": np.array([1.5, 2.5, 0.1, 9.0])}


@pytest.mark.parametrize("kinds", [["big"] * 4, ["big", "little"] * 2])
@pytest.mark.parametrize("form", [dict, pd.DataFrame])
def test_what_becomes_of_the_arrays_does_not_matter(kinds: list[str], form: Read) -> None:
    rules, data, parts = rules_of(OLD), frame(kinds), items()
    given = data if form is dict else pd.DataFrame({**data, "f": np.array([True, False, True, False])})
    held = rules.read_columns(given, lists={"part": parts})
    wanted = [
        rules.score_columns(given, lists={"part": parts})[path].exact(row)
        for path in "x parts".split()
        for row in range(4)
    ]
    if form is not dict:
        given.loc[:, "a"] = 2**60
    for array in (*data.values(), *parts.values()):
        if array.dtype.kind in "ifb":
            array[:] = np.array(2**60).astype(array.dtype)
    found = rules.score_columns(held)
    assert [found[path].exact(row) for path in "x parts".split() for row in range(4)] == wanted
    assert found["x"].values[:2].tolist() == [3.0, 2 / 7]


def test_a_frame_is_for_the_rules_that_read_it() -> None:
    old, new = rules_of(OLD), rules_of(NEW)
    held = old.read_columns(frame(["big"] * 4))
    with pytest.raises(ValueError, match="read for other rules"):
        new.score_columns(held)
    assert old.score_columns(held)["x"].exact(0) == 3


def test_lists_and_the_key_of_a_frame_are_given_where_it_is_read() -> None:
    rules = rules_of(OLD)
    held = rules.read_columns({"id": np.arange(2), "kind": np.array(["big"] * 2), "a": np.arange(2)}, key="id")
    with pytest.raises(ValueError, match="`lists` to `read_columns`"):
        rules.score_columns(held, lists={"part": items()})
    with pytest.raises(ValueError, match="`id` as its key"):
        rules.score_columns(held, key="a")
    assert rules.score_columns(held, key="id")["x"].reason(0) == rules.score_columns(held)["x"].reason(0)
