"""Quotients that are shares by what the data says, or means of what applies: narrower than their parts tell."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeGuard

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef
from evallang.lint.facts import Facts
from evallang.lint.forms import form
from evallang.lint.ranges import ANY, Range, below, divided, times, union

if TYPE_CHECKING:
    from evallang.lint.values import Values

_SHARE = Range(Fraction(0), Fraction(1), True, True)
_ONE = ir.Const(Fraction(1), "1")


Reader = Callable[[ir.Expr], Range]


def share_of(quotient: ir.Apply, values: Values, read: Reader) -> Range:
    """What a quotient can be: `x * part / whole` is between 0 and x, a mean of what applies between its extremes."""
    part, whole = quotient.args
    found = _mean(_cases(part, values), _cases(whole, values), read)
    return found if found is not None else _share(part, whole, values, read)


def _mean(parts: list[ir.If], counted: list[ir.If], read: Reader) -> Range | None:
    """`(if a then x else 0 + …) / (if a then n else 0 + …)`: between the least and the greatest x / n."""
    if not parts or [form(c.condition) for c in parts] != [form(c.condition) for c in counted]:
        return None
    if any(read(c.otherwise).point != 0 for c in (*parts, *counted)):
        return None
    counts = [read(c.then) for c in counted]
    if any(n.low is None or n.low <= 0 for n in counts):
        return None
    return union(divided(read(c.then), n) for c, n in zip(parts, counts, strict=True))


def _cases(e: ir.Expr, values: Values) -> list[ir.If]:
    """The conditional terms of a sum, formulas and readings followed; none where there are others."""
    match e:
        case ir.If():
            return [e]
        case ir.ByReading(reading=reading, cases=cases):
            return _cases(cases[values.choices[reading]], values)
        case ir.Apply(op="add", args=args):
            terms = [_cases(a, values) for a in args]
            return [t for found in terms for t in found] if all(terms) else []
        case ir.Ref(targets=targets, lift=0):
            meant = [values.program.definitions[n] for n in values.targets(targets)]
            if len(meant) == 1 and isinstance(meant[0], FormulaDef):
                return _cases(meant[0].value, values)
    return []


def _share(part: ir.Expr, whole: ir.Expr, values: Values, read: Reader) -> Range:
    factors = _factors(part)
    for i, factor in enumerate(factors):
        if at_most(factor, whole, values):
            found = _SHARE
            for other in (*factors[:i], *factors[i + 1 :]):
                found = times(found, read(other))
            return found
    return ANY


def at_most(part: ir.Expr, whole: ir.Expr, values: Values) -> bool:
    """Whether by the data each input of one sum is at most one of another sum, and none is below zero.

    So it is too where members of a list are counted among all of them, where such inputs are added up over a list, and
    where the one is the greatest or the least of all bodies.
    """
    if _counted(part, whole) or _added_up(part, whole, values) or _is_extreme(part, whole, values):
        return True
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


def _counted(part: ir.Expr, whole: ir.Expr) -> bool:
    match part, whole:
        case ir.Aggregate(op="count", over=some), ir.Aggregate(op="count", over=every):
            return not isinstance(every, ir.PartsOf) and every.where is None and _list(some) == _list(every)
    return False


def _added_up(part: ir.Expr, whole: ir.Expr, values: Values) -> bool:
    """Whether two sums go over one list, or the first over some of it, and each summand is at most the other."""
    if not (_is_sum(part, values) and _is_sum(whole, values)) or _list(part.over) != _list(whole.over):
        return False
    chosen, among = (getattr(e.over, "where", None) for e in (part, whole))
    if among is not None and (chosen is None or form(chosen) != form(among)):
        return False
    some, every = part.value, whole.value
    if some is None or every is None or isinstance(whole.over, ir.PartsOf):
        return False
    least = values.anyone.of(every).low
    same = form(some) == form(every) and least is not None and least >= 0
    return same or at_most(some, every, values)


def _is_extreme(part: ir.Expr, whole: ir.Expr, values: Values) -> bool:
    """Whether a number of a body is compared with the greatest or the least of all, its own among them."""
    for own, other, op in ((part, whole, "max"), (whole, part, "min")):
        match other:
            case ir.Aggregate(op=found, value=value, over=ir.BodiesOf(where=None, same=None)) if found == op:
                low = values.anyone.of(own).low
                if value is not None and form(value) == form(own) and low is not None and low >= 0:
                    return True
    return False


def _is_sum(e: ir.Expr, values: Values) -> TypeGuard[ir.Aggregate]:
    """Whether numbers are added up over a list, so that the sum of nothing is 0 or has no value."""
    return isinstance(e, ir.Aggregate) and e.op == "sum" and (e.none is None or values.of(e.none).point == 0)


def _list(over: ir.Over) -> tuple[object, ...]:
    match over:
        case ir.ItemsOf(item=item, of_every_body=every, lift=lift):
            return ("items", item, every, lift)
        case ir.BodiesOf(same_kind=kind, same=same):
            return ("bodies", kind, None if same is None else form(same))
    return ("one of its own", id(over))


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
