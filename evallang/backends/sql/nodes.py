"""Nodes: for whom they apply, the first true clause, weights or the sum of the parts; then clamps and rounds.

The rules of what acts when are those of `evallang.backends.interpreter.nodes`.
"""

from __future__ import annotations

from fractions import Fraction

from evallang.backends.sql import expressions
from evallang.backends.sql.brackets import row_of
from evallang.backends.sql.logic import choose
from evallang.backends.sql.place import Place, source_text
from evallang.backends.sql.points import points_of, share_factor
from evallang.backends.sql.rounding import rounded
from evallang.backends.sql.values import (
    NOT_APPLICABLE,
    NUMBER,
    UNDEFINED,
    VALUE,
    WORD,
    Value,
    any_of,
    lack,
    spread,
)
from evallang.ir.program import ClampStep, ExemptionDef, GradeDef, NodeDef, PartDef, Step, WeightsDef

__all__ = ["grade_of", "node", "parts", "points_of"]


def node(at: Place, d: NodeDef) -> Value:
    """The value of a node."""
    holds = at.shared.holds
    if not holds.active(d.conditions):
        return at.math.absent(NUMBER, NOT_APPLICABLE)
    base, is_sum = _base(at, d)
    result = base
    for step in holds.steps(d):
        result = _step(at, step, result)
    if not is_sum:
        result = at.math.needed(result)
    for exemption in reversed(holds.exemptions(d)):
        result = _exempted(at, d, exemption, result)
    return for_kinds(at, d.kinds, result)


def for_kinds(at: Place, kinds: frozenset[str] | None, x: Value) -> Value:
    """A value for bodies of some kinds: undefined where the kind is not given, else not applicable."""
    if kinds is None:
        return x
    kind = at.shared.kind
    fits = f"{kind} IN ({at.strings(sorted(kinds))})" if kinds else "FALSE"
    s = at.let(f"CASE WHEN {kind} IS NULL THEN 3 WHEN {fits} THEN 0 ELSE 6 END")
    return at.math.given_that(s, x)


def concerns(at: Place, exemption: ExemptionDef) -> str:
    """Whether an exemption is for the body, by its name or its kind."""
    tests = []
    if exemption.bodies:
        tests.append(f"{at.shared.name} IN ({at.strings(sorted(exemption.bodies))})")
    if exemption.kinds:
        tests.append(f"COALESCE({at.shared.kind} IN ({at.strings(sorted(exemption.kinds))}), FALSE)")
    return at.let(" OR ".join(tests) or "FALSE")


def _exempted(at: Place, d: NodeDef, exemption: ExemptionDef, otherwise: Value) -> Value:
    instead = at.math.absent(NUMBER, NOT_APPLICABLE)
    if exemption.compensation == "full points":
        found = points_of(at, d.number)
        if found is None:
            return otherwise
        instead = choose(at, at.let(f"{found.s} = 7"), otherwise, found) if found.s != VALUE else found
    return choose(at, concerns(at, exemption), instead, otherwise)


def _base(at: Place, d: NodeDef) -> tuple[Value, bool]:
    """The value before the steps, and whether it may be not applicable, as a sum of parts may."""
    holds = at.shared.holds
    clauses = holds.clauses(d)
    always = bool(clauses) and clauses[-1].guard is None
    weights, is_sum = holds.weights(d), False
    if always:
        result = at.math.needed(_number(at, expressions.value(at, clauses[-1].value)))
        clauses = clauses[:-1]
    elif weights is not None:
        result = _weighted(at, weights)
    elif d.scored_by:
        result = at.shared.inputs[d.number]
    else:
        result, is_sum = _sum(at, d), True
    for clause in reversed(clauses):
        assert clause.guard is not None
        then = at.math.needed(_number(at, expressions.value(at, clause.value)))
        result = expressions.given(at, expressions.value(at, clause.guard), then, result)
    return result, is_sum


def _number(at: Place, x: Value) -> Value:
    """A score that is no number is left to an engine."""
    return x if x.sort == NUMBER else at.unsaid("a score that is no number")


def _step(at: Place, step: Step, x: Value) -> Value:
    """One clamp or rounding of what has a value."""
    math = at.math
    if isinstance(step, ClampStep):
        low = expressions.value(at, step.low) if step.low is not None else None
        high = expressions.value(at, step.high) if step.high is not None else None
        after = x if low is None else math.extreme([x, low], ">")
        after = after if high is None else math.extreme([after, high], "<")
    else:
        size = expressions.value(at, step.step)
        if size.exact is None:
            after = at.unsaid(source_text(at.shared, step.step))
        else:
            after = rounded(math, x, size.exact, step.mode)
    if x.s == VALUE:
        return after
    s = at.let(f"CASE WHEN {x.s} <> 0 THEN {x.s} ELSE {after.s} END")
    return Value(NUMBER, after.v, s, after.e, after.grid, after.most, after.error, after.least)


# ---- parts and weights


def is_row(at: Place, part: PartDef) -> bool:
    """Whether a part is a row of a table."""
    d = at.shared.holds.program.definitions[part.part.targets[0]]
    return isinstance(d, NodeDef) and d.word == "row"


