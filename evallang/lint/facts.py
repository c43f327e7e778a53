"""What a condition says of values where it holds, and where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from evallang.ir import expr as ir
from evallang.lint.excluding import lists_exclude
from evallang.lint.forms import Form, form
from evallang.lint.narrowing import in_list, narrow
from evallang.lint.ranges import ANY, Range, exactly, is_empty, meet, union
from evallang.types import NUMBER, Choice, Quantity

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
_SIGNS = {
    "less": Range(None, Fraction(0), False, False, nonzero=True),
    "less_equal": Range(None, Fraction(0), False, True),
    "greater": Range(Fraction(0), None, False, False, nonzero=True),
    "greater_equal": Range(Fraction(0), None, True, False),
    "equal": exactly(Fraction(0)),
    "unequal": Range(nonzero=True),
}
"""What a difference can be where its sides compare so."""

_ASKED = ("known", "missing")

PASSES = 3
"""How often conditions are read anew in the light of what the later ones say."""


class Reader(Protocol):
    """What is asked while facts are put together: of the bodies of one kind, under chosen readings."""

    @property
    def kind(self) -> str | None:
        """The kind of the bodies."""

    def of(self, e: ir.Expr, facts: Facts | None = None) -> Range:
        """What an expression can be where some facts hold."""

    def meaning(self, e: ir.Expr) -> ir.Expr | None:
        """What an expression stands for; None for what says itself what it is."""

    def is_stood_in(self, e: ir.Expr) -> bool:
        """Whether an expression is an input for which something stands in wherever it is missing."""


def where(guards: Sequence[tuple[ir.Expr, bool]], reader: Reader, known: Facts | None = None) -> Facts | None:
    """What is known where conditions are as they say; None where they cannot all be so.

    `known` is what is known of some of them already.
    """
    facts: Facts = known or {}
    for _ in range(PASSES if len(guards) > 1 else 1):
        before = facts
        for condition, holds in guards:
            if truth(condition, facts, reader) is (not holds):
                return None
            facts = assumed(condition, facts, holds, reader)
            if _impossible(facts):
                return None
        if facts == before:
            break
    return None if len(guards) > 1 and lists_exclude(guards, reader) else facts


def _impossible(facts: Facts) -> bool:
    return any(not f if isinstance(f, frozenset) else is_empty(f) for f in facts.values())


def assumed(condition: ir.Expr, facts: Facts, holds: bool, reader: Reader) -> Facts:
    """The facts where a condition is true, or where it is false."""
    match condition:
        case ir.Const():
            return facts
        case ir.Apply(op="not", args=(inner,)):
            return assumed(inner, facts, not holds, reader)
        case ir.Apply(op="and" | "or" as op, args=given):
            if (op == "and") != holds:
                return _one_of_them(condition, given, facts, holds, reader)
            for c in given:
                facts = assumed(c, facts, holds, reader)
            return facts
        case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
            return _compared(left, op if holds else NEGATED[op], right, dict(facts), reader)
        case ir.If(condition=c, then=then, otherwise=otherwise):
            known = truth(c, facts, reader)
            if known is None:
                return facts
            return assumed(then if known else otherwise, facts, holds, reader)
        case ir.Asks(op=op, operand=x):
            there = (op == "known") is holds
            facts = facts | {form(ir.Asks(word, x)): frozenset({there is (word == "known")}) for word in _ASKED}
            if there and isinstance(x.type, Quantity):
                narrow(x, ANY, facts, reader, through=True)
            return facts
        case ir.Aggregate(op="some", value=None, over=ir.ItemsOf() | ir.BodiesOf() as over):
            return facts | in_list(over, there=holds)
    found = facts | {form(condition): frozenset({holds})}
    meant = reader.meaning(condition)
    return found if meant is None else assumed(meant, found, holds, reader)


def _one_of_them(
    condition: ir.Expr, given: Sequence[ir.Expr], facts: Facts, holds: bool, reader: Reader
) -> Facts:  # fmt: skip
    """One of some conditions is so, and none of those that are known to be otherwise."""
    left = [c for c in given if truth(c, facts, reader) is not (not holds)]
    if not left:
        return facts | {form(condition): frozenset()}
    each = [assumed(c, facts, holds, reader) for c in left]
    return each[0] if len(each) == 1 else facts | _in_all(each)


def _in_all(each: Sequence[Facts]) -> Facts:
    """What holds whichever of some facts do."""
    found: Facts = {}
    for place in each[0]:
        known = [facts[place] for facts in each if place in facts]
        ranges = [k for k in known if isinstance(k, Range)]
        options = [k for k in known if isinstance(k, frozenset)]
        if len(ranges) == len(each):
            found[place] = union(ranges)
        elif len(options) == len(each):
            found[place] = frozenset().union(*options)
    return found


def _compared(left: ir.Expr, said: str, right: ir.Expr, facts: Facts, reader: Reader) -> Facts:
    if isinstance(left.type, Quantity) and isinstance(right.type, Quantity):
        narrow(difference(left, right), _SIGNS[said], facts, reader, through=True)
        if not isinstance(left, ir.Const) and not isinstance(right, ir.Const):
            turned = form(difference(right, left))
            before = facts.get(turned, ANY)
            facts[turned] = meet(before, _SIGNS[TURNED[said]]) if isinstance(before, Range) else before
        return facts
    for x, other in ((left, right), (right, left)):
        if isinstance(other, ir.Const) and not isinstance(x, ir.Const):
            _chosen(x, said == "equal", other.value, facts, reader)
    return facts


def difference(left: ir.Expr, right: ir.Expr) -> ir.Expr:
    """By how much one number is more than another."""
    return ir.Apply("add", (left, ir.Apply("neg", (right,), type=NUMBER)), type=NUMBER)


def _chosen(x: ir.Expr, so: bool, option: object, facts: Facts, reader: Reader) -> None:
    known = facts.get(form(x))
    options = known if isinstance(known, frozenset) else _options(x)
    if options is not None:
        facts[form(x)] = options & {option} if so else options - {option}
    elif so:
        facts[form(x)] = frozenset({option})
    meant = reader.meaning(x)
    if meant is not None and not isinstance(meant, ir.Const):
        _chosen(meant, so, option, facts, reader)


def _options(e: ir.Expr) -> Options | None:
    return frozenset(e.type.options) if isinstance(e.type, Choice) else None


def truth(condition: ir.Expr, facts: Facts, reader: Reader) -> bool | None:
    """Whether a condition is true wherever the facts hold and it has a value, or false; None where it is not known."""
    match condition:
        case ir.Const(value=bool(value)):
            return value
        case ir.Apply(op="not", args=(inner,)):
            known = truth(inner, facts, reader)
            return None if known is None else not known
        case ir.Apply(op="and" | "or" as op, args=given):
            answers = [truth(c, facts, reader) for c in given]
            decisive = op == "or"
            if decisive in answers:
                return decisive
            return None if None in answers else not decisive
        case ir.Apply(op=op, args=(left, right)) if op in NEGATED:
            return _comparison(left, op, right, facts, reader)
        case ir.If(condition=c, then=then, otherwise=otherwise):
            known = truth(c, facts, reader)
            answers = [truth(x, facts, reader) for x in (then, otherwise)]
            return answers[0] if known or answers[0] is answers[1] else answers[1] if known is False else None
        case ir.Aggregate(op="some", value=None, over=ir.ItemsOf() | ir.BodiesOf() as over):
            known = _has_members(over, facts, reader)
            if known is not None:
                return known
        case ir.Asks(op=op, operand=x) if form(x) in facts or reader.is_stood_in(x):
            return op == "known"  # only what has a value is in a range, or one of some options
    found = facts.get(form(condition))
    if isinstance(found, frozenset) and len(found) == 1:
        return bool(next(iter(found)))
    meant = reader.meaning(condition)
    return None if meant is None else truth(meant, facts, reader)


def _has_members(over: ir.ItemsOf | ir.BodiesOf, facts: Facts, reader: Reader) -> bool | None:
    """Whether something is in a list; nothing is where no item of the body can be as it must."""
    many = facts.get(form(ir.Aggregate("count", None, over)))
    if isinstance(many, Range) and many.low is not None and many.low > 0:
        return True
    if isinstance(many, Range) and many.high == 0:
        return False
    if isinstance(over, ir.ItemsOf) and not over.of_every_body and over.where is not None:
        return False if truth(over.where, {}, reader) is False else None
    if isinstance(over, ir.BodiesOf) and over.where is not None and facts:
        return True if truth(over.where, facts, reader) is True else None  # the body is one of its group
    return None


def _comparison(left: ir.Expr, op: str, right: ir.Expr, facts: Facts, reader: Reader) -> bool | None:
    if not (isinstance(left.type, Quantity) and isinstance(right.type, Quantity)):
        return _same_option(left, op, right, facts, reader)
    found = meet(reader.of(difference(left, right), facts), ANY)
    if is_empty(found):
        return None
    if is_empty(meet(found, _SIGNS[op])):
        return False
    return True if is_empty(meet(found, _SIGNS[NEGATED[op]])) else None


def _same_option(left: ir.Expr, op: str, right: ir.Expr, facts: Facts, reader: Reader) -> bool | None:
    a, b = _left(left, facts, reader), _left(right, facts, reader)
    if not a or not b:
        return None
    if not a & b:
        return op == "unequal"
    return op == "equal" if len(a) == len(b) == 1 else None


def _left(x: ir.Expr, facts: Facts, reader: Reader) -> Options:
    """The options that something can be; none where they are not known."""
    match x:
        case ir.Const(value=value):
            return frozenset({value})
        case ir.KindOf() if reader.kind is not None:
            return frozenset({reader.kind})
    known = facts.get(form(x))
    if isinstance(known, frozenset):
        return known
    meant = reader.meaning(x)
    return (_left(meant, facts, reader) if meant is not None else frozenset()) or _options(x) or frozenset()
