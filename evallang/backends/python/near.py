"""Sums in floats, with a bound of their error: they decide a rounding that is not in doubt, and leave it where it is.

A float differs from the exact number x by at most a + r·|x|, where (a, r) is its `error`. One operation adds U·|x|:
Python divides whole numbers with one rounding, and makes them floats with one. The bounds are sums of fractions; what
is left out of them, products of small errors, is made up for by counting each rounding a little larger than it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from evallang.backends.python import ranges
from evallang.backends.python.code import Code
from evallang.backends.python.unit import NotCompiled
from evallang.backends.python.value import Value
from evallang.source import NOWHERE

U = Fraction(1, 2**53) * Fraction(1025, 1024)
"""One rounding, with what its product with other errors may come to: these are below 1/2048 in all."""
TINY = Fraction(1, 2**1000)
"""More than one operation may lose where the numbers are too small for a float."""
WHOLE = 2**53
"""Whole numbers up to this are floats exactly."""
FAR = 2**24
"""Steps from zero beyond which a rounding is left to exact code, where no bound of the value is known."""
HUGE = Fraction(10) ** 200
"""Bounds beyond this are none: what is computed with them might not be a float."""
_HALVES = ("half up", "half down", "half even")


class TooFar(NotCompiled):
    """No bound of an error is known: floats are of no use here, exact code is."""

    def __init__(self) -> None:
        super().__init__("an error without a bound", NOWHERE)


def refuse(*values: Value) -> None:
    """Raise TooFar where one of some values is a float: only exact numbers will do."""
    if any(v.form == "near" for v in values):
        raise TooFar


def text(v: Value) -> str:
    """A number as a float, or as a whole number that is made one."""
    if v.form == "near":
        return v.code
    code = v.code if v.code.isidentifier() or v.code.isdecimal() else f"({v.code})"
    if v.low is not None and v.low == v.high:
        if abs(v.low) > HUGE:
            raise TooFar
        return repr(float(v.low))
    return code if v.den == 1 else f"{code} / {v.den}"


def error(v: Value) -> tuple[Fraction, Fraction]:
    """The error of that float: in one number where the value is bounded."""
    a, r = v.error
    whole = v.form == "pair" and v.den == 1
    most = _most(v)
    if v.form == "pair" and not (whole and most is not None and most <= WHOLE):
        a, r = TINY, U
    return (a, r) if most is None else (a + r * most, Fraction(0))


def _most(v: Value) -> Fraction | None:
    most = ranges.most(v)
    return most if most is not None and most <= HUGE else None


def add(code: Code, terms: Sequence[Value], word: str) -> Value:
    """The sum, one after the other; terms without a bound must all lie to one side."""
    free = [t for t in terms if _most(t) is None]
    ends = [[abs(end) for t in free if (end := side(t)) is not None] for side in (_low, _high)]
    held = min((sum(end, Fraction(0)) for end in ends if len(end) == len(free)), default=None)
    if held is None:
        raise TooFar
    # each is at most the sum and what the others may take away from it
    reach = held + sum((_most(t) or Fraction(0) for t in terms), Fraction(0))
    errors = [error(t) for t in terms]
    a = sum((a + r * reach for a, r in errors), Fraction(0))
    r = max(r for _, r in errors)
    steps = len(terms) - 1
    # every partial sum is at most the sum and all that may be taken away; its rounding adds U of it
    low, high = ranges.of_sum(terms)
    found = Value("near", "", low=low, high=high, error=(a + steps * U * (2 * reach + a), r * len(free) + steps * U))
    return _named(code, found, _joined([text(t) for t in terms]), word)


def _low(v: Value) -> Fraction | None:
    return v.low


def _high(v: Value) -> Fraction | None:
    return v.high


def multiply(code: Code, factors: Sequence[Value], word: str) -> Value:
    """A product of which one factor is a float and the others are known or have bounds."""
    found, *others = sorted(factors, key=lambda f: f.form != "near")
    for other in others:
        size, most = _most(other), _most(found)
        if size is None or (most is None and other.low != other.high):
            raise TooFar
        low, high = ranges.of_product([found, other])
        (a, r), (b, _) = error(found), error(other)
        a = a * (size + b) + (b * most if most is not None else 0) + TINY
        bound = Value("near", "", low=low, high=high, error=(a * (1 + U), r + 2 * U))
        found = _named(code, bound, f"{text(found)} * ({text(other)})", word)
    return found


def choose(code: Code, values: Sequence[Value], op: str, word: str) -> Value:
    """The least or the greatest; x ± (a + r·|x|) grows with x, so the worst error of all holds for it."""
    errors = [error(v) for v in values]
    low, high = ranges.of_choice(values, op)
    first, *others = values
    worst = (max(a for a, _ in errors), max(r for _, r in errors))
    found = _named(code, Value("near", "", low=low, high=high, error=worst), text(first), word)
    for v in others:
        taken = text(v) if " " not in text(v) else code.let(text(v), word)
        with code.block(f"if {taken} {'<' if op == 'less' else '>'} {found.code}:"):
            code.put(f"{found.code} = {taken}")
    return found


def steps(code: Code, v: Value, step: Fraction, mode: str) -> str:
    """To how many steps a float is rounded; what is too near to where that changes, or too far, is left."""
    half = mode in _HALVES
    scale = f" * {float(step.denominator)!r}" if step.denominator != 1 else ""
    scale += f" / {float(step.numerator)!r}" if step.numerator != 1 else ""
    if max(step.denominator, step.numerator) > WHOLE:
        raise TooFar
    place = code.let(f"{text(v)}{scale}{' + 0.5' if half else ''}", "place")
    most = _most(v)
    far = None if most is None else most / step
    if far is None or far > FAR:
        far = Fraction(FAR)
        with code.block(f"if not {-FAR}.0 < {place} < {FAR}.0:"):
            code.put(code.leave)
    a, r = error(v)
    doubt = (a / step + r * (far + 1)) * (1 + 4 * U) + 5 * U * (far + 2)
    if doubt > Fraction(1, 4):
        raise TooFar
    count = code.let(f"whole_below({place})", "count")
    edge = math.nextafter(float(doubt), 1.0)
    with code.block(f"if not {edge!r} < {place} - {count} < {1 - 2 * edge!r}:"):
        code.put(code.leave)
    above = f"{count} + 1"
    match mode:
        case "ceiling":
            return above
        case "up":
            return f"{count} + ({count} >= 0)"
        case "down":
            return f"{count} + ({count} < 0)"
    return count


def _named(code: Code, v: Value, expression: str, word: str) -> Value:
    code.is_near = True
    return evolve(v, code=code.let(expression, word))


def _joined(terms: Sequence[str]) -> str:
    return " + ".join(terms).replace("+ -", "- ")
