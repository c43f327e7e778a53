"""Sums and products of numbers, in one form as far as that is cheap."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from evallang.numbers.enclose import enclosure, quick_sign, within_power_limit
from evallang.numbers.errors import TooCoarse, TooLarge
from evallang.numbers.factor import PRIMES, coprime_base, exponents, factor
from evallang.numbers.limits import EXP_ARGUMENT, LADDER, MAX_BITS, bounded, power_of
from evallang.numbers.real import (
    ONE,
    Atom,
    Exp,
    Monomial,
    Number,
    Real,
    Sum,
    build,
    only_term,
    single,
)

_ZERO: Final = Fraction(0)
MAX_EXPANSION: Final = 64
"""Terms up to which a product of two sums of roots is multiplied out."""

MAX_EXPONENT: Final = 64
"""Exponents beyond which the size of a product is looked at."""
MAX_REFINED: Final = 20
"""Large bases of roots in one term up to which common divisors are looked for."""


def add(a: Number, b: Number) -> Number:
    """a + b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(a + b)
    return add_all((a, b))


def sub(a: Number, b: Number) -> Number:
    """a - b; 0 where both are the same expression."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(a - b)
    return add_all((a, neg(b)))


def neg(a: Number) -> Number:
    """-a."""
    return -a if isinstance(a, Fraction) else scale(a, Fraction(-1))


def add_all(numbers: Iterable[Number]) -> Number:
    """The sum of many numbers; much quicker for long lists than adding one by one."""
    rationals, terms = dict[int, int](), dict[Monomial, Fraction]()  # numerators by denominator
    for x in numbers:
        if isinstance(x, Fraction):
            above, below = x.as_integer_ratio()
            rationals[below] = rationals.get(below, 0) + above
            continue
        for monomial, c in x.terms.items():
            terms[monomial] = bounded(terms[monomial] + c) if monomial in terms else c
    total = _add_rationals([bounded(Fraction(above, below)) for below, above in rationals.items()])
    if not terms:
        return total
    terms[ONE] = bounded(terms.get(ONE, Fraction(0)) + total)
    return build(terms)


def _add_rationals(xs: list[Fraction]) -> Fraction:
    """Neighbours first: denominators stay short for as long as possible."""
    while len(xs) > 1:
        pairs = [bounded(a + b) for a, b in zip(xs[::2], xs[1::2], strict=False)]
        xs = pairs + xs[2 * len(pairs) :]
    return xs[0] if xs else _ZERO


def scale(x: Real, c: Fraction) -> Number:
    """A real times a rational."""
    return build({m: bounded(v * c) for m, v in x.terms.items()})


def times(x: Number, c: Fraction) -> Number:
    """A number times a rational."""
    return scale(x, c) if isinstance(x, Real) else bounded(x * c)


def mul(a: Number, b: Number) -> Number:
    """a * b; rational where roots meet their like, as sqrt(2) * sqrt(8)."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(a * b)
    if not isinstance(a, Real):
        return times(b, a)
    if not isinstance(b, Real):
        return times(a, b)
    small = len(a.terms) * len(b.terms) <= MAX_EXPANSION and not proportion(a, b)
    if len(a.terms) == len(b.terms) == 1 or (small and is_algebraic(a) and is_algebraic(b)):
        return expand(a, b)
    if any(_is_free(x) for x in (a, b)):
        return expand(a, b)
    # multiplying out would double the size at each step of a long product
    return expand(as_term(a), as_term(b))


def _is_free(x: Real) -> bool:
    """Whether `x` is one term without brackets: sums may be multiplied out by it."""
    return len(x.terms) == 1 and not any(isinstance(atom, Sum) for m in x.terms for atom, _ in m)


def expand(a: Real, b: Real) -> Number:
    """The product multiplied out, term by term."""
    return add_all(_term_product(bounded(c * d), m, dict(n)) for m, c in a.terms.items() for n, d in b.terms.items())


def is_algebraic(x: Real) -> bool:
    """Whether only roots of whole numbers occur (those of sums left aside)."""
    return all(isinstance(atom, int) for monomial in x.terms for atom, _ in monomial)


def proportion(a: Real, b: Real) -> Fraction | None:
    """The rational k with a = k * b as expressions, else None."""
    if a.terms.keys() != b.terms.keys():
        return None
    monomial, c = next(iter(a.terms.items()))
    k = c / b.terms[monomial]
    return k if all(v == k * b.terms[m] for m, v in a.terms.items()) else None


