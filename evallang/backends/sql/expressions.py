"""Expressions of the rules → columns of the query. The absences are those of the interpreter's `compile`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import evolve

from evallang.backends.interpreter.absence import Absent
from evallang.backends.sql.brackets import row_of
from evallang.backends.sql.logic import asks, choose, kleene, negated, same
from evallang.backends.sql.place import Place, sort_of, source_text
from evallang.backends.sql.rounding import rounded
from evallang.backends.sql.values import DATE, FLAG, NUMBER, UNDEFINED, VALUE, WORD, Value, lack, spread
from evallang.ir import expr as ir
from evallang.ir.scope import has_register, is_covered
from evallang.types import Quantity, Type, Unknown

_COMPARE = {
    "equal": "= 0", "unequal": "<> 0", "less": "< 0", "less_equal": "<= 0", "greater": "> 0", "greater_equal": ">= 0",
}  # fmt: skip
_SIGNS = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}


def value(at: Place, e: ir.Expr) -> Value:
    """The columns of an expression."""
    return _RULES[type(e)](at, e)


def _constant(at: Place, known: Any, kind: Type | None = None) -> Value:
    """A value of the rules, which is of a type where there is none."""
    if isinstance(known, Absent):
        status = {"missing": "1", "invalid": "2", "not applicable": "6", "undecided": "9"}.get(known.status)
        return at.math.absent(NUMBER if kind is None else sort_of(kind), status or ("4" if known.unread else UNDEFINED))
    if isinstance(known, bool):
        return Value(FLAG, "TRUE" if known else "FALSE")
    if isinstance(known, Fraction):
        return at.math.constant(known)
    if isinstance(known, str):
        return Value(WORD, at.string(known))
    if hasattr(known, "isoformat"):
        return Value(DATE, f"CAST('{known.isoformat()}' AS DATE)")
    return at.unsaid("a constant that is no fraction")


def _by_reading(at: Place, e: ir.ByReading) -> Value:
    """The option that is chosen, as a value of the type of all: what is undefined has none by itself."""
    chosen = e.cases[at.shared.holds.choices[e.reading]]
    return at.math.absent(sort_of(e.type), UNDEFINED) if isinstance(chosen, ir.UndefinedConst) else value(at, chosen)


def _ref(at: Place, e: ir.Ref) -> Value:
    return one_of_kind(at, e.targets, at.shared.define)


def one_of_kind(at: Place, targets: tuple[int, ...], of: Callable[[int], Value]) -> Value:
    """The variant of a name for the kind of the body."""
    return of(targets[0]) if len(targets) == 1 else _by_kind(at, targets, of)


def _by_kind(at: Place, targets: tuple[int, ...], of: Callable[[int], Value]) -> Value:
    definitions, kind = at.shared.holds.program.definitions, at.shared.kind
    otherwise = f"CASE WHEN {kind} IS NULL THEN 3 ELSE 6 END"
    found = [(definitions[t].kinds, of(t)) for t in targets]
    sort = found[0][1].sort
    result = Value(sort, at.math.null(sort), at.let(otherwise))
    for kinds, one in reversed(found):
        if kinds is None:
            result = one
        else:
            holds = f"COALESCE({kind} IN ({at.strings(sorted(kinds))}), FALSE)" if kinds else "FALSE"
            result = choose(at, at.let(holds), one, result)
    return result


def _item_ref(at: Place, e: ir.ItemRef) -> Value:
    from evallang.backends.sql.lists import keyed  # noqa: PLC0415  # lists hold expressions

    return keyed(at, e)


def _local(at: Place, e: ir.Local) -> Value:
    if at.strange and at.local[e.index].exact is None:
        return at.unsaid(f"`{e.name}` inside a list of bodies", sort_of(e.type))
    return at.local[e.index]


def _points(at: Place, e: ir.PointsOf) -> Value:
    from evallang.backends.sql.nodes import points_of  # noqa: PLC0415  # nodes hold expressions

    found = points_of(at, e.node)
    if found is None:
        return at.math.absent(NUMBER, UNDEFINED)
    s = at.let(f"CASE WHEN {found.s} = 7 THEN 3 ELSE {found.s} END") if found.s != VALUE else VALUE
    return at.math.given_that(s, found)


def _kind(at: Place, e: ir.KindOf) -> Value:
    s = at.let(f"CASE WHEN {at.shared.kind} IS NULL THEN 3 ELSE 0 END")
    return Value(WORD, at.shared.kind, s)


def _this_body(at: Place, e: ir.ThisBody) -> Value:
    return at.unsaid("`this body` inside a list of bodies", WORD) if at.elsewhere else Value(WORD, at.shared.name)


def _grade(at: Place, e: ir.GradeOf) -> Value:
    from evallang.backends.sql.nodes import grade_of  # noqa: PLC0415  # nodes hold expressions

    return _by_kind(at, e.node.targets, lambda target: grade_of(at, target))


def _apply(at: Place, e: ir.Apply) -> Value:
    args = [value(at, a) for a in e.args]
    if e.op in ("and", "or"):
        return kleene(at, e.op == "or", list(zip(args, (_may_not_apply(a) for a in e.args), strict=True)))
    if e.op == "not":
        return negated(at, args[0])
    numbers = all(isinstance(a.type, Quantity) for a in e.args) or all(x.sort == NUMBER for x in args)
    if e.op in ("equal", "unequal") and not numbers:
        return same(at, args[0], args[1], wanted=e.op == "equal")
    if e.op in _SIGNS and not any(isinstance(a.type, Quantity | Unknown) for a in e.args):
        return at.plain(f"{args[0].v} {_SIGNS[e.op]} {args[1].v}", lack([x.s for x in args]), FLAG)
    if any(x.sort != NUMBER for x in args):
        return at.unsaid(source_text(at.shared, e), sort_of(e.type))
    return _arithmetic(at, e, args)


def _may_not_apply(e: ir.Expr) -> bool:
    always = (ir.Apply, ir.Aggregate, ir.Asks, ir.Const, ir.UndefinedConst, ir.WorseInARow, ir.InRating)
    return not isinstance(e, always)


def _arithmetic(at: Place, e: ir.Apply, args: list[Value]) -> Value:
    math, one = at.math, args[0]
    if e.op in _COMPARE:
        return math.compare(one, args[1], _COMPARE[e.op])
    if e.op.startswith("round:"):
        if args[1].exact is None:
            return at.unsaid(source_text(at.shared, e))
        return rounded(math, one, args[1].exact, e.op[6:])
    match e.op:
        case "add" | "sum":
            return math.add(args)
        case "sub":
            return math.sub(one, args[1])
        case "neg":
            return math.neg(one)
        case "mul" | "product":
            return _product(at, args)
        case "div":
            return math.div(one, args[1])
        case "mean":
            return math.div(math.add(args), math.constant(Fraction(len(args))))
        case "min" | "max":
            return math.extreme(args, "<" if e.op == "min" else ">")
        case "abs":
            return math.abs(one)
        case "floor" | "ceiling":
            return rounded(math, one, Fraction(1), e.op)
        case "power" if args[1].exact is not None and args[1].exact.denominator == 1 and abs(args[1].exact) <= 16:
            return math.power(one, int(args[1].exact))
    # No database gives a bound for the error of LN, EXP and POWER. SQRT is a correctly rounded instruction in the two
    # that run on the hardware's, but whether a root is a fraction, as the interpreter decides, is not seen in a float.
    return at.unsaid(source_text(at.shared, e))


def _product(at: Place, args: list[Value]) -> Value:
    result = args[0]
    for other in args[1:]:
        result = at.math.mul(result, other)
    return at.math.needed(result)


def _if(at: Place, e: ir.If) -> Value:
    condition, then, otherwise = value(at, e.condition), value(at, e.then), value(at, e.otherwise)
    return given(at, condition, then, otherwise)


def given(at: Place, condition: Value, then: Value, otherwise: Value) -> Value:
    """One of two values, by a condition that may be absent."""
    chosen = choose(at, condition.v, then, otherwise)
    return at.math.given_that(at.let(spread(condition.s)), chosen)


def _invoke(at: Place, e: ir.Invoke) -> Value:
    args = tuple(value(at, a) for a in e.args)
    return value(evolve(at, local=args, strange=False), at.shared.holds.program.functions[e.function].value)


def _lookup(at: Place, e: ir.Lookup) -> Value:
    table = at.shared.holds.program.brackets[e.brackets]
    args = [value(at, a) for a in e.args]
    if e.column is not None:
        return row_of(at, table, args, {None: e.column})
    kinds: dict[str | None, str] = {kind.name: kind.name for kind in at.shared.holds.program.kinds}
    found = row_of(at, table, args, kinds)
    s = at.let(f"CASE WHEN {at.shared.kind} IS NULL THEN 3 ELSE 0 END")
    return at.math.given_that(s, found)


def _has_attribute(at: Place, e: ir.HasAttribute) -> Value:
    return _by_line(at, lambda line: e.name in line.attributes, "1")


def _in_scope(at: Place, e: ir.InScope) -> Value:
    program = at.shared.holds.program
    if not program.law.registers:
        return at.math.absent(FLAG, UNDEFINED)
    known = [kind.name for kind in program.kinds]
    free = [kind for kind in known if not has_register(program, kind)]
    left = UNDEFINED if program.law.base_in_part else VALUE
    if not has_register(program, None):
        free_of_kind = f"{at.shared.kind} IS NULL" + (f" OR {at.shared.kind} IN ({at.strings(free)})" if free else "")
    else:
        free_of_kind = f"{at.shared.kind} IN ({at.strings(free)})" if free else "FALSE"
    free_of_kind = f"COALESCE({free_of_kind}, FALSE)"
    return _by_line(
        at, lambda line: is_covered(program, line, e.nodes, e.path),
        f"CASE WHEN {free_of_kind} THEN 0 ELSE {left} END", free_of_kind,
    )  # fmt: skip


def _by_line(at: Place, says: Callable[[Any], bool], otherwise: str, default: str = "FALSE") -> Value:
    """What the line of the body in the registers says; the line is found by the name of the body or by its key."""
    shared = at.shared
    lines = [line for r in shared.holds.program.law.registers for line in r.lines]
    lines = [line for line in lines if shared.holds.active(line.conditions)]
    s, v = otherwise, default
    for column in (shared.body, shared.name):  # the name is asked first, so it is written last
        cases = " ".join(
            f"WHEN {column} IN ({at.strings([w for w in (line.name, line.label) if w])}) THEN " + "{}" for line in lines
        )
        if lines:
            s = f"CASE {cases.format(*('0' for _ in lines))} ELSE {s} END"
            v = f"CASE {cases.format(*('TRUE' if says(line) else 'FALSE' for line in lines))} ELSE {v} END"
    return at.plain(v, s, FLAG)


def _asks(at: Place, e: ir.Asks) -> Value:
    return asks(at, value(at, e.operand), known=e.op == "known")


def _aggregate(at: Place, e: ir.Aggregate) -> Value:
    from evallang.backends.sql.lists import aggregate  # noqa: PLC0415  # lists hold expressions

    return aggregate(at, e)


def _before(at: Place, e: ir.Previous) -> Value:
    from evallang.backends.sql.history import previous  # noqa: PLC0415  # holds expressions

    return previous(at, e)


def _in_period(at: Place, e: ir.InPeriod) -> Value:
    return at.unsaid(source_text(at.shared, e), sort_of(e.type))


def _worse(at: Place, e: ir.WorseInARow) -> Value:
    from evallang.backends.sql.history import worse  # noqa: PLC0415  # holds expressions

    return worse(at, e)


def _in_rating(at: Place, e: ir.InRating) -> Value:
    return at.unsaid(source_text(at.shared, e), FLAG)


_RULES: dict[type, Callable[[Place, Any], Value]] = {
    ir.Const: lambda at, e: _constant(at, e.value),
    ir.UndefinedConst: lambda at, e: at.math.absent(sort_of(e.type), UNDEFINED),
    ir.ParameterRef: lambda at, e: _constant(at, at.shared.run.parameter(e.target), e.type), ir.ByReading: _by_reading,
    ir.Ref: _ref, ir.ItemRef: _item_ref, ir.Local: _local, ir.PointsOf: _points, ir.KindOf: _kind,
    ir.ThisBody: _this_body, ir.GradeOf: _grade, ir.Apply: _apply, ir.If: _if, ir.Invoke: _invoke,
    ir.Lookup: _lookup, ir.HasAttribute: _has_attribute, ir.InScope: _in_scope, ir.Asks: _asks,
    ir.Aggregate: _aggregate, ir.Previous: _before, ir.InPeriod: _in_period, ir.WorseInARow: _worse,
    ir.InRating: _in_rating,
}  # fmt: skip
