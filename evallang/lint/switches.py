"""Conditions on numbers that choose between two values of a node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.ir.program import Guarded, InputDef, NodeDef
from evallang.ir.walk import walk
from evallang.lint.sites import Guard
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.types import Quantity


@frozen(eq=False)
class Switch:
    """A condition, and the value of the node, before its clamps, where it is true and where it is false.

    It is looked at only where the guards `before` it are as they say.
    """

    condition: ir.Expr
    then: ir.Expr
    otherwise: ir.Expr
    provisions: tuple[str, ...]
    before: tuple[Guard, ...]

    @property
    def span(self) -> Span:
        """Where the condition stands."""
        return self.condition.span


def switches(subject: Subject, node: NodeDef) -> Iterator[Switch]:
    """The guards of a node, and the conditions within its values, calls of formulas written out."""
    active = [c for c in node.clauses if subject.active(c.conditions)]
    before: tuple[Guard, ...] = ()
    for place, clause in enumerate(active):
        value = subject.uses.written_out(clause.value)
        if clause.guard is not None:
            rest = _rest(subject, active[place + 1 :])
            if rest is not None:
                yield Switch(clause.guard, value, rest, clause.provisions, before)
        taken: tuple[Guard, ...] = (*before, (clause.guard, True)) if clause.guard is not None else before
        for condition, then, otherwise in _inside(value, subject.choices):
            yield Switch(condition, then, otherwise, clause.provisions, taken)
        before = (*before, (clause.guard, False)) if clause.guard is not None else before


def _rest(subject: Subject, clauses: Sequence[Guarded]) -> ir.Expr | None:
    """The value by later clauses; None where there is none without a guard."""
    found: ir.Expr | None = None
    for clause in reversed(clauses):
        value = subject.uses.written_out(clause.value)
        if clause.guard is None:
            found = value
        elif found is not None:
            found = ir.If(clause.guard, value, found, type=value.type)
    return found


def _inside(e: ir.Expr, choices: Sequence[int]) -> Iterator[tuple[ir.Expr, ir.Expr, ir.Expr]]:
    """Each condition in an expression, with the expression where it is true and where it is false."""
    match e:
        case ir.If(condition=c, then=t, otherwise=o):
            yield c, t, o
            yield from ((x, evolve(e, then=a), evolve(e, then=b)) for x, a, b in _inside(t, choices))
            yield from ((x, evolve(e, otherwise=a), evolve(e, otherwise=b)) for x, a, b in _inside(o, choices))
        case ir.ByReading(reading=reading, cases=cases):
            yield from _inside(cases[choices[reading]], choices)
        case ir.Apply(args=args) | ir.Lookup(args=args):
            for i, arg in enumerate(args):
                for x, a, b in _inside(arg, choices):
                    one, two = (evolve(e, args=(*args[:i], y, *args[i + 1 :])) for y in (a, b))
                    yield x, one, two


def numbers_of(subject: Subject, switch: Switch, node: NodeDef) -> list[InputDef]:
    """The numbers that the data give and a condition compares, those of the body or item that the node is of."""
    uses = subject.uses
    asked = {n for x in walk(switch.condition) if isinstance(x, ir.Apply) for n in uses.of_expression(x)}
    found = [subject.program.definitions[n] for n in sorted(asked)]
    return [d for d in found if isinstance(d, InputDef) and isinstance(d.type, Quantity) and d.level == node.level]


def divisions(e: ir.Expr) -> list[ir.Apply]:
    """The divisions in an expression."""
    return [x for x in walk(e) if isinstance(x, ir.Apply) and x.op == "div"]
