"""Rounding against an independent formulation, and the examples of each mode."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallang.numbers import RoundingMode, round_number, round_to

F = Fraction

MODES = list(RoundingMode)
VALUES = st.fractions(min_value=-1000, max_value=1000, max_denominator=400)
STEPS = st.fractions(min_value=F(1, 100), max_value=50, max_denominator=100)


def towards(x: F, mode: RoundingMode) -> int:
    """The definition of each mode, written over the size of the number instead of its floor."""
    size, sign = abs(x), -1 if x < 0 else 1
    match mode:
        case RoundingMode.HALF_UP:
            return sign * math.floor(size + F(1, 2))
        case RoundingMode.HALF_DOWN:
            return sign * math.ceil(size - F(1, 2))
        case RoundingMode.HALF_EVEN:
            return round(x)
        case RoundingMode.UP:
            return sign * math.ceil(size)
        case RoundingMode.DOWN:
            return sign * math.floor(size)
        case RoundingMode.FLOOR:
            return math.floor(x)
        case RoundingMode.CEILING:
            return math.ceil(x)


@given(VALUES, STEPS, st.sampled_from(MODES))
def test_every_mode_is_what_it_says(x: F, step: F, mode: RoundingMode) -> None:
    assert round_to(x, step, mode) == towards(x / step, mode) * step


@given(st.integers(-50, 50), STEPS, st.sampled_from(MODES))
def test_ties_and_multiples(n: int, step: F, mode: RoundingMode) -> None:
    assert round_to(n * step, step, mode) == n * step
    tie = (n + F(1, 2)) * step
    assert round_to(tie, step, mode) == towards(n + F(1, 2), mode) * step


@given(VALUES, STEPS, st.sampled_from(MODES))
def test_rounding_twice_changes_nothing_and_moves_less_than_a_step(x: F, step: F, mode: RoundingMode) -> None:
    once = round_to(x, step, mode)
    assert round_to(once, step, mode) == once
    assert abs(once - x) < step


@given(VALUES, VALUES, STEPS, st.sampled_from(MODES))
def test_order_is_kept(x: F, y: F, step: F, mode: RoundingMode) -> None:
    low, high = sorted((x, y))
    assert round_to(low, step, mode) <= round_to(high, step, mode)


@pytest.mark.parametrize(
    ("mode", "results"),
    [
        # of 2.5, 3.5, -2.5, 2.4, -2.4, 2.6
        (RoundingMode.HALF_UP, [3, 4, -3, 2, -2, 3]),
        (RoundingMode.HALF_EVEN, [2, 4, -2, 2, -2, 3]),
        (RoundingMode.HALF_DOWN, [2, 3, -2, 2, -2, 3]),
        (RoundingMode.UP, [3, 4, -3, 3, -3, 3]),
        (RoundingMode.DOWN, [2, 3, -2, 2, -2, 2]),
        (RoundingMode.FLOOR, [2, 3, -3, 2, -3, 2]),
        (RoundingMode.CEILING, [3, 4, -2, 3, -2, 3]),
    ],
    ids=lambda value: value.value if isinstance(value, RoundingMode) else None,
)
def test_examples(mode: RoundingMode, results: list[int]) -> None:
    values = [F(25, 10), F(35, 10), F(-25, 10), F(24, 10), F(-24, 10), F(26, 10)]
    assert [round_to(x, F(1), mode) for x in values] == results
    assert [round_to(x / 100, F(1, 100), mode) for x in values] == [F(n, 100) for n in results]
    assert [round_to(x * 1000, F(1000), mode) for x in values] == [n * 1000 for n in results]


def test_a_mode_is_named_as_in_a_rule() -> None:
    assert RoundingMode("half up") is RoundingMode.HALF_UP
    assert [mode.value for mode in MODES] == [
        "half up",
        "half even",
        "half down",
        "up",
        "down",
        "floor",
        "ceiling",
    ]


@pytest.mark.parametrize("step", [F(0), F(-1, 100)])
def test_a_step_is_above_zero(step: F) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        round_to(F(1), step, RoundingMode.FLOOR)
    with pytest.raises(ValueError, match="must be above 0"):
        round_number(F(1), step, RoundingMode.FLOOR)
