"""Bodies with long lists: as many items as the rules ask for, which may be more than made-up bodies have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from math import ceil, floor

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, ClampStep, FormulaDef, Interval, NodeDef, Program
from evallang.ir.walk import children, walk
from evallang.lint.facts import NEGATED
from evallang.lint.starts import rows_of_subject
from evallang.lint.values import Values
from evallang.semantics.order import definition_expressions
from evallang.trials.made import Path, Trial

_MOST = 40
"""Longer lists are not made up."""
_MOST_CHOSEN = 3
"""Of so many conditions on the items that are counted bodies are made up that have many such items."""
_DEEP = 3
"""So many formulas are followed one into the other."""


class Lengths:
    """How many items of each list the rules ask for."""

    def __init__(self, program: Program, choices: Sequence[int]) -> None:
        self.program = program
        self._values: Values = Values(program, choices)
        found: dict[Path, set[int]] = {}
        roots = [e for d in program.definitions for e in definition_expressions(d)]
        roots += [g.guard for trigger in program.triggers for g in trigger.guards if g.guard is not None]
        asked = [x for e in roots for x in self._asked(e)]
        asked += [x for node in program.nodes for x in (*self._claimed(node), *self._limited(node))]
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

    def _limited(self, node: NodeDef) -> Iterator[tuple[Path, Fraction]]:
        """How many items the ends of its clamps come to, by itself or by one of its parts."""
        parts = (self.program.definitions[n] for p in node.parts for n in p.part.targets)
        clauses = [c.value for d in (node, *parts) if isinstance(d, NodeDef) for c in d.clauses]
        ends = (end for s in node.steps if isinstance(s, ClampStep) for end in (s.low, s.high) if end is not None)
        for number in (most for end in ends if (most := self._values.of(end).high) is not None):
            for value in clauses:
                yield from self._enough(value, number)

    def _enough(self, e: ir.Expr, number: Fraction, deep: int = _DEEP) -> Iterator[tuple[Path, Fraction]]:
        """The lists that an expression counts or adds up, itself or by formulas, and how many items make a number."""
        match e:
            case ir.Apply(op="add" | "sub" | "mul" | "div" | "neg" as op, args=args):
                for x, left in self._left(op, args, number):
                    yield from self._enough(x, left, deep)
            case ir.Aggregate(op="count", over=ir.ItemsOf(item=item)):
                yield self.program.items[item].path, number
            case ir.Aggregate(op="sum", value=value, over=ir.ItemsOf(item=item)) if value is not None:
                most = self._values.of(value).high
                if most is not None and most > 0:
                    yield self.program.items[item].path, number / most
                elif most is None:
                    yield from self._enough(value, number, deep)
            case ir.Ref(targets=targets):
                for d in (self.program.definitions[n] for n in targets if deep):
                    if isinstance(d, FormulaDef):
                        yield from self._enough(d.value, number, deep - 1)
            case _:
                for inner in children(e):
                    yield from self._enough(inner, number, deep)

    def _left(self, op: str, args: Sequence[ir.Expr], number: Fraction) -> Iterator[tuple[ir.Expr, Fraction]]:
        """What each operand that is no fixed number has to come to alone, for the whole to come to a number."""
        fixed = [self._values.of(a).point for a in args]
        for place, (arg, own) in enumerate(zip(args, fixed, strict=True)):
            if own is not None:
                continue
            left = number
            for other in (n for at, n in enumerate(fixed) if at != place and n is not None):
                match op:
                    case "add":
                        left -= other
                    case "sub":
                        left = left + other if place == 0 else other - left
                    case "mul" if other:
                        left /= other
                    case "div" if other and place == 0:
                        left *= other
            yield arg, abs(left)


@frozen(eq=False)
class Chosen:
    """Which items of a list are counted or added up: the list, the levels down to it, and the condition."""

    path: Path
    level: tuple[int, ...]
    where: ir.Expr


def chosen(
    program: Program, guards: Iterable[ir.Expr], used: Iterable[int], paths: Collection[Path]
) -> list[Chosen]:  # fmt: skip
    """The first of some lists of which conditions, and what they use, count or add up only those items."""
    es = chain(guards, (e for n in used for e in definition_expressions(program.definitions[n])))
    found: list[Chosen] = []
    for x in (x for e in es for x in walk(e)):
        match x:
            case ir.Aggregate(op="count" | "sum", over=ir.ItemsOf(item=item, where=where)) if where is not None:
                path = program.items[item].path
                if path in paths and not any(isinstance(y, ir.Local) for y in walk(where)):
                    found += [Chosen(path, _levels(program, item), where)]
    return list({c.where.span: c for c in found}.values())[:_MOST_CHOSEN]


def _levels(program: Program, item: int) -> tuple[int, ...]:
    found, at = [item], program.items[item].parent
    while at is not None:
        found.append(at)
        at = program.items[at].parent
    return tuple(reversed(found))


def _ends(table: BracketsDef, column: int) -> Iterator[Fraction]:
    for test in (row.tests[column] for row in table.rows):
        ends = (test.low, test.high) if isinstance(test, Interval) else (test,)
        yield from (end for end in ends if isinstance(end, Fraction))


def crowded(
    trial: Trial, lengths: dict[Path, tuple[int, ...]], keys: tuple[str, ...] = ()
) -> Iterator[Trial]:  # fmt: skip
    """A body with its lists made longer, by copies of their first items; with `keys` of nothing but the item there."""
    for path, each in lengths.items():
        for length in each:
            other = trial.copy()
            for made in list(rows_of_subject(other)):
                rows = made.lists.get(path, {})
                copied = rows.get(keys[-1]) if keys else next(iter(rows.values()), None)
                if copied is not None:
                    more = {str(k): copied.copy() for k in range(1 if keys else len(rows) + 1, length + 1)}
                    made.lists[path] = {**({} if keys else rows), **more}
            yield other
