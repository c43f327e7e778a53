"""Arithmetic in float64 with a running bound of the error (see `floats`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from attrs import define, evolve

from evallang.backends.sql.floats import WHOLE, Floats, U, common_grid
from evallang.backends.sql.values import NUMBER, UNDEFINED, VALUE, Value, lack


@define(eq=False)
class Arithmetic(Floats):
    """Operations at one level."""

    def neg(self, a: Value) -> Value:
        """The number with the other sign."""
        exact = None if a.exact is None else -a.exact
        return evolve(a, v=self.let(f"-({a.v})"), exact=exact, s=self.let(lack([a.s])))

    def add(self, terms: Sequence[Value]) -> Value:
        """The sum."""
        if len(terms) == 1:
            return self.needed(terms[0])
        if all(t.exact is not None for t in terms):
            return self.constant(sum((t.exact for t in terms if t.exact is not None), Fraction(0)))
        v = " + ".join(f"({t.v})" for t in terms)
        most, grid = sum(t.most for t in terms), common_grid(terms)
        s = lack([t.s for t in terms])
        if grid == 1 and most <= WHOLE and all(t.certain for t in terms):
            return self.made(v, s, "0", grid, most, 0.0, 1.0)
        # each partial sum is at most the sum of the absolute values
        size = " + ".join(f"ABS({t.v})" for t in terms)
        errors = " + ".join([t.e for t in terms if not t.certain] + [f"{self.number(len(terms) * U)} * ({size})"])
        least = min(t.least for t in terms) * 1e-16  # all of them are whole numbers of the last place of the least
        return self.made(v, s, errors, grid, most, sum(t.error for t in terms) + len(terms) * U * most, least)

    def sub(self, a: Value, b: Value) -> Value:
        """The difference."""
        return self.add([a, self.neg(b)])

    def mul(self, a: Value, b: Value) -> Value:
        """The product."""
        if a.exact is not None and b.exact is not None:
            return self.constant(a.exact * b.exact)
        for one, other in ((a, b), (b, a)):
            if one.exact == 1:
                return self.needed(other)
        v, s, most = f"({a.v}) * ({b.v})", lack([a.s, b.s]), a.most * b.most
        grid = self._grid_of_product(a, b)
        if grid == 1 and most <= WHOLE and a.certain and b.certain:
            return self.made(v, s, "0", grid, most, 0.0, 1.0)
        errors = [] if b.certain else [f"ABS({a.v}) * {b.e}"]
        errors += [] if a.certain else [f"ABS({b.v}) * {a.e}"]
        errors += [] if a.certain or b.certain else [f"{a.e} * {b.e}"]
        errors.append(f"{self.number(U)} * ABS(({a.v}) * ({b.v}))")
        bound = a.most * b.error + b.most * a.error + a.error * b.error + U * most
        return self.made(v, s, " + ".join(errors), grid, most, bound, a.least * b.least)

    @staticmethod
    def _grid_of_product(a: Value, b: Value) -> int | None:
        if a.grid is None or b.grid is None:
            return None
        for one, other in ((a, b), (b, a)):
            if one.exact is not None:  # n/g · p/q: p may cancel against g
                p, q = one.exact.numerator, one.exact.denominator
                return other.grid // gcd(p, other.grid) * q if other.grid and p else 1
        return a.grid * b.grid

    def div(self, a: Value, b: Value) -> Value:
        """The quotient: undefined where the divisor is 0, in doubt where it may be."""
        if b.exact is not None and b.exact:
            if a.exact is not None:
                return self.constant(a.exact / b.exact)
            if abs(b.exact.numerator) == 1:
                return self.mul(a, self.constant(1 / b.exact))
        if b.exact == 0:
            return self.given_that(self.let(lack([a.s])), self.absent(NUMBER, UNDEFINED))
        sign = self.sign(b, self.constant(Fraction(0)))
        far = "TRUE" if b.certain else f"ABS({b.v}) > 2 * {b.e}"
        lacking = self.let(lack([a.s, b.s]))
        s = self.let(
            f"CASE WHEN {lacking} <> 0 THEN {lacking} WHEN {sign} = 0 THEN 3 "
            f"WHEN {sign} IS NULL OR NOT ({far}) THEN 9 ELSE 0 END"
        )
        v = self.let(f"CASE WHEN {s} = 0 THEN ({a.v}) / ({b.v}) END")
        # |b| > 2·e_b, so the true divisor is at least |b|/2
        over = [] if a.certain else [a.e]
        over += [] if b.certain else [f"ABS({v}) * {b.e}"]
        errors = f"{self.number(U)} * ABS({v})"
        if over:
            errors += f" + CASE WHEN {s} = 0 THEN 2 * ({' + '.join(over)}) / ABS({b.v}) END"
        least = 1 / b.grid if b.grid else 1e-100
        if b.exact is not None:
            least = abs(float(b.exact))
        elif not b.certain:
            least = 1e-100
        grid = None
        if b.exact is not None and a.grid:
            grid = a.grid * abs(b.exact.numerator)
        most = a.most / least
        bound = U * most + 2 * (a.error + most * b.error) / least
        return self.made(v, s, errors, grid, most, bound, a.least / max(b.most, 1e-100))

    def power(self, a: Value, n: int) -> Value:
        """A power with a whole exponent."""
        if n == 0:
            one = self.constant(Fraction(1))
            return self.given_that(self.let(lack([a.s])), one)
        result = a
        for _ in range(abs(n) - 1):
            result = self.mul(result, a)
        return self.needed(result) if n > 0 else self.div(self.constant(Fraction(1)), result)

    def extreme(self, values: Sequence[Value], sign: str) -> Value:
        """The greatest (`>`) or the least (`<`): in error by no more than the value that is most in error.

        GREATEST and LEAST leave NULL out in some databases and not in others, so they are not used.
        """
        result = values[0]
        for other in values[1:]:
            v = (
                f"CASE WHEN {result.s} = 0 AND {other.s} = 0 THEN "
                f"CASE WHEN {other.v} {sign} {result.v} THEN {other.v} ELSE {result.v} END END"
            )
            result = self._one_of(v, lack([result.s, other.s]), [result, other])
        return self.needed(result)

    def _one_of(self, v: str, s: str, values: Sequence[Value]) -> Value:
        """One of several values, with the greatest of their errors."""
        errors = list(dict.fromkeys(x.e for x in values if not x.certain))
        e = "0"
        if errors:
            e = errors[0]
            for other in errors[1:]:
                e = f"CASE WHEN {other} > {e} THEN {other} ELSE {e} END"
                e = self.let(e)
        return Value(
            NUMBER, self.let(v), self.let(s), e, common_grid(values), max(x.most for x in values),
            max(x.error for x in values), min(x.least for x in values),
        )  # fmt: skip

    def abs(self, a: Value) -> Value:
        """The absolute value."""
        exact = None if a.exact is None else abs(a.exact)
        return evolve(a, v=self.let(f"ABS({a.v})"), s=self.let(lack([a.s])), exact=exact)

    def needed(self, a: Value) -> Value:
        """The same number where it is needed: an absence spreads."""
        return evolve(a, s=self.let(lack([a.s])))

    def given_that(self, status: str, a: Value) -> Value:
        """The same value where a status is 0; else that status."""
        if status == VALUE:
            return a
        s = self.let(f"CASE WHEN {status} <> 0 THEN {status} ELSE {a.s} END")
        return evolve(a, v=self.let(f"CASE WHEN {s} = 0 THEN {a.v} ELSE {self.null(a.sort)} END"), s=s, exact=None)
