"""What has no result, and what is too large to have one here."""

import math
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from evallang.numbers import (
    DomainError,
    Number,
    NumberError,
    Real,
    TooLarge,
    Undecided,
    add,
    add_all,
    compare,
    decimal34,
    div,
    exp,
    floor,
    fraction_text,
    ln,
    mul,
    neg,
    power,
    root,
    sqrt,
    sub,
)

F = Fraction

SQRT2 = sqrt(F(2))
HIDDEN_ZERO = sub(div(F(1), add(SQRT2, F(1))), sub(SQRT2, F(1)))
OPEN_ZERO = sub(sqrt(add(F(3), mul(F(2), SQRT2))), add(F(1), SQRT2))


@pytest.mark.parametrize(
    ("compute", "reason"),
    [
        (lambda: div(F(1), F(0)), "division by zero"),
        (lambda: div(SQRT2, F(0)), "division by zero"),
        (lambda: div(F(1), HIDDEN_ZERO), "division by zero"),
        (lambda: power(F(0), F(-1)), "a negative power of zero"),
        (lambda: power(F(0), F(-1, 2)), "a negative power of zero"),
        (lambda: power(F(0), neg(SQRT2)), "a negative power of zero"),
        (lambda: power(HIDDEN_ZERO, F(-2)), "a negative power of zero"),
        (lambda: power(F(-8), F(1, 3)), "a negative number to a power that is not whole"),
        (lambda: power(neg(SQRT2), SQRT2), "a negative number to a power that is not whole"),
        (lambda: sqrt(F(-1)), "an even root of a negative number"),
        (lambda: root(sub(SQRT2, F(2)), F(4)), "an even root of a negative number"),
        (lambda: root(F(2), F(0)), "the degree of a root must be a positive whole number"),
        (lambda: root(F(2), F(1, 2)), "the degree of a root must be a positive whole number"),
        (lambda: root(F(2), SQRT2), "the degree of a root must be a positive whole number"),
        (lambda: ln(F(0)), "the logarithm of a number that is not above zero"),
        (lambda: ln(F(-1)), "the logarithm of a number that is not above zero"),
        (lambda: ln(sub(F(1), SQRT2)), "the logarithm of a number that is not above zero"),
        (lambda: ln(HIDDEN_ZERO), "the logarithm of a number that is not above zero"),
    ],
)
def test_no_real_result(compute: Callable[[], Number], reason: str) -> None:
    with pytest.raises(DomainError) as caught:
        compute()
    assert caught.value.reason == str(caught.value) == reason
    assert not isinstance(caught.value, TooLarge)


@pytest.mark.parametrize(
    "compute",
    [lambda: div(F(1), OPEN_ZERO), lambda: ln(OPEN_ZERO), lambda: sqrt(OPEN_ZERO), lambda: floor(OPEN_ZERO)],
    ids=["div", "ln", "sqrt", "floor"],
)
def test_an_open_sign_is_undecided(compute: Callable[[], Number]) -> None:
    with pytest.raises(Undecided):
        compute()


def test_odd_roots_of_negative_numbers() -> None:
    assert root(F(-2), F(3)) == neg(root(F(2), F(3)))
    assert compare(root(sub(F(1), SQRT2), F(5)), F(0)) == -1


@pytest.mark.parametrize(
    "compute",
    [
        lambda: power(F(9), power(F(9), F(9))),
        lambda: power(F(2), F(10**30)),
        lambda: power(F(2), F(-(10**30))),
        lambda: power(F(2), F(10**6) + F(1, 2)),
        lambda: power(F(1_000_001, 1_000_000), F(10**12)),
        lambda: power(SQRT2, F(10**30)),
        lambda: power(add(SQRT2, F(1)), F(10**30)),
        lambda: power(sub(SQRT2, F(1)), F(10**30)),
        lambda: power(ln(F(3)), F(10**12)),
        lambda: power(F(2), exp(F(100))),
        lambda: exp(F(10**9)),
        lambda: exp(F(-(10**9))),
        lambda: exp(exp(exp(exp(F(2))))),
        lambda: mul(F(3) ** 300_000, F(5) ** 300_000),
        lambda: div(F(3) ** 300_000, F(5) ** 300_000),
    ],
)
def test_huge_results_are_refused(compute: Callable[[], Number]) -> None:
    with pytest.raises(TooLarge, match=r"digits|range"):
        compute()


