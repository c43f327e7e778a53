"""Brackets and grades over columns: all bounds cut a column into pieces, and a table says what is answered in each.

In a piece every row of the brackets either fits or does not, so the answer to it is known before any data is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm, prod
from operator import ge, gt
from typing import Any, Final

import numpy as np
from attrs import define

from evallang.backends.columns.residues import Residue
from evallang.backends.columns.scaled import Scaled
from evallang.backends.columns.states import UNDEFINED, settled, taken
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Block, Flags, Value, Words
from evallang.backends.interpreter.lookup import fits
from evallang.ir.program import Interval, TableRow, Test

_MOST_PIECES: Final = 100_000


@define(eq=False)
class Pieces:
    """One column of brackets cut up: at numbers, by names, or by a flag; `samples` has a value of each piece."""

    cuts: tuple[tuple[Fraction, bool], ...]
    names: tuple[str, ...]
    samples: tuple[Any, ...]

    def place(self, block: Block, held: Any) -> Any:
        """The number of the piece of each row."""
        if len(self.samples) == 1:
            return 0
        if isinstance(held, Residue) and isinstance(held.held, Scaled):
            held = held.held
        match held:
            case Flags():
                return held.yes.astype(np.intp) if np.ndim(held.yes) else int(held.yes)
            case Words():
                found = [self.names.index(n) if n in self.names else len(self.names) for n in held.names]
                return taken(np.array(found or [0], np.intp), held.codes)
            case Scaled():
                return self._among_whole(held)
        place: Any = 0
        for cut, beyond in self.cuts:
            mask = block.ops.compare(held, block.ops.constant(cut), gt if beyond else ge)
            place = place + (mask.astype(self._sort) if np.ndim(mask) else int(mask))
        return place

    @property
    def _sort(self) -> Any:
        """The narrowest whole numbers that count all pieces."""
        return np.min_scalar_type(len(self.cuts)).type

    def _among_whole(self, held: Scaled) -> Any:
        """Each cut as a whole number of the column, which is compared exactly."""
        sort = self._sort
        place: Any = sort(0)
        for cut, beyond in self.cuts:
            edge = floor(cut * held.den) + 1 if beyond else ceil(cut * held.den)
            if held.low >= edge:
                place = place + sort(1)
            elif held.high >= edge:
                place = place + (held.num >= edge)
        return place


def pieces_of(tests: Sequence[Test]) -> Pieces:
    """How the tests of one column cut it up."""
    numbers: set[tuple[Fraction, bool]] = set()
    names: dict[str, None] = {}
    flags = False
    for test in tests:
        match test:
            case bool():
                flags = True
            case str():
                names[test] = None
            case Fraction():
                numbers |= {(test, False), (test, True)}
            case Interval():
                if test.low is not None:
                    numbers.add((test.low, not test.low_closed))
                if test.high is not None:
                    numbers.add((test.high, test.high_closed))
    if (bool(numbers) + bool(names) + flags) > 1:
        raise Unsupported("a column of brackets over values of two sorts")
    if flags:
        return Pieces((), (), (False, True))
    if names:
        return Pieces((), tuple(names), (*names, None))
    cuts = tuple(sorted(numbers))
    return Pieces(cuts, (), tuple(_samples(cuts)))


def _samples(cuts: Sequence[tuple[Fraction, bool]]) -> list[Fraction]:
    """A number in each piece: below the first cut, then from each cut on."""
    if not cuts:
        return [Fraction(0)]
    found = [cuts[0][0] - 1]
    for i, (cut, beyond) in enumerate(cuts):
        following = cuts[i + 1][0] if i + 1 < len(cuts) else cut + 2
        found.append((cut + following) / 2 if beyond else cut)
    return found


class Brackets:
    """Brackets for one column of answers; `number` says whether they are numbers."""

    def __init__(self, rows: Sequence[TableRow], columns: int, answer: int | None) -> None:
        """`answer` is the place of the column of answers, None where the brackets lack it."""
        self.pieces = [pieces_of([row.tests[i] for row in rows]) for i in range(columns)]
        self.sizes = [len(p.samples) for p in self.pieces]
        if prod(self.sizes) > _MOST_PIECES:
            raise Unsupported("brackets that fall into too many pieces")
        found = [self._answer(rows, values, answer) for values in product(*(p.samples for p in self.pieces))]
        self.state = settled([UNDEFINED if value is None else 0 for value in found])
        given = [value for value in found if value is not None]
        self.words = tuple(dict.fromkeys(v for v in given if isinstance(v, str)))
        if self.words and len(self.words) != len(set(given)):
            raise Unsupported("brackets that answer with names and numbers")
        self.numbers: Scaled | None = None
        self.codes: Any = None
        if self.words:
            places = {word: place for place, word in enumerate(self.words)}
            codes = [places[v] if v is not None else 0 for v in found]
            self.codes = np.array(codes, np.int16 if len(places) < 2**15 else np.int32)
        else:
            self.numbers = _scaled([Fraction(0) if v is None else v for v in found])

    @staticmethod
    def _answer(rows: Sequence[TableRow], values: Sequence[Any], answer: int | None) -> Any:
        fitting = [r for r in rows if all(_fits(t, v) for t, v in zip(r.tests, values, strict=True))]
        return fitting[0].results[answer] if len(fitting) == 1 and answer is not None else None

    def find(self, block: Block, args: Sequence[Any]) -> Value:
        """The answers for what the columns hold."""
        place: Any = 0
        for pieces, size, held in zip(self.pieces, self.sizes, args, strict=True):
            found = pieces.place(block, held)
            place = found if size == prod(self.sizes) else place * size + _wide(found)
        place = np.broadcast_to(place, (block.size,))
        state = None if self.state is None else settled(taken(self.state, place))
        if self.codes is not None:
            return Value(Words(taken(self.codes, place), self.words), state)
        assert self.numbers is not None
        n = self.numbers
        return Value(block.ops.column(taken(n.num, place), n.den, n.low, n.high), state)


def _wide(places: Any) -> Any:
    return places.astype(np.intp) if np.ndim(places) else int(places)


def _fits(test: Test, value: Any) -> bool:
    return test is None or (value is not None and fits(test, value))


def _scaled(values: Sequence[Fraction]) -> Scaled:
    den = lcm(*(v.denominator for v in values))
    nums = [int(v * den) for v in values]
    if den > 2**62 or any(abs(n) >= 2**62 for n in nums):
        raise Unsupported("brackets whose answers have no common denominator of 62 bits")
    return Scaled(np.array(nums, np.int64), den, min(nums), max(nums))
