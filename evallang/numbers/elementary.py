"""Powers, roots, exponentials and logarithms, rational wherever the result is seen to be."""

from fractions import Fraction

from evallang.numbers.decide import sign
from evallang.numbers.enclose import within_power_limit
from evallang.numbers.errors import DomainError
from evallang.numbers.factor import factor
from evallang.numbers.field import term_power, whole_power
from evallang.numbers.real import Atom, Exp, Log, LogOf, Number, Real, Sum, build, only_term, single
from evallang.numbers.ring import (
    add,
    add_all,
    exponential,
    in_brackets,
    mul,
    neg,
    rational_power,
    term_of,
    tidy_roots,
    times,
)


def sqrt(x: Number) -> Number:
    """The square root; raises `DomainError` below 0."""
    return root(x, Fraction(2))


def root(x: Number, degree: Number) -> Number:
    """The root of a positive whole degree; an odd root of a negative number is negative.

    Raises `DomainError` for an even root of a negative number and for any other degree.
    """
    if isinstance(degree, Real) or degree.denominator != 1 or degree < 1:
        raise DomainError("the degree of a root must be a positive whole number")
    if degree == 1:
        return x
    s = sign(x)
    if s == 0:
        return Fraction(0)
    if s > 0:
        return _positive_power(x, 1 / degree)
    if degree.numerator % 2 == 0:
        raise DomainError("an even root of a negative number")
    return neg(_positive_power(neg(x), 1 / degree))


def power(x: Number, exponent: Number) -> Number:
    """`x` to the power of `exponent`; x^0 is 1, also for x = 0.

    Raises `DomainError` for 0 to a negative power and for a negative number to a power that is
    not whole (use `root` for odd roots), `TooLarge` where the result has over 30,000 digits.
    """
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return whole_power(x, exponent.numerator)
    s = sign(x)
    if s < 0:
        raise DomainError("a negative number to a power that is not whole")
    if s == 0:
        if sign(exponent) < 0:
            raise DomainError("a negative power of zero")
        return Fraction(0) if sign(exponent) else Fraction(1)
    if isinstance(exponent, Fraction):
        return _positive_power(x, exponent)
    return exp(mul(exponent, ln(x)))


def _positive_power(x: Number, exponent: Fraction) -> Number:
    """`x` > 0 to a power that is not whole."""
    if isinstance(x, Fraction):
        return rational_power(x, exponent)
    monomial, c = term_of(x)
    positive, open_sign = dict[Atom, Fraction](), dict[Atom, Fraction]()
    for atom, e in monomial:
        surely = not isinstance(atom, LogOf) and (not isinstance(atom, Sum) or atom.positive)
        (positive if surely else open_sign)[atom] = e
    if open_sign or c < 0:
        # the sign of these factors is known for the whole only: keep them together
        rest = single(open_sign, Fraction(-1 if c < 0 else 1))
        if isinstance(rest, Real):
            positive[Sum(rest, True)] = Fraction(1)
    return term_power(positive, exponent, rational_power(abs(c), exponent))


def exp(x: Number) -> Number:
    """e^x, with exp(ln y) = y.

    Raises `TooLarge` where the result is not between 10^-30103 and 10^30103.
    """
    if isinstance(x, Fraction):
        return exponential(x)
    out, rest, bases = list[Number](), dict(x.terms), dict[Atom, Fraction]()
    for monomial, c in x.terms.items():
        if len(monomial) != 1:
            continue
        ((atom, e),) = monomial
        if e != 1 or not isinstance(atom, Log | LogOf):
            continue
        if isinstance(atom, Log):
            bases[atom.of] = c
        else:
            out.append(power(atom.of, c))
        del rest[monomial]
    rational, roots = tidy_roots(bases)
    result = exponential(build(rest))
    for part in [single(roots, rational), *out]:
        result = mul(result, part)
    return within_power_limit(result)


def ln(x: Number) -> Number:
    """The natural logarithm, with ln(exp y) = y; raises `DomainError` for 0 and below."""
    if sign(x) <= 0:
        raise DomainError("the logarithm of a number that is not above zero")
    if isinstance(x, Fraction):
        return _ln_rational(x)
    term = only_term(x)
    if term is None:
        content, bracket = in_brackets(x)
        return add(_ln_rational(abs(content)), _ln_atom(bracket))
    monomial, c = term
    parts, rest = [_ln_rational(abs(c))], dict[Atom, Fraction]()
    for atom, e in monomial:
        if isinstance(atom, int):
            parts.append(times(_ln_rational(Fraction(atom)), e))
        elif isinstance(atom, Exp):
            parts.append(times(atom.of, e))
        elif isinstance(atom, Sum) and atom.positive:
            parts.append(times(_ln_atom(atom), e))
        else:
            rest[atom] = e
    if rest:
        inner = single(rest, Fraction(1 if c > 0 else -1))
        assert isinstance(inner, Real)
        parts.append(single({LogOf(inner): Fraction(1)}, Fraction(1)))
    return add_all(parts)


def _ln_atom(bracket: Sum) -> Number:
    return single({LogOf(bracket.of): Fraction(1)}, Fraction(1))


def _ln_rational(x: Fraction) -> Number:
    """The logarithm of a rational above 0 as a sum over the bases of its factors."""
    return build(
        {
            frozenset({(Log(base), Fraction(1))}): Fraction(k * side)
            for n, side in ((x.numerator, 1), (x.denominator, -1))
            for base, k in factor(n).items()
        }
    )
