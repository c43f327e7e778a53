"""Bodies with long lists: as many items as the rules ask for, where that is more than made-up bodies have."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, FormulaDef, Interval, Program
from evallang.ir.walk import walk
from evallang.lint.facts import NEGATED
from evallang.lint.starts import rows_of_subject
from evallang.semantics.order import definition_expressions
from evallang.trials.made import MOST_ITEMS, Path, Trial

_MOST = 40
"""Longer lists are not made up."""


class Lengths:
    """How many items of each list the rules ask for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        found: dict[Path, set[int]] = {}
        roots = [e for d in program.definitions for e in definition_expressions(d)]
        roots += [g.guard for trigger in program.triggers for g in trigger.guards if g.guard is not None]
        for e in roots:
            for path, number in self._asked(e):
                if number.denominator == 1:
                    found.setdefault(path, set()).update((int(number), int(number) + 1))
        long = {path: sorted(n for n in lengths if MOST_ITEMS < n <= _MOST) for path, lengths in found.items()}
        self.of = {path: tuple(lengths) for path, lengths in long.items() if lengths}

    def _asked(self, e: ir.Expr) -> Iterator[tuple[Path, Fraction]]:
        """What the sizes of lists are compared with."""
        for x in walk(e):
            match x:
                case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
                    for side, other in ((left, right), (right, left)):
                        if isinstance(other, ir.Const) and isinstance(other.value, Fraction):
                            yield from ((path, other.value) for path in self._counted(side))
                case ir.Aggregate(least=ir.Const(value=Fraction() as least), over=ir.ItemsOf(item=item)):
                    yield self.program.items[item].path, least
                case ir.Lookup(brackets=number, args=args):
                    for column, arg in enumerate(args):
                        ends = _ends(self.program.brackets[number], column)
                        yield from ((path, end) for path in self._counted(arg) for end in ends)

    def _counted(self, e: ir.Expr) -> Iterator[Path]:
        """The lists whose items are counted in an expression, itself or by a formula that it names."""
        for x in walk(e):
            match x:
                case ir.Aggregate(op="count", over=ir.ItemsOf(item=item)):
                    yield self.program.items[item].path
                case ir.Ref(targets=targets):
                    for d in (self.program.definitions[n] for n in targets):
                        if isinstance(d, FormulaDef) and isinstance(d.value, ir.Aggregate):
                            yield from self._counted(d.value)


def _ends(table: BracketsDef, column: int) -> Iterator[Fraction]:
    for test in (row.tests[column] for row in table.rows):
        ends = (test.low, test.high) if isinstance(test, Interval) else (test,)
        yield from (end for end in ends if isinstance(end, Fraction))


def crowded(trial: Trial, lengths: dict[Path, tuple[int, ...]]) -> Iterator[Trial]:
    """A body with its lists made longer, by copies of its first item."""
    for path, each in lengths.items():
        for length in each:
            other = trial.copy()
            for made in list(rows_of_subject(other)):
                rows = made.lists.get(path, {})
                if rows:
                    first = next(iter(rows.values()))
                    made.lists[path] = rows | {str(k): first.copy() for k in range(len(rows) + 1, length + 1)}
            yield other
