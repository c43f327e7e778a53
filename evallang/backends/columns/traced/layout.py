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
    _slots: dict[Any, Slot] = field(factory=dict)
    _spare: defaultdict[np.dtype[Any], list[Slot]] = field(factory=lambda: defaultdict(list))

    def tape(self, columns: Mapping[str, Column], forms: Mapping[str, Form]) -> Tape:
        """The tape that writes columns in their forms: result 2 i is what is held of path i, 2 i + 1 its status."""
        puts = list(_puts(self.record, columns, forms))
        acts = list(self._acts([(at, x) for at, x in puts if isinstance(x, Recorded)]))
        doubt = None if self.record.doubt is None else self._name(self.record.doubt)
        last = {name: at for at, act in enumerate(acts) for name in act.names}
        if doubt is not None:
            last[doubt] = len(acts)
        turns = [self._turn(act, [x for x in act.names if last[x] == at]) for at, act in enumerate(acts)]
        fixed = [(at, as_value(x)) for at, x in puts if not isinstance(x, Recorded)]
        left = None if doubt is None else self._slot(doubt)
        return Tape(turns, self.reads, self.constants, self.buffers, fixed, left)

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
            if step is not None:
                for x, dtype in zip(step.inputs, step.takes, strict=True):
                    if isinstance(x, Recorded) and self._name(x) != (x.name, dtype) not in known:
                        known.add((x.name, dtype))
                        yield _Act(copied, [self._name(x)], (x.name, dtype))
                inputs = [_input(x, dtype) for x, dtype in zip(step.inputs, step.takes, strict=True)]
                yield _Act(step.make, inputs, (name, lines.types[name]), step.in_place)
            for at in goes[name]:
                yield _Act(None, [(name, lines.types[name])], at)

    def _name(self, x: Recorded) -> Name:
        """What a line makes, as it makes it."""
        return x.name, self.record.lines.types[x.name]

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
        if name not in self._slots:
            lines = self.record.lines
            self._slots[name] = slot = self._next
            self.reads[slot] = lines.arrays[lines.texts[name[0]].removesuffix("[i]")]
        return self._slots[name]

    def _constant(self, value: Any) -> Slot:
        key = value.dtype, value.item()
        if key not in self._slots:
            self._slots[key] = slot = self._next
            self.constants[slot] = value
        return self._slots[key]

    @property
    def _next(self) -> Slot:
        return len(self.reads) + len(self.constants) + len(self.buffers)

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
