"""Whole numbers as products of powers: what lets equal roots and logarithms look equal.

Factoring is by small primes only; what is left over is kept whole (and written as a perfect
power where it is one), so that the cost stays small for any number.
"""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

SMALL: Final = 1000
PRIMES: Final = tuple(n for n in range(2, SMALL) if all(n % d for d in range(2, math.isqrt(n) + 1)))
FULL_SEARCH_BITS: Final = 1024
LARGEST_DEGREE: Final = 10_000


def whole_root(n: int, k: int) -> int:
    """The largest whole number whose k-th power is at most `n` (n >= 0, k >= 1): Newton's method."""
    if k == 1 or n < 2:
        return n
    if k == 2:
        return math.isqrt(n)
    if n.bit_length() <= k:
        return 1
    size = math.log2(n) / k
    shift = max(0, int(size) - 50)
    # log2 is right to about 1e-11 here, so a start a millionth larger lies above the root
    x = (int(2 ** (size - shift) * (1 + 1e-6)) + 2) << shift
    while True:
        y = ((k - 1) * x + n // x ** (k - 1)) // k
        if y >= x:
            return x
        x = y


def multiplicity(n: int, p: int) -> tuple[int, int]:
    """How often `p` >= 2 divides `n` >= 1, and what is left; by repeated squaring of `p`."""
    count, steps, power, worth = 0, [], p, 1
    while n % power == 0:
        n //= power
        count += worth
        steps.append((power, worth))
        power, worth = power * power, worth * 2
    for power, worth in reversed(steps):
        if n % power == 0:
            n //= power
            count += worth
    return count, n


def _degrees(bits: int, degree: int) -> list[int]:
    """The primes k worth trying for a k-th power of that many bits with no prime below SMALL."""
    most = bits * 100 // 996  # such a root has at least log2(1000) > 9.96 bits
    if bits <= FULL_SEARCH_BITS:
        return [k for k in PRIMES if k <= most]
    if degree > LARGEST_DEGREE:
        degree = math.prod(k for k in PRIMES if degree % k == 0)
    found, k = [], 2
    while k * k <= degree:
        count, degree = multiplicity(degree, k)
        if count:
            found.append(k)
        k += 1
    return [k for k in [*found, degree] if 1 < k <= most]


def perfect_power(n: int, degree: int = 1) -> tuple[int, int]:
    """`(b, k)` with `n == b**k` and k as large as found, for n with no prime factor below SMALL.

    Beyond FULL_SEARCH_BITS only the prime divisors of `degree` are tried, which is what a
    root of that degree needs in order to be found rational.
    """
    k = 1
    if n < SMALL * SMALL:
        return n, k
    for prime in _degrees(n.bit_length(), degree):
        root = whole_root(n, prime)
        while root > 1 and root**prime == n:
            n, k = root, k * prime
            root = whole_root(n, prime)
    return n, k


@lru_cache(maxsize=2048)
def _factor_small(n: int) -> tuple[tuple[int, int], ...]:
    return tuple(_factor(n, 1).items())


def _factor(n: int, degree: int) -> dict[int, int]:
    out = {}
    for p in PRIMES:
        if p * p > n:
            break
        if n % p == 0:
            out[p], n = multiplicity(n, p)
    if n > 1:
        base, k = perfect_power(n, degree)
        out[base] = k
    return out


def factor(n: int, degree: int = 1) -> dict[int, int]:
    """`n` >= 1 as a product of powers {base: exponent}.

    The bases are primes below SMALL and at most one further number without such factors
    that is no perfect power (see `perfect_power` for what `degree` is for).
    """
    if n.bit_length() <= FULL_SEARCH_BITS:
        return dict(_factor_small(n))
    return _factor(n, degree)


def coprime_base(numbers: Iterable[int]) -> list[int]:
    """Pairwise coprime whole numbers > 1, none a perfect power, whose products give all `numbers`.

    Method: replace two numbers that share a divisor by that divisor and the two quotients
    until none do; the product shrinks each time.
    """
    todo, base = [n for n in numbers if n > 1], list[int]()
    while todo:
        a = todo.pop()
        for i, b in enumerate(base):
            g = math.gcd(a, b)
            if g > 1:
                base.pop(i)
                todo += [b] if a == b else [n for n in (g, a // g, b // g) if n > 1]
                break
        else:
            base.append(a)
    return sorted({root for n in base for root in factor(n)})


def exponents(n: int, base: Iterable[int]) -> dict[int, int]:
    """`n` over a base from `coprime_base` that covers it."""
    found = {b: multiplicity(n, b)[0] for b in base}
    return {b: k for b, k in found.items() if k}
