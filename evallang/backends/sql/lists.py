"""Aggregates over items, bodies and parts: sums whose bound holds for any order of summation."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from evallang.backends.sql import expressions
from evallang.backends.sql.arithmetic import U
from evallang.backends.sql.logic import choose
from evallang.backends.sql.nodes import lack_of, parts, where_there
from evallang.backends.sql.place import Place, sort_of, source_text
from evallang.backends.sql.steps import Join, Level
from evallang.backends.sql.values import FLAG, NUMBER, UNDEFINED, VALUE, Value, spread
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef

_OUT = "-1"
"""Of a member of the list that does not belong to it, or to which the value does not apply."""
_MANY = 1e9
"""More rows than this in a group leave the bound of a sum unproved: the result is in doubt then."""


@frozen(eq=False)
class Members:
    """Who is in a list: where the rows are, what is known of each, how they are found, and whether there is a list."""

    place: Place
    belongs: str
    joins: tuple[tuple[Join, str], ...]
    status: str = VALUE


def aggregate(at: Place, e: ir.Aggregate) -> Value:
    """A value over a list."""
    if isinstance(e.over, ir.PartsOf):
        return _of_parts(at, e, e.over.node)
    found = _members(at, e.over)
    if found is None or (e.own is not None and e.op not in ("minmax", "winsorise")):
        return at.unsaid(source_text(at.shared, e), sort_of(e.type))
    if e.op in ("count", "some", "every"):
        return _counted(at, e, found)
    return _Summary(at, e, found).value()


def _members(at: Place, over: ir.Over) -> Members | None:
    """The rows of a list with the test of `where`; None for what is not said in SQL."""
    if isinstance(over, ir.BodiesOf):
        return _bodies(at, over)
    assert isinstance(over, ir.ItemsOf)
    level = () if over.of_every_body else at.level[: len(at.level) - over.lift]
    inside: Level = (*level, over.item)
    if inside not in at.shared.steps.keys:
        return None
    if over.of_every_body:
        return _everywhere(at, over, inside)
    place = at.within(inside)
    keys = 2 + len(level)
    given = at.shared.given[level, over.item]
    status = at.let(f"CASE WHEN {given} THEN 0 ELSE 3 END")
    return Members(place, _belongs(place, over.where), ((Join(inside, keys), "TRUE"),), status)


def _everywhere(at: Place, over: ir.ItemsOf, inside: Level) -> Members:
    """The items of every body of the period: all, or those that name this body."""
    steps, place = at.shared.steps, at.within(inside, elsewhere=True)
    bodies = Place(at.shared, ())
    given = at.shared.given[(), over.item]
    lacking = steps.look((), f"MAX(CASE WHEN {given} THEN 0 ELSE 1 END)", Join((), 1))
    status = at.let(bodies.let(f"CASE WHEN {lacking} = 1 THEN 3 ELSE 0 END"))
    where = over.where
    if not (isinstance(where, ir.Apply) and where.op == "equal" and isinstance(where.args[1], ir.ThisBody)):
        return Members(place, _belongs(place, where), ((Join(inside, 1), "TRUE"),), status)
    if at.elsewhere:
        at.unsaid("`this body` inside a list of bodies")
        return Members(place, "9", ((Join(inside, 1), "TRUE"),), status)
    whose = expressions.value(place, where.args[0])
    belongs = place.let(f"CASE WHEN {whose.s} IN (1, 3, 6) THEN 3 WHEN {whose.s} IN (2, 4) THEN 4 ELSE {whose.s} END")
    mine = Join(inside, 1, by=(whose.v,), on=(at.shared.name,))
    known, unknown = place.let(f"{whose.s} = 0"), place.let(f"{whose.s} <> 0")
    return Members(place, belongs, ((mine, known), (Join(inside, 1), unknown)), status)


def _belongs(place: Place, where: ir.Expr | None) -> str:
    """0 for a member, -1 for what is none, else the status of not knowing it."""
    if where is None:
        return VALUE
    holds = expressions.value(place, where)
    return place.let(
        f"CASE WHEN {holds.s} = 6 THEN {_OUT} WHEN {holds.s} <> 0 THEN {spread(holds.s)} "
        f"WHEN {holds.v} THEN 0 ELSE {_OUT} END"
    )


def _bodies(at: Place, over: ir.BodiesOf) -> Members | None:
    """The bodies of the period, in groups; who may belong to any group stands in each as not known."""
    place = at.within((), elsewhere=True)
    belongs = _belongs(place, over.where)
    everyone = Join((), 1)
    if over.same is not None:
        own = expressions.value(place, over.same)
    elif over.same_kind and at.shared.holds.program.kinds:
        own = Value("word", at.shared.kind, place.let(f"CASE WHEN {at.shared.kind} IS NULL THEN 3 ELSE 0 END"))
    else:
        return Members(place, belongs, ((everyone, "TRUE"),))
    if own.sort == NUMBER and not own.certain:
        return None
    # In doubt of one body's group, every group is.
    known = place.let(f"{own.s} = 0")
    unknown = place.let(f"{own.s} NOT IN (0, 6)")
    status = at.let(spread(own.s))
    belongs = place.let(
        f"CASE WHEN {belongs} = -1 OR {own.s} = 6 THEN {_OUT} WHEN {own.s} = 0 THEN {belongs} "
        f"WHEN {own.s} = 9 OR {belongs} = 9 THEN 9 WHEN {own.s} IN (2, 4) OR {belongs} IN (2, 4) THEN 4 ELSE 3 END"
    )
    mine = Join((), 1, by=(own.v,), on=(own.v,))
    return Members(place, belongs, ((mine, known), (everyone, unknown)), status)


@frozen(eq=False)
class _Summary:
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
        out = f"CASE WHEN {status} = 6 THEN {_OUT} ELSE {status} END"
        return place.let(out if belongs == VALUE else f"CASE WHEN {belongs} <> 0 THEN {belongs} ELSE {out} END")

    def _gather(self, sql: str, state: str, *, combine: str = "+") -> str:
        """An aggregate over the members; of two joins the second one adds nothing but statuses."""
        return _gathered(self.at, self.found, sql, state, combine)

    def _absent(self, state: str, count: str) -> str:
        """Why the list gives nothing: 0 when every value is there."""
        at, found = self.at, self.found
        if state == VALUE:
            bad = unread = doubt = "FALSE"
        else:
            bad = at.let(_gathered(at, found, _any("{m} IN (1, 3)"), state, "OR"))
            doubt = at.let(_gathered(at, found, _any("{m} = 9"), state, "OR"))
            unread = at.let(_gathered(at, found, _any("{m} IN (2, 4)"), state, "OR"))
        listed = "" if found.status == VALUE else f"WHEN {found.status} <> 0 THEN {found.status} "
        doubt = f"{doubt} OR {count} > {int(_MANY)}"
        return at.let(f"CASE {listed}WHEN {bad} THEN 3 WHEN {doubt} THEN 9 WHEN {unread} THEN 4 ELSE 0 END")

    def _finished(self, result: Value, count: str, absent: str) -> Value:
        at, e, math = self.at, self.e, self.at.math
        empty = expressions.value(at, e.none) if e.none is not None else math.absent(NUMBER, UNDEFINED)
        if e.least is not None:
            needed = expressions.value(at, e.least)
            size = Value(NUMBER, at.let(f"CAST({count} AS {at.shared.steps.dialect.double})"), VALUE, "0", 1, _MANY)
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
        return self._kept(v, errors, one, _MANY)

    def _kept(self, v: str, errors: str, one: Value, times: float) -> Value:
        """A result within bounds, NULL where there is none."""
        at = self.at
        s = at.let(f"CASE WHEN {v} IS NULL THEN 9 ELSE 0 END")
        bound = times * (one.error + times * U * one.most)
        return at.math.made(v, s, errors, one.grid, one.most * times, bound, one.least * 1e-16)

    def _result(self, one: Value, weight: Value | None, state: str, count: str) -> Value | None:
        at, math, e = self.at, self.at.math, self.e
        double = at.shared.steps.dialect.double
        size = Value(NUMBER, at.let(f"CAST({count} AS {double})"), VALUE, "0", 1, _MANY)
        if weight is not None:
            inside = self.found.place.math
            product = inside.mul(one, weight)
            if "CASE" in product.s or product.s != VALUE:  # a product out of bounds is in doubt
                state = self.found.place.let(f"CASE WHEN {state} = 0 AND {product.s} = 9 THEN 9 ELSE {state} END")
                doubt = at.let(_gathered(at, self.found, _any("{m} = 9"), state, "OR"))
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
        bound = one.error + 2 * _MANY * 16 * U * one.most
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


def _any(test: str) -> str:
    return f"MAX(CASE WHEN {test} THEN 1 ELSE 0 END)"


def _gathered(at: Place, found: Members, sql: str, state: str, combine: str) -> str:
    """An aggregate over the members with their states for `{m}`.

    Bodies that may belong to any group stand in the second join: they have statuses, and no value is taken of them.
    """
    steps, columns = at.shared.steps, []
    for order, (join, belongs) in enumerate(found.joins):
        if order and combine != "OR":
            break
        here = state if belongs == "TRUE" else found.place.let(f"CASE WHEN {belongs} THEN {state} ELSE {_OUT} END")
        columns.append(steps.look(at.level, sql.replace("{m}", here), join))
    if combine == "OR":
        return " OR ".join(f"COALESCE({column}, 0) = 1" for column in columns)
    return at.let(f"COALESCE({columns[0]}, 0)") if sql.startswith("COUNT") else columns[0]


def _counted(at: Place, e: ir.Aggregate, found: Members) -> Value:
    """`count`, `some`, `every` with Kleene's three values."""
    place = found.place
    state, yes = found.belongs, "TRUE"
    if e.value is not None:
        one = expressions.value(place, e.value)
        if one.sort != FLAG:
            return at.unsaid(source_text(at.shared, e), sort_of(e.type))
        state = place.let(
            f"CASE WHEN {state} <> 0 THEN {state} WHEN {one.s} = 6 THEN {_OUT} "
            f"WHEN {one.s} <> 0 THEN {spread(one.s)} ELSE 0 END"
        )
        yes = one.v
    unread, absent, doubt = (
        "FALSE" if state == VALUE else at.let(_gathered(at, found, _any(f"{{m}} {test}"), state, "OR"))
        for test in ("IN (2, 4)", "IN (1, 3)", "= 9")
    )
    listed = "" if found.status == VALUE else f"WHEN {found.status} <> 0 THEN {found.status} "
    if e.op == "count":
        count = _gathered(at, found, f"COUNT(CASE WHEN {{m}} = 0 AND {yes} THEN 1 END)", state, "+")
        s = at.let(f"CASE {listed}WHEN {absent} THEN 3 WHEN {doubt} THEN 9 WHEN {unread} THEN 4 ELSE 0 END")
        double = at.shared.steps.dialect.double
        return Value(NUMBER, at.let(f"CASE WHEN {s} = 0 THEN CAST({count} AS {double}) END"), s, "0", 1, _MANY)
    wanted = yes if e.op == "some" else f"NOT ({yes})"
    decided = at.let(_gathered(at, found, _any(f"{{m}} = 0 AND {wanted}"), state, "OR"))
    s = f"CASE {listed}WHEN {decided} THEN 0 WHEN {doubt} THEN 9 WHEN {unread} THEN 4 WHEN {absent} THEN 3 ELSE 0 END"
    return at.plain(decided if e.op == "some" else f"NOT ({decided})", s, FLAG)


