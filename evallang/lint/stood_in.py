"""Inputs that are never missing, because a number stands in for what is not given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions


def is_stood_in(program: Program, numbers: Sequence[int]) -> bool:
    """Whether definitions are inputs for each of which a number, a word or a flag stands in where it is missing."""
    found = [program.definitions[n] for n in numbers]
    return bool(found) and all(isinstance(d, InputDef) and isinstance(d.fallback, ir.Const) for d in found)


def looks_back(program: Program) -> bool:
    """Whether rules work out results of another year: there nothing stands in for what is missing."""
    named = (x for root in _roots(program) for e in walk(root) if _is_of_another_year(e) for x in walk(e))
    return any(isinstance(x, ir.Local) or (isinstance(x, ir.Ref) and not _is_input(program, x)) for x in named)


def _is_of_another_year(e: ir.Expr) -> bool:
    return isinstance(e, ir.Previous | ir.InPeriod | ir.WorseInARow)


def _is_input(program: Program, e: ir.Ref) -> bool:
    return all(isinstance(program.definitions[n], InputDef) for n in e.targets)


def _roots(program: Program) -> Iterator[ir.Expr]:
    for d in program.definitions:
        yield from definition_expressions(d)
    yield from (f.value for f in program.functions)
    yield from (g.guard for t in program.triggers for g in t.guards if g.guard is not None)
