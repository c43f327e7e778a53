"""Calls of formulas with parameters, replaced by what they say."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from attrs import evolve

from evallang.ir import expr as ir
from evallang.ir.program import Program
from evallang.ir.walk import children, walk

MAX_NODES = 2000
"""No formula is made longer than this."""


_MADE: WeakKeyDictionary[Program, dict[int, tuple[ir.Expr, ir.Expr]]] = WeakKeyDictionary()
"""By program and identity, an expression and what it is written out; it is kept, so that its identity is its own."""


def inlined(e: ir.Expr, program: Program) -> ir.Expr:
    """An expression without those calls that can be written out; it has the same value for every input.

    A call stays where an argument stands inside a list or another period: there it would be looked at elsewhere.
    An expression is written out once, so that the result for it is always the same one.
    """
    made = _MADE.get(program)
    if made is None:
        made = _MADE[program] = {}
    known = made.get(id(e))
    if known is None:
        known = made[id(e)] = (e, _written_out(e, program))
    return known[1]


def _written_out(e: ir.Expr, program: Program) -> ir.Expr:
    if not any(isinstance(x, ir.Invoke) for x in walk(e)):
        return e
    found = _without_calls(e, program)
    return e if found is None or _longer(found) else found


def _longer(e: ir.Expr) -> bool:
    return any(count > MAX_NODES for count, _ in enumerate(walk(e)))


def _without_calls(e: ir.Expr, program: Program) -> ir.Expr | None:
    """None where it would become too long."""
    match e:
        case ir.Apply(args=args) | ir.Lookup(args=args):
            made = _each(args, program)
            return None if made is None else evolve(e, args=made)
        case ir.ByReading(cases=cases):
            made = _each(cases, program)
            return None if made is None else evolve(e, cases=made)
        case ir.If():
            made = _each((e.condition, e.then, e.otherwise), program)
            return None if made is None else evolve(e, condition=made[0], then=made[1], otherwise=made[2])
        case ir.Invoke(args=args):
            made = _each(args, program)
            body = _without_calls(program.functions[e.function].value, program)
            if made is None or body is None:
                return None
            value = _filled(body, made)
            return evolve(e, args=made) if value is None else None if _longer(value) else value
    return e


def _each(es: tuple[ir.Expr, ...], program: Program) -> tuple[ir.Expr, ...] | None:
    found = [x for x in (_without_calls(e, program) for e in es) if x is not None]
    return tuple(found) if len(found) == len(es) else None


def _filled(e: ir.Expr, args: tuple[ir.Expr, ...]) -> ir.Expr | None:
    """The body of a formula with arguments for its parameters; None where one stands in another frame."""
    match e:
        case ir.Local(index=index):
            return args[index]
        case ir.Apply() | ir.Lookup() | ir.ByReading() | ir.If() | ir.Asks() | ir.Invoke():
            made = [_filled(x, args) for x in children(e)]
            return _rebuilt(e, [x for x in made if x is not None]) if None not in made else None
    return None if any(isinstance(x, ir.Local) for x in walk(e)) else e


def _rebuilt(e: ir.Apply | ir.Lookup | ir.ByReading | ir.If | ir.Asks | ir.Invoke, made: list[ir.Expr]) -> ir.Expr:
    match e:
        case ir.ByReading():
            return evolve(e, cases=tuple(made))
        case ir.If():
            return evolve(e, condition=made[0], then=made[1], otherwise=made[2])
        case ir.Asks():
            return evolve(e, operand=made[0])
    return evolve(e, args=tuple(made))