def _of_parts(at: Place, e: ir.Aggregate, number: int) -> Value:
    """An aggregate over the parts of a node that apply."""
    d = at.shared.holds.program.definitions[number]
    assert isinstance(d, NodeDef)
    if at.level != d.level:
        return at.unsaid(source_text(at.shared, e))
    math, found = at.math, parts(at, d)
    there = " + ".join(f"CASE WHEN {x.s} = 6 THEN 0 ELSE 1 END" for x in found) or "0"
    count = at.let(f"CAST({there} AS {at.shared.steps.dialect.double})")
    hidden = " OR ".join(f"{x.s} = 9" for x in found) or "FALSE"
    size = Value(NUMBER, count, at.let(f"CASE WHEN {hidden} THEN 9 ELSE 0 END"), "0", 1, float(len(found)))
    if e.op == "count":
        return Value(NUMBER, at.let(f"CASE WHEN {size.s} = 0 THEN {count} END"), size.s, "0", 1, size.most)
    if e.op not in ("sum", "mean", "min", "max") or e.none is not None or e.least is not None or not found:
        return at.unsaid(source_text(at.shared, e))
    s = lack_of(at, found)
    s = s if s == VALUE else at.let(f"CASE WHEN {s} = 6 THEN 3 ELSE {s} END")  # of nothing
    if e.op in ("sum", "mean"):
        result = math.add(where_there(at, found, s))
        result = math.div(result, Value(NUMBER, count, VALUE, "0", 1, size.most)) if e.op == "mean" else result
    else:
        result = _end_of_parts(at, found, e.op)
    return math.given_that(s, result)


