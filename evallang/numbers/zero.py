"""Exact signs: what is decided without digits.

Digits never show that two values are equal. These methods prove it for sums of logarithms of
rationals, for sums and quotients of roots of rationals, and for what multiplying out reduces
to them. They are tried only where the first digits leave the sign open.
"""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from evallang.numbers.errors import NumberError
from evallang.numbers.factor import PRIMES, coprime_base, exponents
from evallang.numbers.limits import bounded, power_of
from evallang.numbers.real import (
    Atom,
    Exp,
    Log,
    Monomial,
    Number,
    Real,
    Sum,
    build,
    single,
)
from evallang.numbers.ring import add_all, expand, mul, tidy_roots

EXACT_BITS: Final = 100_000
ROUNDS: Final = 12
MAX_TERMS: Final = 400
MAX_BASES: Final = 200


def exact_sign(x: Real) -> int | None:
    """The sign of `x` where exact whole-number arithmetic gives it, else None."""
    sign = _sign_of_logarithms(x)
    if sign is None:
        sign = _sign_of_two_roots(x)
    if sign is None and _reduces_to_zero(x):
        return 0
    return sign


def _sign_of_logarithms(x: Real) -> int | None:
    """A sum of c * ln(n) has the sign of the product of n^c less 1."""
    powers = list[tuple[int, Fraction]]()
    if len(x.terms) > MAX_TERMS:
        return None
    for monomial, c in x.terms.items():
        if len(monomial) != 1:
            return None
        ((atom, e),) = monomial
        if not isinstance(atom, Log) or e != 1:
            return None
        powers.append((atom.of, c))
    return _compare_powers([p for p in powers if p[1] > 0], [(n, -c) for n, c in powers if c < 0])


def _sign_of_two_roots(x: Real) -> int | None:
    """c * r + d * s, with roots r and s of whole numbers: both sides to a common power."""
    if len(x.terms) != 2 or any(not isinstance(a, int) for m in x.terms for a, _ in m):
        return None
    sides = list[tuple[int, list[tuple[int, Fraction]]]]()
    for monomial, c in x.terms.items():
        powers = [(a, e) for a, e in monomial if isinstance(a, int)]
        powers += [(abs(c.numerator), Fraction(1)), (c.denominator, Fraction(-1))]
        sides.append((1 if c > 0 else -1, powers))
    (s, left), (t, right) = sides
    if s == t:
        return s
    left_up = [p for p in left if p[1] > 0] + [(n, -e) for n, e in right if e < 0]
    right_up = [p for p in right if p[1] > 0] + [(n, -e) for n, e in left if e < 0]
    order = _compare_powers(left_up, right_up)
    return None if order is None else s * order


def _compare_powers(a: list[tuple[int, Fraction]], b: list[tuple[int, Fraction]]) -> int | None:
    """Compares two products of powers with exponents > 0, None where that is too long."""
    common = math.lcm(*(e.denominator for _, e in a + b))
    cost = sum(n.bit_length() * (e * common) for n, e in a + b)
    if cost > EXACT_BITS:
        return None
    left, right = 1, 1
    for n, e in a:
        left *= power_of(Fraction(n), int(e * common)).numerator
    for n, e in b:
        right *= power_of(Fraction(n), int(e * common)).numerator
    return (left > right) - (left < right)


def _reduces_to_zero(x: Real) -> bool:
    """Whether clearing denominators, multiplying out and splitting bases leaves nothing."""
    try:
        for _ in range(ROUNDS):
            if len(x.terms) > MAX_TERMS:
                return False
            y = _split_bases(x)
            if isinstance(y, Real):
                y = _clear_denominators(y)
            if isinstance(y, Real):
                y = _multiply_out(y)
            if isinstance(y, Fraction):
                return y == 0
            if y == x:
                return False
            x = y
    except NumberError:  # out of bounds on the way: nothing is proved
        pass
    return False


def _clear_denominators(x: Real) -> Number:
    """`x` times the powers that make every exponent of sums and logarithms at least 0."""
    lowest = dict[Atom, Fraction]()
    for monomial in x.terms:
        for atom, e in monomial:
            if not isinstance(atom, int | Exp) and e < lowest.get(atom, Fraction(0)):
                lowest[atom] = e
    if not lowest:
        return x
    factor = single({atom: -e for atom, e in lowest.items()}, Fraction(1))
    return expand(x, factor) if isinstance(factor, Real) else x


def _multiply_out(x: Real) -> Number:
    """Opens the brackets that stand to an exponent of at least 1, each once."""
    parts = list[Number]()
    count = 0
    for monomial, c in x.terms.items():
        found = next(((a, e) for a, e in monomial if isinstance(a, Sum) and e >= 1), None)
        if found is None:
            parts.append(build({monomial: c}))
            continue
        atom, e = found
        assert isinstance(atom, Sum)
        count += len(atom.of.terms)
        if count > MAX_TERMS:
            return x
        rest = single({**dict(monomial), atom: e - 1}, c)
        parts.append(expand(rest, atom.of) if isinstance(rest, Real) else mul(rest, atom.of))
    return add_all(parts)


def _split_bases(x: Real) -> Number:
    """Rewrites large bases of roots and logarithms over pairwise coprime ones.

    Roots of such bases are independent over the rationals (Besicovitch 1940 for primes), and
    so are their logarithms (unique factoring): what then remains is not zero.
    """
    bases = {n for m in x.terms for n in _bases(m) if n > PRIMES[-1]}
    if not 1 < len(bases) <= MAX_BASES:
        return x
    base = coprime_base(bases)
    if set(base) == bases:
        return x
    split = {n: exponents(n, base) for n in bases}
    return add_all(_split_term(m, c, split) for m, c in x.terms.items())


def _bases(monomial: Monomial) -> Iterable[int]:
    for atom, _ in monomial:
        if isinstance(atom, int):
            yield atom
        elif isinstance(atom, Log):
            yield atom.of


def _sum_of_logs(powers: Mapping[int, int]) -> Real:
    out = build({frozenset({(Log(n), Fraction(1))}): Fraction(k) for n, k in powers.items()})
    assert isinstance(out, Real)  # the logarithm of a number > 1
    return out


def _split_term(m: Monomial, c: Fraction, split: Mapping[int, Mapping[int, int]]) -> Number:
    roots, out = dict[Atom, Fraction](), list[Number]()
    for atom, e in m:
        if isinstance(atom, int):
            for n, k in split.get(atom, {atom: 1}).items():
                roots[n] = roots.get(n, Fraction(0)) + e * k
        elif isinstance(atom, Log) and atom.of in split:
            logs = _sum_of_logs(split[atom.of])
            out.append(logs if e == 1 else single({Sum(logs, True): e}, Fraction(1)))
        else:
            roots[atom] = e
    rational, factors = tidy_roots(roots)
    total = single(factors, bounded(c * rational))
    for part in out:
        total = mul(total, part)
    return total
