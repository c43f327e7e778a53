"""One pass over the rows of a frame, block by block: what floats leave open gets a second look and a third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.blocks import blocks, picked
from evallang.backends.columns.column import Column
from evallang.backends.columns.compile import Compiler
from evallang.backends.columns.exactly import Fractions, put
from evallang.backends.columns.inputs import Given, reader
from evallang.backends.columns.lists import Lists
from evallang.backends.columns.paths import Computed
from evallang.backends.columns.residues import Residues
from evallang.backends.columns.threads import side_by_side
from evallang.backends.columns.values import Block, Operations, Value

if TYPE_CHECKING:
    from evallang.backends.columns.means import Run, Share

BLOCK = 65_536
"""Rows of a block: what is computed of them stays in the cache of a core."""

_FEW: Final = 8
"""Rows in doubt wait where they are fewer than this part of a block."""

Plan = list[tuple[Column, Computed]]
Plans = dict[int, Plan]
"""What is computed for the rows of each kind, and where it goes."""


@frozen(eq=False)
class Chosen:
    """Which rows are scored, by their kinds; those that are `hard` are left to the interpreter."""

    kinds: NDArray[np.int16]
    scored: NDArray[np.bool_]
    hard: NDArray[np.bool_]
    order: NDArray[np.intp] | None


@define(eq=False)
class Pass:
    """Computes columns; `compilers` hold the definitions of each kind, `givens` what blocks read."""

    rows: Chosen
    givens: dict[int, Given]
    compilers: dict[int, Compiler]
    lists: Lists
    size: int
    threads: int
    _lock: Any = field(factory=Lock, repr=False)
    left: list[NDArray[Any]] = field(factory=list, repr=False)
    waiting: dict[int, list[tuple[Any, Any]]] = field(factory=dict, repr=False)

    def over(self, plans: Plans, share: Share | None = None) -> list[int]:
        """Compute columns, by what runs over a share of them or by closures; the result is the rows left open."""
        self.left += [np.flatnonzero(self.rows.hard & self.rows.scored)] if self.rows.hard.any() else []
        runs = share.runs if share is not None else None
        size, apart = (share.size, share.apart) if share is not None else (self.size, self.size)
        rows = len(self.rows.kinds)
        several = self.threads > 1 and rows > self.threads * apart  # of fewer one would wait for the other
        if several:
            size = min(size, max(apart, -(-rows // self.threads)))
        tasks = blocks(plans, self.rows.kinds, self.rows.scored & ~self.rows.hard, self.rows.order, size)
        block = self._block if runs is None else partial(self._run, runs)
        if several:
            side_by_side(block, tasks, self.threads)
        else:
            for task in tasks:
                block(*task)
        for kind, held in self.waiting.items():
            self._look_at(held, kind, plans[kind])
        return sorted(int(row) for part in self.left for row in part)

    def _run(self, runs: Mapping[int, Run], rows: Any, out: Any, size: int, kind: int, plan: Plan) -> None:
        """Compute rows by what runs over those of their kind; the rows that it leaves open wait."""
        left = runs[kind](rows, out)
        if len(left):
            few, where = (part.start + left if isinstance(part, slice) else part[left] for part in (rows, out))
            self._wait(few, where, kind, plan)

    def _block(self, rows: Any, out: Any, size: int, kind: int, plan: Plan) -> None:
        """Compute a block; rows in doubt wait for a second look, or get it where they are many."""
        doubt = self._computed(Approximate(size), rows, out, kind, plan)
        if doubt is None:
            return
        few, out = (picked(where, doubt) for where in (rows, out))
        if len(few) < size // _FEW:  # a second look at a few rows costs nearly as much as one at many
            self._wait(few, out, kind, plan)
        else:
            self._second_look(few, out, kind, plan)

    def _wait(self, few: Any, out: Any, kind: int, plan: Plan) -> None:
        """Put rows in doubt with those that wait; when they fill a block, they get their second look."""
        with self._lock:
            held = self.waiting.setdefault(kind, [])
            held.append((few, out))
            if sum(len(rows) for rows, _ in held) < self.size:
                return
            del self.waiting[kind]
        self._look_at(held, kind, plan)

    def _look_at(self, held: Sequence[tuple[Any, Any]], kind: int, plan: Plan) -> None:
        """Give rows in doubt their second look, block by block."""
        few, out = (np.concatenate(rows) for rows in zip(*held, strict=True))
        for at in range(0, len(few), self.size):
            part = slice(at, at + self.size)
            self._second_look(few[part], out[part], kind, plan)

    def _second_look(self, few: Any, out: Any, kind: int, plan: Plan) -> None:
        """Compute rows in doubt modulo 2^64, and what is open then in fractions; what those leave open is left."""
        still = self._computed(Residues(len(few)), few, out, kind, plan)
        if still is None:
            return
        few, out = few[still], out[still]
        ops = Fractions(len(few))
        found = self._values(ops, few, kind, plan)
        open_ = np.zeros(len(few), bool) if ops.doubt is None else ops.doubt
        with self._lock:
            for column, value in found:
                put(column, out, value, ~open_)
            self.left.append(out[open_])

    def _values(self, ops: Operations, rows: Any, kind: int, plan: Plan) -> list[tuple[Column, Value]]:
        definitions = self.compilers[kind].definitions
        block = Block(ops, ops.size, reader(self.givens), rows, definitions, lists=self.lists.items)
        return [(column, code(block)) for column, code in plan]

    def _computed(self, ops: Approximate | Residues, rows: Any, out: Any, kind: int, plan: Plan) -> Any:
        """Compute rows and write them; which of them are in doubt."""
        found = self._values(ops, rows, kind, plan)
        with self._lock:
            for column, value in found:
                if value.state is None and isinstance(ops, Residues):
                    column.status[out] = 0
                column.write(out, value)
        return ops.doubt
