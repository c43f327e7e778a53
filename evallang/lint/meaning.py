"""What a name stands for where it is short: a formula by what it says, a reading by the case of its option."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, Program
from evallang.ir.walk import children
from evallang.lint.shifted import shifted
from evallang.symbolic.inline import inlined
from evallang.types import FLAG

SHORT = 120
"""The most nodes of a formula, with those that it uses written out, that is seen through."""


class Meanings:
    """What expressions of one program stand for under chosen readings, in the same frame.

    What formulas say is worked out once, also for what is `like` this under other readings.
    """

    def __init__(
        self, program: Program, choices: Sequence[int], most: int = SHORT, like: Meanings | None = None
    ) -> None:  # fmt: skip
        self.program = program
        self.choices = tuple(choices)
        self.most = most
        self._sizes: dict[int, int] = {} if like is None else like._sizes
        self._values: dict[int, ir.Expr] = {} if like is None else like._values
        self._lifted: dict[tuple[int, int], ir.Expr | None] = {} if like is None else like._lifted
        self._years: dict[ir.WorseInARow, tuple[ir.Expr, ...]] = {} if like is None else like._years

    def of(self, e: ir.Expr, targets: Sequence[int] = ()) -> ir.Expr | None:
        """What an expression stands for; None for what says itself what it is, and for what is long.

        `targets` are those of the variants of a name that are meant; all for none.
        """
        match e:
            case ir.ByReading(reading=reading, cases=cases):
                return cases[self.choices[reading]]
            case ir.Ref(lift=lift):
                meant = targets or e.targets
                d = self.program.definitions[meant[0]] if len(meant) == 1 else None
                return self._said(d, lift) if isinstance(d, FormulaDef) and self.size(d) <= self.most else None
        return None

    def year_by_year(self, e: ir.WorseInARow) -> tuple[ir.Expr, ...]:
        """What has to be so from each year to the next for a value to become worse so many years in a row."""
        if e not in self._years:
            values = [e.operand, *(ir.Previous(e.operand, n + 1, type=e.operand.type) for n in range(e.years))]
            op = "less" if e.more_is_better else "greater"
            self._years[e] = tuple(ir.Apply(op, (later, before), type=FLAG) for later, before in pairwise(values))
        return self._years[e]

    def _said(self, d: FormulaDef, lift: int) -> ir.Expr | None:
        """What a formula that stands some levels outwards says, as it is said here."""
        if lift == 0:
            return self.formula(d)
        place = (d.number, lift)
        if place not in self._lifted:
            self._lifted[place] = shifted(self.formula(d), lift)
        return self._lifted[place]

    def formula(self, d: FormulaDef) -> ir.Expr:
        """What a formula says, calls written out."""
        if d.number not in self._values:
            self._values[d.number] = inlined(d.value, self.program)
        return self._values[d.number]

    def size(self, d: FormulaDef) -> int:
        """How many nodes a formula has with those that it uses written out; no more are counted than are too many.

        What a list holds is not written out.
        """
        if d.number not in self._sizes:
            self._sizes[d.number] = self.most + 1  # until it is known: what uses itself is never short
            self._sizes[d.number] = self._size(self.formula(d))
        return self._sizes[d.number]

    def _size(self, e: ir.Expr) -> int:
        count, waiting = 0, [e]
        while waiting and count <= self.most:
            here = waiting.pop()
            count += 1
            for number in here.targets if isinstance(here, ir.Ref) else ():
                d = self.program.definitions[number]
                count += self.size(d) if isinstance(d, FormulaDef) else 0
            if not isinstance(here, ir.Previous | ir.InPeriod | ir.Aggregate):
                waiting += children(here)
        return count
