"""Which special cases of a node hold together on made-up bodies: one body tells of many pairs at once.

A body that shows something new is kept and changed again (novelty search; Lehman and Stanley, 2011). So the pairs of a
node with many cases need not be looked for one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.ir import expr as ir
from evallang.lint.search import Search
from evallang.lint.wanted import Wanted
from evallang.trials.made import Trial

STARTS = 10
MOST = 100_000
"""How many conditions and values are worked out, at most."""
PATIENCE = 80
"""After so many bodies that show nothing new no more are made."""


class Together:
    """What bodies show of cases, the earlier one of a pair first: numbers of places in the order of the cases."""

    def __init__(self, search: Search, wanted: Wanted, guards: Sequence[ir.Expr], values: Sequence[ir.Expr]) -> None:
        self.search, self.wanted = search, wanted
        self.count, self.asked = len(guards), (*guards, *values)
        self.silent = [isinstance(value, ir.UndefinedConst) for value in values]
        self.both: dict[tuple[int, int], Trial] = {}
        """Bodies for which both hold, none before them does, and the results differ."""
        self.without: set[tuple[int, int]] = set()
        """The earlier one holds, none before it does, nor does the later one."""
        self.deepest = [-1] * self.count
        """The latest case that gives the value of a body for which a case holds."""
        self._look_for_more()

    def shown(self, first: int, second: int) -> Trial | None:
        """A body for which two cases hold, where the earlier one is no part of the later one."""
        return self.both.get((first, second)) if (first, second) in self.without else None

    def _look_for_more(self) -> None:
        search, random = self.search, self.search.maker.random
        kept = [trial for trial in search.starts(self.wanted, STARTS) if self._is_new(trial)]
        left, idle = MOST // len(self.asked), 0
        while kept and left > 0 and idle < PATIENCE:
            begun = kept[-1] if random.random() < 0.5 else random.choice(kept)
            trial = search.changed(begun)
            left, idle = left - 1, idle + 1
            if self._is_new(trial):
                kept.append(trial)
                idle = 0

    def _is_new(self, trial: Trial) -> bool:
        """Look at a body; whether it shows something that none did before."""
        before = self._known
        for found in self.search.measures(trial, self.wanted, self.asked).values():
            self._seen(trial, found[: self.count], found[self.count :])
        return self._known > before

    @property
    def _known(self) -> int:
        return len(self.both) + len(self.without) + sum(self.deepest)

    def _seen(self, trial: Trial, holds: Sequence[Any], values: Sequence[Any]) -> None:
        first = next((i for i, held in enumerate(holds) if held is not False), None)
        if first is None or holds[first] is not True:
            return
        for i in range(first, self.count):
            if holds[i] is True:
                self.deepest[i] = max(self.deepest[i], first)
                if i > first and self._differ(first, values[first], values[i]):
                    self.both.setdefault((first, i), trial)
            elif holds[i] is False:
                self.without.add((first, i))

    def _differ(self, first: int, one: Any, other: Any) -> bool:
        if self.silent[first]:
            return not isinstance(other, Absent)
        return isinstance(one, Fraction | str | bool) and isinstance(other, type(one)) and one != other
