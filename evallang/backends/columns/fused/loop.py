"""The text of one loop over rows: their first look in floats, and where that is in doubt their second, modulo 2^64."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any, Final

import numpy as np
from attrs import define

from evallang.backends.columns.column import Column
from evallang.backends.columns.states import taken
from evallang.backends.columns.traced.forms import TYPES, Form
from evallang.backends.columns.traced.record import Record
from evallang.backends.columns.traced.recorded import as_sort
from evallang.backends.columns.values import Value

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
class _Writer:
    """Writes a loop that puts what was recorded into columns, in their forms."""

    record: Record
    columns: Mapping[str, Column]
    forms: Mapping[str, Form]

    def loop(self) -> Loop:
        """The text of the loop, and what it reads."""
        looks = [self._puts(found) for found in self.record.looks()]
        doubt = self.record.doubt
        body, seen = self._body(*looks[0], doubt, set())
        if doubt is not None:
            rest = ["left[count] = j", "count += 1"]
            if self.record.second is not None:
                still = self.record.still_in_doubt
                inner, _ = self._body(*looks[1], still, seen)
                rest = [*inner, *_under(f"if {still.name}:", rest)] if still is not None else inner
            body += _under(f"if {doubt.name}:", rest)
        return self._finished(body)

    def _puts(self, found: Mapping[str, Value]) -> tuple[list[str], list[Any]]:
        """What is put into the arrays of the results, and what that looks at."""
        puts, looked_at = [], []
        for place, (path, form) in enumerate(self.forms.items()):
            value = found[path]
            if value.held is not None:
                put, sort = form.put(value.held)
                puts.append(f"held_{place}[o] = {as_sort(put, sort)}")
                looked_at.append(put)
            code = np.uint8(0) if value.state is None else taken(self.columns[path].codes_of_states, value.state)
            if value.state is not None or found is self.record.second:
                puts.append(f"status_{place}[o] = {as_sort(code, 'i')}")
                looked_at.append(code)
        return puts, looked_at

    def _body(self, puts: list[str], looked_at: list[Any], doubt: Any, seen: set[str]) -> tuple[list[str], set[str]]:
        lines = self.record.lines
        names = lines.behind([*looked_at, doubt]) - seen
        return [*lines.written(names), *puts], names

    def _finished(self, body: Sequence[str]) -> Loop:
        lines = "\n".join(f"        {line}" for line in body)
        arrays = {name: of for name, of in self.record.lines.arrays.items() if f"= {name}[i]" in lines}
        types = ["types.int64"] * 2 + ["_array(types.int64)"] * 2 + ["_array(types.int64, True)"]
        for number, part in arrays.values():
            sort = self.record.givens[number].values.dtype if part == "value" else np.dtype(np.uint8)
            types.append(f"_array({_type(sort)})")
        for form in self.forms.values():
            types += [f"_array({_type(np.dtype(TYPES.get(form.sort, np.int64)))}, True)", "_array(types.uint8, True)"]
        results = [name for place in range(len(self.forms)) for name in (f"held_{place}", f"status_{place}")]
        tables = "\n".join(self.record.lines.tables_of(lines))
        text = (
            f"{_HEAD}\n{tables}\n\n\n"
            f'@njit(types.int64({", ".join(types)}), cache=True, nogil=True, error_model="numpy")\n'
            f"def loop(first, last, rows, out, {', '.join(['left', *arrays, *results])}):\n"
            f"    count = 0\n    for j in range(first, last):\n"
            f"        i = np.uint64(rows[j] if rows.size else j)\n        o = np.uint64(out[j] if out.size else j)\n"
            f"{lines}\n    return count\n"
        )
        return Loop(list(arrays.values()), text)


def loop_of(record: Record, columns: Mapping[str, Column], forms: Mapping[str, Form]) -> Loop:
    """The loop that writes columns in their forms."""
    record.lines.most = inf  # what was recorded is written
    return _Writer(record, columns, forms).loop()


def _under(head: str, lines: Sequence[str]) -> list[str]:
    return [head, *(f"    {line}" for line in lines)]


def _type(dtype: np.dtype[Any]) -> str:
    return "types.boolean" if dtype.kind == "b" else f"types.{dtype.name}"
