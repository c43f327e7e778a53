"""Enclosing a number: an interval that certainly holds it, at a chosen number of digits."""

import decimal
from fractions import Fraction

from evallang.numbers.errors import TooCoarse, TooLarge
from evallang.numbers.interval import Interval, Precision, precision
from evallang.numbers.limits import LADDER, POWER_DIGITS
from evallang.numbers.real import Atom, Exp, Log, LogOf, Monomial, Number, Real


def enclosure(x: Number, digits: int) -> Interval:
    """An interval around `x`, every operation carried to that many significant digits.

    Raises `TooCoarse` where that is too few to go on, `TooLarge` beyond all exponents.
    """
    if isinstance(x, Fraction):
        return precision(digits).rational(x)
    known = x.enclosures.get(digits)
    if known is None:
        try:
            known = _sum(x, precision(digits))
        except decimal.Overflow:
            raise TooLarge("the number is beyond the range of the arithmetic") from None
        x.enclosures[digits] = known
    return known


def quick_sign(x: Number) -> int | None:
    """The sign of `x` as far as the first digits show it, else None."""
    for digits in LADDER[:2]:
        try:
            sign = enclosure(x, digits).sign
        except TooCoarse:
            continue
        if sign is not None:
            return sign
    return None


def within_power_limit(x: Number) -> Number:
    """`x` itself; raises `TooLarge` where it is no number of ordinary size.

    That is: where its absolute value is not between 10^-POWER_DIGITS and 10^POWER_DIGITS.
    """
    for digits in LADDER:
        try:
            at = enclosure(x, digits)
        except TooCoarse:
            continue
        size = max(at.lo.copy_abs(), at.hi.copy_abs())
        if abs(size.adjusted()) > POWER_DIGITS:
            raise TooLarge("the power takes more than 30,000 digits to write")
        break
    return x


def _sum(x: Real, at: Precision) -> Interval:
    total: Interval | None = None
    for monomial, coefficient in x.terms.items():
        term = at.rational(coefficient)
        if monomial:
            term = at.mul(term, _product(monomial, at))
        total = term if total is None else at.add(total, term)
    assert total is not None  # `build` makes no real without terms
    return total


def _product(monomial: Monomial, at: Precision) -> Interval:
    parts = [_power(atom, e, at) for atom, e in monomial if not isinstance(atom, int)]
    roots = [(atom, e) for atom, e in monomial if isinstance(atom, int)]
    if roots:
        parts.append(_roots(roots, at))
    out = parts[0]
    for part in parts[1:]:
        out = at.mul(out, part)
    return out


def _roots(roots: list[tuple[int, Fraction]], at: Precision) -> Interval:
    """A product of powers of whole numbers; one exponential serves them all."""
    if len(roots) == 1 and roots[0][1] == Fraction(1, 2):
        return at.sqrt(at.rational(Fraction(roots[0][0])))
    logs = [at.mul(at.rational(e), at.ln_whole(n)) for n, e in roots]
    total = logs[0]
    for part in logs[1:]:
        total = at.add(total, part)
    return at.exp(total)


def _power(atom: Atom, exponent: Fraction, at: Precision) -> Interval:
    if isinstance(atom, int):
        return _roots([(atom, exponent)], at)
    if isinstance(atom, Log):
        base = at.ln_whole(atom.of)
    else:
        inner = enclosure(atom.of, at.digits)
        if isinstance(atom, LogOf):
            base = at.ln(inner)
        elif isinstance(atom, Exp):
            base = at.exp(inner)
        else:
            base = inner
    return base if exponent == 1 else at.power(base, exponent)
