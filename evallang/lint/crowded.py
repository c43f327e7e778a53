"""Bodies with long lists: as many items as the rules ask for, which may be more than made-up bodies have."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, FormulaDef, InputDef, Interval, NodeDef, Program
from evallang.ir.walk import walk
from evallang.lint.declared import declared
from evallang.lint.facts import NEGATED
from evallang.lint.starts import rows_of_subject
from evallang.semantics.order import definition_expressions
from evallang.trials.made import Path, Trial

_MOST = 40
"""Longer lists are not made up."""


class Lengths:
    """How many items of each list the rules ask for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        found: dict[Path, set[int]] = {}
        roots = [e for d in program.definitions for e in definition_expressions(d)]
        roots += [g.guard for trigger in program.triggers for g in trigger.guards if g.guard is not None]
        asked = [x for e in roots for x in self._asked(e)]
        asked += [x for node in program.nodes for x in self._claimed(node)]
        for path, number in asked:
            found.setdefault(path, set()).update((ceil(number), floor(number) + 1))
        long = {path: sorted(n for n in lengths if 1 < n <= _MOST) for path, lengths in found.items()}
        self.of = {path: tuple(lengths) for path, lengths in long.items() if lengths}

    def _asked(self, e: ir.Expr) -> Iterator[tuple[Path, Fraction]]:
        """How many items what is compared with the sizes of lists, or with sums over them, comes to."""
        for x in walk(e):
            match x:
                case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
                    for side, other in ((left, right), (right, left)):
                        if isinstance(other, ir.Const) and isinstance(other.value, Fraction):
                            yield from self._enough(side, other.value)
                case ir.Aggregate(least=ir.Const(value=Fraction() as least), over=ir.ItemsOf(item=item)):
                    yield self.program.items[item].path, least
                case ir.Lookup(brackets=number, args=args):
                    for column, arg in enumerate(args):
                        for end in _ends(self.program.brackets[number], column):
                            yield from self._enough(arg, end)

    def _claimed(self, node: NodeDef) -> Iterator[tuple[Path, Fraction]]:
        """How many items the points of a node come to, where it adds up what they give."""
        for points in (amount for p in node.points for _, amount in p.by_kind):
            for clause in node.clauses:
                yield from self._enough(clause.value, points)

    def _enough(self, e: ir.Expr, number: Fraction) -> Iterator[tuple[Path, Fraction]]:
        """The lists that an expression counts or adds up, itself or by a formula, and how many items make a number."""
        for x in walk(e):
            match x:
                case ir.Aggregate(op="count", over=ir.ItemsOf(item=item)):
                    yield self.program.items[item].path, number
                case ir.Aggregate(op="sum", value=ir.Ref(targets=(target,)), over=ir.ItemsOf(item=item)):
                    d = self.program.definitions[target]
                    most = declared(self.program, d).high if isinstance(d, InputDef) else None
                    if most is not None and most > 0:
                        yield self.program.items[item].path, number / most
                case ir.Ref(targets=targets):
                    for d in (self.program.definitions[n] for n in targets):
                        if isinstance(d, FormulaDef) and isinstance(d.value, ir.Aggregate):
                            yield from self._enough(d.value, number)


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
