"""Boundary values made from the constants of the rules: edges, ties of their roundings, 0, what is huge and tiny."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import define
from engine.making import Pick
from engine.random_programs import Made

from evallang.ir import expr as ir
from evallang.ir.program import Interval, NodeDef, Program, RoundStep
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions

NEAREST = (Fraction(0), Fraction(0), Fraction(1, 200), Fraction(-1, 200), Fraction(1, 10**9), Fraction(-1, 10**9))
HUGE_AND_TINY = (
    Fraction(0), Fraction(10**12), Fraction(98765432109877), Fraction(1, 2) - 10**12, Fraction(1, 10**9),
    Fraction(-1, 10**9), Fraction(10**17),
)  # fmt: skip


@define(eq=False)
class Edges:
    """The places where something changes in a program."""

    edges: tuple[Fraction, ...]
    ties: tuple[Fraction, ...]

    def value(self, pick: Pick) -> Fraction:
        """An edge or what stands beside it, a tie, now and then something far off."""
        if not pick(range(12)):
            return pick(HUGE_AND_TINY)
        if not pick(range(3)):
            return pick(self.ties) * pick((1, 1, -1)) + pick((0, 0, 1, 90)) + pick(NEAREST[:1] * 4 + NEAREST[4:])
        return pick(self.edges) + pick(NEAREST)


def edges_of(program: Program) -> Edges:
    """The edges of a program: its constants and bounds, and the halves of its steps; 89.995 is always a tie."""
    found = dict.fromkeys(_constants(program))
    steps = [abs(c) for c in dict.fromkeys(_steps(program)) if c]
    ties = [step * times for step in steps for times in (Fraction(1, 2), Fraction(3, 2), Fraction(5, 2))]
    return Edges((*found, Fraction(0)), (*ties, Fraction("89.995"), Fraction(1, 200)))


def _expressions(program: Program) -> Iterator[ir.Expr]:
    roots = [root for d in program.definitions for root in definition_expressions(d)]
    roots += [f.value for f in program.functions]
    roots += [g.guard for t in program.triggers for g in t.guards if g.guard is not None]
    return (x for root in roots for x in walk(root))


def _constants(program: Program) -> Iterator[Fraction]:
    for x in _expressions(program):
        if isinstance(x, ir.Const) and isinstance(x.value, Fraction):
            yield x.value
    tables = [*program.brackets, *(g.table for d in program.definitions if isinstance(d, NodeDef) for g in d.grades)]
    for test in (test for table in tables for row in table.rows for test in row.tests):
        if isinstance(test, Interval):
            yield from (end for end in (test.low, test.high) if end is not None)
        elif isinstance(test, Fraction):
            yield test


def _steps(program: Program) -> Iterator[Fraction]:
    steps = [s.step for d in program.definitions if isinstance(d, NodeDef) for s in d.steps if isinstance(s, RoundStep)]
    steps += [x.args[1] for x in _expressions(program) if isinstance(x, ir.Apply) and x.op.startswith("round:")]
    yield from (s.value for s in steps if isinstance(s, ir.Const) and isinstance(s.value, Fraction))


def moved(given: Sequence[Mapping[str, Any]], made: Made, edges: Edges, pick: Pick) -> list[dict[str, Any]]:
    """The same data with every third number put on an edge; shares stay shares, and years years."""
    numbers = {asked.header for level in made.inputs for asked in level if asked.kind == "number"}

    def cell(name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [{key: cell(key, inner) for key, inner in row.items()} for row in value]
        if name not in numbers or not isinstance(value, Fraction) or pick(range(3)):
            return value
        return edges.value(pick)

    return [{key: cell(key, value) for key, value in body.items()} for body in given]


def with_digits(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same data with what no column of a database holds, such as 1/3, cut to nine digits."""

    def cell(value: Any) -> Any:
        if isinstance(value, list):
            return with_digits(value)
        if not isinstance(value, Fraction) or (value * 10**9).denominator == 1:
            return value
        return Fraction(round(value * 10**9), 10**9)

    return [{key: cell(value) for key, value in body.items()} for body in given]
