"""The loops of one scoring, one for the rows of each kind, and what they compute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil, floor
from typing import Any, Final

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.column import Column
from evallang.backends.columns.fused.loop import Loop, loop_of
from evallang.backends.columns.fused.machine import compiled
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.paths import Computed
from evallang.backends.columns.traced.forms import TYPES, Form
from evallang.backends.columns.traced.record import Record, forms_of
from evallang.ir.program import InputDef, Program
from evallang.types import Quantity

_MOST: Final = 2**62
_NONE: Final = np.empty(0, np.int64)


@define(eq=False)
class Loops:
    """The loops by kinds; `forms` has the paths that all of them compute, and how their columns hold them."""

    forms: Mapping[str, Form]
    loops: Mapping[int, Loop]
    _compiled: dict[int, Callable[..., int]] = field(factory=dict, repr=False)

    def ready(self, givens: Mapping[int, Given], columns: Mapping[str, Column]) -> dict[int, Run]:
        """What runs over the rows of each kind, and writes into columns. Raises ImportError without numba."""
        results: list[Any] = []
        for path, form in self.forms.items():
            held = columns[path].make_room(form.sort, form.den, form.names, TYPES.get(form.sort))
            results += [_NONE if held is None else held, columns[path].status]
        for kind, loop in self.loops.items():
            if kind not in self._compiled:
                self._compiled[kind] = compiled(loop.text)
        return {
            kind: Run(self._compiled[kind], _arrays(loop.arrays, givens), results) for kind, loop in self.loops.items()
        }


@define(eq=False)
class Run:
    """A loop with the arrays that it reads and writes."""

    loop: Callable[..., int]
    inputs: Sequence[NDArray[Any]]
    results: Sequence[NDArray[Any]]

    def __call__(self, rows: Any, out: Any) -> NDArray[np.int64]:
        """Score rows, a slice or numbers, and write to `out`; which of them are left open."""
        inputs, results = self.inputs, self.results
        if isinstance(rows, slice):
            inputs, size, rows = [array[rows] for array in inputs], rows.stop - rows.start, _NONE
        else:
            size = len(rows)
        if isinstance(out, slice):
            results, out = [array[out] for array in results], _NONE
        left = np.empty(size, np.int64)
        return left[: self.loop(0, size, rows, out, left, *inputs, *results)]


def _arrays(arrays: Sequence[tuple[int, str]], givens: Mapping[int, Given]) -> list[NDArray[Any]]:
    found = [givens[number].values if part == "value" else givens[number].state for number, part in arrays]
    return [np.ascontiguousarray(array) for array in found]


@define(eq=False)
class Bounds(Mapping[int, tuple[int, int]]):
    """Between what whole numbers inputs lie, roughly: data that is alike has the same, and needs no compiling."""

    program: Program
    givens: Mapping[int, Given]
    _found: dict[int, tuple[int, int]] = field(factory=dict)

    def __getitem__(self, number: int) -> tuple[int, int]:
        if number not in self._found:
            given = self.givens[number]
            low, high = int(given.values.min(initial=0)), int(given.values.max(initial=0))
            if given.values.size:
                low, high = int(given.values.min()), int(given.values.max())
            least, most = self._declared(number, given.den)
            self._found[number] = (
                least if least is not None and least <= low else -_power(-low, up=True) if low < 0 else _power(low),
                most if most is not None and high <= most else _power(high, up=True) if high > 0 else -_power(-high),
            )
        return self._found[number]

    def _declared(self, number: int, den: int) -> tuple[int | None, int | None]:
        d = self.program.definitions[number] if number < len(self.program.definitions) else None
        if not isinstance(d, InputDef) or not isinstance(d.type, Quantity):
            return None, None
        low, high = d.type.low, d.type.high
        return None if low is None else ceil(low * den), None if high is None else floor(high * den)

    def __iter__(self) -> Iterator[int]:
        return iter(self.givens)

    def __len__(self) -> int:
        return len(self.givens)


def _power(x: int, *, up: bool = False) -> int:
    """The power of 16 next to a number that is not below 0, or 0."""
    power = 1
    while power <= x:
        power *= 16
    return min(power, _MOST) if up and x != power // 16 else x if x == power // 16 else power // 16 if x else 0


def loops_of(
    codes: Mapping[int, Mapping[str, Computed]], definitions: Mapping[int, Mapping[int, Any]],
    givens: Mapping[int, Given], bounds: Bounds, columns: Mapping[str, Column],
) -> Loops:  # fmt: skip
    """The loops for what each kind computes; a path that some of them cannot is left out of all."""
    records = {kind: Record(givens, bounds, definitions[kind]) for kind in codes}
    for kind, record in records.items():
        record.record(codes[kind], twice=True)
    forms = forms_of(records.values(), columns)
    return Loops(forms, {kind: loop_of(record, columns, forms) for kind, record in records.items()} if forms else {})
