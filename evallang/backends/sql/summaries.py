"""What is made of the values of a list: sums whose bound holds for any order of summation, ends and quantiles."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from evallang.backends.sql import expressions
from evallang.backends.sql.floats import U
from evallang.backends.sql.logic import choose
from evallang.backends.sql.members import MANY, OUT, Members, any_member, gathered
from evallang.backends.sql.place import Place, source_text
from evallang.backends.sql.values import NUMBER, UNDEFINED, VALUE, Value, spread
from evallang.ir import expr as ir


@frozen(eq=False)
class Summary:
    """One aggregate at work."""

    at: Place
    e: ir.Aggregate
    found: Members

    def value(self) -> Value:
        """The aggregate: why it has no value, what stands in for nothing, or the result."""
        at, e, inside = self.at, self.e, self.found.place
        assert e.value is not None
        one = expressions.value(inside, e.value)
        if one.sort != NUMBER:
            return at.unsaid(source_text(at.shared, e))
        state = self._state(one.s)
        weight = expressions.value(inside, e.weight) if e.weight is not None else None
        if weight is not None:
            absent = f"CASE WHEN {weight.s} IN (1, 6) THEN 3 ELSE {weight.s} END"
            state = inside.let(f"CASE WHEN {state} <> 0 OR {weight.s} = 0 THEN {state} ELSE {absent} END")
        count = self._gather("COUNT(CASE WHEN {m} = 0 THEN 1 END)", state)
        lacking = self._absent(state, count)
        result = self._result(one, weight, state, count)
        if result is None:
            return at.unsaid(source_text(at.shared, e))
        return self._finished(result, count, lacking)

    def _state(self, status: str) -> str:
        belongs, place = self.found.belongs, self.found.place
        if status == VALUE:
            return belongs
        # what is unread says less than what is absent for sure, so it stands behind it when all are looked at
        out = f"CASE WHEN {status} = 6 THEN {OUT} ELSE {status} END"
        return place.let(out if belongs == VALUE else f"CASE WHEN {belongs} <> 0 THEN {belongs} ELSE {out} END")

    def _gather(self, sql: str, state: str, *, combine: str = "+") -> str:
        """An aggregate over the members; of two joins the second one adds nothing but statuses."""
        return gathered(self.at, self.found, sql, state, combine)

    def _absent(self, state: str, count: str) -> str:
        """Why the list gives nothing: 0 when every value is there."""
        at, found = self.at, self.found
        if state == VALUE:
            bad = unread = doubt = "FALSE"
        else:
            bad = at.let(gathered(at, found, any_member("{m} IN (1, 3)"), state, "OR"))
            doubt = at.let(gathered(at, found, any_member("{m} = 9"), state, "OR"))
            unread = at.let(gathered(at, found, any_member("{m} IN (2, 4)"), state, "OR"))
        listed = "" if found.status == VALUE else f"WHEN {found.status} <> 0 THEN {found.status} "
        doubt = f"{doubt} OR {count} > {int(MANY)}"
        return at.let(f"CASE {listed}WHEN {bad} THEN 3 WHEN {doubt} THEN 9 WHEN {unread} THEN 4 ELSE 0 END")

    def _finished(self, result: Value, count: str, absent: str) -> Value:
        at, e, math = self.at, self.e, self.at.math
        empty = expressions.value(at, e.none) if e.none is not None else math.absent(NUMBER, UNDEFINED)
        if e.least is not None:
            needed = expressions.value(at, e.least)
            size = Value(NUMBER, at.let(f"CAST({count} AS {at.shared.steps.dialect.double})"), VALUE, "0", 1, MANY)
            enough = math.compare(size, needed, ">= 0")
            few = at.let(f"CASE WHEN {enough.s} <> 0 THEN {spread(enough.s)} WHEN {enough.v} THEN 0 ELSE 3 END")
            result = math.given_that(few, result)
        result = choose(at, at.let(f"{count} = 0"), empty, result)
        return math.given_that(absent, result)

    # ---- what is made of the values

    def _total(self, one: Value, state: str) -> Value:
        """The sum, with a bound for any order: n·2^-53·Σ|x| and the bounds of the terms."""
        zero = self.at.math.number(0.0)
        v = self._gather(f"SUM(CASE WHEN {{m}} = 0 THEN {one.v} ELSE {zero} END)", state)
        size = self._gather(f"SUM(CASE WHEN {{m}} = 0 THEN ABS({one.v}) ELSE {zero} END)", state)
        count = self._gather("COUNT(CASE WHEN {m} = 0 THEN 1 END)", state)
        errors = f"{count} * {self.at.math.number(U)} * {size}"
        if not one.certain:
            errors += " + " + self._gather(f"SUM(CASE WHEN {{m}} = 0 THEN {one.e} ELSE {zero} END)", state)
        return self._kept(v, errors, one, MANY)

    def _kept(self, v: str, errors: str, one: Value, times: float) -> Value:
        """A result within bounds, NULL where there is none."""
        at = self.at
        s = at.let(f"CASE WHEN {v} IS NULL THEN 9 ELSE 0 END")
        bound = times * (one.error + times * U * one.most)
        return at.math.made(v, s, errors, one.grid, one.most * times, bound, one.least * 1e-16)

    def _result(self, one: Value, weight: Value | None, state: str, count: str) -> Value | None:
        at, math, e = self.at, self.at.math, self.e
        double = at.shared.steps.dialect.double
        size = Value(NUMBER, at.let(f"CAST({count} AS {double})"), VALUE, "0", 1, MANY)
        if weight is not None:
            inside = self.found.place.math
            product = inside.mul(one, weight)
            if "CASE" in product.s or product.s != VALUE:  # a product out of bounds is in doubt
                state = self.found.place.let(f"CASE WHEN {state} = 0 AND {product.s} = 9 THEN 9 ELSE {state} END")
                doubt = at.let(gathered(at, self.found, any_member("{m} = 9"), state, "OR"))
                result = math.div(self._total(product, state), self._total(weight, state))
                return math.given_that(at.let(f"CASE WHEN {doubt} THEN 9 ELSE 0 END"), result)
            return math.div(self._total(product, state), self._total(weight, state))
        match e.op:
            case "sum":
                return self._total(one, state)
            case "mean":
                return math.div(self._total(one, state), size)
            case "min" | "max":
                return self._end(one, state, e.op)
            case "minmax":
                return self._minmax(one, state)
            case "median":
                return self._quantile(one, state, Fraction(1, 2), size)
            case "quantile":
                p = expressions.value(at, e.extra[0]).exact
                return self._quantile(one, state, p, size) if p is not None and 0 <= p <= 1 else None
            case "winsorise":
                return self._winsorised(one, state, size)
        return None

    def _end(self, one: Value, state: str, op: str) -> Value:
        """The least or the greatest: in error by no more than the value that is most in error."""
        function = "MIN" if op == "min" else "MAX"
        v = self._gather(f"{function}(CASE WHEN {{m}} = 0 THEN {one.v} END)", state)
        s = self.at.let(f"CASE WHEN {v} IS NULL THEN 9 ELSE 0 END")
        e = one.e if one.certain else self._gather(f"MAX(CASE WHEN {{m}} = 0 THEN {one.e} END)", state)
        return Value(NUMBER, v, s, e, one.grid, one.most, one.error, one.least)

    def _quantile(self, one: Value, state: str, p: Fraction, size: Value) -> Value:
        """Definition 7 of Hyndman and Fan, as the databases have it too.

        The place (n - 1)p is found in floats: it may be wrong by a few units in the last place, and moves the result
        by so much of the distance between the ends. Order statistics move by no more than what moves most.
        """
        math, at = self.at.math, self.at
        dialect = at.shared.steps.dialect
        v = self._gather(dialect.quantile.format(f"CASE WHEN {{m}} = 0 THEN {one.v} END", float(p)), state)
        low, high = self._end(one, state, "min"), self._end(one, state, "max")
        gap = f"({high.v} - {low.v}) * {size.v} * {math.number(8 * U)}"
        errors = f"{gap} + (ABS({low.v}) + ABS({high.v})) * {math.number(8 * U)}"
        errors += "" if one.certain else f" + {high.e}"
        s = at.let(f"CASE WHEN {v} IS NULL THEN 9 ELSE 0 END")
        grid = one.grid * 2 * p.denominator if one.grid else None
        bound = one.error + 2 * MANY * 16 * U * one.most
        return math.made(at.let(v), s, errors, grid, 2 * one.most, bound, one.least * 1e-32)

    def _own(self) -> Value:
        assert self.e.own is not None
        return self.at.math.needed(expressions.value(self.at, self.e.own))

    def _minmax(self, one: Value, state: str) -> Value:
        """Where the own value lies between the smallest (0) and the greatest (1); undefined where those are equal."""
        math = self.at.math
        low, high = self._end(one, state, "min"), self._end(one, state, "max")
        width = math.sub(high, low)
        alike = math.sign(high, low)
        result = math.div(math.sub(self._own(), low), width)
        s = self.at.let(f"CASE WHEN {alike} = 0 THEN 3 WHEN {alike} IS NULL THEN 9 ELSE 0 END")
        return math.given_that(s, result)

    def _winsorised(self, one: Value, state: str, size: Value) -> Value | None:
        ends = [expressions.value(self.at, x).exact for x in self.e.extra]
        if any(p is None or not 0 <= p <= 1 for p in ends):
            return None
        low, high = (self._quantile(one, state, p, size) for p in ends if p is not None)
        math = self.at.math
        return math.extreme([math.extreme([self._own(), low], ">"), high], "<")
