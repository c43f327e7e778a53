"""Floats as the decimals that they print, over one power of ten."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

_MOST: Final = 2**62
_CHUNK: Final = 8_192
_PLACES: Final = 9
_DIGITS: Final = 15
"""Two decimals of so many digits are two floats (IEEE 754, binary64)."""


@define(eq=False)
class Decimals:
    """`num / 10**places`; `unfit` marks what 63 bits do not hold so, `invalid` what is no number."""

    num: NDArray[np.int64]
    places: int
    unfit: NDArray[np.bool_] | None = None
    invalid: NDArray[np.bool_] | None = None


def decimals_of(x: NDArray[np.float64]) -> Decimals:
    """Floats by their shortest decimal texts, over one power of ten.

    A decimal of at most 15 digits whose float is x is the shortest text of x. The rest is read digit by digit.
    """
    num = np.empty(x.shape, np.int64)
    odd: list[NDArray[np.intp]] = []
    places, most = 0, 0.0
    for at in range(0, len(x), _CHUNK):
        part = x[at : at + _CHUNK]
        wanted, scaled, fitting = _best_places(part, places)
        if wanted != places and most * 10.0 ** (wanted - places) < 2.0**62:
            num[:at] *= 10 ** (wanted - places)
            most *= 10.0 ** (wanted - places)
            places = wanted
        elif wanted != places:
            scaled, fitting = _at_places(part, places)
        if not fitting.all():
            odd.append(at + np.flatnonzero(~fitting))
            scaled[~fitting] = 0
        most = max(most, float(np.abs(scaled).max(initial=0)))
        num[at : at + _CHUNK] = scaled
    return _with_odd(x, Decimals(num, places), np.concatenate(odd) if odd else np.array([], np.intp))


def _at_places(x: NDArray[np.float64], places: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Floats times a power of ten, as whole numbers, and which of them are those decimals."""
    power = 10.0**places
    with np.errstate(all="ignore"):  # what overflows is no such decimal
        scaled = np.rint(x * power)
        return scaled, (scaled / power == x) & (np.abs(scaled) < 10.0**_DIGITS)


def _best_places(x: NDArray[np.float64], least: int) -> tuple[int, NDArray[np.float64], NDArray[np.bool_]]:
    """The fewest decimal places with which the most floats are decimals."""
    best = (least, *_at_places(x, least))
    count, most = int(best[2].sum()), len(x)
    for places in range(least + 1, _PLACES + 1) if count < most else ():
        found = _at_places(x, places)
        if int(found[1].sum()) > count:
            count, best = int(found[1].sum()), (places, *found)
        if count == most:
            break
    return best


def _with_odd(x: NDArray[np.float64], found: Decimals, odd: NDArray[np.intp]) -> Decimals:
    """The same with the floats that have more digits or are no numbers."""
    if not len(odd):
        return found
    num, places = found.num, found.places
    finite = np.isfinite(x[odd])
    found.invalid, found.unfit = np.zeros(num.shape, bool), np.zeros(num.shape, bool)
    found.invalid[odd[~finite]] = True
    texts = [Decimal(repr(value)) for value in x[odd[finite]].tolist()]
    wanted = min(18, max([places, *(-int(text.as_tuple().exponent) for text in texts)]))
    most = max(int(np.abs(num).max(initial=0)) / 10**places, *(abs(float(text)) for text in texts), 0.0)
    while wanted > places and most * 10.0**wanted >= 2.0**62:
        wanted -= 1
    num *= 10 ** (wanted - places)
    for row, text in zip(odd[finite].tolist(), texts, strict=True):
        value = Fraction(text) * 10**wanted
        fits = value.denominator == 1 and abs(value) < _MOST
        num[row], found.unfit[row] = (int(value), False) if fits else (0, True)
    found.places = wanted
    return found
