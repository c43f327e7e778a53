"""Scalars of NumPy in data and records, and what is not one value there."""

from typing import Any

import numpy as np
import pytest
from engine.programs import rules_of

RULES = rules_of("methodology m\ninput a : number\ninput f : flag\nindicator x { score if f then a else 0 }\n")
SCALARS = [
    np.int64(3), np.uint8(3), np.float64(0.1), np.float32(0.1), np.float16(0.1), np.bool_(True), np.str_("1.5"),
    np.float64("nan"), np.float64("inf"),
]  # fmt: skip


def said(value: Any) -> list[str]:
    """What the interpreter, compiled Python and columns make of a value."""
    record = {"body": "b", "a": value, "f": np.bool_(True)}
    one = RULES.score({"bodies": [record]})["b"]["x"]
    other = RULES.compile().score(record)["x"]
    found = RULES.score_columns({key: np.array([cell], dtype=object) for key, cell in record.items()})["x"]
    results = [one.value if one.status == "value" else one.because, getattr(other, "because", other)]
    results.append(found.reason(0) or found.exact(0))
    return [str(result).partition(" at ")[0] for result in results]


@pytest.mark.parametrize("value", SCALARS, ids=lambda value: f"{type(value).__name__} {value}")
def test_a_scalar_is_read_alike(value: Any) -> None:
    assert len(set(said(value))) == 1, said(value)


def test_the_words_for_no_number() -> None:
    assert all("`NaN`" in text for text in said(float("nan")))
    assert all("`-Infinity`" in text for text in said(float("-inf")))


def test_a_list_in_a_record_is_not_one_value() -> None:
    assert "a list is not one value" in RULES.compile().score({"body": "b", "a": [1], "f": True})["x"].because
    assert "is missing" in RULES.compile().score({"body": "b", "a": [], "f": True})["x"].because


def test_another_object_is_refused_with_what_to_give() -> None:
    with pytest.raises(TypeError, match="give a text, a number"):
        RULES.score({"bodies": [{"body": "b", "a": object()}]})


def test_a_float_is_a_flag_in_a_record_too() -> None:
    for given, wanted in ((1.0, 2), (0.0, 0), ("1.0", 2)):
        record = {"body": "b", "a": 2, "f": given}
        assert RULES.compile().score(record)["x"] == RULES.score({"bodies": [record]})["b"]["x"].value == wanted


class LazyFrame:
    """What Polars calls a query that has not been run."""

    columns = ("body", "a", "f")


def test_what_is_no_frame_is_refused_with_what_to_do() -> None:
    with pytest.raises(TypeError, match="collect"):
        RULES.score_columns(LazyFrame())
    with pytest.raises(TypeError, match="a list is no frame"):
        RULES.score_columns([1, 2])


@pytest.mark.parametrize("more", [{"block": 0}, {"block": -1}, {"threads": 0}])
def test_blocks_and_threads_are_at_least_one(more: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        RULES.score_columns({"a": np.array([1.0]), "f": np.array([True])}, **more)
