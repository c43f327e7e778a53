"""Rounding of rationals to a multiple of a step, with the mode always written."""

from enum import Enum
from fractions import Fraction


class RoundingMode(Enum):
    """The seven modes; the value is how a rule writes it."""

    HALF_UP = "half up"
    """to the nearest multiple; a tie away from zero"""
    HALF_EVEN = "half even"
    """to the nearest multiple; a tie to the even one"""
    HALF_DOWN = "half down"
    """to the nearest multiple; a tie towards zero"""
    UP = "up"
    """away from zero"""
    DOWN = "down"
    """towards zero"""
    FLOOR = "floor"
    """to the multiple below"""
    CEILING = "ceiling"
    """to the multiple above"""

    @property
    def looks_at_halves(self) -> bool:
        """Whether the middle between two multiples matters."""
        return self in _HALVES


_HALVES = frozenset({RoundingMode.HALF_UP, RoundingMode.HALF_EVEN, RoundingMode.HALF_DOWN})


def nearest_whole(below: int, to_half: int, mode: RoundingMode) -> int:
    """`below` or `below + 1`, for a value strictly between them.

    `to_half` is the sign of the value less the middle; it is looked at by the half modes only.
    """
    if mode.looks_at_halves and to_half:
        return below + 1 if to_half > 0 else below
    positive = below >= 0
    match mode:
        case RoundingMode.FLOOR:
            return below
        case RoundingMode.CEILING:
            return below + 1
        case RoundingMode.UP | RoundingMode.HALF_UP:
            return below + 1 if positive else below
        case RoundingMode.DOWN | RoundingMode.HALF_DOWN:
            return below if positive else below + 1
        case RoundingMode.HALF_EVEN:
            return below + below % 2


def round_to(x: Fraction, step: Fraction, mode: RoundingMode) -> Fraction:
    """`x` rounded to a multiple of `step` by `mode`; a multiple is left as it is.

    Raises `ValueError` where `step` is not above 0.
    """
    if step <= 0:
        raise ValueError("the step of a rounding must be above 0")
    bottom = x.denominator * step.numerator
    below, rest = divmod(x.numerator * step.denominator, bottom)
    if rest:
        below = nearest_whole(below, (2 * rest > bottom) - (2 * rest < bottom), mode)
    return Fraction(below * step.numerator, step.denominator)
