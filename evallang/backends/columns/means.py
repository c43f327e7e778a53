"""By what means results are computed: compiled loops, tapes that are played, or closures block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import define
from numpy.typing import NDArray

from evallang.backends.columns.column import Column
from evallang.backends.columns.compile import Compiler
from evallang.backends.columns.inputs import Given
from evallang.backends.columns.paths import Computed
from evallang.backends.columns.traced.tapes import Tapes, tapes_of
from evallang.ir.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from evallang.backends.columns.fused.loops import Loops

    Run = Callable[[Any, Any], NDArray[Any]]
    """Computes some rows, a slice or numbers, and writes where it is told; which of them it leaves open."""

MANY = 2
"""Blocks for which it pays to lay tapes at once; of fewer rows, when they are scored again."""
WIDER = 2
"""Blocks that a loop goes over at once: it keeps nothing but the row at hand."""
APART = 8_192
"""Rows that pay for a thread of their own in a loop, which never asks for Python meanwhile."""

Codes = dict[int, dict[str, Computed]]
"""How each path is computed for each kind."""


@define(eq=False)
class Share:
    """Paths that are computed together: by what runs over the rows of each kind, so many at once, or by closures.

    `apart` are the rows that pay for a thread of their own.
    """

    paths: list[str]
    runs: Mapping[int, Run] | None
    size: int
    apart: int


@define(eq=False)
class Means:
    """What was made of rules, `program`, to compute their results."""

    program: Program
    compilers: dict[int, Compiler]
    codes: Codes
    loops: Loops | None = None
    tapes: Tapes | None = None

    def shares(
        self, paths: list[str], givens: Mapping[int, Given], columns: Mapping[str, Column], size: int, *, fused: bool,
        often: bool,
    ) -> Iterator[Share]:  # fmt: skip
        """The paths that are computed together.

        `fused` asks for compiled loops; `often` says that many blocks of so many rows are computed.
        """
        if fused and paths:
            loops = self._loops(paths, givens, columns)
            if loops.forms:
                yield Share(list(loops.forms), loops.ready(givens, columns), size * WIDER, min(size, APART))
            paths = [path for path in paths if path not in loops.forms]
        elif often and paths:
            if self.tapes is None:
                self.tapes = tapes_of(self.codes, self._definitions(), givens, {path: columns[path] for path in paths})
            if self.tapes.forms:
                yield Share(list(self.tapes.forms), self.tapes.ready(givens, columns, size), size, size)
            paths = [path for path in paths if path not in self.tapes.forms]
        if paths:
            yield Share(paths, None, size, size)

    def _loops(self, paths: list[str], givens: Mapping[int, Given], columns: Mapping[str, Column]) -> Loops:
        from evallang.backends.columns.fused.loops import Bounds, loops_of  # noqa: PLC0415  # an extra

        if self.loops is None:
            chosen = {path: columns[path] for path in paths}
            self.loops = loops_of(self.codes, self._definitions(), givens, Bounds(self.program, givens), chosen)
        return self.loops

    def _definitions(self) -> dict[int, Mapping[int, Any]]:
        return {kind: compiler.definitions for kind, compiler in self.compilers.items()}
