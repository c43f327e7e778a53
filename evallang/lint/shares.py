"""Quotients of which the data says that they are shares: an input by one that it is at most, also sums of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef
from evallang.lint.facts import Facts
from evallang.lint.forms import form
from evallang.lint.ranges import ANY, Range, below, times

if TYPE_CHECKING:
    from evallang.lint.values import Values

_SHARE = Range(Fraction(0), Fraction(1), True, True)
_ONE = ir.Const(Fraction(1), "1")


def share_of(quotient: ir.Apply, values: Values, read: Callable[[ir.Expr], Range]) -> Range:
    """What `x * part / whole` can be where the part is at most the whole: between 0 and x."""
    above, below = quotient.args
    factors = _factors(above)
    for i, factor in enumerate(factors):
        if at_most(factor, below, values):
            found = _SHARE
            for other in (*factors[:i], *factors[i + 1 :]):
                found = times(found, read(other))
            return found
    return ANY


def at_most(part: ir.Expr, whole: ir.Expr, values: Values) -> bool:
    """Whether by the data each input of one sum is at most one of another sum, and none is below zero."""
    parts, left = _terms(part, values), _terms(whole, values)
    if not parts or not left:
        return False
    every = [n for term in (*parts, *left) for n in term]
    for term in parts:
        found = next((w for w in left if _bounded(term, w, values)), None)
        if found is None:
            return False
        left.remove(found)
    lows = [values.of_definition(n).low for n in every]
    return all(low is not None and low >= 0 for low in lows)


def bounded(e: ir.Ref, values: Values, facts: Facts) -> Range:
    """What is known of an input by what is known of one that it is at most."""
    found = ANY
    for number in values.targets(e.targets) if e.lift == 0 and len(e.targets) == 1 else ():
        d = values.program.definitions[number]
        for whole in getattr(d, "at_most", ()):
            known = facts.get(form(ir.Ref((whole,), "")))
            beside = values.program.definitions[whole].level == d.level
            if isinstance(known, Range) and beside and _bounded((number,), (whole,), values):
                found = below(found, known)
    return found


def _factors(e: ir.Expr) -> list[ir.Expr]:
    match e:
        case ir.Apply(op="mul", args=args):
            return [f for a in args for f in _factors(a)]
        case ir.Apply(op="div", args=(above, below)):
            return [*_factors(above), ir.Apply("div", (_ONE, below), type=e.type)]
    return [e]


def _bounded(part: tuple[int, ...], whole: tuple[int, ...], values: Values) -> bool:
    """Only what the data gives is compared with what it is at most, and nothing that stands in for it."""
    inputs = [values.program.definitions[n] for n in (*part, *whole)]
    if not all(isinstance(d, InputDef) and d.fallback is None for d in inputs):
        return False
    return all(set(whole) <= set(getattr(d, "at_most", ())) for d in inputs[: len(part)])


def _terms(e: ir.Expr, values: Values) -> list[tuple[int, ...]]:
    """The inputs of which a value is the sum, formulas and readings followed; none where it is no such sum."""
    match e:
        case ir.ByReading(reading=reading, cases=cases):
            return _terms(cases[values.choices[reading]], values)
        case ir.Apply(op="add", args=args):
            terms = [_terms(a, values) for a in args]
            return [t for found in terms for t in found] if all(terms) else []
        case ir.Ref(targets=targets):
            found = values.targets(targets)
            meant = [values.program.definitions[n] for n in found]
            if len(meant) == 1 and isinstance(meant[0], FormulaDef):
                return _terms(meant[0].value, values)
            return [tuple(found)] if found and all(isinstance(d, InputDef) for d in meant) else []
    return []
