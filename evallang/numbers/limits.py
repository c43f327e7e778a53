"""Limits that keep every single operation within a fraction of a second, and what enforces them."""

from fractions import Fraction
from typing import Final

from evallang.numbers.errors import TooLarge

MAX_BITS: Final = 1_000_000
"""Numerator and denominator of a rational result together: about 300,000 digits."""
POWER_BITS: Final = 100_000
"""A power lies between 2^-POWER_BITS and 2^POWER_BITS: about 30,000 digits."""
POWER_DIGITS: Final = 30_103
"""POWER_BITS as decimal digits."""
EXP_ARGUMENT: Final = 69_314
"""The largest argument of `exp` in absolute value: POWER_BITS times ln 2."""
MAX_SIZE: Final = 10_000
"""Atoms in one real number, each counted with all that is in it, and once however many terms hold it."""
MAX_DEPTH: Final = 100
"""Reals nested in one another."""
LADDER: Final = (40, 80, 160, 320)
"""Significant digits at which a real is enclosed, one after the other.

The last rung lies 120 digits above the 200 that a comparison promises: room for the digits
that cancel inside nested sums.
"""


def bounded(x: Fraction) -> Fraction:
    """`x` itself; raises `TooLarge` when it takes more than MAX_BITS bits."""
    if x.numerator.bit_length() + x.denominator.bit_length() > MAX_BITS:
        raise TooLarge("the exact result has more than 300,000 digits")
    return x


def power_of(base: Fraction, exponent: int, limit: int = POWER_BITS) -> Fraction:
    """`base ** exponent`; raises `TooLarge`, before it is computed, where it has more bits than `limit`.

    `base` is not zero where `exponent` is negative.
    """
    if base in {0, 1, -1} or exponent in {0, 1, -1}:
        return base**exponent
    bits = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
    # a number of b bits is at least 2^(b-1), so (b-1)*|exponent| bits are certain
    if (bits - 1) * abs(exponent) > limit:
        raise TooLarge("the power takes more than 30,000 digits to write")
    return base**exponent