def parts(at: Place, d: NodeDef) -> list[Value]:
    """The parts as they enter the sum: penalties negative, rows with the points shared out to them."""
    factor = share_factor(at, d)
    found = []
    for part in d.parts:
        x = expressions.value(at, part.part)
        s = x.s
        x = at.math.neg(x) if part.sign < 0 else x
        if factor is not None and is_row(at, part):
            x = choose(at, at.let(f"{factor.s} = 0"), at.math.mul(x, factor), x)
            # a factor in doubt makes what it concerns doubtful
            s = at.let(f"CASE WHEN {factor.s} = 9 AND {s} = 0 THEN 9 ELSE {s} END")
        found.append(Value(NUMBER, x.v, s, x.e, x.grid, x.most, x.error, x.least))
    return found


def lack_of(at: Place, found: list[Value]) -> str:
    """The status of a sum of those that apply: what does not apply is left out, where any other is there."""
    statuses = [x.s for x in found if x.s != VALUE]
    none = " AND ".join(f"{s} = 6" for s in statuses) if len(statuses) == len(found) else "FALSE"
    if not statuses:
        return VALUE
    return at.let(
        f"CASE WHEN {any_of(statuses, 'IN (1, 3)')} THEN 3 WHEN {any_of(statuses, '= 9')} THEN 9 "
        f"WHEN {any_of(statuses, 'IN (2, 4)')} THEN 4 WHEN {none} THEN 6 ELSE 0 END"
    )


def where_there(at: Place, found: list[Value], s: str) -> list[Value]:
    """The values with 0 for what is not there, all of them NULL where the status is not 0."""
    kept = []
    for x in found:
        if x.s == VALUE:
            kept.append(x)
            continue
        zero = at.math.number(0.0)
        v = at.let(f"CASE WHEN {x.s} = 0 THEN {x.v} WHEN {s} = 0 THEN {zero} END")
        e = x.e if x.certain else at.let(f"CASE WHEN {x.s} = 0 THEN {x.e} WHEN {s} = 0 THEN {zero} END")
        kept.append(Value(NUMBER, v, s, e, x.grid, x.most, x.error, x.least))
    return kept


def _sum(at: Place, d: NodeDef) -> Value:
    if not d.parts:
        return at.math.absent(NUMBER, UNDEFINED)
    found = parts(at, d)
    s = lack_of(at, found)
    total = at.math.add(where_there(at, found, s))
    if s == VALUE:
        return total
    status = at.let(f"CASE WHEN {s} <> 0 THEN {s} ELSE {total.s} END")
    v = at.let(f"CASE WHEN {status} = 0 THEN {total.v} END")
    return Value(NUMBER, v, status, total.e, total.grid, total.most, total.error, total.least)


def _weighted(at: Place, weights: WeightsDef) -> Value:
    math = at.math
    values = [expressions.value(at, p.part) for p in weights.parts]
    heavy = [expressions.value(at, p.weight) for p in weights.parts]
    if not weights.shared_out:
        return math.add([math.mul(x, w) for x, w in zip(values, heavy, strict=True)])
    # what has no value is left out with its weight; what cannot be read is not
    s = at.let(
        lack([w.s for w in heavy])
        if not values
        else f"CASE WHEN {spread_all(heavy)} <> 0 THEN {spread_all(heavy)} "
        f"WHEN {any_of([x.s for x in values], '= 9')} THEN 9 WHEN {any_of([x.s for x in values], 'IN (2, 4)')} THEN 4 "
        f"WHEN {' AND '.join(f'{x.s} <> 0' for x in values)} THEN 3 ELSE 0 END"
    )
    products = [math.mul(x, w) for x, w in zip(values, heavy, strict=True)]
    # the product of a value that is there is NULL where it leaves the bounds
    wild = at.let(any_of([p.s for p in products], "= 9"))
    kept = [Value(NUMBER, w.v, x.s, w.e, w.grid, w.most, w.error, w.least) for x, w in zip(values, heavy, strict=True)]
    whole, held = math.add(where_there(at, products, s)), math.add(where_there(at, kept, s))
    everything = at.let(" AND ".join(f"{x.s} = 0" for x in values))
    result = choose(at, everything, whole, math.div(whole, held))
    return math.given_that(at.let(f"CASE WHEN {s} <> 0 THEN {s} WHEN {wild} THEN 9 ELSE 0 END"), result)


def spread_all(values: list[Value]) -> str:
    """The status of what needs all of these."""
    return f"({lack([x.s for x in values])})"


# ---- grades


def grade_of(at: Place, number: int) -> Value:
    """The name of the grade of a node."""
    d = at.shared.holds.program.definitions[number]
    assert isinstance(d, NodeDef)
    grade = at.shared.holds.grades(d)
    if grade is None:
        return at.math.absent(WORD, UNDEFINED)
    return _graded(at, at.shared.define(number), grade)


def _graded(at: Place, own: Value, grade: GradeDef) -> Value:
    x = own
    if grade.step is not None and grade.mode is not None:
        size = expressions.value(at, grade.step)
        if size.exact is None:
            return at.unsaid(source_text(at.shared, grade.step), WORD)
        x = rounded(at.math, own, size.exact, grade.mode)
    columns = [x if c is None else expressions.value(at, c) for c in grade.columns]
    found = row_of(at, grade.table, columns, {None: "grade"})
    s = at.let(f"CASE WHEN {own.s} = 6 THEN 6 WHEN {own.s} <> 0 THEN {spread(own.s)} ELSE {found.s} END")
    return Value(WORD, at.let(f"CASE WHEN {s} = 0 THEN {found.v} END"), s)


def zero(at: Place) -> Value:
    """The number 0."""
    return at.math.constant(Fraction(0))
