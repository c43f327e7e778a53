"""The recorded computation of some results: a first look in floats, and a second one modulo 2^64."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from attrs import define, field

from evallang.backends.columns.inputs import Given
from evallang.backends.columns.paths import Computed
from evallang.backends.columns.traced.forms import Form
from evallang.backends.columns.traced.lines import Lines
from evallang.backends.columns.traced.numbers import Floats, Moduli
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import MISSING_EVERYWHERE, Block, Value

Bounds = Mapping[int, tuple[int, int]]
"""Between what whole numbers an input lies."""


@define(eq=False)
class Record:
    """The recorded computation of some results, for the bodies of one kind."""

    givens: Mapping[int, Given]
    bounds: Bounds
    definitions: Mapping[int, Any]
    lines: Lines = field(factory=Lines)
    first: dict[str, Value] = field(factory=dict)
    second: dict[str, Value] | None = None
    _floats: Floats = field(factory=Floats)
    _moduli: Moduli = field(factory=Moduli)

    def record(self, plan: Mapping[str, Computed], *, twice: bool) -> None:
        """Record what can be: a path that cannot is left out. With `twice` the second look at it too."""
        block = self._block(self._floats)
        for path, code in plan.items():
            try:
                self.first[path] = code(block)
            except Unsupported:
                continue
        if self.doubt is None or not twice:
            return
        block = self._block(self._moduli)
        try:
            self.second = {path: plan[path](block) for path in self.first}
        except Unsupported:
            self.second = None  # rows in doubt get their second look with the others

    def _block(self, numbers: Any) -> Block:
        return Block(numbers, 1, self._given, None, dict(self.definitions))

    def _given(self, block: Block, number: int) -> Value:
        given = self.givens.get(number)
        if given is None:
            return MISSING_EVERYWHERE
        state = None if given.state is None else self.lines.read(number, "state", np.dtype(np.uint8))
        values = self.lines.read(number, "value", given.values.dtype)
        return given.held(block, values, state, self.bounds[number])

    @property
    def doubt(self) -> Any:
        """The flag of a row that the first look leaves open; None where it leaves none."""
        return self._floats.doubt

    @property
    def still_in_doubt(self) -> Any:
        """The same of the second look."""
        return self._moduli.doubt

    def looks(self) -> list[dict[str, Value]]:
        """What each look finds."""
        return [self.first] if self.second is None else [self.first, self.second]


def forms_of(records: Iterable[Record], paths: Iterable[str]) -> dict[str, Form]:
    """How columns hold the paths that all records have, each record for the rows of one kind."""
    every = list(records)
    forms = {path: Form() for path in paths if all(path in record.first for record in every)}
    for record in every:
        for found in record.looks():
            for path, form in forms.items():
                form.take(found[path].held)
    return forms
