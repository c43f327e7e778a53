"""The text of one loop over rows: their first look in floats, and where that is in doubt their second, modulo 2^64."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, Final

import numpy as np
from attrs import define, field

from evallang.backends.columns.column import Column
from evallang.backends.columns.fused.forms import TYPES, Form
from evallang.backends.columns.fused.lines import Lines
from evallang.backends.columns.fused.numbers import Floats, Moduli
from evallang.backends.columns.fused.recorded import as_sort
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.paths import Computed
from evallang.backends.columns.states import taken
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import MISSING_EVERYWHERE, Block, Value

Bounds = Mapping[int, tuple[int, int]]
"""Between what whole numbers an input lies."""

_HEAD: Final = '''\
"""Written by evallang: it scores rows, and gives how many of them it leaves open."""

import numpy as np
from numba import njit, types


def _array(sort, changes=False):
    return types.Array(sort, 1, "C", readonly=not changes)

'''


@define(eq=False)
class Loop:
    """A loop as text; `arrays` are what it reads: numbers of inputs, of each its values or its states."""

    arrays: Sequence[tuple[int, str]]
    text: str


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

    def record(self, plan: Mapping[str, Computed]) -> None:
        """Record what can be: a path that cannot is left out."""
        block = self._block(self._floats)
        for path, code in plan.items():
            try:
                self.first[path] = code(block)
            except Unsupported:
                continue
        if self._floats.doubt is None:
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

    def looks(self) -> list[dict[str, Value]]:
        """What each look finds."""
        return [self.first] if self.second is None else [self.first, self.second]

    # ---- the text

    def loop(self, columns: Mapping[str, Column], forms: Mapping[str, Form]) -> Loop:
        """The loop that writes columns in their forms."""
        self.lines.most = inf  # what was recorded is written
        looks = [self._puts(found, columns, forms) for found in self.looks()]
        doubt = self._floats.doubt
        body, seen = self._body(*looks[0], doubt, set())
        if doubt is not None:
            rest = ["left[count] = j", "count += 1"]
            if self.second is not None:
                still = self._moduli.doubt
                inner, _ = self._body(*looks[1], still, seen)
                rest = [*inner, *_under(f"if {still.name}:", rest)] if still is not None else inner
            body += _under(f"if {doubt.name}:", rest)
        return self._finished(body, forms)

    def _puts(
        self, found: Mapping[str, Value], columns: Mapping[str, Column], forms: Mapping[str, Form]
    ) -> tuple[list[str], list[Any]]:
        """What is put into the arrays of the results, and what that looks at."""
        puts, looked_at = [], []
        for place, path in enumerate(forms):
            value = found[path]
            if value.held is not None:
                text, used = forms[path].text(value.held)
                puts.append(f"held_{place}[o] = {text}")
                looked_at.append(used)
            code = np.uint8(0) if value.state is None else taken(columns[path].codes_of_states, value.state)
            if value.state is not None or found is self.second:
                puts.append(f"status_{place}[o] = {as_sort(code, 'i')}")
                looked_at.append(code)
        return puts, looked_at

    def _body(self, puts: list[str], looked_at: list[Any], doubt: Any, seen: set[str]) -> tuple[list[str], set[str]]:
        names = self.lines.behind([*looked_at, doubt]) - seen
        return [*self.lines.written(names), *puts], names

    def _finished(self, body: Sequence[str], forms: Mapping[str, Form]) -> Loop:
        lines = "\n".join(f"        {line}" for line in body)
        arrays = {name: of for name, of in self.lines.arrays.items() if f"= {name}[i]" in lines}
        types = ["types.int64"] * 2 + ["_array(types.int64)"] * 2 + ["_array(types.int64, True)"]
        for number, part in arrays.values():
            sort = self.givens[number].values.dtype if part == "value" else np.dtype(np.uint8)
            types.append(f"_array({_type(sort)})")
        for form in forms.values():
            types += [f"_array({_type(np.dtype(TYPES.get(form.sort, np.int64)))}, True)", "_array(types.uint8, True)"]
        results = [name for place in range(len(forms)) for name in (f"held_{place}", f"status_{place}")]
        tables = "\n".join(self.lines.tables_of(lines))
        text = (
            f"{_HEAD}\n{tables}\n\n\n"
            f'@njit(types.int64({", ".join(types)}), cache=True, nogil=True, error_model="numpy")\n'
            f"def loop(first, last, rows, out, {', '.join(['left', *arrays, *results])}):\n"
            f"    count = 0\n    for j in range(first, last):\n"
            f"        i = np.uint64(rows[j] if rows.size else j)\n        o = np.uint64(out[j] if out.size else j)\n"
            f"{lines}\n    return count\n"
        )
        return Loop(list(arrays.values()), text)


def _under(head: str, lines: Sequence[str]) -> list[str]:
    return [head, *(f"    {line}" for line in lines)]


def _type(dtype: np.dtype[Any]) -> str:
    return "types.boolean" if dtype.kind == "b" else f"types.{dtype.name}"