def test_a_tower_of_nines() -> None:
    assert power(power(F(9), F(9)), F(9)) == 9**81
    with pytest.raises(TooLarge):
        power(F(9), power(F(9), power(F(9), F(9))))


def grow(step: Callable[[Number], Number], start: Number, times: int) -> Number:
    """Applies `step` until it is refused; returns the last number that was made."""
    x = start
    for _ in range(times):
        try:
            x = step(x)
        except NumberError:
            return x
    return x


@pytest.mark.parametrize(
    "step",
    [
        lambda x: mul(x, x),
        lambda x: add(x, div(F(1), x)),
        lambda x: sqrt(add(x, F(1))),
        lambda x: exp(neg(x)),
        lambda x: ln(add(F(3), exp(neg(x)))),
        lambda x: mul(add(x, ln(F(2))), add(x, F(1))),
        lambda x: add(exp(neg(x)), ln(add(mul(x, x), F(1)))),
    ],
    ids=["square", "add inverse", "nest roots", "nest powers", "nest logarithms", "products", "two ways"],
)
@pytest.mark.parametrize("start", [F(3, 7), SQRT2, add(ln(F(2)), SQRT2)], ids=["3/7", "root", "sum"])
def test_growth_ends_and_the_last_number_is_usable(step: Callable[[Number], Number], start: Number) -> None:
    last = grow(step, start, 200)
    text, _ = decimal34(last)
    assert Decimal(text) != 0
    assert compare(last, add(last, F(1))) == -1
    assert hash(last) == hash(last)


def test_wide_sums_and_products() -> None:
    logs = add_all(ln(F(n)) for n in range(10_007, 12_007))
    assert compare(logs, mul(F(2000), ln(F(12_007)))) == -1
    assert compare(logs, mul(F(2000), ln(F(10_006)))) == 1
    assert add_all(F(1, n * (n + 1)) for n in range(1, 5000)) == 1 - F(1, 5000)
    product: Number = F(1)
    for n in range(2, 102):
        product = mul(product, sqrt(F(n)))
    assert power(product, F(2)) == math.factorial(101)


def test_shares_of_a_sum_of_reals_add_up() -> None:
    parts = [sqrt(F(7919 * n + 10_007)) for n in range(60)]
    total = add_all(parts)
    shares = add_all(div(part, total) for part in parts)
    assert isinstance(shares, Real)
    assert compare(shares, F(1)) == 0
    assert compare(add_all([shares, exp(F(-200))]), F(1)) == 1


def test_a_mean_of_indices_made_of_logarithms() -> None:
    low, high = ln(F(100)), ln(F(75_000))
    product: Number = F(1)
    for n in range(1, 41):
        product = mul(product, div(sub(ln(F(1000 * n + 7)), low), sub(high, low)))
    mean = root(product, F(40))
    assert isinstance(mean, Real)
    assert compare(mean, F(1, 2)) == 1
    assert compare(mean, F(1)) == -1
    assert compare(power(mean, F(40)), product) == 0


def test_digits_do_not_depend_on_the_process() -> None:
    program = (
        "from fractions import Fraction as F\n"
        "from evallang.numbers import *\n"
        "x = add_all(mul(sqrt(F(n)), exp(ln(F(n + 1)))) for n in range(2, 40))\n"
        "print(decimal34(div(x, ln(x))), hash(x))\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_long_fractions_are_written() -> None:
    assert len(fraction_text(Fraction(7**30_000, 2**50_000))) == 25_353 + 1 + 15_052
