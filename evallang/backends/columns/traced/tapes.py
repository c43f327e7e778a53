"""The tapes of one scoring, one for the rows of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import define, field, frozen

from evallang.backends.columns.column import Column
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.paths import Computed
from evallang.backends.columns.traced.forms import TYPES, Form
from evallang.backends.columns.traced.layout import Layout
from evallang.backends.columns.traced.record import Record, forms_of
from evallang.backends.columns.traced.tape import Buffers, Player, Tape
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import Days, Flags, Words

_SMALL: Final = 65_536
"""Rows of a frame whose numbers are kept as floats too; of a larger one that would take as much memory again."""


@frozen(eq=False)
class Tapes:
    """The tapes by kinds; `forms` has the paths that all of them compute, and how their columns hold them."""

    forms: Mapping[str, Form]
    tapes: Mapping[int, Tape]
    _spare: dict[tuple[int, int], list[Buffers]] = field(factory=dict, repr=False)
    """Buffers by kind and size, for the next scoring: new memory would cost more than what is computed in it."""

    def ready(self, givens: Mapping[int, Given], columns: Mapping[str, Column], size: int) -> dict[int, Player]:
        """What plays over blocks of so many rows of each kind, and writes into columns."""
        results, most = [], 0
        for path, form in self.forms.items():
            held = columns[path].make_room(form.sort, form.den, form.names, TYPES.get(form.sort))
            results += [held, columns[path].status]
            most = min(len(columns[path]), size * len(self.tapes))  # rows that lie apart are taken from so many more
        spare = self._spare
        return {
            kind: Player(tape, givens, results, most, spare.setdefault((kind, most), []))
            for kind, tape in self.tapes.items()
        }


@define(eq=False)
class _Bounds(Mapping[int, tuple[int, int]]):
    """The bounds of inputs over all rows; a number without any, of which some are large, is left to each block."""

    givens: Mapping[int, Given]
    found: dict[int, tuple[int, int] | None] = field(factory=dict)

    def __getitem__(self, number: int) -> tuple[int, int]:
        if number not in self.found:
            self.found[number] = self.givens[number].narrow
        bounds = self.found[number]
        if bounds is None and self.givens[number].sort not in (Flags, Words, Days):
            raise Unsupported("a number that is large in some rows")
        return bounds or (0, 0)

    def __iter__(self) -> Iterator[int]:
        return iter(self.givens)

    def __len__(self) -> int:
        return len(self.givens)


def tapes_of(
    codes: Mapping[int, Mapping[str, Computed]], definitions: Mapping[int, Mapping[int, object]],
    givens: Mapping[int, Given], columns: Mapping[str, Column],
) -> Tapes:  # fmt: skip
    """The tapes for what each kind computes; a path that some of them cannot is left out of all."""
    bounds = _Bounds(givens)
    records = {kind: Record(givens, bounds, definitions[kind]) for kind in codes}
    for kind, record in records.items():
        record.record(codes[kind], twice=False)
    forms = forms_of(records.values(), columns)
    keeps = max((given.values.size for given in givens.values()), default=0) <= _SMALL
    tapes = {kind: Layout(record, keeps=keeps).tape(columns, forms) for kind, record in records.items()}
    return Tapes(forms, tapes if forms else {})
