"""Conditions on numbers that choose between two values of a node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, Guarded, InputDef, NodeDef
from evallang.ir.walk import walk
from evallang.lint.meaning import Meanings
from evallang.lint.sites import Guard
from evallang.lint.subject import Subject
from evallang.lint.table_steps import high_steps
from evallang.lint.unstepped import unguarded
from evallang.source import Span
from evallang.types import NUMBER, Flag, Quantity

_COMPARED = ("equal", "unequal", "less", "less_equal", "greater", "greater_equal")


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
    """The guards of a node, the conditions within its values, formulas written out, and the high steps of tables."""
    active = [c for c in node.clauses if subject.active(c.conditions)]
    before: tuple[Guard, ...] = ()
    for place, clause in enumerate(active):
        value = subject.uses.written_out(clause.value)
        if clause.guard is not None:
            yield Switch(clause.guard, value, _rest(subject, node, active[place + 1 :]), clause.provisions, before)
        taken: tuple[Guard, ...] = (*before, (clause.guard, True)) if clause.guard is not None else before
        for condition, then, otherwise in _inside(value, subject.through.meanings):
            yield Switch(condition, then, otherwise, clause.provisions, taken)
        before = (*before, (clause.guard, False)) if clause.guard is not None else before


def _rest(subject: Subject, node: NodeDef, clauses: Sequence[Guarded]) -> ir.Expr:
    """The value by later clauses, and where none of them holds by the weights or the parts."""
    found = unguarded(subject, node)
    for clause in reversed(clauses):
        value = subject.uses.written_out(clause.value)
        found = value if clause.guard is None else ir.If(clause.guard, value, found, type=NUMBER)
    return found


def _inside(e: ir.Expr, meanings: Meanings) -> Iterator[tuple[ir.Expr, ir.Expr, ir.Expr]]:
    """Each condition in an expression, with the expression where it is true and where it is false."""
    match e:
        case ir.If(condition=c, then=t, otherwise=o):
            yield c, t, o
            yield from ((x, evolve(e, then=a), evolve(e, then=b)) for x, a, b in _inside(t, meanings))
            yield from ((x, evolve(e, otherwise=a), evolve(e, otherwise=b)) for x, a, b in _inside(o, meanings))
        case ir.ByReading() | ir.Ref():
            meant = meanings.of(e)
            yield from () if meant is None else _inside(meant, meanings)
        case ir.Apply(args=args) | ir.Lookup(args=args):
            yield from high_steps(e, meanings.program) if isinstance(e, ir.Lookup) else ()
            for i, arg in enumerate(args):
                for x, a, b in _inside(arg, meanings):
                    yield x, _with(e, i, a), _with(e, i, b)


def _with(e: ir.Apply | ir.Lookup, place: int, arg: ir.Expr) -> ir.Expr:
    """An operation with another operand; of what is undefined it is so too."""
    if isinstance(arg, ir.UndefinedConst):
        return arg
    return evolve(e, args=(*e.args[:place], arg, *e.args[place + 1 :]))


def numbers_of(subject: Subject, switch: Switch) -> list[InputDef]:
    """The numbers that the data give and of which those are made that a condition compares."""
    uses, asked = subject.uses, set[int]()
    for x in _compared(subject, switch.condition):
        asked |= uses.closed(x)
    found = [subject.program.definitions[n] for n in sorted(asked)]
    return [d for d in found if isinstance(d, InputDef) and isinstance(d.type, Quantity)]


def _compared(subject: Subject, condition: ir.Expr) -> Iterator[ir.Expr]:
    """The comparisons of numbers in a condition, and in the formulas that it asks whether they hold."""
    for x in walk(condition):
        if isinstance(x, ir.Apply) and x.op in _COMPARED and all(isinstance(a.type, Quantity) for a in x.args):
            yield x
        elif isinstance(x, ir.Ref) and isinstance(x.type, Flag):
            formulas = (subject.program.definitions[n] for n in x.targets)
            for d in formulas:
                yield from _compared(subject, subject.uses.written_out(d.value)) if isinstance(d, FormulaDef) else ()


def divisions(e: ir.Expr) -> list[ir.Apply]:
    """The divisions in an expression."""
    return [x for x in walk(e) if isinstance(x, ir.Apply) and x.op == "div"]
