"""Rounding to a multiple of a step."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from attrs import evolve

from evallang.backends.sql.arithmetic import Arithmetic
from evallang.backends.sql.floats import WHOLE, U
from evallang.backends.sql.values import NUMBER, UNDEFINED, Value, lack

_AT_BORDER = {
    "half up": "CASE WHEN {y} > 0 THEN {b} + 1 ELSE {b} END",
    "half down": "CASE WHEN {y} > 0 THEN {b} ELSE {b} + 1 END",
    "half even": "CASE WHEN {b} - 2 * FLOOR({b} / 2) = 0 THEN {b} ELSE {b} + 1 END",
    "up": "{b}", "down": "{b}", "floor": "{b}", "ceiling": "{b}",
}  # fmt: skip
"""What lies on the border exactly: in the middle after {b}, or on {b} itself."""
_BETWEEN = {
    "up": "CASE WHEN {y} > 0 THEN {b} + 1 ELSE {b} END", "down": "CASE WHEN {y} > 0 THEN {b} ELSE {b} + 1 END",
    "floor": "{b}", "ceiling": "{b} + 1",
}  # fmt: skip
"""What lies between two whole numbers, {b} the lower one."""


def rounded(math: Arithmetic, a: Value, step: Fraction, mode: str) -> Value:
    """A multiple of the step: what lies near a border is decided by the grid, or is in doubt.

    ROUND is not used: it takes halves away from zero for decimals and to the even one for floats.
    """
    if step <= 0:
        return math.given_that(math.let(lack([a.s])), math.absent(NUMBER, UNDEFINED))
    p, q = step.numerator, step.denominator
    y = math.div(math.mul(a, math.constant(Fraction(q))), math.constant(Fraction(p)))
    if y.most > WHOLE / 8:
        s = math.let(f"CASE WHEN {y.s} = 0 AND ABS({y.v}) > {math.number(WHOLE / 8)} THEN 9 ELSE {y.s} END")
        y = evolve(y, s=s, v=math.let(f"CASE WHEN {s} = 0 THEN {y.v} END"), most=WHOLE / 8)
    halves = mode.startswith("half")
    half, below = math.number(0.5), math.let(math.steps.dialect.floor.format(y.v))
    nearest = math.let(f"CASE WHEN {y.v} - {below} >= {half} THEN {below} + 1 ELSE {below} END")
    border = f"{below} + {half}" if halves else nearest
    gap = math.let(f"ABS({y.v} - ({border}))")
    e = "0" if y.certain else math.let(f"{y.e} + {math.number(U)} * ABS({y.v})")
    inside = _AT_BORDER[mode].format(b=below if halves else nearest, y=y.v)
    other = nearest if halves else _BETWEEN[mode].format(b=below, y=y.v)
    grid = lcm(y.grid, 2) if y.grid else None
    if y.certain:
        m = f"CASE WHEN {gap} = 0 THEN {inside} ELSE {other} END"
    else:
        tie = f" WHEN {gap} + {e} < {math.number(0.999 / grid)} THEN {inside}" if grid else ""
        m = f"CASE WHEN {gap} > {e} THEN {other}{tie} END"
    whole = math.let(m)
    s = y.s if y.certain else math.let(f"CASE WHEN {y.s} = 0 AND {whole} IS NULL THEN 9 ELSE {y.s} END")
    count = Value(NUMBER, whole, s, "0", 1, y.most + 1, 0.0)
    return math.mul(count, math.constant(step))
