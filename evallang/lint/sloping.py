"""Bodies whose yearly inputs change in one direction over the years, by the same or by ever less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from evallang.ir.program import InputDef
from evallang.lint.places import held
from evallang.lint.starts import MANY, bounded, good
from evallang.trials.made import Asked, Made, Maker, Path, Trial
from evallang.types import Quantity

_GAIN = Fraction(1, 10)
"""How much what changes by ever less changes in all, as a share."""


def sloping(maker: Maker, asked: Asked, inputs: Mapping[Path, InputDef]) -> Iterator[Trial]:
    """Good bodies whose yearly inputs become worse, or better, all the time; then such as do so by ever less.

    Those of other bodies become worse all the time, so that the body has a good place among them.
    """
    for plain in good(maker, asked, inputs):
        for evenly, worse in ((True, True), (True, False), (False, False), (False, True)):
            trial = plain.copy()
            for place, made in held(trial):
                alone = place.name == trial.subject
                gone = trial.years.index(place.year), len(trial.years)
                _give(made, inputs, gone, evenly=evenly or not alone, worse=worse or not alone)
                bounded(made, maker)
            yield trial


def _give(
    made: Made, inputs: Mapping[Path, InputDef], gone: tuple[int, int], *, evenly: bool, worse: bool
) -> None:  # fmt: skip
    number, years = gone
    for path in made.values:
        d = inputs[path]
        if d.yearly and isinstance(d.type, Quantity) and d.type.word != "year":
            start, end = _ends(d, d.type, worse=worse)
            there = start + (end - start) * Fraction(number, max(years - 1, 1))
            value = there if evenly else _ever_less(start, end, number)
            made.values[path] = Fraction(floor(value)) if d.type.whole else value


def _ends(d: InputDef, kind: Quantity, *, worse: bool) -> tuple[Fraction, Fraction]:
    low = Fraction(0) if kind.low is None else kind.low
    high = low + MANY if kind.high is None else kind.high
    return (low, high) if (d.more_is != "worse") is not worse else (high, low)


def _ever_less(start: Fraction, end: Fraction, number: int) -> Fraction:
    """From the middle a little way, of which each year takes half of what is left."""
    middle, way = (start + end) / 2, 1 if end > start else -1
    return middle + way * abs(middle) * _GAIN * (1 - Fraction(1, 2**number))
