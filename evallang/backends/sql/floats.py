"""Numbers in float64 with a bound of their error, and what it decides of two of them.

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
from math import lcm

from attrs import define

from evallang.backends.sql.steps import Level, Steps
from evallang.backends.sql.values import DOUBT, FLAG, NUMBER, VALUE, Value, lack

U = 1.2e-16
SLACK = "1.000001e0"
TINY = "1e-100"
LARGE = 1e100
WHOLE = 2.0**53
MAX_GRID = 10**18
TINY_INVERSE = "1e100"


@define(eq=False)
class Floats:
    """Numbers at one level; the parts of each are columns."""

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
        grid = common_grid([a, b])
        tie = "" if grid is None else f" WHEN ABS({d}) + {e} < {self.number(0.999 / grid)} THEN 0"
        return self.let(f"CASE WHEN {d} > {e} THEN 1 WHEN {d} < -{e} THEN -1{tie} END")

    def compare(self, a: Value, b: Value, test: str) -> Value:
        """A comparison as a flag: `test` is asked of the sign."""
        if a.sort != b.sort:  # rules compare what is alike: one of them is undefined in every row
            return self.absent(FLAG, self.let(lack([a.s, b.s])))
        lacking, sign = self.let(lack([a.s, b.s])), self.sign(a, b)
        s = self.let(f"CASE WHEN {lacking} <> 0 THEN {lacking} WHEN {sign} IS NULL THEN 9 ELSE 0 END")
        return Value(FLAG, self.let(f"CASE WHEN {s} = 0 THEN {sign} {test} END"), s)


def common_grid(values: Sequence[Value]) -> int | None:
    """A grid on which all of these lie."""
    grids = [x.grid for x in values]
    return None if None in grids else lcm(*(g for g in grids if g is not None))
