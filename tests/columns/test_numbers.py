"""Numbers of a block against fractions: bounds of errors hold, and what is decided is right or in doubt."""

import operator
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.residues import Residues
from evallang.backends.columns.scaled import Scaled
from evallang.numbers import RoundingMode, round_to

SIZE = 24
STEPS = (Fraction(1), Fraction(1, 100), Fraction(3, 7), Fraction(1000))
Held = tuple[Any, list[Fraction]]


def column(pick: random.Random, ops: Any) -> Held:
    size = 10 ** pick.choice((1, 1, 3, 6, 9, 18))
    low = pick.choice((-size, 0, 1))
    nums = np.array([pick.randint(low, size) for _ in range(SIZE)], np.int64)
    if pick.random() < 0.2:
        nums[:] = nums[0]
    den = pick.choice((1, 1, 10, 100, 3))
    return ops.column(nums, den, int(nums.min()), int(nums.max())), [Fraction(int(n), den) for n in nums]


PAIRED: dict[str, Any] = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "least": min, "greatest": max}


def grown(pick: random.Random, ops: Any, held: list[Held]) -> Held:
    """Another number made of those that are there."""
    (a, x), (b, y) = pick.choice(held), pick.choice(held)
    how = pick.choice((*PAIRED, "div", "div", "neg", "abs", "const", "round", "where"))
    if how in PAIRED:
        return getattr(ops, how)(a, b), list(map(PAIRED[how], x, y))
    match how:
        case "div":
            return divided(ops, a, x, b, y)
        case "neg":
            return ops.neg(a), [-p for p in x]
        case "abs":
            return ops.absolute(a), list(map(abs, x))
        case "round":
            step, mode = pick.choice(STEPS), pick.choice(list(RoundingMode))
            return ops.rounded(a, step, mode), [round_to(p, step, mode) for p in x]
        case "where":
            mask = np.array([pick.random() < 0.5 for _ in range(SIZE)])
            return ops.where(mask, a, b), [p if m else q for m, p, q in zip(mask, x, y, strict=True)]
    constant = Fraction(pick.choice(("1/3", "0.2", "10000", "-7", "1e-9")))
    return ops.mul(a, ops.constant(constant)), [p * constant for p in x]


def divided(ops: Any, a: Any, x: list[Fraction], b: Any, y: list[Fraction]) -> Held:
    """A quotient, where no divisor is 0; where one is, that is said or in doubt."""
    found, zero = ops.div(a, b)
    if zero is not None:
        doubt = np.zeros(SIZE, bool) if ops.doubt is None else ops.doubt
        rows = zip(np.broadcast_to(zero, SIZE), y, doubt, strict=True)
        assert all(bool(is_zero) == (q == 0) or open_ for is_zero, q, open_ in rows)
    return (a, x) if any(q == 0 for q in y) else (found, [p / q for p, q in zip(x, y, strict=True)])


def check(ops: Any, held: Any, exact: list[Fraction]) -> None:
    """Where no row is in doubt, the number is the one meant or within its error."""
    held = getattr(held, "held", held)
    sure = np.ones(SIZE, bool) if ops.doubt is None else ~ops.doubt
    for row in np.flatnonzero(sure).tolist():
        if isinstance(held, Scaled):
            nums = np.broadcast_to(held.num, SIZE)
            assert Fraction(int(nums[row]), held.den) == exact[row]
            assert held.low <= int(nums[row]) <= held.high
            continue
        value = float(np.broadcast_to(held.values, SIZE)[row])
        error = float(np.broadcast_to(held.error, SIZE)[row])
        if np.isfinite(value) and np.isfinite(error):
            assert abs(Fraction(value) - exact[row]) <= Fraction(error)
        if hasattr(held, "low") and np.isfinite(held.low) and np.isfinite(held.high):
            assert Fraction(held.low) <= exact[row] <= Fraction(held.high)


@pytest.mark.parametrize("sort", [Approximate, Residues])
@pytest.mark.parametrize("group", range(4))
def test_numbers_are_what_they_say(sort: type, group: int) -> None:
    decided = 0
    for seed in range(group, 400, 4):
        pick = random.Random(seed)
        ops = sort(SIZE)
        with np.errstate(all="ignore"):
            held = [column(pick, ops) for _ in range(4)]
            for _ in range(7):
                held.append(grown(pick, ops, held))
                check(ops, *held[-1])
            (a, x), (b, y) = held[-1], pick.choice(held)
            for test in (operator.lt, operator.le, operator.eq, operator.ne):
                found = np.broadcast_to(ops.compare(a, b, test), SIZE)
                sure = np.ones(SIZE, bool) if ops.doubt is None else ~ops.doubt
                decided += int(sure.sum())
                rows = np.flatnonzero(sure).tolist()
                assert all(bool(found[row]) is test(x[row], y[row]) for row in rows)
    assert decided > 100 * 4 * SIZE // 3


def test_a_tie_over_wide_denominators_is_decided_modulo_two_to_the_64() -> None:
    """a/b + c/d = 1/2 exactly in half of the rows: floats leave all of them open, residues none."""
    b = np.array([3_000_017 * 2, 2_999_999 * 2] * 4, np.int64)
    a = b // 2 - np.array([1_000_003] * 8)
    c, d = np.array([1_000_003, 1_000_003, 1_000_002, 1_000_004] * 2, np.int64), b
    for sort in (Approximate, Residues):
        ops = sort(8)
        first, _ = ops.div(ops.column(a, 1, int(a.min()), int(a.max())), ops.column(b, 1, int(b.min()), int(b.max())))
        other, _ = ops.div(ops.column(c, 1, int(c.min()), int(c.max())), ops.column(d, 1, int(d.min()), int(d.max())))
        found = ops.compare(ops.add(first, other), ops.constant(Fraction(1, 2)), operator.ge)
        doubt = np.zeros(8, bool) if ops.doubt is None else ops.doubt
        exact = [Fraction(int(p + r), int(q)) >= Fraction(1, 2) for p, q, r in zip(a, b, c, strict=True)]
        assert doubt.tolist() == ([True, True, False, False] * 2 if sort is Approximate else [False] * 8)
        assert [bool(f) for f, open_ in zip(found, doubt, strict=True) if not open_] == [
            e for e, open_ in zip(exact, doubt, strict=True) if not open_
        ]
