"""Inputs that may be missing: those for which nothing stands in, and those that the rules ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions

_asked: WeakKeyDictionary[Program, frozenset[int]] = WeakKeyDictionary()


def is_stood_in(program: Program, numbers: Sequence[int]) -> bool:
    """Whether definitions are inputs for each of which a number, a word or a flag stands in where it is missing."""
    found = [program.definitions[n] for n in numbers]
    return bool(found) and all(isinstance(d, InputDef) and isinstance(d.fallback, ir.Const) for d in found)


def looks_back(program: Program) -> bool:
    """Whether rules work out results of another year: there nothing stands in for what is missing."""
    named = (x for root in _roots(program) for e in walk(root) if _is_of_another_year(e) for x in walk(e))
    return any(isinstance(x, ir.Local) or (isinstance(x, ir.Ref) and not _is_input(program, x)) for x in named)


def asked_for(program: Program) -> frozenset[int]:
    """The definitions of which rules ask whether they are missing, with what those are made of."""
    if program not in _asked:
        operands = (e.operand for root in _roots(program) for e in walk(root) if isinstance(e, ir.Asks))
        found: set[int] = set()
        waiting = [n for x in operands for n in _named(x)]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += [n for x in definition_expressions(program.definitions[number]) for n in _named(x)]
        _asked[program] = frozenset(found)
    return _asked[program]


def _named(e: ir.Expr) -> list[int]:
    return [n for x in walk(e) if isinstance(x, ir.Ref) for n in x.targets]


def _is_of_another_year(e: ir.Expr) -> bool:
    return isinstance(e, ir.Previous | ir.InPeriod | ir.WorseInARow)


def _is_input(program: Program, e: ir.Ref) -> bool:
    return all(isinstance(program.definitions[n], InputDef) for n in e.targets)


def _roots(program: Program) -> Iterator[ir.Expr]:
    for d in program.definitions:
        yield from definition_expressions(d)
    yield from (f.value for f in program.functions)
    yield from (g.guard for t in program.triggers for g in t.guards if g.guard is not None)