def in_brackets(x: Real) -> tuple[Fraction, Sum]:
    """`x` as a rational times a bracket.

    The largest rational factor in the bracket is 1 or -1, and the bracket is positive where
    the sign shows: so proportional sums get the same bracket.
    """
    content = max(abs(c) for c in x.terms.values())
    sign = quick_sign(x)
    if sign == -1:
        content = -content
    inner = x if content == 1 else scale(x, 1 / content)
    assert isinstance(inner, Real)  # a multiple of a real by a rational other than 0
    return content, Sum(inner, sign is not None)


def as_term(x: Real) -> Real:
    """`x` as one term: itself, or a rational times its bracket."""
    if len(x.terms) == 1:
        return x
    content, bracket = in_brackets(x)
    out = single({bracket: Fraction(1)}, content)
    assert isinstance(out, Real)
    return out


def exponential(argument: Number) -> Number:
    """e to a power that is no logarithm: the atom, or 1 for 0.

    Raises `TooLarge` where the argument is beyond EXP_ARGUMENT.
    """
    if argument == 0:
        return Fraction(1)
    for digits in LADDER:
        try:
            at = enclosure(argument, digits)
        except TooCoarse:
            continue
        if max(at.lo.copy_abs(), at.hi.copy_abs()) > EXP_ARGUMENT:
            raise TooLarge("the power takes more than 30,000 digits to write")
        break
    return single({Exp(argument): Fraction(1)}, Fraction(1))


def _term_product(c: Fraction, m: Monomial, n: Mapping[Atom, Fraction]) -> Number:
    """c * m * n. Brackets whose exponents meet at 1 are opened again."""
    if not m:
        return single(n, c)
    if not n:
        return build({m: c})
    factors, opened = dict(m), list[Number]()
    for atom, e in n.items():
        met = atom in factors
        factors[atom] = factors.get(atom, Fraction(0)) + e
        if met and isinstance(atom, Sum) and factors[atom] == 1:
            opened.append(atom.of)
            del factors[atom]
    arguments = [times(atom.of, e) for atom, e in factors.items() if isinstance(atom, Exp)]
    if len(arguments) > 1 or any(isinstance(a, Exp) and e != 1 for a, e in factors.items()):
        factors = {a: e for a, e in factors.items() if not isinstance(a, Exp)}
        opened.append(exponential(add_all(arguments)))
    factor_out, factors = tidy_roots(factors)
    result = single(factors, bounded(c * factor_out))
    for extra in opened:
        result = mul(result, extra)
    return within_power_limit(result) if any(abs(e) > MAX_EXPONENT for e in factors.values()) else result


def tidy_roots(factors: Mapping[Atom, Fraction]) -> tuple[Fraction, dict[Atom, Fraction]]:
    """Roots of whole numbers with their exponents brought between 0 and 1.

    Returns the rational that comes out, and all factors.
    """
    roots = {n: e for n, e in factors.items() if isinstance(n, int)}
    others: dict[Atom, Fraction] = {a: e for a, e in factors.items() if a not in roots}
    if 1 < sum(n > PRIMES[-1] for n in roots) <= MAX_REFINED:
        base, merged = coprime_base(roots), dict[int, Fraction]()
        for n, e in roots.items():
            for b, k in exponents(n, base).items():
                merged[b] = merged.get(b, Fraction(0)) + e * k
        roots = merged
    rational = Fraction(1)
    for n, e in roots.items():
        whole = e.numerator // e.denominator
        if whole:
            rational = bounded(rational * power_of(Fraction(n), whole, MAX_BITS))
        if e != whole:
            others[n] = e - whole
    return rational, others


def rational_power(x: Fraction, exponent: Fraction) -> Number:
    """`x` > 0 to a rational power; a fraction exactly where the result is rational.

    Raises `TooLarge` by the limits of `power_of`.
    """
    if exponent.denominator == 1:
        return bounded(power_of(x, exponent.numerator))
    if x == 1:
        return x
    # a whole power next to it takes care of the limit before anything is factored
    power_of(x, int(exponent))
    factors = dict[Atom, Fraction]()
    for n, sign in ((x.numerator, 1), (x.denominator, -1)):
        for base, k in factor(n, exponent.denominator).items():
            factors[base] = exponent * k * sign
    rational, left = tidy_roots(factors)
    return single(left, rational)


def term_of(x: Real) -> tuple[Monomial, Fraction]:
    """The one term of `x`, brackets put around it where it has several."""
    found = only_term(as_term(x))
    assert found is not None
    return found
