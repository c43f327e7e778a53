"""A tape: steps on arrays, one after the other, that write into a few buffers; it is played block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.traced.steps import Make

Slot = int
"""The place of an array while a tape is played: a part of an input, a constant, or a buffer."""
Turn = tuple[Make | None, tuple[Slot, ...], int]
"""What makes an array, of which, and the slot of it; without the first, which is put into the result with a number."""


@frozen(eq=False)
class Tape:
    """Turns in their order; `reads` are slots with the number and the part of an input.

    `flags` are slots in which a buffer of flags is looked at as codes. `fixed` are put into results as they are, by
    their numbers. `doubt` is the slot of what tells the rows in doubt.
    """

    turns: Sequence[Turn]
    reads: Mapping[Slot, tuple[int, str]]
    constants: Mapping[Slot, Any]
    buffers: Mapping[Slot, np.dtype[Any]]
    flags: Mapping[Slot, Slot]
    fixed: Sequence[tuple[int, Any]]
    doubt: Slot | None


@define(eq=False)
class Player:
    """A tape with the arrays that it reads and writes; several threads may play it at once."""

    tape: Tape
    givens: Mapping[int, Given]
    results: Sequence[NDArray[Any] | None]
    size: int
    """The most rows of a block."""
    spare: list[Buffers] = field(factory=list, repr=False)

    def __call__(self, rows: Any, out: Any) -> NDArray[np.intp]:
        """Play it for some rows, a slice or numbers, and write to `out`; which of them are left open."""
        try:
            buffers = self.spare.pop()
        except IndexError:  # asked first, another thread could take the last ones meanwhile
            buffers = Buffers(self.tape, self.size)
        at = buffers.of(rows.stop - rows.start if isinstance(rows, slice) else len(rows))
        for slot, (number, part) in self.tape.reads.items():
            array = self.givens[number].array(part)
            at[slot] = array[rows] if isinstance(rows, slice) else array.take(rows)
        results = self.results
        for make, inputs, to in self.tape.turns:
            if make is None:
                results[to][out] = at[inputs[0]]  # type: ignore[index]  # what is put somewhere has its place
            else:
                make(*[at[slot] for slot in inputs], out=at[to])
        for to, value in self.tape.fixed:
            results[to][out] = value  # type: ignore[index]
        left = np.flatnonzero(at[self.tape.doubt]) if self.tape.doubt is not None else np.empty(0, np.intp)
        self.spare.append(buffers)
        return left


class Buffers:
    """An array for each slot of a tape, with room for so many rows; those of inputs come with each block."""

    def __init__(self, tape: Tape, size: int) -> None:
        slots = len(tape.reads) + len(tape.constants) + len(tape.buffers) + len(tape.flags)
        self.arrays: list[Any] = [None] * slots
        for slot, value in tape.constants.items():
            self.arrays[slot] = value
        for slot, dtype in tape.buffers.items():
            self.arrays[slot] = np.empty(size, dtype)
        for slot, held in tape.flags.items():
            self.arrays[slot] = self.arrays[held].view(np.uint8)
        self.size, self.cut = -1, self.arrays

    def of(self, size: int) -> list[Any]:
        """The arrays for so many rows; blocks are mostly of one size."""
        if size != self.size:
            self.cut = [x[:size] if x is not None and x.ndim else x for x in self.arrays]
            self.size = size
        return self.cut
