"""Which inputs are quantities of one sort: they are added, compared or put in the place of each other.

So units are inferred where none are declared (Kennedy, Types for units-of-measure, 2010).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, Program
from evallang.ir.walk import walk
from evallang.lint.facts import NEGATED
from evallang.semantics.order import definition_expressions
from evallang.symbolic.inline import inlined
from evallang.types import Quantity

AVERAGES = frozenset({"mean", "min", "max", "median", "quantile", "winsorise"})
"""Aggregates that give a quantity of the sort of their values."""

SAME = frozenset({"neg", "abs", "min", "max", "mean", "floor", "ceiling"})
"""Operations that do."""


class Sorts:
    """The sorts of the quantities of one program under chosen readings."""

    def __init__(self, program: Program, choices: Sequence[int]) -> None:
        self.program = program
        self.choices = choices
        self._above: dict[int, int] = {}
        self._open: set[int] = set()
        for d in program.definitions:
            if isinstance(d, InputDef):
                for n in d.at_most:
                    self._join([d.number, n])
            for root in definition_expressions(d):
                for e in walk(inlined(root, program)):
                    self._join([s for s in map(self.of, _beside(e)) if s is not None])

    def of(self, e: ir.Expr) -> int | None:
        """The sort of a quantity, by one of the inputs that are of it."""
        match e:
            case ir.Ref(targets=targets):
                return self._one_of(self._of_definition(n) for n in targets)
            case ir.ByReading(reading=reading, cases=cases):
                return self.of(cases[self.choices[reading]])
            case ir.If(then=then, otherwise=otherwise):
                return self._one_of(map(self.of, (then, otherwise)))
            case ir.Previous(operand=x) | ir.InPeriod(operand=x) | ir.ItemRef(inner=x):
                return self.of(x)
            case ir.Aggregate(op=op, value=value) if op in (*AVERAGES, "sum") and value is not None:
                return self.of(value)
            case ir.Apply(op=op, args=args) if op == "add" or op in SAME:
                return self._one_of(self.of(x) for x in args if not isinstance(x, ir.Const))
            case ir.Apply(op=op, args=args) if op.startswith("round:"):
                return self.of(args[0])
        return None

    def _of_definition(self, number: int) -> int | None:
        d = self.program.definitions[number]
        if isinstance(d, InputDef) and isinstance(d.type, Quantity) and not d.type.share:
            return self._root(number)
        if not isinstance(d, FormulaDef) or number in self._open:
            return None
        self._open.add(number)
        found = self.of(inlined(d.value, self.program))
        self._open.discard(number)
        return found

    def _one_of(self, found: Iterable[int | None]) -> int | None:
        sorts = set(found)
        return sorts.pop() if len(sorts) == 1 else None

    def _root(self, number: int) -> int:
        while number in self._above:
            number = self._above[number]
        return number

    def _join(self, numbers: Sequence[int]) -> None:
        for n in numbers[1:]:
            one, other = self._root(numbers[0]), self._root(n)
            if one != other:
                self._above[max(one, other)] = min(one, other)


def _beside(e: ir.Expr) -> tuple[ir.Expr, ...]:
    """The parts of an expression that are of one sort."""
    match e:
        case ir.If(then=then, otherwise=otherwise):
            return (then, otherwise)
        case ir.Apply(op=op, args=args) if op in ("add", "min", "max", *NEGATED):
            return args
    return ()
