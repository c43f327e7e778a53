"""Roundings of columns: to the multiple that the mode says, from the floor of a number."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from evallang.backends.columns.scaled import Held, Scaled, fits
from evallang.numbers import RoundingMode


def between(below: Any, whole: Any, negative: Any, mode: RoundingMode) -> Any:
    """The multiple, from the floor of the number (for the half modes: of the number and a half).

    `whole` says where that was no floor but the number itself, `negative` where the number lies below 0.
    """
    match mode:
        case RoundingMode.FLOOR:
            return below
        case RoundingMode.CEILING:
            return below + np.logical_not(whole)
        case RoundingMode.DOWN:
            return below + (negative & np.logical_not(whole))
        case RoundingMode.UP:
            return below + np.logical_not(np.logical_or(negative, whole))
        case _ if whole is False:
            return below
        case RoundingMode.HALF_UP:
            return below - (whole & (below <= 0))
        case RoundingMode.HALF_DOWN:
            return below - (whole & (below >= 1))
        case RoundingMode.HALF_EVEN:
            return below - (whole & (below % 2 == 1))


def below_zero(y: Held, below: Any) -> Any:
    """Where a number lies below 0, by its floor."""
    return below < 0 if y.low < 0 else np.False_


def rounded_exactly(a: Scaled, step: Fraction, half: Fraction, mode: RoundingMode) -> Scaled | None:
    """The multiple of a step, `half` of it added first by the half modes; None where 63 bits do not do."""
    ratio = Fraction(step.denominator, a.den * step.numerator)
    p, q = ratio.numerator, ratio.denominator
    if half and q != 1:
        p, q = 2 * p, 2 * q
    shift = q // 2 if half and q != 1 else 0
    low, high = a.low * p + shift, a.high * p + shift
    if not fits(low, high, p, q):
        return None
    top = a.times(p) + shift
    if q == 1:
        num = top
    else:
        below = top // q
        num = between(below, below * q == top, below < 0, mode)
    low, high = low // q - 1, high // q + 1
    if not fits(low * step.numerator, high * step.numerator, step.numerator):
        return None
    num = int(num) if isinstance(a.num, int) else num
    return Scaled(num * step.numerator, step.denominator, low * step.numerator, high * step.numerator)
