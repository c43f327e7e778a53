"""The lines of a loop: each names what it makes once, and the same text is one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.traced.recorded import Among, Recorded, as_sort, sort_of
from evallang.backends.columns.traced.steps import Step
from evallang.backends.columns.unsupported import Unsupported

MOST: Final = 4_000
"""Lines of a loop; more would take a minute and longer to compile."""


@define(eq=False)
class Lines:
    """The lines that were recorded, in their order, as text and as what they do on arrays."""

    made: dict[str, Recorded] = field(factory=dict, repr=False)
    """What a text makes."""
    texts: dict[str, str] = field(factory=dict, repr=False)
    types: dict[str, np.dtype[Any]] = field(factory=dict, repr=False)
    """What its numbers are."""
    steps: dict[str, Step] = field(factory=dict, repr=False)
    """For each name what makes it; it is not there for what is read."""
    arrays: dict[str, tuple[int, str]] = field(factory=dict)
    """The names of what is read: which input, and whether its values or its states."""
    most: float = MOST
    """So many lines are recorded, no more."""
    tables: dict[tuple[Any, ...], str] = field(factory=dict, repr=False)

    def put(self, text: str, dtype: np.dtype[Any], step: Step, among: Among = None) -> Recorded:
        """What a line makes, as text and as a step; inputs of it that are not recorded are numbers for all rows.

        It is one of `among`.
        """
        found = self.made.get(text)
        if found is not None and sort_of(found.dtype) == sort_of(dtype):
            return found.of_type(dtype)
        found = self._new(text, dtype, f"x{len(self.texts)}")
        found.among = among
        self.steps[found.name] = step
        return found

    def _new(self, text: str, dtype: np.dtype[Any], name: str) -> Recorded:
        if len(self.texts) >= self.most:
            raise Unsupported("a loop of too many lines")
        self.texts[name], self.types[name] = text, dtype
        self.made[text] = Recorded(self, name, dtype)
        return self.made[text]

    def read(self, number: int, part: str, dtype: np.dtype[Any]) -> Recorded:
        """The `part` of an input, "value" or "state", in the row."""
        array = f"{part}_{number}"
        self.arrays[array] = (number, part)
        found = self.made.get(f"{array}[i]")
        return found if found is not None else self._new(f"{array}[i]", dtype, f"{part[0]}{number}")

    def table(self, values: NDArray[Any]) -> str:
        """The name of a table."""
        key = (sort_of(values.dtype), *values.tolist())
        return self.tables.setdefault(key, f"TABLE_{len(self.tables)}")

    def behind(self, results: Iterable[Any]) -> set[str]:
        """The names of all lines that results rest on."""
        found: set[str] = set()
        waiting = [x.name for x in results if isinstance(x, Recorded)]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                step = self.steps.get(name)
                waiting += [x.name for x in step.inputs if isinstance(x, Recorded)] if step is not None else []
        return found

    def written(self, names: set[str]) -> Iterator[str]:
        """Some lines, in their order."""
        return (f"{name} = {text}" for name, text in self.texts.items() if name in names)

    def tables_of(self, text: str) -> Iterator[str]:
        """The tables that a text names, as lines of their own."""
        sorts = {"b": "bool_", "i": "int64", "u": "uint64", "f": "float64"}
        for (sort, *values), name in self.tables.items():
            if f"{name}[" in text:
                shown = ", ".join(as_sort(value, sort) for value in values)
                yield f"{name} = np.array([{shown}], np.{sorts[sort]})"
