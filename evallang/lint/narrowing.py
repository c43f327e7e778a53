"""What is known of the parts of an expression once it is known what the whole can be.

Backward steps of hull consistency (Benhamou et al., Revising hull and box consistency, ICLP 1999), one for each
operation that can be undone. An expression that has a value has one in each of its operands, and no divisor is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve

from evallang.ir import expr as ir
from evallang.ir.kernel import EMPTY
from evallang.lint.forms import form
from evallang.lint.ranges import (
    Range,
    divided,
    exactly,
    is_empty,
    meet,
    negative,
    plus,
    times,
    total,
    without_zero,
)  # fmt: skip

if TYPE_CHECKING:
    from evallang.lint.facts import Facts, Reader

MOST_OPERANDS = 8
"""Operands of longer sums are not narrowed one by the others."""


def narrow(
    e: ir.Expr, to: Range, facts: Facts, reader: Reader, *, through: bool = False, before: Range | None = None
) -> None:  # fmt: skip
    """Add to some facts that an expression lies in a range, and what follows for its parts.

    Where that is nothing new nothing follows; with `through` its parts are looked at all the same, as far as each is
    the only one. `before` is what the expression is known to be.
    """
    if isinstance(e, ir.Const):
        return
    before = reader.of(e, facts) if before is None else before
    own = meet(before, to)
    if own == before and not through and not (isinstance(e, ir.Apply) and e.op == "div"):
        return
    facts[form(e)] = own
    if is_empty(own):
        return
    match e:
        case ir.Apply(op=op, args=args) if len(args) <= MOST_OPERANDS:
            _operands(op, args, own, facts, reader, through=through)
        case ir.If():
            _branches(e, own, facts, reader, through=through)
        case ir.Aggregate(none=None, op=op, over=ir.ItemsOf() | ir.BodiesOf() as over) if op not in EMPTY:
            facts |= in_list(over, there=True)
        case _:
            meant = reader.meaning(e)
            if meant is not None:
                narrow(meant, own, facts, reader, through=through)


def in_list(over: ir.ItemsOf | ir.BodiesOf, *, there: bool) -> Facts:
    """What is known where there is something in a list, or nothing; there is more where less is asked of it."""
    many = Range(Fraction(1), None, True, whole=True) if there else exactly(Fraction(0))
    found: Facts = {}
    for listed in (over, evolve(over, where=None)) if there else (over,):
        found[form(ir.Aggregate("count", None, listed))] = many
        found[form(ir.Aggregate("some", None, listed))] = frozenset({there})
    return found


def _operands(
    op: str, args: Sequence[ir.Expr], own: Range, facts: Facts, reader: Reader, *, through: bool
) -> None:  # fmt: skip
    match op:
        case "neg":
            narrow(args[0], negative(own), facts, reader, through=through)
        case "add":
            known = [reader.of(x, facts) for x in args]
            for i, x in enumerate(args):
                others = total(known[:i] + known[i + 1 :])
                only = through and len(args) == 2
                narrow(x, plus(own, negative(others)), facts, reader, through=only, before=known[i])
        case "mul" if len(args) == 2:
            known = [reader.of(x, facts) for x in args]
            for x, before, factor in ((args[0], known[0], known[1]), (args[1], known[1], known[0])):
                if not factor.may_be_zero:
                    narrow(x, divided(own, factor), facts, reader, before=before)
                elif not own.may_be_zero:
                    narrow(x, Range(nonzero=True), facts, reader, before=before)
        case "div":
            narrow(args[1], Range(nonzero=True), facts, reader)
            narrow(args[0], times(own, reader.of(args[1], facts)), facts, reader)
        case "abs":
            high = own.high
            within = Range(None if high is None else -high, high, own.high_closed, own.high_closed)
            narrow(args[0], within if own.may_be_zero else without_zero(within), facts, reader, through=through)
        case "min":
            _extreme(args, own, facts, reader, least=True)
        case "max":
            _extreme(args, own, facts, reader, least=False)


def _extreme(args: Sequence[ir.Expr], own: Range, facts: Facts, reader: Reader, *, least: bool) -> None:
    """None is below the least of them; the only one that can reach it does."""
    bound = Range(own.low, None, own.low_closed) if least else Range(None, own.high, False, own.high_closed)
    for x in args:
        narrow(x, bound, facts, reader)
    reaching = [x for x in args if not is_empty(meet(reader.of(x, facts), own))]
    if len(reaching) == 1:
        narrow(reaching[0], own, facts, reader)


def _branches(e: ir.If, own: Range, facts: Facts, reader: Reader, *, through: bool) -> None:
    """The branch that is taken; only one can be where the other is outside."""
    from evallang.lint.facts import assumed, truth  # noqa: PLC0415  # facts are put together from these steps

    known = truth(e.condition, facts, reader)
    if known is None:
        there = [not is_empty(meet(reader.of(x, facts), own)) for x in (e.then, e.otherwise)]
        if there[0] == there[1]:
            return
        known = there[0]
        facts |= assumed(e.condition, facts, known, reader)
    narrow(e.then if known else e.otherwise, own, facts, reader, through=through)
