"""Proofs by cases: conditions that ranges do not settle are taken to be true, then to be false, each time anew.

Only conditions that must have a value are taken so. A condition without one, beside `or`, can make no difference to
what has one; but to suppose that it is true would be to suppose that no divisor in it is 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Program
from evallang.ir.walk import children
from evallang.lint.facts import NEGATED, Facts, Reader, truth, where
from evallang.lint.stood_in import asked_for

DEPTH = 5
"""How many conditions are taken apart, one inside the other."""

_TOTAL = frozenset({"add", "neg", "mul", "min", "max", "abs", "floor", "ceiling", "and", "or", "not", *NEGATED})


class Cases:
    """Whether conditions can all be as they say, for the bodies that a reader tells of."""

    def __init__(self, program: Program, reader: Reader) -> None:
        self.program = program
        self.reader = reader

    def possible(self, guards: Sequence[tuple[ir.Expr, bool]], facts: Facts | None, depth: int = DEPTH) -> bool:
        """Whether it is not excluded; `facts` are what is known where the guards hold."""
        if facts is None:
            return False
        open_ = next((c for g, _ in guards for c in self._open(g, facts, sure=True)), None) if depth else None
        if open_ is None:
            return True
        for holds in (True, False):
            more = ((open_, holds), *guards)
            if self.possible(more, where(more, self.reader, facts), depth - 1):
                return True
        return False

    def _open(self, e: ir.Expr, facts: Facts, *, sure: bool) -> Iterator[ir.Expr]:
        """The conditions inside an expression that are not settled; `sure` where it must have a value."""
        match e:
            case ir.If(condition=c, then=then, otherwise=otherwise):
                known = truth(c, facts, self.reader)
                yield from self._asked(c, known, facts, sure=sure)
                for x in [then] * (known is not False) + [otherwise] * (known is not True):
                    yield from self._open(x, facts, sure=sure and known is not None)
            case ir.Apply(op="and" | "or", args=args):
                for x in args:
                    known = truth(x, facts, self.reader)
                    yield from self._asked(x, known, facts, sure=False)
                    yield from self._open(x, facts, sure=False) if known is not None else ()
            case ir.Apply(args=args):
                for x in args:
                    yield from self._open(x, facts, sure=sure)
            case _:
                meant = self.reader.meaning(e)
                if meant is not None:
                    yield from self._open(meant, facts, sure=sure)

    def _asked(self, c: ir.Expr, known: bool | None, facts: Facts, *, sure: bool) -> Iterator[ir.Expr]:
        if known is None and (sure or self._total(c)):
            yield c
        elif known is None:
            yield from self._open(c, facts, sure=False)

    def _total(self, e: ir.Expr) -> bool:
        """Whether an expression has a value wherever the inputs that it uses are given."""
        match e:
            case ir.Const() | ir.ParameterRef() | ir.KindOf() | ir.HasAttribute() | ir.InScope():
                return True
            case ir.Previous(operand=x) | ir.InPeriod(operand=x):
                return self._is_given(x)
            case ir.Apply(op=op) if op not in _TOTAL:
                return False
            case ir.Apply() | ir.If():
                return all(map(self._total, children(e)))
        meant = self.reader.meaning(e)
        return self._total(meant) if meant is not None else self._is_given(e)

    def _is_given(self, e: ir.Expr) -> bool:
        """Whether an expression is an input, one that the bodies have; where rules ask for it it may be missing."""
        found = [self.program.definitions[n] for n in e.targets] if isinstance(e, ir.Ref) else []
        if any(d.number in asked_for(self.program) for d in found):
            return False
        own = [d for d in found if d.kinds is None or self.reader.kind is None or self.reader.kind in d.kinds]
        return bool(own) and all(isinstance(d, InputDef) for d in found)
