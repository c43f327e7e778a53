"""What a condition says of values where it holds, and where it does not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.lint.forms import Form, form
from evallang.lint.ranges import ANY, Range, above, below, meet, without_zero
from evallang.types import Choice, Flag, Quantity

Options = frozenset[object]
Facts = dict[Form, Range | Options]
"""What is known of values by the forms of their expressions: a range of a number, the options left of a choice."""

NEGATED = {
    "less": "greater_equal",
    "less_equal": "greater",
    "greater": "less_equal",
    "greater_equal": "less",
    "equal": "unequal",
    "unequal": "equal",
}
TURNED = {
    "less": "greater",
    "less_equal": "greater_equal",
    "greater": "less",
    "greater_equal": "less_equal",
    "equal": "equal",
    "unequal": "unequal",
}
_BELOW = {said: Range(None, Fraction(0), False, said.endswith("equal"), nonzero=not said.endswith("equal"))
          for said in ("less", "less_equal", "greater", "greater_equal")}  # fmt: skip
"""What the lesser of two numbers less the greater one can be."""
Reader = Callable[[ir.Expr, Facts], Range]


def assumed(condition: ir.Expr, facts: Facts, holds: bool, read: Reader) -> Facts:
    """The facts where a condition is true, or where it is false; `read` gives the range of an expression."""
    match condition:
        case ir.Apply(op="not", args=(inner,)):
            return assumed(inner, facts, not holds, read)
        case ir.Apply(op="and" | "or" as op, args=given) if (op == "and") == holds:
            for c in given:
                facts = assumed(c, facts, holds, read)
            return facts
        case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
            said = op if holds else NEGATED[op]
            return _compared(left, said, right, dict(facts), read)
        case ir.Ref(type=Flag()) | ir.HasAttribute() | ir.InScope():
            return facts | {form(condition): frozenset({holds})}
    return facts


def _compared(left: ir.Expr, said: str, right: ir.Expr, facts: Facts, read: Reader) -> Facts:
    if isinstance(left.type, Quantity) and isinstance(right.type, Quantity):
        _narrow(left, said, right, facts, read)
        _narrow(right, TURNED[said], left, facts, read)
        if said in _BELOW:
            lower, upper = (left, right) if said in ("less", "less_equal") else (right, left)
            facts[("add", form(lower), ("neg", form(upper)))] = _BELOW[said]
        return facts
    for x, other in ((left, right), (right, left)):
        if isinstance(other, ir.Const) and not isinstance(x, ir.Const):
            known = facts.get(form(x))
            options = known if isinstance(known, frozenset) else _options(x)
            if options is not None:
                facts[form(x)] = options & {other.value} if said == "equal" else options - {other.value}
            elif said == "equal":
                facts[form(x)] = frozenset({other.value})
    return facts


def _options(e: ir.Expr) -> Options | None:
    return frozenset(e.type.options) if isinstance(e.type, Choice) else None


def _narrow(what: ir.Expr, said: str, than: ir.Expr, facts: Facts, read: Reader) -> None:
    if isinstance(what, ir.Const):
        return
    bound, own = read(than, facts), read(what, facts)
    match said:
        case "less" | "less_equal":
            own = below(own, bound, said == "less")
        case "greater" | "greater_equal":
            own = above(own, bound, said == "greater")
        case "equal":
            own = meet(own, bound)
        case "unequal":
            own = without_zero(own) if bound.point == 0 else own
            for a, b in ((what, than), (than, what)):
                place = ("add", form(a), ("neg", form(b)))
                before = facts.get(place, ANY)
                facts[place] = without_zero(before) if isinstance(before, Range) else before
    if own != ANY:
        facts[form(what)] = own


def truth(condition: ir.Expr, facts: Facts, read: Reader, kind: str | None) -> bool | None:
    """Whether a condition is true wherever the facts hold, or false; None where it is not known."""
    match condition:
        case ir.Const(value=bool(value)):
            return value
        case ir.Apply(op="not", args=(inner,)):
            known = truth(inner, facts, read, kind)
            return None if known is None else not known
        case ir.Apply(op="and" | "or" as op, args=given):
            answers = [truth(c, facts, read, kind) for c in given]
            decisive = op == "or"
            if decisive in answers:
                return decisive
            return None if None in answers else not decisive
        case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
            return _comparison(left, op, right, facts, read, kind)
    found = facts.get(form(condition))
    return bool(next(iter(found))) if isinstance(found, frozenset) and len(found) == 1 else None


def _comparison(
    left: ir.Expr, op: str, right: ir.Expr, facts: Facts, read: Reader, kind: str | None
) -> bool | None:  # fmt: skip
    if not (isinstance(left.type, Quantity) and isinstance(right.type, Quantity)):
        return _same_option(left, op, right, facts, kind)
    a, b = read(left, facts), read(right, facts)
    if op in ("greater", "greater_equal"):
        a, b, op = b, a, TURNED[op]
    if op in ("equal", "unequal"):
        if a.point is not None and a.point == b.point:
            return op == "equal"
        apart = _all_below(a, b, strict=True) or _all_below(b, a, strict=True)
        apart = apart or (b.point == 0 and not a.may_be_zero) or (a.point == 0 and not b.may_be_zero)
        return op == "unequal" if apart else None
    if _all_below(a, b, strict=op == "less"):
        return True
    return False if _all_below(b, a, strict=op == "less_equal") else None


def _all_below(a: Range, b: Range, *, strict: bool) -> bool:
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and (not strict or not (a.high_closed and b.low_closed)))


def _same_option(left: ir.Expr, op: str, right: ir.Expr, facts: Facts, kind: str | None) -> bool | None:
    options: list[Options] = []
    for x in (left, right):
        if isinstance(x, ir.Const):
            options.append(frozenset({x.value}))
        elif isinstance(x, ir.KindOf) and kind is not None:
            options.append(frozenset({kind}))
        else:
            known = facts.get(form(x))
            options.append(known if isinstance(known, frozenset) else _options(x) or frozenset())
    a, b = options
    if not a or not b:
        return None
    if not a & b:
        return op == "unequal"
    return op == "equal" if len(a) == len(b) == 1 else None
