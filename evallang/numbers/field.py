"""Quotients and whole powers."""

from fractions import Fraction

from evallang.numbers.decide import sign
from evallang.numbers.enclose import within_power_limit
from evallang.numbers.errors import DomainError
from evallang.numbers.limits import bounded, power_of
from evallang.numbers.real import Atom, Exp, Number, Real, single
from evallang.numbers.ring import (
    exponential,
    mul,
    proportion,
    scale,
    term_of,
    tidy_roots,
)


def div(a: Number, b: Number) -> Number:
    """a / b; rational where the two are proportional expressions.

    Raises `DomainError` where b is 0, `Undecided` where it is not known whether b is 0.
    """
    if not (b if isinstance(b, Fraction) else sign(b)):
        raise DomainError("division by zero")
    if isinstance(b, Fraction):
        return bounded(a / b) if isinstance(a, Fraction) else scale(a, 1 / b)
    if isinstance(a, Real):
        ratio = proportion(a, b)
        if ratio is not None:
            return ratio
    if a == 0:
        return Fraction(0)
    return mul(a, whole_power(b, -1))


def whole_power(x: Number, exponent: int) -> Number:
    """`x` to a whole power, with 1 for the exponent 0.

    Raises `DomainError` for 0 to a negative power, `TooLarge` beyond the limits, and
    `Undecided` for a negative power of what may be 0.
    """
    if exponent == 0:
        return Fraction(1)
    if exponent == 1:
        return x
    if exponent < 0 and sign(x) == 0:
        raise DomainError("a negative power of zero")
    if isinstance(x, Fraction):
        return bounded(power_of(x, exponent))
    monomial, c = term_of(x)
    k = Fraction(exponent)
    return term_power(dict(monomial), k, bounded(power_of(c, exponent)))


def term_power(factors: dict[Atom, Fraction], exponent: Fraction, coefficient: Number) -> Number:
    """The product of `factors` to that power, times `coefficient`.

    Where `exponent` is not whole, every factor is positive.
    """
    powers, exponentials = dict[Atom, Fraction](), list[Number]()
    for atom, e in factors.items():
        if isinstance(atom, Exp):
            exponentials.append(exponential(mul(atom.of, exponent)))
        else:
            powers[atom] = e * exponent
    rational, tidied = tidy_roots(powers)
    out = mul(single(tidied, rational), coefficient)
    for factor in exponentials:
        out = mul(out, factor)
    return within_power_limit(out)
