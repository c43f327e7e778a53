"""Arithmetic in float64 with a running bound of the error.

Every operation of IEEE 754 on binary64 adds at most 2^-53 of its result (Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed., §2.2 and §3.3). The bound itself is computed in floats, so U is a little more than 2^-53, each
bound is multiplied by SLACK, and TINY covers what underflows. Numbers stay between 1e-100 and 1e100 or are 0: then no
product of two of them, and none of their bounds, leaves the range of binary64 (PostgreSQL would raise an error).

A value that is known to be a whole number of 1/grid is exactly equal to another one when the two are certainly less
than 1/grid apart: so ties are decided without doubt where no division by data came before.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from attrs import define, evolve

from evallang.backends.sql.steps import Level, Steps
from evallang.backends.sql.values import DOUBT, FLAG, NUMBER, UNDEFINED, VALUE, Value, lack

U = 1.2e-16
SLACK = "1.000001e0"
TINY = "1e-100"
LARGE = 1e100
WHOLE = 2.0**53
MAX_GRID = 10**18


@define(eq=False)
class Arithmetic:
    """Operations at one level; each gives values whose parts are columns."""

    steps: Steps
    level: Level

    # ---- parts

    def let(self, sql: str) -> str:
        """A column."""
        return self.steps.let(self.level, sql)

    def number(self, x: float) -> str:
        """A literal."""
        return self.steps.dialect.number(x)

    def constant(self, x: Fraction) -> Value:
        """A number of the rules."""
        size = abs(float(x)) if abs(x) < 10**100 else 2 * LARGE
        if size > LARGE or (x and size < 1e-90):
            return self.doubt(NUMBER)
        nearest = float(x)
        error = 0.0 if Fraction(nearest) == x else size * U + 1e-100
        grid = x.denominator if x.denominator <= MAX_GRID else None
        e = self.number(error) if error else "0"
        return Value(NUMBER, self.number(nearest), VALUE, e, grid, size, error, size or 1.0, x)

    def null(self, sort: str) -> str:
        """NULL of the type of a sort."""
        types = {NUMBER: self.steps.dialect.double, FLAG: "BOOLEAN", "date": "DATE"}
        return f"CAST(NULL AS {types.get(sort, self.steps.dialect.text)})"

    def absent(self, sort: str, status: str) -> Value:
        """No value in any row."""
        return Value(sort, self.null(sort), status)

    def doubt(self, sort: str = NUMBER) -> Value:
        """What an engine has to settle in every row."""
        return self.absent(sort, DOUBT)

    def made(self, v: str, s: str, e: str, grid: int | None, most: float, error: float, least: float) -> Value:
        """A number that was computed, kept within bounds; `v` is NULL by itself where an operand is."""
        grid = grid if grid is not None and grid <= MAX_GRID else None
        v, s = self.let(v), self.let(s)
        if e != "0":
            e = self.let(f"({e}) * {SLACK} + {TINY}")
            error = error * 1.0001 + 1e-100
        if most <= LARGE and error <= LARGE and least >= 1 / LARGE:
            return Value(NUMBER, v, s, e, grid, most, error, least)
        wild = f"ABS({v}) > {TINY_INVERSE}" + (f" OR {e} > {TINY_INVERSE}" if e != "0" else "")
        s = self.let(f"CASE WHEN {s} <> 0 THEN {s} WHEN {wild} THEN 9 ELSE 0 END")
        # what is nearly 0 is made 0, which the bound covers: products of it would underflow
        v = self.let(f"CASE WHEN {s} <> 0 THEN NULL WHEN ABS({v}) < {TINY} THEN {self.number(0.0)} ELSE {v} END")
        e = e if e == "0" else self.let(f"CASE WHEN {s} = 0 THEN {e} + {TINY} END")
        return Value(NUMBER, v, s, e, grid, min(most, LARGE), min(error, LARGE), 1 / LARGE)

    # ---- operations

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
        most, grid = sum(t.most for t in terms), _grid(terms)
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
            NUMBER, self.let(v), self.let(s), e, _grid(values), max(x.most for x in values),
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

    # ---- decisions

    def sign(self, a: Value, b: Value) -> str:
        """-1, 0 or 1 as `a` is less than, equal to or greater than `b`; NULL where the bound does not decide."""
        if a.exact is not None and b.exact is not None:
            return str((a.exact > b.exact) - (a.exact < b.exact))
        d = self.let(f"({a.v}) - ({b.v})")
        if a.certain and b.certain:
            # a difference of floats is 0 only where they are equal, and its sign is right
            return self.let(f"CASE WHEN {d} > 0 THEN 1 WHEN {d} < 0 THEN -1 WHEN {d} = 0 THEN 0 END")
        errors = [x.e for x in (a, b) if not x.certain] + [f"{self.number(2 * U)} * ABS({d})"]
        e = self.let(f"({' + '.join(errors)}) * {SLACK} + {TINY}")
        grid = _grid([a, b])
        tie = "" if grid is None else f" WHEN ABS({d}) + {e} < {self.number(0.999 / grid)} THEN 0"
        return self.let(f"CASE WHEN {d} > {e} THEN 1 WHEN {d} < -{e} THEN -1{tie} END")

    def compare(self, a: Value, b: Value, test: str) -> Value:
        """A comparison as a flag: `test` is asked of the sign."""
        lacking, sign = self.let(lack([a.s, b.s])), self.sign(a, b)
        s = self.let(f"CASE WHEN {lacking} <> 0 THEN {lacking} WHEN {sign} IS NULL THEN 9 ELSE 0 END")
        return Value(FLAG, self.let(f"CASE WHEN {s} = 0 THEN {sign} {test} END"), s)

    def round(self, a: Value, step: Fraction, mode: str) -> Value:
        """A multiple of the step: what lies near a border is decided by the grid, or is in doubt.

        ROUND is not used: it takes halves away from zero for decimals and to the even one for floats.
        """
        if step <= 0:
            return self.given_that(self.let(lack([a.s])), self.absent(NUMBER, UNDEFINED))
        p, q = step.numerator, step.denominator
        y = self.div(self.mul(a, self.constant(Fraction(q))), self.constant(Fraction(p)))
        if y.most > WHOLE / 8:
            s = self.let(f"CASE WHEN {y.s} = 0 AND ABS({y.v}) > {self.number(WHOLE / 8)} THEN 9 ELSE {y.s} END")
            y = evolve(y, s=s, v=self.let(f"CASE WHEN {s} = 0 THEN {y.v} END"), most=WHOLE / 8)
        halves = mode.startswith("half")
        half, below = self.number(0.5), self.let(self.steps.dialect.floor.format(y.v))
        nearest = self.let(f"CASE WHEN {y.v} - {below} >= {half} THEN {below} + 1 ELSE {below} END")
        border = f"{below} + {half}" if halves else nearest
        gap = self.let(f"ABS({y.v} - ({border}))")
        e = "0" if y.certain else self.let(f"{y.e} + {self.number(U)} * ABS({y.v})")
        inside = _AT_BORDER[mode].format(b=below if halves else nearest, y=y.v)
        other = nearest if halves else _BETWEEN[mode].format(b=below, y=y.v)
        grid = lcm(y.grid, 2) if y.grid else None
        if y.certain:
            m = f"CASE WHEN {gap} = 0 THEN {inside} ELSE {other} END"
        else:
            tie = f" WHEN {gap} + {e} < {self.number(0.999 / grid)} THEN {inside}" if grid else ""
            m = f"CASE WHEN {gap} > {e} THEN {other}{tie} END"
        whole = self.let(m)
        s = y.s if y.certain else self.let(f"CASE WHEN {y.s} = 0 AND {whole} IS NULL THEN 9 ELSE {y.s} END")
        count = Value(NUMBER, whole, s, "0", 1, y.most + 1, 0.0)
        return self.mul(count, self.constant(step))


TINY_INVERSE = "1e100"
_AT_BORDER = {
    "half up": "CASE WHEN {y} > 0 THEN {b} + 1 ELSE {b} END",
    "half down": "CASE WHEN {y} > 0 THEN {b} ELSE {b} + 1 END",
    "half even": "CASE WHEN {b} - 2 * FLOOR({b} / 2) = 0 THEN {b} ELSE {b} + 1 END",
    "up": "{b}", "down": "{b}", "floor": "{b}", "ceiling": "{b}",
}  # fmt: skip
"""What lies on the border exactly: in the middle after {b}, or on {b} itself."""
_BETWEEN = {
    "up": "CASE WHEN {y} > 0 THEN {b} + 1 ELSE {b} END", "down": "CASE WHEN {y} > 0 THEN {b} ELSE {b} + 1 END",
    "floor": "{b}", "ceiling": "{b} + 1",
}  # fmt: skip
"""What lies between two whole numbers, {b} the lower one."""


def _grid(values: Sequence[Value]) -> int | None:
    """A grid on which all of these lie."""
    grids = [x.grid for x in values]
    return None if None in grids else lcm(*(g for g in grids if g is not None))