def _end_of_parts(at: Place, found: list[Value], op: str) -> Value:
    """The least or the greatest of the parts that are there."""
    result, sign = found[0], "<" if op == "min" else ">"
    for other in found[1:]:
        better = at.let(f"{result.s} <> 0 OR ({other.s} = 0 AND {other.v} {sign} {result.v})")
        both = at.math.extreme([result, other], sign)
        alone = f"CASE WHEN {result.s} = 0 THEN {result.e} ELSE {other.e} END"
        e = at.let(f"CASE WHEN {result.s} = 0 AND {other.s} = 0 THEN {both.e} ELSE {alone} END")
        v = at.let(f"CASE WHEN {better} THEN {other.v} ELSE {result.v} END")
        s = at.let(f"CASE WHEN {result.s} = 0 OR {other.s} = 0 THEN 0 ELSE 9 END")
        e = "0" if both.certain else e
        result = Value(NUMBER, v, s, e, both.grid, both.most, both.error, both.least)
    return result


def keyed(at: Place, e: ir.ItemRef) -> Value:
    """The value for the item with these keys."""
    level = at.level[: len(at.level) - e.lift]
    if len(e.items) != 1 or (*level, e.items[0]) not in at.shared.steps.keys:
        return at.unsaid(source_text(at.shared, e), sort_of(e.type))
    inside: Level = (*level, e.items[0])
    place = at.within(inside)
    inner = expressions.value(place, e.inner)
    steps = at.shared.steps
    key = place.let(at.shared.inputs_keys[inside])
    here = f"CASE WHEN {key} = {at.string(e.keys[0])} THEN {{}} END"
    join = Join(inside, 2 + len(level))

    def bring(sql: str) -> str:
        return steps.look(at.level, f"MAX({here.format(sql)})", join)

    s = at.let(f"COALESCE({bring(inner.s)}, 1)")
    if inner.sort == FLAG:
        v = at.let(f"{bring(f'CASE WHEN {inner.v} THEN 1 ELSE 0 END')} = 1")
        return at.plain(v, s, FLAG)
    v = bring(inner.v)
    if inner.sort != NUMBER:
        return at.plain(v, s, inner.sort)
    v = at.let(f"CASE WHEN {s} = 0 THEN {v} END")
    e_ = "0" if inner.certain else bring(inner.e)
    return Value(NUMBER, v, s, e_, inner.grid, inner.most, inner.error, inner.least)
