"""From what was recorded to a tape: its lines in their order, and a buffer used again where its rows are done with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define, field, frozen

from evallang.backends.columns.column import Column
from evallang.backends.columns.states import taken
from evallang.backends.columns.traced.forms import Form
from evallang.backends.columns.traced.record import Record
from evallang.backends.columns.traced.recorded import Recorded, as_value
from evallang.backends.columns.traced.steps import Make, copied
from evallang.backends.columns.traced.tape import Slot, Tape, Turn

_FLAG, _CODE, _FLOAT = np.dtype(np.bool_), np.dtype(np.uint8), np.dtype(np.float64)

Name = tuple[str, np.dtype[Any]]
"""What a line makes, brought to a type."""


@frozen(eq=False)
class _Act:
    """One thing to do: `make` the array `to` of others or of constants, or put one into the result with this number."""

    make: Make | None
    inputs: Sequence[Any]
    to: Any
    in_place: bool = False

    @property
    def names(self) -> set[Name]:
        """What it looks at that is no constant."""
        return {x for x in self.inputs if isinstance(x, tuple)}


@define(eq=False)
class Layout:
    """Lays the tape of what was recorded."""

    record: Record
    reads: dict[Slot, tuple[int, str]] = field(factory=dict)
    constants: dict[Slot, Any] = field(factory=dict)
    buffers: dict[Slot, np.dtype[Any]] = field(factory=dict)
    flags: dict[Slot, Slot] = field(factory=dict)
    keeps: bool = False
    """Whether numbers that are read are kept as floats too, and not brought to this type in each block."""
    _slots: dict[Any, Slot] = field(factory=dict)
    _seen: dict[Slot, Slot] = field(factory=dict)
    _spare: defaultdict[np.dtype[Any], list[Slot]] = field(factory=lambda: defaultdict(list))

    def tape(self, columns: Mapping[str, Column], forms: Mapping[str, Form]) -> Tape:
        """The tape that writes columns in their forms: result 2 i is what is held of path i, 2 i + 1 its status."""
        puts = list(_puts(self.record, columns, forms))
        acts = list(self._acts([(at, x) for at, x in puts if isinstance(x, Recorded)]))
        doubt = None if self.record.doubt is None else self._name(self.record.doubt.name)
        last = {self._root(name): at for at, act in enumerate(acts) for name in act.names}
        if doubt is not None:
            last[doubt] = len(acts)
        turns = [
            self._turn(act, {x for x in map(self._root, act.names) if last[x] == at}) for at, act in enumerate(acts)
        ]
        fixed = [(at, as_value(x)) for at, x in puts if not isinstance(x, Recorded)]
        left = None if doubt is None else self._slot(doubt)
        return Tape(turns, self.reads, self.constants, self.buffers, self.flags, fixed, left)

    # ---- in which order

    def _acts(self, puts: Sequence[tuple[int, Recorded]]) -> Iterator[_Act]:
        """What is to be done: each line brought to a type once, and put where it goes as soon as it is there."""
        lines = self.record.lines
        needed = lines.behind([*(x for _, x in puts), self.record.doubt])
        goes: defaultdict[str, list[int]] = defaultdict(list)
        for at, x in puts:
            goes[x.name].append(at)
        known: set[Name] = set()
        for name in lines.texts:
            if name not in needed:
                continue
            step = lines.steps.get(name)
            if step is not None and self._kept(self._name(name)) is None:
                inputs = [_input(x, dtype) for x, dtype in zip(step.inputs, step.takes, strict=True)]
                for x in inputs:
                    if isinstance(x, tuple) and self._is_cast(x) and x not in known:
                        known.add(x)
                        yield _Act(copied, [self._name(x[0])], x)
                yield _Act(step.make, inputs, self._name(name), step.in_place)
            for at in goes[name]:
                yield _Act(None, [self._name(name)], at)

    def _is_cast(self, name: Name) -> bool:
        """Whether a line has to be brought to this type by an act of its own."""
        return self._name(name[0])[1] != name[1] and not self._is_seen(name) and self._kept(name) is None

    def _is_seen(self, name: Name) -> bool:
        """Whether flags that are made are looked at as the codes 0 and 1, which is what they are in memory."""
        made, types = name[0] in self.record.lines.steps, (self._name(name[0])[1], name[1])
        return made and types == (_FLAG, _CODE)

    def _kept(self, name: Name) -> tuple[int, str] | None:
        """What is read where something is whole numbers that are read, and are kept as floats too."""
        lines, step = self.record.lines, self.record.lines.steps.get(name[0])
        read = name[0] if step is None else step.inputs[0].name if step.make is copied else ""
        if not self.keeps or name[1] != _FLOAT or read in lines.steps or lines.types.get(read, _FLOAT).kind not in "iu":
            return None
        return self._array(read)[0], "float"

    def _array(self, name: str) -> tuple[int, str]:
        """The input, and the part of it, that a line reads."""
        lines = self.record.lines
        return lines.arrays[lines.texts[name].removesuffix("[i]")]

    def _root(self, name: Name) -> Name:
        """What lies in memory where something is looked at."""
        return self._name(name[0]) if self._is_seen(name) else name

    def _name(self, name: str) -> Name:
        """What a line makes, as it makes it."""
        return name, self.record.lines.types[name]

    # ---- where it lies

    def _turn(self, act: _Act, done: Iterable[Name]) -> Turn:
        """An act by slots; the buffers of what is `done` with are free from then on."""
        inputs = tuple(self._slot(x) if isinstance(x, tuple) else self._constant(x) for x in act.inputs)
        spare = [(self._slots[name], name[1]) for name in done if self._slots[name] in self.buffers]
        if act.in_place:
            self._free(spare)
        to = act.to
        if act.make is not None:
            to = self._slots[act.to] = self._buffer(act.to[1])
        if not act.in_place:
            self._free(spare)
        return act.make, inputs, to

    def _slot(self, name: Name) -> Slot:
        """Where something lies; what no act makes is read."""
        if self._is_seen(name):
            held = self._slots[self._root(name)]
            if held not in self._seen:
                self._seen[held] = slot = self._next
                self.flags[slot] = held
            return self._seen[held]
        if name not in self._slots:
            self._slots[name] = slot = self._next
            self.reads[slot] = self._kept(name) or self._array(name[0])
        return self._slots[name]

    def _constant(self, value: Any) -> Slot:
        key = value.dtype, value.item()
        if key not in self._slots:
            self._slots[key] = slot = self._next
            self.constants[slot] = value
        return self._slots[key]

    @property
    def _next(self) -> Slot:
        return len(self.reads) + len(self.constants) + len(self.buffers) + len(self.flags)

    def _buffer(self, dtype: np.dtype[Any]) -> Slot:
        if self._spare[dtype]:
            return self._spare[dtype].pop()
        slot = self._next
        self.buffers[slot] = dtype
        return slot

    def _free(self, buffers: Iterable[tuple[Slot, np.dtype[Any]]]) -> None:
        for slot, dtype in buffers:
            self._spare[dtype].append(slot)


def _input(x: Any, dtype: np.dtype[Any]) -> Any:
    return (x.name, dtype) if isinstance(x, Recorded) else np.array(as_value(x), dtype)


def _puts(record: Record, columns: Mapping[str, Column], forms: Mapping[str, Form]) -> Iterator[tuple[int, Any]]:
    """The number of each result, and what is put into it."""
    for place, (path, form) in enumerate(forms.items()):
        value = record.first[path]
        if value.held is not None:
            yield 2 * place, form.put(value.held)[0]
        if value.state is not None:
            yield 2 * place + 1, taken(columns[path].codes_of_states, value.state)
